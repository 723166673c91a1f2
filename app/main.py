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

if TYPE_CHECKING:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from app.gazetteer.lookup import GazetteerFile
    from app.gazetteer.shelf import Shelf
    from app.lanes import OfPacks, OfRecognizers
    from app.network.service import OnlineService
    from app.session.packs import Packs
    from app.session.recognizers import Recognizers
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
    shelf: Shelf
    importer: OfPacks
    trial: OfRecognizers
    packs: Packs
    service: OnlineService

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
        epilog="Verbs instead of files: geoparse, explain, gazetteer, evaluate. `whereof geoparse --help` tells more.",
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
    from PySide6.QtCore import QEventLoop  # noqa: PLC0415

    from app import lanes  # noqa: PLC0415
    from app.gazetteer.lookup import GazetteerFile  # noqa: PLC0415
    from app.gazetteer.shelf import Shelf  # noqa: PLC0415
    from app.network.service import OnlineService  # noqa: PLC0415
    from app.session.online import Online  # noqa: PLC0415
    from app.session.packs import Packs  # noqa: PLC0415
    from app.ui.mainthread import MainThread  # noqa: PLC0415
    from app.ui.map.view import MapView  # noqa: PLC0415
    from app.ui.theme import ThemeKeeper  # noqa: PLC0415
    from app.ui.window import MainWindow  # noqa: PLC0415

    application = _application(options)
    loop = QEventLoop()
    application.lastWindowClosed.connect(loop.quit)
    settings = SettingsFile(paths.user_config())
    gazetteer = GazetteerFile.open(gazetteer_file)
    shelf = Shelf(gazetteer_file, paths.packs())
    keeper = ThemeKeeper(application, Theme(options.theme) if options.theme else settings.settings.theme)
    deliver = MainThread(application)
    session = _session(gazetteer, shelf, lanes.of_documents(parse_lane, read_lane, deliver))
    map_view = MapView(session, gazetteer.labels, shelf.shape)

    importer, trial = lanes.OfPacks(paths.packs(), deliver), lanes.OfRecognizers(deliver)
    packs = Packs(shelf, importer, partial(_on_packs_changed, session, map_view))
    service = OnlineService(settings, paths.user_cache(), deliver)
    window = MainWindow(
        session,
        settings,
        map_view,
        lambda: session.open([paths.samples()]),
        keeper=keeper,
        versions={"Gazetteer": gazetteer.version},
        attributions={gazetteer.title: "\n".join(gazetteer.attribution)},
        packs=packs,
        online=Online(service, session.note_online),
        setup=service,
        recognizers=_recognizers(settings, trial, session),
    )
    if options.size:
        window.resize(*options.size)
    return Program(
        application=application,
        loop=loop,
        settings=settings,
        session=session,
        window=window,
        map_view=map_view,
        parse_lane=parse_lane,
        read_lane=read_lane,
        shelf=shelf,
        importer=importer,
        trial=trial,
        packs=packs,
        service=service,
    )


def _session(gazetteer: GazetteerFile, shelf: Shelf, lanes: Lanes) -> Session:
    """A session on a project of its own, which asks the gazetteers on the shelf."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - see `_compose`

    from app.documents.folder import expand  # noqa: PLC0415 - see `_compose`
    from app.gazetteer.search import search  # noqa: PLC0415 - see `_compose`
    from app.project.store import Store  # noqa: PLC0415 - see `_compose`
    from app.session.session import Session  # noqa: PLC0415 - see `_compose`

    return Session(
        Store.temporary(),
        lanes,
        later=lambda seconds, callback: QTimer.singleShot(round(seconds * 1000), callback),
        expand=expand,
        search=lambda text, limit: search(shelf.sources(), text, limit),
        own_gazetteer=gazetteer.title,
        whereabouts=shelf.sources,
    )


def _recognizers(settings: SettingsFile, trial: OfRecognizers, session: Session) -> Recognizers:
    """The choice of what finds names; the settings keep it, and the parse lane's child reads it there."""
    from app.geoparsing.recognizers import choosing  # noqa: PLC0415 - see `_compose`
    from app.session.recognizers import Recognizers  # noqa: PLC0415 - see `_compose`

    return Recognizers(
        lambda: settings.settings.recognizer,
        lambda spec: settings.change(recognizer=spec),
        offers=choosing.offered,
        trial=trial,
        on_changed=session.offer_parse_again,
    )


def _application(options: argparse.Namespace) -> Any:  # noqa: ANN401 - a QApplication, whose module loads late
    """The one that runs already, in tests, or a new one."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - see `_compose`

    from app.ui.map import profile  # noqa: PLC0415 - see `_compose`

    if options.no_sandbox:
        os.environ[_FLAGS_VARIABLE] = f"{os.environ.get(_FLAGS_VARIABLE, '')} --no-sandbox".strip()
    running: Any = QApplication.instance()
    if running is None:
        profile.prepare()
        running = QApplication(["whereof"])
        running.setApplicationName("Whereof")
        running.setApplicationVersion(__version__)
        running.setDesktopFileName("whereof")
    # The loop ends instead of the application: WebEngine bears only one aboutToQuit in its life.
    running.setQuitOnLastWindowClosed(False)
    return running


def _on_packs_changed(session: Session, map_view: MapView, sentence: str) -> None:
    """Other gazetteers are asked now: what they say of the open documents, and their shapes, may be others."""
    session.offer_parse_again(sentence)
    map_view.shapes_changed()


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
    program.service.close()
    program.importer.close()
    program.trial.close()
    program.session.close()
    program.shelf.close()
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
