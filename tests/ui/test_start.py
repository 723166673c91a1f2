"""What the window is started with: files as desktops name them, the program's icon, and a box where it cannot start."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWidgets import QApplication, QMessageBox

from app import main, paths
from app.errors import Refused
from app.ui import apology
from app.ui.appicon import app_icon

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("name", ["plain.txt", "two words.txt", "sharp # and 50%.txt", "Żółć.txt"])
def test_a_files_address_opens_like_its_path(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    assert main._local(QUrl.fromLocalFile(str(file)).toString(QUrl.ComponentFormattingOption.FullyEncoded)) == file
    assert main._local(str(file)) == file


def test_a_path_that_only_looks_like_an_address_stays_a_path() -> None:
    assert main._local("file.txt") == Path("file.txt").absolute()
    assert main._local("50%25.txt") == Path("50%25.txt").absolute()


def test_the_icon_is_there_in_small_and_large(qtbot: QtBot) -> None:
    del qtbot
    icon = app_icon()
    assert not icon.isNull()
    sizes = {size.width() for size in icon.availableSizes()}
    assert min(sizes) <= 16
    assert max(sizes) >= 256
    assert icon.pixmap(64, 64).toImage().pixelColor(32, 32).alpha() > 0


def test_without_drawn_icons_there_is_none(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    del qtbot
    monkeypatch.setattr(paths, "icons", lambda: tmp_path)
    assert app_icon().isNull()


def test_the_box_holds_sentence_and_way_out(qtbot: QtBot) -> None:
    del qtbot
    said: list[str] = []

    def read() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.extend([box.text(), box.informativeText()])
        box.close()

    QTimer.singleShot(100, read)
    apology.show(Refused("Whereof does not start.", "Do <b>this</b>."))
    assert said == ["Whereof does not start.", "Do <b>this</b>."]


class Stream:
    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def test_a_box_is_wanted_where_no_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert apology.wanted()
    monkeypatch.setattr(sys, "stderr", Stream(terminal=True))
    assert not apology.wanted()
