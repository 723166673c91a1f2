"""The session: what is open and in focus, and everything the reader can do. The only writer; no Qt.

Views subscribe, read state and projections, and call intents; no view calls another. What the reader does is
told at once, what streams in from the lanes at most ten times a second.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.errors import Expected
from app.session import words
from app.session.deciding import Deciding
from app.session.intake import left_over

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PARSE_AGAIN: Final = "parse_again"
"""Command of the notice that offers to find places again."""


class Session(Deciding):
    """One reader at work on one project: documents come and go, notices tell, everything ends with it."""

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

    def parse_again(self) -> None:
        """Find the places of all open documents anew; old findings stay until new ones come, corrections for good."""
        with self._telling_trouble():
            self._notices.withdraw(PARSE_AGAIN)
            self._intake.parse_again()
        self._changed()

    def offer_parse_again(self, sentence: str) -> None:
        """Say what changed and offer to find places again; with no document open there is nothing to offer."""
        if self._store.documents.records():
            self._notices.withdraw(PARSE_AGAIN)
            self._notices.tell(sentence, action="Find places again", command=PARSE_AGAIN)
            self._move(self.state)

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

    def _await_first(self) -> None:
        self._awaiting = (self.state.document, self.state.focus_serial)

    # Notices, the network, the end

    def note_online(self, host: str) -> None:
        """Note that a host is being asked, so that nobody is told that nothing left this computer."""
        if host not in self.state.asked_online:
            self._move(replace(self.state, asked_online=(*self.state.asked_online, host)))

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
        elif notice.command == PARSE_AGAIN:
            self.parse_again()
        else:
            self._move(self.state)

    def close(self) -> None:
        """Stop the work under way and let go of the project."""
        if not self._closed:
            self._closed = True
            self._stream.stop()
            self._intake.stop()
            self._store.close()
