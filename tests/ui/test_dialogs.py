from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.session.online import Online
from app.session.packlist import PackRow
from app.session.packs import Packs
from app.ui.about import AboutDialog
from app.ui.gazetteers import GazetteersDialog
from app.ui.online import OnlineDialog
from app.ui.window import MainWindow
from tests.ui.fakes import HOST, OWN, ImportLane, Service, Setup, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.session.session import Session
    from app.settings import SettingsFile
    from app.ui.theme import ThemeKeeper


def _none_left(window: MainWindow, kind: type[QWidget]) -> bool:
    return not window.findChildren(kind)


def test_gazetteers_and_online_geocoder_open_once(
    settings: SettingsFile, shown: Callable[[QWidget], None], light_theme: ThemeKeeper, session: Session, qtbot: QtBot
) -> None:
    online = Online(Service(), session.note_online)
    packs = Packs(Shelf(), ImportLane(), session.offer_parse_again)
    window = MainWindow(
        session, settings, QWidget(), lambda: None, keeper=light_theme, packs=packs, online=online, setup=Setup()
    )
    shown(window)
    for action, kind in ((window.actions_.gazetteers, GazetteersDialog), (window.actions_.online, OnlineDialog)):
        action.trigger()
        opened = window.findChildren(kind)
        assert len(opened) == 1
        assert not opened[0].isModal()
        opened[0].close()
        qtbot.waitUntil(partial(_none_left, window, kind))
        action.trigger()
        assert len(window.findChildren(kind)) == 1


def test_a_change_of_gazetteers_offers_to_find_places_again(
    settings: SettingsFile, shown: Callable[[QWidget], None], light_theme: ThemeKeeper, session: Session
) -> None:
    packs = Packs(Shelf(), ImportLane(), session.offer_parse_again)
    window = MainWindow(session, settings, QWidget(), lambda: None, keeper=light_theme, packs=packs)
    shown(window)
    packs.enable("camps", on=False)
    assert window.notices.isVisible()
    assert window.notices.action.text() == "Find places again"


def test_without_view_models_there_is_no_menu_for_them(
    settings: SettingsFile, shown: Callable[[QWidget], None], light_theme: ThemeKeeper, session: Session
) -> None:
    window = MainWindow(session, settings, QWidget(), lambda: None, keeper=light_theme)
    shown(window)
    assert not window.actions_.gazetteers.isVisible()
    assert not window.actions_.online.isVisible()


def test_the_about_box_names_packs_and_the_online_provider(
    settings: SettingsFile, shown: Callable[[QWidget], None], light_theme: ThemeKeeper, session: Session
) -> None:
    shelf = Shelf([PackRow("odd", "Places", 1, "table", "<b>CC0</b>", "Me & you"), OWN])
    window = MainWindow(
        session,
        settings,
        QWidget(),
        lambda: None,
        keeper=light_theme,
        attributions={"Names of rivers": "Natural Earth 5"},
        packs=Packs(shelf, ImportLane(), lambda _sentence: None),
        online=Online(Service(), session.note_online),
        setup=Setup("nominatim", f"https://{HOST}"),
    )
    shown(window)
    window.actions_.about.trigger()
    box = window.findChild(AboutDialog)
    assert isinstance(box, AboutDialog)
    said = [label.text() for label in box.findChildren(QLabel)]
    assert "Me & you · <b>CC0</b>" in said
    assert "GeoNames, geonames.org, CC BY 4.0" in said
    assert {"Natural Earth 5", HOST, "© OpenStreetMap contributors, ODbL"} <= set(said)


def test_the_search_button_opens_the_search(window: MainWindow) -> None:
    QTest.mouseClick(window.top_bar.search, Qt.MouseButton.LeftButton)
    assert window.search.isVisible()
