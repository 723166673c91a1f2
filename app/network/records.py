"""The log of every request: in memory with what was asked for, on disk without it.

The file names hosts, times and sizes, and never a word of a document or a name that was asked for.
"""

from __future__ import annotations

import json
import os
import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_FILE: Final = "requests.log"
_MOST_KEPT: Final = 1_000
_LARGEST: Final = 256 * 1024
"""Bytes of the file; a larger one loses its older half."""


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request that left this computer, or tried to.

    Attributes:
        when: ISO 8601 date and time, UTC.
        host: the host asked.
        purpose: which part of the program asked.
        what: what was asked for; never written to disk.
        status: the answer's HTTP status; 0 where no answer came.
        bytes: size of the answer's body as it came over the network.
    """

    when: str
    host: str
    purpose: str
    what: str
    status: int
    bytes: int


class RequestLog:
    """Keeps the latest records, and a file of them in `folder`. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self._records: deque[RequestRecord] = deque(maxlen=_MOST_KEPT)
        self._lock = threading.Lock()

    def add(self, record: RequestRecord) -> None:
        """Note a request. A file that cannot be written loses a line, not the request."""
        line = {
            "when": record.when,
            "host": record.host,
            "purpose": record.purpose,
            "status": record.status,
            "bytes": record.bytes,
        }
        with self._lock:
            self._records.append(record)
            try:
                self._write(json.dumps(line) + "\n")
            except OSError:
                return

    def records(self) -> tuple[RequestRecord, ...]:
        """What was asked since the start, oldest first."""
        with self._lock:
            return tuple(self._records)

    def forget(self) -> None:
        """Delete the file, and what was asked for from memory; that a host was asked stays."""
        with self._lock:
            kept = [replace(record, what="") for record in self._records]
            self._records.clear()
            self._records.extend(kept)
            self._file.unlink(missing_ok=True)

    def _write(self, line: str) -> None:
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as stream:
            stream.write(line)
        if self._file.stat().st_size > _LARGEST:
            lines = self._file.read_text(encoding="utf-8").splitlines(keepends=True)
            self._file.write_text("".join(lines[len(lines) // 2 :]), encoding="utf-8")
