"""The encrypted connection: a real handshake over a pair of local sockets, with a certificate made here."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest

from app.errors import Refused
from app.network.connection import connect
from app.network.gateway import Gateway
from app.network.records import RequestLog
from tests.network.web import PUBLIC, Clock, Web, http

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = "good.example"

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None or not hasattr(socket, "AF_UNIX"), reason="needs openssl and local sockets"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of good.example in one file, vouched for by nobody but itself."""
    folder = tmp_path_factory.mktemp("certificate")
    made = folder / "made.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"),
            *("-keyout", folder / "key.pem", "-out", made),
        ],
        check=True,
        capture_output=True,
    )
    with made.open("a") as file:
        file.write((folder / "key.pem").read_text())
    return made


@pytest.fixture
def server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Whoever connects meets good.example; the list says whither they wanted to connect."""
    wanted: list[tuple[str, int]] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve(line: socket.socket) -> None:
        try:
            with context.wrap_socket(line, server_side=True) as served:
                served.recv(10_000)
                served.sendall(http(b"hello"))
        except OSError:
            line.close()

    def create(address: tuple[str, int], timeout: float) -> socket.socket:
        wanted.append(address)
        ours, theirs = socket.socketpair(socket.AF_UNIX)
        ours.settimeout(timeout)
        threading.Thread(target=serve, args=(theirs,), daemon=True).start()
        return ours

    monkeypatch.setattr(socket, "create_connection", create)
    return wanted


@pytest.fixture
def ask(tmp_path: Path, clock: Clock) -> Callable[[str], bytes]:
    """Fetch a page of a host through the gateway and its real connector."""

    def fetched(host: str) -> bytes:
        web = Web(clock)
        web.host(host, http())
        return Gateway("x", RequestLog(tmp_path), resolver=web.resolve).fetch(f"https://{host}/", purpose="test").body

    return fetched


@pytest.mark.usefixtures("server")
def test_a_certificate_that_nobody_vouches_for_is_refused(ask: Callable[[str], bytes]) -> None:
    with pytest.raises(Refused, match=r"good.example could not prove that it is good.example"):
        ask(NAME)


def test_the_certificate_must_be_the_hosts(
    ask: Callable[[str], bytes], server: list[tuple[str, int]], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert ask(NAME) == b"hello"
    with pytest.raises(Refused, match=r"other.example could not prove"):
        ask("other.example")
    assert server == [(PUBLIC, 443), (PUBLIC, 443)]


@pytest.mark.usefixtures("server")
def test_the_line_is_encrypted_by_a_current_protocol(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    line = connect(ip_address(PUBLIC), 443, NAME, 5.0)
    assert isinstance(line, ssl.SSLSocket)
    assert line.version() in ("TLSv1.2", "TLSv1.3")
    assert line.server_hostname == NAME
    line.close()
