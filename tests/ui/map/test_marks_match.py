"""Page and window colour the marks alike and call them the same."""

from __future__ import annotations

import re

import pytest

from app import paths
from app.ui.look import MARKS


def variables(selector: str) -> dict[str, str]:
    css = (paths.resources() / "map" / "map.css").read_text(encoding="utf-8")
    block = css[css.index(f"{selector} {{") :]
    return dict(re.findall(r"--([\w-]+): (#\w+);", block[: block.index("}")]))


@pytest.mark.parametrize("name", sorted(MARKS))
def test_a_mark_has_one_colour_in_text_list_and_map(name: str) -> None:
    variable = "place" if name in {"area", "relative"} else name
    assert variables(":root")[variable] == MARKS[name].light
    assert variables(':root[data-theme="dark"]')[variable] == MARKS[name].dark


def test_the_legend_uses_the_windows_words() -> None:
    source = (paths.resources() / "map" / "marks.js").read_text(encoding="utf-8")
    listed = dict(re.findall(r'\["(\w+)", "([^"]+)"\]', source))
    assert listed.pop("literal") == MARKS["place"].words
    assert listed == {name: mark.words for name, mark in MARKS.items() if name != "place"}
