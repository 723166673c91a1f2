"""What other people's labels mean here: OntoNotes, CoNLL, WNUT, spaCy's and Hugging Face's exports.

A folder may say otherwise of its own labels in a file `labels.json`, such as `{"AREA": "PLACE", "MISC": null}`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from app.errors import Missing
from app.geoparsing.recognizer import Label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE: Final = "labels.json"

_MEANINGS: Final = {
    Label.PLACE: (
        "place location loc gpe fac facility toponym geo geopolitical city town village county country state "
        "province region island continent river lake sea mountain water building geo-loc gpe_loc loc_gpe placename"
    ),
    Label.PERSON: "person per persname pers people_name psn prs",
    Label.ORGANISATION: "org organization organisation corporation company orgname gpe_org group",
    Label.PEOPLE: "norp people nationality demonym ethnicity",
    Label.PRODUCT: "product prod vehicle ship",
    Label.OTHER: "other misc event evt work_of_art work law creative-work creative_work art",
}
_BY_LABEL: Final = {word: label for label, words in _MEANINGS.items() for word in words.split()}


def meaning(label: str) -> Label | None:
    """What a model's label means, without its B- or I-; None for dates, numbers and what nobody knows."""
    return _BY_LABEL.get(label.casefold())


def own_meanings(folder: Path) -> Mapping[str, Label | None]:
    """What a folder itself says of its labels; empty where it says nothing.

    Raises:
        Missing: its `labels.json` does not say it as it should.
    """
    file = folder / FILE
    if not file.is_file():
        return {}
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return {name: None if value is None else Label(value) for name, value in said.items()}
    except (OSError, ValueError, AttributeError) as error:
        wanted = ", ".join(label for label in Label if label is not Label.COORDINATE)
        raise Missing(
            f"{file} does not say what the labels mean.",
            f"It should hold a JSON object of labels, each with one of {wanted}, or null.",
        ) from error


def read(labels: frozenset[str], own: Mapping[str, Label | None]) -> dict[str, Label]:
    """The labels that mean something, by their names: first as the folder says, else as everybody does."""
    meanings = {name: own[name] if name in own else meaning(name) for name in sorted(labels)}
    return {name: label for name, label in meanings.items() if label is not None}
