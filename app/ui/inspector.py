"""The inspector, under the text: what the mention in focus could be, why, and how far to correct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.geoparsing.model import Decider, Scope, Verdict
from app.ui.candidate import CandidateBlock
from app.ui.column import side_margin
from app.ui.keycap import KeyButton
from app.ui.plain import counted, one_line
from app.ui.projection import Watch
from app.ui.theme import reader_font, small_font

if TYPE_CHECKING:
    from app.session.session import Session
    from app.session.state import Inspection, ScopeChoice, State

_INSET: Final = 6
"""Candidates stand out of the text's column by this much, so that their words stand under it."""
_STRIP: Final = 12
"""Width of the overview strip beside the text."""
_NARROWEST_SCOPE: Final = 64
"""Where the pane is narrow, the scope's words are cut before those of the keys."""
_SCOPES: Final = {
    Scope.MENTION: "this mention",
    Scope.DOCUMENT: "this document",
    Scope.PROJECT: "all documents",
}


def scope_preview(choice: ScopeChoice) -> str:
    """What a scope would touch: "17 mentions in 9 documents"."""
    if choice.scope is Scope.MENTION:
        return "this mention"
    mentions = counted(choice.mentions, "mention", "mentions")
    if choice.scope is Scope.DOCUMENT:
        return f"{mentions} in this document"
    return f"{mentions} in {counted(choice.documents, 'document', 'documents')}"


def heading(inspection: Inspection) -> str:
    """The line above the candidates."""
    name = f"“{one_line(inspection.surface)}”"
    if inspection.verdict is Verdict.NOT_A_PLACE:
        return f"{name} is not a place"
    if not inspection.candidates:
        return f"No place called {name} is known"
    if inspection.verdict is Verdict.UNKNOWN and inspection.decider is Decider.MACHINE:
        return f"No place is called {name}; it may be a slip for"
    if inspection.decider is Decider.READER:
        return f"{name} is, as you said"
    return f"{name} could be"


class Inspector(QFrame):
    """Candidates by number key; hidden while no mention is in focus.

    Emits `another` when none of the candidates is right.
    """

    another = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._session = session
        self._inspection: Inspection | None = None
        self._scope = Scope.MENTION
        self._heading = QLabel()
        self._heading.setProperty("tone", "strong")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._evidence = QLabel()
        self._evidence.setProperty("tone", "muted")
        self._evidence.setTextFormat(Qt.TextFormat.PlainText)
        self._evidence.setWordWrap(True)
        self._evidence.setFont(small_font(self.font()))
        self._rows = QWidget()
        self._rows.setObjectName("inspectorRows")
        self._column = QVBoxLayout(self._rows)
        self._column.setSpacing(2)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("inspectorScroll")
        self._scroll.setWidget(self._rows)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.not_a_place = KeyButton("X", "not a place")
        self.confirm = KeyButton("↵", "confirm")
        self.another_place = KeyButton("A", "another place …")
        self.scope_button = self._scope_button()
        self._lay_out()
        Watch(session, self).changed.connect(self._follow)
        self._show(session.inspection())

    @property
    def scope(self) -> Scope:
        """How far the next correction reaches."""
        return self._scope

    @property
    def blocks(self) -> list[CandidateBlock]:
        """The candidates on show, best first."""
        items = (self._column.itemAt(index) for index in range(self._column.count()))
        return [block for item in items if item is not None and isinstance(block := item.widget(), CandidateBlock)]

    def choose_number(self, number: int) -> None:
        """Choose the candidate with this number key, if there is one."""
        if self._inspection is not None and 1 <= number <= len(self._inspection.candidates):
            self._session.choose_number(number, self._scope)

    def reject(self) -> None:
        """Say that the mention is not a place."""
        if self._inspection is not None:
            self._session.not_a_place(self._scope)

    def approve(self) -> None:
        """Say that what holds is right."""
        if self._inspection is not None:
            self._session.confirm(self._scope)

    def sizeHint(self) -> QSize:
        """Enough for three candidates with reasons."""
        return QSize(420, 264)

    def _lay_out(self) -> None:
        head = self._head = QVBoxLayout()
        head.setSpacing(1)
        head.addWidget(self._heading)
        head.addWidget(self._evidence)
        foot = self._foot = QHBoxLayout()
        foot.setSpacing(8)
        for widget in (self.not_a_place, self.another_place, self.confirm, self.scope_button):
            foot.addWidget(widget)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        column.addLayout(foot)
        self.not_a_place.clicked.connect(self.reject)
        self.confirm.clicked.connect(self.approve)
        self.another_place.clicked.connect(self.another)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand under the text's column."""
        super().resizeEvent(event)
        side = side_margin(self.width() - _STRIP, reader_font(self.font())) - _INSET
        self._head.setContentsMargins(side + _INSET, 12, side, 6)
        self._column.setContentsMargins(side, 0, side, 4)
        self._foot.setContentsMargins(side + _INSET - 3, 6, side, 8)

    def _scope_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("quiet")
        button.setFont(small_font(self.font()))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setMenu(QMenu(button))
        button.setAccessibleName("Scope of the correction")
        button.setProperty("tone", "muted")
        button.setMinimumWidth(_NARROWEST_SCOPE)
        return button

    def _follow(self, old: State, new: State) -> None:
        if (new.mention, new.focus_serial, new.content) != (old.mention, old.focus_serial, old.content):
            if new.mention != old.mention:
                self._scope = Scope.MENTION
            self._show(self._session.inspection())
        if new.hover_place != old.hover_place:
            self._light(new.hover_place)

    def _light(self, place_id: str | None) -> None:
        """The candidate that the pointer is on, here or on the map, stands out."""
        for block in self.blocks:
            block.button.light(on=block.place_id == place_id)

    def _show(self, inspection: Inspection | None) -> None:
        before, self._inspection = self._inspection, inspection
        if inspection is None:
            self.hide()
            return
        if inspection != before:
            self._heading.setText(heading(inspection))
            self._evidence.setText(one_line(inspection.evidence))
            self._evidence.setVisible(bool(inspection.evidence))
            self._show_candidates(inspection)
            self._show_scopes(inspection)
            self.not_a_place.setEnabled(inspection.verdict is not Verdict.NOT_A_PLACE)
            self.confirm.setVisible(inspection.verdict is Verdict.PLACE and inspection.decider is Decider.MACHINE)
        self.show()

    def _show_candidates(self, inspection: Inspection) -> None:
        held = next((number for number, block in enumerate(self.blocks) if block.button.hasFocus()), None)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, candidate in enumerate(inspection.candidates, start=1):
            place_id = candidate.place.id
            block = CandidateBlock(number, candidate, chosen=place_id == inspection.chosen)
            block.button.clicked.connect(lambda _checked=False, number=number: self.choose_number(number))
            block.button.hovered.connect(lambda on, place_id=place_id: self._hover(place_id if on else None))
            self._column.addWidget(block)
        self._column.addStretch(1)
        self._light(self._session.state.hover_place)
        self._scroll.verticalScrollBar().setValue(0)
        if held is not None and self.blocks:
            self.blocks[min(held, len(self.blocks) - 1)].button.setFocus()

    def _show_scopes(self, inspection: Inspection) -> None:
        menu = self.scope_button.menu()
        menu.clear()
        group = QActionGroup(menu)
        worth = [choice for choice in inspection.scopes if choice.scope is Scope.MENTION or choice.mentions > 1]
        for choice in worth:
            action = QAction(scope_preview(choice), menu, checkable=True, checked=choice.scope is self._scope)
            action.triggered.connect(lambda _checked=False, scope=choice.scope: self.set_scope(scope))
            group.addAction(action)
            menu.addAction(action)
        if self._scope not in {choice.scope for choice in worth}:
            self._scope = Scope.MENTION
        self.scope_button.setVisible(len(worth) > 1)
        self._name_scope()

    def set_scope(self, scope: Scope) -> None:
        """Let the next correction reach so far."""
        self._scope = scope
        self._name_scope()

    def _name_scope(self) -> None:
        choices = {choice.scope: choice for choice in self._inspection.scopes} if self._inspection else {}
        chosen = choices.get(self._scope)
        words = _SCOPES[self._scope] if self._scope is Scope.MENTION or chosen is None else scope_preview(chosen)
        self.scope_button.setText(f"{words} ▾")
        self.scope_button.setToolTip(f"How far the next correction reaches: {words}")

    def _hover(self, place_id: str | None) -> None:
        if place_id != self._session.state.hover_place:
            self._session.hover_place(place_id)
