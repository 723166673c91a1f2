# ruff: noqa: RUF001 - letters of many scripts are what this module is about
"""What grammar does to a name in a text, undone: prefixes, cases, particles, "province of".

Everything here works on normal forms (`names.normalise`: small letters without accents) and gives normal
forms. Each script has its own rules, and no rule touches a name of another script.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHORTEST: Final = 3
"""Letters of the shortest form that a rule may leave; two in scripts of syllables and words."""
_SHORTEST_EAST: Final = 2
_LONGEST: Final = 60
_MOST_WORDS: Final = 4

_GENERIC: Final = (
    "province|governorate|district|region|state|city|oblast|prefecture|municipality|metropolitan area|metro area|"
    "county|republic|territory|area"
)
_GENERIC_LAST: Final = re.compile(rf"^(?P<name>.+?) (?:{_GENERIC})$")
_GENERIC_FIRST: Final = re.compile(rf"^(?:{_GENERIC}) of (?:the )?(?P<name>.+)$")
_TURNED: Final = re.compile(
    r"^(?P<first>river|lake|mount|cape) (?P<name>.+)$|^(?P<before>.+) (?P<last>river|lake|island)$"
)
_LATIN_ARTICLE: Final = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az|ed|er|es|esh|et|ez) (?P<name>.{3,})$")
_ASSIMILATING: Final = ("sh", "t", "d", "r", "z", "s", "n")
"""Letters before which the Arabic article takes their sound: ash-Shirqat, ar-Raqqah."""
_SHORT_WORDS: Final = {
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
    "sta": "santa",
    "sto": "santo",
    "gt": "great",
    "pt": "port",
}
"""First words that are written short: N. Korea, Sta. Cruz."""

_ARABIC: Final = re.compile(r"^[\u0600-\u06ff ]+$")
_HEBREW: Final = re.compile(r"^[\u0590-\u05ff ]+$")
_CYRILLIC: Final = re.compile(r"^[\u0400-\u052f ]+$")
_GREEK: Final = re.compile(r"^[\u0370-\u03ff ]+$")
_HANGUL: Final = re.compile(r"^[\uac00-\ud7a3 ]+$")
_HAN: Final = re.compile(r"^[\u3400-\u9fff]+$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def looser(norm: str) -> Iterator[str]:
    """The forms that a normal form may be a grammatical form of, likelier ones first; may repeat itself."""
    if len(norm) > _LONGEST or norm.count(" ") >= _MOST_WORDS:
        return
    for script, forms, shortest in () if norm.isascii() else _RULES:
        if script.match(norm):
            yield from (form for form in forms(norm) if len(form) >= shortest)
            return
    yield from (form for form in _latin(norm) if len(form) >= SHORTEST)


def _latin(norm: str) -> Iterator[str]:
    for pattern in (_GENERIC_LAST, _GENERIC_FIRST):
        if found := pattern.match(norm):
            yield found["name"]
    if found := _TURNED.match(norm):
        yield f"{found['name']} {found['first']}" if found["first"] else f"{found['last']} {found['before']}"
    if found := _LATIN_ARTICLE.match(norm):
        name = found["name"]
        yield name
        yield f"al {name}"
        yield from (f"a{sound} {name}" for sound in _ASSIMILATING if name.startswith(sound))
        yield f"el {name}"
    first, _, rest = norm.partition(" ")
    if first in _SHORT_WORDS and len(rest) > SHORTEST:
        yield f"{_SHORT_WORDS[first]} {rest}"


_ARABIC_WORDS: Final = _words(
    "في الي من عن علي محافظه مدينه قضاء ناحيه قريه ولايه منطقه دوله جمهوريه اقليم مخيم شهر استان در از به شهرستان"
)
"""Prepositions, and words for divisions, Arabic and Persian."""
_URDU: Final = str.maketrans({"ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ے": "ي", "ں": "ن"})


def _arabic(norm: str) -> Iterator[str]:
    first, _, rest = norm.partition(" ")
    if rest and first in _ARABIC_WORDS:
        yield rest
        yield from _arabic(rest)
    bare = norm
    for prefix in ("ولل", "لل"):
        if norm.startswith(prefix):
            yield "ال" + norm[len(prefix) :]
            yield norm[len(prefix) :]
    for prefix in ("وبال", "وال", "بال", "فال", "كال"):
        if norm.startswith(prefix):
            yield "ال" + norm[len(prefix) :]
            bare = norm[len(prefix) :]
    for prefix in ("ال", "وب", "ول", "و", "ب", "ل", "ف", "ك"):
        if norm.startswith(prefix):
            yield norm[len(prefix) :]
    yield bare
    yield "ال" + bare
    if norm.endswith("ء"):
        yield norm[:-1]
    if (folded := norm.translate(_URDU)) != norm:
        yield folded


def _hebrew(norm: str) -> Iterator[str]:
    for length in (1, 2, 3):
        if all(letter in "בהולמשכ" for letter in norm[:length]):
            yield norm[length:]


_CASES: Final = (
    ("ами", ("а", "ы", "и")),
    ("ями", ("я", "и")),
    ("ого", ("ыи", "ии", "ое", "ои")),
    ("его", ("ии", "ее")),
    ("ому", ("ыи", "ии", "ое", "ои")),
    ("ему", ("ии", "ее")),
    ("ыми", ("ые",)),
    ("ими", ("ие",)),
    ("иеи", ("ия",)),
    ("ием", ("ии", "ие")),
    ("ієи", ("ія",)),
    ("ією", ("ія",)),
    ("ові", ("",)),
    ("еві", ("ь", "и", "")),
    ("ах", ("ы", "а", "и")),
    ("ях", ("и", "я")),
    ("ам", ("ы", "а", "и")),
    ("ям", ("и", "я")),
    ("ых", ("ые",)),
    ("их", ("ие",)),
    ("ои", ("а", "ая", "ои")),
    ("еи", ("я", "ь", "ая")),
    ("ою", ("а", "ая")),
    ("ею", ("я",)),
    ("єю", ("я",)),
    ("ую", ("ая",)),
    ("юю", ("яя",)),
    ("ью", ("ь",)),
    ("ом", ("", "о", "ыи", "ии", "ое")),
    ("ем", ("", "ь", "е", "и", "ии", "ее")),
    ("ым", ("", "ыи", "ое")),
    ("им", ("ии",)),
    ("ии", ("ия", "ии")),
    ("ию", ("ия", "ии")),
    ("ія", ("іи",)),
    ("ії", ("ія",)),
    ("іі", ("ія",)),
    ("ію", ("ія",)),
    ("а", ("", "о")),
    ("я", ("ь", "и", "е")),
    ("у", ("", "а", "о")),
    ("ю", ("я", "ь", "и", "е")),
    ("е", ("", "а", "о", "ь", "я", "и", "ы")),
    ("и", ("ь", "я", "а", "")),
    ("і", ("", "а", "я", "ь", "о", "е", "и")),
    ("ы", ("а", "")),
)
"""Endings of Russian and Ukrainian cases, longest first, and what the nominative may have in their place."""
_SOFTENED: Final = (("єв", "ів"), ("ев", "ів"), ("ов", "ів"), ("ол", "іл"), ("ож", "із"))
"""Ukrainian stems whose vowel differs in the nominative: Києва, Київ."""
_PREPOSITIONS: Final = _words("в во из на с со к ко у под від до з із під про о об без за для от при")
_CONSONANTS: Final = frozenset("бвгджзклмнпрстфхцчшщ")


def _nominatives(word: str) -> Iterator[str]:
    for ending, instead in _CASES:
        if word.endswith(ending) and len(word) - len(ending) > 1:
            stem = word[: -len(ending)]
            for nominative in instead:
                yield stem + nominative
                if not nominative:
                    yield from (stem[: -len(late)] + early for late, early in _SOFTENED if stem.endswith(late))
    if word[-1:] in _CONSONANTS:
        yield word + "ы"


def _cyrillic(norm: str) -> Iterator[str]:
    first, _, rest = norm.partition(" ")
    if rest and first in _PREPOSITIONS:
        yield rest
        yield from _cyrillic(rest)
        return
    if not rest:
        yield from _nominatives(norm)
        return
    words = norm.split(" ")
    yield from (f"{form} {rest}" for form in _nominatives(first))
    yield from (" ".join((*words[:-1], form)) for form in _nominatives(words[-1]))
    pairs = product(_nominatives(first), _nominatives(words[-1]))
    yield from (" ".join((one, *words[1:-1], other)) for one, other in pairs)


_GREEK_WORDS: Final = _words("στη στην στο στον στισ στα στουσ απο σε η ο το τη την τον τησ του των οι τα για προσ")
_GREEK_CASES: Final = (
    ("ουσ", ("οι", "οσ")),
    ("ων", ("α", "εσ", "οι", "αι")),
    ("ου", ("οσ", "ο", "ησ")),
    ("ασ", ("α",)),
    ("ησ", ("η",)),
    ("εωσ", ("η", "ισ")),
    ("σ", ("",)),
)


def _greek(norm: str) -> Iterator[str]:
    first, _, rest = norm.partition(" ")
    if rest and first in _GREEK_WORDS:
        yield rest
        yield from _greek(rest)
        return
    for ending, instead in _GREEK_CASES:
        if norm.endswith(ending):
            yield from (norm[: -len(ending)] + nominative for nominative in instead)
    yield norm + "σ"


_PARTICLES: Final = re.compile(r"(?:에서는|에서|으로|에는|에게|까지|부터|[의에로을를은는이가와과도])$")


def _hangul(norm: str) -> Iterator[str]:
    bare = _PARTICLES.sub("", norm)
    if bare != norm:
        yield bare


def _han(norm: str) -> Iterator[str]:
    if norm[-1] in "市省县縣区區州府国國":
        yield norm[:-1]


_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[str], Iterator[str]], int], ...]] = (
    (_ARABIC, _arabic, SHORTEST),
    (_HEBREW, _hebrew, SHORTEST),
    (_CYRILLIC, _cyrillic, SHORTEST),
    (_GREEK, _greek, SHORTEST),
    (_HANGUL, _hangul, _SHORTEST_EAST),
    (_HAN, _han, _SHORTEST_EAST),
)
