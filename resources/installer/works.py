"""The words of the notices: what was frozen, the works in it, and the facts about them that we keep ourselves."""

from __future__ import annotations

import json
import tarfile
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FACTS: Final = Path(__file__).resolve().parent / "facts.toml"
LICENCES: Final = FACTS.parent / "licences"
ARCHIVE: Final = LICENCES / "texts.tar.xz"
"""The texts that are not ours, as credits.py takes them from packages."""
SOURCES: Final = "SOURCES.txt"
"""Says in the archive which packages they are from."""
OURS: Final = ("REPLACING.txt", "geonames.txt", "msvc.txt")
"""The texts that we wrote, plain files beside the archive."""
_ADVICE: Final = "Correct this in resources/installer/facts.toml, or keep the work out (resources/installer/bundle.py)."


class Unclear(SystemExit):
    """The notices cannot be written; the message is the list of reasons."""

    def __init__(self, complaints: Iterable[str]) -> None:
        lines = sorted(set(complaints))
        super().__init__("\n".join([f"notices: {len(lines)} things are unclear.", *lines, _ADVICE]))


@dataclass(frozen=True, slots=True)
class Text:
    """A licence text: the name of its file, and what it says."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Work:
    """Something by someone that is bundled.

    Attributes:
        key: registry and name, such as "pypi:numpy".
        name: how the notices call it.
        version: empty where nobody tells.
        licence: SPDX, as its author offers it.
        taken: the part of it that we choose.
        purl: its package URL.
        files: paths in the folder.
        modules: names of Python modules that lie in the executable.
        texts: its licence texts.
        within: the key of the work in whose files it lies; empty for one with files or modules of its own.
        needs: keys of the works that it calls.
        home: address.
        remark: a line for the notices.
    """

    key: str
    name: str
    version: str = ""
    licence: str = ""
    taken: str = ""
    purl: str = ""
    files: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    texts: tuple[Text, ...] = ()
    within: str = ""
    needs: tuple[str, ...] = ()
    home: str = ""
    remark: str = ""

    @property
    def folder(self) -> str:
        """The name of its folder in `licenses/`."""
        return self.key.partition(":")[2].rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry of `facts.toml`; the head of that file says what each means."""

    key: str
    because: str
    name: str = ""
    licence: str = ""
    version_like: str = ""
    version_named: str = ""
    version_inside: str = ""
    files: tuple[str, ...] = ()
    within: str = ""
    texts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    optional: bool = False
    home: str = ""
    remark: str = ""

    def holds(self, system: str) -> bool:
        """Whether this system should have it."""
        return not self.only or system in self.only


@dataclass(frozen=True, slots=True)
class Facts:
    """What we know beyond the metadata, and how the metadata's words are called in SPDX."""

    entries: tuple[Fact, ...]
    said: Mapping[str, str]

    @classmethod
    def read(cls, path: Path = FACTS) -> Facts:
        """Read them; an entry without a reason is an error."""
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = [{key: _frozen(value) for key, value in row.items()} for row in tables.get("fact", [])]
        nameless = [str(row) for row in rows if not row.get("key") or not row.get("because")]
        if nameless:
            raise Unclear(f"a fact has no key or no reason: {row}" for row in nameless)
        return cls(tuple(Fact(**row) for row in rows), tables.get("said", {}))

    def of(self, key: str) -> Fact:
        """The entry of a work, or an empty one."""
        return next((fact for fact in self.entries if fact.key == key), Fact(key, ""))

    def claimed(self, path: str, system: str) -> str:
        """The key of the first entry whose patterns fit a bundled file, or nothing."""
        holding = (fact for fact in self.entries if fact.holds(system))
        return next((fact.key for fact in holding if any(fnmatch(path, pattern) for pattern in fact.files)), "")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What freeze.py listed.

    Attributes:
        python: Python's version.
        files: path in the folder -> source.
        modules: name -> source.
    """

    python: str
    files: Mapping[str, str]
    modules: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> Bundle:
        """Read `bundle.json`."""
        listed = json.loads(path.read_text(encoding="utf-8"))
        files = {Path(row["path"]).as_posix(): row["source"] for row in listed["files"]}
        return cls(listed["python"], files, {row["name"]: row["source"] for row in listed["modules"]})


@cache
def own_texts() -> Mapping[str, bytes]:
    """The texts that facts name by "own:": name -> what it says."""
    with tarfile.open(ARCHIVE) as archive:
        members = {member.name: archive.extractfile(member) for member in archive if member.name != SOURCES}
        packed = {name: file.read() for name, file in members.items() if file}
    return packed | {name: (LICENCES / name).read_bytes() for name in OURS}


def _frozen(value: Any) -> Any:  # noqa: ANN401 - whatever the table says
    return tuple(value) if isinstance(value, list) else value
