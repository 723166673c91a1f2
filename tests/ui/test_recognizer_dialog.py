from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.errors import Missing
from app.session.recognizers import Recognizers
from app.ui.plain import one_line
from app.ui.recognizer import RecognizerDialog
from app.ui.window import MainWindow
from tests.support.pointer import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.session.session import Session
    from app.settings import SettingsFile
    from app.ui.theme import ThemeKeeper

OFFERS = [("", "Whereof's own"), ("spacy", "spaCy: en_news 3")]


class Tried(NamedTuple):
    name: str
    places: tuple[str, ...]


class Ticket:
    def cancel(self) -> None:
        """Nothing is under way."""


class Bench:
    """Keeps the choice and answers trials at the test's word."""

    def __init__(self, kept: str = "") -> None:
        self.kept = kept
        self.asked: list[str] = []
        self.answer: Callable[[Any], None] = print
        self.done: Callable[[Any], None] = print
        self.told: list[str] = []
        self.recognizers = Recognizers(
            lambda: self.kept, self.keep, offers=lambda: OFFERS, trial=self.trial, on_changed=self.told.append
        )

    def keep(self, spec: str) -> None:
        self.kept = spec

    def trial(self, spec: str, _sentence: str, on_tried: Any, on_done: Any, /) -> Ticket:  # noqa: ANN401
        self.asked.append(spec)
        self.answer, self.done = on_tried, on_done
        return Ticket()

    def succeed(self, name: str = "en_news 3", places: tuple[str, ...] = ("Oslo",)) -> None:
        self.answer(Tried(name, places))
        self.done(None)


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def opened(shown: Callable[[QWidget], None], qtbot: QtBot) -> Callable[[Bench], RecognizerDialog]:
    def open_on(bench: Bench) -> RecognizerDialog:
        host = QWidget()
        shown(host)
        made = RecognizerDialog(bench.recognizers, host)
        made.show()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return open_on


@pytest.fixture
def dialog(opened: Callable[[Bench], RecognizerDialog], bench: Bench) -> RecognizerDialog:
    return opened(bench)


def press(dialog: RecognizerDialog) -> None:
    QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)


def choose_folder(dialog: RecognizerDialog, folder: str) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.count() - 1)
    QTest.keyClicks(dialog.folder, folder)


def test_it_opens_on_the_one_in_use_and_warns_of_code(dialog: RecognizerDialog) -> None:
    assert dialog.kind.currentText() == "Whereof's own"
    assert dialog.sentence.text() == "In use."
    assert not dialog.folder.isEnabled()
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Use one only if you trust whoever made it" in said


def test_an_installed_pipeline_is_tried_and_then_used(dialog: RecognizerDialog, bench: Bench) -> None:
    dialog.kind.setCurrentIndex(1)
    assert dialog.use.text() == "Use"
    press(dialog)
    assert (bench.asked, bench.kept) == (["spacy"], "")
    assert dialog.sentence.text() == "Trying it …"
    assert not dialog.use.isEnabled()
    bench.succeed()
    assert bench.kept == "spacy"
    assert dialog.sentence.text().startswith("In use: en_news 3. It finds Oslo in")
    assert bench.told == ["Names are found by en_news 3 now."]


def test_a_folder_is_written_and_used_by_enter(dialog: RecognizerDialog, bench: Bench) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.count() - 1)
    assert dialog.sentence.text() == "Name the folder."
    assert not dialog.use.isEnabled()
    QTest.keyClicks(dialog.folder, "/models/mine")
    QTest.keyClick(dialog.folder, Qt.Key.Key_Return)
    assert bench.asked == ["/models/mine"]


def test_a_broken_choice_is_refused_in_place_until_another_is_made(dialog: RecognizerDialog, bench: Bench) -> None:
    choose_folder(dialog, "/models/mine")
    press(dialog)
    bench.done(Missing("The folder /models/mine holds no recognizer.", "Choose another."))
    assert dialog.sentence.text() == "The folder /models/mine holds no recognizer. Choose another."
    assert dialog.sentence.property("tone") == "bad"
    assert bench.kept == ""
    dialog.kind.setCurrentIndex(0)
    assert dialog.sentence.text() == "In use."
    assert dialog.sentence.property("tone") == "muted"


def test_another_choice_drops_the_trial(dialog: RecognizerDialog, bench: Bench) -> None:
    dialog.kind.setCurrentIndex(1)
    press(dialog)
    dialog.kind.setCurrentIndex(0)
    bench.succeed()
    assert (bench.kept, dialog.sentence.text()) == ("", "In use.")


def test_closing_it_drops_the_trial(dialog: RecognizerDialog, bench: Bench) -> None:
    dialog.kind.setCurrentIndex(1)
    press(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    bench.succeed()
    assert bench.kept == ""


def test_a_folder_in_use_is_shown_again(opened: Callable[[Bench], RecognizerDialog]) -> None:
    dialog = opened(Bench("/models/mine"))
    assert dialog.folder.text() == "/models/mine"
    assert dialog.folder.isEnabled()
    assert (dialog.sentence.text(), dialog.use.text()) == ("In use.", "Try")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_of_models_stay_text(dialog: RecognizerDialog, bench: Bench, payload: str) -> None:
    press(dialog)
    bench.succeed(name=payload)
    assert dialog.sentence.textFormat() == Qt.TextFormat.PlainText
    assert one_line(payload) in dialog.sentence.text()


def test_the_menu_opens_it_once(
    settings: SettingsFile, shown: Callable[[QWidget], None], light_theme: ThemeKeeper, session: Session, bench: Bench
) -> None:
    window = MainWindow(session, settings, QWidget(), lambda: None, keeper=light_theme, recognizers=bench.recognizers)
    shown(window)
    for _ in range(2):
        window.actions_.recognizer.trigger()
    (opened,) = window.findChildren(RecognizerDialog)
    assert not opened.isModal()


def test_without_a_view_model_there_is_no_entry_for_it(
    settings: SettingsFile, shown: Callable[[QWidget], None], light_theme: ThemeKeeper, session: Session
) -> None:
    window = MainWindow(session, settings, QWidget(), lambda: None, keeper=light_theme)
    shown(window)
    assert not window.actions_.recognizer.isVisible()
