# ruff: noqa: RUF001 - German dashes and Cyrillic on purpose
from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.documents.encoding import decode
from app.errors import Unreadable

GERMAN = "Die Überschwemmungen in Köln und Düsseldorf haben große Schäden angerichtet – „so schlimm wie nie“."
RUSSIAN = "Правительство Ирака попросило Соединённые Штаты о помощи после того, как боевики захватили Мосул."
ARABIC = "طلبت الحكومة العراقية من الولايات المتحدة المساعدة بعد سقوط الموصل وتكريت"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_or_without_mark_needs_no_remark(encoding: str) -> None:
    text = f"🛰️ {ARABIC} {GERMAN}"
    assert decode("a.txt", text.encode(encoding)) == (text, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_seen(encoding: str) -> None:
    assert decode("a.txt", GERMAN.encode(encoding))[0] == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (ARABIC, "cp1256"),
        ("Café in Zürich", "cp1252"),
    ],
)
def test_r8_a_guessed_encoding_is_owned_up_to(text: str, encoding: str) -> None:
    found, remarks = decode("a.txt", text.encode(encoding))
    assert found == text
    assert len(remarks) == 1
    assert "read as" in remarks[0]


def test_the_declared_encoding_comes_before_any_guess() -> None:
    assert decode("a.txt", RUSSIAN.encode("koi8-r"), "koi8-r") == (RUSSIAN, ())
    assert decode("a.txt", "“Köln”".encode("cp1252"), "iso-8859-1") == ("“Köln”", ())


@pytest.mark.parametrize("declared", ["utf-8", "utf-7", "unicode_escape", "hex", "no-such", "\0", "é"])
def test_a_wrong_or_silly_declaration_does_no_harm(declared: str) -> None:
    assert decode("a.txt", GERMAN.encode("cp1252"), declared)[0] == GERMAN


def test_r8_a_few_broken_bytes_are_counted() -> None:
    data = (GERMAN * 3).encode() + b"\xff\xfe end"
    text, remarks = decode("a.txt", data)
    assert text.startswith(GERMAN)
    assert remarks == ("2 characters could not be read and stand as �.",)


@pytest.mark.parametrize("data", [bytes(range(256)) * 10, b"\0\1\2\3" * 50, b"text\0text", b"\x7fELF\2\1\1\0"])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"blob\.bin") as caught:
        decode("blob.bin", data)
    assert caught.value.remedy


@given(st.binary(min_size=1, max_size=200), st.sampled_from([None, "utf-16", "cp1251", "big5"]))
@example(b"\xff\xfe\x00", None)
@example(b"\xff\xfe\x00\x00\x01", None)
def test_no_bytes_end_in_anything_but_text_or_a_sentence(data: bytes, declared: str | None) -> None:
    try:
        text, _ = decode("a.txt", data, declared)
    except Unreadable:
        return
    assert isinstance(text, str)
