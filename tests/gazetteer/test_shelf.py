from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from app import paths
from app.errors import Expected, Missing, Refused
from app.gazetteer import soundness
from app.gazetteer.packs.importer import import_pack
from app.gazetteer.packs.recipe import PackFormat, Recipe
from app.gazetteer.shelf import EMBEDDED, PackRecord, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ZARQUN = "name,lat,lon,geonameid\nQwertzheim,36.1,43.2,\nMosul,36.335,43.119,99072\n"
QUNZAR = '{"type": "Feature", "properties": {"name": "Qunzar"}, "geometry": {"type": "Polygon", "coordinates":'
QUNZAR += " [[[43, 36], [44, 36], [44, 37], [43, 36]]]}}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "gazetteers"


@pytest.fixture
def shelf(folder: Path) -> Iterator[Shelf]:
    opened = Shelf(paths.gazetteer_file(), folder)
    yield opened
    opened.close()


@pytest.fixture
def add(shelf: Shelf, tmp_path: Path) -> Callable[..., PackRecord]:
    """Import a pack and put it on the shelf."""

    def work(title: str, content: str = ZARQUN, kind: PackFormat = PackFormat.TABLE) -> PackRecord:
        source = tmp_path / "source"
        source.write_text(content)
        target = shelf.new_path(title)
        import_pack(source, target, Recipe(kind, title, "CC0", "Places: me"), lambda _: None, lambda: False)
        return shelf.add(target)

    return work


def ids(shelf: Shelf) -> list[str]:
    return [record.id for record in shelf.packs()]


def test_the_embedded_gazetteer_is_always_there(shelf: Shelf, folder: Path) -> None:
    (record,) = shelf.packs()
    assert (record.id, record.format, record.enabled, record.fault) == (EMBEDDED, "embedded", True, "")
    assert record.places > 200_000
    assert "GeoNames" in record.attribution
    assert not folder.exists()
    assert shelf.has_name("Mosul")


def test_a_pack_is_added_last_and_tells_of_itself(shelf: Shelf, add: Callable[..., PackRecord]) -> None:
    record = add("Öster Sites!")
    assert (record.id, record.title, record.file) == ("oster-sites", "Öster Sites!", "oster-sites.sqlite")
    assert (record.places, record.format, record.licence, record.attribution) == (2, "table", "CC0", "Places: me")
    assert (record.skipped, record.enabled, record.fault, len(record.imported)) == (0, True, "", 10)
    assert ids(shelf) == [EMBEDDED, "oster-sites"]
    assert [source.has_name("Qwertzheim") for source in shelf.sources()] == [False, True]


def test_ids_are_never_taken_twice(add: Callable[..., PackRecord]) -> None:
    assert [add("Sites").id, add("sites").id, add("???").id, add("embedded").id] == [
        *("sites", "sites-2", "pack", "embedded-2"),
    ]


def test_all_gazetteers_are_asked_and_the_first_wins(shelf: Shelf, add: Callable[..., PackRecord]) -> None:
    add("Mine")
    assert [hit.place.id for hit in shelf.find("Qwertzheim")] == ["pk:mine:2"]
    assert [hit.place.id for hit in shelf.find("Mosul")].count("gn:99072") == 1
    embedded = shelf.place("gn:99072")
    shelf.move("mine", 0)
    assert ids(shelf) == ["mine", EMBEDDED]
    assert shelf.place("gn:99072") != embedded
    assert {hit.place.id for hit in shelf.similar("Qwertzhein")} >= {"pk:mine:2"}


def test_footprints_come_from_whichever_gazetteer_has_them(shelf: Shelf, add: Callable[..., PackRecord]) -> None:
    add("Mine", QUNZAR, PackFormat.GEOJSON)
    (hit,) = shelf.find("Qunzar")
    (shape,) = shelf.footprint(hit.place)
    assert shape.contains(36.2, 43.5)
    assert shelf.shape("pk:mine:9") is None


def test_switching_off_and_removing(shelf: Shelf, add: Callable[..., PackRecord], folder: Path) -> None:
    add("Mine")
    shelf.enable("mine", on=False)
    assert not shelf.has_name("Qwertzheim")
    assert [record.enabled for record in shelf.packs()] == [True, False]
    shelf.enable("mine", on=True)
    assert shelf.has_name("Qwertzheim")
    shelf.enable(EMBEDDED, on=False)
    assert [source.has_name("Qwertzheim") for source in shelf.sources()] == [True]
    shelf.remove("mine")
    assert ids(shelf) == [EMBEDDED]
    assert sorted(path.name for path in folder.iterdir()) == ["shelf.json"]
    with pytest.raises(Refused):
        shelf.remove(EMBEDDED)
    acts: list[Callable[[], None]] = [
        lambda: shelf.remove("mine"),
        lambda: shelf.enable("mine", on=True),
        lambda: shelf.move("mine", 0),
    ]
    for act in acts:
        with pytest.raises(Missing):
            act()


def test_order_and_switches_are_remembered(shelf: Shelf, add: Callable[..., PackRecord], folder: Path) -> None:
    for title in ("One", "Two", "Three"):
        add(title)
    shelf.move("three", 0)
    shelf.move(EMBEDDED, 99)
    shelf.enable("one", on=False)
    other = Shelf(paths.gazetteer_file(), folder)
    assert other.packs() == shelf.packs()
    assert ids(other) == ["three", "one", "two", EMBEDDED]
    other.close()


def test_the_stamp_changes_whenever_the_sources_do(shelf: Shelf, add: Callable[..., PackRecord]) -> None:
    stamps = [shelf.stamp(), shelf.stamp()]
    assert stamps[0] == stamps[1]
    for act in (
        lambda: add("One"),
        lambda: add("Two"),
        lambda: shelf.move("two", 0),
        lambda: shelf.enable("one", on=False),
        lambda: shelf.remove("two"),
    ):
        act()
        stamps.append(shelf.stamp())
    assert all(one != other for one, other in pairwise(stamps[1:]))
    assert stamps[-1] == stamps[0]  # only a pack that is switched off is left
    shelf.remove("one")
    assert shelf.stamp() == stamps[-1]


def test_a_pack_that_was_replaced_is_opened_again(
    shelf: Shelf, add: Callable[..., PackRecord], tmp_path: Path, folder: Path
) -> None:
    add("Mine")
    before = shelf.stamp()
    (tmp_path / "source").write_text("name,lat,lon\nNewby,36.1,43.2\n")
    recipe = Recipe(PackFormat.TABLE, "Mine")
    import_pack(tmp_path / "source", folder / "mine.sqlite", recipe, lambda _: None, lambda: False)
    assert shelf.has_name("Newby")
    assert not shelf.has_name("Qwertzheim")
    assert shelf.stamp() != before


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b"17",
        b"null",
        b"\xff\xfe\0",
        b'{"order": 5, "off": []}',
        b'{"order": ["a/../b", 7]}',
        b'{"order": [], "off": [], "sound": 7}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_list_counts_as_none(
    shelf: Shelf, add: Callable[..., PackRecord], folder: Path, damaged: bytes
) -> None:
    add("Mine")
    shelf.enable("mine", on=False)
    (folder / "shelf.json").write_bytes(damaged)
    assert [(record.id, record.enabled) for record in shelf.packs()] == [(EMBEDDED, True), ("mine", True)]
    shelf.move("mine", 0)
    assert json.loads((folder / "shelf.json").read_text())["order"] == ["mine", EMBEDDED]


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_a_missing_or_damaged_pack_is_a_row_with_its_fault(
    shelf: Shelf, add: Callable[..., PackRecord], folder: Path, content: bytes | None
) -> None:
    add("Mine")
    shelf.sources()
    if content is None:
        (folder / "mine.sqlite").unlink()
    else:
        (folder / "mine.sqlite").write_bytes(content)
    record = shelf.packs()[1]
    assert (record.id, record.enabled) == ("mine", True)
    assert record.fault.startswith("The gazetteer mine.sqlite")
    assert len(shelf.sources()) == 1
    assert shelf.has_name("Mosul")
    shelf.remove("mine")
    assert ids(shelf) == [EMBEDDED]


def test_a_pack_from_elsewhere_is_copied(
    shelf: Shelf, add: Callable[..., PackRecord], folder: Path, tmp_path: Path
) -> None:
    add("Mine")
    elsewhere = tmp_path / "Their Pack.sqlite"
    elsewhere.write_bytes((folder / "mine.sqlite").read_bytes())
    assert shelf.add(elsewhere).id == "their-pack"
    assert elsewhere.exists()
    elsewhere.write_text("no database")
    with pytest.raises(Missing) as told:
        shelf.add(elsewhere)
    assert told.value.sentence.startswith("The gazetteer Their Pack.sqlite cannot be read")
    assert told.value.remedy == "Get it again from where it came from, or import its source anew."


DAMAGES = [
    "UPDATE place SET lat = 'north'",
    "UPDATE place SET lon = 99000000",
    "UPDATE place SET feature = 99",
    "UPDATE place SET name = x'ff'",
    "UPDATE place SET name = CAST(x'ff41' AS TEXT)",
    "UPDATE place SET population = 'many'",
    "UPDATE place SET radius = -1",
    "UPDATE place SET prior = 1.5",
    "UPDATE place SET areas = x'07'",
    "UPDATE place SET start = 'long ago'",
    "UPDATE name SET match = 9",
    "UPDATE name SET match = 'main'",
    "UPDATE name SET surface = x'00'",
    "UPDATE meta SET value = x'00' WHERE key = 'title'",
    "UPDATE feature SET code = CAST(x'ff' AS TEXT) WHERE id = 1",
    "INSERT INTO footprint VALUES ('a', 0, 0, 1, 1, 'no shape')",
    "INSERT INTO footprint VALUES ('a', 'south', 0, 1, 1, x'00')",
]


def broken(path: Path, damage: str) -> Path:
    """The pack with something in it that does not belong there."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(damage)
        connection.commit()
    return path


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_pack_with_what_does_not_belong_there_is_refused_before_it_is_asked(
    shelf: Shelf, add: Callable[..., PackRecord], folder: Path, tmp_path: Path, damage: str
) -> None:
    add("Mine")
    theirs = tmp_path / "theirs.sqlite"
    theirs.write_bytes((folder / "mine.sqlite").read_bytes())
    broken(theirs, damage)
    with pytest.raises(Missing, match=r"The gazetteer theirs\.sqlite cannot be (used|read)"):
        shelf.add(theirs)
    assert ids(shelf) == [EMBEDDED, "mine"]
    (folder / "theirs.sqlite").write_bytes(theirs.read_bytes())  # put there by hand
    assert shelf.packs()[2].fault.startswith("The gazetteer theirs.sqlite cannot be ")
    assert [source.path.stem for source in shelf.sources()] == ["gazetteer", "mine"]
    assert shelf.find("Qwertzheim")


def test_a_pack_is_looked_through_once(
    shelf: Shelf, add: Callable[..., PackRecord], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def look(path: Path) -> str:
        looked.append(path.stem)
        return ""

    monkeypatch.setattr(soundness, "fault", look)
    add("Mine")
    (folder / "theirs.sqlite").write_bytes((folder / "mine.sqlite").read_bytes())
    assert len(shelf.sources()) == 3
    shelf.move("theirs", 0)
    other = Shelf(paths.gazetteer_file(), folder)
    assert len(other.sources()) == 3
    other.close()
    assert looked == ["theirs"]


def test_r2_a_list_that_cannot_be_saved_stays_as_it_was(
    shelf: Shelf, add: Callable[..., PackRecord], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("Mine")
    before = (folder / "shelf.json").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Expected, match="could not be saved: No space left"):
        shelf.enable("mine", on=False)
    assert (folder / "shelf.json").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["mine.sqlite", "shelf.json"]


def test_r2_what_a_dead_import_left_is_gone_after_the_next_start(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "mine.sqlite.17.importing").write_bytes(b"half")
    shelf = Shelf(paths.gazetteer_file(), folder)
    assert list(folder.iterdir()) == []
    shelf.close()
