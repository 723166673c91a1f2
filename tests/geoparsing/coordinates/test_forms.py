"""The forms in which people write coordinates, each read, and what only looks like one, left alone."""

# ruff: noqa: RUF001 - primes, minus signs and Cyrillic letters are what is read

from __future__ import annotations

import pytest

from app.geoparsing.coordinates import CoordinateSpan, Form, find_coordinates, read_one
from app.geoparsing.coordinates.values import EITHER_WAY

LAT, LON = 36.34, 43.13


def only(text: str) -> CoordinateSpan:
    (span,) = find_coordinates(text)
    return span


def near(span: CoordinateSpan, lat: float = LAT, lon: float = LON) -> bool:
    slack = span.radius_km / 78 + 1e-9
    return abs(span.lat - lat) <= slack and abs(span.lon - lon) <= 2 * slack


@pytest.mark.parametrize(
    "written",
    [
        "36.340, 43.130",
        "36.34°N 43.13°E",
        "36.34° N, 43.13° E",
        "36.34º N, 43.13º E",
        "N36.34 E043.13",
        "N36.34E043.13",
        "N 36.34, E 43.13",
        "36.34N/43.13E",
        "43.13°E 36.34°N",
        "+36.3400,+43.1300",
        "36.34°, 43.13°",
        "36.34 degrees north, 43.13 degrees east",
        "36.34° north and 43.13° east",
        "36,34° nördlicher Breite, 43,13° östlicher Länge",
        "36,34° Nord, 43,13° Est",
        "36.34° с.ш., 43.13° в.д.",
        "36.34° С, 43.13° В",
        "٣٦٫٣٤° شمالاً ٤٣٫١٣° شرقاً",
        "36.34\u00a0°N\u200943.13\u00a0°E",
    ],
)
def test_decimal_degrees(written: str) -> None:
    span = only(written)
    assert (span.start, span.end) == (0, len(written))
    assert span.form is Form.DECIMAL
    assert near(span)


@pytest.mark.parametrize(
    "written",
    [
        "Lat: 36.34, Lon: 43.13",
        "latitude 36.34 longitude 43.13",
        "Latitude of 36.34 and longitude of 43.13",
        "lon 43.13, lat 36.34",
        "lat=36.34; lng=43.13",
        "Lat 36.34 / Long 43.13",
    ],
)
def test_labelled_degrees(written: str) -> None:
    span = only("It lies at " + written + ", they say.")
    assert (span.start, span.end) == (11, 11 + len(written))
    assert (span.lat, span.lon, span.confidence) == (LAT, LON, 1.0)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Coordinates: 36.34, 43.13.", "36.34, 43.13"),
        ("GPS 36.34, 43.13", "36.34, 43.13"),
        ("geolocated to (36.34, 43.13)", "36.34, 43.13"),
        ("lat/lon: 36.34 43.13", "36.34 43.13"),
        ("lon/lat: 43.13, 36.34", "43.13, 36.34"),
        ("POINT(43.13 36.34)", "43.13 36.34"),
        ('{"type": "Point", "coordinates": [43.13, 36.34]}', "43.13, 36.34"),
    ],
)
def test_announced_degrees(text: str, written: str) -> None:
    span = only(text)
    assert text[span.start : span.end] == written
    assert (span.lat, span.lon) == (LAT, LON)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("36°20.4'N 43°07.8'E", Form.MINUTES),
        ("36° 20.4′ N, 43° 07.8′ E", Form.MINUTES),
        ("36° 20,4' N, 43° 07,8' E", Form.MINUTES),
        ("N 36° 20.4', E 043° 07.8'", Form.MINUTES),
        ("36-20.4N 043-07.8E", Form.MINUTES),
        ("3620.4N 04307.8E", Form.MINUTES),
        ("36°20'24\"N, 43°07'48\"E", Form.SECONDS),
        ("36° 20′ 24″ N 43° 07′ 48″ E", Form.SECONDS),
        ("36° 20’ 24” N 43° 07’ 48” E", Form.SECONDS),
        ("36º20´24´´N 43º07´48´´E", Form.SECONDS),
        ("36°20'24''N 43°07'48''E", Form.SECONDS),
        ("36d20m24s N 43d07m48s E", Form.SECONDS),
        ("36 20 24 N 43 07 48 E", Form.SECONDS),
        ("N36 20 24 E43 07 48", Form.SECONDS),
        ("36:20:24N 043:07:48E", Form.SECONDS),
        ("362024N 0430748E", Form.SECONDS),
        ("362024N0430748E", Form.SECONDS),
        ("N362024 E0430748", Form.SECONDS),
        ("36°20'24.0\", 43°07'48.0\"", Form.SECONDS),
        ("36 degrees, 20 minutes, 24 seconds north; 43 degrees, 7 minutes, 48 seconds east", Form.SECONDS),
    ],
)
def test_minutes_and_seconds(written: str, form: Form) -> None:
    span = only(written)
    assert (span.start, span.end) == (0, len(written))
    assert span.form is form
    assert span.lat == pytest.approx(LAT)
    assert span.lon == pytest.approx(LON)


def test_packed_minutes_and_whole_degrees() -> None:
    assert only("3620N04307E").lat == pytest.approx(36 + 20 / 60)
    assert only("3620N04307E005").end == 11
    assert only("a storm at 15N 45W").form is Form.WHOLE
    assert only("40°N, 74°W").lon == -74


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("33.86°S 151.21°E", -33.86, 151.21),
        ("-33.86°, 151.21°", -33.86, 151.21),
        ("−33.860, 151.210", -33.86, 151.21),
        ("-33.86° S, 151.21° E", -33.86, 151.21),
        ("34°36′S, 58°22′W", -34.6, -58 - 22 / 60),
        ("34° 36' Sur, 58° 22' Oeste", -34.6, -58 - 22 / 60),
        ("48.0° nord, 4.5° ouest", 48.0, -4.5),
        ("0°30'S 0°15'W", -0.5, -0.25),
        ("90°N 180°E", 90, 180),
    ],
)
def test_south_and_west(written: str, lat: float, lon: float) -> None:
    span = only(written)
    assert span.lat == pytest.approx(lat)
    assert span.lon == pytest.approx(lon)


def test_o_is_east_or_west_as_the_language_around_it_says() -> None:
    german = only("Das Lager liegt bei 36,34° N, 43,13° O und der Fluss im Norden.")
    spanish = only("El faro de la isla, en 43,38° N, 8,40° O, es el más antiguo de los faros.")
    nobody = only("36,34° N, 43,13° O")
    assert (german.lon, german.confidence) == (43.13, 1.0)
    assert (spanish.lon, spanish.confidence) == (-8.40, 1.0)
    assert (nobody.lon, nobody.confidence) == (43.13, EITHER_WAY)


@pytest.mark.parametrize(
    "written",
    [
        "38S 329399 4018898",
        "38N 329399E 4018898N",
        "UTM zone 38N, 329399 mE, 4018898 mN",
        "UTM 38S 329399 4018898",
        "zone 38 North 329399 4018898",
        "38 S E 329399 N 4018898",
        "329399E 4018898N zone 38N",
        "38S 329399.0 4018898.0",
    ],
)
def test_utm(written: str) -> None:
    span = only("at " + written + ".")
    assert (span.start, span.end) == (3, 3 + len(written))
    assert span.lat == pytest.approx(36.29999, abs=1e-5)
    assert span.lon == pytest.approx(43.1, abs=1e-5)
    assert (span.form, span.radius_km) == (Form.UTM, 0.001)


def test_s_is_a_band_only_where_the_northing_lies_in_it() -> None:
    assert only("38S 329399 4018898").lat > 0
    assert only("56S 334000 6250000").lat == pytest.approx(-33.877, abs=1e-3)
    assert only("56H 334000 6250000").lat == pytest.approx(-33.877, abs=1e-3)


@pytest.mark.parametrize(
    ("written", "radius"),
    [
        ("38SLF2939918898", 0.001),
        ("38S LF 29399 18898", 0.001),
        ("38S LF 2939918898", 0.001),
        ("38S LF 2939 1889", 0.0071),
        ("38SLF2918", 0.7071),
        ("MGRS 38SLF21", 7.0711),
    ],
)
def test_mgrs(written: str, radius: float) -> None:
    span = only(written)
    assert span.form is Form.MGRS
    assert span.radius_km == pytest.approx(radius, rel=0.01)
    assert span.lat == pytest.approx(36.3, abs=0.2)


def test_plus_codes() -> None:
    span = only("Meet at 4RRH46Q5+2X, please.")
    assert (span.start, span.end, span.form) == (8, 19, Form.PLUS_CODE)
    assert span.lat == pytest.approx(-33.8624, abs=1e-4)
    assert span.lon == pytest.approx(151.2099, abs=1e-4)
    assert only("4RRH0000+").radius_km > 60
    assert find_coordinates("46Q5+2X Sydney") == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("See geo:36.34,43.13?z=10;u=35.", "geo:36.34,43.13?z=10;u=35"),
        ("geo:36.34,43.13,220;crs=wgs84", "geo:36.34,43.13,220;crs=wgs84"),
        ("(geo:0,0?q=36.34,43.13(Mosul))", "geo:0,0?q=36.34,43.13"),
        ("https://www.google.com/maps/@36.34,43.13,12z", "36.34,43.13"),
        ("https://www.google.com/maps/place/X/@36.30,43.10,12z/data=!4m5!8m2!3d36.34!4d43.13", "36.34!4d43.13"),
        ("https://maps.google.com/?q=36.34,43.13&z=3", "36.34,43.13"),
        ("https://maps.apple.com/?ll=36.34%2C43.13", "36.34%2C43.13"),
        ("https://www.openstreetmap.org/#map=12/36.34/43.13", "36.34/43.13"),
        ("https://www.openstreetmap.org/?mlat=36.34&mlon=43.13#map=12/36.30/43.10", "36.34&mlon=43.13"),
        ("https://yandex.com/maps/?ll=43.13%2C36.34&z=10", "43.13%2C36.34"),
    ],
)
def test_addresses(text: str, written: str) -> None:
    span = only(text)
    assert text[span.start : span.end] == written
    assert (span.lat, span.lon) == (LAT, LON)
    assert span.form in {Form.GEO_URI, Form.LINK}


def test_the_uncertainty_of_a_geo_address_is_its_radius() -> None:
    assert only("geo:36.34000,43.13000;u=250").radius_km == 0.25


@pytest.mark.parametrize(
    "written",
    [
        "91.000°N 43.130°E",
        "36.340°N 181.000°E",
        "143.2000, 36.1000",
        "90.0001, 10.0000",
        "36°60'N 43°07'E",
        "36°20'60\"N 43°07'48\"E",
        "362060N 0430748E",
        "3660N 04307E",
        "36.34°N 43.13°N",
        "36.34°E 43.13°W",
        "-36.34°N 43.13°E",
        "36.34°N -43.13°E",
        "+33.86°S 151.21°E",
        "38S 99999 4018898",
        "38S 900001 4018898",
        "38I 329399 4018898",
        "38O 329399 4018898",
        "61S 329399 4018898",
        "38T 329399 4018898",
        "38N 329399 10018898",
        "38ILF2939918898",
        "38SIF2939918898",
        "38SLW2939918898",
        "38SAA2939918898",
        "61SLF2939918898",
        "38SLF293991889",
        "geo:91,43",
        "geo:36.34,43.13;crs=nad27",
        "https://www.google.com/maps/@36.34,243.13,12z",
    ],
)
def test_the_impossible_is_refused_not_wrapped_or_swapped(written: str) -> None:
    assert find_coordinates(written) == []
    assert find_coordinates(f"It lies at {written}, they say.") == []
    assert read_one(written) is None


@pytest.mark.parametrize(
    "text",
    [
        "It cost $36.340, $43.130 and £12.500.",
        "36.340, 43.130 percent of them agreed.",
        "36.34, 43.13",
        "36.34, 43.130",
        "36.340, 43.13",
        "Version 1.2.3 and 1.234.567, 2.345.678",
        "On 22.11.2026 at 12:30, 12:45 N Street",
        "192.168.100.200, 10.000.000.001",
        "Call +49 30 1234567 or 22334455+23.",
        "ISBN 978-3-16-148410-0, ISSN 1234-5678",
        "3,600, 4,500 and 36,340, 43,130 people",
        "John 3:16, 4:18 and Mark 12:30",
        "20° C, 25° C; 36.34° F",
        "a 45° slope, then 30°, 60° and 90°",
        "(1.23, 4.56) and [0.12, 0.34]",
        "95% CI 1.234, 4.567; OR (1.234, 4.567)",
        "a mean of 1.234, 4.567 mg",
        "1.234, 2.345, 3.456, 4.567",
        "1.234, 2.345 and 3.456 g of ore",
        "They won 2-1, 3-2 and 36-20 N",
        "350 N 200 E, Provo",
        "1230 N 4320 E, Layton, Utah",
        "between 36°N and 38°N",
        "from 20°N to 30°N and 40°E to 50°E",
        "20°N-30°N 40°E-50°E",
        "12 MAR 2001, 13MAR2001, 101200ZNOV04",
        "30 PER 1000 and 12 MAY 1998",
        "part 38SLF, bolt 38SLF21",
        "E10 5000 N95 12 S 100 W 200",
        "a = 1.2345, 2.3456",
        "https://shop.example/?id=36.34,43.13 and /@home",
        "C++ 11, a+b, 8+9",
        "the 38th parallel, 38 N",
    ],
)
def test_what_is_no_coordinate_is_left_alone(text: str) -> None:
    assert find_coordinates(text) == []


@pytest.mark.parametrize(
    ("written", "identity", "name"),
    [
        ("36.34, 43.13", "geo:36.340000,43.130000", "36.34° N, 43.13° E"),
        ("  -33.86 151.21 ", "geo:-33.860000,151.210000", "33.86° S, 151.21° E"),
        ("(36.3400; 43.1300)", "geo:36.340000,43.130000", "36.3400° N, 43.1300° E"),
        ("36 N 43 E", "geo:36.000000,43.000000", "36° N, 43° E"),
        ("36°20'N 43°07'E", "geo:36.333333,43.116667", "36.33° N, 43.12° E"),
        ("36°20'24\"n, 43°07'48\"e", "geo:36.340000,43.130000", "36.3400° N, 43.1300° E"),
        ("38slf21", "geo:36.264084,43.051907", "36.3° N, 43.1° E"),
        ("4rrh46q5+2x", "geo:-33.862437,151.209938", "33.8624° S, 151.2099° E"),
        ("geo:-0.0,-0.0", "geo:0.000000,0.000000", "0.0° N, 0.0° E"),
        ("MGRS: 38S LF 29399 18898", "geo:36.299999,43.100006", "36.30000° N, 43.10001° E"),
        ("https://www.openstreetmap.org/#map=12/36.34/43.13", "geo:36.340000,43.130000", "36.34° N, 43.13° E"),
    ],
)
def test_a_whole_string_is_read_more_leniently(written: str, identity: str, name: str) -> None:
    place = read_one(written)
    assert place is not None
    assert (place.id, place.name) == (identity, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mosul",
        "36.34",
        "36, 43",
        "Paris 36.34, 43.13",
        "36.34, 43.13 and 36.35, 43.14",
        "36.34 43.13 12.5",
        "13MAR2001",
    ],
)
def test_a_string_that_is_more_or_something_else_is_no_coordinate(text: str) -> None:
    assert read_one(text) is None


def test_several_coordinates_in_one_text() -> None:
    text = "From 36.340, 43.130; 36.350, 43.140 to 36°N 43°E and 38SLF29391889. See geo:1,2 or 4RRH46Q5+2X."
    forms = [Form.DECIMAL, Form.DECIMAL, Form.WHOLE, Form.MGRS, Form.GEO_URI, Form.PLUS_CODE]
    assert [span.form for span in find_coordinates(text)] == forms


def test_offsets_are_code_points() -> None:
    text = "🙂🇺🇦 الموصل 𐍈 36.3400°N, 43.1300°E 🚨"
    span = only(text)
    assert text[span.start : span.end] == "36.3400°N, 43.1300°E"
