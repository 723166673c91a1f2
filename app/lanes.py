"""The child processes as the session knows them: tasks go in, answers come back on the window's thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from app.session.tasks import Lanes
from app.worker import importing, trying
from app.worker.lane import Lane
from app.worker.tasks import ImportTask, ParseTask, PreviewTask, ReadBytesTask, ReadTask, RecognizerTask

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.errors import Expected
    from app.session.packlist import Draft
    from app.session.recognizers import Tried
    from app.session.shelving import PreviewMessage, ProgressMessage, ReportMessage
    from app.session.tasks import OnDone
    from app.worker.lane import Ticket

    Deliver = Callable[[Callable[[], None]], None]


def submit(
    lane: Lane,
    deliver: Deliver,
    task: object,
    on_message: Callable[[Any], None],
    on_done: Callable[[Any], None],
) -> Ticket:
    """Put a task into a lane; its answers are delivered."""
    return lane.submit(
        task,
        lambda message: deliver(partial(on_message, message)),
        lambda error: deliver(partial(on_done, error)),
    )


def of_documents(parse_lane: Lane, read_lane: Lane, deliver: Deliver) -> Lanes:
    """The lanes that read documents and find their places."""
    return Lanes(
        read=lambda path, on_document, on_done: submit(read_lane, deliver, ReadTask(str(path)), on_document, on_done),
        read_bytes=lambda name, data, media_type, on_document, on_done: submit(
            read_lane, deliver, ReadBytesTask(name, data, media_type), on_document, on_done
        ),
        parse=lambda document, revision, background, on_found, on_done: submit(
            parse_lane, deliver, ParseTask(document, revision, background), on_found, on_done
        ),
    )


class OfPacks:
    """The lane that makes gazetteer packs; its child is started when it is first asked.

    Args:
        folder: of the packs, the only one that the child writes to.
        deliver: runs a callback on the window's thread.
    """

    def __init__(self, folder: Path, deliver: Deliver) -> None:
        self._folder = folder
        self._deliver = deliver
        self._lane: Lane | None = None

    def preview(self, path: Path, on_message: Callable[[PreviewMessage], None], on_done: OnDone) -> Ticket:
        """Look at a file."""
        return submit(self._started(), self._deliver, PreviewTask(str(path)), on_message, on_done)

    def add(
        self,
        source: Path,
        target: Path,
        draft: Draft,
        on_message: Callable[[ProgressMessage | ReportMessage], None],
        on_done: OnDone,
    ) -> Ticket:
        """Make a gazetteer of a file."""
        task = ImportTask(str(source), str(target), _recipe(draft))
        return submit(self._started(), self._deliver, task, on_message, on_done)

    def close(self) -> None:
        """End the child, if there is one."""
        if self._lane is not None:
            self._lane.close()
            self._lane = None

    def _started(self) -> Lane:
        if self._lane is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lane = Lane("gazetteers", importing.main, (str(self._folder),))
            self._lane.start()
        return self._lane


class OfRecognizers:
    """The lane that tries recognizers; its child lives for one trial."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._lane: Lane | None = None

    def __call__(self, spec: str, sentence: str, on_tried: Callable[[Tried], None], on_done: OnDone) -> Ticket:
        """Try a recognizer; a trial under way is dropped."""
        self.close()
        lane = self._lane = Lane("recognizer", trying.main)
        lane.start()

        def done(error: Expected | None) -> None:
            lane.close()
            on_done(error)

        return submit(lane, self._deliver, RecognizerTask(spec, sentence), on_tried, done)

    def close(self) -> None:
        """End the child, if there is one."""
        if self._lane is not None:
            self._lane.close()
            self._lane = None


def _recipe(draft: Draft) -> Any:  # noqa: ANN401 - a Recipe, whose module is loaded only when one is needed
    from app.gazetteer.packs.recipe import PackFormat, Recipe  # noqa: PLC0415

    return Recipe(
        format=PackFormat(draft.format),
        title=draft.title,
        licence=draft.licence,
        attribution=draft.attribution,
        classes=draft.classes,
        columns=dict(draft.columns),
        delimiter=draft.delimiter,
        encoding=draft.encoding,
        header=draft.header,
    )
