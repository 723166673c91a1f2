"""What a coordinate becomes in the engine: a mention, one candidate, a place in a country and near a city."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.geoparsing.coordinates import find_coordinates, place_of, read_one
from app.geoparsing.coordinates.places import NOWHERE, Whereabouts, reading
from app.geoparsing.coordinates.values import EITHER_WAY
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Kind, Match, Place, Precision, Verdict
from app.geoparsing.pipeline import Engine
from app.geoparsing.recognizer import Label, Span
from tests.geoparsing.test_pipeline import document, surfaces
from tests.support.atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOSUL = (36.335, 43.119)


class Surveyor(Atlas):
    """An atlas that also knows what is around a point, and counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.surveyed = 0

    def areas_at(self, lat: float, lon: float) -> Sequence[Place]:
        self.surveyed += 1
        inside = 29 < lat < 38 and 38 < lon < 49
        return [*self._called("Nineveh"), *self._called("Iraq")] if inside else []

    def near(self, lat: float, lon: float, limit: int = 10, farthest_km: float | None = None) -> Sequence[Place]:
        found = self._called("Mosul")[:limit]
        farthest = 20_100 if farthest_km is None else farthest_km
        return [place for place in found if distance_km(lat, lon, place.lat, place.lon) <= farthest]

    def _called(self, name: str) -> list[Place]:
        return [hit.place for hit in self.find(name)]


class Beacon:
    """A recognizer that finds a few names, with a digit or two too many."""

    name, version = "beacon", "1"

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        for text in texts:
            found = ((text.find(n), n) for n in ("Xyzzyville (36.34", "Paris", "Iraq 36.34°N", "Georgia"))
            yield tuple(sorted(Span(at, at + len(n), Label.PLACE) for at, n in found if at >= 0))


@pytest.fixture
def engine() -> Engine:
    return Engine(Beacon(), [Surveyor()])


def test_a_coordinate_is_a_mention_with_one_candidate_that_says_why(engine: Engine) -> None:
    (answer,) = engine.parse(document("The camp lies at 36°20'24\"N, 43°07'48\"E."))
    (finding,) = answer.findings
    assert (finding.mention.surface, finding.mention.kind) == ("36°20'24\"N, 43°07'48\"E", Kind.COORDINATE)
    assert finding.mention.evidence == "degrees, minutes and seconds"
    (candidate,) = finding.candidates
    assert (candidate.score, candidate.match, candidate.matched) == (1.0, Match.OFFICIAL, finding.mention.surface)
    assert [reason.text for reason in candidate.reasons] == [
        "written as degrees, minutes and seconds",
        "1 km from Mosul",
    ]
    assert (finding.resolution.verdict, finding.resolution.confidence) == (Verdict.PLACE, 1.0)
    place = finding.resolution.place
    assert place is candidate.place
    assert place is not None
    assert (place.id, place.name) == ("geo:36.340000,43.130000", "36.3400° N, 43.1300° E")
    assert (place.precision, place.feature, place.country) == (Precision.POINT, "X.PT", "IQ")
    assert place.admin == ("Nineveh", "Iraq")
    assert place.admin_ids == ("gn:99032", "gn:99237")
    assert not place.is_area


def test_bare_numbers_are_less_sure_and_say_so(engine: Engine) -> None:
    (answer,) = engine.parse(document("Shelling at 36.3400, 43.1300 at dawn."))
    (finding,) = answer.findings
    assert finding.resolution.confidence == 0.7
    texts = [reason.text for reason in finding.candidates[0].reasons]
    assert "nothing but the digits says that it is a coordinate, latitude first" in texts


def test_it_cuts_the_recognizer_s_spans_and_loses_no_name(engine: Engine) -> None:
    (answer,) = engine.parse(document("Xyzzyville (36.34°N, 43.13°E) fell."))
    assert surfaces(answer) == ["Xyzzyville", "36.34°N, 43.13°E"]
    (answer,) = engine.parse(document("In Iraq 36.34°N 43.13°E burned."))
    assert surfaces(answer) == ["Iraq", "36.34°N 43.13°E"]


def test_a_coordinate_decides_between_places_of_one_name(engine: Engine) -> None:
    (plain,) = engine.parse(document("Paris is lovely."))
    (placed,) = engine.parse(document("Paris (33.66°N, 95.56°W) is lovely."))
    assert [a.findings[0].resolution.place.id for a in (plain, placed) if a.findings[0].resolution.place] == [
        "gn:2988507",
        "gn:4717560",
    ]
    reasons = [reason.text for reason in placed.findings[0].candidates[0].reasons]
    assert reasons[0] == "the text gives its coordinates behind the name"


def test_one_point_written_twice_keeps_each_one_s_form(engine: Engine) -> None:
    (answer,) = engine.parse(document("At 36.34°N 43.13°E, that is geo:36.34000,43.13000;u=50."))
    first, second = (finding.resolution.place for finding in answer.findings)
    assert first is not None
    assert second is not None
    assert first.id == second.id
    assert first.radius_km > second.radius_km == 0.05


def test_a_coordinate_does_not_reach_over_passages(engine: Engine) -> None:
    first, second = engine.parse(document("The first is 36.3400°N", "43.1300°E is the second."))
    assert surfaces(first) == surfaces(second) == []
    _, later = engine.parse(document("🙂 One.", "الموصل 36.3400°N, 43.1300°E."))
    text = document("🙂 One.", "الموصل 36.3400°N, 43.1300°E.").text
    (finding,) = later.findings
    assert text[finding.mention.start : finding.mention.end] == finding.mention.surface == "36.3400°N, 43.1300°E"


def test_a_given_span_that_is_a_coordinate_is_read_as_one(engine: Engine) -> None:
    text = "At 36.34, 43.13 in Iraq."
    point, land, part = engine.resolve(text, [(3, 15), (19, 23), (3, 8)])
    assert point.mention.kind is Kind.COORDINATE
    assert point.resolution.place is not None
    assert point.resolution.place.id == "geo:36.340000,43.130000"
    assert land.mention.kind is Kind.LITERAL
    assert (part.mention.kind, part.resolution.verdict) == (Kind.LITERAL, Verdict.UNKNOWN)


def test_the_sources_are_asked_once_for_a_point() -> None:
    surveyor = Surveyor()
    whereabouts = Whereabouts([Atlas(), surveyor])
    (span,) = find_coordinates("36.3400°N, 43.1300°E")
    for _ in range(3):
        assert reading(span, "here", whereabouts).candidate.place.country == "IQ"
    assert surveyor.surveyed == 1


def test_a_state_that_is_over_contains_no_point_of_today() -> None:
    class Historian(Surveyor):
        def areas_at(self, lat: float, lon: float) -> Sequence[Place]:
            return [
                replace(place, finish=2017 if place.name != "Iraq" else None) for place in super().areas_at(lat, lon)
            ]

    (span,) = find_coordinates("36.3400°N, 43.1300°E")
    assert place_of(span, Whereabouts([Historian()])).admin == ("Iraq",)


def test_without_sources_that_know_points_a_coordinate_is_a_point_all_the_same() -> None:
    (span,) = find_coordinates("36.3400°N, 43.1300°E")
    place = place_of(span, Whereabouts([Atlas()]))
    assert place == place_of(span, NOWHERE)
    assert (place.country, place.admin, place.admin_ids) == ("", (), ())


def test_far_from_everything_no_city_is_named() -> None:
    (span,) = find_coordinates("0.0000°N, 160.0000°W")
    said = reading(span, "there", Whereabouts([Surveyor()])).candidate
    assert [reason.text for reason in said.reasons] == ["written as decimal degrees"]
    assert said.place.country == ""


def test_an_o_that_may_be_east_or_west_is_shown_as_unsure() -> None:
    (span,) = find_coordinates("36,34° N, 43,13° O")
    said = reading(span, "there")
    assert said.confidence == EITHER_WAY
    assert said.candidate.reasons[-1].text == "“O” may be east (Ost) or west (Ouest, Oeste)"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("36.3, 43.1", "36.3° N, 43.1° E"),
        ("36.340000, -43.130000", "36.34000° N, 43.13000° W"),
        ("36°N 43°E", "36° N, 43° E"),
        ("36°20'N 43°07'E", "36.33° N, 43.12° E"),
        ("75°20'24.5\"N 43°07'48.5\"E", "75.34014° N, 43.13014° E"),
    ],
)
def test_the_name_has_as_many_digits_as_the_text_is_exact(written: str, name: str) -> None:
    place = read_one(written)
    assert place is not None
    assert place.name == name


def test_the_libraries_of_grids_wait_until_a_grid_reference_is_met() -> None:
    script = (
        "import sys; from app.geoparsing.coordinates import find_coordinates; find_coordinates('36.34°N 43.13°E 1+1');"
        "sys.exit(bool({'utm', 'mgrs', 'openlocationcode', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
