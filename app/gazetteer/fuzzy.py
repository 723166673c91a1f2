"""Names almost like a toponym: slips of typing and of text scanning, without an index of their own.

A toponym's near forms are few enough to be probed one by one against the key of the names: all single edits, and
what scanners confuse. For longer toponyms the listed names that begin like it are measured too, up to two edits.
All forms here are normal forms (`names.normalise`); distances are numbers of edits, a confusion counting half.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.gazetteer.names import variants
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from app.gazetteer.reader import Reader
    from app.geoparsing.candidates import NameHit

SHORTEST: Final = 5
"""Letters of the shortest toponym that has similar names: too many short names are one letter apart."""
_SHORTEST_TWO_EDITS: Final = 8
_LONGEST: Final = 40
_SAME_START, _EDITED_START = 3, 5
"""Letters that a name two edits away begins with: as the toponym does, or with one of the edits among the first."""
_LAST: Final = "\U0010ffff"
CONFUSION: Final = 0.5
EDIT: Final = 1.0
FIRST_LETTER: Final = 1.5
"""An edit of the first letter: it is seldom mistyped."""
LOWER_AN_EDIT: Final = 1.5
"""What each edit between a toponym and a name takes away from a place's prior; a confusion takes as much as one."""
_FORMS: Final = 3
"""A toponym's variants for which similar names are looked for."""
_TOGETHER: Final = 1000
"""Forms asked for in one query; SQLite takes some thirty thousand."""
_SCAN: Final = "SELECT DISTINCT norm FROM name WHERE norm >= ? AND norm < ? AND length(norm) BETWEEN ? AND ?"

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


def starts(norm: str) -> Iterator[set[str]]:
    """How names two edits away may begin: first as the form does, then with one of the edits there.

    Nothing for short forms.
    """
    written = alphabet(norm)
    if not written or not _SHORTEST_TWO_EDITS <= len(norm) <= _LONGEST:
        return
    same = norm[:_SAME_START]
    yield {same}
    edited = _edited(norm[: _EDITED_START + 1], written, _SAME_START)
    yield {start[:_EDITED_START] for start in edited if start[:_SAME_START] != same}


def measured(norm: str, listed: Iterable[str]) -> dict[str, float]:
    """Those of the listed names that are at most two edits away, with their distances."""
    from rapidfuzz import process  # noqa: PLC0415 - the window must not wait for it
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    met = process.extract(norm, list(listed), scorer=OSA.distance, score_cutoff=2, limit=None)
    return {name: float(edits) for name, edits, _ in met if edits}


def _edited(norm: str, written: str, end: int | None = None) -> Iterator[str]:
    """The single edits of a form, but not of its first letter; up to a place in it."""
    for place in range(1, len(norm) + 1 if end is None else end):
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


class Similar:
    """Finds a file's names that are almost a toponym.

    Args:
        reader: the file.
        called: the places of a normal form that is a name in the file.
    """

    def __init__(self, reader: Reader, called: Callable[[str], Iterable[NameHit]]) -> None:
        self._reader = reader
        self._called = called

    def find(self, toponym: str) -> list[NameHit]:
        """The places called almost so, all `Match.FUZZY`, nearest and then best-known first."""
        for form in variants(toponym)[:_FORMS]:
            hits = self._ranked(near(form))
            for some in starts(form):
                hits = hits or self._ranked(self._two_edits(form, some))
            if hits:
                return hits
        return []

    def _ranked(self, forms: Mapping[str, float]) -> list[NameHit]:
        best: dict[str, tuple[float, NameHit]] = {}
        for form in self._listed(tuple(forms)):
            away = forms[form]
            for hit in self._called(form):
                lower = replace(hit, match=Match.FUZZY, prior=hit.prior - LOWER_AN_EDIT * max(away, EDIT))
                known = best.get(hit.place.id)
                if known is None or (away, -lower.prior) < (known[0], -known[1].prior):
                    best[hit.place.id] = away, lower
        ranked = sorted(best.values(), key=lambda found: (found[0], -found[1].prior, found[1].place.id))
        return [hit for _, hit in ranked]

    def _listed(self, forms: tuple[str, ...]) -> list[str]:
        """Those of the forms that are names."""
        found: set[str] = set()
        for first in range(0, len(forms), _TOGETHER):
            some = forms[first : first + _TOGETHER]
            marks = ",".join("?" * len(some))
            query = f"SELECT DISTINCT norm FROM name WHERE norm IN ({marks})"  # noqa: S608 - only marks
            found.update(form for (form,) in self._reader.rows(query, *some))
        return sorted(found)

    def _two_edits(self, form: str, begun: Iterable[str]) -> dict[str, float]:
        listed: set[str] = set()
        for start in begun:
            rows = self._reader.rows(_SCAN, start, start + _LAST, len(form) - 2, len(form) + 2)
            listed.update(name for (name,) in rows)
        return measured(form, sorted(listed))
