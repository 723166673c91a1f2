"""K2: where licence texts and owners come from outside our own files."""

from __future__ import annotations

import io
import json
import lzma
import re
import shutil
import tarfile
from importlib.metadata import distribution
from typing import TYPE_CHECKING

import pytest

import credits  # noqa: A004 - the script's name
from dpkg import Package, ask_dpkg
from licensing import taken
from works import ARCHIVE, SOURCES, own_texts

if TYPE_CHECKING:
    from pathlib import Path

QUERY = """#!/bin/sh
case "$1" in
-S) echo "libfine1:amd64: /usr/lib/libfine.so.1.0"; echo "dpkg-query: no path found" >&2; exit 1;;
-W) echo "libfine1:amd64|libfine1|2:3.4-1|fine|amd64";;
esac
"""


def test_k2_dpkg_tells_whose_a_file_is_whatever_its_spelling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dpkg-query").write_text(QUERY, encoding="utf-8")
    (tmp_path / "dpkg-query").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    fine = Package("libfine1", "2:3.4-1", "fine", "amd64")
    assert ask_dpkg(["/lib/libfine.so.1.0", "/opt/stray.so"]) == {"/lib/libfine.so.1.0": fine}


def test_k2_without_dpkg_no_file_is_debians(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ask_dpkg(["/usr/lib/libfine.so.1"]) == {}


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="a Debian system")
def test_k2_a_real_dpkg_knows_its_own_program() -> None:
    assert ask_dpkg(["/usr/bin/dpkg"])["/usr/bin/dpkg"].name == "dpkg"


PAGE = """<div class="product">
<span class="title">Tile &amp; Co</span>
<span class="homepage"><a href="https://example.org/">homepage</a></span>
<div class="license">
<pre>Use it &lt;freely&gt;.
</pre>
</div>
</div>
<div class="product">
<span class="title">another</span>
<div class="license">
<pre>
Use it &lt;freely&gt;.  </pre>
</div>
</div>"""


def test_k2_chromiums_page_gives_each_text_once_with_all_who_bear_it() -> None:
    found = list(credits.works(PAGE))
    assert found[0] == ("Tile & Co", "https://example.org/", "Use it <freely>.\n")
    text = credits.grouped(iter(found), "Heading")
    assert text.startswith("Heading\n")
    assert "another\nTile & Co  https://example.org/\n\nUse it <freely>.\n" in text
    assert text.count("Use it") == 1


def test_k2_a_resource_file_gives_what_it_holds() -> None:
    header = (5).to_bytes(4, "little") + b"\x01\0\0\0" + (2).to_bytes(2, "little") + b"\0\0"
    parts = [b"plain", b"\x1e\x9b\x04\0\0\0\0\0edoc"]
    start = len(header) + 3 * 6
    places = [start, start + len(parts[0]), start + len(parts[0]) + len(parts[1])]
    table = b"".join(number.to_bytes(2, "little") + place.to_bytes(4, "little") for number, place in enumerate(places))
    held = credits.resources(header + table + b"".join(parts), lambda packed: packed[::-1])
    assert list(held) == [b"plain", b"code"]


STANZAS = """Format: https://example.org/

Files: *
License: Free or Easy

Files: src/3rdparty/tile/*
Copyright: 2001 T. Tiler
License: Easy

License: Free
 Do what you like.

License: Easy
 Take it.
 .
   - Tell others.
"""


def test_k2_a_licence_is_taken_from_a_copyright_file_without_its_indentation() -> None:
    assert credits.stanza(STANZAS, "Easy") == "Take it.\n\n  - Tell others.\n"
    with pytest.raises(SystemExit, match="0 texts of MIT, not one"):
        credits.stanza(STANZAS, "MIT")


def test_k2_of_a_copyright_file_third_parties_and_their_licences_are_taken() -> None:
    text = credits.third_parties(STANZAS, "libtile1")
    assert text.startswith("=== libtile1 ===\n\nFiles: src/3rdparty/tile/*\nCopyright: 2001 T. Tiler\n")
    assert text.endswith("License: Easy\n Take it.\n .\n   - Tell others.\n")
    assert "like" not in text


def test_k2_the_same_texts_give_the_same_archive_in_any_order() -> None:
    texts = {"b.txt": "second", "a/c.txt": "first, with ü"}
    made = credits.packed(texts)
    assert credits.packed(dict(reversed(texts.items()))) == made
    assert credits.packed({**texts, "b.txt": "other"}) != made
    with tarfile.open(fileobj=io.BytesIO(made)) as archive:
        assert archive.getnames() == ["a/c.txt", "b.txt"]
        assert {(member.mtime, member.uid, member.gid, member.uname, member.mode) for member in archive} == {
            (0, 0, 0, "", 0o644)
        }


def test_k2_the_committed_archive_is_what_packing_its_texts_gives() -> None:
    with tarfile.open(ARCHIVE) as archive:
        texts = {member.name: read(archive, member.name) for member in archive}
    with lzma.open(ARCHIVE) as unpacked:
        assert unpacked.read() == lzma.decompress(credits.packed(texts))


def test_k2_the_archive_tells_of_every_text_which_packages_it_is_from() -> None:
    with tarfile.open(ARCHIVE) as archive:
        told, there = read(archive, SOURCES), {*archive.getnames()} - {SOURCES}
    _, *entries = told.rstrip().split("\n\n")
    sources = {name: lines for name, *lines in (entry.split("\n") for entry in entries)}
    assert {*sources} == there
    for name, lines in sources.items():
        assert lines, name
        assert all(re.fullmatch(r"    (Debian|PyPI|npm): \S+ \S+", line) for line in lines), name
    named = {line.split()[1] for lines in sources.values() for line in lines}
    assert named == {*credits.DEBIAN, *credits.DATA} - {*credits.UNPACKER}


def read(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(name)
    assert file is not None
    return file.read().decode()


def test_k2_every_licence_of_a_rust_package_has_its_text() -> None:
    text = own_texts()["rust.txt"].decode()
    lists = [path for path in distribution("tokenizers").files or () if "/sboms/" in path.as_posix()]
    assert lists
    for path in lists:
        for part in json.loads(path.read_text(encoding="utf-8"))["components"]:
            for offered in part.get("licenses", ()):
                for name in re.split(" AND | WITH ", taken(offered["expression"])):
                    assert name == "Apache-2.0" or f"\n=== {name} ===\n" in text, part["name"]


def test_k2_the_committed_list_names_what_is_known_to_be_in_chromium() -> None:
    text = own_texts()["chromium.txt"].decode()
    for name in ("ffmpeg", "BoringSSL", "FreeType", "icu"):
        assert f"\n{name}  http" in text, name
    for package in credits.UNBUNDLED:
        assert f"\n{package}\n\n" in text, package
