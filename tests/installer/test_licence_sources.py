"""K2: where licence texts and owners come from outside our own files."""

from __future__ import annotations

import lzma
import shutil
from pathlib import Path

import pytest

import credits as chromium
from dpkg import Package, ask_dpkg

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
    found = list(chromium.works(PAGE))
    assert found[0] == ("Tile & Co", "https://example.org/", "Use it <freely>.\n")
    text = chromium.grouped(iter(found), "Heading")
    assert text.startswith("Heading\n")
    assert "another\nTile & Co  https://example.org/\n\nUse it <freely>.\n" in text
    assert text.count("Use it") == 1


def test_k2_a_resource_file_gives_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    class Brotli:
        @staticmethod
        def decompress(packed: bytes) -> bytes:
            return packed[::-1]

    monkeypatch.setitem(__import__("sys").modules, "brotli", Brotli)
    header = (5).to_bytes(4, "little") + b"\x01\0\0\0" + (2).to_bytes(2, "little") + b"\0\0"
    parts = [b"plain", b"\x1e\x9b\x04\0\0\0\0\0edoc"]
    start = len(header) + 3 * 6
    places = [start, start + len(parts[0]), start + len(parts[0]) + len(parts[1])]
    table = b"".join(number.to_bytes(2, "little") + place.to_bytes(4, "little") for number, place in enumerate(places))
    assert list(chromium.resources(header + table + b"".join(parts))) == [b"plain", b"code"]


def test_k2_the_committed_list_names_what_is_known_to_be_in_chromium() -> None:
    packed = Path(chromium.HERE, "chromium.txt.xz").read_bytes()
    text = lzma.decompress(packed).decode()
    for name in ("ffmpeg", "BoringSSL", "FreeType", "icu"):
        assert f"\n{name}  http" in text, name
    for package in chromium.UNBUNDLED:
        assert f"\n{package}\n\n" in text, package
