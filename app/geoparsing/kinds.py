"""What a mention does in its sentence, by rules that can say why."""

# ruff: noqa: RUF001 - typographic quotes and dashes are what the patterns look for

from __future__ import annotations

import re
import unicodedata
from typing import Final

from app.geoparsing.context import clause_before, word_before, words_after
from app.geoparsing.lexicon import ACTS, AUXILIARIES, LOCATIVES, SEATS
from app.geoparsing.model import Kind

_REACH: Final = 6

_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (
        re.compile(
            r"\b(?:governments?|regime|administration|authorities|leaders?|leadership|parliament|rulers?)"
            r" of (?:the )?$",
            re.IGNORECASE,
        ),
        "stands for a government: “{}”",
    ),
    (
        re.compile(
            r"\b(?:ties|links|relations|relationship|alliance|talks|negotiations|deal|deals|agreement|pact|treaty|truce|accord"
            r"|friendship|rift|war|conflict|dispute|cooperation|coordination|partnership|dialogue|contacts?|patience|differences"
            r"|tensions?|deficit|solidarity|sides? )"
            r"(?: \w+)? ?(?:to|with|between|against) (?:the )?(?:[A-Z][\w.]*(?: [A-Z][\w.]*){0,2} and (?:the )?)?$",
            re.IGNORECASE,
        ),
        "stands for a power that others deal with: “{}”",
    ),
    (
        re.compile(
            r"\b(?:aid|assistance|support|help|arms|weapons|loans?|pressure|sanctions?|warning|message|appeal|request|demands?"
            r"|concessions?|protest|ultimatum|letter|shipments?|sales?|embargo|threats?|criticism|opposition|backing|blamed?|response|solidarity|loyalty|loyal|allied"
            r"|hostile|friendly|answerable)"
            r"(?: \w+)? (?:to|for|on|upon|against|from|of|by) (?:the )?$",
            re.IGNORECASE,
        ),
        "stands for a power that gives or gets: “{}”",
    ),
    (
        re.compile(
            r"\b(?:sold|sells|sell|selling|supplied|supplying|provided|lent|lend|offered|given|gave|granted)\b"
            r"[^.;:]{0,70}\bto (?:the )?$",
            re.IGNORECASE,
        ),
        "stands for a power that gives or gets: “{}”",
    ),
    (
        re.compile(
            r"\b(?:accus(?:ed|es|ing)|urg(?:ed|es|ing)|ask(?:ed|s|ing)|blam(?:ed|es|ing)|warn(?:ed|s|ing)|condemn(?:ed|s|ing)"
            r"|critici[sz](?:ed|es|ing)|pressur(?:ed|es|ing)|press(?:ed|es)|t(?:old|elling)|thank(?:ed|s)|persuad(?:ed|es)|convinc(?:ed|es)"
            r"|ang(?:ered|ers)|anger|embarrass(?:ed|es)|caught|surprised|provok(?:ed|es)|inform(?:ed|s)|assur(?:ed|es)|recogni[sz]e[sd]?"
            r"|support(?:ed|s|ing)?|back(?:ed|s|ing)|arm(?:ed|s|ing)|accept(?:ed|s)|alarmed|sued?|prompt(?:ed|s|ing)"
            r"|allow(?:ed|s|ing)|help(?:ed|s|ing)|forc(?:ed|es|ing)|encourag(?:ed|es|ing)|punish(?:ed|es|ing)?"
            r"|instruct(?:ed|s)) (?:the )?$",
            re.IGNORECASE,
        ),
        "stands for a power that is spoken to or acted on: “{}”",
    ),
    (
        re.compile(
            r"\b(?:according to|on behalf of|approval (?:of|from)|policy of|orders? from|backed by|supported by"
            r"|approved by|led by) (?:the )?$",
            re.IGNORECASE,
        ),
        "stands for a power that speaks or decides: “{}”",
    ),
)
"""What may stand before a metonym, and what it shows. Anchored at the mention."""

_TEAM_BEFORE: Final = re.compile(
    r"\b(?:(?:wins?|won|victor(?:y|ies)|triumphs?|draws?|games?|match(?:es)?|goals?|points|rebounds|play(?:s|ed|ing)?|home"
    r"|scored?)(?: \w+)? (?:against|over) |(?:loss(?:es)?|lost|fell) to |(?:beaten|routed|eliminated|edged) by "
    r"|(?:drew|draws?|tied) with |signed for |[A-Z]\w+ (?:face[sd]?|hosts?|hosted) "
    r"|(?:beat(?:s|ing)?|defeat(?:ed|s|ing)|outlasted|edged|routed|eliminated) )$"
)
"""What may stand before the name of a team's town."""
_TEAM_AFTER: Final = re.compile(
    r"(?:['’]s?)?\s+(?:\w+ ){0,2}?(?:coach(?:es)?|players?|strikers?|goalkeepers?|goalies?|quarterbacks?|midfielders?"
    r"|defenders?|fans|supporters|pitchers?|roster|squad|locker room)\b"
    r"|\s(?:beats?|defeats?|defeated|drew with|draws? with|face[sd]?|edge[sd]|routs?|routed|thrash(?:es|ed)?)\s[A-Z]\w+"
)
_SCORE: Final = re.compile(
    r" (?:won|beat|lost|drew|fell|leads?|led|trails?|scored?) (?:[A-Z][\w. ]{2,20}|the (?:game|match) )?,? ?\d+[-–]\d"
)

_JOINED: Final = re.compile(r" (?:and|&) (?:the )?[A-Z][\w.]*(?: [A-Z][\w.]*)?(?= [a-z])")
"""A second subject: "Moscow and Washington agreed"."""
_POSSESSED: Final = re.compile(
    r"['’]s?\s+(?:[\w-]+\s+){0,2}?(?:decision|government|policy|policies|request|demand|offer|response|refusal|ambassador|envoy|allies|ally"
    r"|leaders|leadership|stance|position|plan|intentions?|interests?|influence|insistence|warning|announcement|military|army"
    r"|foreign minist\w+|prime minister|president|capacity|support|will|view|approach|role|efforts|exports|imports"
    r"|(?:trade|trading) \w+|reluctance|willingness|ambitions?|actions|quest|commitments?|ambiguity)\b"
)


def plain(surface: str) -> str:
    """A name for comparison: without accents, case, full stops and a leading "the"."""
    folded = surface if surface.isascii() else _without_accents(surface)
    return folded.casefold().replace("’", "'").replace(".", "").removeprefix("the ")


def _without_accents(surface: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", surface) if not unicodedata.combining(c))


def kind_of(text: str, start: int, end: int, *, power: bool = True) -> tuple[Kind, str]:
    """Literal or metonym, for a mention that is neither demonym nor embedded, and why in words.

    Args:
        text: the document's text.
        start: the mention's first code point.
        end: one past its last.
        power: whether a government may be meant by the name; a team may by any.
    """
    if plain(text[start:end]) in SEATS:
        return Kind.METONYM, "a seat of government, named for the power that sits there"
    evidence = (power and power_shown(text, start, end)) or _team_shown(text, start, end)
    return (Kind.METONYM, evidence) if evidence else (Kind.LITERAL, "")


def power_shown(text: str, start: int, end: int) -> str:
    """What shows, in words, that a name stands for a power that acts or is dealt with; empty where nothing does."""
    before = clause_before(text, start)
    for pattern, words in _RULES:
        found = pattern.search(before)
        if found:
            quote = found[0].strip() + " " + text[start:end]
            return words.format(" ".join(quote.split()))
    possessed = _POSSESSED.match(text, end, end + 60)
    if possessed:
        return f"stands for a government: “{' '.join((text[start:end] + possessed[0]).split())}”"
    verb = _act(text, start, end)
    return f"the one who acts: “{text[start:end]} … {verb}”" if verb else ""


def _team_shown(text: str, start: int, end: int) -> str:
    """What shows, in words, that a name stands for its team; empty where nothing does."""
    after = _TEAM_AFTER.match(text, end, end + 60) or _SCORE.match(text, end, end + 50)
    if after:
        return f"stands for a team: “{' '.join((text[start:end] + after[0]).split())}”"
    before = _TEAM_BEFORE.search(clause_before(text, start))
    return f"stands for a team: “{' '.join((before[0] + text[start:end]).split())}”" if before else ""


def _act(text: str, start: int, end: int) -> str:
    """The verb of speaking or deciding whose subject the mention is; empty where there is none."""
    if word_before(text, start).casefold() in LOCATIVES:
        return ""
    joined = _JOINED.match(text, end, end + 50)
    for word in words_after(text, joined.end() if joined else end, _REACH):
        lower = word.casefold()
        if lower in ACTS:
            return word
        if lower.replace("’", "'") not in AUXILIARIES:
            return ""
    return ""
