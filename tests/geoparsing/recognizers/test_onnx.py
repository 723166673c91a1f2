"""The ONNX recognizer: our own model, and a token classifier in a folder as others export it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from app import paths
from app.errors import Missing, Unreadable
from app.geoparsing.recognizer import Label
from app.geoparsing.recognizers.onnx import OnnxRecognizer

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("[UNK]", "New", "York", "Mosul", "Smith", "and", "in")
CLASSES = ("O", "B-LOC", "I-LOC", "B-PER")
SAID = {"New": "B-LOC", "York": "I-LOC", "Mosul": "B-LOC", "Smith": "B-PER"}
SURE = 4.0


@pytest.fixture(scope="module")
def ours() -> OnnxRecognizer:
    return OnnxRecognizer.load(paths.models() / "en")


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A classifier of seven words with the inputs of BERT and no shapes."""
    table = np.zeros((len(WORDS), len(CLASSES)), dtype=np.float32)
    for row, word in enumerate(WORDS):
        table[row, CLASSES.index(SAID.get(word, "O"))] = SURE
    ids = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "m"]) for name in ("input_ids", "token_type_ids")
    ]
    out = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", "m", len(CLASSES)])
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["found"]),
        helper.make_node("Unsqueeze", ["token_type_ids", "last"], ["wide"]),
        helper.make_node("Cast", ["wide"], ["added"], to=TensorProto.FLOAT),
        helper.make_node("Add", ["found", "added"], ["logits"]),
    ]
    known = [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([-1]), "last")]
    graph = helper.make_graph(nodes, "words", ids, [out], known)
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), tmp_path / "model.onnx"
    )
    tokenizer = Tokenizer(WordLevel({word: row for row, word in enumerate(WORDS)}, unk_token="[UNK]"))  # noqa: S106 (no password)
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    config = {"id2label": {str(number): name for number, name in enumerate(CLASSES)}}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return tmp_path


def test_our_model_finds_places_and_people(ours: OnnxRecognizer) -> None:
    text = "MOSUL, Iraq (AP) — Anna Berger of the Turkish embassy left Tikrit for Samarra 🙂 and Baghdad."
    (spans,) = ours.recognize([text])
    said = {text[span.start : span.end]: span.label for span in spans}
    places = {name for name, label in said.items() if label is Label.PLACE}
    assert places >= {"MOSUL", "Iraq", "Tikrit", "Samarra", "Baghdad"}
    assert said["Anna Berger"] is Label.PERSON
    assert all(0.0 < span.score <= 1.0 for span in spans)


def test_the_same_texts_give_the_same_spans(ours: OnnxRecognizer) -> None:
    texts = ["The river Po floods.", "", "In Lagos, Accra and Kano prices rose.\n\nNothing else."] * 9
    assert list(ours.recognize(texts)) == list(ours.recognize(texts))
    assert list(ours.recognize([])) == []


def test_a_text_longer_than_the_model_reads_at_once_is_read_to_its_end(ours: OnnxRecognizer) -> None:
    text = "The convoy went on without a halt. " * 400 + "Then it came to Damascus."
    (spans,) = ours.recognize([text])
    assert [text[span.start : span.end] for span in spans] == ["Damascus"]


def test_the_weights_stay_small() -> None:
    assert (paths.models() / "en" / "model.onnx").stat().st_size <= 30_000_000


def test_another_export_is_read_by_its_own_classes(exported: Path) -> None:
    recognizer = OnnxRecognizer.load(exported)
    (spans,) = recognizer.recognize(["Smith in New York and Mosul Mosul"])
    labels = [(span.start, span.end, span.label) for span in spans]
    assert labels == [
        (0, 5, Label.PERSON),
        (9, 17, Label.PLACE),
        (22, 27, Label.PLACE),
        (28, 33, Label.PLACE),
    ]
    belief = float(np.exp(SURE) / (np.exp(SURE) + len(CLASSES) - 1))
    assert spans[0].score == pytest.approx(belief, abs=1e-3)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_folder_that_lacks_a_file_is_refused_by_name(exported: Path, name: str) -> None:
    (exported / name).unlink()
    with pytest.raises(Missing, match=name):
        OnnxRecognizer.load(exported)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_broken_file_is_told_in_a_sentence(exported: Path, name: str) -> None:
    (exported / name).write_text("broken", encoding="utf-8")
    with pytest.raises(Unreadable, match="cannot be loaded"):
        OnnxRecognizer.load(exported)


def test_a_classifier_without_places_is_refused_and_labels_json_helps(exported: Path) -> None:
    config = {"id2label": {"0": "O", "1": "B-X", "2": "I-X", "3": "B-PER"}}
    (exported / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(Missing, match="finds no places"):
        OnnxRecognizer.load(exported)
    (exported / "labels.json").write_text('{"X": "PLACE"}', encoding="utf-8")
    (spans,) = OnnxRecognizer.load(exported).recognize(["Mosul"])
    assert [span.label for span in spans] == [Label.PLACE]


def test_p1_loading_the_model_tells_nobody_and_leaves_nothing_in_the_home(tmp_path: Path) -> None:
    # onnxruntime writes a device's id the moment a model is loaded, and soon after looks up its maker's host.
    script = (
        "from app import paths; from app.geoparsing.recognizers.onnx import OnnxRecognizer; "
        "OnnxRecognizer.load(paths.models() / 'en'); import os; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    )
    unset = {"ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in unset} | {"HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=environment)
    assert done.stdout == "1\n"
    assert list(tmp_path.rglob("*")) == []
