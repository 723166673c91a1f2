"""Between rows of the project file and the domain's values."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Candidate, DateMention, DatePrecision, Day, Match, Place, Precision, Reason
from app.project.values import DocumentRecord

if TYPE_CHECKING:
    import sqlite3

    from app.project.database import Parameter

_CYCLE_YEARS: Final = 400
_CYCLE_DAYS: Final = 146_097
"""So many days have so many years, whenever they begin."""


def words_to_text(words: tuple[str, ...]) -> str:
    """A tuple of words as the text of one column."""
    return json.dumps(words, ensure_ascii=False)


def text_to_words(text: str) -> tuple[str, ...]:
    """The tuple of words that `words_to_text` wrote."""
    return tuple(str(word) for word in json.loads(text))


def place_to_row(place: Place) -> tuple[Parameter, ...]:
    """A place as the columns of table `place`, in their order."""
    return (
        place.id,
        place.name,
        place.lat,
        place.lon,
        place.feature,
        place.country,
        words_to_text(place.admin),
        place.precision.value,
        place.geonameid,
        place.population,
        place.radius_km,
        words_to_text(place.areas),
        words_to_text(place.admin_ids),
        place.start,
        place.finish,
    )


def row_to_place(row: sqlite3.Row) -> Place:
    """A row of table `place` as a place."""
    return Place(
        id=row["id"],
        name=row["name"],
        lat=row["lat"],
        lon=row["lon"],
        feature=row["feature"],
        country=row["country"],
        admin=text_to_words(row["admin"]),
        precision=Precision(row["precision"]),
        geonameid=row["geonameid"],
        population=row["population"],
        radius_km=row["radius_km"],
        areas=text_to_words(row["areas"]),
        admin_ids=text_to_words(row["admin_ids"]),
        start=row["start"],
        finish=row["finish"],
    )


def reasons_to_text(reasons: tuple[Reason, ...]) -> str:
    """Reasons as the text of one column."""
    return json.dumps([[reason.text, reason.weight] for reason in reasons], ensure_ascii=False)


def row_to_candidate(row: sqlite3.Row, place: Place) -> Candidate:
    """A row of table `candidate` and its place as a candidate."""
    reasons = tuple(Reason(str(text), float(weight)) for text, weight in json.loads(row["reasons"]))
    return Candidate(place, row["score"], row["matched"], Match(row["match"]), reasons)


def date_to_row(found: DateMention) -> tuple[Parameter, ...]:
    """A date as the columns of table `date_mention`, in their order, from its start on."""
    return (
        found.start,
        found.end,
        found.surface,
        day_to_number(found.earliest),
        day_to_number(found.latest),
        found.precision.value,
        *found.sentence,
    )


def row_to_date(row: sqlite3.Row) -> DateMention:
    """A row of table `date_mention` as a date."""
    return DateMention(
        row["start"],
        row["end"],
        row["surface"],
        number_to_day(row["earliest"]),
        number_to_day(row["latest"]),
        DatePrecision(row["precision"]),
        (row["sentence_start"], row["sentence_end"]),
    )


def day_to_number(day: Day) -> int:
    """How many days after the last one before our era a day is; those before our era have numbers below 1."""
    cycles, year = divmod(day.year - 1, _CYCLE_YEARS)
    return date(year + 1, day.month, day.day).toordinal() + cycles * _CYCLE_DAYS


def number_to_day(number: int) -> Day:
    """The day with this number."""
    cycles, days = divmod(number - 1, _CYCLE_DAYS)
    found = date.fromordinal(days + 1)
    return Day(found.year + cycles * _CYCLE_YEARS, found.month, found.day)


def row_to_record(row: sqlite3.Row) -> DocumentRecord:
    """A row of table `document`, without the text, as a record."""
    return DocumentRecord(
        id=row["id"],
        title=row["title"],
        date=row["date"],
        source=row["source"],
        remarks=text_to_words(row["remarks"]),
        status=row["status"],
        error=row["error"],
        revision=row["revision"],
        mentions=row["mentions"],
        places=row["places"],
        confirmed=row["confirmed"],
        unsure=row["unsure"],
        not_placed=row["not_placed"],
    )
