"""Many documents through the engine, in this process or in several; the answers come in order and are the same.

Documents that name their publisher are weighed twice: each by itself, then again with what the publisher's other
documents speak of in mind.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

from app.documents import publishers, reader, titles
from app.documents.canonical import passages
from app.errors import Expected, Unreadable, WorkerDied
from app.geoparsing import gathering
from app.geoparsing.background import NOTHING_KNOWN, Background
from app.geoparsing.model import DateMention, Document, Finding
from app.worker.engines import STANDARD, Setup, engine
from app.worker.resources import peak_mb
from app.worker.spool import Spool
from app.worker.team import Team

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from app.geoparsing.gathering import Regions
    from app.geoparsing.pipeline import Engine

_HALF: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A document to do: a file, or a line of JSON Lines.

    Attributes:
        label: how errors name it.
        path: the file; None for a line.
        line: the line as read; empty for a file.
    """

    label: str
    path: Path | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source: its document with findings, or the trouble.

    Attributes:
        source: as given.
        id: the document's id: the file's name, or the line's `id`.
        document: None where it could not be read.
        findings: in order of their mentions, or of the line's `mentions`.
        dates: the dates written in it, in order; none where only the line's `mentions` were wanted.
        error: why there is no document.
        seconds: time the engine took.
        processor_seconds: of that, time that a processor worked for it; less where others have the machine, too.
        worker: number of the process that did it.
        peak_mb: the most memory that this process had held by then; 0 where the system does not tell.
    """

    source: Source
    id: str = ""
    document: Document | None = None
    findings: tuple[Finding, ...] = ()
    dates: tuple[DateMention, ...] = ()
    error: Expected | None = None
    seconds: float = 0.0
    processor_seconds: float = 0.0
    worker: int = 0
    peak_mb: float = 0.0

    @property
    def publisher(self) -> str:
        """Who published the document, empty where nobody knows."""
        return self.document.publisher if self.document else ""


def run(sources: Iterable[Source], jobs: int = 1, setup: Setup = STANDARD) -> Iterator[Outcome]:
    """The outcome of each source, in order.

    From the first document on that names its publisher, outcomes wait until all sources have been read.

    Raises:
        Missing: the recognizer, the weights or the gazetteer are not there.
    """
    homes: dict[str, Regions] = {}
    with Team(jobs) as team, Spool[Outcome]() as waiting:
        for outcome in team.each(partial(work, setup=setup), sources, _lost):
            if not outcome.publisher and not waiting:
                yield outcome
                continue
            waiting.add(outcome)
            if outcome.publisher:
                spoken = gathering.spoken_of(outcome.findings)
                homes[outcome.publisher] = gathering.joined(homes.get(outcome.publisher, gathering.NOWHERE), spoken)
        known = ((outcome, _background(outcome, homes)) for outcome in waiting)
        yield from team.each(partial(_again, setup=setup), known, lambda one: _lost(one[0].source))


def _lost(source: Source) -> Outcome:
    return Outcome(source, error=WorkerDied(f"{source.label}: the process that read it ended."))


def _background(outcome: Outcome, homes: Mapping[str, Regions]) -> Background:
    """What the other documents of an outcome's publisher say."""
    if not outcome.publisher:
        return NOTHING_KNOWN
    home = gathering.home(homes[outcome.publisher], gathering.spoken_of(outcome.findings))
    return Background(home) if home else NOTHING_KNOWN


def work(source: Source, setup: Setup = STANDARD) -> Outcome:
    """Do one source by itself."""
    loaded = engine(setup)
    try:
        name, document, spans = _read(source)
    except Expected as error:
        return Outcome(source, error=error)
    return _timed(Outcome(source, name, document), lambda: _said(loaded, document, spans))


def _again(known: tuple[Outcome, Background], setup: Setup) -> Outcome:
    """Weigh what was found in a document anew, with what is known from others."""
    outcome, background = known
    document = outcome.document
    if document is None or not background.home:
        return outcome
    loaded = engine(setup)
    spans = _read(outcome.source)[2] if outcome.source.line else None
    if spans is not None:
        return _timed(outcome, lambda: _Said(loaded.resolve(document.text, spans, background, document.date)))
    mentions = [finding.mention for finding in outcome.findings]
    return _timed(outcome, lambda: _Said(loaded.weigh(document, mentions, background), outcome.dates))


class _Said(NamedTuple):
    """What the engine said of a document."""

    findings: Sequence[Finding]
    dates: Sequence[DateMention] = ()


def _timed(outcome: Outcome, find: Callable[[], _Said]) -> Outcome:
    """The outcome with what was found and the time that it took, too."""
    started, worked = time.perf_counter(), time.process_time()
    try:
        said = find()
    except Exception as error:  # noqa: BLE001 - a document that breaks the engine must not cost the other thousands
        trouble = f"{outcome.source.label}: the engine failed on it with {type(error).__name__}."
        return Outcome(outcome.source, error=Expected(trouble, "Please report this with the document, if you may."))
    return replace(
        outcome,
        findings=tuple(said.findings),
        dates=tuple(said.dates),
        seconds=outcome.seconds + time.perf_counter() - started,
        processor_seconds=outcome.processor_seconds + time.process_time() - worked,
        worker=os.getpid(),
        peak_mb=peak_mb(),
    )


def _said(loaded: Engine, document: Document, spans: _Spans) -> _Said:
    """What the engine says of a document, or of the given spans of it."""
    if spans is not None:
        return _Said(loaded.resolve(document.text, spans, date=document.date))
    answers = [answer for answer in loaded.parse(document) if answer.final]
    return _Said(
        [finding for answer in answers for finding in answer.findings],
        [date for answer in answers for date in answer.dates],
    )


_Spans = list[tuple[int, int]] | None


def _read(source: Source) -> tuple[str, Document, _Spans]:
    """The id, the document, and the spans to resolve if the source gives them."""
    if source.path is not None:
        return source.path.name, reader.read(source.path), None
    try:
        record = json.loads(source.line)
    except ValueError as error:
        raise Unreadable(f"{source.label} is not JSON: {error}.") from error
    if not isinstance(record, dict):
        raise Unreadable(f"{source.label} is not a JSON object.")
    for field in ("id", "text"):
        if not isinstance(record.get(field), str):
            raise Unreadable(f"{source.label} has no text in “{field}”.")
    return _sound(record["id"]), _document(source, record), _spans(source, record)


def _document(source: Source, record: dict[str, Any]) -> Document:
    """The document of a line; its text stays as given, so that offsets count in it."""
    text = _sound(record["text"])
    parts = passages(text)
    title, date = record.get("title"), record.get("date")
    return Document(
        title=_sound(title) if isinstance(title, str) and title else titles.title_of(text, parts, _sound(record["id"])),
        text=text,
        passages=parts,
        source=source.label,
        sha256=hashlib.sha256(record["text"].encode("utf-8", "surrogatepass")).hexdigest(),
        date=_sound(date) if isinstance(date, str) else None,
        publisher=_publisher(record),
    )


def _publisher(record: dict[str, Any]) -> str:
    """Who published a line's document, by its `source` or else its `domain`."""
    names = (record.get("source"), record.get("domain"))
    return next(filter(None, (publishers.folded(_sound(name)) for name in names if isinstance(name, str))), "")


def _sound(text: str) -> str:
    """The text without half characters, which JSON can carry and UTF-8 cannot; its length stays."""
    return _HALF.sub("\ufffd", text)


def _spans(source: Source, record: dict[str, Any]) -> _Spans:
    """The spans that a line gives, checked; None where recognition is wanted."""
    mentions = record.get("mentions")
    if mentions is None:
        return None
    if not isinstance(mentions, list):
        raise Unreadable(f"{source.label} has “mentions” that are not a list.")
    return [_span(source, mention, len(record["text"])) for mention in mentions]


def _span(source: Source, mention: object, length: int) -> tuple[int, int]:
    """One span, inside the text."""
    start, end = (mention.get("start"), mention.get("end")) if isinstance(mention, dict) else (None, None)
    if _is_number(start) and _is_number(end) and 0 <= start < end <= length:
        return start, end
    raise Unreadable(f"{source.label} has a mention that is not a span of its text: {json.dumps(mention)[:80]}.")


def _is_number(value: object) -> TypeGuard[int]:
    """Whether a JSON value is a whole number (JSON's true and false are none)."""
    return isinstance(value, int) and not isinstance(value, bool)
