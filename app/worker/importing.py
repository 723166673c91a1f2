"""The import lane's child: a source file in, progress and a report out, the pack written to its folder."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.errors import Bug, Refused
from app.worker import reading
from app.worker.child import Cancelled, Handler, serve
from app.worker.tasks import ImportTask, PreviewTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGING: Final = frozenset(
    {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown"}
)
_STARTING: Final = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"})


def main(connection: Connection[Any, Any], folder: str) -> None:
    """Serve `ImportTask` and `PreviewTask`.

    Args:
        connection: the child's end of the pipe.
        folder: of the packs, the only one that is written to. What a killed predecessor left there is removed.
    """
    sys.dont_write_bytecode = True
    reading.limit_resources()
    sys.addaudithook(reading.refuse_connections("Importing a gazetteer never opens a connection."))
    sys.addaudithook(refuse_writing_outside(Path(folder)))
    serve(connection, lambda: _prepare(Path(folder)))


def refuse_writing_outside(folder: Path) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook that lets files be changed in one folder only, and no program be started: a belt, no isolation."""
    inside = os.path.join(os.path.realpath(folder), "")  # noqa: PTH118 - the hook must not make audited calls of its own

    def allows(path: object) -> bool:
        if isinstance(path, int):
            return True
        plain = os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type]  # noqa: PTH100 - as above
        return plain == os.devnull or os.path.join(plain, "").startswith(inside)  # noqa: PTH118 - as above

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            refused = bool(flags & _WRITING) and not allows(path)
        elif event in _CHANGING:
            refused = not all(allows(path) for path in arguments[: 1 + (event == "os.rename")])
        else:
            refused = event in _STARTING
        if refused:
            raise Refused("Importing a gazetteer writes to the gazetteers' folder only.")

    return hook


def _prepare(folder: Path) -> Handler:
    from app.gazetteer.packs.guess import look  # noqa: PLC0415 - as above
    from app.gazetteer.packs.importer import importing  # noqa: PLC0415 - loaded in the child only
    from app.gazetteer.packs.strays import sweep  # noqa: PLC0415 - as above

    sweep(folder)

    def handle(task: object, cancelled: Cancelled) -> Iterator[object]:
        match task:
            case ImportTask(source, target, recipe):
                if Path(target).resolve().parent != folder.resolve():
                    raise Refused(f"The gazetteer {Path(target).name} would lie outside the gazetteers' folder.")
                with closing(importing(Path(source), Path(target), recipe, cancelled)) as answers:
                    yield from answers
            case PreviewTask(path):
                yield look(Path(path))
            case _:
                raise Bug(f"the import lane has no use for a {type(task).__name__}")

    return handle
