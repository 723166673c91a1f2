"""Debian's copyright file, made from the bill of materials and the licence texts that the frozen folder carries."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from freeze import PackagingFailed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_HEADER: Final = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Whereof
Upstream-Contact: Whereof developers
Comment:
 The package carries the works of third parties that Whereof runs on. Each is
 named here with its licence; its notices and the licence's text, as its authors
 give them, stand in its folder below {licences}. All of them
 together stand in THIRD_PARTY_NOTICES.txt beside that folder.
 .
 Qt, PySide6 and Shiboken are used under the LGPL. They are shared libraries of
 their own below /usr/lib/whereof and can be replaced by changed ones.

Files: *
Copyright: Whereof developers
License: Apache-2.0
"""
_APACHE: Final = """\
License: Apache-2.0
 Licensed under the Apache License, Version 2.0. On Debian systems its text is
 in /usr/share/common-licenses/Apache-2.0.
"""
_HOLDER: Final = re.compile(
    r"^\W{0,6}(?:copyright\b(?: (?:\(c\)|©))?|\(c\)|©):? +(?P<who>.*\b(?:19|20)\d\d\b.*)$", re.IGNORECASE
)
_MOST_HOLDERS: Final = 12
_LONGEST_HOLDER: Final = 160


def text(folder: Path, licences: str) -> str:
    """The copyright file.

    Args:
        folder: the frozen folder, with `sbom.cdx.json` and `licenses/`.
        licences: where `licenses/` is when installed.

    Raises:
        PackagingFailed: the notices have not been written.
    """
    bill = folder / "sbom.cdx.json"
    if not bill.is_file():
        raise PackagingFailed(f"{bill} is missing: the notices have to be written before the packages.")
    components = json.loads(bill.read_text(encoding="utf-8")).get("components", [])
    works = sorted((component for component in components if component.get("name") != "Whereof"), key=_order)
    named = {"Apache-2.0": _APACHE}
    paragraphs = [_HEADER.format(licences=licences)]
    for work in works:
        name = _folder(folder / "licenses", work)
        paragraphs.append(_work(work, folder / "licenses" / name if name else None, f"{licences}/{name}"))
        licence = _licence(work)
        where = f"{licences}/{name}" if name else f"{licences.rpartition('/')[0]}/THIRD_PARTY_NOTICES.txt"
        named.setdefault(licence, f"License: {licence}\n The text is in {where}.\n")
    return "\n".join([*paragraphs, *(named[licence] for licence in sorted(named))])


def _work(work: Mapping[str, Any], texts: Path | None, place: str) -> str:
    """A paragraph about one work. Where its notices name no holder, it says where they stand."""
    holders = _holders(texts) if texts else []
    lines = "\n ".join(holders or [f"the authors of {work['name']}"])
    version = f" {work['version']}" if work.get("version") else ""
    files = f"{place.lstrip('/')}/*" if texts else f"usr/lib/whereof/_internal/{work['name'].replace(' ', '?')}*"
    return f"Files: {files}\nCopyright: {lines}\nLicense: {_licence(work)}\nComment: {work['name']}{version}\n"


def _holders(texts: Path) -> list[str]:
    """The lines of the licence texts that name a holder and a year, each once."""
    found: dict[str, None] = {}
    for path in sorted(texts.rglob("*")):
        if path.is_file():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                match = _HOLDER.match(line)
                if match and len(line) <= _LONGEST_HOLDER:
                    found.setdefault(" ".join(match["who"].split()))
    holders = list(found)
    more = ["and others, named in the same folder"] if len(holders) > _MOST_HOLDERS else []
    return holders[:_MOST_HOLDERS] + more


def _licence(work: Mapping[str, Any]) -> str:
    """The licence's short name as Debian's form wants it: SPDX with its words in small letters."""
    words = []
    for entry in work.get("licenses", []):
        licence = entry.get("license", {})
        words.append(entry.get("expression") or licence.get("id") or licence.get("name") or "")
    joined = " and ".join(word for word in words if word) or "unknown"
    for word in ("AND", "OR", "WITH"):
        joined = joined.replace(f" {word} ", f" {word.lower()} ")
    return re.sub(r"\bwith (\S+)", r"with \1 exception", joined)


def _folder(licences: Path, work: Mapping[str, Any]) -> str:
    """The name of the work's folder of licence texts, or nothing."""
    reference = re.split(r"[?@]", str(work.get("purl") or work.get("bom-ref") or ""))[0]
    for name in (work["name"], re.split(r"[:/]", reference)[-1]):
        if name and (licences / name).is_dir():
            return str(name)
    return ""


def _order(work: Mapping[str, Any]) -> tuple[str, str]:
    return str(work["name"]).casefold(), str(work.get("version", ""))
