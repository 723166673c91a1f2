"""The window's composition root: the one place where everything meets.

Order matters for speed: the child that parses is started before Qt is imported, so that it warms up beside it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app import __version__, paths
from app.errors import Expected
from app.settings import SettingsFile, Theme
from app.worker import parsing, reading
from app.worker.lane import Lane
from app.worker.tasks import ParseTask, ReadBytesTask, ReadTask

if TYPE_CHECKING:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from app.session.session import Session
    from app.session.tasks import Lanes
    from app.ui.map.view import MapView
    from app.ui.window import MainWindow

_SANDBOX_VARIABLE: Final = "QTWEBENGINE_DISABLE_SANDBOX"
_FLAGS_VARIABLE: Final = "QTWEBENGINE_CHROMIUM_FLAGS"
_ROOT_SENTENCE: Final = (
    "Whereof does not start as root, because Chromium's sandbox needs an ordinary user; --no-sandbox overrides this."
)
_REFUSED: Final = 2
_NOT_SET_UP: Final = 1

Deliver = Callable[[Callable[[], None]], None]
"""Runs a callback on the Qt thread."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running window and what it was put together from."""

    application: QApplication
    loop: QEventLoop
    settings: SettingsFile
    session: Session
    window: MainWindow
    map_view: MapView
    parse_lane: Lane
    read_lane: Lane

    def quit(self, status: int = 0) -> None:
        """End the event loop, and with it the program."""
        self.loop.exit(status)


Attendant = Callable[[Program], None]
"""Called once the window stands and the event loop runs."""


def main(arguments: Sequence[str], attend: Attendant | None = None) -> int:
    """Open the window on the given files and folders; returns the exit status when it is closed.

    Args:
        arguments: the command line without the program's name.
        attend: called with the running program, for reports and end-to-end tests.
    """
    options = _options(arguments)
    if _is_root() and not options.no_sandbox and os.environ.get(_SANDBOX_VARIABLE) != "1":
        return _complain(_ROOT_SENTENCE, _REFUSED)
    try:
        gazetteer_file = paths.gazetteer_file()
        paths.map_vendor()
    except Expected as trouble:
        return _complain(f"{trouble.sentence} {trouble.remedy}", _NOT_SET_UP)
    parse_lane, read_lane = Lane("parse", parsing.main), Lane("documents", reading.main)
    parse_lane.start()
    read_lane.start()
    try:
        program = _compose(options, gazetteer_file, parse_lane, read_lane)
        try:
            return _run(program, options, attend)
        finally:
            _take_down(program)
    finally:
        read_lane.close()
        parse_lane.close()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="whereof",
        description="Shows where a text speaks of: opens the window on files and folders.",
        epilog="Verbs instead of files: geoparse, evaluate. `whereof geoparse --help` tells more.",
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="documents and folders to open")
    parser.add_argument("--theme", choices=list(Theme), help="light or dark for this time only")
    parser.add_argument("--size", type=_size, metavar="WIDTHxHEIGHT", help="size of the window for this time only")
    parser.add_argument("--no-sandbox", action="store_true", help="run Chromium without its sandbox, as root must")
    parser.add_argument(
        "--report",
        type=Path,
        metavar="PICTURE",
        help="wait until all places are found, print them, save a picture of the window, and end",
    )
    return parser.parse_args(arguments)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"“{text}” is no size; write it like 1280x800")
    return int(width), int(height)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _complain(sentence: str, status: int) -> int:
    print(f"whereof: {sentence}", file=sys.stderr)  # noqa: T201 - before there is a window to say it
    return status


def _compose(options: argparse.Namespace, gazetteer_file: Path, parse_lane: Lane, read_lane: Lane) -> Program:
    """Put the window together. Qt is imported here, not above: the children warm up meanwhile."""
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from app.documents.folder import expand  # noqa: PLC0415
    from app.gazetteer.lookup import GazetteerFile  # noqa: PLC0415
    from app.project.store import Store  # noqa: PLC0415
    from app.session.session import Session  # noqa: PLC0415
    from app.ui.mainthread import MainThread  # noqa: PLC0415
    from app.ui.map import profile  # noqa: PLC0415
    from app.ui.map.view import MapView  # noqa: PLC0415
    from app.ui.theme import ThemeKeeper  # noqa: PLC0415
    from app.ui.window import MainWindow  # noqa: PLC0415

    if options.no_sandbox:
        os.environ[_FLAGS_VARIABLE] = f"{os.environ.get(_FLAGS_VARIABLE, '')} --no-sandbox".strip()
    running = QApplication.instance()
    if running is None:
        profile.prepare()
        running = QApplication(["whereof"])
        running.setApplicationName("Whereof")
        running.setApplicationVersion(__version__)
        running.setDesktopFileName("whereof")
    application: Any = running
    # The loop ends instead of the application: WebEngine bears only one aboutToQuit in its life.
    application.setQuitOnLastWindowClosed(False)
    loop = QEventLoop()
    application.lastWindowClosed.connect(loop.quit)
    settings = SettingsFile(paths.user_config())
    gazetteer = GazetteerFile.open(gazetteer_file)
    keeper = ThemeKeeper(application, Theme(options.theme) if options.theme else settings.settings.theme)
    session = Session(
        Store.temporary(),
        _lanes(parse_lane, read_lane, MainThread(application)),
        later=lambda seconds, callback: QTimer.singleShot(round(seconds * 1000), callback),
        expand=expand,
    )
    map_view = MapView(session, gazetteer.labels)
    window = MainWindow(
        session,
        settings,
        map_view,
        lambda: session.open([paths.samples()]),
        keeper=keeper,
        versions={"Gazetteer": gazetteer.version},
    )
    if options.size:
        window.resize(*options.size)
    return Program(application, loop, settings, session, window, map_view, parse_lane, read_lane)


def _lanes(parse_lane: Lane, read_lane: Lane, deliver: Deliver) -> Lanes:
    """The child processes as the session knows them: what they answer arrives on the Qt thread."""
    from app.session.tasks import Lanes  # noqa: PLC0415 - with the rest of the composition

    def submit(lane: Lane, task: object, on_message: Callable[[Any], None], on_done: Callable[[Any], None]) -> Any:  # noqa: ANN401 - typed by the session's protocols
        return lane.submit(
            task,
            lambda message: deliver(partial(on_message, message)),
            lambda error: deliver(partial(on_done, error)),
        )

    return Lanes(
        read=lambda path, on_document, on_done: submit(read_lane, ReadTask(str(path)), on_document, on_done),
        read_bytes=lambda name, data, media_type, on_document, on_done: submit(
            read_lane, ReadBytesTask(name, data, media_type), on_document, on_done
        ),
        parse=lambda document, revision, on_found, on_done: submit(
            parse_lane, ParseTask(document, revision), on_found, on_done
        ),
    )


def _run(program: Program, options: argparse.Namespace, attend: Attendant | None) -> int:
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - see `_compose`

    from app.ui import mishap  # noqa: PLC0415 - see `_compose`
    from app.ui.report import Report  # noqa: PLC0415 - see `_compose`

    put_back = mishap.catch(program.session.warn)
    program.window.show()
    if options.paths:
        QTimer.singleShot(0, lambda: program.session.open([path.absolute() for path in options.paths]))
    if options.report:
        report = Report(program.session, program.window, program.map_view, options.report, program.quit)
        QTimer.singleShot(0, report.start)
    if attend is not None:
        QTimer.singleShot(0, partial(attend, program))
    try:
        status: int = program.loop.exec()
    finally:
        put_back()
    _remember(program)
    return status


def _take_down(program: Program) -> None:
    """End the page before its profile, and delete the window at once: no later event may find half of it."""
    from PySide6.QtCore import QEvent  # noqa: PLC0415 - see `_compose`

    program.map_view.close_page()
    program.session.close()
    program.window.keeper.deleteLater()
    program.window.deleteLater()
    for leaving in (program.window.keeper, program.window):
        program.application.sendPostedEvents(leaving, QEvent.Type.DeferredDelete)


def _remember(program: Program) -> None:
    """Keep the paths of what is open. An empty window changes nothing: it may only have been looked at."""
    opened = [Path(row.source) for row in program.session.documents()]
    files = [path for path in opened if path.is_absolute() and path.is_file() and paths.samples() not in path.parents]
    if files:
        program.settings.remember(files)
