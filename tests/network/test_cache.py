"""The memory of online answers: age, size, damage, privacy."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.errors import Refused
from app.network import cache as module
from app.network.cache import OnlineCache, Question

if TYPE_CHECKING:
    from pathlib import Path

    from tests.network.web import Clock

ASKED = Question("nominatim", "https://host.example", "Zanzibar", "en")
FOUND = [{"name": "Zanzibar", "odd": "\ud800 é"}]
DAY = 24 * 3600


@pytest.fixture
def cache(tmp_path: Path, clock: Clock) -> OnlineCache:
    return OnlineCache(tmp_path, clock)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "online.sqlite"


def test_an_answer_is_kept_for_its_question_alone(cache: OnlineCache) -> None:
    assert cache.get(ASKED) is None
    cache.put(ASKED, FOUND)
    assert cache.get(ASKED) == FOUND
    for other in (
        replace(ASKED, provider="photon"),
        replace(ASKED, address="https://other.example"),
        replace(ASKED, query="Pemba"),
        replace(ASKED, language="de"),
    ):
        assert cache.get(other) is None


def test_an_empty_answer_is_an_answer(cache: OnlineCache) -> None:
    cache.put(ASKED, [])
    assert cache.get(ASKED) == []


def test_p3_answers_are_kept_thirty_days(cache: OnlineCache, clock: Clock) -> None:
    cache.put(ASKED, FOUND)
    clock.now += 30 * DAY - 1
    assert cache.get(ASKED) == FOUND
    clock.now += 2
    assert cache.get(ASKED) is None
    clock.now -= 31 * DAY
    assert cache.get(ASKED) is None


def test_old_answers_leave_the_file(cache: OnlineCache, clock: Clock, file: Path) -> None:
    cache.put(ASKED, FOUND)
    assert b"Zanzibar" in file.read_bytes()
    clock.now += 31 * DAY
    cache.put(replace(ASKED, query="Pemba"), [])
    assert b"Zanzibar" not in file.read_bytes()


def test_the_file_is_bounded(cache: OnlineCache, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_ANSWERS", 3)
    for number in range(5):
        clock.now += 1
        cache.put(replace(ASKED, query=str(number)), FOUND)
    assert [cache.get(replace(ASKED, query=str(number))) is not None for number in range(5)] == [False] * 2 + [True] * 3
    cache.put(ASKED, ["x" * 1_000_000])
    assert cache.get(ASKED) is None


def test_p3_the_file_is_the_readers_alone(cache: OnlineCache, file: Path) -> None:
    cache.put(ASKED, FOUND)
    assert file.stat().st_mode & 0o077 == 0
    file.chmod(0o644)
    cache.get(ASKED)
    assert file.stat().st_mode & 0o077 == 0


def test_p3_forgetting_leaves_no_name_in_the_file(cache: OnlineCache, tmp_path: Path) -> None:
    assert cache.forget() == 0
    assert list(tmp_path.glob("*.sqlite*")) == []
    cache.put(ASKED, FOUND)
    cache.refuse("nominatim", "https://host.example", 403)
    assert cache.forget() == 1
    assert cache.get(ASKED) is None
    assert cache.refused("nominatim", "https://host.example") == 403
    assert all(b"Zanzibar" not in left.read_bytes() for left in tmp_path.glob("*.sqlite*"))


def test_p3_a_refusal_is_remembered_until_it_is_forgiven(cache: OnlineCache, tmp_path: Path) -> None:
    assert cache.refused("nominatim", "https://host.example") == 0
    cache.refuse("nominatim", "https://host.example", 403)
    again = OnlineCache(tmp_path)
    assert again.refused("nominatim", "https://host.example") == 403
    assert again.refused("photon", "https://host.example") == 0
    again.forgive()
    assert cache.refused("nominatim", "https://host.example") == 0


@pytest.mark.parametrize("damage", ["noise", "cut", "flipped", "foreign", "newer", "empty"])
def test_a_damaged_file_is_made_anew(cache: OnlineCache, file: Path, damage: str) -> None:
    cache.put(ASKED, FOUND)
    whole = file.read_bytes()
    match damage:
        case "noise":
            file.write_bytes(b"this is no database" * 500)
        case "cut":
            file.write_bytes(whole[: len(whole) // 2])
        case "flipped":
            file.write_bytes(whole[:100] + bytes(byte ^ 0xFF for byte in whole[100:]))
        case "foreign":
            file.unlink()
            with sqlite3.connect(file) as other:
                other.execute("CREATE TABLE answer (other)")
            other.close()
        case "newer":
            with sqlite3.connect(file) as other:
                other.execute("PRAGMA user_version = 99")
            other.close()
        case _:
            file.write_bytes(b"")
    assert cache.get(ASKED) is None
    assert cache.refused("nominatim", "https://host.example") == 0
    cache.put(ASKED, FOUND)
    assert cache.get(ASKED) == FOUND


def test_a_file_that_cannot_be_used_costs_the_memory_not_the_answer(cache: OnlineCache, file: Path) -> None:
    file.mkdir()
    cache.put(ASKED, FOUND)
    assert cache.get(ASKED) is None
    with pytest.raises(Refused, match="nobody was asked"):
        cache.refused("nominatim", "https://host.example")
    with pytest.raises(Refused, match="could not be emptied"):
        cache.forget()


def test_several_threads_make_one_file(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def put(number: int) -> None:
        together.wait()
        OnlineCache(tmp_path).put(replace(ASKED, query=str(number)), FOUND)

    threads = [threading.Thread(target=put, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(OnlineCache(tmp_path).get(replace(ASKED, query=str(number))) == FOUND for number in range(8))
