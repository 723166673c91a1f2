"""What the classes of other people's classifiers are read as."""

from __future__ import annotations

from app.geoparsing.recognizer import Label
from app.geoparsing.recognizers.tags import Tag, tags


def test_the_usual_schemes_are_read_alike() -> None:
    read = tags(["O", "B-LOC", "I-LOC", "S-PER", "E-ORG", "LOC", "B-DATE"], {})
    assert read == [
        Tag(None, begins=False),
        Tag(Label.PLACE, begins=True),
        Tag(Label.PLACE, begins=False),
        Tag(Label.PERSON, begins=True),
        Tag(Label.ORGANISATION, begins=False),
        Tag(Label.PLACE, begins=False),
        Tag(None, begins=True),
    ]


def test_a_folder_knows_its_own_labels_better() -> None:
    assert tags(["B-AREA", "I-LOC"], {"AREA": Label.PLACE, "LOC": None}) == [
        Tag(Label.PLACE, begins=True),
        Tag(None, begins=False),
    ]
