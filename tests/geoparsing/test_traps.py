"""A page of traps of our own (`traps.md`) against its gold (`traps.txt`), both made by hand.

An organisation, an event or a treaty is somewhere, and the place in its name is a mention. A ship, an aircraft, a
brand, a dish or a person is not where its name says, and the place in its name is none. A city's name that stands for
its team is a metonym.
Phrases of distance and direction are left out of the comparison.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from app.documents.canonical import passages
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Document, Finding, Kind, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.pipeline import Engine


HERE: Final = Path(__file__).parent
NEAR_KM: Final = 161
NOT, FREE, OFFERED, UNKNOWN = "not", "free", "offered", "?"
RIGHT_AT_LEAST: Final = {
    "persons": 15,
    "teams": 10,
    "ships": 10,
    "brands": 5,
    "words": 17,
    "metonyms": 11,
    "demonyms": 15,
    "embedded": 9,
    "georgia": 10,
    "namesakes": 69,
    "datelines": 9,
    "headlines": 11,
    "spellings": 31,
    "settings": 21,
}
"""Of each group, the rows that are right today; raise a number when the engine gets better, never lower one."""
SHARE: Final = 0.91


class Row(NamedTuple):
    """A line of the gold: where it is in its piece, what it is and what it means."""

    start: int
    end: int
    surface: str
    kinds: str
    meant: str


class Piece(NamedTuple):
    """A piece of the page with its gold."""

    group: str
    text: str
    rows: tuple[Row, ...]


class Outcome(NamedTuple):
    """What the engine made of a group: the faults of its rows, the number of rows, and mentions that are not gold."""

    faults: list[str]
    rows: int
    strays: list[str]


def _pieces() -> list[Piece]:
    """The page's pieces, in order, with the gold for each."""
    page = (HERE / "traps.md").read_text(encoding="utf-8")
    texts = dict(part.split("\n", 1) for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:])
    gold = (HERE / "traps.txt").read_text(encoding="utf-8")
    pieces = []
    for section in re.split(r"^(?=\[)", gold, flags=re.MULTILINE)[1:]:
        head, *lines = section.strip().splitlines()
        group, heading = head[1:].split("] ")
        text = f"{heading}\n{texts.pop(heading)}".strip()
        pieces.append(Piece(group, text, tuple(_row(text, line) for line in lines)))
    assert not texts, "pieces without gold"
    return pieces


def _row(text: str, line: str) -> Row:
    kinds, surface, number, meant = [*line.replace("\\n", "\n").split(" | "), ""][:4]
    found = list(re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text))[int(number) - 1]
    return Row(found.start(), found.end(), surface, kinds, meant)


PIECES: Final = _pieces()
GROUPS: Final = tuple(dict.fromkeys(piece.group for piece in PIECES))


@pytest.fixture(scope="module")
def outcomes(engine: Engine) -> dict[str, Outcome]:
    """What the engine made of each group."""
    found = {group: Outcome([], sum(len(_counted(p)) for p in PIECES if p.group == group), []) for group in GROUPS}
    for piece in PIECES:
        document = Document(piece.text.split("\n", 1)[0], piece.text, passages(piece.text), "test", "0" * 64)
        answers = [answer for answer in engine.parse(document) if answer.final]
        findings = [f for answer in answers for f in answer.findings if f.mention.kind is not Kind.RELATIVE]
        faults = [(row, _fault(row, findings)) for row in _counted(piece)]
        found[piece.group].faults.extend(f"{row.surface!r}: {fault}" for row, fault in faults if fault)
        found[piece.group].strays.extend(
            repr(f.mention.surface) for f in findings if not any(_overlap(f, row) for row in piece.rows)
        )
    return found


def _counted(piece: Piece) -> list[Row]:
    return [row for row in piece.rows if row.kinds != FREE]


def _overlap(finding: Finding, row: Row) -> bool:
    return finding.mention.start < row.end and row.start < finding.mention.end


def _fault(row: Row, findings: Sequence[Finding]) -> str:
    """What is wrong with the findings at a row of the gold; empty where nothing is."""
    over = [finding for finding in findings if _overlap(finding, row)]
    if row.kinds == NOT:
        return f"found {[finding.mention.surface for finding in over]}" if over else ""
    if row.kinds == OFFERED:
        return "decided" if any(finding.resolution.verdict is Verdict.PLACE for finding in over) else ""
    exact = [f for f in over if (f.mention.start, f.mention.end) == (row.start, row.end)]
    if len(over) != 1 or not exact:
        return f"found as {[finding.mention.surface for finding in over]}"
    kind = exact[0].mention.kind.value
    if not _is_meant(exact[0], row.meant):
        return f"placed at {exact[0].resolution.place}"
    return "" if kind in row.kinds.split("/") else f"{kind}, not {row.kinds}"


def _is_meant(finding: Finding, meant: str) -> bool:
    place = finding.resolution.place
    if meant == UNKNOWN:
        return finding.resolution.verdict is Verdict.UNKNOWN
    if place is None:
        return False
    if re.fullmatch(r"[A-Z]{2}", meant):
        return place.country == meant and place.feature.startswith("A.PCL")
    if ":" in meant:
        return place.id in meant.split()
    lat, lon = map(float, meant.split())
    return distance_km(place.lat, place.lon, lat, lon) <= NEAR_KM


@pytest.mark.parametrize("group", GROUPS)
def test_the_group_is_as_right_as_it_ever_was(outcomes: dict[str, Outcome], group: str) -> None:
    outcome = outcomes[group]
    assert outcome.rows - len(outcome.faults) >= RIGHT_AT_LEAST[group], "\n".join(outcome.faults)


def test_the_gold_lies_apart() -> None:
    for piece in PIECES:
        rows = sorted(piece.rows)
        assert [b.surface for a, b in itertools.pairwise(rows) if b.start < a.end] == []


def test_most_of_the_page_is_right(outcomes: dict[str, Outcome]) -> None:
    wrong = sum(len(outcome.faults) for outcome in outcomes.values())
    assert 1 - wrong / sum(outcome.rows for outcome in outcomes.values()) >= SHARE


def test_nothing_else_is_taken_for_a_place(outcomes: dict[str, Outcome]) -> None:
    assert [stray for outcome in outcomes.values() for stray in outcome.strays] == []
