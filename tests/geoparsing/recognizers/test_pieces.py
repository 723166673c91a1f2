"""The shapes of words as the model is told them."""

from __future__ import annotations

import pytest

from app.geoparsing.recognizers import pieces


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("mosul", pieces.LOWER),
        ("Mosul", pieces.TITLE),
        ("MOSUL", pieces.UPPER),
        ("McAllen", pieces.MIXED),
        ("I", pieces.LETTER),
        ("1862", pieces.DIGITS),
        ("20km", pieces.MIXED),
        ("—", pieces.OTHER),
        ("موصل", pieces.MIXED),
        ("Övre", pieces.TITLE),
    ],
)
def test_the_shape_of_a_word(word: str, shape: int) -> None:
    assert pieces.shape(word) == shape
