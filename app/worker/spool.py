"""A list that is too long for memory: written down as it grows, read back in order."""

from __future__ import annotations

import pickle
import tempfile
from typing import TYPE_CHECKING, Final, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

T = TypeVar("T")

_IN_MEMORY: Final = 8_000_000
"""Bytes that are kept without a file."""


class Spool(Generic[T]):
    """A list of values of one program; longer ones lie in an unnamed file of this user's until it is closed.

    Only once everything is added may it be read.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by `close`
        self._length = 0

    def __len__(self) -> int:
        """How many were added."""
        return self._length

    def add(self, value: T) -> None:
        """Add a value at the end."""
        pickle.dump(value, self._file, pickle.HIGHEST_PROTOCOL)
        self._length += 1

    def __iter__(self) -> Iterator[T]:
        """The values in the order in which they were added."""
        self._file.seek(0)
        for _ in range(self._length):
            yield pickle.load(self._file)  # noqa: S301 - our own, from a file that nobody else can open

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
