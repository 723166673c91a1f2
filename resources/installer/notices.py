"""The notices of what is bundled: third parties, their licence texts and a bill of materials, made and checked.

python resources/installer/notices.py write BUNDLE FOLDER OUT     into a frozen folder; the bill into OUT as well
python resources/installer/notices.py verify FOLDER               whether an installed folder is what its bill says
python resources/installer/notices.py table                       the table in THIRD_PARTY_NOTICES.md, anew
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.utils import canonicalize_name

import freeze
import sbom
from dpkg import Debian, ask_dpkg
from licensing import Unfit, taken
from owners import Owners, asked_for, files_in, said_licence
from works import Bundle, Facts, Text, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT: Final = Path(__file__).resolve().parents[2]
NOTICES: Final = "THIRD_PARTY_NOTICES.txt"
BILL: Final = "sbom.cdx.json"
TABLE: Final = "| package | licence |\n|---|---|\n"
_WIDTH: Final = 110
_GROUPS: Final = (
    ("work", "Qt, Python and libraries in files of their own"),
    ("within", "Compiled into the files of others"),
    ("pypi", "Python packages"),
    ("deb", "Libraries from Debian's packages"),
    ("npm", "Scripts, fonts and icons"),
    ("data", "Data in the gazetteer and the basemap"),
    ("cargo", "Rust packages compiled into tokenizers"),
)
_LEAD: Final = """\
Whereof {version}: notices of third parties

Whereof itself is licensed under the Apache License 2.0 (licenses/Whereof/LICENSE). Everything below is by others and is
part of this program as it is installed. Each entry says the version, the licence (SPDX) and where its text lies in this
folder. Where an author offers a choice of licences, the one that is used stands in brackets. Nothing here is under the
AGPL, and nothing under the GPL without the exception that allows this use.

The libraries of Qt and of PySide6 are used under the LGPL 3 and can be replaced: licenses/Qt/REPLACING.txt says how.
The list of all files with their checksums is sbom.cdx.json (CycloneDX).
"""


def write(
    bundle: Path, folder: Path, out: Path, *, root: Path = ROOT, facts: Facts | None = None, debian: Debian = ask_dpkg
) -> Path:
    """Put notices, licence texts and the bill of materials into a frozen folder.

    Args:
        bundle: `bundle.json` of the freeze.
        folder: the frozen folder.
        out: gets `whereof-<version>.cdx.json` too.
        root: the checkout that was frozen.
        facts: instead of `facts.toml`.
        debian: asks the system's packages.

    Returns:
        The bill of materials in `out`.

    Raises:
        Unclear: (a SystemExit) something bundled has no owner, text or fit licence, or something noticed is missing.
    """
    _clear(folder)
    works = Owners(Bundle.read(bundle), folder, root, facts or Facts.read(), debian=debian).works()
    places = {work.key: _write_texts(work, folder) for work in works}
    version = freeze.version(root)
    (folder / NOTICES).write_text(render(works, places, version), encoding="utf-8", newline="\n")
    checksums = {path: sbom.sha256(folder / path) for path in files_in(folder)}
    bill = sbom.make(works, checksums, places)
    out.mkdir(parents=True, exist_ok=True)
    published = out / f"whereof-{version}.cdx.json"
    for path in (folder / BILL, published):
        path.write_text(bill, encoding="utf-8", newline="\n")
    return published


def verify(folder: Path) -> list[str]:
    """What does not agree between a folder and the bill and notices in it; empty when all does.

    Args:
        folder: the installed program's folder; nothing outside is read.
    """
    missing = [name for name in (NOTICES, BILL) if not (folder / name).is_file()]
    if missing:
        return [f"{name} is missing" for name in missing]
    bill = json.loads((folder / BILL).read_text(encoding="utf-8"))
    listed, there = sbom.listed_files(bill), {*files_in(folder)} - {BILL}
    complaints = [f"{path} is listed, but not there" for path in {*listed} - there]
    complaints += [f"{path} is there, but not listed" for path in there - {*listed}]
    complaints += [
        f"{path} is not the listed file" for path in there & {*listed} if sbom.sha256(folder / path) != listed[path]
    ]
    complaints += [f"{path} points out of the folder or nowhere" for path in _stray_links(folder)]
    complaints += _about_texts(bill, (folder / NOTICES).read_text(encoding="utf-8"), there)
    return sorted(complaints)


def render(works: Iterable[Work], places: Mapping[str, list[str]], version: str) -> str:
    """The notices as text.

    Args:
        works: all that is bundled.
        places: key of a work -> paths of its licence texts.
        version: Whereof's.
    """
    others = [work for work in works if work.key != sbom.PROGRAM]
    names = {work.key: work.name for work in works}
    sections = [_LEAD.format(version=version)]
    for registry, title in _GROUPS:
        mine = sorted((work for work in others if _group(work) == registry), key=lambda work: work.name.casefold())
        if mine:
            entries = [_entry(work, places[work.key], names) for work in mine]
            sections.append("\n".join([title, "-" * len(title), "", *entries]))
    return "\n".join(sections)


def table(facts: Facts | None = None) -> str:
    """The table of Python packages that a running Whereof needs, from the metadata of this environment.

    Raises:
        Unfit: a package's licence is unknown or may not ship.
    """
    known = facts or Facts.read()
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    rows = dict(_rows(asked, known))
    rows |= {
        fact.key.removeprefix("pypi:"): fact.licence
        for fact in known.entries
        if fact.only and fact.key.startswith("pypi:")
    }
    return TABLE + "".join(f"| {name} | {_taken(name, rows[name])} |\n" for name in sorted(rows))


def _taken(name: str, licence: str) -> str:
    try:
        return taken(licence)
    except Unfit as unfit:
        raise Unfit(f"{name}: {unfit}; say it in resources/installer/facts.toml") from unfit


def _rows(requirements: Iterable[str], facts: Facts) -> Iterator[tuple[str, str]]:
    waiting, seen = [*asked_for(requirements)], set()
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        if (name, *asked.extras) in seen:
            continue
        seen.add((name, *asked.extras))
        try:
            needed = distribution(name)
        except PackageNotFoundError:
            raise Unfit(f"{name} is not installed; run: make setup") from None
        yield name, facts.of(f"pypi:{name}").licence or said_licence(needed, facts)
        waiting += asked_for(needed.requires or (), asked.extras)


def _clear(folder: Path) -> None:
    shutil.rmtree(folder / "licenses", ignore_errors=True)
    for name in (NOTICES, BILL):
        (folder / name).unlink(missing_ok=True)


def _write_texts(work: Work, folder: Path) -> list[str]:
    """Paths of a work's licence texts, which are there now; those of Rust packages lie together."""
    parent = "tokenizers" if work.key.startswith("cargo:") else work.folder
    return [_write_text(text, folder, f"licenses/{parent}/{text.name}") for text in work.texts]


def _write_text(text: Text, folder: Path, path: str) -> str:
    place = folder / path
    if place.is_file() and place.read_bytes() != text.content:
        raise SystemExit(f"notices: two licence texts want to be {path}; give one work another key in facts.toml.")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.content)
    return path


def _group(work: Work) -> str:
    registry = work.key.partition(":")[0]
    return "within" if registry == "work" and work.within else registry


def _entry(work: Work, texts: Iterable[str], names: Mapping[str, str]) -> str:
    licence = work.licence if work.licence == work.taken else f"{work.licence}  [{work.taken}]"
    lines = [f"{work.name} {work.version}".rstrip(), f"    licence: {licence}"]
    lines += [f"    within: {names[work.within]}"] if work.within else []
    lines += [f"    text: {path}" for path in texts]
    lines += textwrap.wrap(work.remark, _WIDTH, initial_indent="    ", subsequent_indent="    ")
    lines += [f"    {work.home}"] if work.home else []
    return "\n".join([*lines, ""])


def _stray_links(folder: Path) -> list[str]:
    links = [path for path in folder.rglob("*") if path.is_symlink()]
    inside = folder.resolve()
    strays = [path for path in links if not path.exists() or not path.resolve().is_relative_to(inside)]
    return [path.relative_to(folder).as_posix() for path in strays]


def _about_texts(bill: Mapping[str, object], notices: str, there: set[str]) -> Iterator[str]:
    licences, texts = sbom.listed_licences(bill), sbom.listed_texts(bill)
    for key, licence in licences.items():
        try:
            taken(licence)
        except Unfit as unfit:
            yield f"{key}: {unfit}"
    named = {path for paths in texts.values() for path in paths}
    yield from (f"{path} is named as a licence text, but not there" for path in named - there)
    yield from (f"{path} is a licence text of nothing" for path in there - named if path.startswith("licenses/"))
    told = set(re.findall(r"^    text: (.+)$", notices, re.MULTILINE))
    own = set(texts[sbom.PROGRAM])
    yield from (f"{path} is not in {NOTICES}" for path in named - told - own)
    yield from (f"{path} is in {NOTICES}, but of nothing that is bundled" for path in told - named)


def _rewrite_table() -> None:
    page = ROOT / "THIRD_PARTY_NOTICES.md"
    before, _, _ = page.read_text(encoding="utf-8").rpartition(TABLE)
    page.write_text(before + table(), encoding="utf-8")


def _main(words: list[str]) -> int:
    match words:
        case ["write", bundle, folder, out]:
            write(Path(bundle), Path(folder), Path(out))
        case ["verify", folder]:
            complaints = verify(Path(folder))
            sys.stdout.write(
                "".join(f"{line}\n" for line in complaints or ["the folder is what its bill of materials says"])
            )
            return 1 if complaints else 0
        case ["table"]:
            _rewrite_table()
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
