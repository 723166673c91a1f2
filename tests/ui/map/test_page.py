"""The shell that folium makes, and its copy on disk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.ui.map import page

if TYPE_CHECKING:
    from pathlib import Path


def test_p2_the_shell_links_nothing_of_another_host_and_nonces_every_script() -> None:
    html = page.shell()
    assert re.findall(r"(?:src|href)=\"(?!vendor/|map\.|qwebchannel)[^\"]*", html) == []
    assert "http://" not in html
    assert "https://" not in html
    assert html.count("<script") == html.count(f'<script nonce="{page.NONCE_MARK}"') > 3
    assert html.count("<style") == html.count(f'<style nonce="{page.NONCE_MARK}"')
    assert "onload=" not in html


def test_kept_shell_is_the_shell_and_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = page.kept_shell(tmp_path)
    assert made == page.shell()
    monkeypatch.setattr(page, "shell", lambda: pytest.fail("it was kept"))
    assert page.kept_shell(tmp_path) == made


@pytest.mark.parametrize("damage", [b"", b"<html>", b"\xff\xfe"])
def test_damaged_copy_is_made_again(tmp_path: Path, damage: bytes) -> None:
    page.kept_shell(tmp_path)
    file = next(tmp_path.glob("map-shell-*.html"))
    file.write_bytes(damage)
    assert page.kept_shell(tmp_path) == page.shell()
    assert file.read_text(encoding="utf-8") == page.shell()
    assert list(tmp_path.iterdir()) == [file]


def test_cache_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    assert page.kept_shell(tmp_path / "missing") == page.shell()
