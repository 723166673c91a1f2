"""What the page may not do, tried in the real engine."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWebEngineCore import QWebEngineDownloadRequest, QWebEngineSettings
from PySide6.QtWidgets import QApplication, QMessageBox

from app.gazetteer.shapes import Shape, ShapeKind
from app.geoparsing.model import Precision
from app.ui.map.profile import PAGE
from tests.support.builders import MOSUL, place
from tests.support.maps import row

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.maps import Map

PAYLOADS: Final = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "</textarea></script><script>window.pwned=1</script>",
    "${window.pwned=1}",
    "{{window.pwned=1}}",
    "javascript:window.pwned=1",
    "<a href='javascript:window.pwned=1'>x</a>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "&lt;b&gt;&amp;#60;",
    "\u202egpj.exe\u202c",
    "<style>*{display:none}</style>",
    "';window.pwned=1;//",
    "\U00010330\U0001f5fa\ufe0f الموصل",
)


TIPS: Final = "[...document.querySelectorAll('.leaflet-tooltip strong')].map((each) => each.textContent).join('|')"
LISTEN: Final = (
    "window.broken = [];document.addEventListener('securitypolicyviolation', (e) => broken.push(e.violatedDirective))"
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s4_a_payload_stays_text_in_pin_badge_tooltip_and_card(world: Map, payload: str) -> None:
    pin = place("gn:1", payload, lat=35.0, lon=44.0)
    world.session.passage = (f"{payload} before ", payload, f" after {payload}")
    world.session.title = payload
    country = place(
        "gn:99237", payload, lat=33.0, lon=44.0, areas=("IQ",), precision=world.session.rows[0].place.precision
    )
    world.session.put([row(pin, 3, where=payload), row(country, 2, where=payload)])
    world.session.focus_place("gn:1")
    world.until(lambda: world.text(".card .name") == payload, "the card shows it as text")
    assert world.text(".card blockquote") == f"{payload} before {payload} after {payload}"
    assert world.text(".card blockquote b") == payload
    assert world.text(".card .document") == payload
    assert payload in world.text(".card .where")
    world.until(lambda: world.text(".badge .name") == payload, "so does the badge")
    world.run("map_whereof.eachLayer((layer) => layer.getTooltip?.() && layer.openTooltip())")
    world.until(lambda: world.text(".leaflet-tooltip strong") == payload, "and the tooltip")
    assert world.text(".leaflet-tooltip span") == payload
    world.until(lambda: payload in world.js("whereof.labels()"), "and the name beside the pin")
    assert world.js("window.pwned ?? null") is None
    assert world.js("document.querySelectorAll('iframe, body script:not([nonce]), .card img, .card a').length") == 0


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s4_a_payload_stays_text_in_what_was_looked_up_and_in_candidates(world: Map, payload: str) -> None:
    found = place(payload, payload, lat=35.5, lon=44.5, admin=(payload,))
    world.session.put([row(MOSUL)])
    world.session.look_up(found)
    world.session.offer(MOSUL, replace(found, id=f"{payload}2", lat=36.0))
    world.until(lambda: payload in world.js("whereof.labels()"), "drawn beside its marker")
    world.session.change(hover_place=f"{payload}2")
    world.until(lambda: world.js("document.querySelectorAll('.pin.hovered .candidate').length") == 1, "it is hovered")
    world.run("map_whereof.eachLayer((layer) => layer.getTooltip?.() && layer.openTooltip())")
    world.until(lambda: payload in world.js(TIPS), "the tooltip has it as text")
    world.session.look_up(replace(found, id="gn:99237", areas=("IQ",), precision=Precision.COUNTRY))
    world.until(lambda: world.text(".badge.searched") == payload, "and the name in an area")
    assert world.js("window.pwned ?? null") is None
    assert world.js("document.querySelectorAll('iframe, body script:not([nonce]), .pin img, .badge img').length") == 0
    world.session.change(preview=None, hover_place=None)


HOSTILE_KEYS: Final = ("__proto__", "constructor", "toString", "hasOwnProperty", "<b>x</b>", "\u202e", "pk:\n\x00")


def test_s7_hostile_keys_and_huge_shapes_neither_break_the_page_nor_light_what_they_should_not(world: Map) -> None:
    square = ((50.0, 36.0), (54.0, 36.0), (54.0, 40.0), (50.0, 40.0))
    huge = tuple((50 + i / 100_000, 36 + (i % 2)) for i in range(300_000))
    world.shapes = {key: Shape(ShapeKind.OUTLINE, (square,)) for key in HOSTILE_KEYS}
    world.shapes["pk:huge"] = Shape(ShapeKind.COURSE, (huge,))
    world.shapes["pk:nan"] = Shape(ShapeKind.OUTLINE, (square, ((float("nan"), 0.0), *square)))
    areas = [
        place(key, key, lat=34.0, lon=44.0, feature="L.RGN", precision=Precision.REGION, areas=(key,))
        for key in (*HOSTILE_KEYS, "pk:huge", "pk:nan", "__lookupGetter__")
    ]
    world.view.page.console = []
    world.session.put([row(each) for each in areas])
    world.until(lambda: set(world.js("whereof.boxes()")) == {each.id for each in areas}, "all are lit")
    for key in HOSTILE_KEYS:
        assert world.js(f"whereof.box({json.dumps(key)})") == [36, 50, 40, 54], key
    circles = [world.js(f"whereof.box({key!r})") for key in ("pk:nan", "__lookupGetter__")]
    assert all(south < 34.0 < north < 35.0 for south, _, north, _ in circles), "without a shape, a circle"
    assert world.js("whereof.box('pk:huge')")[3] == pytest.approx(53.0, abs=0.1)
    assert world.view.page.console == []
    world.shapes = {}


def test_s7_ten_thousand_fuzzed_calls_from_the_page_leave_it_working(world: Map) -> None:
    world.session.offer(MOSUL, place("gn:5", "Mosul", lat=36.4, lon=43.0))
    world.run(
        "const bits = ['hover', 'select', 'choose', 'preview', 'shapes', 'view', null, NaN, 1e308, [], {}, 'gn:5',"
        " 'gn:99072', '__proto__', '\\ud800', [[]], -1, 'x'.repeat(5000)];"
        "let seed = 7; const any = () => bits[(seed = (seed * 48271) % 2147483647) % bits.length];"
        "for (let i = 0; i < 10000; i += 1) whereofChannel.objects.bridge.post("
        " i % 3 ? JSON.stringify({type: any(), id: any(), place: any()}) : String(any()))"
    )
    world.until(lambda: world.view.bridge.dropped > 9000, "nearly all are refused", 60)
    world.session.focus_place(MOSUL.id)
    world.until(lambda: world.text(".card .name") == "Mosul", "and the page still follows")


def test_s4_names_from_the_gazetteer_stay_text(world: Map) -> None:
    world._labels = lambda *_: [place("gn:9", PAYLOADS[1], lat=35.8, lon=43.29)]
    world.go(35.8, 43.3, 8)
    world.until(lambda: PAYLOADS[1] in world.js("whereof.labels()"), "drawn as it is")
    assert world.js("window.pwned ?? null") is None
    world._labels = None


def test_s5_the_policy_is_strict_and_its_nonce_hexadecimal_and_new_each_time(world: Map) -> None:
    policies = []
    for _ in range(2):
        world.run(
            "window.answer = null;fetch('./').then((r) => { window.answer = r.headers.get('content-security-policy') })"
        )
        world.until(lambda: world.js("window.answer"), "the header can be read")
        policies.append(world.js("window.answer"))
    first, second = policies
    assert first.startswith("default-src 'none'; script-src 'nonce-")
    assert "unsafe" not in first
    nonce = first.split("'nonce-")[1].split("'")[0]
    assert int(nonce, 16)
    assert len(nonce) == 32
    assert nonce not in second


def test_s5_a_normal_session_breaks_no_rule_and_asks_only_for_our_own_files(world: Map) -> None:
    world.run(LISTEN)
    world.session.focus_place(MOSUL.id)
    world.go(36.0, 43.0, 8)
    world.session.offer(MOSUL, place("gn:5", "Mosul", lat=36.4, lon=43.0))
    world.view.fit_all()
    world.wait(900)
    assert world.js("window.broken") == []
    assert list(world.view.profile.interceptor.blocked) == []
    asked = list(world.view.profile.interceptor.allowed)
    assert asked
    assert all(address.startswith("whereof://map/") for address in asked)
    assert world.view.profile.isOffTheRecord()


def test_s5_inline_scripts_eval_and_files_are_out_of_reach(world: Map, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    world.run(
        f"{LISTEN};"
        "const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; document.body.append(s);"
        "const i = document.createElement('img'); i.setAttribute('onerror', 'window.pwned = 1');"
        "document.body.append(i);"
        "try { new Function('window.pwned = 1')() } catch { broken.push('function') }"
    )
    for address in (
        secret.as_uri(),
        "whereof://map/map/../../app/main.py",
        "whereof://map/map/build.py",
        "whereof://other/map/",
    ):
        world.run(
            f"window.got = null; fetch('{address}').then((r) => {{ got = r.status }}, () => {{ got = 'refused' }})"
        )
        world.until(lambda: world.js("window.got"), address)
        assert world.js("window.got") in {"refused", 404}, address
    broken = world.js("window.broken")
    assert {"script-src-elem", "connect-src", "function"} <= set(broken)
    assert world.js("window.pwned ?? null") is None
    world.view.profile.interceptor.blocked.clear()


def test_s6_navigation_windows_and_dialogs_are_refused(world: Map) -> None:
    world.run(
        "window.stays = 'here'; window.opened = window.open('https://example.org/') !== null;"
        "window.confirmed = confirm('?'); alert('!'); location.href = 'https://example.org/'"
    )
    world.wait(400)
    world.run("location.href = 'file:///etc/passwd'")
    world.wait(400)
    assert world.js("window.stays") == "here"
    assert world.js("[window.opened, window.confirmed]") == [False, False]
    assert world.view.page.url() == PAGE


def test_s6_permissions_are_denied(world: Map) -> None:
    world.run(
        "window.denied = 0;"
        "navigator.geolocation.getCurrentPosition(() => { denied = 'given' }, () => { denied += 1 });"
        "Notification.requestPermission().then((p) => { denied = p === 'granted' ? 'given' : denied + 1 })"
    )
    world.until(lambda: world.js("window.denied") == 2, "both are denied")


def test_s6_downloads_are_cancelled(world: Map, tmp_path: Path) -> None:
    states: list[QWebEngineDownloadRequest.DownloadState] = []
    world.view.profile.downloadRequested.connect(lambda download: states.append(download.state()))
    world.view.profile.setDownloadPath(str(tmp_path))
    world.run(
        "const a = document.createElement('a'); a.href = 'map.js'; a.download = 'x.js';"
        "document.body.append(a); a.click()"
    )
    world.wait(800)
    assert all(state == QWebEngineDownloadRequest.DownloadState.DownloadCancelled for state in states)
    assert list(tmp_path.glob("*.js*")) == []


def test_s6_a_link_is_asked_about_with_its_whole_address(world: Map) -> None:
    world.links.clear()
    world.run("document.querySelector('.attribution a').click()")
    world.until(lambda: world.links == ["https://www.naturalearthdata.com/"], "the view is told")
    (box,) = world.view.findChildren(QMessageBox)
    assert box.informativeText() == "https://www.naturalearthdata.com/"
    box.reject()
    assert world.view.page.url() == PAGE


def test_s6_drops_pass_through_to_the_window(world: Map, tmp_path: Path) -> None:
    assert not world.view.web.acceptDrops()
    assert not world.target.acceptDrops()
    settings = world.view.profile.settings()
    assert not settings.testAttribute(QWebEngineSettings.WebAttribute.NavigateOnDropEnabled)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    drop = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    drop.ignore()
    QApplication.sendEvent(world.view.web, drop)
    assert not drop.isAccepted()
    assert world.view.page.url() == PAGE


def test_p1_not_even_a_preconnect_or_an_ice_candidate_leaves_the_machine(world: Map) -> None:
    with socket.socket() as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        for each in (server, datagrams):
            each.bind(("127.0.0.1", 0))
            each.settimeout(0)
        server.listen()
        port, udp = server.getsockname()[1], datagrams.getsockname()[1]
        world.run(
            "for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload']) {"
            f" const l = document.createElement('link'); l.rel = rel; l.href = 'http://127.0.0.1:{port}/';"
            " l.as = 'script'; document.head.append(l); }"
            f"const c = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{udp}'}}]}});"
            "c.createDataChannel('x'); c.createOffer().then((o) => c.setLocalDescription(o))"
        )
        world.wait(1500)
        with pytest.raises(BlockingIOError):
            server.accept()
        with pytest.raises(BlockingIOError):
            datagrams.recvfrom(100)


def test_s7_the_page_may_call_delete_later_in_vain(world: Map) -> None:
    world.run("whereofChannel.objects.bridge.deleteLater()")
    world.until(lambda: world.view.bridge.dropped > 0, "refused")
    world.session.focus_place(MOSUL.id)
    world.until(lambda: world.text(".card .name") == "Mosul", "the bridge still stands")
    offered = set(world.js("Object.keys(whereofChannel.objects)"))
    assert offered == {"bridge"}


def test_s6_no_context_menu(world: Map) -> None:
    assert world.view.web.contextMenuPolicy() == Qt.ContextMenuPolicy.PreventContextMenu
