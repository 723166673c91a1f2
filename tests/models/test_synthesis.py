"""The synthetic sentences: what a template becomes, and that every template can be filled."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    Make = Callable[..., list[dict[str, Any]]]

TRAINING = Path(__file__).parents[2] / "resources" / "models" / "training"


@pytest.fixture(scope="module")
def synthesis() -> Iterator[ModuleType]:
    before = list(sys.path)
    spec = importlib.util.spec_from_file_location("synthesis", TRAINING / "synthesis.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["synthesis"] = module
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = before
    del sys.modules["synthesis"]


@pytest.fixture(scope="module")
def fillings(synthesis: ModuleType) -> Any:  # noqa: ANN401 - a class of the script
    return synthesis.Fillings.read(paths.gazetteer_file(), TRAINING / "sentences" / "people.txt")


@pytest.fixture
def made(synthesis: ModuleType, fillings: Any) -> Make:  # noqa: ANN401
    def make(line: str, seed: int = 1, each: int = 40) -> list[dict[str, Any]]:
        return list(synthesis.filled([synthesis.parse(line, "here")], fillings, seed, each))

    return make


def marked(example: dict[str, Any]) -> list[tuple[str, str]]:
    return [(example["text"][start:end], label) for start, end, label in example["spans"]]


def test_marks_become_spans_and_brackets_vanish(synthesis: ModuleType) -> None:
    template = synthesis.parse("[PERSON Paris] left [PLACE Paris], [PLACE Texas].", "here")
    assert synthesis.joined(template.pieces) == {
        "text": "Paris left Paris, Texas.",
        "spans": [[0, 5, "PERSON"], [11, 16, "PLACE"], [18, 23, "PLACE"]],
    }


@pytest.mark.parametrize("line", ["[TOWN Paris]", "in [PLACE Paris", "to {city", "[PLACE Paris ] is"])
def test_a_template_that_is_not_well_formed_is_refused(synthesis: ModuleType, line: str) -> None:
    with pytest.raises(ValueError, match="here"):
        synthesis.parse(line, "here")


def test_an_unknown_slot_is_told_with_its_line(made: Make) -> None:
    with pytest.raises(ValueError, match=r"here.*galaxy"):
        made("in [PLACE {galaxy}]")


def test_a_numbered_slot_keeps_its_filling_and_knows_its_country(made: Make) -> None:
    line = "[PLACE {city1}] and [PLACE {city1}] in [PLACE {us_town1}], [PLACE {us_town1.state}]"
    found = [[text.lower() for text, _ in marked(example)] for example in made(line)]
    exact = [texts for texts in found if texts[0] == texts[1]]
    assert len(exact) > 0.9 * len(found)  # a misread letter may part the two
    assert len({texts[0] for texts in found}) > 0.8 * len(found)


def test_a_country_takes_its_article_outside_the_mark(made: Make) -> None:
    found = made("He left for [PLACE {country}].", each=400)
    articles = [example for example in found if example["text"].lower().startswith("he left for the ")]
    assert articles
    assert not any(text.lower().startswith("the ") for example in found for text, _ in marked(example))


def test_the_same_seed_gives_the_same_examples(made: Make) -> None:
    line = "[PERSON {person}] of [PLACE {us_town}] paid {money}."
    assert made(line) == made(line)
    assert made(line) != made(line, seed=2)


def test_noise_moves_no_mark(synthesis: ModuleType) -> None:
    pieces = [
        ("In ", None),
        ("Rome", "PLACE"),
        ('\'s north, "all" ran. So — he said — did ', None),
        ("Ho Li", "PERSON"),
    ]
    texts = set()
    for seed in range(300):
        example = synthesis.joined(synthesis.disturb(pieces, random.Random(seed)))  # noqa: S311 - no secret
        assert [label for _, label in marked(example)] == ["PLACE", "PERSON"]
        assert all(text == text.strip() != "" for text, _ in marked(example))
        texts.add(example["text"])
    assert 'IN ROME\'S NORTH, "ALL" RAN. SO — HE SAID — DID HO LI' in texts
    assert any("Rome’s" in text and "“all”" in text for text in texts)  # noqa: RUF001 - curly on purpose


def test_every_template_of_ours_can_be_filled(synthesis: ModuleType) -> None:
    found = list(synthesis.examples(TRAINING / "sentences", paths.gazetteer_file(), seed=1, each=1))
    assert len(found) > 350
    for example in found:
        edges = [edge for start, end, _ in example["spans"] for edge in (start, end)]
        assert edges == sorted(edges)
        assert all(text and text == text.strip() for text, _ in marked(example))
        assert not set("[]{}") & set(example["text"])
