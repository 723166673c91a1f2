"""One request a second: over processes, after a crash, with a clock that is set back."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.errors import Refused
from app.network.courtesy import INTERVAL, Courtesy

if TYPE_CHECKING:
    from tests.network.web import Clock

ROOT = Path(__file__).resolve().parents[2]
SHORT = 0.1
ASKING = f"""
import sys, time
from pathlib import Path
from app.network.courtesy import Courtesy
courtesy = Courtesy(Path(sys.argv[1]), interval={SHORT})
for _ in range(3):
    with courtesy.turn("host.example"):
        began = time.monotonic()
        time.sleep(0.02)
        print(began, time.monotonic(), flush=True)
"""
HOLDING = """
import sys, time
from pathlib import Path
from app.network.courtesy import Courtesy
with Courtesy(Path(sys.argv[1])).turn("host.example"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def courtesy(tmp_path: Path, clock: Clock) -> Courtesy:
    return Courtesy(tmp_path, clock=clock, sleep=clock.sleep)


def start(script: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", script, folder], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_p3_one_request_a_second_across_processes(tmp_path: Path) -> None:
    asking = [start(ASKING, tmp_path) for _ in range(2)]
    turns = []
    for process in asking:
        told, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        turns += [tuple(map(float, line.split())) for line in told.splitlines()]
    turns.sort()
    assert len(turns) == 6
    assert all(begin - end >= SHORT - 0.001 for (_, end), (begin, _) in pairwise(turns))


def test_a_process_that_died_holds_nobody_up(tmp_path: Path, clock: Clock, courtesy: Courtesy) -> None:
    holding = start(HOLDING, tmp_path)
    assert holding.stdout is not None
    assert holding.stdout.readline() == "held\n"
    with pytest.raises(Refused, match=r"Another Whereof keeps asking host.example"), courtesy.turn("host.example"):
        pass
    with courtesy.turn("other.example"):
        pass
    holding.kill()
    holding.communicate()
    since = clock()
    with courtesy.turn("host.example"):
        assert clock() - since <= 1.1


def test_p3_the_second_counts_from_the_end_of_a_request(clock: Clock, courtesy: Courtesy) -> None:
    assert INTERVAL >= 1.0
    since = clock()
    with courtesy.turn("host.example"):
        assert clock() == since
        clock.now += 7
    with courtesy.turn("host.example"):
        assert clock() - since == pytest.approx(8.0)
    clock.now += 0.25
    with courtesy.turn("host.example"):
        assert clock() - since == pytest.approx(9.0)
    clock.now += 5
    with courtesy.turn("host.example"):
        assert clock() - since == pytest.approx(14.0)


def test_hosts_do_not_wait_for_each_other(clock: Clock, courtesy: Courtesy) -> None:
    since = clock()
    for host in ("host.example", "other.example", "2606:4700::1111"):
        with courtesy.turn(host):
            pass
    assert clock() == since


def test_a_clock_that_is_set_back_costs_one_second(clock: Clock, courtesy: Courtesy) -> None:
    with courtesy.turn("host.example"):
        pass
    clock.now -= 3_600
    since = clock()
    with courtesy.turn("host.example"):
        assert clock() - since == pytest.approx(1.0)


@pytest.mark.parametrize("damage", [b"never", b"\xff\xfe", b"nan", b"inf", b"9" * 400])
def test_a_damaged_stamp_costs_one_second(tmp_path: Path, clock: Clock, courtesy: Courtesy, damage: bytes) -> None:
    with courtesy.turn("host.example"):
        pass
    (stamp,) = tmp_path.glob("courtesy*")
    stamp.write_bytes(damage)
    since = clock()
    with courtesy.turn("host.example"):
        assert clock() - since == pytest.approx(1.0)


def test_a_failed_request_counts_too(clock: Clock, courtesy: Courtesy) -> None:
    since = clock()
    with pytest.raises(ConnectionError), courtesy.turn("host.example"):
        raise ConnectionError
    with courtesy.turn("host.example"):
        assert clock() - since == pytest.approx(1.0)


def test_waiting_can_be_cancelled(clock: Clock, courtesy: Courtesy) -> None:
    with courtesy.turn("host.example"):
        pass
    since = clock()
    with (
        pytest.raises(Refused, match="cancelled"),
        courtesy.turn("host.example", cancelled=lambda: clock() - since > 0.3),
    ):
        pass
    assert clock() - since < 0.5


def test_without_a_lock_nobody_is_asked(tmp_path: Path, clock: Clock) -> None:
    courtesy = Courtesy(tmp_path / "missing", clock=clock, sleep=clock.sleep)
    with pytest.raises(Refused, match="cannot make sure"), courtesy.turn("host.example"):
        pass
