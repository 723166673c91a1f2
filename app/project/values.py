"""What the store hands out beside the domain's own values; frozen, and free of SQL."""

from __future__ import annotations

from dataclasses import dataclass

from app.geoparsing.model import Correction, Decider, Kind, Mention, MentionKey, Place, Scope, Verdict


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What lists need to know of a document, without its text.

    Attributes:
        status: how far it has come, in the words of `app.session.state.DocumentStatus`.
        revision: number of its latest parse; 0 before the first.
        mentions: mentions that hold, so without those that are "not a place".
        places: different places among them.
        confirmed: mentions that the reader decided.
        unsure: mentions with a place of which neither machine nor reader is sure.
        not_placed: mentions whose place is unknown.
    """

    id: int
    title: str
    date: str | None
    source: str
    remarks: tuple[str, ...]
    status: str
    error: str
    revision: int
    mentions: int
    places: int
    confirmed: int
    unsure: int
    not_placed: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A mention with what holds of it now: the newest correction that reaches it, else its finding.

    Attributes:
        passage: number of its passage in the document.
        undecided: the reader has not decided, and the machine is unsure or knows no place.
        marked: the reader marked it; the machine found nothing of this span.
        covered: it overlaps a newer mention that the reader marked, and is no place therefore.
    """

    key: MentionKey
    mention: Mention
    passage: int
    verdict: Verdict
    place: Place | None
    confidence: float
    decider: Decider
    undecided: bool
    marked: bool = False
    covered: bool = False

    @property
    def unsure(self) -> bool:
        """Whether it has a place of which nobody is sure."""
        return self.undecided and self.verdict is Verdict.PLACE


@dataclass(frozen=True, slots=True)
class PlaceTally:
    """A place and how the open documents speak of it.

    Attributes:
        kind: the kind most of the mentions have; literal wins a tie.
        unsure: no mention of it is sure.
        first: its first mention, in reading order.
        demonym: the demonym that most of its demonym mentions are written as, empty if there is none.
    """

    place: Place
    mentions: int
    documents: int
    kind: Kind
    unsure: bool
    first: MentionKey
    demonym: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the open documents."""

    mentions: int
    confirmed: int
    unsure: int
    not_placed: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many mentions in how many open documents a correction of this scope would touch."""

    scope: Scope
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class Act:
    """Something the reader did that can be undone.

    Attributes:
        words: what was done, as the reader would say it.
        document: the document at which it was done.
        corrections: what was said there, the first at the mention that the reader looked at; nothing when the act was
            closing the document.
        is_marking: what was said are marks.
    """

    id: int
    words: str
    document: int
    corrections: tuple[Correction, ...] = ()
    is_marking: bool = False
