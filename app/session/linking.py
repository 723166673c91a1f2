"""What the reader looks at: focus, hover, the card, a place looked up; the linking rules as acts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.geoparsing.model import MentionKey
from app.session import focus, search
from app.session.desk import Desk

if TYPE_CHECKING:
    from app.geoparsing.model import Place
    from app.session.search import SearchRow


class Linking(Desk):
    """A desk at which the reader looks around."""

    def focus_document(self, document_id: int) -> None:
        """Show a document in the reader."""
        if self._store.documents.record(document_id) is not None:
            self._intake.prefer(document_id)
            self._move(focus.on_document(self.state, document_id))

    def focus_mention(self, key: MentionKey) -> None:
        """Focus a mention; reader, lists and map follow."""
        self._move(focus.on_mention(self.state, self._store, key))

    def focus_place(self, place_id: str) -> None:
        """Focus a place and its first mention, in the current document if it has one there."""
        self._move(focus.on_place(self.state, self._store, place_id))

    def clear_focus(self) -> None:
        """Let go of mention and place, and of a place looked up."""
        self._move(replace(self.state, mention=None, place=None, preview=None, card_index=0))

    def search(self, text: str, limit: int = search.LIMIT) -> list[SearchRow]:
        """Places called like this text, or the place that it is a coordinate of; best first, nothing for a blank."""
        return search.rows(text, limit, self._search, self._own_gazetteer, self._whereabouts)

    def preview_place(self, place: Place | None) -> None:
        """Show a place that was looked up on the map, whether a mention names it or not; nothing ends that."""
        self._move(focus.on_preview(self.state, place))

    def hover_mention(self, key: MentionKey | None) -> None:
        """Preview a mention, or nothing; moves nothing."""
        mark = self._projections.highlight(key) if key is not None else None
        if mark is None:
            self._move(replace(self.state, hover_mention=None, hover_place=None))
        else:
            self._move(replace(self.state, hover_mention=mark.key, hover_place=mark.place_id))

    def hover_place(self, place_id: str | None) -> None:
        """Preview a place of the list or a candidate of the mention in focus, or nothing; moves nothing."""
        self._move(replace(self.state, hover_mention=None, hover_place=place_id))

    def step_card(self, delta: int) -> None:
        """Turn the card to another passage of its place."""
        self._move(focus.step_card(self.state, self._store, delta))

    def open_card(self) -> None:
        """Bring the reader to the mention that the card shows, also when linking is frozen."""
        card = self.card()
        if card is not None:
            index = self.state.card_index
            moved = focus.on_mention(self.state, self._store, card.key)
            self._move(replace(moved, card_index=index))

    def next_mention(self) -> None:
        """Focus the next mention in reading order, into the next document, from the last to the first."""
        after = self._store.findings.after
        self._go(after(self._position()) or after(None))

    def previous_mention(self) -> None:
        """Focus the mention before, on into the document before, and from the first to the last."""
        before = self._store.findings.before
        self._go(before(self._position()) or before(None))

    def next_undecided(self) -> None:
        """Focus the next mention that is unsure or not placed and not decided by the reader."""
        after = self._store.findings.after
        key = after(self._position(), undecided=True) or after(None, undecided=True)
        if key is None:
            self._notices.tell("Nothing is left undecided.")
            self._changed()
        self._go(key)

    def toggle_frozen(self) -> None:
        """Freeze linking, or let it go."""
        self._move(replace(self.state, frozen=not self.state.frozen))

    def _position(self) -> MentionKey | None:
        """Where the reader is, for the keys that go on from there."""
        if self.state.mention is not None:
            return self.state.mention
        return None if self.state.document is None else MentionKey(self.state.document, -1, -1)

    def _go(self, key: MentionKey | None) -> None:
        if key is not None:
            self.focus_mention(key)
