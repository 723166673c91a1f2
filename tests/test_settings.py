"""Settings: defaults, overrides, damage."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import _FITTING, DEFAULTS, OnlineProvider, Settings, SettingsFile, Theme, _read


def test_a_new_reader_has_the_defaults(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path).settings == DEFAULTS


def test_only_overrides_are_stored_and_come_back(tmp_path: Path) -> None:
    SettingsFile(tmp_path).change(theme=Theme.DARK)
    assert json.loads((tmp_path / "settings.json").read_text()) == {"theme": "dark"}
    assert SettingsFile(tmp_path).settings.theme is Theme.DARK
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


def test_documents_are_remembered_newest_first_and_once(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path)
    settings.remember([Path("/a"), Path("/b")])
    settings.remember([Path("/c"), Path("/a")])
    assert SettingsFile(tmp_path).settings.recent == ("/c", "/a", "/b")
    assert SettingsFile(tmp_path).settings.last == ("/c", "/a")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"theme": "purple", "recent": [1], "layout": 3, "other": {}}']
)
def test_damage_gives_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text)
    assert SettingsFile(tmp_path).settings == DEFAULTS


def test_every_field_is_read_back(tmp_path: Path) -> None:
    assert set(_FITTING) == {field.name for field in fields(Settings)}
    changed = SettingsFile(tmp_path).change(
        theme=Theme.LIGHT,
        layout="wide",
        last=("/a",),
        recent=("/a", "/b"),
        recognizer="spacy",
        online_provider=OnlineProvider.PHOTON,
        online_address="https://photon.example",
        online_agreed=("photon photon.example",),
    )
    assert SettingsFile(tmp_path).settings == changed
    assert all(getattr(changed, field.name) != getattr(DEFAULTS, field.name) for field in fields(Settings))


def test_one_damaged_field_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"theme": "dark", "online_provider": "nominatim", "online_agreed": [1]}')
    assert SettingsFile(tmp_path).settings == Settings(theme=Theme.DARK, online_provider=OnlineProvider.NOMINATIM)


@pytest.mark.parametrize(
    "stored",
    [
        {"online_provider": "google"},
        {"online_provider": ["nominatim"]},
        {"online_provider": None},
        {"online_address": "https://a.example/" + 2_000 * "x"},
        {"online_address": "https://a.example/\nX: 1"},
        {"online_address": 7},
        {"online_agreed": "nominatim a.example"},
        {"online_agreed": {"a.example": True}},
    ],
)
def test_p3_no_odd_setting_switches_the_online_geocoder_on(tmp_path: Path, stored: dict[str, object]) -> None:
    (tmp_path / "settings.json").write_text(json.dumps(stored))
    assert SettingsFile(tmp_path).settings == DEFAULTS


@given(st.binary())
def test_no_bytes_break_the_start(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.json"
    file.write_bytes(content)
    assert _read(file) == DEFAULTS
