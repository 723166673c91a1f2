"""Addresses: what may be asked, what a host may stand for."""

# ruff: noqa: RUF001 - letters that look like others are the point

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.network.addresses import Target, check, is_public, resolve
from app.network.trouble import Unreachable

NOT_HTTPS = [
    "http://host.example/",
    "file:///etc/passwd",
    "ftp://host.example/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "host.example",
    "//host.example/",
    "https:host.example",
    "https:///path",
    "",
]
OF_THIS_NETWORK = [
    "localhost",
    "LOCALHOST",
    "app.localhost",
    "printer.local",
    "router.lan",
    "metadata.google.internal",
    "host.home.arpa",
    "hidden.onion",
    "intranet",
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",  # noqa: S104 - refused here, not listened on
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::127.0.0.1]",
    "[::8.8.8.8]",
    "[::ffff:127.0.0.1]",
    "[::ffff:8.8.8.8]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::8.8.8.8]",
    "[100::1]",
    "[2001::1]",
    "[2001:db8::1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::]",
    "[2002:c0a8:101::1]",
    "[3fff::1]",
    "[5f00::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[2606:4700::1111%25eth0]",
    "[fec0::1]",
    "[ff02::1]",
]
IN_DISGUISE = [
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "127.1",
    "127.0.1",
    "127.0.0.01",
    "127.0.0.1.",
    "1.2.3.4.5",
    "256.256.256.256",
    "１２７.０.０.１",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "ｌocalhost",
    "local\u00adhost",
    "straße.example",
    "exa%6dple.com",
    "host..example",
    ".host.example",
    "host.example.",
    "-host.example",
    "host-.example",
    "host_name.example",
    f"{'a' * 64}.example",
    ".".join(["a" * 60] * 5),
    "[::1",
    "[host.example]",
    "[v1.fe80::1]",
]
ODD = [
    "https://reader@host.example/",
    "https://reader:secret@host.example/",
    "https://good.example@127.0.0.1/",
    "https://@host.example/",
    "https://host.example\\@evil.example/",
    "https://host.example:80/",
    "https://host.example:22/",
    "https://host.example:6379/",
    "https://host.example:99999/",
    "https://host.example:x/",
    "https://host.example:４４３/",
    "https://host.example/a b",
    "https://host.example/a\r\nX-Header: 1",
    "https://host.example/\x00",
    "https://host.example/\t",
    " https://host.example/",
    "https://host.example/\n",
    "https://host.example/\u2028",
    "https://host.example/\ud800",
    "https://host.example/" + "x" * 2_000,
]


@pytest.mark.parametrize("url", NOT_HTTPS + ODD)
def test_s9_an_odd_address_is_refused(url: str) -> None:
    with pytest.raises(Refused) as told:
        check(url)
    assert told.value.sentence.endswith(".")


@pytest.mark.parametrize("host", OF_THIS_NETWORK + IN_DISGUISE)
@pytest.mark.parametrize("rest", ["/", ":8443/search?q=x"])
def test_s9_a_host_of_this_network_is_refused(host: str, rest: str) -> None:
    with pytest.raises(Refused):
        check(f"https://{host}{rest}")


@pytest.mark.parametrize(
    ("url", "target", "site"),
    [
        ("https://host.example", Target("https", "host.example", 443, "/"), "host.example"),
        ("HTTPS://Host.EXAMPLE:443/A?b=c#d", Target("https", "host.example", 443, "/A?b=c"), "host.example"),
        ("https://host.example:8443/a", Target("https", "host.example", 8443, "/a"), "host.example:8443"),
        ("https://host.example?q=1", Target("https", "host.example", 443, "/?q=1"), "host.example"),
        ("https://8.8.8.8/", Target("https", "8.8.8.8", 443, "/"), "8.8.8.8"),
        (
            "https://[2606:4700::1111]:8443/",
            Target("https", "2606:4700::1111", 8443, "/"),
            "[2606:4700::1111]:8443",
        ),
        (
            "https://host.example/wiki/الموصل?q=é%20%2F",
            Target("https", "host.example", 443, "/wiki/%D8%A7%D9%84%D9%85%D9%88%D8%B5%D9%84?q=%C3%A9%20%2F"),
            "host.example",
        ),
    ],
)
def test_an_address_is_read(url: str, target: Target, site: str) -> None:
    assert check(url) == target
    assert target.site == site
    assert check(target.url) == target


def test_s9_a_name_that_looks_like_another_is_shown_in_punycode() -> None:
    assert check("https://аррӏе.com/").site == "xn--80ak6aa92e.com"
    assert check("https://bücher.example/").host == "xn--bcher-kva.example"
    assert check("https://BÜCHER.example/").host == "xn--bcher-kva.example"


@given(st.text())
def test_s9_no_text_breaks_the_check(text: str) -> None:
    for url in (text, f"https://{text}", f"https://{text}.example/", f"https://host.example/{text}"):
        try:
            target = check(url)
        except Refused:
            continue
        assert target.url.isascii()
        assert check(target.url) == target


@given(st.ip_addresses())
def test_s9_nothing_is_public_that_python_calls_private(address: IPv4Address | IPv6Address) -> None:
    if is_public(address):
        assert not address.is_private
        assert not address.is_multicast
        assert not address.is_reserved or address in IPv6Network("64:ff9b::/96")


@given(st.ip_addresses(v=4))
def test_s9_a_wrapped_address_is_public_if_what_it_wraps_is(address: IPv4Address) -> None:
    for wrapped in (IPv6Address((0x64FF9B << 96) | int(address)), IPv6Address((0x2002 << 112) | (int(address) << 80))):
        assert is_public(wrapped) == is_public(address)


def test_public_addresses_are_public() -> None:
    for text in ("8.8.8.8", "93.184.215.14", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::8.8.8.8"):
        assert is_public(ip_address(text)), text


def _resolver(*addresses: str) -> Any:  # noqa: ANN401 - a resolver
    return lambda _host, port, **_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, port)) for text in addresses]


def test_a_host_stands_for_its_addresses_each_once() -> None:
    target = check("https://host.example/")
    assert [str(ip) for ip in resolve(target, _resolver("8.8.8.8", "2606:4700::1111", "8.8.8.8"))] == [
        "8.8.8.8",
        "2606:4700::1111",
    ]


@pytest.mark.parametrize("private", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "fd00::1"])
@pytest.mark.parametrize("first", [True, False])
def test_s9_one_private_address_among_public_ones_refuses_the_host(private: str, *, first: bool) -> None:
    addresses = (private, "8.8.8.8") if first else ("8.8.8.8", private)
    with pytest.raises(Refused, match=r"host.example leads to an address of this computer"):
        resolve(check("https://host.example/"), _resolver(*addresses))


def test_an_unknown_host_is_unreachable() -> None:
    def fail(*_: object, **__: object) -> Any:  # noqa: ANN401 - never returns
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure")

    for resolver in (fail, _resolver(), _resolver("nonsense")):
        with pytest.raises(Unreachable, match=r"host.example cannot be found"):
            resolve(check("https://host.example/"), resolver)
