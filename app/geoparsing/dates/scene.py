"""What a reader of one form of dates may look at besides the words themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.geoparsing.dates.cues import cue
from app.geoparsing.dates.sentences import sentence_at, sentences

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.geoparsing.dates.sentences import Span
    from app.geoparsing.dates.written import Turn
    from app.geoparsing.model import DateMention


@dataclass(slots=True)
class Scene:
    """The passage being read, and what is known by now.

    Attributes:
        text: the document's.
        start: the passage's first code point.
        end: one past its last.
        anchor: the document's date, if it has one.
        day_first: whether the document writes 31/12 and not 12/31; None where it does not tell.
        found: the dates of this passage so far.
    """

    text: str
    start: int
    end: int
    anchor: date | None
    day_first: Callable[[], bool | None]
    found: list[DateMention] = field(default_factory=list)
    _sentences: list[Span] | None = None

    def sentence(self, offset: int) -> Span:
        """The sentence of this passage that holds an offset."""
        if self._sentences is None:
            self._sentences = list(sentences(self.text, self.start, self.end))
        return sentence_at(self._sentences, offset) or (self.start, self.end)

    def cue(self, start: int, end: int) -> Turn | None:
        """Whether the sentence speaks of the past or the future where it names this date."""
        return cue(self.text, self.sentence(start), start, end)

    def before(self, start: int, length: int) -> str:
        """The few characters before an offset, within the passage."""
        return self.text[max(self.start, start - length) : start]
