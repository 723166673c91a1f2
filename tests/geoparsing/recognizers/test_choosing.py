from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app import paths
from app.errors import Missing
from app.geoparsing.recognizers import choosing
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
