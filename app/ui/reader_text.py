"""A document laid out for reading, and the map between its code points and the text widget's positions."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextEdit

from app.ui.offsets import Utf16Map
from app.ui.theme import small_font

if TYPE_CHECKING:
    from app.geoparsing.model import Document, MentionKey
    from app.ui.look import Look

LINE_HEIGHT: Final = 1.6
"""Height of a line of text, in font sizes."""
_TITLE_SCALE: Final = 1.45
_TITLE_LINE: Final = 1.3
_PARAGRAPH_GAP: Final = 0.95
_TOP: Final = 24
_BOTTOM: Final = 48
_TITLE_WITHIN: Final = 3
"""The title is looked for among so many passages at the beginning."""
_WRAPPED_LINE: Final = 50
"""A line break after so many characters comes from wrapping, not from the writer."""

# One character for one, so that offsets hold: what Qt takes for structure is shown as a sign instead.
_SIGNS: Final = {
    0x00: 0x2400,
    0x0D: 0x20,
    0x2029: 0x2028,
    0xFDD0: 0xFFFD,
    0xFDD1: 0xFFFD,
    0xFFFC: 0xFFFD,
}
_LINE_SEPARATOR: Final = "\u2028"
_AT_ONCE: Final = 150_000
"""Characters laid out in one go; longer documents grow while the reader already reads."""


def shown(passage: str) -> str:
    """The passage as the widget is given it: as many characters, none of them structure to Qt."""
    text = passage.translate(_SIGNS)
    if "\n" not in text:
        return text
    lines = text.split("\n")
    joined = [lines[0]]
    for before, line in pairwise(lines):
        joined.append(" " if len(before) >= _WRAPPED_LINE else _LINE_SEPARATOR)
        joined.append(line)
    return "".join(joined)


def _passages_in_head(document: Document) -> int:
    """How many passages stand above the meta line: up to the one that is the title, if it is among the first."""
    title = " ".join(document.title.split())
    for index, passage in enumerate(document.passages[:_TITLE_WITHIN]):
        if " ".join(document.text[passage.start : passage.end].split()) == title:
            return index + 1
    return 0


class ReaderText:
    """A document inside a `QTextDocument`: title, meta line, passages.

    Args:
        document: what to show.
        target: the widget's document; it is emptied first.
        font: the reader's serif face.
        base: the interface font, for the meta line.
        look: the colours.
    """

    def __init__(self, document: Document, target: QTextDocument, font: QFont, base: QFont, look: Look) -> None:
        self._text = document.text
        self._map = Utf16Map(document.text)
        self._passages = document.passages
        self._starts = [passage.start for passage in document.passages]
        self._target = target
        self._font = font
        self._base = base
        self._look = look
        self._head = _passages_in_head(document)
        self._body = 0
        self._meta_start = 0
        self._link: tuple[int, int] | None = None
        self._relative: list[int] = []
        self._next = 0
        self._fill(document)

    @property
    def body(self) -> int:
        """Position of the first passage under the heading."""
        return self._body

    def position(self, point: int) -> int:
        """The widget's position of a code point of the document."""
        index = bisect_right(self._starts, point) - 1
        if index < 0:
            return self._body
        inside = min(point, self._passages[index].end)
        return self._position_of(index) + self._map.units(inside) - self._map.units(self._starts[index])

    def point(self, position: int) -> int:
        """The code point at a position of the widget; the heading counts as the document's start."""
        if not self._starts:
            return 0
        if position < self._meta_start:
            index = bisect_right(self._relative, position, 0, self._head) - 1
        else:
            index = bisect_right(self._relative, position - self._body, self._head) - 1
        if index < 0:
            return self._starts[0]
        units = max(0, position - self._position_of(index))
        return min(self._map.point(self._map.units(self._starts[index]) + units), self._passages[index].end)

    @property
    def filled(self) -> bool:
        """Whether all passages are laid out."""
        return self._next >= len(self._passages)

    def fill_more(self) -> None:
        """Lay out the next stretch of a long document."""
        first, taken, texts = self._next, 0, list[str]()
        while not self.filled and taken < _AT_ONCE:
            passage = self._passages[self._next]
            texts.append(shown(self._text[passage.start : passage.end]))
            taken += passage.end - passage.start
            self._next += 1
        if not texts:
            return
        cursor = QTextCursor(self._target)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        joint = "\n" if first > self._head else ""
        cursor.insertText(joint + "\n".join(texts))

    def fill_to(self, point: int) -> None:
        """Lay out at least up to this code point."""
        while not self.filled and self._starts[self._next] <= point:
            self.fill_more()

    def set_meta(self, words: str, link: str) -> None:
        """Write the small line under the title; `link` is its last part, shown as a link, empty for none."""
        cursor = QTextCursor(self._target)
        cursor.setPosition(self._meta_start)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        written = words + (" · " if words and link else "") + link
        if cursor.selectedText() == written:
            return
        plain = QTextCharFormat()
        plain.setFont(small_font(self._base))
        plain.setForeground(QColor(self._look.muted))
        cursor.insertText(written.removesuffix(link) if link else written, plain)
        self._link = None
        if link:
            linked = QTextCharFormat(plain)
            linked.setForeground(QColor(self._look.accent))
            self._link = (cursor.position(), cursor.position() + len(link))
            cursor.insertText(link, linked)
        self._body = cursor.block().position() + cursor.block().length()

    def on_link(self, position: int) -> bool:
        """Whether a position lies on the meta line's link."""
        return self._link is not None and self._link[0] <= position <= self._link[1]

    def has_link_at(self, point: QPointF) -> bool:
        """Whether the meta line's link is at a point of the laid out document."""
        position = self._target.documentLayout().hitTest(point, Qt.HitTestAccuracy.ExactHit)
        return position >= 0 and self.on_link(position)

    def coloured(self, key: MentionKey, colour: QColor) -> QTextEdit.ExtraSelection:
        """A mention in another colour; it is laid out for that, if it was not yet."""
        self.fill_to(key.end)
        written = QTextCharFormat()
        written.setForeground(colour)
        cursor = QTextCursor(self._target)
        cursor.setPosition(self.position(key.start))
        cursor.setPosition(self.position(key.end), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, written
        return selection

    def _position_of(self, index: int) -> int:
        return self._relative[index] + (0 if index < self._head else self._body)

    def _fill(self, document: Document) -> None:
        self._target.clear()
        frame = self._target.rootFrame().frameFormat()
        frame.setTopMargin(_TOP)
        frame.setBottomMargin(_BOTTOM)
        self._target.rootFrame().setFrameFormat(frame)
        self._measure()
        cursor = QTextCursor(self._target)
        self._write_head(cursor, document)
        small = small_font(self._base)
        cursor.insertBlock(self._block(small, LINE_HEIGHT, 1.3), self._char(small))
        self._meta_start = cursor.position()
        cursor.insertBlock(self._block(self._font, LINE_HEIGHT, _PARAGRAPH_GAP), self._char(self._font))
        self._body = cursor.position()
        self._next = self._head
        self.fill_more()

    def _measure(self) -> None:
        """Where each passage will lie: in the head from its start, in the body from the body's."""
        position = 0
        for index, passage in enumerate(self._passages):
            if index == self._head:
                position = 0
            self._relative.append(position)
            position += self._map.units(passage.end) - self._map.units(passage.start) + 1

    def _write_head(self, cursor: QTextCursor, document: Document) -> None:
        """The title, where it stands in the text; what stands before it is small print."""
        lines = [shown(document.text[passage.start : passage.end]) for passage in self._passages[: self._head]]
        lines = lines or [shown(document.title).replace(_LINE_SEPARATOR, " ")]
        small, title = small_font(self._base), self._title_font()
        for index, line in enumerate(lines):
            last = index == len(lines) - 1
            block = self._block(title, _TITLE_LINE, 0.2) if last else self._block(small, LINE_HEIGHT, 0.4)
            written = self._char(title if last else small)
            if not last:
                written.setForeground(QColor(self._look.muted))
            if index:
                cursor.insertBlock(block, written)
            else:
                cursor.setBlockFormat(block)
            cursor.insertText(line, written)

    def _title_font(self) -> QFont:
        font = QFont(self._font)
        font.setPointSizeF(self._font.pointSizeF() * _TITLE_SCALE)
        font.setWeight(QFont.Weight.Bold)
        return font

    def _char(self, font: QFont) -> QTextCharFormat:
        written = QTextCharFormat()
        written.setFont(font)
        written.setForeground(QColor(self._look.text))
        return written

    def _block(self, font: QFont, line_height: float, gap: float) -> QTextBlockFormat:
        size = QFontMetricsF(font)
        pixels = font.pointSizeF() * size.fontDpi() / 72
        block = QTextBlockFormat()
        percent = 100 * line_height * pixels / size.height()
        block.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(gap * pixels)
        block.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        return block
