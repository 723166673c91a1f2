"""The online geocoder as the window has it: off by default, consent, one thread, no import before its time."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.errors import Expected, Refused
from app.network.courtesy import Courtesy
from app.network.service import OnlineService
from app.settings import OnlineProvider, SettingsFile
from tests.network import answers
from tests.network.web import answer, http

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.geoparsing.candidates import NameHit
    from app.network.gateway import Gateway
    from app.session.online import Service
    from app.ui.online import OnlineSetup
    from tests.network.web import Clock, Web

ROOT = Path(__file__).resolve().parents[2]
HOST = "geocoder.example"
ADDRESS = f"https://{HOST}"
IDLE = """
import sys
from pathlib import Path
from app.network.service import OnlineService
from app.settings import SettingsFile
service = OnlineService(SettingsFile(Path(sys.argv[1])), Path(sys.argv[1]), lambda callback: callback())
assert (service.host, service.configured, service.attribution, service.consent_words()) == ("", False, "", "")
assert service.agreed("") is False and list(service.log()) == []
service.ask("Mosul", print, lambda error: None)
service.close()
opening = {"app.network." + name for name in ("gateway", "connection", "online", "addresses", "courtesy", "cache")}
sys.exit(str(sorted(opening & set(sys.modules))) if opening & set(sys.modules) else 0)
"""


class Asking:
    """A service and what it told."""

    def __init__(self, service: OnlineService) -> None:
        self.service = service
        self.hits: list[NameHit] = []
        self.troubles: list[Expected | None] = []
        self.threads: list[str] = []
        self.over = threading.Event()

    def ask(self, name: str) -> Any:  # noqa: ANN401 - a ticket
        self.over.clear()
        return self.service.ask(name, self._on_hits, self._on_done)

    def answer(self, name: str) -> Expected | None:
        """Ask and wait."""
        self.ask(name)
        assert self.over.wait(10)
        return self.troubles[-1]

    def _on_hits(self, hits: Sequence[NameHit]) -> None:
        self.threads.append(threading.current_thread().name)
        self.hits.extend(hits)

    def _on_done(self, trouble: Expected | None) -> None:
        self.troubles.append(trouble)
        self.over.set()


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path)


@pytest.fixture
def courtesy(tmp_path: Path, clock: Clock) -> Courtesy:
    return Courtesy(tmp_path, clock=clock, sleep=clock.sleep)


@pytest.fixture
def asking(settings: SettingsFile, tmp_path: Path, gateway: Gateway, courtesy: Courtesy) -> Iterator[Asking]:
    """A service over the test's network, off."""
    service = OnlineService(settings, tmp_path, lambda callback: callback(), gateway=gateway, courtesy=courtesy)
    yield Asking(service)
    service.close()


@pytest.fixture
def ready(asking: Asking) -> Asking:
    """The same, set up and agreed to."""
    asking.service.choose("nominatim", ADDRESS)
    asking.service.agree(HOST)
    return asking


def test_it_is_what_the_session_and_the_window_ask_for(asking: Asking) -> None:
    service: Service = asking.service
    setup: OnlineSetup = asking.service
    assert (service.host, setup.provider) == ("", "")


def test_p3_off_by_default_and_nobody_is_asked(asking: Asking, web: Web) -> None:
    assert not asking.service.configured
    trouble = asking.answer("Mosul")
    assert isinstance(trouble, Refused)
    assert trouble.sentence == "The online geocoder is off."
    assert web.lookups == []


def test_p1_while_it_is_off_nothing_that_opens_connections_is_imported(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", IDLE, tmp_path], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_p3_asks_once_per_provider_and_host(asking: Asking, web: Web, settings: SettingsFile, tmp_path: Path) -> None:
    web.host(HOST, answer([answers.nominatim()]))
    service = asking.service
    service.choose("nominatim", ADDRESS)
    assert service.configured
    assert not service.agreed(HOST)
    assert HOST in service.consent_words()
    trouble = asking.answer("Mosul")
    assert isinstance(trouble, Refused)
    assert "not agreed" in trouble.sentence
    assert web.lookups == []
    service.agree(HOST)
    assert asking.answer("Mosul") is None
    assert [hit.place.name for hit in asking.hits] == ["Mosul"]
    service.agree(HOST)
    assert settings.settings.online_agreed == (f"nominatim {HOST}",)
    again = OnlineService(SettingsFile(tmp_path), tmp_path, lambda callback: callback())
    assert again.agreed(HOST)
    for provider, address in (
        ("photon", ADDRESS),
        ("nominatim", "https://other.example"),
        ("nominatim", f"{ADDRESS}:8443"),
    ):
        service.choose(provider, address)
        assert not service.agreed(service.host)
    service.choose("nominatim", ADDRESS)
    assert service.agreed(HOST)


def test_the_answer_is_delivered(
    settings: SettingsFile, tmp_path: Path, gateway: Gateway, courtesy: Courtesy, web: Web
) -> None:
    web.host(HOST, answer([answers.nominatim()]))
    delivered: list[Callable[[], None]] = []
    arrived = threading.Semaphore(0)

    def deliver(callback: Callable[[], None]) -> None:
        delivered.append(callback)
        arrived.release()

    asking = Asking(OnlineService(settings, tmp_path, deliver, gateway=gateway, courtesy=courtesy))
    asking.service.choose("nominatim", ADDRESS)
    asking.service.agree(HOST)
    asking.ask("Mosul")
    assert arrived.acquire(timeout=10)
    assert arrived.acquire(timeout=10)
    assert asking.hits == []
    for callback in delivered:
        callback()
    assert asking.troubles == [None]
    assert [hit.place.name for hit in asking.hits] == ["Mosul"]
    assert asking.threads == [threading.current_thread().name]
    assert [record.what for record in asking.service.log()] == ["Mosul"]
    asking.service.close()


def test_p3_one_question_at_a_time(ready: Asking, web: Web) -> None:
    go_on = threading.Event()

    def wait() -> Iterator[bytes]:
        go_on.wait(10)
        yield answer([answers.nominatim()])

    web.host(HOST, wait())
    ready.ask("Mosul")
    second = Asking(ready.service)
    trouble = second.answer("Erbil")
    assert isinstance(trouble, Refused)
    assert "already" in trouble.sentence
    go_on.set()
    assert ready.over.wait(10)
    assert ready.troubles == [None]


def test_a_question_that_was_let_go_makes_way(ready: Asking, web: Web) -> None:
    began, go_on = threading.Event(), threading.Event()

    def wait() -> Iterator[bytes]:
        began.set()
        go_on.wait(10)
        yield http(status=500)

    web.host(HOST, wait(), answer([answers.nominatim()]))
    first = ready.ask("Erbil")
    assert began.wait(10)
    first.cancel()
    second = Asking(ready.service)
    second.ask("Mosul")
    go_on.set()
    assert second.over.wait(10)
    assert second.troubles == [None]
    assert [trouble is None for trouble in ready.troubles] == [False]
    assert ready.hits == []


def test_p3_a_refusal_holds_until_the_settings_change(ready: Asking, web: Web) -> None:
    web.host(HOST, http(status=403), answer([answers.nominatim()]))
    assert isinstance(ready.answer("Mosul"), Refused)
    assert isinstance(ready.answer("Mosul"), Refused)
    assert len(web.connections) == 1
    ready.service.choose("nominatim", ADDRESS)
    assert ready.answer("Mosul") is None
    assert len(web.connections) == 2


def test_p3_a_refusal_is_forgiven_when_the_reader_says_so(ready: Asking, web: Web) -> None:
    web.host(HOST, http(status=403), answer([answers.nominatim()]))
    assert isinstance(ready.answer("Mosul"), Refused)
    ready.service.forgive()
    assert ready.answer("Mosul") is None
    assert len(web.connections) == 2


@pytest.mark.parametrize(
    ("provider", "address"),
    [("google", ADDRESS), ("nominatim", ""), ("nominatim", "https://localhost"), ("photon", "http://photon.example")],
)
def test_s9_a_bad_setting_is_refused_and_changes_nothing(
    asking: Asking, settings: SettingsFile, provider: str, address: str
) -> None:
    before = settings.settings
    with pytest.raises(Refused):
        asking.service.choose(provider, address)
    assert settings.settings == before


def test_s9_a_bad_address_in_the_file_is_off(asking: Asking, settings: SettingsFile, web: Web) -> None:
    settings.change(
        online_provider=OnlineProvider.NOMINATIM, online_address="https://127.0.0.1", online_agreed=("nominatim ",)
    )
    assert not asking.service.configured
    assert not asking.service.agreed("")
    assert isinstance(asking.answer("Mosul"), Refused)
    assert web.lookups == []


def test_switched_off_it_keeps_the_address_and_asks_nobody(ready: Asking, web: Web) -> None:
    ready.service.choose("", f" {ADDRESS}\n")
    assert (ready.service.host, ready.service.address) == ("", ADDRESS)
    assert isinstance(ready.answer("Mosul"), Refused)
    assert web.lookups == []


def test_forgetting_leaves_no_name(ready: Asking, web: Web, tmp_path: Path) -> None:
    web.host(HOST, answer([answers.nominatim(name="Zanzibar")]))
    assert ready.answer("Zanzibar") is None
    assert ready.service.forget() == 1
    assert ready.service.forget() == 0
    assert [(record.host, record.what) for record in ready.service.log()] == [(HOST, "")]
    assert not any(b"Zanzibar" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert not (tmp_path / "requests.log").exists()


def test_closing_ends_what_waits(ready: Asking) -> None:
    began = threading.Event()
    never = threading.Event()

    def hang(*_: object, **__: object) -> list[tuple[Any, ...]]:
        began.set()
        never.wait(10)
        return []

    ready.service._gateway._resolver = hang  # type: ignore[union-attr]
    ready.ask("Mosul")
    assert began.wait(10)
    ready.service.close()
    thread = ready.service._thread
    assert thread is not None
    thread.shutdown(wait=True)
    never.set()
    assert ready.troubles == []


def test_an_error_in_the_program_is_told_and_raised_where_it_is_seen(
    ready: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[Exception] = []

    def deliver(callback: Callable[[], None]) -> None:
        try:
            callback()
        except ZeroDivisionError as bug:
            raised.append(bug)
            seen.set()

    seen = threading.Event()
    ready.service._deliver = deliver
    monkeypatch.setattr("app.network.online.checked_name", lambda _name: 1 // 0)
    trouble = ready.answer("Mosul")
    assert trouble is not None
    assert "error in Whereof" in trouble.sentence
    assert seen.wait(10)
    assert len(raised) == 1
