"""The notice bar's content: one sentence each, few at a time, never the same twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.session.state import Notice, NoticeLevel

if TYPE_CHECKING:
    from app.errors import Expected

MOST_SHOWN: Final = 5
_TRY_AGAIN: Final = "Try again"


class Notices:
    """What expected trouble there is to tell.

    Trouble with more than a few documents becomes one notice that counts them; the documents list names each.
    """

    def __init__(self) -> None:
        self.shown: tuple[Notice, ...] = ()
        self._last_id = 0
        self._troubled: dict[int, Notice] = {}

    def tell(self, sentence: str, *, action: str = "", command: str = "") -> None:
        """Say something that is no trouble, at most with one action."""
        if any(notice.sentence == sentence for notice in self.shown):
            return
        self._show(Notice(self._next_id(), NoticeLevel.INFO, sentence, action, command))

    def warn(self, error: Expected) -> None:
        """Say what went wrong where no document can be named."""
        if any(notice.sentence == _whole(error) for notice in self.shown):
            return
        self._show(Notice(self._next_id(), NoticeLevel.WARNING, _whole(error)))

    def trouble(self, document: int, error: Expected) -> None:
        """Say what went wrong with a document; the action tries it again."""
        notice = Notice(self._next_id(), NoticeLevel.ERROR, _whole(error), _TRY_AGAIN, "retry", document)
        self._troubled[document] = notice
        self._draw_trouble()

    def over(self, document: int) -> None:
        """What was said of a document holds no more."""
        if self._troubled.pop(document, None) is not None:
            self._draw_trouble()

    def withdraw(self, command: str) -> None:
        """Show no more what offers this."""
        self.shown = tuple(notice for notice in self.shown if notice.command != command)

    def get(self, notice_id: int) -> Notice | None:
        """The notice shown under this number."""
        return next((notice for notice in self.shown if notice.id == notice_id), None)

    def dismiss(self, notice_id: int) -> None:
        """Show it no more; a counting notice takes all it counts with it."""
        notice = self.get(notice_id)
        if notice is None:
            return
        if notice.level is NoticeLevel.ERROR:
            if notice.document is None:
                self._troubled.clear()
            else:
                self._troubled.pop(notice.document, None)
        self.shown = tuple(other for other in self.shown if other.id != notice_id)

    def _draw_trouble(self) -> None:
        calm = [notice for notice in self.shown if notice.level is not NoticeLevel.ERROR]
        troubled = list(self._troubled.values())
        if len(troubled) > MOST_SHOWN:
            sentence = f"{len(troubled):,} documents could not be read or parsed; the documents list says why."
            troubled = [Notice(self._next_id(), NoticeLevel.ERROR, sentence, _TRY_AGAIN, "retry")]
        self.shown = (*calm, *troubled)

    def _show(self, notice: Notice) -> None:
        calm = [other for other in self.shown if other.level is not NoticeLevel.ERROR]
        trouble = [other for other in self.shown if other.level is NoticeLevel.ERROR]
        self.shown = (*[*calm, notice][-MOST_SHOWN:], *trouble)

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id


def _whole(error: Expected) -> str:
    return f"{error.sentence} {error.remedy}".strip()
