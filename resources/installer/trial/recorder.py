"""A network that leads nowhere, and a record of everything that is sent into it.

The network namespace has a tunnel with addresses, a default route and a name server, so that an attempt to reach
anything is really sent instead of failing at once. What is sent, also over the loopback, is seen twice: by a packet
socket, and in the kernel's counters.

Run as a program in a new network namespace, this module is the recorder: it prints a line of JSON for each packet.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from types import TracebackType

NAME_SERVER: Final = "198.51.100.53"
"""An address of a block that is kept for documentation: nobody answers there."""

_INTERFACE: Final = "tun0"
_SETTINGS: Final = (
    "link set lo up",
    f"addr add 192.0.2.2/24 dev {_INTERFACE}",
    f"link set {_INTERFACE} up",
    f"route add default dev {_INTERFACE}",
)
_SETTINGS_6: Final = (f"-6 addr add 2001:db8::2/64 dev {_INTERFACE} nodad", f"-6 route add default dev {_INTERFACE}")
_TUNSETIFF: Final = 0x400454CA
_TUN_WITHOUT_HEADER: Final = 0x0001 | 0x1000
_EVERY_PROTOCOL: Final = 3
_LARGEST: Final = 65_536
_NAMES: Final = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmp"}
_WITH_PORTS: Final = frozenset({"tcp", "udp"})
_EXTENSIONS: Final = frozenset({0, 43, 60})
_SHORTEST: Final = {4: 20, 6: 40}
_SETTLE_S: Final = 0.5
"""How long a packet may take from the program to the record."""

_COUNTED: Final = ("Tcp ActiveOpens", "Tcp OutSegs", "Udp OutDatagrams", "Udp6OutDatagrams")


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet that was sent.

    Attributes:
        interface: where it went out; `lo` is the loopback.
        protocol: `tcp`, `udp`, `icmp` or the protocol's number.
        target: the address it was sent to.
        port: the port there; 0 where the protocol has none.
    """

    interface: str
    protocol: str
    target: str
    port: int

    def __str__(self) -> str:
        return f"{self.protocol} to {self.target} port {self.port} over {self.interface}"


@dataclass(frozen=True, slots=True)
class Traffic:
    """What was sent in a time.

    Attributes:
        packets: what the packet socket saw, without ICMP, which the kernel sends of its own accord.
        counters: by how much the kernel's counters grew: connections begun, segments and datagrams sent.
    """

    packets: tuple[Packet, ...]
    counters: dict[str, int]

    @property
    def silent(self) -> bool:
        """Whether nothing was sent."""
        return not self.packets and not any(self.counters.values())

    def __str__(self) -> str:
        most = "; ".join(f"{number} times {packet}" for packet, number in Counter(self.packets).most_common(10))
        return f"{most or 'no packet'}; counters {self.counters}"


class Recorder:
    """A network namespace and its recorder. Use it in a `with` statement."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._packets: list[Packet] = []
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", sys.executable, __file__],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        if self._process.stdout is None or self._process.stdout.readline().strip() != "recording":
            _, said = self._process.communicate()
            raise OSError(f"The network recorder did not start: {said.strip()}")
        self._reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        if self._reader.is_alive():
            self._reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    @property
    def network(self) -> Path:
        """The file that stands for the network namespace."""
        return Path(f"/proc/{self._pid}/ns/net")

    def mark(self) -> Mark:
        """This moment, from which traffic can be counted."""
        time.sleep(_SETTLE_S)
        return Mark(self, len(self._packets), self._counters())

    def since(self, packets: int, counters: dict[str, int]) -> Traffic:
        """What was sent since there were so many packets and these counters."""
        time.sleep(_SETTLE_S)
        now = self._counters()
        seen = tuple(packet for packet in self._packets[packets:] if packet.protocol != "icmp")
        return Traffic(seen, {name: now[name] - counters[name] for name in now})

    @property
    def _pid(self) -> int:
        if self._process is None:
            raise OSError("The network recorder does not run.")
        return self._process.pid

    def _counters(self) -> dict[str, int]:
        folder = Path(f"/proc/{self._pid}/net")
        found = counters((folder / "snmp").read_text(encoding="ascii"))
        if (folder / "snmp6").exists():
            words = (line.split() for line in (folder / "snmp6").read_text(encoding="ascii").splitlines())
            found |= {name: int(value) for name, value in words}
        return {name: found[name] for name in _COUNTED if name in found}

    def _read(self) -> None:
        if self._process is not None and self._process.stdout is not None:
            self._packets.extend(Packet(**json.loads(line)) for line in self._process.stdout)


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of a recorder."""

    recorder: Recorder
    packets: int
    counters: dict[str, int]

    def traffic(self) -> Traffic:
        """What was sent since."""
        return self.recorder.since(self.packets, self.counters)


def counters(text: str) -> dict[str, int]:
    """The counters of `/proc/net/snmp`, as `Udp OutDatagrams`."""
    lines = [line.split() for line in text.splitlines()]
    found: dict[str, int] = {}
    for names, values in zip(lines[::2], lines[1::2], strict=True):
        group = names[0].removesuffix(":")
        found |= {f"{group} {name}": int(value) for name, value in zip(names[1:], values[1:], strict=True)}
    return found


def packet(interface: str, data: bytes) -> Packet | None:
    """Read the head of an IP packet; None where it is none."""
    version = data[0] >> 4 if data else 0
    if version not in _SHORTEST or len(data) < _SHORTEST[version]:
        return None
    if version == 4:  # noqa: PLR2004 - the version that IP packets call themselves
        number, target, begin = data[9], socket.inet_ntop(socket.AF_INET, data[16:20]), (data[0] & 15) * 4
    else:
        number, target, begin = data[6], socket.inet_ntop(socket.AF_INET6, data[24:40]), 40
        while number in _EXTENSIONS and len(data) >= begin + 8:
            number, begin = data[begin], begin + 8 * (data[begin + 1] + 1)
    protocol = _NAMES.get(number, str(number))
    has_port = protocol in _WITH_PORTS and len(data) >= begin + 4
    return Packet(interface, protocol, target, struct.unpack_from("!H", data, begin + 2)[0] if has_port else 0)


def main() -> None:
    """Set up the network of this namespace and print each packet that is sent into it."""
    tunnel = _tunnel()
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_EVERY_PROTOCOL)) as listener:
        print("recording", flush=True)
        while True:
            ready, _, _ = select.select([listener.fileno(), tunnel], [], [])
            if tunnel in ready:
                os.read(tunnel, _LARGEST)
            if listener.fileno() in ready:
                data, (interface, _, direction, *_) = listener.recvfrom(_LARGEST)
                sent = packet(interface, data) if direction == socket.PACKET_OUTGOING else None
                if sent is not None:
                    print(json.dumps(asdict(sent)), flush=True)


def _tunnel() -> int:
    """A way out that ends in this process, which reads what comes and throws it away."""
    tunnel = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tunnel, _TUNSETIFF, struct.pack("16sH22x", _INTERFACE.encode(), _TUN_WITHOUT_HEADER))
    settings = [*_SETTINGS, *(_SETTINGS_6 if Path("/proc/net/if_inet6").exists() else ())]
    for line in settings:
        subprocess.run(["ip", *line.split()], check=True)
    return tunnel


if __name__ == "__main__":
    main()
