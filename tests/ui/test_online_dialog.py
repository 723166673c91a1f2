from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.errors import Refused
from app.session.online import Online
from app.ui.online import OnlineDialog
from tests.support.pointer import PAYLOADS
from tests.ui.fakes import HOST, Request, Service, Setup

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


@pytest.fixture
def setup() -> Setup:
    return Setup()


@pytest.fixture
def dialog(shown: Callable[[QWidget], None], service: Service, setup: Setup, qtbot: QtBot) -> OnlineDialog:
    host = QWidget()
    shown(host)
    made = OnlineDialog(Online(service, lambda _host: None), setup, host)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def choose(dialog: OnlineDialog, provider: str, address: str) -> None:
    dialog.provider.setCurrentIndex(dialog.provider.findData(provider))
    dialog.address.selectAll()
    QTest.keyClicks(dialog.address, address)


def test_p3_it_is_off_by_default(dialog: OnlineDialog, service: Service) -> None:
    assert dialog.provider.currentText() == "Off"
    assert dialog.sentence.text() == "Off: no server can be asked."
    assert not dialog.address.isEnabled()
    assert not dialog.apply.isEnabled()
    assert service.asked == []
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "sends one name and nothing else" in said
    assert dialog.asked.text() == "Nothing was asked yet"


def test_a_server_is_chosen_by_enter_or_by_the_button(dialog: OnlineDialog, setup: Setup) -> None:
    choose(dialog, "photon", "https://photon.example")
    assert setup.provider == ""
    QTest.keyClick(dialog.address, Qt.Key.Key_Return)
    assert (setup.provider, setup.address) == ("photon", "https://photon.example")
    assert not dialog.apply.isEnabled()
    choose(dialog, "nominatim", "https://nominatim.example")
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert setup.provider == "nominatim"
    dialog.provider.setCurrentIndex(0)
    QTest.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert setup.provider == ""
    assert dialog.sentence.text() == "Off: no server can be asked."


def test_a_bad_address_is_told_in_place_and_changes_nothing(dialog: OnlineDialog, setup: Setup) -> None:
    choose(dialog, "nominatim", "http://192.168.1.4")
    QTest.keyClick(dialog.address, Qt.Key.Key_Return)
    assert dialog.sentence.text() == (
        "http://192.168.1.4 is not asked, because it is not encrypted. Use an address with https."
    )
    assert dialog.sentence.property("tone") == "bad"
    assert setup.provider == ""
    assert dialog.isVisible()
    assert QApplication.activeModalWidget() is None
    QTest.keyClicks(dialog.address, "x")
    assert dialog.sentence.property("tone") == "muted"


def test_a_server_without_address_cannot_be_chosen(dialog: OnlineDialog) -> None:
    dialog.provider.setCurrentIndex(1)
    assert not dialog.apply.isEnabled()
    assert dialog.sentence.text() == "Write the address of the server."


def test_answers_can_be_forgotten(dialog: OnlineDialog, setup: Setup) -> None:
    QTest.mouseClick(dialog.forget, Qt.MouseButton.LeftButton)
    assert setup.kept == 0
    assert dialog.sentence.text() == "3 answers forgotten."


def test_answers_that_cannot_be_forgotten_are_told(dialog: OnlineDialog, setup: Setup) -> None:
    setup.trouble = Refused("The memory of online answers cannot be written.", "Make room on the disk.")
    QTest.mouseClick(dialog.forget, Qt.MouseButton.LeftButton)
    assert dialog.sentence.text() == "The memory of online answers cannot be written. Make room on the disk."
    assert dialog.sentence.property("tone") == "bad"
    assert setup.kept == 3


def test_p3_the_log_lists_every_request(dialog: OnlineDialog, service: Service) -> None:
    service.host = HOST
    service.agree(HOST)
    dialog._online.ask("Qayyarah")
    service.requests.append(Request("2026-11-22T04:31:07Z", HOST, "geocoder", "Qayyarah", 0, 0))
    service.answer()
    assert dialog.asked.text() == "2 requests since the start"
    lines = dialog.log.toPlainText().split("\n")
    assert lines[0].split("   ") == ["2026-11-22T04:31:07Z", HOST, "Qayyarah", "no answer"]
    assert lines[1].endswith("200, 2,341 bytes")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s4_hosts_and_names_stay_text(dialog: OnlineDialog, service: Service, payload: str) -> None:
    service.host = payload
    service.requests.append(Request("2026", payload, payload, payload, 0, 0))
    dialog._follow()
    assert len(dialog.log.toPlainText().split("\n")) == 1
    assert "\u202e" not in dialog.log.toPlainText()
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
