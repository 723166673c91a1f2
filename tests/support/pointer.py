"""Where to put the pointer in the reader and in lists, and payloads that must stay text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.session.session import Session
    from app.session.state import Highlight
    from app.ui.reader import ReaderView

PAYLOADS: Final = (
    "<img src=x onerror=alert(1)>",
    "<b>bold</b>",
    "</script><script>alert(1)</script>",
    "${7*7} {{7*7}}",
    "javascript:alert(1)",
    "&lt;i&gt; & &amp;",
    "\u202eevil\u202c",
    "a\x00b",
    "<a href='file:///etc/passwd'>x</a>",
)


def mention(session: Session, surface: str, nth: int = 0) -> Highlight:
    """The nth mention written so in the document in the reader."""
    document = session.state.document
    assert document is not None
    return [one for one in session.highlights(document) if one.surface == surface][nth]


def middle_of(view: ReaderView, highlight: Highlight) -> QPoint:
    """Where to put the pointer to be on a mention."""
    rects = view.layer.rects(highlight)
    assert rects, "the mention is laid out"
    return rects[0].center().toPoint()


def hover(widget: QWidget, spot: QPoint) -> None:
    """Move the pointer onto a spot, from another one: a pointer that has not moved tells nothing."""
    QTest.mouseMove(widget, spot + QPoint(2, 1))
    QTest.mouseMove(widget, spot)
