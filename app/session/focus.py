"""The linking rules: what follows when the reader focuses something, and what stays when content changes.

While linking is frozen, focusing a mention leaves the place as it is, focusing a place leaves document and
mention, and `focus_serial` rests, so that no view moves that the reader did not touch.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.geoparsing.model import MentionKey, Verdict

if TYPE_CHECKING:
    from app.geoparsing.model import Place
    from app.project.store import Store
    from app.session.state import State


def on_document(state: State, document: int) -> State:
    """Show a document; a mention in another one is in focus no more, and its place with it."""
    state = replace(state, document=document, preview=None, focus_serial=_next_serial(state))
    if state.mention is None or state.mention.document == document:
        return state
    return replace(state, mention=None, place=None, card_index=0)


def on_mention(state: State, store: Store, key: MentionKey) -> State:
    """Focus a mention: its document and, unless frozen, its place follow."""
    standing = store.findings.get(key)
    if standing is None or store.documents.record(key.document) is None:
        return state
    serial = _next_serial(state)
    moved = replace(state, document=key.document, mention=key, preview=None, focus_serial=serial)
    if state.frozen:
        return moved
    place = standing.place.id if standing.place is not None else None
    return replace(moved, place=place, card_index=_card_index(store, place, key))


def on_corrected(state: State, store: Store, key: MentionKey) -> State:
    """Show where an act was undone or done again; a mention that is there no more leaves its document."""
    if store.findings.get(key) is not None or store.documents.record(key.document) is None:
        return on_mention(state, store, key)
    return replace(on_document(state, key.document), mention=None, place=None, card_index=0)


def on_place(state: State, store: Store, place_id: str) -> State:
    """Focus a place; its first mention follows, in the current document if it can, unless frozen."""
    index = 0
    if state.document is not None and store.findings.count_at_place(place_id, document=state.document):
        start_of_document = MentionKey(state.document, -1, -1)
        index = store.findings.count_at_place(place_id, before=start_of_document)
    standing = store.findings.at_place(place_id, index)
    if standing is None:
        return state
    moved = replace(state, place=place_id, card_index=index, preview=None, focus_serial=_next_serial(state))
    return moved if state.frozen else replace(moved, document=standing.key.document, mention=standing.key)


def on_preview(state: State, place: Place | None) -> State:
    """Show a place that was looked up; mention and place in focus stay. Also while frozen: the map was asked."""
    if place is None:
        return replace(state, preview=None)
    return replace(state, preview=place, focus_serial=state.focus_serial + 1)


def step_card(state: State, store: Store, delta: int) -> State:
    """Turn the card of the focused place by so many passages, round and round; nothing else moves."""
    total = store.findings.count_at_place(state.place) if state.place is not None else 0
    return replace(state, card_index=(state.card_index + delta) % total) if total else state


def after_change(state: State, store: Store) -> State:
    """Let go of what is there no more; the place follows the mention in focus to where it now resolves."""
    state = _document_that_is_open(state, store)
    standing = store.findings.get(state.mention) if state.mention is not None else None
    mention = standing.key if standing is not None else None
    place = state.place
    if standing is not None and not state.frozen:
        place = standing.place.id if standing.place is not None else None
    total = store.findings.count_at_place(place) if place is not None else 0
    if total == 0:
        return _hovered(replace(state, mention=mention, place=None, card_index=0), store)
    index = min(state.card_index, total - 1)
    if mention is not None and place != state.place:
        index = _card_index(store, place, mention)
    return _hovered(replace(state, mention=mention, place=place, card_index=index), store)


def _document_that_is_open(state: State, store: Store) -> State:
    if state.mention is not None and store.documents.record(state.mention.document) is None:
        state = replace(state, mention=None)
    if state.document is not None and store.documents.record(state.document) is None:
        left = [record.id for record in store.documents.records()]
        after = [number for number in left if number > state.document]
        state = replace(state, document=after[0] if after else left[-1] if left else None, mention=None)
    return state


def _hovered(state: State, store: Store) -> State:
    """Nothing is under the pointer that is not there."""
    if state.hover_mention is None:
        return state
    standing = store.findings.get(state.hover_mention)
    if standing is None or standing.verdict is Verdict.NOT_A_PLACE:
        return replace(state, hover_mention=None, hover_place=None)
    return replace(state, hover_place=standing.place.id if standing.place is not None else None)


def _card_index(store: Store, place: str | None, key: MentionKey) -> int:
    return store.findings.count_at_place(place, before=key) if place is not None else 0


def _next_serial(state: State) -> int:
    return state.focus_serial + (0 if state.frozen else 1)
