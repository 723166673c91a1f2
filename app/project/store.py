"""The project: one SQLite file, opened; its parts by subject."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from app.project.backgrounds import Backgrounds
from app.project.corrections import Corrections
from app.project.database import Database
from app.project.dates import Dates
from app.project.documents import Documents
from app.project.findings import Findings
from app.project.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

_FOLDER_PREFIX: Final = "whereof-session-"
_FILE_NAME: Final = "session.whereof"
_LEFT_BEHIND_AFTER_S: Final = 60.0


class Store:
    """An open project.

    Attributes:
        path: the file.
        documents: documents and passages.
        places: copies of the places used, and how often they are mentioned.
        findings: what the machine said, and mentions as they stand.
        dates: when the texts say that it was.
        corrections: what the reader did, with undo and redo.
        backgrounds: what is known before a document is parsed.
    """

    def __init__(self, database: Database, on_close: Callable[[], None]) -> None:
        self._database = database
        self._on_close = on_close
        self.path = database.path
        self.documents = Documents(database)
        self.places = Places(database)
        self.findings = Findings(database, self.places)
        self.dates = Dates(database)
        self.corrections = Corrections(database, self.places)
        self.backgrounds = Backgrounds(database, self.places)

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a project file, or make one.

        Raises:
            Refused: the file is another program's or a newer Whereof's; it is not touched.
            Unreadable: the file is damaged.
        """
        return cls(Database(path, durable=True, exclusive=False), _nothing)

    @classmethod
    def temporary(cls, parent: Path | None = None) -> Store:
        """A project in a folder of its own that only this user can enter; both are gone when it is closed.

        What a killed program left behind is removed first: its files are those that nobody keeps locked.
        """
        parent = parent or Path(tempfile.gettempdir())
        _remove_left_behind(parent)
        folder = Path(tempfile.mkdtemp(prefix=_FOLDER_PREFIX, dir=parent))
        database = Database(folder / _FILE_NAME, durable=False, exclusive=True)
        return cls(database, lambda: shutil.rmtree(folder, ignore_errors=True))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside becomes true together, or not at all."""
        with self._database.transaction():
            yield

    def is_sound(self) -> bool:
        """Whether SQLite's own quick check finds nothing wrong with the file."""
        return self._database.is_sound()

    def close(self) -> None:
        """Let go of the file; a temporary one is removed."""
        self._database.close()
        self._on_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _nothing() -> None:
    """A project that stays leaves nothing to do when it is closed."""


def _remove_left_behind(parent: Path) -> None:
    for folder in parent.glob(f"{_FOLDER_PREFIX}*"):
        file = folder / _FILE_NAME
        try:
            old = time.time() - folder.stat().st_mtime > _LEFT_BEHIND_AFTER_S
            if old and file.is_file() and not _is_locked(file):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # another user's, or gone meanwhile


def _is_locked(file: Path) -> bool:
    connection = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return False
