from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from app import paths
from app.errors import Missing
from app.geoparsing.recognizers import choosing, spacy
from app.geoparsing.recognizers.onnx import OnnxRecognizer
from app.geoparsing.recognizers.spacy import SpacyRecognizer

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def doubles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Recognizers that say what would have been loaded; the folder of our own models is empty."""

    def told(kind: str) -> Any:  # noqa: ANN401 - a class method's double
        return classmethod(lambda _, *asked: (kind, *map(str, asked)))

    monkeypatch.setattr(SpacyRecognizer, "load", told("usual"))
    monkeypatch.setattr(SpacyRecognizer, "load_other", told("spacy"))
    monkeypatch.setattr(OnnxRecognizer, "load", told("onnx"))
    monkeypatch.setattr(paths, "models", lambda: tmp_path / "models")


def loaded(spec: str) -> object:
    return choosing.load(spec)


def model(folder: Path, *files: str) -> Path:
    folder.mkdir(parents=True)
    for name in files:
        (folder / name).touch()
    return folder


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("spacy", ("usual",)),
        ("spacy:en_core_web_trf", ("spacy", "en_core_web_trf")),
        ("spacy:/some/folder", ("spacy", "/some/folder")),
        ("onnx:/some/folder", ("onnx", "/some/folder")),
    ],
)
def test_a_word_stands_for_a_recognizer(spec: str, expected: tuple[str, ...]) -> None:
    assert loaded(spec) == expected


@pytest.mark.parametrize("spec", ["", "whereof"])
def test_ours_is_the_standard(spec: str, tmp_path: Path) -> None:
    model(tmp_path / "models" / "en", "model.onnx")
    assert loaded(spec) == ("onnx", str(tmp_path / "models" / "en"))


def test_a_folder_is_told_by_what_it_holds(tmp_path: Path) -> None:
    exported, saved = model(tmp_path / "a", "model.onnx", "config.json"), model(tmp_path / "b", "config.cfg")
    assert loaded(str(exported)) == ("onnx", str(exported))
    assert loaded(str(saved)) == ("spacy", str(saved))
    with pytest.raises(Missing, match="holds no recognizer"):
        choosing.load(str(model(tmp_path / "c")))
    with pytest.raises(Missing, match="There is no recognizer “nowhere”"):
        choosing.load("nowhere")


def test_what_is_installed_is_offered_after_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [SimpleNamespace(name=name) for name in ("fr_news", "de_news", "fr_news")]
    monkeypatch.setattr(choosing, "entry_points", lambda group: points if group == "spacy_models" else [])
    monkeypatch.setattr(spacy, "installed", lambda: "en_news 3")
    assert choosing.offered() == [
        ("", "Whereof's own, for English"),
        ("spacy", "spaCy: en_news 3"),
        ("spacy:de_news", "spaCy: de_news"),
        ("spacy:fr_news", "spaCy: fr_news"),
    ]


def test_without_spacy_ours_alone_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "entry_points", lambda group: [group][1:])
    monkeypatch.setattr(spacy, "PACKAGE", "no_such_pipeline")
    assert choosing.offered() == [("", "Whereof's own, for English")]
