"""A link asks first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget

from app.ui.map.links import ask_to_open

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

URL = "https://www.geonames.org/?q=<b>x</b>&page=" + "1" * 300


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []

    def note(url: QUrl) -> bool:
        addresses.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return addresses


def answer(qtbot: QtBot, button: QMessageBox.StandardButton) -> QMessageBox:
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    box = ask_to_open(host, URL)
    assert box.informativeText() == URL, "the whole address is shown"
    assert box.textFormat() == Qt.TextFormat.PlainText
    QTest.mouseClick(box.button(button), Qt.MouseButton.LeftButton)
    return box


def test_s6_nothing_is_opened_before_and_without_a_yes(qtbot: QtBot, opened: list[str]) -> None:
    answer(qtbot, QMessageBox.StandardButton.Cancel)
    assert opened == []


def test_s6_a_yes_opens_exactly_the_address_shown(qtbot: QtBot, opened: list[str]) -> None:
    answer(qtbot, QMessageBox.StandardButton.Open)
    assert len(opened) == 1
    assert opened[0].endswith("1" * 300)
