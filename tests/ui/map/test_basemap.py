"""The basemap's files: what the page and the gazetteer's places rely on."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from app import paths

MOST_BYTES = 3_000_000


def read(name: str) -> dict[str, Any]:
    with gzip.open(paths.basemap() / name, "rt", encoding="utf-8") as file:
        return json.load(file)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def areas() -> dict[str, Any]:
    return read("areas.json.gz")


@pytest.fixture(scope="module")
def labels() -> dict[str, Any]:
    return read("labels.json.gz")


def test_the_files_stay_small() -> None:
    assert sum(file.stat().st_size for file in paths.basemap().glob("*.gz")) < MOST_BYTES


def test_every_area_has_the_key_that_places_use(areas: dict[str, Any]) -> None:
    countries = {each["properties"]["key"] for each in areas["objects"]["countries"]["geometries"]}
    assert {"IQ", "FR", "NO", "XK", "PS", "TW", "US"} <= countries
    assert all(len(key) in {0, 2} for key in countries)
    divisions = {each["properties"]["key"] for each in areas["objects"]["divisions"]["geometries"]}
    assert {"gn:92877", "gn:99592", "gn:2951839", "gn:4736286", "gn:703883"} <= divisions, "Nineveh, Anbar, Bavaria ..."
    assert all(key == "" or key.startswith("gn:") for key in divisions)
    around = {each["properties"]["within"] for each in areas["objects"]["divisions"]["geometries"]}
    assert {"gn:6269131", "gn:2638360", "gn:3012874", "gn:3336901", "gn:3174618"} <= around, "England ... Lombardy"


def test_countries_are_named_as_a_reader_would(labels: dict[str, Any]) -> None:
    names = {key: name for _, _, name, _, key in labels["countries"]}
    assert names["CN"] == "China"
    assert names["US"] == "United States"
    assert names["CZ"] == "Czechia"
    assert names["KR"] == "South Korea"
    assert not {"Dhekelia Cantonment", "Akrotiri Sovereign Base Area"} & set(names.values())


def test_names_are_read_in_the_right_encoding_and_in_english(labels: dict[str, Any]) -> None:
    places = {name for _, _, name, _, _ in labels["places"]}
    assert {"Copenhagen", "São Paulo", "Mosul", "Moscow", "Baghdad"} <= places
    assert {"Tigris", "Euphrates", "Danube"} <= {name for _, _, name, _ in labels["rivers"]}
    assert "Nineveh" in {name for _, _, name, _, _ in labels["divisions"]}


@pytest.mark.parametrize("kind", ["countries", "divisions", "places", "rivers"])
def test_labels_come_most_important_first(labels: dict[str, Any], kind: str) -> None:
    ranks = [label[3] for label in labels[kind]]
    assert ranks == sorted(ranks)
