"""The reader: the document in focus, its mentions marked, linked to the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMargins, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from app.session.state import DocumentRow, DocumentStatus, Highlight, State
from app.ui.column import side_margin
from app.ui.errand import Span
from app.ui.find import FindBar
from app.ui.glide import Glide
from app.ui.hovercard import HoverCard
from app.ui.look import Look, current_look
from app.ui.mention_layer import Lit, MentionLayer, mark_of
from app.ui.meta import meta_line
from app.ui.overview import OverviewBar
from app.ui.plain import one_line
from app.ui.projection import Watch
from app.ui.reader_text import ReaderText
from app.ui.theme import reader_font

if TYPE_CHECKING:
    from app.geoparsing.model import Document, MentionKey
    from app.session.session import Session

_DOCUMENT_MARGIN: Final = 8
_CARD_DELAY_MS: Final = 120
_DRESSES: Final = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
_COMFORT: Final = 48
"""Room left above a mention that is scrolled to."""
_LINE_ROOM: Final = 12
_MOST_MEASURED: Final = 2_000
"""Mentions whose place on the overview is measured; beyond, their share of the characters must do."""


class ReaderView(QTextEdit):
    """The text widget: paints marks, turns the pointer into intents."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._worn: tuple[Look, QFont] | None = None
        super().__init__(parent)
        self._session = session
        self._document: Document | None = None
        self._shown: int | None = None
        self._text: ReaderText | None = None
        self._layer = MentionLayer(self)
        self._pressed: QPointF | None = None
        self._card = HoverCard(self)
        self._card_timer = QTimer(self, singleShot=True, interval=_CARD_DELAY_MS)
        self._card_timer.timeout.connect(self._show_card)
        self._fill_timer = QTimer(self, interval=0)
        self._fill_timer.timeout.connect(self._fill)
        self._keeps_focus = True
        self._overview = OverviewBar()
        self._overview.actionTriggered.connect(self._let_go)
        self._motion = Glide(self._overview, self)
        self._measure_timer = QTimer(self, singleShot=True, interval=0)
        self._measure_timer.timeout.connect(self._mark_overview)
        self._set_up()
        watch = Watch(session, self)
        watch.changed.connect(self._follow)
        self._load(session.state)
        self._light(session.state)

    @property
    def layer(self) -> MentionLayer:
        """The marks."""
        return self._layer

    @property
    def card(self) -> HoverCard:
        """The card under the mention that the pointer is on."""
        return self._card

    @property
    def overview(self) -> OverviewBar:
        """The strip at the right edge."""
        return self._overview

    def selected(self) -> Span | None:
        """The text that is selected, without the blanks around it; None where none is, or only the small print."""
        cursor = self.textCursor()
        if self._text is None or self._document is None or self._shown is None or not cursor.hasSelection():
            return None
        start, end = self._text.point(cursor.selectionStart()), self._text.point(cursor.selectionEnd())
        text = self._document.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        return Span(self._shown, start, start + len(text), text) if text else None

    def let_selection_go(self) -> None:
        """Select nothing any more."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def _set_up(self) -> None:
        self.setObjectName("reader")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setMouseTracking(True)
        self.setVerticalScrollBar(self._overview)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(_DOCUMENT_MARGIN)
        self.setCursorWidth(0)
        self.setAccessibleName("Reader")
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._measure_timer.start())

    # following the session

    def _follow(self, old: State, new: State) -> None:
        if new.document != old.document:
            self._load(new)
        elif new.content != old.content:
            self._refresh(new)
        if new.document != old.document or (new.mention, new.focus_serial) != (old.mention, old.focus_serial):
            self._light(new)
            self._keeps_focus = True
            self._reveal(new.mention)
        elif (new.hover_mention, new.hover_place) != (old.hover_mention, old.hover_place):
            self._light(new)

    def _row(self, document: int | None) -> DocumentRow | None:
        return next((row for row in self._session.documents() if row.id == document), None)

    def _load(self, state: State) -> None:
        self._card.hide()
        self._motion.stop()
        self._shown = state.document
        self._document = None if state.document is None else self._session.document(state.document)
        self._set_text()
        self._refresh(state)
        self.verticalScrollBar().setValue(0)

    def _set_text(self) -> None:
        self._text = None
        self._layer.show(None, ())
        self._worn = (current_look(), QFont(self.font()))
        font = reader_font(self.font())
        self.document().setDefaultFont(font)
        if self._document is None:
            self.clear()
        else:
            look = current_look()
            self._text = ReaderText(self._document, self.document(), font, self.font(), look)
            self._fill_timer.start()
            self.setAccessibleName(f"Reader: {one_line(self._document.title)}")
        self._set_margins()

    def _refresh(self, state: State) -> None:
        """Findings or corrections have changed, or the text has come."""
        row = self._row(state.document)
        if row is not None and row.status is DocumentStatus.READING:
            self._document = None
        elif self._document is None and state.document is not None:
            self._document = self._session.document(state.document)
            if self._document is not None:
                self._set_text()
        known = state.document is not None and self._document is not None
        self._layer.show(
            self._text,
            self._session.highlights(state.document) if known and state.document is not None else (),
        )
        if self._text is not None and self._document is not None:
            self._text.set_meta(*meta_line(self._document, row))
        self._measure_timer.start()
        self._colour_focus()
        self.viewport().update()

    def _light(self, state: State) -> None:
        self._layer.lit = Lit(state.mention, state.hover_mention, state.hover_place)
        self._colour_focus()
        self._mark_overview()
        if state.hover_mention is None:
            self._card_timer.stop()
            self._card.hide()
        self.viewport().update()

    def _colour_focus(self) -> None:
        highlight = self._layer.with_key(self._layer.lit.focus)
        if highlight is None or self._text is None:
            self.setExtraSelections([])
            return
        selection = self._text.coloured(highlight.key, QColor(current_look().on_focus))
        self.setExtraSelections([selection])

    def _reveal(self, key: MentionKey | None) -> None:
        """Scroll to a mention, unless it is comfortably in view."""
        highlight = self._layer.with_key(key)
        if highlight is None or self._text is None:
            return
        self._text.fill_to(highlight.key.end)
        rects = self._layer.rects(highlight)
        if not rects:
            return
        view = QRectF(self.viewport().rect())
        if view.top() <= rects[0].top() and rects[-1].bottom() + _LINE_ROOM <= view.bottom():
            return
        above = max(_COMFORT, view.height() * 0.36)
        self._motion.to(self.verticalScrollBar().value() + rects[0].top() - above)

    def _mark_overview(self) -> None:
        if self._text is None or self._document is None:
            self._overview.set_ticks((), -1.0)
            return
        ticks = [(self._share(highlight), mark_of(highlight)) for highlight in self._layer.highlights]
        focus = self._layer.with_key(self._layer.lit.focus)
        self._overview.set_ticks(ticks, self._share(focus) if focus else -1.0)

    def _share(self, highlight: Highlight) -> float:
        """How far down the document a mention is: by layout, in a document still growing by characters."""
        if self._text is None or self._document is None:
            return 0.0
        if not self._text.filled or len(self._layer.highlights) > _MOST_MEASURED:
            return highlight.key.start / max(1, len(self._document.text))
        height = max(self.document().size().height(), self.viewport().height())
        return self._layer.top(highlight) / height

    def _fill(self) -> None:
        if self._text is None or self._text.filled:
            self._fill_timer.stop()
        else:
            self._text.fill_more()

    # the pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hovering a mention previews it and moves nothing."""
        super().mouseMoveEvent(event)
        highlight = self._layer.at(event.position())
        link = highlight is None and self._on_link(event.position())
        shape = Qt.CursorShape.PointingHandCursor if highlight or link else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        key = highlight.key if highlight else None
        if key != self._session.state.hover_mention:
            self._session.hover_mention(key)
            if key is not None:
                self._card.hide()
                self._card_timer.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click or a selection begins."""
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a mention focuses it; a selection is just a selection."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if event.button() is not Qt.MouseButton.LeftButton or pressed is None or self.textCursor().hasSelection():
            return
        highlight = self._layer.at(event.position())
        if highlight is not None:
            self._session.focus_mention(highlight.key)
        elif self._on_link(event.position()):
            self._session.next_undecided()

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer has left: nothing is hovered any more."""
        if event.type() is QEvent.Type.Leave and self._session.state.hover_mention is not None:
            self._session.hover_mention(None)
        return bool(super().viewportEvent(event))

    def _on_link(self, point: QPointF) -> bool:
        return self._text is not None and self._text.has_link_at(point + QPointF(0, self.verticalScrollBar().value()))

    def _show_card(self) -> None:
        highlight = self._layer.with_key(self._session.state.hover_mention)
        rects = self._layer.rects(highlight) if highlight else []
        if highlight is not None and rects:
            offset = self.viewport().pos()
            self._card.show_for(highlight.surface, highlight.summary, rects[-1].translated(offset.x(), offset.y()))

    # painting and size

    def paintEvent(self, event: QPaintEvent) -> None:
        """Backgrounds, then the text, then the underlines."""
        look = current_look()
        painter = QPainter(self.viewport())
        self._layer.paint_under(painter, look)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._layer.paint_over(painter, look)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Give the column its width before the text is laid out for it."""
        if event.type() is QEvent.Type.Resize:
            self._set_margins()
        return bool(super().event(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the mention in focus in view."""
        super().resizeEvent(event)
        self._measure_timer.start()
        QTimer.singleShot(0, self, self._reveal_focus)

    def changeEvent(self, event: QEvent) -> None:
        """Dress the text anew when theme or font changed."""
        super().changeEvent(event)
        worn = (current_look(), self.font())
        if event.type() in _DRESSES and self._worn is not None and worn != self._worn:
            scroll = self.verticalScrollBar().value()
            self._set_text()
            self._refresh(self._session.state)
            self.verticalScrollBar().setValue(scroll)
            QTimer.singleShot(0, self, self._reveal_focus)

    def _reveal_focus(self) -> None:
        """Keep the focus in view, unless the reader has scrolled on since."""
        if self._keeps_focus:
            self._reveal(self._layer.lit.focus)

    def _let_go(self) -> None:
        """The reader scrolls."""
        self._motion.stop()
        self._keeps_focus = False

    def _set_margins(self) -> None:
        room = self.width() - self._overview.sizeHint().width()
        side = side_margin(room, self.document().defaultFont()) - _DOCUMENT_MARGIN
        margins = QMargins(side, 0, side, 0)
        if self.viewportMargins() != margins:
            self.setViewportMargins(margins)


class ReaderPane(QFrame):
    """The reader with its find bar."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readerPane")
        self.view = ReaderView(session)
        self.finder = FindBar(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.finder)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
