from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from app.documents.reader import LARGEST, read, read_bytes
from app.errors import Expected, TooLarge, Unreadable


def test_the_customers_articles(seeds: list[Path]) -> None:
    first, second = (read(path) for path in seeds)
    assert first.title == "Iraq Asks U.S. to Help Quell Militant Uprising"
    assert second.title.startswith("Washington vowed Wednesday to boost aid to Iraq")
    assert (len(first.passages), len(second.passages)) == (14, 20)
    for path, document in zip(seeds, (first, second), strict=True):
        assert document.text == path.read_text(encoding="utf-8")
        assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert document.source == str(path)
        assert document.date is None
        assert document.remarks == ()


def test_the_samples_open_with_title_and_text() -> None:
    samples = sorted((Path(__file__).parents[2] / "resources" / "samples").iterdir())
    assert len(samples) == 5
    documents = [read(path) for path in samples]
    assert [document.title for document in documents] == [
        "High water on the Vistula reaches Sandomierz",
        "Water engineers meet in Khartoum",
        "A ferry for two banks of the Niger",
        "Paris asks London for a bell",
        "The long road over the Caucasus",
    ]
    assert [document.date for document in documents] == [
        "2019-05-25",
        "2018-11-06",
        "2017-02-16",
        "2016-03-09",
        None,
    ]
    assert all(len(document.text.split()) > 250 and not document.remarks for document in documents)


def trouble(path: Path) -> Expected:
    with pytest.raises(Expected) as caught:
        read(path)
    error = caught.value
    assert path.name in error.sentence
    assert error.sentence.endswith(".")
    assert error.remedy
    return error


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    empty, blank, binary, large = (tmp_path / name for name in ("empty.txt", "blank.txt", "binary.txt", "large.txt"))
    empty.touch()
    blank.write_text(" \n\n\t")
    binary.write_bytes(b"\0\1\2" * 100)
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert "is empty" in trouble(empty).sentence
    assert "holds no text" in trouble(blank).sentence
    assert "is not a text" in trouble(binary).sentence
    assert isinstance(trouble(large), TooLarge)
    assert "is a folder" in trouble(tmp_path).sentence
    assert "is not there" in trouble(tmp_path / "gone.txt").sentence
    assert "is not there" in trouble(empty / "inside.txt").sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "is a device" in trouble(tmp_path / "pipe.txt").sentence


def test_a_forbidden_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Mosul")

    def forbid(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", forbid)  # the superuser may read everything
    assert "may not be read" in trouble(path).sentence


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04", "packed"),
        (b"{\\rtf1 Mosul}", "RTF"),
        (b"\x89PNG\r\n", "picture"),
    ],
)
def test_formats_that_come_later_are_called_by_name(beginning: bytes, kind: str) -> None:
    with pytest.raises(Unreadable, match=kind):
        read_bytes("a.txt", beginning + b" " * 50)


def test_content_and_media_type_tell_the_format() -> None:
    page = b"<!doctype html><title>Bonn</title><p>Rhine"
    assert "<p>" not in read_bytes("saved.txt", page).text
    assert "<p>" not in read_bytes("saved", page).text
    assert "<p>" not in read_bytes("clip", b"<p>Rhine", "text/html").text
    assert "<p>" in read_bytes("pasted text", page, "text/plain; charset=utf-8").text
    assert read_bytes("clip", b"# Bonn\n\nRhine", "text/markdown").text == "Bonn\n\nRhine"


def test_an_unknown_extension_is_read_if_it_is_text() -> None:
    assert read_bytes("notes.xyz", b"Mosul").text == "Mosul"


def test_pasted_text_keeps_its_offsets() -> None:
    text = "🛰️ سقطت الموصل\r\nMosul fell.\n"
    document = read_bytes("pasted text", text.encode(), "text/plain; charset=utf-8")
    assert document.source == "pasted text"
    start = document.text.index("Mosul")
    assert start == len("🛰️ سقطت الموصل\n")


def test_the_file_name_gives_a_date_where_the_text_gives_none(tmp_path: Path) -> None:
    path = tmp_path / "2014-06-11 Mosul.txt"
    path.write_text("Fighters took the city.", encoding="utf-8")
    assert read(path).date == "2014-06-11"
