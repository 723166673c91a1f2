"""The parts of the trial of the Debian package; the trial itself is `make package-test`."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the trial runs on Linux only", allow_module_level=True)

from app.documents.formats import SUPPORTED
from trial import documents, picture, root, sandbox, tools
from trial.listing import Difference, compare, listing
from trial.namespace import Room, User
from trial.outcome import Failed, Outcome, number, pairs
from trial.recorder import Recorder, counters, packet
from trial.sandbox import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED = ("unshare", "nsenter", "setpriv", "pivot_root", "ip")
NOBODY = User("nobody", 65_534)


def may_make_namespaces() -> bool:
    if os.geteuid() != 0 or not all(map(shutil.which, NEEDED)):
        return False
    command = ["unshare", "--mount", "--pid", "--net", "--fork", "--propagation", "private", "true"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


namespaces = pytest.mark.skipif(not may_make_namespaces(), reason="only root may make namespaces")
tunnel = pytest.mark.skipif(not Path("/dev/net/tun").exists(), reason="there is no /dev/net/tun")


# -- the list of files


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small root."""
    folder = tmp_path / "root"
    for name in ("etc", "usr/bin", "var/log", "home/reader"):
        (folder / name).mkdir(parents=True)
    (folder / "etc" / "hostname").write_text("here\n", encoding="utf-8")
    (folder / "usr" / "bin" / "sh").symlink_to("dash")
    return folder


def test_a_root_that_nothing_was_done_to_does_not_differ(tree: Path) -> None:
    assert not compare(listing(tree), listing(tree))


def test_an_added_a_changed_and_a_removed_file_are_found(tree: Path) -> None:
    before = listing(tree)
    (tree / "etc" / "new").mkdir()
    (tree / "etc" / "hostname").write_text("gone\n", encoding="utf-8")
    (tree / "usr" / "bin" / "sh").unlink()
    found = compare(before, listing(tree))
    assert found == Difference(added=("etc/new",), removed=("usr/bin/sh",), changed=("etc/hostname",))
    assert str(found) == "added: etc/new; removed: usr/bin/sh; changed: etc/hostname"


def test_another_mode_and_another_target_are_changes(tree: Path) -> None:
    before = listing(tree)
    (tree / "etc" / "hostname").chmod(0o600)
    (tree / "usr" / "bin" / "sh").unlink()
    (tree / "usr" / "bin" / "sh").symlink_to("bash")
    assert compare(before, listing(tree)).changed == ("etc/hostname", "usr/bin/sh")


def test_home_and_logs_may_change(tree: Path) -> None:
    before = listing(tree)
    (tree / "home" / "reader" / "letter.txt").touch()
    (tree / "var" / "log" / "dpkg.log").touch()
    assert not compare(before, listing(tree))


# -- what programs print


def test_lines_of_key_and_value_are_read_and_others_passed_over() -> None:
    said = "warning from Qt\nversion: 0.1.0\nwindow_usable_s: 1.25 s\nnot a key: nothing\nplaces: 18\nplaces: 19\n"
    assert pairs(said) == {"version": "0.1.0", "window_usable_s": "1.25 s", "places": "19"}


def test_a_number_may_have_a_unit() -> None:
    assert number({"window_usable_s": "1.25 s"}, "window_usable_s") == 1.25


@pytest.mark.parametrize("said", ["", "soon"])
def test_a_missing_number_is_told_in_a_sentence(said: str) -> None:
    with pytest.raises(Failed, match="no number under “window_usable_s”"):
        number({"window_usable_s": said}, "window_usable_s")


def test_figures_are_added_to_those_that_are_there(tmp_path: Path) -> None:
    file = tmp_path / "package.json"
    file.write_text('{"deb_mb": 150.5, "install_s": 1}', encoding="utf-8")
    Outcome(figures={"install_s": 7.5}).write(file)
    assert file.read_text(encoding="utf-8") == '{\n "deb_mb": 150.5,\n "install_s": 7.5\n}\n'


def test_a_check_that_does_not_hold_fails_with_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome()
    outcome.check(1, "it is there", "It is not there.")
    with pytest.raises(Failed, match=r"It is not there\."):
        outcome.check("", "it is there", "It is not there.")
    assert (outcome.checks, capsys.readouterr().out) == (1, "  ok  it is there\n")


# -- apt's sources


def test_the_mirror_is_the_one_that_the_machine_uses() -> None:
    lines = (
        "https://deb.example.org/node_20.x/ nodistro main\n"
        "http://mirror.example.org/debian-security/ bookworm-security main\n"
        "http://mirror.example.org/debian/ bookworm contrib\n"
        "http://mirror.example.org/debian/ bookworm main\n"
        "http://mirror.example.org/debian/ bookworm-updates main\n"
    )
    assert root.chosen(lines) == [
        ("http://mirror.example.org/debian", "bookworm"),
        ("http://mirror.example.org/debian", "bookworm-updates"),
        ("http://mirror.example.org/debian-security", "bookworm-security"),
    ]


def test_a_machine_with_another_debian_tells_no_mirror() -> None:
    assert (
        root.chosen("http://mirror.example.org/debian/ trixie main\nhttp://x.example.org/ bookworm-updates main") == []
    )


def test_without_debians_own_sources_debians_own_mirror_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert root.sources() == [("http://deb.debian.org/debian", "bookworm")]


# -- documents


def test_there_is_a_document_of_every_format(tmp_path: Path) -> None:
    assert {file.suffix for file in documents.write(tmp_path)} == SUPPORTED


def test_a_format_without_a_document_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SUPPORTED", SUPPORTED | {".odt"})
    with pytest.raises(Failed, match=r"no document of the format \.odt"):
        documents.write(tmp_path)


# -- pictures


def png(width: int, rows: list[bytes], kinds: list[int]) -> bytes:
    """A picture of three bytes a pixel; each row is filtered in its own way."""
    raw, above = b"", bytes(width * 3)
    for row, kind in zip(rows, kinds, strict=True):
        raw += bytes([kind]) + filtered(kind, row, above)
        above = row
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + bytes(4) for name, body in parts
    )


def filtered(kind: int, row: bytes, above: bytes) -> bytes:
    left, corner = bytes(3) + row[:-3], bytes(3) + above[:-3]
    guess: list[Any] = [
        lambda _left, _up, _corner: 0,
        lambda left, _up, _corner: left,
        lambda _left, up, _corner: up,
        lambda left, up, _corner: (left + up) // 2,
        lambda left, up, corner: min((left, up, corner), key=lambda one: abs(left + up - corner - one)),
    ]
    return bytes((b - guess[kind](x, y, z)) & 255 for b, x, y, z in zip(row, left, above, corner, strict=True))


def test_a_picture_is_read_whatever_the_filters_of_its_rows(tmp_path: Path) -> None:
    rows = [bytes((x * 7 + y * 31 + x * y) % 256 for x in range(30)) for y in range(10)]
    file = tmp_path / "window.png"
    file.write_bytes(png(10, rows, [0, 1, 2, 3, 4, 4, 3, 2, 1, 0]))
    assert picture.read(file).rows == tuple(rows)


def test_an_empty_picture_shows_nothing_and_a_full_one_everything(tmp_path: Path) -> None:
    file = tmp_path / "window.png"
    file.write_bytes(png(160, [b"\xf5\xf5\xf0" * 160] * 100, [0] * 100))
    assert picture.read(file).lively() == 0
    file.write_bytes(png(160, [os.urandom(480) for _ in range(100)], [0] * 100))
    assert picture.read(file).lively() == 1


def test_a_picture_with_an_empty_map_is_told_by_its_part(tmp_path: Path) -> None:
    file = tmp_path / "window.png"
    file.write_bytes(png(160, [os.urandom(240) + b"\xf5\xf5\xf0" * 80 for _ in range(100)], [0] * 100))
    seen = picture.read(file)
    assert (seen.lively(), seen.lively(left=0.5)) == (0.5, 0)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", png(4, [bytes(12)] * 2, [0, 0])[:50]])
def test_what_is_no_picture_is_told_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "window.png"
    file.write_bytes(data)
    with pytest.raises(Failed, match=r"window\.png is no picture"):
        picture.read(file).lively()


# -- the sandbox

ZYGOTE = "QtWebEngineProcess --type=zygote"


def process(parent: int, command: str, seccomp: str = "0", inside: str = "room", looks: int = 9) -> Seen:
    """A process of a program that uid 1000 runs."""
    return Seen(parent, command, seccomp, f"pid:{inside}", f"user:{inside}", "1000", unsafe=False, looks=looks)


@pytest.fixture
def room_of_links(tmp_path: Path) -> Path:
    """What `/proc/PID` says of a process outside the sandbox."""
    (tmp_path / "ns").mkdir()
    for name in ("pid", "user"):
        (tmp_path / "ns" / name).symlink_to(f"{name}:room")
    return tmp_path


def engine(*, seccomp: str = "2", inside: str = "page", looks: int = 9) -> dict[int, Seen]:
    """The processes of a window, the last one drawing the page."""
    return {
        10: process(1, "whereof"),
        11: process(10, f"{ZYGOTE} --no-zygote-sandbox"),
        12: process(10, ZYGOTE, inside="zygote"),
        13: process(12, ZYGOTE, inside="zygote"),
        14: process(13, ZYGOTE, seccomp, inside, looks),
    }


def test_s10_a_page_in_the_sandbox_is_found_under_its_zygote(room_of_links: Path) -> None:
    seen = engine()
    assert sandbox.pages(seen) == [seen[14]]
    assert sandbox.faults(seen, room_of_links, 1000) == []


def test_s10_each_missing_part_of_the_sandbox_is_told(room_of_links: Path) -> None:
    def faults(seen: dict[int, Seen]) -> str:
        return " ".join(sandbox.faults(seen, room_of_links, 1000))

    assert "no filter" in faults(engine(seccomp="0"))
    assert "no pid namespace" in faults(engine(inside="room"))
    assert "no user namespace" in faults(engine(inside="room"))
    assert "No process that draws pages" in faults({10: process(1, "whereof")})
    assert "told to run without" in faults(engine() | {15: process(10, "QtWebEngineProcess --no-sandbox")})
    assert "another user" in " ".join(sandbox.faults(engine(), room_of_links, 1001))


def test_a_page_that_was_hardly_seen_does_not_count() -> None:
    assert sandbox.pages(engine(looks=1)) == []


def test_descendants_are_all_below_and_no_others() -> None:
    child = subprocess.Popen(["sh", "-c", "sleep 60 & wait"])
    try:
        deadline = time.monotonic() + 10
        while not (grandchildren := sandbox.descendants({child.pid})) and time.monotonic() < deadline:
            time.sleep(0.01)
        below = sandbox.descendants({os.getpid()})
        assert grandchildren | {child.pid} <= below
        assert os.getpid() not in below
        assert child.pid not in grandchildren
    finally:
        for pid in sandbox.descendants({child.pid}):
            os.kill(pid, signal.SIGKILL)
        child.kill()
        child.wait()


# -- the network


def test_the_kernels_counters_are_read() -> None:
    said = "Tcp: ActiveOpens OutSegs\nTcp: 3 14\nUdp: InDatagrams OutDatagrams\nUdp: 1 5\n"
    assert counters(said)["Tcp ActiveOpens"] == 3
    assert counters(said)["Udp OutDatagrams"] == 5


def test_packets_of_both_kinds_of_ip_are_read() -> None:
    four = bytes([0x45, *bytes(8), 17, *bytes(6), 198, 51, 100, 7]) + struct.pack("!HHHH", 4000, 53, 8, 0)
    six = bytes([0x60, *bytes(5), 6, 64, *bytes(31), 1]) + struct.pack("!HH", 4000, 443) + bytes(16)
    hop_by_hop = bytes([0x60, *bytes(5), 0, 1, *bytes(32)]) + bytes([58, 0, *bytes(6)])
    assert str(packet("tun0", four)) == "udp to 198.51.100.7 port 53 over tun0"
    assert str(packet("lo", six)) == "tcp to ::1 port 443 over lo"
    assert str(packet("tun0", hop_by_hop)) == "icmp to :: port 0 over tun0"
    assert packet("tun0", b"") is None
    assert packet("tun0", b"\x45\x00") is None


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with Recorder() as running:
        yield running


def in_network(recorder: Recorder, *command: str) -> None:
    subprocess.run(
        ["nsenter", f"--net={recorder.network}", "--", *command], check=False, capture_output=True, timeout=20
    )


SEND = "import socket, sys; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'trial', (sys.argv[1], 9))"
CONNECT = """
import socket, sys
connection = socket.socket()
connection.settimeout(0.3)
connection.connect((sys.argv[1], 80))
"""


@namespaces
@tunnel
def test_p1_the_recorder_hears_what_is_sent_and_nothing_otherwise(recorder: Recorder) -> None:
    mark = recorder.mark()
    in_network(recorder, sys.executable, "-c", "print('nothing sent')")
    assert mark.traffic().silent
    in_network(recorder, sys.executable, "-c", SEND, "198.51.100.7")
    in_network(recorder, sys.executable, "-c", SEND, "127.0.0.1")
    in_network(recorder, sys.executable, "-c", CONNECT, "198.51.100.7")
    traffic = mark.traffic()
    assert not traffic.silent
    assert {(one.protocol, one.target, one.port, one.interface) for one in traffic.packets} == {
        ("udp", "198.51.100.7", 9, "tun0"),
        ("udp", "127.0.0.1", 9, "lo"),
        ("tcp", "198.51.100.7", 80, "tun0"),
    }
    assert (traffic.counters["Udp OutDatagrams"], traffic.counters["Tcp ActiveOpens"]) == (2, 1)


@namespaces
@tunnel
def test_a_recorder_leaves_no_process_behind() -> None:
    with Recorder() as running:
        network = running.network
        assert network.exists()
    assert not network.exists()


# -- the room


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    """A root that borrows this machine's programs."""
    folder = tmp_path / "root"
    for name in ("proc", "sys", "dev", "tmp", "run", "root", "home/nobody", "usr", "etc"):
        (folder / name).mkdir(parents=True)
    for name in ("bin", "sbin", "lib", "lib64"):
        if Path("/", name).is_symlink():
            (folder / name).symlink_to(Path("/", name).readlink())
    return folder


@pytest.fixture
def room(small_root: Path) -> Iterator[Room]:
    with Room(small_root, {"/usr": Path("/usr")}) as entered:
        yield entered


@namespaces
def test_s10_in_the_room_an_ordinary_user_may_have_user_namespaces(room: Room) -> None:
    done = room.run(["unshare", "--user", "--map-root-user", "id", "-u"], user=NOBODY)
    assert (done.status, done.out, done.err) == (0, "0\n", "")


@namespaces
def test_the_room_shows_only_its_own_files_and_processes(room: Room) -> None:
    assert set(room.run(["ls", "/"]).out.split()) <= {
        *["bin", "dev", "etc", "home", "lib", "lib64", "proc", "root", "run", "sbin", "sys", "tmp", "usr"]
    }
    assert room.run(["sh", "-c", "echo /proc/[0-9]*"]).out.split()[0] == "/proc/1"
    assert len(room.run(["sh", "-c", "echo /proc/[0-9]*"]).out.split()) < 6
    assert "dri" not in room.run(["ls", "/dev"]).out


@namespaces
def test_a_command_in_the_room_is_run_by_whom_it_should_be(room: Room) -> None:
    done = room.run(["sh", "-c", "id -u; echo $HOME; pwd; echo $WHO"], user=NOBODY, environment={"WHO": "a reader"})
    assert done.out.split("\n")[:4] == ["65534", "/home/nobody", "/home/nobody", "a reader"]


@namespaces
def test_a_commands_end_is_told(room: Room) -> None:
    with pytest.raises(Failed, match="Asking ended with status 3: no answer"):
        room.run(["sh", "-c", "echo no answer; exit 3"]).checked("Asking")
    with pytest.raises(Failed, match=r"`sleep 60` did not end within 0 s\."):
        room.run(["sleep", "60"], timeout=0.2)


@namespaces
def test_nothing_of_the_room_is_left(small_root: Path) -> None:
    mounts = Path("/proc/mounts").read_text(encoding="utf-8")
    with Room(small_root, {"/usr": Path("/usr")}) as entered:
        sleeper = entered.start(["sleep", "60"])
        first = entered.pid
    sleeper.communicate(timeout=10)
    assert not Path(f"/proc/{first}").exists()
    assert Path("/proc/mounts").read_text(encoding="utf-8") == mounts
    assert list((small_root / "usr").iterdir()) == []


@namespaces
def test_what_is_left_running_in_the_room_is_seen(room: Room) -> None:
    assert sandbox.left(room.pid) == []
    room.run(["sh", "-c", "sleep 55 > /dev/null 2>&1 &"])
    assert sandbox.left(room.pid, patience=0.1) == ["sleep 55"]
    room.run(["sh", "-c", "(sleep 1; kill $(grep -l 55 /proc/[0-9]*/cmdline | cut -d/ -f3)) > /dev/null 2>&1 &"])
    assert sandbox.left(room.pid) == []


@namespaces
def test_a_root_that_cannot_be_entered_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="The Debian root cannot be entered"), Room(tmp_path / "nowhere"):
        pass


def test_whoever_is_not_root_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Failed, match="sudo make package-test"):
        tools.check()


def test_missing_tools_are_told_with_the_line_that_brings_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda program: None if program in ("Xvfb", "nsenter", "setpriv") else program)
    monkeypatch.setattr(tools, "_KEYRING", Path("/dev/null"))
    with pytest.raises(Failed, match=r"needs util-linux, xvfb: run `apt-get install util-linux xvfb`"):
        tools.check()


def test_two_trials_do_not_share_a_folder(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as first, (tmp_path / "lock").open("w") as second:
        root.lock(first)
        with pytest.raises(Failed, match="Another trial is at work"):
            root.lock(second)


PROGRAM = """
import sys, time
sys.path.insert(0, sys.argv[1])
from trial.namespace import Room
from pathlib import Path
with Room(Path(sys.argv[2]), {"/usr": Path("/usr")}) as room:
    print(room.pid, flush=True)
    time.sleep(60)
"""


@namespaces
def test_the_room_of_a_killed_trial_ends_with_it(small_root: Path) -> None:
    installer = Path(root.__file__).parents[1]
    trial = subprocess.Popen([sys.executable, "-c", PROGRAM, installer, small_root], stdout=subprocess.PIPE, text=True)
    with trial:
        assert trial.stdout is not None
        first = Path("/proc") / trial.stdout.readline().strip()
        assert first.exists()
        trial.kill()
    deadline = time.monotonic() + 10
    while first.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not first.exists()
