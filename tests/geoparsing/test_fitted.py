"""The fitted weights are read from a folder, and an engine weighs with those that it is given."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from app import paths
from app.errors import Missing
from app.geoparsing.fitted import Fitted, shipped
from app.geoparsing.pipeline import Engine
from tests.support.builders import document

if TYPE_CHECKING:
    from pathlib import Path

    from app.gazetteer.lookup import GazetteerFile
    from app.geoparsing.recognizer import Recognizer

FILES = ("toponyms.json", "ranker.json", "confidence.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(paths.models() / name, tmp_path / name)
    return tmp_path


def test_a_copy_of_what_is_carried_is_the_same(folder: Path) -> None:
    assert Fitted.load(folder) == shipped()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [None, "{", "[]", '{"weights": {"x": "y"}, "threshold": 1}'])
def test_a_missing_or_broken_file_is_named(folder: Path, name: str, content: str | None) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(Missing, match=name):
        Fitted.load(folder)


def test_an_engine_weighs_with_what_it_is_given(folder: Path, recognizer: Recognizer, gazetteer: GazetteerFile) -> None:
    weights = json.loads((folder / "toponyms.json").read_text(encoding="utf-8"))
    weights["threshold"] = 1.1
    (folder / "toponyms.json").write_text(json.dumps(weights), encoding="utf-8")
    text = "They left Mosul for Tikrit."

    def said(engine: Engine) -> list[str]:
        return [f.mention.surface for answer in engine.parse(document(text)) for f in answer.findings]

    assert said(Engine(recognizer, [gazetteer])) == ["Mosul", "Tikrit"]
    assert said(Engine(recognizer, [gazetteer], Fitted.load(folder))) == []
