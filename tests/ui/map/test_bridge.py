"""The bridge: what may come from the page, and what the protocol says."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent

from app import paths
from app.ui.map.bridge import INCOMING, LONGEST_MESSAGE, OUTGOING, Bridge

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

VIEW = {"type": "view", "lat": 33.0, "lon": 44.0, "zoom": 6, "bounds": [30, 40, 36, 48]}
GOOD: tuple[dict[str, Any], ...] = (
    {"type": "ready"},
    {"type": "hover", "id": "gn:1"},
    {"type": "hover", "id": "gn:2"},
    {"type": "hover", "id": None},
    {"type": "select", "id": "gn:1"},
    {"type": "step", "delta": -1},
    {"type": "open_card"},
    {"type": "close_card"},
    {"type": "choose", "id": "gn:2"},
    VIEW,
    {"type": "link", "url": "https://www.geonames.org/"},
    {"type": "failed", "message": "no basemap"},
)


ALLOWED: dict[str, set[str | None]] = {"hover": {"gn:1", "gn:2", None}, "select": {"gn:1"}, "choose": {"gn:2"}}
"""Places and candidates may be pointed at, places selected, candidates chosen."""


class Desk:
    """A bridge and what came over it."""

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, Any]]] = []
        self.bridge = Bridge(lambda kind, fields: self.received.append((kind, fields)))
        self.bridge.places = {"gn:1"}
        self.bridge.candidates = {"gn:2"}

    def post(self, message: object) -> bool:
        before = len(self.received)
        self.bridge.post(message if isinstance(message, str) else json.dumps(message))
        return len(self.received) > before


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    del qapp
    return Desk()


def test_every_documented_message_is_delivered(desk: Desk) -> None:
    assert {message["type"] for message in GOOD} == set(INCOMING), "an example of each"
    for message in GOOD:
        assert desk.post(message), message
        assert desk.received[-1] == (message["type"], {k: v for k, v in message.items() if k != "type"})
    assert desk.bridge.dropped == 0


@pytest.mark.parametrize(
    "message",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 4000,
        '{"type":"ready"',
        {"type": "eval", "code": "1"},
        {"type": ["ready"]},
        {"type": "ready", "more": 1},
        {"type": "select"},
        {"type": "select", "id": "gn:2"},
        {"type": "select", "id": "gn:999"},
        {"type": "select", "id": None},
        {"type": "select", "id": 1},
        {"type": "select", "id": ["gn:1"]},
        {"type": "select", "id": "gn:1", "scope": "project"},
        {"type": "choose", "id": "gn:1"},
        {"type": "hover", "id": {}},
        {"type": "hover", "id": "gn:3"},
        {"type": "hover", "id": ""},
        {"type": "preview", "place": None, "fly": True},
        {"type": "shapes", "set": []},
        {"type": "step", "delta": 2},
        {"type": "step", "delta": True},
        {"type": "step", "delta": 0.5},
        {"type": "step", "delta": "1"},
        {**VIEW, "zoom": "6"},
        {**VIEW, "lat": 91},
        {**VIEW, "lon": True},
        '{"type":"view","lat":NaN,"lon":0,"zoom":1,"bounds":[0,0,1,1]}',
        '{"type":"view","lat":0,"lon":Infinity,"zoom":1,"bounds":[0,0,1,1]}',
        {**VIEW, "bounds": [36, 40, 30, 48]},
        {**VIEW, "bounds": [30, 40, 36]},
        {**VIEW, "bounds": "30404848"},
        {"type": "link", "url": "file:///etc/passwd"},
        {"type": "link", "url": "http://example.org/"},
        {"type": "link", "url": "javascript:alert(1)"},
        {"type": "link", "url": "https://" + "a" * 3000},
        {"type": "failed", "message": ""},
        {"type": "failed", "message": "\ud800"},
        {"type": "failed", "message": "x" * 2000},
        {"type": "failed", "message": "x" * (LONGEST_MESSAGE + 1)},
    ],
)
def test_s7_anything_else_is_dropped_and_counted(desk: Desk, message: object) -> None:
    assert not desk.post(message)
    assert desk.bridge.dropped == 1


def _value(chance: random.Random, depth: int = 0) -> object:
    leaves: list[Callable[[], object]] = [
        lambda: None,
        lambda: chance.choice([True, False]),
        lambda: chance.randint(-(2**70), 2**70),
        lambda: chance.uniform(-1e9, 1e9),
        lambda: chance.choice([1e308, -1e308, 0.0, float("nan"), float("inf")]),
        lambda: "".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(chance.randint(0, 20))),
        lambda: chance.choice(["gn:1", "gn:2", "https://x.org", "\ud83d", "__proto__", "deleteLater"]),
    ]
    if depth < 3 and chance.random() < 0.3:
        if chance.random() < 0.5:
            return [_value(chance, depth + 1) for _ in range(chance.randint(0, 5))]
        return {str(_value(chance, 3))[:10]: _value(chance, depth + 1) for _ in range(chance.randint(0, 4))}
    return chance.choice(leaves)()


def test_s7_ten_thousand_fuzzed_messages_neither_raise_nor_smuggle_anything_in(desk: Desk) -> None:
    chance = random.Random(20140611)  # noqa: S311 - the same fuzz every time
    calls = 10_000
    for _ in range(calls):
        message = dict(chance.choice(GOOD)) if chance.random() < 0.7 else {"type": _value(chance)}
        for _ in range(chance.randint(0, 3)):
            message[chance.choice(["type", "id", "delta", "lat", "bounds", "url", "message", "x"])] = _value(chance)
        text = json.dumps(message)
        if chance.random() < 0.2:
            cut = chance.randrange(len(text))
            text = text[:cut] + chance.choice(["", "\x00", "}", '"', "\ud800", "[" * 50]) + text[cut + 1 :]
        desk.bridge.post(text)
    assert desk.bridge.dropped + len(desk.received) == calls
    assert desk.bridge.dropped > calls / 10
    assert len(desk.received) > calls / 10
    for kind, fields in desk.received:
        assert set(fields) == set(INCOMING[kind])
        if "id" in fields:
            assert fields["id"] in ALLOWED[kind]
        if kind == "step":
            assert fields["delta"] in {1, -1}


def test_s7_the_page_cannot_delete_the_bridge(desk: Desk) -> None:
    desk.bridge.deleteLater()
    QCoreApplication.sendPostedEvents(desk.bridge, QEvent.Type.DeferredDelete.value)
    assert shiboken6.isValid(desk.bridge)
    assert desk.post({"type": "ready"}), "and it still works"
    shiboken6.delete(desk.bridge)
    assert not shiboken6.isValid(desk.bridge), "the program itself can"


def _named(line: re.Match[str] | None) -> set[str]:
    """The fields at the top of a documented message: `set: [{id}], removed: [ids]` has two."""
    assert line
    flat = re.sub(r"\s*\n \*\s*", " ", line[1])
    while (inner := re.sub(r"\[[^\[\]{}]*\]|\{[^\[\]{}]*\}", "", flat)) != flat:
        flat = inner
    return {re.split(r"[:| ]", name.strip())[0] for name in flat.split(",")}


def test_the_head_comment_of_map_js_lists_exactly_the_bridges_messages() -> None:
    source = (paths.resources() / "map" / "map.js").read_text(encoding="utf-8")
    comment = source[: source.index("*/")]
    down, up = comment.split("From the program:")[1].split("To the program:")
    documented = re.compile(r"^ \*   (\w+) +\{", re.MULTILINE)
    assert sorted(documented.findall(down)) == sorted(OUTGOING)
    assert sorted(documented.findall(up)) == sorted(INCOMING)
    for kind, wanted in OUTGOING.items():
        assert wanted == _named(re.search(rf"^ \*   {kind} +\{{(.*(?:\n \*    .*)*)\}}$", down, re.MULTILINE)), kind
    handled = re.search(r"const act = \{(.*?)\}\[message\.type\]", source, re.DOTALL)
    assert handled
    assert sorted(re.findall(r"^ {6}(\w+):", handled[1], re.MULTILINE)) == sorted(OUTGOING), "and handles each"
    for kind, fields in INCOMING.items():
        line = re.search(rf"^ \*   {kind} +\{{([^}}\n]*)", up, re.MULTILINE)
        assert line
        named = re.sub(r":[^,]*|\[.*", "", re.sub(r": \[.*", "", line[1]))
        assert {name.split("|")[0].strip() for name in named.split(",") if name.strip()} == set(fields), kind


def test_sending_takes_only_documented_fields(desk: Desk) -> None:
    sent: list[str] = []
    desk.bridge.message.connect(sent.append)
    desk.bridge.send("focus", id="gn:1", fly=True)
    assert json.loads(sent[0]) == {"type": "focus", "id": "gn:1", "fly": True}
    with pytest.raises(ValueError, match="focus"):
        desk.bridge.send("focus", id="gn:1")
    with pytest.raises(ValueError, match="nonsense"):
        desk.bridge.send("nonsense")
