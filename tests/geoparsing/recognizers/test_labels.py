from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app.errors import Missing
from app.geoparsing.recognizer import Label
from app.geoparsing.recognizers.labels import meaning, own_meanings, read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("GPE", Label.PLACE),
        ("LOC", Label.PLACE),
        ("FAC", Label.PLACE),
        ("location", Label.PLACE),
        ("PER", Label.PERSON),
        ("PERSON", Label.PERSON),
        ("ORG", Label.ORGANISATION),
        ("corporation", Label.ORGANISATION),
        ("NORP", Label.PEOPLE),
        ("MISC", Label.OTHER),
        ("DATE", None),
        ("CARDINAL", None),
        ("O", None),
        ("LABEL_3", None),
    ],
)
def test_the_usual_labels_are_known(label: str, expected: Label | None) -> None:
    assert meaning(label) is expected


def test_our_own_labels_mean_themselves() -> None:
    ours = [label for label in Label if label is not Label.COORDINATE]
    assert [meaning(label) for label in ours] == ours
    assert meaning(Label.COORDINATE) is None


def test_a_folder_may_say_otherwise(tmp_path: Path) -> None:
    assert own_meanings(tmp_path) == {}
    (tmp_path / "labels.json").write_text(json.dumps({"AREA": "PLACE", "MISC": None}))
    meanings = read(frozenset({"AREA", "MISC", "PER", "DATE"}), own_meanings(tmp_path))
    assert meanings == {"AREA": Label.PLACE, "PER": Label.PERSON}


@pytest.mark.parametrize("text", ["", "[]", '{"AREA": "SOMEWHERE"}', "\x00"])
def test_a_folder_that_says_nonsense_is_told_what_is_wanted(tmp_path: Path, text: str) -> None:
    (tmp_path / "labels.json").write_text(text)
    with pytest.raises(Missing, match="does not say what the labels mean") as caught:
        own_meanings(tmp_path)
    assert "PLACE, PERSON, ORG, PEOPLE" in caught.value.remedy
