"""Where mentions lie in the reader's viewport, and how they are painted under and over the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextBlock

from app.geoparsing.model import Kind
from app.ui.look import Look, mark_name
from app.ui.marks import underline_pen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QTextEdit

    from app.geoparsing.model import MentionKey
    from app.session.state import Highlight
    from app.ui.reader_text import ReaderText

_PAD: Final = 2.0
_LINE_GAP: Final = 3.0
_ROUND: Final = 3.0
_OVER_GAP: Final = 3.5
"""So much lower than a name's runs the line under a relative mention, whose names have theirs."""
_NESTED: Final = 6
"""So many highlights before one may lie in another that reaches to it."""


def mark_of(highlight: Highlight) -> str:
    """The mark's name for a highlight. In the text an area is underlined like any place."""
    name = mark_name(highlight.kind, unsure=highlight.unsure or highlight.place_id is None, area=highlight.is_area)
    return "place" if name == "area" else name


@dataclass(frozen=True, slots=True)
class Lit:
    """What is lit: the mention in focus, and the mention or place under the pointer."""

    focus: MentionKey | None = None
    hover: MentionKey | None = None
    hover_place: str | None = None


class MentionLayer:
    """The highlights of the document in a text widget."""

    def __init__(self, widget: QTextEdit) -> None:
        self._widget = widget
        self._text: ReaderText | None = None
        self._highlights: tuple[Highlight, ...] = ()
        self._starts: list[int] = []
        self.lit = Lit()

    @property
    def highlights(self) -> tuple[Highlight, ...]:
        """In the order of the text."""
        return self._highlights

    def show(self, text: ReaderText | None, highlights: Sequence[Highlight]) -> None:
        """Lay these over that text."""
        self._text = text
        self._highlights = tuple(highlights)
        self._starts = [highlight.key.start for highlight in self._highlights]

    def with_key(self, key: MentionKey | None) -> Highlight | None:
        """The highlight of this mention, if it is one."""
        if key is None:
            return None
        same = self._highlights[bisect_left(self._starts, key.start) : bisect_right(self._starts, key.start)]
        return next((highlight for highlight in same if highlight.key == key), None)

    def at(self, point: QPointF) -> Highlight | None:
        """The highlight under a point of the viewport; of one in another, the inner one."""
        if self._text is None:
            return None
        cursor = self._widget.cursorForPosition(point.toPoint())
        near = self._text.point(cursor.position())
        last = bisect_right(self._starts, near)
        around = self._highlights[max(0, last - _NESTED) : last + 1]
        return next((one for one in sorted(around, key=_length) if self._holds(one, point)), None)

    def _holds(self, highlight: Highlight, point: QPointF) -> bool:
        return any(rect.contains(point) for rect in self.rects(highlight))

    def rects(self, highlight: Highlight) -> list[QRectF]:
        """The rectangles that a highlight covers in the viewport, one a line."""
        if self._text is None:
            return []
        start = self._text.position(highlight.key.start)
        end = self._text.position(highlight.key.end)
        block = self._widget.document().findBlock(start)
        return list(self._line_rects(block, start - block.position(), end - block.position()))

    def top(self, highlight: Highlight) -> float:
        """How far below the document's top the middle of a highlight's first line is."""
        rects = self.rects(highlight)
        return rects[0].center().y() + self._widget.verticalScrollBar().value() if rects else 0.0

    def paint_under(self, painter: QPainter, look: Look) -> None:
        """Backgrounds: only of what is in focus or under the pointer."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for highlight in sorted(self._visible(), key=_length, reverse=True):
            colour = self._background(highlight, look)
            if colour:
                painter.setBrush(QColor(colour))
                for rect in self.rects(highlight):
                    painter.drawRoundedRect(rect.adjusted(-_PAD, -1, _PAD, _LINE_GAP + 1), _ROUND, _ROUND)

    def paint_over(self, painter: QPainter, look: Look) -> None:
        """Underlines of all that is in view, but of the one in focus."""
        width = max(1.8, QFontMetricsF(self._widget.font()).lineWidth() * 2.0)
        for highlight in self._visible():
            if highlight.key == self.lit.focus:
                continue
            painter.setPen(underline_pen(mark_of(highlight), look, width))
            gap = _OVER_GAP if highlight.kind is Kind.RELATIVE else 0.0
            for rect in self.rects(highlight):
                y = rect.bottom() + _LINE_GAP - 1 + gap
                painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))

    def _background(self, highlight: Highlight, look: Look) -> str:
        if highlight.key == self.lit.focus:
            return look.focus
        same_place = self.lit.hover_place is not None and highlight.place_id == self.lit.hover_place
        return look.selection if highlight.key == self.lit.hover or same_place else ""

    def _visible(self) -> Sequence[Highlight]:
        if self._text is None or not self._highlights:
            return ()
        area = self._widget.viewport().rect()
        first = self._text.point(self._widget.cursorForPosition(area.topLeft()).position())
        last = self._text.point(self._widget.cursorForPosition(area.bottomRight()).position())
        begin = max(0, bisect_left(self._starts, first) - _NESTED)
        return self._highlights[begin : bisect_right(self._starts, last)]

    def _line_rects(self, block: QTextBlock, start: int, end: int) -> Iterator[QRectF]:
        if not block.isValid():
            return
        layout = block.layout()
        origin = self._widget.document().documentLayout().blockBoundingRect(block).topLeft()
        origin -= QPointF(self._widget.horizontalScrollBar().value(), self._widget.verticalScrollBar().value())
        metrics = QFontMetricsF(block.charFormat().font())
        for index in range(layout.lineCount()):
            line = layout.lineAt(index)
            begin, stop = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if begin >= stop:
                continue
            left, right = sorted((_x(line.cursorToX(begin)), _x(line.cursorToX(stop))))
            base = origin.y() + line.y() + line.ascent()
            top = base - metrics.capHeight() - _PAD
            yield QRectF(origin.x() + left, top, right - left, base - top + 1)


def _length(highlight: Highlight) -> int:
    return highlight.key.end - highlight.key.start


def _x(position: object) -> float:
    """`cursorToX` answers with a pair in PySide: the position, and where the cursor ended."""
    return float(position[0]) if isinstance(position, tuple) else float(position)  # type: ignore[arg-type]
