"""What the reader says: which place a mention means, that it is none, that words are a mention; undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import Bug
from app.geoparsing.model import Correction, Decider, Place, Scope, Verdict
from app.session import focus, words
from app.session.linking import Linking

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.project.values import Act, Standing


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
        self.assign(place, scope)

    def assign(self, place: Place, scope: Scope = Scope.MENTION) -> None:
        """Say that the mention in focus means this place, wherever the place comes from; the project keeps a copy."""
        standing = self._in_focus()
        if standing is not None:
            self._correct(Correction(standing.key, standing.mention.surface, scope, Verdict.PLACE, place))

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

    def undo(self) -> None:
        """Take back what the reader did last."""
        self._retrace(self._store.corrections.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._retrace(self._store.corrections.redo)

    def _correct(self, correction: Correction) -> None:
        with self._telling_trouble():
            self._store.corrections.add(correction, words.said(correction))
        self._changed()

    def _retrace(self, step: Callable[[], Act | None]) -> None:
        """Take an act back or do it again, and show where that was."""
        act = None
        with self._telling_trouble():
            act = step()
        if act is None:
            self._move(self.state)
            return
        if act.correction is not None:
            self._changed(focus.on_mention(self.state, self._store, act.correction.key))
            return
        if self._store.documents.record(act.document) is None:
            self._intake.withdraw(act.document)
            self._changed()
        else:
            self._intake.resume()
            self._changed(focus.on_document(self.state, act.document))

    def _in_focus(self) -> Standing | None:
        return None if self.state.mention is None else self._store.findings.get(self.state.mention)
