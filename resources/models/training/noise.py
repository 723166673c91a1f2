# ruff: noqa: INP001 - beside a script, not part of a package; its chance decides letters, not secrets
"""What print does to sentences: capitals, headlines, curly quotes, dashes, misread letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

Pieces = list[tuple[str, str | None]]

CAPITALS: Final = 0.04
HEADLINE: Final = 0.04
SMALL: Final = 0.02
MISREAD: Final = 0.02
CURLY: Final = 0.35
BARE: Final = 0.12
"""How often a short example loses its full stop, as a headline or a caption has none."""
_SHORT: Final = 90
_WORD: Final = re.compile(r"(?<!['’])[^\W\d_]+(?:['’][^\W\d_]+)*")  # noqa: RUF001 - the curly apostrophe is meant
_MINOR: Final = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "over", "the", "to", "with"}
)
_DASH: Final = re.compile(r" (?:—|–|--|-) ")  # noqa: RUF001 - as it stands in print
_DASHES: Final = (" — ", " – ", " -- ", " - ", "—")  # noqa: RUF001
_MISREADINGS: Final = (("l", "1"), ("e", "c"), ("rn", "m"), ("o", "0"), ("h", "b"), ("m", "rn"), ("i", "l"), ("u", "n"))


def disturb(pieces: Sequence[tuple[str, str | None]], chance: random.Random) -> Pieces:
    """The same pieces as they might be printed; none becomes empty, no label moves."""
    done = list(pieces)
    draw = chance.random()
    if draw < CAPITALS:
        done = _each(done, str.upper)
    elif draw < CAPITALS + HEADLINE:
        done = _headline(done)
    elif draw < CAPITALS + HEADLINE + SMALL:
        done = _each(done, str.lower)
    elif draw < CAPITALS + HEADLINE + SMALL + MISREAD:
        done = _misread(done, chance)
    dash = chance.choices(_DASHES, (40, 20, 20, 15, 5))[0]
    done = _each(done, lambda text: _DASH.sub(dash, text))
    if chance.random() < CURLY:
        done = _curly(done)
    return _bare(done, chance)


def _each(pieces: Pieces, change: Callable[[str], str]) -> Pieces:
    return [(change(text), label) for text, label in pieces]


def _headline(pieces: Pieces) -> Pieces:
    """Every word with a capital but the small ones inside."""
    first = True

    def word(found: re.Match[str]) -> str:
        nonlocal first
        keep, first = not first and found[0] in _MINOR, False
        return found[0] if keep else found[0][0].upper() + found[0][1:]

    return _each(pieces, lambda text: _WORD.sub(word, text))


def _misread(pieces: Pieces, chance: random.Random) -> Pieces:
    """One to three letters misread as a scanner does, and the space after a full stop lost now and then."""
    done = list(pieces)
    for _ in range(chance.randint(1, 3)):
        index = chance.randrange(len(done))
        text, label = done[index]
        old, new = chance.choice(_MISREADINGS)
        places = [found.start() for found in re.finditer(old, text)]
        if places:
            at = chance.choice(places)
            done[index] = (text[:at] + new + text[at + len(old) :], label)
    if chance.random() < 0.5:  # noqa: PLR2004 - every other time
        done = [(text if label else re.sub(r"(?<=[a-z])\. (?=\w)", ".", text), label) for text, label in done]
    return done


def _curly(pieces: Pieces) -> Pieces:
    opened = False

    def quote(found: re.Match[str]) -> str:
        nonlocal opened
        if found[0] == "'":
            return "’"  # noqa: RUF001 - the curly apostrophe is meant
        opened = not opened
        return "“" if opened else "”"

    return _each(pieces, lambda text: re.sub(r"['\"]", quote, text))


def _bare(pieces: Pieces, chance: random.Random) -> Pieces:
    text, label = pieces[-1]
    short = sum(len(piece) for piece, _ in pieces) < _SHORT
    if label is None and short and len(text) > 1 and text.endswith(".") and chance.random() < BARE:
        return [*pieces[:-1], (text[:-1], None)]
    return pieces
