"""K2: a reader finds the notices in the program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app import paths
from app.errors import Missing
from app.ui.about import AboutDialog
from app.ui.licences import LicencesDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def test_k2_the_about_box_opens_the_notices(qtbot: QtBot) -> None:
    about = AboutDialog({})
    qtbot.addWidget(about)
    QTest.mouseClick(about.licences, Qt.MouseButton.LeftButton)
    opened = about.findChild(LicencesDialog)
    assert isinstance(opened, LicencesDialog)
    assert opened.isVisible()
    assert not opened.isModal()
    assert opened.text.toPlainText().startswith("# Third-party notices")
    assert opened.text.isReadOnly()
    QTest.mouseClick(about.licences, Qt.MouseButton.LeftButton)
    assert about.findChildren(LicencesDialog) == [opened]


def test_k2_an_installed_program_shows_its_own_notices(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_internal").mkdir()
    (tmp_path / "licenses").mkdir()
    (tmp_path / "THIRD_PARTY_NOTICES.txt").write_text("<b>all</b> of them", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "_internal"), raising=False)
    dialog = LicencesDialog()
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "<b>all</b> of them"
    assert str(tmp_path / "licenses") in dialog.lead.text()


def test_notices_in_the_resources_of_a_mac_program_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "Contents" / "Resources" / "THIRD_PARTY_NOTICES.txt"
    page.parent.mkdir(parents=True)
    page.write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "Contents" / "Frameworks"), raising=False)
    assert paths.notices() == page


def test_missing_notices_are_said_in_a_sentence(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "_internal"), raising=False)
    with pytest.raises(Missing):
        paths.notices()
    dialog = LicencesDialog()
    qtbot.addWidget(dialog)
    assert "THIRD_PARTY_NOTICES.txt is missing" in dialog.lead.text()
    assert "install Whereof again" in dialog.lead.text()
