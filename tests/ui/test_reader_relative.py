"""Relative mentions in the reader: the phrase is underlined, its names keep their marks and are met first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.geoparsing.model import Kind, Place, Precision
from app.ui.look import LIGHT, MARKS
from app.ui.mention_layer import mark_of
from app.ui.reader import ReaderPane
from tests.support.builders import MOSUL, PassageFound, document, parsed
from tests.support.pointer import hover, mention, middle_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from app.geoparsing.model import Document
    from app.session.session import Session
    from app.ui.reader import ReaderView

PHRASE = "20 km north of Mosul"
CAMP = Place("rel:20-km-north-of:gn:99072", PHRASE, 36.5, 43.1, "X.REL", "IQ", ("Iraq",), Precision.REGION)


def found(doc: Document) -> list[PassageFound]:
    """What a parse says that knows one phrase and one name, the name in the phrase too."""
    phrases = parsed(doc, {PHRASE: (Kind.RELATIVE, 0.9, (CAMP,))})
    names = parsed(doc, {"Mosul": (Kind.LITERAL, 0.97, (MOSUL,))})
    return [
        PassageFound(over.passage_index, (*over.findings, *under.findings))
        for over, under in zip(phrases, names, strict=True)
    ]


@pytest.fixture
def session(filled: Callable[..., Session], monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr("tests.support.sessions.parsed", found)
    return filled(document("Roads", f"They camped {PHRASE} and waited. Mosul was near."))


@pytest.fixture
def view(session: Session, shown: Callable[[QWidget], None]) -> ReaderView:
    pane = ReaderPane(session)
    pane.resize(620, 320)
    shown(pane)
    return pane.view


def beginning_of(view: ReaderView, session: Session) -> QPoint:
    rect = view.layer.rects(mention(session, PHRASE))[0]
    return QPoint(int(rect.left()) + 6, int(rect.center().y()))


def test_the_pointer_meets_the_name_first_and_the_phrase_beside_it(
    view: ReaderView, session: Session, qtbot: QtBot
) -> None:
    hover(view.viewport(), middle_of(view, mention(session, "Mosul")))
    qtbot.waitUntil(lambda: session.state.hover_place == MOSUL.id)
    hover(view.viewport(), beginning_of(view, session))
    qtbot.waitUntil(lambda: session.state.hover_place == CAMP.id)
    qtbot.waitUntil(view.card.isVisible)
    assert view.card.words.startswith(f"{PHRASE}\n")


def test_a_click_focuses_the_phrase_or_its_name(view: ReaderView, session: Session) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=beginning_of(view, session))
    assert session.state.mention == mention(session, PHRASE).key
    assert session.state.place == CAMP.id
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(view, mention(session, "Mosul")))
    assert session.state.mention == mention(session, "Mosul").key


def test_both_are_underlined_one_below_the_other(view: ReaderView, session: Session) -> None:
    assert [mark_of(mark) for mark in view.layer.highlights] == ["relative", "place", "place"]
    image = view.viewport().grab().toImage()
    ink = MARKS["relative"].colour(LIGHT)

    def rows(words: str) -> set[int]:
        rect = view.layer.rects(mention(session, words))[0]
        left = int(rect.left()) + 1
        return {
            y - int(rect.bottom())
            for y in range(int(rect.bottom()), int(rect.bottom()) + 9)
            for x in range(left, left + 24)
            if abs(image.pixelColor(x, y).red() - ink.red()) + abs(image.pixelColor(x, y).blue() - ink.blue()) < 60
        }

    phrase, name = rows(PHRASE), rows("Mosul")
    assert phrase
    assert phrase < name, "under the name there are both lines"
    assert min(phrase) > min(name)


def test_the_name_is_lit_over_the_lit_phrase(view: ReaderView, session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    session.hover_mention(mention(session, PHRASE).key)
    image = view.viewport().grab().toImage()
    phrase, name = (view.layer.rects(mention(session, words))[0] for words in (PHRASE, "Mosul"))
    assert image.pixelColor(int(phrase.left()) - 1, int(phrase.top()) + 3).name() == LIGHT.selection
    assert image.pixelColor(int(name.left()) - 1, int(name.top()) + 3).name() == LIGHT.focus


def test_each_key_finds_its_own(view: ReaderView, session: Session) -> None:
    for mark in session.highlights(1):
        assert view.layer.with_key(mark.key) == mark
