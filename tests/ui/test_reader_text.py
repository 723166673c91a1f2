from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCursor, QTextDocument

from app.geoparsing.model import Document
from app.ui.look import LIGHT
from app.ui.reader_text import ReaderText, shown
from tests.support.builders import document

PARTS = st.lists(
    st.text(st.sampled_from("ab \u0301é😀𐌰ا\x00\u2029\ufdd0\ufffc漢\n"), min_size=1, max_size=30).filter(str.strip),
    min_size=1,
    max_size=8,
)


def laid_out(made: Document) -> tuple[ReaderText, QTextDocument]:
    target = QTextDocument()
    return ReaderText(made, target, QFont(), QFont(), LIGHT), target


def between(target: QTextDocument, start: int, end: int) -> str:
    cursor = QTextCursor(target)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


@given(PARTS, st.booleans())
def test_every_passage_lies_where_the_map_says(qapp: object, parts: list[str], titled: bool) -> None:  # noqa: FBT001
    del qapp
    made = document(parts[0], *parts[1:])
    if not titled:
        made = Document("Elsewhere", made.text, made.passages, made.source, made.sha256)
    text, target = laid_out(made)
    text.set_meta("11 June 2014 · 3 places", "2 to review")
    for passage in made.passages:
        found = between(target, text.position(passage.start), text.position(passage.end))
        assert found == shown(made.text[passage.start : passage.end])
        for point in range(passage.start, passage.end + 1):
            assert text.point(text.position(point)) == point


def test_the_meta_line_may_change_without_moving_the_map() -> None:
    made = document("Title", "Mosul 😀 and Erbil", "Tikrit")
    text, target = laid_out(made)
    start = made.text.index("Erbil")
    for words, link in (("", ""), ("a long line of words", "2 to review"), ("short", ""), ("", "9 to review")):
        text.set_meta(words, link)
        assert between(target, text.position(start), text.position(start + 5)) == "Erbil"
        assert target.findBlockByNumber(1).text() == " · ".join(part for part in (words, link) if part)


def test_the_link_is_only_the_meta_line_s_end() -> None:
    text, target = laid_out(document("Title", "Mosul"))
    text.set_meta("3 places", "2 to review")
    line = target.findBlockByNumber(1)
    assert text.on_link(line.position() + len("3 places · 2 to"))
    assert not text.on_link(line.position() + 2)


def test_a_title_that_is_the_first_passage_is_not_shown_twice() -> None:
    _text, target = laid_out(document("Title", "Mosul"))
    assert target.toPlainText() == "Title\n\nMosul"
    made = document("Title", "Mosul")
    _text, target = laid_out(Document("Other", made.text, made.passages, "s", "h"))
    assert target.toPlainText() == "Other\n\nTitle\nMosul"


def test_a_title_further_down_is_the_title_there_and_the_map_holds() -> None:
    made = document("Sign up 😀", "Mosul falls", "Baghdad asked for help.")
    made = replace(made, title="Mosul  falls")
    text, target = laid_out(made)
    text.set_meta("3 places", "")
    assert target.toPlainText() == "Sign up 😀\nMosul falls\n3 places\nBaghdad asked for help."
    for word in ("Sign", "Mosul", "falls", "Baghdad", "help"):
        start = made.text.index(word)
        assert between(target, text.position(start), text.position(start + len(word))) == word
        assert text.point(text.position(start)) == start


def test_wrapped_lines_flow_and_written_ones_stay() -> None:
    long_line = "w" * 60
    assert shown(f"{long_line}\nrest") == f"{long_line} rest"
    assert shown("Roses are red\nviolets") == "Roses are red\u2028violets"


def test_right_to_left_passages_run_from_the_right() -> None:
    _text, target = laid_out(document("Title", "بغداد تطلب المساعدة", "Baghdad"))
    assert target.findBlockByNumber(2).textDirection() is Qt.LayoutDirection.RightToLeft
    assert target.findBlockByNumber(3).textDirection() is Qt.LayoutDirection.LeftToRight


def test_r7_a_long_document_grows_while_it_is_read() -> None:
    paragraph = "Багдад был первым. " * 40
    made = document("Title", *[paragraph] * 1500)
    text, target = laid_out(made)
    assert not text.filled
    last = made.passages[-1]
    text.fill_to(last.start)
    assert between(target, text.position(last.start), text.position(last.start + 6)) == "Багдад"
    for _stretch in made.passages:
        text.fill_more()
    assert target.blockCount() == 1502
    text.fill_more()
    assert target.blockCount() == 1502


def test_a_document_without_passages_shows_its_title() -> None:
    text, target = laid_out(Document("Empty", "", (), "s", "h"))
    assert target.toPlainText() == "Empty\n\n"
    assert text.point(3) == 0
