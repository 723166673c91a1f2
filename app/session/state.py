"""What the views may know: frozen values, made by `Session`, drawn by `app.ui`.

A view never computes what a document means; it draws these. Offsets are code points of the document's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.geoparsing.model import Candidate, Decider, Kind, MentionKey, Place, Scope, Verdict


class DocumentStatus(StrEnum):
    """How far a document has come."""

    READING = "reading"
    WAITING = "waiting"
    PARSING = "parsing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class NoticeLevel(StrEnum):
    """How much a notice matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for the notice bar and at most one action.

    Attributes:
        id: number to dismiss it by.
        sentence: names the thing and what happened.
        action: label of the one action ("Try again"), empty if none.
        command: name of the session command that the action runs: "retry", "parse_again"; empty if none.
        document: the document it is about, if any.
    """

    id: int
    level: NoticeLevel
    sentence: str
    action: str = ""
    command: str = ""
    document: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work under way: `done` of `total` documents; `total` 0 means none."""

    done: int = 0
    total: int = 0
    label: str = ""

    @property
    def running(self) -> bool:
        """Whether anything is under way."""
        return self.done < self.total


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage line: mentions found, confirmed by the reader, unsure, and not placed."""

    found: int = 0
    confirmed: int = 0
    unsure: int = 0
    not_placed: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Everything that views react to, in one frozen value; `changed(old, new)` carries two of them.

    Attributes:
        content: grows whenever documents, findings or corrections changed; projections are stale below it.
        document: the document in the reader, if any.
        mention: the mention in focus, if any.
        place: the place in focus (the mention's, or one clicked in list or map), if any.
        focus_serial: grows with each act of focusing, so that focusing the same thing again is seen; rests while
            linking is frozen.
        hover_mention: the mention under the pointer, if any.
        hover_place: the place under the pointer (the mention's, a pin's or row's, or a candidate's of the mention in
            focus), if any.
        preview: a place that the reader looked up and that the map shows, whether a mention names it or not; never
            part of the project. Focusing anything ends it.
        asked_online: the hosts that were asked since the program started; empty while nothing left this computer.
        card_index: which passage of the focused place its card shows, 0-based.
        frozen: linking is frozen (F): focus in one pane no longer moves the others.
        can_undo: words for what undo would take back, empty if nothing.
        can_redo: words for what redo would do again, empty if nothing.
    """

    content: int = 0
    document: int | None = None
    mention: MentionKey | None = None
    place: str | None = None
    focus_serial: int = 0
    hover_mention: MentionKey | None = None
    hover_place: str | None = None
    preview: Place | None = None
    card_index: int = 0
    frozen: bool = False
    progress: Progress = Progress()
    coverage: Coverage = Coverage()
    notices: tuple[Notice, ...] = ()
    asked_online: tuple[str, ...] = ()
    can_undo: str = ""
    can_redo: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line of the documents list."""

    id: int
    title: str
    date: str | None
    source: str
    status: DocumentStatus
    mentions: int
    places: int
    unsure: int
    remarks: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A mention as the reader marks it; rejected mentions ("not a place") are not highlights.

    Attributes:
        place_id: the place it resolves to, None if not placed.
        is_area: the place is a country, province or region.
        unsure: the machine is not sure and the reader has not decided.
        decider: who decided.
        summary: place, admin chain, kind, confidence in one line, for the tooltip.
    """

    key: MentionKey
    surface: str
    kind: Kind
    place_id: str | None
    is_area: bool
    unsure: bool
    decider: Decider
    summary: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A line of the places list and, at the same time, a pin or an area of the map.

    Attributes:
        place: the place.
        count: mentions that resolve to it, over all open documents.
        documents: documents with such a mention.
        kind: the kind most of them have (literal wins a tie).
        unsure: no mention of it is sure.
        where: small print: "city · Nineveh, Iraq", "mostly as “Turkish”", "stands for a government".
        first: its first mention, in reading order.
    """

    place: Place
    count: int
    documents: int
    kind: Kind
    unsure: bool
    where: str
    first: MentionKey | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The card at a pin: one passage that mentions the place.

    Attributes:
        place: the place.
        where: admin chain and kind in small print.
        certainty: "sure", "likely", "unsure", "confirmed by you".
        key: the mention shown.
        document_title: its document.
        before: text of the passage before the mention, at most 160 code points, cut at a word with "… ".
        surface: the mention itself.
        after: text after it, likewise.
        index: 0-based number of this mention among the place's mentions.
        total: how many there are over all documents.
        index_in_document: 0-based, among those in the same document.
        total_in_document: how many there are in the same document.
    """

    place: Place
    where: str
    certainty: str
    key: MentionKey
    document_title: str
    before: str
    surface: str
    after: str
    index: int
    total: int
    index_in_document: int
    total_in_document: int


@dataclass(frozen=True, slots=True)
class ScopeChoice:
    """A reach that a correction could have, with how many mentions and documents it would touch."""

    scope: Scope
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """The inspector's content for the mention in focus.

    Attributes:
        surface: the toponym as written.
        kind: what the mention does.
        evidence: why it is taken for that, in words; may be empty.
        verdict: what holds now.
        chosen: id of the place that holds now, if any.
        decider: who decided.
        confidence: 0 to 1.
        candidates: best first, at most nine.
        scopes: reaches to choose from, the narrowest first.
    """

    key: MentionKey
    surface: str
    kind: Kind
    evidence: str
    verdict: Verdict
    chosen: str | None
    decider: Decider
    confidence: float
    candidates: tuple[Candidate, ...]
    scopes: tuple[ScopeChoice, ...]
