"""What the reader says: which place a mention means, that it is none, that words are a mention; undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import Bug, Refused
from app.geoparsing.model import Correction, Decider, Document, MentionKey, Place, Scope, Verdict
from app.session import focus, marking, words
from app.session.linking import Linking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.project.values import Act, Standing
    from app.session.marking import Span


class Deciding(Linking):
    """A desk at which the reader decides, too."""

    def choose(self, place_id: str, scope: Scope = Scope.MENTION) -> None:
        """Say that the mention in focus means this place.

        Raises:
            Bug: the project has never heard of such a place.
        """
        place = self._store.places.get(place_id)
        if place is None:
            raise Bug("A place was chosen that is no candidate of any mention.")
        standing = self._in_focus()
        if standing is not None:
            self._correct(Correction(standing.key, standing.mention.surface, scope, Verdict.PLACE, place))

    def assign(self, place: Place, scope: Scope = Scope.MENTION) -> None:
        """Say that the mention in focus means this place, wherever the place comes from; the project keeps a copy."""
        standing = self._in_focus()
        if standing is not None:
            self._correct(Correction(standing.key, standing.mention.surface, scope, Verdict.PLACE, place), follow=True)

    def choose_number(self, number: int, scope: Scope = Scope.MENTION) -> None:
        """Choose the candidate that the inspector shows under this number, counted from 1."""
        inspection = self.inspection()
        if inspection is not None and 1 <= number <= len(inspection.candidates):
            self.choose(inspection.candidates[number - 1].place.id, scope)

    def not_a_place(self, scope: Scope = Scope.MENTION) -> None:
        """Say that the mention in focus names no place."""
        standing = self._in_focus()
        if standing is not None:
            self._correct(Correction(standing.key, standing.mention.surface, scope, Verdict.NOT_A_PLACE))

    def confirm(self, scope: Scope = Scope.MENTION) -> None:
        """Say that what holds of the mention in focus is right, unless the reader has said so."""
        standing = self._in_focus()
        if standing is None or (standing.decider is Decider.READER and scope is Scope.MENTION):
            return
        self._correct(Correction(standing.key, standing.mention.surface, scope, standing.verdict, standing.place))

    def mark(self, document: int, start: int, end: int, place: Place, scope: Scope = Scope.MENTION) -> None:
        """Say that a span of a document names this place; mentions that it overlaps are no place any more.

        Blanks at its ends are left out. What cannot be a mention is refused with a notice.

        Args:
            document: number of the document.
            start: first code point.
            end: one past the last code point.
            place: what it names, wherever the place comes from; the project keeps a copy.
            scope: that span alone, or the document: then also wherever the same words stand in it and no mention is.

        Raises:
            Bug: a mark was to reach further than its document.
        """
        if scope is Scope.PROJECT:
            raise Bug("A mark reaches no further than its document.")
        text = self._text(document)
        if text is None:
            return
        try:
            chosen = marking.trimmed(text, start, end)
        except Refused as refusal:
            self._notices.warn(refusal)
            self._move(self.state)
            return
        spans = [chosen, *(self._elsewhere(document, text, chosen) if scope is Scope.DOCUMENT else ())]
        self._mark(document, text.text[slice(*chosen)], spans, place)

    def mark_reach(self, document: int, start: int, end: int) -> int:
        """How many mentions `mark` would make of this span and the same words elsewhere in the document."""
        text = self._text(document)
        try:
            chosen = marking.trimmed(text, start, end) if text is not None else None
        except Refused:
            chosen = None
        if text is None or chosen is None:
            return 0
        return 1 + len(self._elsewhere(document, text, chosen))

    def undo(self) -> None:
        """Take back what the reader did last."""
        self._retrace(self._store.corrections.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._retrace(self._store.corrections.redo)

    def _text(self, document: int) -> Document | None:
        return self.document(document) if self._store.documents.record(document) is not None else None

    def _elsewhere(self, document: int, text: Document, chosen: Span) -> list[Span]:
        return marking.elsewhere(text, chosen, self._store.findings.spans(document))

    def _mark(self, document: int, surface: str, spans: Sequence[Span], place: Place) -> None:
        keys = [MentionKey(document, *span) for span in spans]
        said = [Correction(key, surface, Scope.MENTION, Verdict.PLACE, place) for key in keys]
        with self._telling_trouble():
            self._store.corrections.mark(said, words.marked(surface, place, len(said)))
        self._changed(focus.on_mention(self.state, self._store, keys[0]))

    def _correct(self, correction: Correction, *, follow: bool = False) -> None:
        """Let a correction hold; `follow` has the map go where the mention now is."""
        with self._telling_trouble():
            self._store.corrections.add(correction, words.said(correction))
        self._changed(focus.on_mention(self.state, self._store, correction.key) if follow else None)

    def _retrace(self, step: Callable[[], Act | None]) -> None:
        """Take an act back or do it again, and show where that was."""
        act = None
        with self._telling_trouble():
            act = step()
        if act is None:
            self._move(self.state)
            return
        if act.corrections:
            self._changed(focus.on_corrected(self.state, self._store, act.corrections[0].key))
            return
        if self._store.documents.record(act.document) is None:
            self._intake.withdraw(act.document)
            self._changed()
        else:
            self._intake.resume()
            self._changed(focus.on_document(self.state, act.document))

    def _in_focus(self) -> Standing | None:
        standing = None if self.state.mention is None else self._store.findings.get(self.state.mention)
        if standing is not None and standing.covered:
            self._notices.tell(f"“{standing.mention.surface}” overlaps a mention that you marked.")
            self._move(self.state)
            return None
        return standing
