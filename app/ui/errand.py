"""What a place is looked up for: to be shown, to mark a stretch of text with, to put a mention right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Scope
from app.ui.plain import one_line

if TYPE_CHECKING:
    from app.geoparsing.model import Place
    from app.session.session import Session

_LONGEST_NAME: Final = 32
"""Characters of a toponym in a title or beside a key; what is longer is cut."""


class Purpose(StrEnum):
    """What a place can be used for, beside being shown."""

    SHOW = "show"
    MARK = "mark"
    ASSIGN = "assign"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text that the reader selected; offsets are code points."""

    document: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Errand:
    """What the reader looks a place up for.

    Attributes:
        purpose: what the place can be used for.
        text: what the search begins with.
        span: the text to mark; set exactly when the purpose is MARK.
        scope: how far an assignment reaches.
        at_once: whether Enter uses the place and Ctrl+Enter only shows it, or the other way round.
        reach: how many mentions marking would make, if the same words are marked wherever they stand in the document.
    """

    purpose: Purpose = Purpose.SHOW
    text: str = ""
    span: Span | None = None
    scope: Scope = Scope.MENTION
    at_once: bool = False
    reach: int = 1

    @property
    def title(self) -> str:
        """The line above the search, empty where the search needs none."""
        if not self.at_once:
            return ""
        name = quoted(self.text)
        return f"Mark {name} as …" if self.purpose is Purpose.MARK else f"Another place for {name} …"

    @property
    def use(self) -> str:
        """What using a place does, for the hint beside its key; empty where it can only be shown."""
        if self.purpose is Purpose.MARK:
            return "mark as this place"
        return f"use for {quoted(self.text)}" if self.purpose is Purpose.ASSIGN else ""

    @property
    def use_everywhere(self) -> str:
        """What using a place throughout the document does; empty where that is no other thing."""
        return f"all {self.reach:,} in this document" if self.reach > 1 else ""

    def run(self, session: Session, place: Place, *, everywhere: bool = False) -> None:
        """Use the place, for a mark also wherever the same words stand in the document."""
        if self.purpose is Purpose.MARK and self.span is not None:
            scope = Scope.DOCUMENT if everywhere else Scope.MENTION
            session.mark(self.span.document, self.span.start, self.span.end, place, scope)
        elif self.purpose is Purpose.ASSIGN:
            session.assign(place, self.scope)


def marking(session: Session, span: Span) -> Errand:
    """Look up the place that selected text names."""
    reach = session.mark_reach(span.document, span.start, span.end)
    return Errand(Purpose.MARK, one_line(span.text), span, at_once=True, reach=reach)


def errand_for(session: Session, span: Span | None, scope: Scope) -> Errand:
    """What a search for a place is for, when the reader has selected this and corrects so far."""
    if span is not None:
        return marking(session, span)
    inspection = session.inspection()
    if inspection is None:
        return Errand()
    return Errand(Purpose.ASSIGN, one_line(inspection.surface), scope=scope)


def quoted(name: str) -> str:
    """A name between quotation marks, on one line, cut if it is long."""
    line = one_line(name).strip()
    return f"“{line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + '…'}”"
