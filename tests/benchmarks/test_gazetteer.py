"""How quickly the gazetteer answers: a name as written, a name misspelt, and opening the file."""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

import pytest

from app import paths
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.search import search

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

pytestmark = pytest.mark.bench

NAMES = 3000
SLIPS = 400
EXACT_US, FUZZY_MS, OPEN_MS, SEARCH_MS = 50, 5, 50, 10
KNOWN = 400
"""Hundredths of prior from which a place is one that people write about: some ten thousand inhabitants."""
SCANNED = (("m", "rn"), ("d", "cl"), ("o", "0"), ("l", "1"), ("s", "5"), ("b", "8"), ("e", "c"), ("w", "vv"))
TYPED = ("par", "pari", "paris", "paris, te", "bagd", "bagdhad", "new yo", "springfield, illinois", "al anb", "Моск")


@pytest.fixture(scope="module")
def names() -> Sequence[str]:
    """Distinct names of well-known places, in random order but the same every time."""
    with GazetteerFile.open(paths.gazetteer_file()) as gazetteer:
        rows = gazetteer._reader.rows("SELECT DISTINCT name FROM place WHERE prior >= ? ORDER BY name", KNOWN)
    found = [name for (name,) in rows]
    random.Random(3).shuffle(found)  # noqa: S311 - the same names every time
    return found[:NAMES]


@pytest.fixture
def fresh() -> Iterator[GazetteerFile]:
    """The gazetteer with nothing remembered."""
    with GazetteerFile.open(paths.gazetteer_file()) as gazetteer:
        yield gazetteer


def misspelt(name: str, chance: random.Random) -> str:
    """The name as somebody might type it, or a scanner might read it."""
    place = chance.randrange(1, len(name))
    slips = [
        name[:place] + name[place + 1 :],
        name[:place] + name[place] + name[place:],
        name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :],
        name[:place] + chance.choice("aeioustnrl") + name[place + 1 :],
    ]
    slips += [name.replace(right, wrong, 1) for right, wrong in SCANNED if right in name[1:]]
    return chance.choice(slips)


def seconds(gazetteer: GazetteerFile, toponym: str, *, fuzzy: bool) -> float:
    """How long one question takes."""
    ask = gazetteer.similar if fuzzy else gazetteer.find
    begun = time.perf_counter()
    ask(toponym)
    return time.perf_counter() - begun


def test_a_name_is_found_at_once(fresh: GazetteerFile, names: Sequence[str], figures: dict[str, float]) -> None:
    took = [seconds(fresh, name, fuzzy=False) for name in names]
    figures["lookup_exact_us"] = statistics.median(took) * 1e6
    assert figures["lookup_exact_us"] < EXACT_US


def test_a_misspelt_name_is_found_in_time(
    fresh: GazetteerFile, names: Sequence[str], figures: dict[str, float]
) -> None:
    chance = random.Random(7)  # noqa: S311 - the same slips every time
    plain = [name for name in names if name.isascii() and len(name) > 5]
    wrong = [slip for name in plain if not fresh.has_name(slip := misspelt(name, chance))][:SLIPS]
    wrong += [misspelt(slip, chance) for slip in wrong[: SLIPS // 4] if len(slip) > 8]
    took = [seconds(fresh, slip, fuzzy=True) for slip in wrong]
    figures["lookup_fuzzy_ms"] = statistics.median(took) * 1e3
    figures["lookup_fuzzy_found"] = sum(bool(fresh.similar(slip)) for slip in wrong) / len(wrong)
    assert figures["lookup_fuzzy_ms"] < FUZZY_MS


def test_a_typed_search_answers_in_time(fresh: GazetteerFile, figures: dict[str, float]) -> None:
    took = []
    for text in TYPED:
        begun = time.perf_counter()
        search([fresh], text)
        took.append(time.perf_counter() - begun)
    figures["search_ms"] = statistics.median(took) * 1e3
    assert figures["search_ms"] < SEARCH_MS


def test_the_file_is_open_at_once(figures: dict[str, float]) -> None:
    took = []
    for _ in range(20):
        begun = time.perf_counter()
        with GazetteerFile.open(paths.gazetteer_file()) as gazetteer:
            gazetteer.find("Mosul")
        took.append(time.perf_counter() - begun)
    figures["gazetteer_open_ms"] = statistics.median(took) * 1e3
    assert figures["gazetteer_open_ms"] < OPEN_MS
