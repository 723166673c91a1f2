"""The notice bar: one sentence, one action, a way to dismiss it. Never a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.ui.icons import icon
from app.ui.plain import one_line
from app.ui.projection import Watch
from app.ui.theme import set_tone

if TYPE_CHECKING:
    from app.session.session import Session
    from app.session.state import Notice, State


class NoticeBar(QFrame):
    """Shows the newest notice, and how many wait behind it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName("Notice")
        self._session = session
        self._notice: Notice | None = None
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.more = QLabel()
        self.more.setProperty("tone", "muted")
        self.action = QPushButton()
        self.action.setObjectName("link")
        self.close_button = QToolButton()
        self.close_button.setObjectName("quiet")
        self.close_button.setIcon(icon("x"))
        if self.close_button.icon().isNull():
            self.close_button.setText("Dismiss")
        self.close_button.setToolTip("Dismiss")
        self.close_button.setAccessibleName("Dismiss this notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.more)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self.action.clicked.connect(self._act)
        self.close_button.clicked.connect(self._dismiss)
        Watch(session, self).changed.connect(self._follow)
        self._show(session.state.notices)

    def _follow(self, old: State, new: State) -> None:
        if new.notices != old.notices:
            self._show(new.notices)

    def _show(self, notices: tuple[Notice, ...]) -> None:
        self._notice = notices[-1] if notices else None
        if self._notice is None:
            self.hide()
            return
        self.sentence.setText(one_line(self._notice.sentence))
        self.more.setText(f"{len(notices) - 1:,} more" if len(notices) > 1 else "")
        self.action.setText(self._notice.action)
        self.action.setVisible(bool(self._notice.action))
        set_tone(self, "level", self._notice.level.value)
        self.show()

    def _act(self) -> None:
        if self._notice is not None:
            self._session.act_on(self._notice.id)

    def _dismiss(self) -> None:
        if self._notice is not None:
            self._session.dismiss(self._notice.id)
