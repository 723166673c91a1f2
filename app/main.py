"""The window's composition root: the one place where everything meets.

Order matters for speed: the child that parses is started before Qt is imported, so that it warms up beside it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app import __version__, display, libraries, options, paths, preflight
from app.errors import Expected, Refused
from app.settings import SettingsFile, Theme
from app.temporary_home import temporary_home
from app.ui import apology
from app.worker import parsing, reading
from app.worker.lane import Lane

if TYPE_CHECKING:
    from argparse import Namespace

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

_FLAGS_VARIABLE: Final = "QTWEBENGINE_CHROMIUM_FLAGS"
_DESKTOP_FILE: Final = "io.github.whereof.Whereof"
"""The name of the desktop entry, by which a desktop finds the icon and the name of a window."""
_HANGS_AFTER_S: Final = 70.0
"""A self-test gives up by itself before, unless the program hangs."""
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
    gazetteer: str
    """The embedded gazetteer's version."""

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
    asked = options.parse(arguments)
    try:
        preflight.check_system(no_sandbox=asked.no_sandbox)
        with nullcontext() if asked.self_test is None else temporary_home(_HANGS_AFTER_S):
            preflight.check_folders()
            return _open(asked, attend)
    except Expected as trouble:
        return _complain(trouble, alone=asked.self_test is None and asked.report is None)


def _open(asked: Namespace, attend: Attendant | None) -> int:
    parse_lane, read_lane = Lane("parse", parsing.main), Lane("documents", reading.main)
    parse_lane.start()
    read_lane.start()
    try:
        program = _compose(asked, paths.gazetteer_file(), parse_lane, read_lane)
        try:
            return _run(program, asked, attend)
        finally:
            _take_down(program)
    except ImportError as error:
        trouble = libraries.lacking(error)
        if trouble is None:
            raise
        raise trouble from error
    finally:
        read_lane.close()
        parse_lane.close()


def _complain(trouble: Expected, *, alone: bool) -> int:
    """Say why there is no window, in a box too if nobody can see what is printed and somebody may sit there."""
    print(f"whereof: {trouble.sentence} {trouble.remedy}".rstrip(), file=sys.stderr)  # noqa: T201 - no window to say it
    if alone and apology.wanted() and display.is_windowed():
        apology.show(trouble)
    return _REFUSED if isinstance(trouble, Refused) else _NOT_SET_UP


def _compose(asked: Namespace, gazetteer_file: Path, parse_lane: Lane, read_lane: Lane) -> Program:
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

    application = _application(asked)
    loop = QEventLoop()
    application.lastWindowClosed.connect(loop.quit)
    settings = SettingsFile(paths.user_config())
    gazetteer = GazetteerFile.open(gazetteer_file)
    shelf = Shelf(gazetteer_file, paths.packs())
    keeper = ThemeKeeper(application, Theme(asked.theme) if asked.theme else settings.settings.theme)
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
    if asked.size:
        window.resize(*asked.size)
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
        gazetteer=gazetteer.version,
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


def _application(asked: Namespace) -> Any:  # noqa: ANN401 - a QApplication, whose module loads late
    """The one that runs already, in tests, or a new one."""
    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - see `_compose`
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - see `_compose`

    from app.ui.appicon import app_icon  # noqa: PLC0415 - see `_compose`
    from app.ui.application import Application  # noqa: PLC0415 - see `_compose`
    from app.ui.map import profile  # noqa: PLC0415 - see `_compose`

    if asked.no_sandbox:
        os.environ[_FLAGS_VARIABLE] = f"{os.environ.get(_FLAGS_VARIABLE, '')} --no-sandbox".strip()
    running: Any = QApplication.instance()
    if running is None:
        profile.prepare()
        display.check_plugin(Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)))
        running = Application(["whereof"])
        running.setApplicationName("Whereof")
        running.setApplicationVersion(__version__)
        running.setDesktopFileName(_DESKTOP_FILE)
        running.setWindowIcon(app_icon())
    # The loop ends instead of the application: WebEngine bears only one aboutToQuit in its life.
    running.setQuitOnLastWindowClosed(False)
    return running


def _on_packs_changed(session: Session, map_view: MapView, sentence: str) -> None:
    """Other gazetteers are asked now: what they say of the open documents, and their shapes, may be others."""
    session.offer_parse_again(sentence)
    map_view.shapes_changed()


def _run(program: Program, asked: Namespace, attend: Attendant | None) -> int:
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - see `_compose`

    from app.ui import mishap  # noqa: PLC0415 - see `_compose`
    from app.ui.application import Application  # noqa: PLC0415 - see `_compose`

    put_back = mishap.catch(program.session.warn)
    if isinstance(program.application, Application):
        program.application.handed.connect(lambda path: program.session.open([path]))
    program.window.show()
    if asked.paths:
        QTimer.singleShot(0, lambda: program.session.open([_local(path) for path in asked.paths]))
    attendants = [_report(asked) if asked.report else None, _self_test(asked) if asked.self_test is not None else None]
    for each in filter(None, [*attendants, attend]):
        QTimer.singleShot(0, partial(each, program))
    try:
        status: int = program.loop.exec()
    finally:
        put_back()
    _remember(program)
    return status


def _local(written: str) -> Path:
    """The path of a file as it was written, or of the address by which a desktop hands it over."""
    from PySide6.QtCore import QUrl  # noqa: PLC0415 - see `_compose`

    address = QUrl(written)
    return Path(address.toLocalFile() if written.startswith("file://") and address.isValid() else written).absolute()


def _report(asked: Namespace) -> Attendant:
    from app.ui.report import Report  # noqa: PLC0415 - see `_compose`

    def attend(program: Program) -> None:
        Report(program.session, program.window, program.map_view, Path(asked.report), program.quit).start()

    return attend


def _self_test(asked: Namespace) -> Attendant:
    from app.ui.selftest import SelfTest  # noqa: PLC0415 - see `_compose`

    def attend(program: Program) -> None:
        program.application.processEvents()  # the window is painted now
        SelfTest(
            program.session,
            program.window,
            program.map_view,
            paths.samples(),
            versions={"gazetteer": program.gazetteer, "model": _model()},
            picture=Path(asked.self_test) if asked.self_test else None,
            sandboxed=not asked.no_sandbox,
            end=program.quit,
        ).start()

    return attend


def _model() -> str:
    """Name and version of the recognizer that Whereof carries."""
    about = json.loads((paths.models() / "en" / "config.json").read_text(encoding="utf-8"))
    return f"{about['name']} {about['version']}"


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
