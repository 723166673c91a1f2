"""Names almost like a toponym: slips of typing and of text scanning, without an index of their own.

A toponym's near forms are few enough to be probed one by one against the key of the names: all single edits, and
what scanners confuse. For longer toponyms the listed names that begin like it are measured too, up to two edits.
All forms here are normal forms (`names.normalise`); distances are numbers of edits, a confusion counting half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST: Final = 5
"""Letters of the shortest toponym that has similar names: too many short names are one letter apart."""
_SHORTEST_TWO_EDITS: Final = 8
_LONGEST: Final = 40
_SAME_START: Final = 3
"""Letters that a name two edits away begins with, as the toponym does."""
CONFUSION: Final = 0.5
EDIT: Final = 1.0
FIRST_LETTER: Final = 1.5
"""An edit of the first letter: it is seldom mistyped."""

_ALPHABETS: Final = (
    "abcdefghijklmnopqrstuvwxyz ",
    "абвгдежзиклмнопрстуфхцчшщъыьэюяіјєњџқғәөүһљћђ ",
    "αβγδεζηθικλμνξοπρστυφχψω ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءپچژگٹڈڑےھەۆ ",
    "אבגדהוזחטיכלמנסעפצקרשתךםןףץ ",
)
_OWN: Final = tuple(frozenset(alphabet) - {" "} for alphabet in _ALPHABETS)

_CONFUSED: Final = (
    ("rn", "m"),
    ("cl", "d"),
    ("ii", "u"),
    ("ri", "n"),
    ("vv", "w"),
    ("nn", "m"),
    ("li", "h"),
    ("in", "m"),
    ("0", "o"),
    ("1", "l"),
    ("1", "i"),
    ("5", "s"),
    ("8", "b"),
    ("6", "b"),
    ("6", "g"),
    ("9", "g"),
    ("2", "z"),
    ("4", "a"),
    ("f", "s"),
    ("i", "l"),
    ("c", "e"),
    ("h", "b"),
    ("u", "v"),
)
"""What scanners take for each other, both ways."""
_BOTH_WAYS: Final = tuple(pair for one, other in _CONFUSED for pair in ((one, other), (other, one)))


def alphabet(norm: str) -> str:
    """The letters of the script that most of a form is written in, and a space; empty for scripts without any here."""
    counts = [sum(letter in own for letter in norm) for own in _OWN]
    most = max(counts)
    return _ALPHABETS[counts.index(most)] if most * 2 > len(norm) else ""


def near(norm: str) -> dict[str, float]:
    """The forms a slip away from a form, with their distances; empty for short and long ones and other scripts."""
    written = alphabet(norm)
    if not written or not SHORTEST <= len(norm) <= _LONGEST:
        return {}
    forms = dict.fromkeys(_edited(norm, written), EDIT)
    forms.update(dict.fromkeys(_first_edited(norm, written), FIRST_LETTER))
    once = set(_confused(norm))
    for form in once:
        forms.update(dict.fromkeys(_confused(form), 2 * CONFUSION))
    forms.update(dict.fromkeys(once, CONFUSION))
    return {form: away for form, away in forms.items() if form != norm and form == " ".join(form.split())}


def scan(norm: str) -> tuple[str, str, int, int] | None:
    """The range of names that may be two edits away: from, to (not included), least and most letters; None for short."""
    if not alphabet(norm) or not _SHORTEST_TWO_EDITS <= len(norm) <= _LONGEST:
        return None
    start = norm[:_SAME_START]
    return start, start[:-1] + chr(ord(start[-1]) + 1), len(norm) - 2, len(norm) + 2


def measured(norm: str, listed: Iterable[str]) -> dict[str, float]:
    """Those of the listed names that are at most two edits away, with their distances."""
    met = process.extract(norm, list(listed), scorer=OSA.distance, score_cutoff=2, limit=None)
    return {name: float(edits) for name, edits, _ in met if edits}


def _edited(norm: str, written: str) -> Iterator[str]:
    for place in range(1, len(norm) + 1):
        before, after = norm[:place], norm[place:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in written)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in written)


def _first_edited(norm: str, written: str) -> Iterator[str]:
    yield norm[1:]
    yield norm[1] + norm[0] + norm[2:]
    for letter in written:
        yield letter + norm
        yield letter + norm[1:]


def _confused(norm: str) -> Iterator[str]:
    for wrong, right in _BOTH_WAYS:
        parts = norm.split(wrong)
        for cut in range(1, len(parts)):
            yield wrong.join(parts[:cut]) + right + wrong.join(parts[cut:])
        if len(parts) > 2:  # noqa: PLR2004 - more than one to put right
            yield right.join(parts)
