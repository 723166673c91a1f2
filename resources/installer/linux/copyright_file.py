"""Debian's copyright file, made from the bill of materials and the licence texts that the frozen folder carries."""

from __future__ import annotations

import json
import re
import textwrap
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from freeze import PackagingFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_HEADER: Final = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Whereof
Upstream-Contact: Whereof developers
Comment:
 The package carries the works of third parties that Whereof runs on. Each is
 named here with the licence that it is used under. The licences' texts, as the
 authors give them, are in {folder}/licenses, and
 {folder}/THIRD_PARTY_NOTICES.txt tells whose they are.
 .
 Qt, PySide6 and Shiboken are used under the LGPL. They are shared libraries of
 their own in {folder} and can be replaced by changed ones.

Files: *
Copyright: Whereof developers
License: Apache-2.0
"""
_APACHE: Final = """\
License: Apache-2.0
 Licensed under the Apache License, Version 2.0. On Debian systems its text is
 in /usr/share/common-licenses/Apache-2.0.
"""
_COMMON: Final = {"LGPL-3.0": "LGPL-3", "LGPL-2.1": "LGPL-2.1", "GPL-3.0": "GPL-3", "GPL-2.0": "GPL-2"}
"""SPDX's names and those of the files in /usr/share/common-licenses."""

_HOLDER: Final = re.compile(
    r"^\W{0,6}(?:copyright\b(?: (?:\(c\)|©))?|\(c\)|©):? +(?P<who>.*\b(?:19|20)\d\d\b.*)$", re.IGNORECASE
)
_OF_THE_TEXT: Final = "Free Software Foundation, Inc."
"""Holds the rights in the texts of the GPL and its kin, not in what is under them."""

_WIDTH: Final = 79
_MOST_HOLDERS: Final = 12
_LONGEST_HOLDER: Final = 160


def text(folder: Path, installed: str) -> str:
    """The copyright file.

    Args:
        folder: the frozen folder, with the bill of materials and the licence texts that the notices put there.
        installed: where the folder is on the reader's system.

    Raises:
        PackagingFailed: the notices have not been written.
    """
    bill = folder / "sbom.cdx.json"
    if not bill.is_file():
        raise PackagingFailed(f"{bill} is missing: the notices have to be written before the packages.")
    components = json.loads(bill.read_text(encoding="utf-8")).get("components", [])
    works = _grouped(_work(component) for component in sorted(components, key=_order))
    named = {"Apache-2.0": _APACHE}
    for work in works:
        for licence in work.licences:
            named.setdefault(licence, f"License: {licence}\n{_places(licence, work, installed)}")
    paragraphs = [_HEADER.format(folder=installed), *(_paragraph(work, folder, installed) for work in works)]
    return "\n".join([*paragraphs, *(named[licence] for licence in sorted(named))])


@dataclass(frozen=True, slots=True)
class _Work:
    """What the bill tells of a work, or of several that lie within others and share their licence texts.

    Attributes:
        titles: names and versions.
        licences: short names.
        files: paths in the folder; none where it lies within another work's files.
        texts: paths of its licence texts in the folder.
    """

    titles: tuple[str, ...]
    licences: tuple[str, ...]
    files: tuple[str, ...]
    texts: tuple[str, ...]


def _work(component: Mapping[str, Any]) -> _Work:
    said: dict[str, list[str]] = defaultdict(list)
    for row in component.get("properties", []):
        said[row["name"]].append(row["value"])
    parts = component.get("components", [])
    return _Work(
        titles=(f"{component['name']} {component.get('version', '')}".rstrip(),),
        licences=_short_names("".join(said["whereof:used-under"])),
        files=tuple(part["name"] for part in parts if part["type"] == "file"),
        texts=tuple(said["whereof:licence-text"]),
    )


def _grouped(works: Iterable[_Work]) -> list[_Work]:
    """The works, with those joined that no files tell apart."""
    found: dict[tuple[str, ...], _Work] = {}
    for work in works:
        key = work.files or work.texts
        before = found.get(key)
        if before:
            licences = tuple(sorted({*before.licences, *work.licences}))
            found[key] = _Work((*before.titles, *work.titles), licences, work.files, work.texts)
        else:
            found[key] = work
    return list(found.values())


def _paragraph(work: _Work, folder: Path, installed: str) -> str:
    """One work. What lies within the files of others is told by its licence texts."""
    files = "\n ".join(f"{installed.lstrip('/')}/{_pattern(path)}" for path in work.files or work.texts)
    holders = _holders(folder / path for path in work.texts) if len(work.titles) == 1 else []
    whose = "\n ".join(holders or ["the authors whom the licence texts name"])
    titles = textwrap.fill(", ".join(work.titles), _WIDTH, initial_indent=" ", subsequent_indent=" ")
    return f"Files: {files}\nCopyright: {whose}\nLicense: {' and '.join(work.licences)}\nComment:\n{titles}\n"


def _places(licence: str, work: _Work, installed: str) -> str:
    """Where a licence's text stands: beside the work that names it first, and on Debian anyway for the usual ones."""
    common = [f"/usr/share/common-licenses/{name}" for short, name in _COMMON.items() if licence.startswith(short)]
    places = [f"{installed}/{path}" for path in work.texts] or [f"{installed}/THIRD_PARTY_NOTICES.txt"]
    return "".join(f" {line}\n" for line in ["The text is in", *common, *places])


def _pattern(path: str) -> str:
    """A path as a pattern of Debian's form, in which blanks part names and `*`, `?` and the backslash are special."""
    return re.sub(r"([*?\\])", r"\\\1", path).replace(" ", "?")


def _holders(texts: Iterable[Path]) -> list[str]:
    """The lines of licence texts that name a holder and a year, each once."""
    found: dict[str, None] = {}
    for path in texts:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            match = _HOLDER.match(line)
            if match and len(line) <= _LONGEST_HOLDER and _OF_THE_TEXT not in line:
                found.setdefault(" ".join(match["who"].split()))
    holders = list(found)
    return [*holders[:_MOST_HOLDERS], *(["and others, named in its licence texts"] if holders[_MOST_HOLDERS:] else [])]


def _short_names(spdx: str) -> tuple[str, ...]:
    """The licences as Debian's form calls them. The bill has chosen already where there was a choice."""
    names = (name.strip("() ") for name in spdx.split(" AND "))
    return tuple(re.sub(r" WITH (\S+?)(?:-exception)?$", r" with \1 exception", name) for name in names if name) or (
        "unknown",
    )


def _order(component: Mapping[str, Any]) -> tuple[str, str]:
    return str(component["name"]).casefold(), str(component.get("version", ""))
