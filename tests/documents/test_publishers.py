from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.publishers import folded


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("thetowntalk.com", "thetowntalk.com"),
        ("www.TheTownTalk.com", "thetowntalk.com"),
        ("https://www.thetowntalk.com:443/a/b?c", "thetowntalk.com"),
        (" The  Town\nTalk ", "the town talk"),
        ("http://", ""),
        ("http://reader:secret@post.example/a@b", "post.example"),
        ("", ""),
    ],
)
def test_one_publisher_is_written_one_way(written: str, expected: str) -> None:
    assert folded(written) == expected


@given(st.text(max_size=300))
def test_a_folded_name_is_short_and_one_line(name: str) -> None:
    once = folded(name)
    assert len(once) <= 200
    assert "\n" not in once
