"""The session: what is open and in focus, and everything the reader can do. The only writer; no Qt.

Views subscribe, read state and projections, and call intents; no view calls another. What the reader does is
told at once, what streams in from the lanes at most ten times a second.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from app.errors import Bug, Expected
from app.geoparsing.model import Correction, Decider, Document, MentionKey, Scope, Verdict
from app.session import focus, words
from app.session.intake import Intake, left_over
from app.session.notices import Notices
from app.session.projections import Projections
from app.session.publisher import Later, Publisher, Subscriber, Throttle
from app.session.state import Card, DocumentRow, Highlight, Inspection, PlaceRow, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from app.project.store import Store
    from app.project.values import Act, Standing
    from app.session.tasks import Expand, Lanes


class Session:
    """One reader at work on one project.

    Args:
        store: the project; closed with the session.
        lanes: who reads and parses.
        later: runs a callback after so many seconds on this thread.
        expand: turns files and folders into files.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        *,
        later: Later,
        expand: Expand,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._expand = expand
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
        """A document's marks, in order and not overlapping."""
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

    # Documents

    def open(self, paths: Sequence[Path]) -> None:
        """Read files and what is in folders; the first to arrive is shown, unless the reader moves on."""
        try:
            files = list(self._expand(paths))
        except Expected as error:
            self._notices.warn(error)
            self._changed()
            return
        if not files:
            self._notices.tell("There is nothing here that Whereof can read.")
        self._await_first()
        self._intake.add_files(files)
        self._changed()

    def paste(self, text: str) -> None:
        """Read a pasted text as a document."""
        if text.strip():
            self._await_first()
            self._intake.add_text(text)
        else:
            self._notices.tell("There is no text to paste.")
        self._changed()

    def retry(self, document_id: int | None = None) -> None:
        """Try again what failed or was cancelled: one document, or all of them."""
        with self._telling_trouble():
            self._intake.retry(document_id)
        self._changed()

    def close_document(self, document_id: int) -> None:
        """Close a document; undo brings it back with everything said of it."""
        with self._telling_trouble():
            self._intake.withdraw(document_id)
            record = self._store.documents.record(document_id)
            if record is not None:
                self._store.corrections.close_document(document_id, words.closed(record.title))
        self._changed()

    def cancel(self) -> None:
        """Stop everything under way; what is finished stays."""
        with self._telling_trouble():
            left = self._intake.cancel()
            if left:
                self._notices.tell(left_over(left), action="Go on", command="retry")
        self._changed()

    # Focus and hover

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
        """Let go of mention and place."""
        self._move(replace(self.state, mention=None, place=None, card_index=0))

    def hover_mention(self, key: MentionKey | None) -> None:
        """Preview a mention, or nothing; moves nothing."""
        mark = self._projections.highlight(key) if key is not None else None
        if mark is None:
            self._move(replace(self.state, hover_mention=None, hover_place=None))
        else:
            self._move(replace(self.state, hover_mention=mark.key, hover_place=mark.place_id))

    def hover_place(self, place_id: str | None) -> None:
        """Preview a place, or nothing; moves nothing."""
        row = self._projections.place_row(place_id) if place_id is not None else None
        self._move(replace(self.state, hover_mention=None, hover_place=row.place.id if row is not None else None))

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

    # Corrections

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

    # Notices and the end

    def warn(self, error: Expected) -> None:
        """Say what went wrong where no document can be named."""
        self._notices.warn(error)
        self._move(self.state)

    def dismiss(self, notice_id: int) -> None:
        """Show a notice no more."""
        self._notices.dismiss(notice_id)
        self._move(self.state)

    def act_on(self, notice_id: int) -> None:
        """Run a notice's action."""
        notice = self._notices.get(notice_id)
        if notice is None:
            return
        self._notices.dismiss(notice_id)
        if notice.command == "retry":
            self.retry(notice.document)
        else:
            self._move(self.state)

    def close(self) -> None:
        """Stop the work under way and let go of the project."""
        if not self._closed:
            self._closed = True
            self._stream.stop()
            self._intake.stop()
            self._store.close()

    # From acts and streams to a new state

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

    def _position(self) -> MentionKey | None:
        """Where the reader is, for the keys that go on from there."""
        if self.state.mention is not None:
            return self.state.mention
        return None if self.state.document is None else MentionKey(self.state.document, -1, -1)

    def _go(self, key: MentionKey | None) -> None:
        if key is not None:
            self.focus_mention(key)

    def _await_first(self) -> None:
        self._awaiting = (self.state.document, self.state.focus_serial)

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
        self._publisher.publish(replace(state, progress=self._intake.progress, notices=self._notices.shown))
