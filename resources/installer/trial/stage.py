"""What every step of the trial works with."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trial import tools
from trial.outcome import Failed
from trial.recorder import NAME_SERVER
from trial.root import READER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trial.display import Display
    from trial.namespace import Done, Room
    from trial.outcome import Outcome
    from trial.recorder import Recorder

_RESOLVER: Final = Path("/etc/resolv.conf")
_SHELF: Final = "/var/cache/trial"
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Deb:
    """A package file.

    Attributes:
        file: where it lies on the machine.
        name: the package's.
        version: the package's.
    """

    file: Path
    name: str
    version: str

    @classmethod
    def read(cls, file: Path) -> Deb:
        """Ask the file what it is.

        Raises:
            Failed: it is no package.
        """
        if not file.is_file():
            raise Failed(f"There is no package {file}; run `make package` first.")
        name, version = (tools.run(["dpkg-deb", "--field", file, field]).strip() for field in ("Package", "Version"))
        return cls(file, name, version)

    @property
    def inside(self) -> str:
        """Where the room shows it."""
        return f"{_SHELF}/{self.file.name}"


@dataclass(frozen=True, slots=True)
class Stage:
    """The room and what belongs to it.

    Attributes:
        room: the Debian root.
        display: the screen outside of it.
        recorder: the network that leads nowhere.
        outcome: what was found so far.
        kept: folder for what is to be looked at afterwards.
    """

    room: Room
    display: Display
    recorder: Recorder
    outcome: Outcome
    kept: Path

    def apt(self, *arguments: str) -> Done:
        """Run apt-get in the room with the machine's network.

        Raises:
            Failed: it did not end well.
        """
        with self._online():
            return self.room.run(["apt-get", "--yes", *arguments]).checked(f"`apt-get {' '.join(arguments)}`")

    def as_reader(self, *command: str, environment: Mapping[str, str] | None = None, timeout: float = 300) -> Done:
        """Run a command in the room as the ordinary user, without the machine's network."""
        variables = {"DISPLAY": self.display.name, **(environment or {})}
        return self.room.run(
            command, user=READER, network=self.recorder.network, environment=variables, timeout=timeout
        )

    def inside(self, path: str) -> Path:
        """A path of the room as it is seen from outside."""
        return self.room.path / path.lstrip("/")

    def give(self, files: Sequence[Path]) -> None:
        """Make files of the room the ordinary user's."""
        for file in files:
            shutil.chown(file, READER.number, READER.number)

    def unplug(self) -> None:
        """Let the room ask the name server that never answers."""
        self.inside(str(_RESOLVER)).write_text(f"nameserver {NAME_SERVER}\n", encoding="utf-8")

    @contextmanager
    def _online(self) -> Iterator[None]:
        self.inside(str(_RESOLVER)).write_text(_RESOLVER.read_text(encoding="utf-8"), encoding="utf-8")
        try:
            yield
        finally:
            self.unplug()
