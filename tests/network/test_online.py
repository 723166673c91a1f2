"""The online geocoder: what leaves, how often, and what a refusal means."""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app import __version__
from app.errors import Expected, Refused, TooLarge, Unreadable
from app.network.cache import OnlineCache
from app.network.courtesy import Courtesy
from app.network.online import USER_AGENT, OnlineGeocoder, checked_name
from app.network.providers import PROVIDERS, consent_words
from app.network.trouble import Unreachable
from app.settings import OnlineProvider
from tests.network import answers
from tests.network.web import Web, answer, http

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.network.gateway import Gateway
    from tests.network.web import Clock

HOST = "geocoder.example"
FOUND = {
    "nominatim": [answers.nominatim()],
    "photon": answers.collection(answers.photon()),
    "pelias": answers.collection(answers.pelias()),
}
NOTHING: dict[str, object] = {"nominatim": [], "photon": answers.collection(), "pelias": answers.collection()}


@pytest.fixture
def cache(tmp_path: Path, clock: Clock) -> OnlineCache:
    """The memory, as another process sees it."""
    return OnlineCache(tmp_path, clock)


@pytest.fixture
def make(gateway: Gateway, tmp_path: Path, clock: Clock) -> Callable[..., OnlineGeocoder]:
    """A geocoder over the test's network; each has memory and turns of its own, as after a new start."""

    def made(provider: str = "nominatim", address: str = f"https://{HOST}") -> OnlineGeocoder:
        courtesy = Courtesy(tmp_path, clock=clock, sleep=clock.sleep)
        return OnlineGeocoder(provider, address, gateway, OnlineCache(tmp_path, clock), courtesy)

    return made


def asked(web: Web) -> list[tuple[str, dict[str, list[str]]]]:
    """Path and parameters of each request."""
    parts = [urlsplit(line.split(" ")[1]) for line in web.requests]
    return [(part.path, parse_qs(part.query)) for part in parts]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_name_is_found(make: Callable[..., OnlineGeocoder], web: Web, provider: str) -> None:
    web.host(HOST, answer(FOUND[provider]))
    geocoder = make(provider)
    (hit,) = geocoder.ask("Mosul")
    assert (hit.place.name, hit.place.country) == ("Mosul", "IQ")
    assert hit.place.id.startswith(f"on:{HOST}:")
    assert "OpenStreetMap contributors" in geocoder.attribution


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_unknown_name_is_an_empty_answer(make: Callable[..., OnlineGeocoder], web: Web, provider: str) -> None:
    web.host(HOST, answer(NOTHING[provider]))
    assert make(provider).ask("Nowhere") == []


def test_every_setting_is_a_provider() -> None:
    assert set(PROVIDERS) == set(OnlineProvider) - {OnlineProvider.OFF}


def test_p3_sends_the_name_only(make: Callable[..., OnlineGeocoder], web: Web) -> None:
    web.host(HOST, answer(FOUND["nominatim"]), answer(FOUND["photon"]), answer(FOUND["pelias"]))
    make("nominatim").ask("  Bâb  el-Tabbâneh ")
    make("photon").ask("Mosul & Sons?#")
    make("pelias", f"https://{HOST}:8443/geo/").ask("الموصل")
    assert asked(web) == [
        (
            "/search",
            {
                "q": ["Bâb el-Tabbâneh"],
                "format": ["json"],
                "limit": ["8"],
                "addressdetails": ["1"],
                "extratags": ["True"],
                "accept-language": ["en"],
            },
        ),
        ("/api", {"q": ["Mosul & Sons?#"], "limit": ["8"], "lang": ["en"]}),
        ("/geo/v1/search", {"text": ["الموصل"], "lang": ["en"]}),
    ]
    for line in web.lines:
        headers = {header.split(b":")[0] for header in line.sent.rstrip().split(b"\r\n")[1:]}
        assert headers == {b"Host", b"User-Agent", b"Accept-Encoding", b"Connection"}
        assert b"User-Agent: Whereof/test\r\n" in line.sent
    assert f"Whereof/{__version__} " in USER_AGENT
    assert "geopy" not in USER_AGENT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "...",
        "Mosul\nFriday",
        "Mosul\r",
        "Mosul\x00",
        "Mosul\u2029Friday",
        "Mosul\tFriday",
        "\ud800",
        "x" * 101,
        "Police said on Friday that the men were last seen near Mosul",
        "a b c d e f g h i j k",
    ],
)
def test_p3_a_text_that_is_no_name_never_leaves(make: Callable[..., OnlineGeocoder], web: Web, text: str) -> None:
    with pytest.raises(Refused):
        make().ask(text)
    assert web.lookups == []


@pytest.mark.parametrize("name", ["x" * 100, "a b c d e f g h i j", "St. John's", "7", "a\u00a0b"])
def test_a_long_name_is_a_name(name: str) -> None:
    assert checked_name(name) == name.replace("\u00a0", " ")


def test_p3_asks_once_and_remembers(make: Callable[..., OnlineGeocoder], web: Web, gateway: Gateway) -> None:
    web.host(HOST, answer(FOUND["nominatim"]))
    first = make().ask("Mosul")
    assert make().ask(" Mosul ") == first
    assert make().ask("Mosul", limit=0) == []
    assert len(web.connections) == 1
    assert len(gateway.log.records()) == 1
    make().ask("mosul district")
    assert len(web.connections) == 2


def test_p3_keeps_to_one_request_a_second(make: Callable[..., OnlineGeocoder], web: Web, clock: Clock) -> None:
    web.host(HOST, http(status=302, Location="/there"), answer(FOUND["nominatim"]))
    since = clock()
    make().ask("Mosul")
    make().ask("Erbil")
    assert len(web.connections) == 3
    assert clock() - since >= 2.0


@pytest.mark.parametrize("status", [401, 402, 403])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_p3_never_retries_401_402_403(
    make: Callable[..., OnlineGeocoder], web: Web, cache: OnlineCache, provider: str, status: int
) -> None:
    web.host(HOST, http(b"go away", status=status), answer(FOUND[provider]))
    geocoder = make(provider)
    with pytest.raises(Refused, match=rf"^{HOST} refused the request \({status}\); it was not repeated\.$") as told:
        geocoder.ask("Mosul")
    assert "settings" in told.value.remedy
    web.clock.now += 365 * 24 * 3600
    for later in (geocoder, make(provider), make(provider, f"https://{HOST}/")):
        with pytest.raises(Refused, match="was not asked again"):
            later.ask("Erbil")
    assert len(web.connections) == 1
    cache.forget()
    with pytest.raises(Refused):
        make(provider).ask("Erbil")
    cache.forgive()
    assert make(provider).ask("Mosul")
    assert len(web.connections) == 2


def test_p3_a_refusal_holds_though_it_cannot_be_stored(
    make: Callable[..., OnlineGeocoder], web: Web, tmp_path: Path
) -> None:
    web.host(HOST, http(status=403))
    geocoder = make()
    with pytest.raises(Refused):
        geocoder.ask("Mosul")
    (tmp_path / "online.sqlite").unlink()
    with pytest.raises(Refused, match="not asked again"):
        geocoder.ask("Mosul")
    assert len(web.connections) == 1


@pytest.mark.parametrize(
    ("told", "error", "sentence"),
    [
        (http(status=429), Unreachable, "was asked too often"),
        (http(status=429, Retry_After="nonsense"), Unreachable, "was asked too often"),
        (http(status=500), Unreachable, "has trouble of its own"),
        (http(status=503), Unreachable, "has trouble of its own"),
        (http(status=400), Unreachable, "did not understand"),
        (http(status=404), Unreachable, "did not understand"),
        (http(status=204), Unreachable, "did not understand"),
        (http(b"<html>"), Unreadable, "in a way that Nominatim does not"),
        (http(b"[" * 100_000), Unreadable, "in a way that Nominatim does not"),
        (http(b"\xff\xfe"), Unreadable, "in a way that Nominatim does not"),
        (answer("text"), Unreadable, "in a way that Nominatim does not"),
        (answer([1, 2]), Unreadable, "in a way that Nominatim does not"),
        (answer({"error": "no"}), Unreadable, "in a way that Nominatim does not"),
        (answer([answers.nominatim(lat="north")]), Unreadable, "in a way that Nominatim does not"),
        (http(b"x" * 3_000_000), TooLarge, "more than 2 MB"),
        (ConnectionRefusedError(), Unreachable, "cannot be reached"),
    ],
)
def test_p3_trouble_is_told_once_and_never_tried_again(
    make: Callable[..., OnlineGeocoder], web: Web, told: bytes | Exception, error: type[Expected], sentence: str
) -> None:
    web.host(HOST, told)
    with pytest.raises(error, match=sentence) as trouble:
        make().ask("Zanzibar")
    assert trouble.value.sentence.startswith(HOST)
    assert "Zanzibar" not in str(trouble.value)
    assert len(web.connections) == 1


def test_the_server_says_how_long_to_wait(make: Callable[..., OnlineGeocoder], web: Web) -> None:
    web.host(HOST, http(status=429, Retry_After="1200"))
    with pytest.raises(Unreachable) as told:
        make().ask("Mosul")
    assert told.value.remedy == "Try again in 1,200 seconds."


def test_p3_no_batch(make: Callable[..., OnlineGeocoder], web: Web) -> None:
    public = {name for name, _ in inspect.getmembers(OnlineGeocoder) if not name.startswith("_")}
    assert public == {"ask", "attribution", "host"}
    assert inspect.signature(OnlineGeocoder.ask).parameters["name"].annotation == "str"
    geocoder = make()
    second: list[Expected] = []

    def ask_meanwhile() -> Any:  # noqa: ANN401 - pieces
        try:
            geocoder.ask("Erbil")
        except Expected as trouble:
            second.append(trouble)
        yield answer(FOUND["nominatim"])

    web.host(HOST, ask_meanwhile())
    assert geocoder.ask("Mosul")
    assert [trouble.sentence for trouble in second] == [f"{HOST} is being asked already."]
    assert len(web.connections) == 1
    assert geocoder.ask("Mosul")


def test_p3_the_name_does_not_reach_another_host(make: Callable[..., OnlineGeocoder], web: Web) -> None:
    web.host(HOST, http(status=307, Location="https://other.example/search?q=Mosul"))
    web.host("other.example", answer(FOUND["nominatim"]))
    with pytest.raises(Refused, match="not agreed to"):
        make().ask("Mosul")
    assert web.lookups == [HOST]


def test_p4_the_name_is_in_no_log_and_no_file_but_the_cache(
    make: Callable[..., OnlineGeocoder], web: Web, tmp_path: Path, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    web.host(HOST, answer(FOUND["nominatim"]), http(b"Zanzibar?", status=500))
    make().ask("Zanzibar")
    with pytest.raises(Unreachable):
        make().ask("Zanzibar City")
    assert "Zanzibar" not in caplog.text
    assert [record.what for record in gateway.log.records()] == ["Zanzibar", "Zanzibar City"]
    holding = [file.name for file in tmp_path.rglob("*") if file.is_file() and b"Zanzibar" in file.read_bytes()]
    assert holding == ["online.sqlite"]


@pytest.mark.parametrize(
    ("provider", "address"),
    [
        ("", f"https://{HOST}"),
        ("google", f"https://{HOST}"),
        ("nominatim", ""),
        ("nominatim", f"http://{HOST}"),
        ("nominatim", "https://localhost"),
        ("nominatim", "https://192.168.1.1"),
        ("nominatim", f"https://{HOST}/?key=secret"),
    ],
)
def test_s9_a_bad_setting_makes_no_geocoder(make: Callable[..., OnlineGeocoder], provider: str, address: str) -> None:
    with pytest.raises(Refused):
        make(provider, address)


def test_a_cancelled_question_is_not_sent(make: Callable[..., OnlineGeocoder], web: Web) -> None:
    web.host(HOST, answer(FOUND["nominatim"]))
    with pytest.raises(Unreachable, match="cancelled"):
        make().ask("Mosul", cancelled=lambda: True)
    assert web.lookups == []


def test_p3_the_words_of_consent_name_host_and_what_is_sent() -> None:
    words = consent_words("photon", "photon.example:8443")
    assert "photon.example:8443" in words
    assert "the place's name and nothing else" in words
    assert "OpenStreetMap's public server" not in words
    assert "policy" in consent_words("nominatim", "nominatim.openstreetmap.org")
    with pytest.raises(Refused):
        consent_words("google", HOST)
