"""Which addresses Whereof connects to: https, a public host, nothing of this computer or its neighbourhood.

The rule, in one place:

- the scheme is https; the port is 443 or 8443; no user name, no password; at most 2,000 characters, none of them a
  control character, a space or a backslash;
- the host is a name of two labels or more (letters, digits, hyphens) that is not reserved for private use, or an
  IP address written in its one usual form; a name beyond ASCII is used, shown and agreed to in punycode;
- every IP address that the host stands for is public, judged by tables of our own, so that the answer does not
  depend on the version of Python.

The tables follow the IANA registries of special-purpose addresses (RFC 6890), RFC 4291, RFC 6052 and RFC 3056.
"""

from __future__ import annotations

import re
import socket
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final, TypeAlias
from urllib.parse import SplitResult, quote, urlsplit

from app.errors import Refused
from app.network.trouble import Unreachable

IPAddress: TypeAlias = IPv4Address | IPv6Address
Resolver: TypeAlias = Callable[..., Sequence[tuple[Any, ...]]]
"""`socket.getaddrinfo`, or something that answers like it."""

SCHEME: Final = "https"
PORTS: Final = (443, 8443)
LONGEST: Final = 2_000
_LONGEST_HOST: Final = 253
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_KEPT_IN_PATHS: Final = "/?:@!$&'()*+,;=-._~%[]"
_PRIVATE_NAMES: Final = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "onion", "arpa"}
)
"""Last labels that name nothing on the public network (RFC 6761, 6762, 7686, 8375; ICANN's `.internal`)."""

_NOT_PUBLIC_4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by a provider's customers
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays, withdrawn
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_GLOBAL_6: Final = IPv6Network("2000::/3")
_NOT_PUBLIC_6: Final = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
_SIX_TO_FOUR: Final = IPv6Network("2002::/16")
_NAT64: Final = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address.

    Attributes:
        scheme: always `https`.
        host: the host as it is asked for and shown: lower case, punycode, IPv6 without brackets.
        port: 443 or 8443.
        path: path and query, percent-encoded, beginning with a slash.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def site(self) -> str:
        """The host, with its port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[0] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.site}{self.path}"


def check(url: str) -> Target:
    """Read an address and keep to the rule of this module, without asking the network anything.

    Raises:
        Refused: the rule forbids the address; the sentence says which part of it.
    """
    if len(url) > LONGEST:
        raise Refused(f"The address is longer than {LONGEST:,} characters.", "Use a shorter one.")
    if any(_is_unfit(character) for character in url):
        raise Refused("The address has a space, a line break or another character that no address has.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("The address cannot be read.", "Write it like https://host.example/path.") from None
    if parts.scheme != SCHEME or not parts.netloc:
        raise Refused("Whereof opens addresses that begin with https:// and no others.")
    if "@" in parts.netloc:
        raise Refused("The address has a user name or a password in it.", "Leave out what stands before the @.")
    if port not in (None, *PORTS):
        raise Refused(f"Whereof connects to the ports {PORTS[0]} and {PORTS[1]} only, not to port {port}.")
    return Target(SCHEME, _host(parts), port or PORTS[0], _path(parts))


def _is_unfit(character: str) -> bool:
    return character == "\\" or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")


def _path(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, safe=_KEPT_IN_PATHS)


def _host(parts: SplitResult) -> str:
    if parts.netloc.startswith("["):
        return _literal(parts.hostname or "")
    host = _in_ascii(parts.hostname or "")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _literal(host)
    if len(host) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused("The address has no proper host name.", "Write it like https://host.example/path.")
    if len(labels) == 1 or labels[-1] in _PRIVATE_NAMES:
        raise Refused(f"{host} names a computer of this network, and Whereof asks public hosts only.")
    return host


def _in_ascii(host: str) -> str:
    """The punycode of a host name; refuses names that say one thing and ask for another (fullwidth digits, ß)."""
    if host.isascii():
        return host
    try:
        encoded = host.encode("idna").decode("ascii").lower()
        same = encoded.encode("ascii").decode("idna") == unicodedata.normalize("NFC", host)
    except UnicodeError:
        same = False
    if not same:
        raise Refused("The host's name has letters that stand for others.", "Write it in its form with xn--.")
    return encoded


def _literal(text: str) -> str:
    """An IP address in its usual form, for example not 0x7f.1 or 017700000001."""
    try:
        address = ip_address(text)
    except ValueError:
        raise Refused("The address has a number for a host that is no IP address in its usual form.") from None
    if not is_public(address):
        raise Refused(f"{address} is an address of this computer or its own network.")
    return str(address)


def is_public(address: IPAddress) -> bool:
    """Whether an IP address is one of the public network. Addresses that wrap an IPv4 address are judged by it."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    if address in _SIX_TO_FOUR:
        return is_public(IPv4Address(int(address) >> 80 & 0xFFFF_FFFF))
    return address in _GLOBAL_6 and not any(address in network for network in _NOT_PUBLIC_6)


def resolve(target: Target, resolver: Resolver = socket.getaddrinfo) -> tuple[IPAddress, ...]:
    """The IP addresses of a host, each once, in the order to try them; all of them are public.

    The connection must go to one of these and must not look the name up again.

    Raises:
        Unreachable: the host is not known.
        Refused: one of the addresses is not public.
    """
    try:
        found = resolver(target.host, target.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        addresses = tuple(dict.fromkeys(ip_address(entry[4][0]) for entry in found))
    except (OSError, UnicodeError, ValueError):
        addresses = ()
    if not addresses:
        raise Unreachable(f"{target.host} cannot be found.", "Check the address, and whether there is a network.")
    if not all(is_public(address) for address in addresses):
        raise Refused(f"{target.host} leads to an address of this computer or its own network; nothing was sent to it.")
    return addresses
