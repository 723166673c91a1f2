from __future__ import annotations

import io
import json
import math
import os
import random
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest

from app.errors import Expected, TooLarge, Unreadable
from app.gazetteer.packs import features, opening
from app.gazetteer.packs.outlines import MOST_POINTS
from app.gazetteer.packs.recipe import PackFormat, Recipe

from .conftest import row

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Imported

FORMATS = list(PackFormat)
POINT = '{"type": "Feature", "properties": {"name": "A"}, "geometry": {"type": "Point", "coordinates": [43, 36]}}'


def packed(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return held.getvalue()


def test_s1_a_zip_that_unpacks_to_very_much_is_refused(run: Callable[..., Imported]) -> None:
    bomb = packed("IQ.txt", row(1, "Village").encode() + b"\n" * 60_000_000)
    with pytest.raises(TooLarge, match=r"IQ\.zip unpacks to [\d,]+ times its size"):
        run("IQ.zip", bomb)


def test_s1_a_zip_that_says_it_is_enormous_is_refused(
    run: Callable[..., Imported], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_MOST_UNPACKED", 1000)
    with pytest.raises(TooLarge, match="the most"):
        run("IQ.zip", packed("IQ.txt", os.urandom(2000)))


def test_s1_a_zip_of_very_many_files_is_refused(run: Callable[..., Imported]) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.txt", "")
    with pytest.raises(TooLarge, match="10,001 files"):
        run("many.zip", held.getvalue())


@pytest.mark.parametrize("where", [40, 80, -40, -60])
def test_s1_a_damaged_zip_is_one_sentence(run: Callable[..., Imported], where: int) -> None:
    whole = bytearray(packed("IQ.txt", "\n".join(row(n, f"Village {n}") for n in range(1, 3000)).encode()))
    for offset in range(12):
        whole[where + offset] ^= 0xA5
    with pytest.raises(Expected, match=r"IQ\.zip"):
        run("IQ.zip", bytes(whole), Recipe(PackFormat.GEONAMES, "Iraq"))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100_000,
        bytes(range(256)) * 400,
        b"[" * 200_000,
        b'{"features":' + b"[" * 200_000,
        b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"coordinates":' + b"[" * 200_000,
        b"x" * 5_000_000,
        b'"' * 1_000_001,
        b"\xff\xfe" + b"\xd8\x00" * 1000,
        b"<kml>" + b"<a>" * 100_000,
        b"PK\x03\x04" + b"\0" * 1000,
        b"\t" * 100_000,
        b"\n" * 1_000_000,
        random.Random(5).randbytes(200_000),  # noqa: S311 - any bytes
    ],
    ids=range(14),
)
def test_s1_hostile_bytes_end_in_one_sentence(run: Callable[..., Imported], kind: PackFormat, content: bytes) -> None:
    with pytest.raises(Expected) as refused:
        run("hostile.bin", content, Recipe(kind, "Hostile"))
    assert "\n" not in refused.value.sentence
    assert len(refused.value.sentence) < 400
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_s1_coordinates_that_are_no_numbers_are_refused(run: Callable[..., Imported], value: str) -> None:
    broken = POINT.replace("[43, 36]", f"[43, {value}]")
    done = run("a.geojson", f'{{"type": "FeatureCollection", "features": [{POINT}, {broken}]}}')
    assert [fault.sentence for fault in done.report.faults] == ["feature 2: a coordinate is not a finite number"]


def test_s1_an_outline_of_a_million_points_is_simplified_and_told(run: Callable[..., Imported]) -> None:
    count = 1_000_000
    ring = [
        [43 + 10 * math.cos(2 * math.pi * n / count), 36 + (10 + n % 2 / 100) * math.sin(2 * math.pi * n / count)]
        for n in range(count)
    ]
    ring.append(ring[0])
    geometry = {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in ring]]}
    text = POINT.replace('{"type": "Point", "coordinates": [43, 36]}', json.dumps(geometry))
    done = run("a.geojson", text)
    assert done.report.remarks == ("Outlines of more than 20,000 points, simplified: 1.",)
    shape = done.pack.shape("pk:mine:1")
    assert shape is not None
    assert 100 < sum(map(len, shape.parts)) <= MOST_POINTS
    assert shape.contains(36, 43)
    assert not shape.contains(36, 53.2)


def test_s1_a_feature_without_end_is_refused_in_bounded_memory(
    run: Callable[..., Imported], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "LONGEST", 4 << 20)
    endless = f'{{"type": "FeatureCollection", "features": [{POINT}, {{"x": "' + "a" * (40 << 20)
    tracemalloc.start()
    with pytest.raises(TooLarge, match="longer than 4 million characters"):
        run("a.geojson", endless)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 << 20  # of which the text and its bytes are 80 MB


def test_s1_other_encodings_are_read_or_refused(run: Callable[..., Imported]) -> None:
    text = f'{{"type": "FeatureCollection", "features": [{POINT.replace("A", "Köln")}]}}'
    assert run("a.geojson", text.encode("utf-16")).place("Köln").id == "pk:mine:1"
    with pytest.raises(Unreadable, match="is not UTF-8"):
        run("a.geojson", text.encode("cp1252"), Recipe(PackFormat.GEOJSON, "x"))
