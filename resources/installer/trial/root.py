"""A clean Debian 12 root: made once a day from the machine's own Debian mirror, and copied for each trial."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import shutil
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from trial import tools
from trial.namespace import Room, User
from trial.outcome import Failed, say

if TYPE_CHECKING:
    from collections.abc import Sequence

SUITE: Final = "bookworm"
READER: Final = User("reader", 1000)
"""The ordinary user of the root, whose home is empty."""

_DEFAULT_MIRROR: Final = "http://deb.debian.org/debian"
_FORMAT: Final = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
_SUITES: Final = (SUITE, f"{SUITE}-updates", f"{SUITE}-security")
_FORM: Final = "1"
"""Of the root; another number makes the kept one stale."""

ARCHIVES: Final = "/var/cache/apt/archives"


class Source(NamedTuple):
    """A line of apt's sources.

    Attributes:
        address: of the mirror.
        suite: such as `bookworm-updates`.
    """

    address: str
    suite: str


def sources() -> list[Source]:
    """Where this machine's apt gets Debian 12 from, the suite itself first; Debian's own mirror where it does not."""
    found: list[Source] = []
    if shutil.which("apt-get"):
        found = chosen(tools.run(["apt-get", "indextargets", "--format", _FORMAT, "Created-By: Packages"]))
    return found or [Source(_DEFAULT_MIRROR, SUITE)]


def chosen(lines: str) -> list[Source]:
    """The sources among lines of address, suite and component; none without the suite itself."""
    words = [line.split() for line in lines.splitlines()]
    found = {Source(word[0].rstrip("/"), word[1]) for word in words if len(word) == 3 and word[2] == "main"}  # noqa: PLR2004
    kept = sorted((one for one in found if one.suite in _SUITES), key=lambda one: (_SUITES.index(one.suite), one))
    return kept if kept and kept[0].suite == SUITE else []


def pristine(cache: Path) -> Path:
    """The archive of a clean root with an ordinary user, made anew when it is of another day or of other sources.

    Args:
        cache: folder where it is kept.

    Raises:
        Failed: debootstrap or apt-get cannot make it.
    """
    lines, settings = sources(), _transport()
    made_of = "\n".join([_FORM, dt.datetime.now(tz=dt.UTC).date().isoformat(), *map(" ".join, lines), settings])
    archive = cache / f"{SUITE}-{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.tar"
    if archive.exists():
        return archive
    for stale in cache.glob(f"{SUITE}-*.tar"):
        stale.unlink()
    say(f"Making a clean Debian root ({SUITE}); the next trial of today finds it")
    folder = cache / "pristine"
    empty(folder)
    try:
        tools.run(["debootstrap", "--variant=minbase", SUITE, folder, lines[0].address])
        _configure(folder, lines, settings, cache)
        part = archive.with_suffix(".part")
        tools.run(["tar", "--create", "--numeric-owner", "--xattrs", "--file", part, "--directory", folder, "."])
        part.replace(archive)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return archive


def fresh(archive: Path, folder: Path) -> Path:
    """A new copy of the clean root in this folder, which is emptied first."""
    empty(folder)
    tools.run(["tar", "--extract", "--numeric-owner", "--xattrs", "--preserve-permissions", "--file", archive,
               "--directory", folder])  # fmt: skip
    return folder


def empty(folder: Path) -> None:
    """Make the folder, and empty it if it is there.

    Raises:
        Failed: something is mounted in it, whose files must not be deleted.
    """
    inside = [line.split()[1] for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    if any(Path(mounted).is_relative_to(folder.resolve()) for mounted in inside):
        raise Failed(f"Something is mounted in {folder}; run `umount` on it first.")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)


def lock(file: IO[str]) -> None:
    """Keep other trials from the same folder as long as the file is open.

    Raises:
        Failed: another trial is at work there.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Failed("Another trial is at work in this checkout; wait for its end.") from error


def archives(cache: Path) -> Path:
    """The folder where the packages that apt-get downloads are kept from trial to trial."""
    folder = cache / "archives"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _transport() -> str:
    """How this machine's apt reaches its mirrors (proxy, clock checks), as lines of configuration."""
    if not shutil.which("apt-config"):
        return ""
    return "\n".join(line for line in tools.run(["apt-config", "dump"]).splitlines() if line.startswith("Acquire::"))


def _configure(folder: Path, lines: Sequence[Source], settings: str, cache: Path) -> None:
    apt = folder / "etc" / "apt"
    apt.joinpath("sources.list").write_text("".join(f"deb {one.address} {one.suite} main\n" for one in lines), "utf-8")
    apt.joinpath("apt.conf.d", "90trial").write_text(settings + "\n", "utf-8")
    with Room(folder, {ARCHIVES: archives(cache)}) as room:
        for command in (
            ["apt-get", "update"],
            ["apt-get", "--yes", "dist-upgrade"],
            ["groupadd", "--gid", str(READER.number), READER.name],
            ["useradd", "--uid", str(READER.number), "--gid", READER.name, "--create-home", "--skel", "/nowhere",
             "--shell", "/bin/bash", READER.name],
        ):  # fmt: skip
            room.run(command).checked(f"`{' '.join(command)}` in the Debian root")
