"""Answers of online geocoders, kept for 30 days, and which servers refused to answer.

The file holds names that the reader asked for, so it is the reader's alone (mode 0600), is emptied on request, and
what is deleted in it is overwritten. A file that is damaged or of another version is made anew.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from app.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_Found = TypeVar("_Found")

_FILE: Final = "online.sqlite"
_VERSION: Final = 1
_KEPT_SECONDS: Final = 30 * 24 * 3600
_MOST_ANSWERS: Final = 1_000
_LARGEST: Final = 64 * 1024
"""Characters of one answer; with `_MOST_ANSWERS` a bound of the file."""
_BUSY_SECONDS: Final = 5.0
_ONE_AT_A_TIME: Final = threading.RLock()
"""For the threads of this process: whoever closes the file, made or read by hand, drops SQLite's own locks on it."""
_TABLES: Final = {
    "answer": "provider TEXT, address TEXT, query TEXT, language TEXT, asked REAL NOT NULL, body TEXT NOT NULL,"
    " PRIMARY KEY (provider, address, query, language)",
    "refusal": "provider TEXT, address TEXT, status INTEGER NOT NULL, PRIMARY KEY (provider, address)",
}


@dataclass(frozen=True, slots=True)
class Question:
    """What an answer is the answer to."""

    provider: str
    address: str
    query: str
    language: str


class OnlineCache:
    """The cache file in `folder`; made at the first answer.

    Args:
        folder: the reader's cache folder.
        clock: seconds since the epoch.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._file = folder / _FILE
        self._clock = clock

    def get(self, question: Question) -> list[Any] | None:
        """The answer to this question, if it was asked in the last 30 days."""
        key = (question.provider, question.address, question.query, question.language)
        now = self._clock()
        with suppress(sqlite3.Error, OSError):
            row = self._run(
                lambda file: file.execute(
                    "SELECT body FROM answer WHERE (provider, address, query, language) = (?, ?, ?, ?)"
                    " AND asked BETWEEN ? AND ?",
                    (*key, now - _KEPT_SECONDS, now),
                ).fetchone()
            )
            with suppress(ValueError, TypeError):
                body = json.loads(row[0])
                return body if isinstance(body, list) else None
        return None

    def put(self, question: Question, answer: list[Any]) -> None:
        """Keep an answer; the oldest ones go. A file that cannot be written keeps nothing."""
        body = json.dumps(answer)
        if len(body) > _LARGEST:
            return
        key = (question.provider, question.address, question.query, question.language)

        def keep(file: sqlite3.Connection) -> None:
            file.execute("BEGIN IMMEDIATE")
            now = self._clock()  # not before: what others put meanwhile would lie in the future
            file.execute("REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)", (*key, now, body))
            file.execute("DELETE FROM answer WHERE asked NOT BETWEEN ? AND ?", (now - _KEPT_SECONDS, now))
            file.execute(
                "DELETE FROM answer WHERE asked < (SELECT asked FROM answer ORDER BY asked DESC LIMIT 1 OFFSET ?)",
                (_MOST_ANSWERS - 1,),
            )

        with suppress(sqlite3.Error, OSError):
            self._run(keep)

    def refused(self, provider: str, address: str) -> int:
        """The status with which this server refused to answer; 0 where it did not.

        Raises:
            Refused: the file cannot be read, so that nobody knows.
        """
        if not self._file.exists():
            return 0
        try:
            row = self._run(
                lambda file: file.execute(
                    "SELECT status FROM refusal WHERE (provider, address) = (?, ?)", (provider, address)
                ).fetchone()
            )
        except (sqlite3.Error, OSError) as trouble:
            raise Refused("The memory of online answers cannot be read, so that nobody was asked.") from trouble
        return int(row[0]) if row else 0

    def refuse(self, provider: str, address: str, status: int) -> None:
        """Remember that this server refused to answer."""
        with suppress(sqlite3.Error, OSError):
            self._run(lambda file: file.execute("REPLACE INTO refusal VALUES (?, ?, ?)", (provider, address, status)))

    def forgive(self) -> None:
        """Every server may be asked again: the reader changed the settings.

        Raises:
            Refused: the file cannot be written.
        """
        self._empty("DELETE FROM refusal")

    def forget(self) -> int:
        """Delete all answers; returns how many there were. Which servers refused stays.

        Raises:
            Refused: the file cannot be written.
        """
        return self._empty("DELETE FROM answer")

    def _empty(self, statement: str) -> int:
        if not self._file.exists():
            return 0
        try:
            deleted = self._run(lambda file: file.execute(statement).rowcount)
            with _ONE_AT_A_TIME, closing(self._open()) as file:
                file.execute("VACUUM")
        except (sqlite3.Error, OSError) as trouble:
            raise Refused(
                "The memory of online answers could not be emptied.", f"Delete the file {self._file}."
            ) from trouble
        return deleted

    def _run(self, step: Callable[[sqlite3.Connection], _Found]) -> _Found:
        """Take a step on the file; a damaged file is made anew first."""
        with _ONE_AT_A_TIME:
            try:
                return self._once(step)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self._file.unlink(missing_ok=True)
                return self._once(step)

    def _once(self, step: Callable[[sqlite3.Connection], _Found]) -> _Found:
        with closing(self._open()) as file, file:
            return step(file)

    def _open(self) -> sqlite3.Connection:
        with suppress(FileExistsError):
            os.close(os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with suppress(OSError):
            self._file.chmod(0o600)
        file = sqlite3.connect(self._file, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(file)
            file.isolation_level = "DEFERRED"
        except BaseException:
            file.close()
            raise
        return file


def _prepare(file: sqlite3.Connection) -> None:
    """Make the tables in an empty file, once; a file of another version counts as damaged."""
    file.execute("PRAGMA secure_delete = ON")
    if _version(file) == _VERSION:
        return
    file.execute("BEGIN IMMEDIATE")  # another process may just have made them
    version = _version(file)
    if version == 0 and not file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        for table, columns in _TABLES.items():
            file.execute(f"CREATE TABLE {table} ({columns}) WITHOUT ROWID")
        file.execute(f"PRAGMA user_version = {_VERSION}")
    elif version != _VERSION:
        raise sqlite3.DatabaseError(f"version {version}")
    file.execute("COMMIT")


def _version(file: sqlite3.Connection) -> int:
    version: int = file.execute("PRAGMA user_version").fetchone()[0]
    return version
