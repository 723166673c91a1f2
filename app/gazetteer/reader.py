"""The connections to a gazetteer file: one for each thread, read-only.

The file never changes while it is open, so nothing is locked and nothing is written beside it.
"""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final

from app.errors import Missing
from app.gazetteer import schema

if TYPE_CHECKING:
    from pathlib import Path

REPAIR: Final = "Run `make setup` in a checkout, or install Whereof again."
_MAPPED_BYTES: Final = 1 << 27
_STRANGE: Final = (
    "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'"
)
"""Views, triggers and virtual tables would run what a stranger wrote into a pack."""


class Reader:
    """Asks a gazetteer file; safe to share between threads.

    Raises:
        Missing: at the first question of a thread, if the file is not a gazetteer of this program's version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that answer a question."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        return connection.execute(sql, values).fetchall()

    def close(self) -> None:
        """Close every thread's connection; the reader is of no use afterwards."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    def _connect(self) -> sqlite3.Connection:
        uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        with self._lock:
            self._connections.append(connection)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        fault = schema.fault(connection) or _strange(connection)
        if fault:
            raise Missing(f"The gazetteer {self.path.name} cannot be used: {fault}.", REPAIR)
        return connection


def _strange(connection: sqlite3.Connection) -> str:
    """What is in the file beside tables and indexes, in words; empty if nothing is."""
    (count,) = connection.execute(_STRANGE).fetchone()
    return "it has parts that no gazetteer has" if count else ""
