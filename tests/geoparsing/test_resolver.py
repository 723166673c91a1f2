from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.geoparsing.candidates import Candidates, NameHit
from app.geoparsing.model import Finding, Kind, Match, Mention, Verdict
from app.geoparsing.resolver import resolve
from tests.support.atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Sequence


def resolved(text: str, atlas: Candidates, kinds: dict[str, Kind] | None = None) -> list[Finding]:
    """The findings of a text whose mentions stand in brackets."""
    mentions = []
    plain = ""
    for piece in re.split(r"(\[[^]]*\])", text):
        if piece.startswith("["):
            name = piece[1:-1]
            kind = (kinds or {}).get(name, Kind.LITERAL)
            mentions.append(Mention(len(plain), len(plain) + len(name), name, kind))
            plain += name
        else:
            plain += piece
    return resolve(plain, mentions, atlas)


def ids(findings: list[Finding]) -> list[str | None]:
    return [finding.resolution.place.id if finding.resolution.place else None for finding in findings]


def reasons(finding: Finding, place_id: str) -> list[str]:
    (candidate,) = (c for c in finding.candidates if c.place.id == place_id)
    return [reason.text for reason in candidate.reasons]


PARIS_FRANCE, PARIS_TEXAS = "gn:2988507", "gn:4717560"
GEORGIA_COUNTRY, GEORGIA_STATE = "gn:614540", "gn:4197000"
WASHINGTON_CITY, WASHINGTON_STATE = "gn:4140963", "gn:5815135"
ATHENS_GREECE, ATHENS_GEORGIA = "gn:264371", "gn:4180386"


def test_alone_a_name_means_its_best_known_place(atlas: Candidates) -> None:
    (finding,) = resolved("They met in [Paris].", atlas)
    assert ids([finding]) == [PARIS_FRANCE]
    assert "the best-known of 2 places of this name" in reasons(finding, PARIS_FRANCE)
    assert "less known than Paris (France)" in reasons(finding, PARIS_TEXAS)


def test_a_container_that_is_named_with_it_decides(atlas: Candidates) -> None:
    findings = resolved("They met in [Paris], [Texas]. [Paris] is small.", atlas)
    assert ids(findings) == [PARIS_TEXAS, "gn:4736286", PARIS_TEXAS]
    assert reasons(findings[0], PARIS_TEXAS)[0] == "the text says “Paris, Texas”"
    assert "not in Texas, which the text names with it" in reasons(findings[0], PARIS_FRANCE)


def test_two_containers_make_two_senses(atlas: Candidates) -> None:
    findings = resolved("From [Paris], [Texas], to [Paris], [France].", atlas)
    assert ids(findings) == [PARIS_TEXAS, "gn:4736286", PARIS_FRANCE, "gn:3017382"]


def test_places_beside_it_decide_between_country_and_state(atlas: Candidates) -> None:
    assert ids(resolved("Rain in [Georgia] and in [Tbilisi].", atlas))[0] == GEORGIA_COUNTRY
    assert ids(resolved("Rain in [Georgia], [Atlanta] above all, not in [Dallas].", atlas))[0] == GEORGIA_STATE


def test_places_far_away_speak_against(atlas: Candidates) -> None:
    findings = resolved("[Athens] lies east of [Atlanta] in [Georgia].", atlas)
    assert ids(findings)[0] == ATHENS_GEORGIA
    assert "Atlanta is named in the same text, near it" in reasons(findings[0], ATHENS_GEORGIA)
    assert "far from every other place in the text" in reasons(findings[0], ATHENS_GREECE)


def test_a_metonym_means_the_capital(atlas: Candidates) -> None:
    (finding,) = resolved("[Washington] said no.", atlas, {"Washington": Kind.METONYM})
    assert ids([finding]) == [WASHINGTON_CITY]
    assert "a capital, and the text speaks of a government" in reasons(finding, WASHINGTON_CITY)


def test_a_word_beside_the_name_says_what_it_is(atlas: Candidates) -> None:
    (finding,) = resolved("Fires burn in the state of [Washington].", atlas)
    assert ids([finding]) == [WASHINGTON_STATE]
    assert "a capital, but the text speaks of a state" in reasons(finding, WASHINGTON_CITY)
    assert ids(resolved("Fires burn in the city of [Washington].", atlas)) == [WASHINGTON_CITY]


def test_a_demonym_means_its_country(atlas: Candidates) -> None:
    findings = resolved(
        "A [Georgian] choir and [Iraqi] poets.", atlas, {"Georgian": Kind.DEMONYM, "Iraqi": Kind.DEMONYM}
    )
    assert ids(findings) == [GEORGIA_COUNTRY, "gn:99237"]
    assert "“Iraqi” is what comes from Iraq" in reasons(findings[1], "gn:99237")


def test_a_name_that_no_gazetteer_knows_stays_unknown(atlas: Candidates) -> None:
    (finding,) = resolved("They met in [Xyzzyville].", atlas)
    assert finding.resolution.verdict is Verdict.UNKNOWN
    assert finding.resolution.place is None
    assert finding.candidates == ()
    assert finding.resolution.confidence == 0.0


def test_container_province_and_country_are_named_as_reasons(atlas: Candidates) -> None:
    findings = resolved("[Mosul] in [Nineveh], [Iraq].", atlas)
    assert "lies in Nineveh and Iraq, which the text names" in reasons(findings[0], "gn:99072")
    assert "Mosul, inside it, is named in the same text" in reasons(findings[1], "gn:99032")


@pytest.mark.parametrize("text", ["[Paris] and [Athens] and [Washington]", "[Georgia]", "[Paris], [Texas]"])
def test_scores_are_shares_and_every_candidate_has_a_reason(text: str, atlas: Candidates) -> None:
    for finding in resolved(text, atlas):
        scores = [candidate.score for candidate in finding.candidates]
        assert sum(scores) == pytest.approx(1.0)
        assert scores == sorted(scores, reverse=True)
        assert all(candidate.reasons for candidate in finding.candidates)
        assert finding.resolution.place is finding.candidates[0].place
        assert 0.0 < finding.resolution.confidence < 1.0


def test_the_same_text_gives_the_same_answer(atlas: Candidates) -> None:
    text = "[Paris], [Athens], [Georgia], [Washington] and [Dallas]"
    assert resolved(text, atlas) == resolved(text, atlas)


class _Slips(Atlas):
    """An atlas that takes "Mosull" for Mosul."""

    def similar(self, toponym: str, limit: int = 10) -> Sequence[NameHit]:
        hits = self.find("Mosul", limit) if toponym == "Mosull" else ()
        return [NameHit(hit.place, hit.matched, Match.FUZZY) for hit in hits]


def test_a_slip_is_offered_and_decided_by_nobody() -> None:
    text = "Rain fell in Mosull and in Tikrit."
    mentions = [Mention(13, 19, "Mosull", Kind.LITERAL), Mention(27, 33, "Tikrit", Kind.LITERAL)]
    slip, sure = resolve(text, mentions, Candidates([_Slips()]))
    assert (slip.resolution.verdict, slip.resolution.place) == (Verdict.UNKNOWN, None)
    assert [candidate.place.name for candidate in slip.candidates] == ["Mosul"]
    assert "“Mosull” may be a slip for “Mosul”" in [reason.text for reason in slip.candidates[0].reasons]
    assert sure.resolution.place is not None
    assert all("Mosul" not in reason.text for candidate in sure.candidates for reason in candidate.reasons)
