"""Settings: defaults, overrides, damage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import DEFAULTS, SettingsFile, Theme, _read


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


@given(st.binary())
def test_no_bytes_break_the_start(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.json"
    file.write_bytes(content)
    assert _read(file) == DEFAULTS
