"""The ranker's fit: on a made-up table it finds the evidence that decides, within its limits."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("scipy")

if TYPE_CHECKING:
    from collections.abc import Iterator

FITTING = Path(__file__).parents[2] / "resources" / "models" / "fitting"


@pytest.fixture(scope="module")
def scripts() -> Iterator[dict[str, Any]]:
    before = list(sys.path)
    sys.path.insert(0, str(FITTING))
    names = ("folds", "instances", "softmax", "ranker")
    yield {name: importlib.import_module(name) for name in names}
    sys.path[:] = before
    for name in names:
        del sys.modules[name]


def table(scripts: dict[str, Any], names: int = 50) -> Any:  # noqa: ANN401 - a class of the script
    made = scripts["instances"].Table()
    for index in range(names):
        right = [("near", 1.0), ("noise", float(index % 2))]
        wrong = [("noise", float(index % 3 == 0))]
        made.add([right, wrong, [("none", 1.0)]], [True, False, False], 1.0)
    return made


def test_what_decides_gets_the_weight(scripts: dict[str, Any]) -> None:
    within = dict.fromkeys(("near", "noise", "none"), (None, None))
    found = scripts["softmax"].fitted(table(scripts), {}, within, 0.1)
    assert found["near"] > 2
    assert abs(found["noise"]) < 0.5 * found["near"]
    assert found["none"] < 0


def test_limits_hold(scripts: dict[str, Any]) -> None:
    within = {"near": (0.0, 1.5), "noise": (0.7, 0.7), "none": (None, 0.0)}
    found = scripts["softmax"].fitted(table(scripts), {"near": 9.0}, within, 0.1)
    assert found["near"] == pytest.approx(1.5)
    assert found["noise"] == pytest.approx(0.7)


def test_the_sign_of_evidence_is_set(scripts: dict[str, Any]) -> None:
    limits = scripts["ranker"].limits
    assert limits("near: within 140 km") == (0.0, None)
    assert limits("fame: better-known namesakes") == (None, 0.0)
    assert limits("kind: capital") == (None, None)
    assert limits("words: named with the article") == (11.0, 11.0)
    assert limits("words: not what the text calls it")[1] < 0
