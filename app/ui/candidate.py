"""One candidate in the inspector: its number key, name, small print and score, and under it the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.session import words
from app.ui.keycap import cap_width, paint_cap
from app.ui.look import current_look
from app.ui.plain import one_line, rounded
from app.ui.theme import small_font, tabular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.model import Candidate, Place, Reason

_PAD: Final = 6
_GAP: Final = 9
_CAP: Final = 20.0
_REASONS_OF_THE_CHOICE: Final = 4
_REASONS_OF_OTHERS: Final = 2


def small_print(place: Place) -> str:
    """What a candidate is, where it lies, and how many live there."""
    return " · ".join(part for part in (words.where(place), rounded(place.population)) if part)


def telling(reasons: Sequence[Reason], most: int) -> list[Reason]:
    """The reasons worth showing, in their order: the strongest, and never without one against if there is one."""
    worded = [reason for reason in reasons if reason.text]
    shown = worded[:most]
    against = next((reason for reason in worded if reason.weight < 0), None)
    if against is not None and against not in shown:
        shown = [*shown[:-1], against]
    return shown


class CandidateButton(QAbstractButton):
    """The clickable head of a candidate.

    Emits `hovered` with True and False as the pointer comes and goes.
    """

    hovered = Signal(bool)

    def __init__(self, number: int, candidate: Candidate, *, chosen: bool) -> None:
        super().__init__()
        self._number = str(number)
        self._small = one_line(small_print(candidate.place))
        self._score = f"{candidate.score:.2f}"
        self._chosen = chosen
        self._lit = False
        self.setText(one_line(candidate.place.name))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        state = ", chosen" if chosen else ""
        self.setAccessibleName(f"{number}: {self.text()}, {self._small}, score {self._score}{state}")

    @property
    def chosen(self) -> bool:
        """Whether this is the place that holds now."""
        return self._chosen

    @property
    def lit(self) -> bool:
        """Whether the pointer is on this place somewhere, here or on the map."""
        return self._lit

    def light(self, *, on: bool) -> None:
        """Show whether the pointer is on this place somewhere."""
        if on != self._lit:
            self._lit = on
            self.update()

    def sizeHint(self) -> QSize:
        """Two lines and air."""
        large, small = QFontMetricsF(self.font()), QFontMetricsF(small_font(self.font()))
        return QSize(240, int(large.height() + small.height()) + 2 * _PAD - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Background when chosen or hovered, cap, name, score, small print, focus ring."""
        del event
        look = current_look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._chosen or self._lit or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.selection if self._chosen else look.hover))
            painter.drawRoundedRect(box, 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.accent), 1.5))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        self._paint_words(painter, box)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        look = current_look()
        plain = tabular(self.font())
        bold = QFont(plain)
        bold.setWeight(QFont.Weight.DemiBold)
        small = small_font(self.font())
        metrics = QFontMetricsF(plain)
        painter.setFont(small)
        cap = cap_width(QFontMetricsF(small), self._number)
        paint_cap(painter, QRectF(_PAD, _PAD, cap, _CAP), self._number, look)
        left = _PAD + cap + _GAP
        line = QRectF(left, _PAD, box.width() - left - _PAD, metrics.height())
        painter.setPen(QColor(look.text))
        painter.setFont(plain)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._score)
        room = line.width() - metrics.horizontalAdvance(self._score) - _GAP
        painter.setFont(bold)
        name = QFontMetricsF(bold).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(small)
        painter.setPen(QColor(look.on_selection if self._chosen else look.muted))
        below = QRectF(left, line.bottom(), line.width(), QFontMetricsF(small).height())
        shown = QFontMetricsF(small).elidedText(self._small, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer has come."""
        super().enterEvent(event)
        self.hovered.emit(True)  # noqa: FBT003 - a signal's argument has no name

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone."""
        super().leaveEvent(event)
        self.hovered.emit(False)  # noqa: FBT003 - a signal's argument has no name


class CandidateBlock(QWidget):
    """A candidate with its reasons."""

    def __init__(self, number: int, candidate: Candidate, *, chosen: bool) -> None:
        super().__init__()
        self.place_id = candidate.place.id
        self.button = CandidateButton(number, candidate, chosen=chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button)
        shown = telling(candidate.reasons, _REASONS_OF_THE_CHOICE if chosen else _REASONS_OF_OTHERS)
        if shown:
            reasons = QVBoxLayout()
            reasons.setContentsMargins(_PAD, 4 if chosen else 0, _PAD, 7)
            reasons.setSpacing(1)
            for reason in shown:
                reasons.addLayout(_reason_line(reason, self.font()))
            column.addLayout(reasons)


def _reason_line(reason: Reason, base: QFont) -> QHBoxLayout:
    speaks_for = reason.weight >= 0
    sign = QLabel("+" if speaks_for else "−")  # noqa: RUF001 - the minus sign is meant
    sign.setProperty("tone", "good" if speaks_for else "bad")
    sign.setAccessibleName("for" if speaks_for else "against")
    sign.setFixedWidth(12)
    said = QLabel()
    said.setTextFormat(Qt.TextFormat.PlainText)
    said.setText(one_line(reason.text))
    said.setWordWrap(True)
    said.setProperty("tone", "muted")
    for label in (sign, said):
        label.setFont(small_font(base))
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(3)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(said, 1)
    return row
