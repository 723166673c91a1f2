"""What the session works on and how it tells of it: the store, the lanes, one state, everything that views draw."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from app.errors import Expected
from app.session import focus
from app.session.intake import Intake
from app.session.notices import Notices
from app.session.projections import Projections
from app.session.publisher import Later, Publisher, Subscriber, Throttle
from app.session.state import Card, DocumentRow, Highlight, Inspection, PlaceRow, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.geoparsing.model import Document, MentionKey
    from app.project.store import Store
    from app.session.search import Search, Sources
    from app.session.tasks import Expand, Lanes


class Desk:
    """One project on the desk of one reader.

    Args:
        store: the project; closed with the session.
        lanes: who reads and parses.
        later: runs a callback after so many seconds on this thread.
        expand: turns files and folders into files.
        search: asks the gazetteers for places by name.
        own_gazetteer: title of the gazetteer that search results need not name.
        whereabouts: the gazetteers that are asked what a coordinate lies in, if the reader looks one up.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        *,
        later: Later,
        expand: Expand,
        search: Search | None = None,
        own_gazetteer: str = "",
        whereabouts: Sources = tuple,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._expand = expand
        self._search = search
        self._own_gazetteer = own_gazetteer
        self._whereabouts = whereabouts
        self._notices = Notices()
        self._publisher = Publisher(State())
        self._stream = Throttle(self._take_in, clock, later)
        self._intake = Intake(store, lanes, self._notices, self._landed, self._stream.ask)
        self._projections = Projections(store, self._intake)
        self._awaiting: tuple[int | None, int] | None = None
        self._landing: int | None = None
        self._closed = False
        records = store.documents.records()
        self._changed(replace(self.state, document=records[0].id if records else None))
        self._intake.resume()

    # What views draw

    @property
    def state(self) -> State:
        """Everything that views react to."""
        return self._publisher.state

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Tell `subscriber(old, new)` of every change from now on; what is returned ends that."""
        return self._publisher.subscribe(subscriber)

    def documents(self) -> list[DocumentRow]:
        """The documents list, in the order they were opened."""
        return self._projections.documents()

    def document(self, document_id: int) -> Document | None:
        """A document, once it is read."""
        return self._projections.document(document_id)

    def highlights(self, document_id: int) -> list[Highlight]:
        """A document's marks, in order; only relative mentions lie over others, and those whole."""
        return self._projections.highlights(document_id)

    def places(self) -> list[PlaceRow]:
        """The places list, most mentioned first; the map's pins and areas are these same lines."""
        return self._projections.places()

    def card(self) -> Card | None:
        """The card of the place in focus."""
        state = self.state
        return None if state.place is None else self._projections.card(state.place, state.card_index)

    def inspection(self) -> Inspection | None:
        """The inspector's content for the mention in focus."""
        return None if self.state.mention is None else self._projections.inspection(self.state.mention)

    def summary(self, key: MentionKey) -> str:
        """A mention in one line, empty where there is none."""
        mark = self._projections.highlight(key)
        return mark.summary if mark is not None else ""

    # From streams to a new state

    def _landed(self, document: int) -> None:
        here = (self.state.document, self.state.focus_serial)
        if self._landing is None and (self._awaiting == here or self.state.document is None):
            self._landing = document
        self._awaiting = None

    def _take_in(self) -> None:
        """Write and show what streamed in."""
        with self._telling_trouble():
            self._intake.write()
        self._changed()

    @contextmanager
    def _telling_trouble(self) -> Iterator[None]:
        """A project that cannot be written is a notice; what the reader did did not happen then."""
        try:
            yield
        except Expected as error:
            self._notices.warn(error)

    def _changed(self, state: State | None = None) -> None:
        """Tell of new content, and of a state that goes with it."""
        self._projections.forget()
        state = state or self.state
        if self._landing is not None:
            state = focus.on_document(state, self._landing)
            self._landing = None
        state = focus.after_change(state, self._store)
        to_undo, to_redo = self._store.corrections.to_undo(), self._store.corrections.to_redo()
        self._move(
            replace(
                state,
                content=state.content + 1,
                coverage=self._projections.coverage(),
                can_undo=to_undo.words if to_undo is not None else "",
                can_redo=to_redo.words if to_redo is not None else "",
            )
        )

    def _move(self, state: State) -> None:
        """Tell of a state; the same content as before."""
        if state.hover_place is not None and state.hover_mention is None and not self._is_shown(state):
            state = replace(state, hover_place=None)
        self._publisher.publish(replace(state, progress=self._intake.progress, notices=self._notices.shown))

    def _is_shown(self, state: State) -> bool:
        """Whether the place under the pointer is in the list, or is a candidate of the mention in focus."""
        place = state.hover_place
        if place is not None and self._projections.place_row(place) is not None:
            return True
        inspection = None if state.mention is None else self._projections.inspection(state.mention)
        return inspection is not None and any(place == offer.place.id for offer in inspection.candidates)
