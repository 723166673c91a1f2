"""The gateway: redirects, rebinding, limits, what is sent and what is written down."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
import tracemalloc
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from app.errors import Expected, Refused, TooLarge, Unreadable
from app.network.gateway import Gateway
from app.network.records import RequestLog
from app.network.trouble import Unreachable
from tests.network.web import PUBLIC, Clock, FakeLine, Web, drip, endless, http

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.network.gateway import Answer

URL = "https://host.example/a?b=c"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy")


def fetch(gateway: Gateway, url: str = URL, **given: Any) -> Answer:  # noqa: ANN401 - fetch's own parameters
    return gateway.fetch(url, purpose="test", **given)


def test_an_answer_comes_whole(gateway: Gateway, web: Web) -> None:
    web.host("host.example", http("größer".encode(), Content_Type="text/plain"))
    answer = fetch(gateway)
    assert (answer.status, answer.body.decode(), answer.url) == (200, "größer", URL)
    assert answer.headers["content-type"] == "text/plain"
    assert web.connections[0][:3] == (PUBLIC, 443, "host.example")
    assert all(line.closed for line in web.lines)


def test_s9_what_is_sent_is_the_address_and_our_own_name(
    gateway: Gateway, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in PROXIES:
        monkeypatch.setenv(name, "http://proxy.example:3128")
    web.host("host.example", http(Set_Cookie="a=b"))
    fetch(gateway, headers={"Accept": "text/html", "Cookie": "c", "referer": "r", "User-Agent": "x", "HOST": "y"})
    fetch(gateway)
    head = {
        "GET /a?b=c HTTP/1.1",
        "Host: host.example",
        "User-Agent: Whereof/test",
        "Accept-Encoding: gzip",
        "Connection: close",
    }
    first, second = (set(line.sent.decode().rstrip().split("\r\n")) for line in web.lines)
    assert first == {*head, "Accept: text/html"}
    assert second == head
    assert web.lookups == ["host.example", "host.example"]


def test_s9_a_header_cannot_hold_another(gateway: Gateway, web: Web) -> None:
    web.host("host.example", http())
    with pytest.raises(ValueError, match="Invalid header value"):
        fetch(gateway, headers={"Accept": "a\r\nHost: evil.example"})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(gateway: Gateway, web: Web, status: int) -> None:
    web.host("host.example", http(status=status, Location="https://other.example/there"))
    web.host("other.example", http(b"here"))
    answer = fetch(gateway)
    assert (answer.body, answer.url) == (b"here", "https://other.example/there")
    assert [connection[2] for connection in web.connections] == ["host.example", "other.example"]


@pytest.mark.parametrize(
    "where",
    [
        "http://other.example/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://0x7f.1/",
        "//10.0.0.1/",
        "file:///etc/passwd",
        "https://reader@other.example/",
        "https://other.example:22/",
        "https://inside.example/",
    ],
)
def test_s9_a_redirect_leads_nowhere_else_than_an_address(gateway: Gateway, web: Web, where: str) -> None:
    web.host("host.example", http(status=302, Location=where))
    web.host("other.example", http(b"never"))
    web.host("inside.example", http(b"never"), at="192.168.1.1")
    with pytest.raises(Refused):
        fetch(gateway)
    assert [connection[2] for connection in web.connections] == ["host.example"]


def test_s9_three_redirects_are_the_end(gateway: Gateway, web: Web) -> None:
    hop = http(status=302, Location="/next")
    web.host("host.example", hop, hop, hop, http(b"here"))
    assert fetch(gateway).body == b"here"
    web.host("host.example", hop)
    with pytest.raises(Refused, match="redirects more than 3 times"):
        fetch(gateway)
    assert len(web.connections) == 8


@pytest.mark.parametrize("where", ["https://other.example/", "https://host.example:8443/", "https://8.8.8.8/"])
def test_p3_an_agreed_host_cannot_send_on_to_another(gateway: Gateway, web: Web, where: str) -> None:
    web.host("host.example", http(status=302, Location=where))
    with pytest.raises(Refused, match="you have not agreed to"):
        fetch(gateway, stay=True)
    assert len(web.connections) == 1
    web.host("host.example", http(status=302, Location="/elsewhere"), http(b"here"))
    assert fetch(gateway, stay=True).body == b"here"


def test_s9_the_connection_goes_to_the_checked_address(gateway: Gateway, web: Web) -> None:
    web.host("host.example", http(), at=[PUBLIC, "127.0.0.1"])
    fetch(gateway)
    assert web.lookups == ["host.example"]
    assert [connection[:3] for connection in web.connections] == [(PUBLIC, 443, "host.example")]
    with pytest.raises(Refused, match="leads to an address of this computer"):
        fetch(gateway)
    assert len(web.connections) == 1


def test_the_next_address_is_tried_and_shares_the_time(gateway: Gateway, web: Web) -> None:
    web.host("host.example", ConnectionRefusedError(), OSError("no route"), http(b"here"))
    web.names["host.example"] = [["2606:4700::1111", "8.8.8.8", PUBLIC]]
    assert fetch(gateway).body == b"here"
    assert [address for address, *_ in web.connections] == ["2606:4700::1111", "8.8.8.8", PUBLIC]
    assert [round(seconds) for *_, seconds in web.connections] == [10, 15, 30]


@pytest.mark.parametrize(
    "told",
    [
        http(length=3_000_001),
        endless(http(length=-1), b"x" * 70_000),
        http(b"x" * 3_000_001, length=-1),
        endless(http(length=-1, Transfer_Encoding="chunked"), b"1000\r\n" + b"x" * 0x1000 + b"\r\n"),
    ],
)
def test_s9_an_answer_over_the_limit_is_cut_off(gateway: Gateway, web: Web, told: Any) -> None:  # noqa: ANN401 - bytes or pieces
    web.host("host.example", told)
    with pytest.raises(TooLarge, match=r"host.example sent more than 3 MB"):
        fetch(gateway, most=3_000_000)
    assert web.lines[0].closed


@pytest.mark.parametrize(
    "told",
    [
        endless(http(length=-1, Transfer_Encoding="chunked") + b"-1\r\n", b"x" * 70_000),
        endless(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000),
        endless(http(length=-1, Transfer_Encoding="chunked") + b"0\r\n", b"Trailer: x\r\n" * 5_000),
    ],
)
def test_s9_an_answer_without_an_end_is_cut_off(gateway: Gateway, web: Web, told: Any) -> None:  # noqa: ANN401 - pieces
    web.host("host.example", told)
    with pytest.raises(TooLarge, match=r"host.example does not stop sending"):
        fetch(gateway, most=100_000)
    assert web.lines[0].closed


def test_s9_a_small_answer_does_not_unpack_to_a_large_one(gateway: Gateway, web: Web) -> None:
    bomb = gzip.compress(bytes(200_000_000), compresslevel=1)
    assert len(bomb) < 1_000_000
    web.host("host.example", http(bomb, Content_Encoding="gzip"))
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            fetch(gateway, most=1_000_000)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8_000_000


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 1_000_000])
def test_a_packed_answer_is_unpacked(gateway: Gateway, web: Web, size: int) -> None:
    body = (b"Mosul " * 200_000)[:size]
    web.host("host.example", http(gzip.compress(body), Content_Encoding="GZIP"))
    assert fetch(gateway, most=1_000_000).body == body


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (http(gzip.compress(b"x" * 9_999)[:-9], Content_Encoding="gzip"), Unreachable),
        (http(b"no gzip", Content_Encoding="gzip"), Unreadable),
        (http(zlib.compress(b"x"), Content_Encoding="deflate"), Unreadable),
        (http(b"x", Content_Encoding="br"), Unreadable),
        (http(b"half", length=8), Unreachable),
        (http(b"8\r\nhalf", length=-1, Transfer_Encoding="chunked"), Unreachable),
        (http(b"-5\r\nhalf", length=-1, Transfer_Encoding="chunked"), Unreadable),
        (http(b"half\r\nhalf", length=-1, Transfer_Encoding="chunked"), Unreachable),
        (b"", Unreachable),
        (b"SSH-2.0-OpenSSH_9.2\r\n", Unreadable),
        (b"HTTP/1.1 200 OK\r\n" + b"A: " + b"x" * 70_000 + b"\r\n\r\n", Unreadable),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", Unreadable),
        (ssl.SSLCertVerificationError("self-signed"), Refused),
        (ssl.SSLError("wrong version number"), Unreadable),
        (ConnectionRefusedError(), Unreachable),
        (TimeoutError(), Unreachable),
    ],
)
def test_a_bad_answer_is_one_sentence(
    gateway: Gateway, web: Web, told: bytes | Exception, error: type[Expected]
) -> None:
    web.host("host.example", told)
    with pytest.raises(error) as trouble:
        fetch(gateway)
    assert "host.example" in trouble.value.sentence
    assert trouble.value.sentence.count(". ") == 0
    assert [(record.host, record.status in (0, 200)) for record in gateway.log.records()] == [("host.example", True)]


@pytest.mark.parametrize("whole", [True, False])
def test_s9_a_slow_drip_ends_after_thirty_seconds(gateway: Gateway, web: Web, clock: Clock, *, whole: bool) -> None:
    web.seconds = 1.0
    pieces = drip(http(b"x" * 1_000)) if whole else [http(length=1_000), *drip(b"x" * 1_000)]
    web.host("host.example", pieces)
    since = clock()
    with pytest.raises(Unreachable, match=r"host.example took longer than 30 seconds"):
        fetch(gateway)
    assert 29 <= clock() - since <= 31
    assert max(seconds or 0 for seconds in web.lines[0].timeouts) <= 30
    assert web.lines[0].closed


def test_s9_the_thirty_seconds_are_for_all_redirects(gateway: Gateway, web: Web, clock: Clock) -> None:
    web.seconds = 12.0
    web.host("host.example", http(status=302, Location="/next"))
    since = clock()
    with pytest.raises(Unreachable, match="took longer"):
        fetch(gateway)
    assert clock() - since <= 37
    assert len(web.lines) == 3


def test_waiting_for_a_turn_takes_no_time_from_the_request(gateway: Gateway, web: Web, clock: Clock) -> None:
    turns: list[str] = []

    @contextmanager
    def turn(site: str) -> Iterator[None]:
        clock.now += 50
        turns.append(site)
        yield

    web.host("host.example", http(status=302, Location="https://other.example:8443/"))
    web.host("other.example", http(b"here"))
    assert fetch(gateway, turn=turn).body == b"here"
    assert turns == ["host.example", "other.example"]


def test_s9_a_name_server_that_does_not_answer_ends_too(tmp_path: Path) -> None:
    never = threading.Event()

    def hang(*_: object, **__: object) -> list[tuple[Any, ...]]:
        never.wait(10)
        return []

    gateway = Gateway("Whereof/test", RequestLog(tmp_path), resolver=hang)
    try:
        with pytest.raises(Unreachable, match=r"took longer than 0.1 seconds"):
            fetch(gateway, timeout=0.1)
    finally:
        never.set()


@pytest.mark.parametrize("gives_up", ["in time", "at the close"])
def test_a_connection_that_comes_too_late_is_closed_unused(web: Web, tmp_path: Path, gives_up: str) -> None:
    began, go_on, closed = threading.Event(), threading.Event(), threading.Event()

    class LateLine(FakeLine):
        def close(self) -> None:
            closed.set()

    late = LateLine([http()], Clock(), 0.0)

    def connect(*_: object) -> FakeLine:
        began.set()
        go_on.wait(10)
        return late

    web.host("host.example", http())
    gateway = Gateway("Whereof/test", RequestLog(tmp_path), resolver=web.resolve, connector=connect)

    def close() -> None:
        began.wait(10)
        gateway.close()

    if gives_up == "at the close":
        threading.Thread(target=close).start()
    with pytest.raises(Unreachable, match="took longer" if gives_up == "in time" else "cancelled"):
        fetch(gateway, timeout=0.1 if gives_up == "in time" else 30)
    assert not closed.is_set()
    go_on.set()
    assert closed.wait(10)
    assert late.sent == b""


def test_a_closed_gateway_breaks_off_and_asks_no_more(gateway: Gateway, web: Web) -> None:
    def close_midway() -> Any:  # noqa: ANN401 - pieces
        yield http(length=10)
        gateway.close()
        yield b"x"

    web.host("host.example", close_midway())
    for _ in range(2):
        with pytest.raises(Unreachable, match="cancelled"):
            fetch(gateway)
    assert len(web.connections) == 1


def test_a_cancelled_request_ends(gateway: Gateway, web: Web) -> None:
    web.host("host.example", http())
    with pytest.raises(Unreachable, match="cancelled"):
        fetch(gateway, cancelled=lambda: True)
    assert web.lookups == []


def test_every_request_is_written_down_and_its_words_only_in_memory(gateway: Gateway, web: Web, tmp_path: Path) -> None:
    web.host("host.example", http(status=302, Location="/q=Zanzibar"), http(b"12345", status=404))
    fetch(gateway, what="Zanzibar")
    assert [(r.host, r.purpose, r.what, r.status, r.bytes) for r in gateway.log.records()] == [
        ("host.example", "test", "Zanzibar", 302, 0),
        ("host.example", "test", "Zanzibar", 404, 5),
    ]
    (file,) = tmp_path.glob("requests*")
    assert [json.loads(line)["status"] for line in file.read_text().splitlines()] == [302, 404]
    assert "Zanzibar" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    gateway.log.forget()
    assert [(record.host, record.what) for record in gateway.log.records()] == [("host.example", "")] * 2
    assert not file.exists()


def test_the_log_stays_small_and_never_stops_a_request(gateway: Gateway, web: Web, tmp_path: Path) -> None:
    file = tmp_path / "requests.log"
    file.write_text("{}\n" * 100_000)
    web.host("host.example", http())
    fetch(gateway)
    assert file.stat().st_size < 200_000
    assert json.loads(file.read_text().splitlines()[-1])["host"] == "host.example"
    file.unlink()
    file.mkdir()
    assert fetch(gateway).status == 200
    assert len(gateway.log.records()) == 2
