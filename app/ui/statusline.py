"""The status line: how much is covered, what is under way, and that nothing left the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from app.ui.labels import plain_label
from app.ui.plain import counted, grouped, menu_text, one_line
from app.ui.projection import Watch
from app.ui.theme import small_font

if TYPE_CHECKING:
    from app.session.online import Online
    from app.session.session import Session
    from app.session.state import Coverage, Progress, State


class _Figure(QWidget):
    """A word and its number: "unsure **61**"."""

    def __init__(self, words: str) -> None:
        super().__init__()
        font = small_font(self.font())
        self._words = words
        label = QLabel(words)
        label.setFont(font)
        label.setProperty("tone", "muted")
        self._number = QLabel()
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        self._number.setFont(bold)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(label)
        row.addWidget(self._number)

    def show_number(self, number: int) -> None:
        """Show this number."""
        self._number.setText(grouped(number))
        self.setAccessibleName(f"{self._words} {number}")


class StatusLine(QStatusBar):
    """Coverage at the left, progress beside it, privacy and credits at the right.

    Emits `credits` when the reader asks where the data come from, `requests` for the list of what was asked online.
    """

    credits = Signal()
    requests = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None, *, online: Online | None = None) -> None:
        super().__init__(parent)
        self._online = online
        self.setSizeGripEnabled(False)
        self.setAccessibleName("Status")
        self._figures = {words: _Figure(words) for words in ("Found", "confirmed", "unsure", "not placed")}
        self.progress_label = QLabel()
        self.progress_label.setTextFormat(Qt.TextFormat.PlainText)
        self.progress_label.setFont(small_font(self.font()))
        self.progress_bar = QProgressBar()
        self.progress_bar.setTextVisible(False)
        self.progress_bar.setFixedWidth(120)
        self.progress_bar.setAccessibleName("Progress")
        self.cancel = self._link("Cancel")
        self.cancel.clicked.connect(session.cancel)
        self.frozen = QLabel("Linking frozen (F)")
        self.frozen.setFont(small_font(self.font()))
        self.frozen.setVisible(session.state.frozen)
        self.private = plain_label("muted", "Offline · nothing left this machine", small=True)
        self.asked = self._link("")
        self.asked.clicked.connect(self.requests)
        data = self._link("GeoNames, Natural Earth")
        data.setToolTip("Where the data come from")
        data.clicked.connect(self.credits)
        self._lay_out(data)
        Watch(session, self).changed.connect(self._follow)
        self._cover(session.state.coverage)
        self._progress(session.state.progress)
        if online is not None:
            stop = online.subscribe(lambda _state: self._tell_asked(session.state))
            self.destroyed.connect(stop)
        self._tell_asked(session.state)

    def _link(self, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName("link")
        button.setFont(small_font(self.font()))
        return button

    def _lay_out(self, data: QPushButton) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(18)
        for figure in self._figures.values():
            row.addWidget(figure)
        row.addSpacing(6)
        for widget in (self.progress_bar, self.progress_label, self.cancel):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.frozen)
        row.addWidget(self.private)
        row.addWidget(self.asked)
        row.addWidget(data)
        self.addWidget(line, 1)

    def _follow(self, old: State, new: State) -> None:
        if new.coverage != old.coverage:
            self._cover(new.coverage)
        self.frozen.setVisible(new.frozen)
        if new.progress != old.progress:
            self._progress(new.progress)
        if new.asked_online != old.asked_online:
            self._tell_asked(new)

    def _tell_asked(self, state: State) -> None:
        """Nothing left this machine, or whom it asked and how often."""
        hosts = state.asked_online
        self.private.setVisible(not hosts)
        self.asked.setVisible(bool(hosts))
        if not hosts:
            return
        whom = one_line(hosts[0]) if len(hosts) == 1 else f"{len(hosts)} servers"
        times = self._online.state.requests if self._online is not None else 0
        often = f" {counted(times, 'time', 'times')}" if times else ""
        self.asked.setText(menu_text(f"Asked {whom}{often} · click for the list"))

    def _cover(self, coverage: Coverage) -> None:
        numbers = (coverage.found, coverage.confirmed, coverage.unsure, coverage.not_placed)
        for figure, number in zip(self._figures.values(), numbers, strict=True):
            figure.show_number(number)

    def _progress(self, progress: Progress) -> None:
        for widget in (self.progress_bar, self.progress_label, self.cancel):
            widget.setVisible(progress.running)
        self.progress_bar.setRange(0, max(1, progress.total))
        self.progress_bar.setValue(progress.done)
        words = one_line(progress.label) or "Finding places"
        self.progress_label.setText(f"{words}: {grouped(progress.done)} of {grouped(progress.total)}")
