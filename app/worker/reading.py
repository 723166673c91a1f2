"""Main function of the documents lane's child: bytes in, `Document` out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.errors import Bug, Refused
from app.worker.child import Cancelled, Handler, serve
from app.worker.tasks import ReadBytesTask, ReadTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

_MEMORY: Final = 1 << 30
_OPEN_FILES: Final = 64
_CONNECTING: Final = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
)


def main(connection: Connection[Any, Any]) -> None:
    """Serve `ReadTask` and `ReadBytesTask`."""
    limit_resources()
    sys.addaudithook(refuse_connections("Reading a document never opens a connection."))
    serve(connection, _prepare)


def limit_resources() -> None:
    """Ask the system, where it can, to bound what a hostile document may cost. This is no isolation."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    limits = {resource.RLIMIT_NOFILE: _OPEN_FILES}
    if sys.platform != "darwin":  # macOS maps more than that before a program begins, and refuses
        limits[resource.RLIMIT_AS] = _MEMORY
    for kind, wanted in limits.items():
        _, hard = resource.getrlimit(kind)
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (limit, limit))


def refuse_connections(sentence: str) -> Callable[[str, tuple[object, ...]], None]:
    """An audit hook that lets nothing reach the network and says so with this sentence: a belt, no isolation."""

    def hook(event: str, _arguments: tuple[object, ...]) -> None:
        if event in _CONNECTING:
            raise Refused(sentence)

    return hook


def _prepare() -> Handler:
    from app.documents import reader  # noqa: PLC0415 - loaded in the child only

    def handle(task: object, _cancelled: Cancelled) -> Iterator[object]:
        match task:
            case ReadTask(path):
                yield reader.read(Path(path))
            case ReadBytesTask(name, data, media_type):
                yield reader.read_bytes(name, data, media_type)
            case _:
                raise Bug(f"the documents lane has no use for a {type(task).__name__}")

    return handle
