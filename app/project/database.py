"""One connection to one project file: opening, pragmas, transactions. All SQL runs through it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from app.errors import Expected, Unreadable
from app.project import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

Parameter = str | int | float | None
_BUSY_MS: Final = 5000


class Database:
    """An open project file.

    The journal is SQLite's rollback journal, so that a closed project, and a copy of it, is one file. A
    transaction inside a transaction joins it.

    Args:
        path: the file; made if it is not there or empty.
        durable: wait for the disk at each transaction's end, so that even a power cut loses nothing
            acknowledged; without it, only what the operating system survives is survived.
        exclusive: keep the file locked for as long as it is open.

    Attributes:
        path: the file.
        on_rollback: told that a transaction failed, if anybody wants to know.
    """

    def __init__(self, path: Path, *, durable: bool, exclusive: bool) -> None:
        self.path = path
        self.on_rollback: Callable[[], None] | None = None
        self._depth = 0
        fresh = not path.exists() or path.stat().st_size == 0
        try:
            self._connection = sqlite3.connect(path, isolation_level=None)
        except sqlite3.Error as error:
            raise Unreadable(f"“{path.name}” cannot be opened as a project.") from error
        try:
            self._prepare(fresh=fresh, durable=durable, exclusive=exclusive)
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, *, fresh: bool, durable: bool, exclusive: bool) -> None:
        connection = self._connection
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA trusted_schema = OFF")
        if not fresh:
            schema.check(connection, self.path)
        if exclusive:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        if fresh:
            schema.create(connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside becomes true together, or not at all.

        Raises:
            Expected: the file cannot be written: the disk is full, or another program holds the file.
        """
        if self._depth > 0:
            yield
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            yield
            self._connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            self._roll_back()
            raise Expected(f"The project could not be written: {error}.", "What was there is unharmed.") from error
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth = 0

    def _roll_back(self) -> None:
        if self._connection.in_transaction:  # a full disk may have ended it already
            self._connection.execute("ROLLBACK")
        if self.on_rollback is not None:
            self.on_rollback()

    def run(self, sql: str, *parameters: Parameter) -> int:
        """Execute one statement; the row id of an insertion."""
        return self._connection.execute(sql, parameters).lastrowid or 0

    def run_each(self, sql: str, rows: Iterable[Sequence[Parameter]]) -> None:
        """Execute one statement for each row of parameters."""
        self._connection.executemany(sql, rows)

    def all(self, sql: str, *parameters: Parameter) -> list[sqlite3.Row]:
        """Every row of a query."""
        return self._connection.execute(sql, parameters).fetchall()

    def first(self, sql: str, *parameters: Parameter) -> sqlite3.Row | None:
        """The first row of a query, if any."""
        row: sqlite3.Row | None = self._connection.execute(sql, parameters).fetchone()
        return row

    def number(self, sql: str, *parameters: Parameter) -> int:
        """The one whole number a query asks for; 0 where it is null."""
        row = self.first(sql, *parameters)
        return int(row[0] or 0) if row is not None else 0

    def is_sound(self) -> bool:
        """Whether SQLite's own quick check finds nothing wrong."""
        return [row[0] for row in self.all("PRAGMA quick_check")] == ["ok"]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
