"""Fits the confidence that is shown with a pin: `confidence.json`, on all corpora and without each one.

    python resources/models/fitting/confidence.py --corpora FOLDER [--recognizer SPEC] [--cache FILE]

After `ranker.py` and `toponyms.py`: the pins of a corpus are made by the engine from its raw text, with the weights
that were fitted without it, once without and once with the home of its sources. The curves are held near what one
would assume: that a mention's certainty counts half, since corpora disagree about what is to be marked, and that the
ranker's belief is as it says. One corpus, which is all that a fold may have, tells too little about others to go far
from that. Needs numpy and scipy; minutes, most of them the recognizer's, whose mentions `--cache` keeps.
"""

# ruff: noqa: T201, INP001 - a script, which tells what it does

from __future__ import annotations

import argparse
import json
import pickle
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from folds import CORPORA, Marked, fold, read
from pins import Pin, marked_spans, pins, recognized

from app import paths
from app.gazetteer.lookup import GazetteerFile
from app.geoparsing.candidates import Candidates
from app.geoparsing.confidence import FILE, Calibration
from app.geoparsing.fitted import Fitted
from app.geoparsing.pipeline import Engine
from app.geoparsing.ranking import RankerWeights
from app.geoparsing.recognizers import choosing
from app.geoparsing.reliability import curve
from app.geoparsing.toponyms import ToponymWeights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from app.geoparsing.model import Mention
    from app.geoparsing.ranking import Features

    Array = NDArray[np.float64]

FITTED: Final = ("lgl", "geowebnews")
"""The corpora that the curves are fitted to. WOTR marks no peoples and a third of its places are not listed."""
ASSUMED: Final = {
    "mention: a people's name": 2.0,
    "mention: another name": 1.6,
    "mention: log odds of another name's certainty": 0.4,
    "place: always": 0.0,
    "place: log odds of its share": 0.7,
    "place: share of none of these": 0.0,
}
"""What the curves are held near to."""
STRENGTH: Final = 3000.0
"""What the squared distance from that costs, where a corpus counts as 1,000 pins."""
NOTHING_FITTED: Final = Calibration({})


def main() -> None:
    """Fit, tell the figures, and write."""
    asked = _asked()
    with GazetteerFile.open(paths.gazetteer_file()) as gazetteer:
        candidates = Candidates([gazetteer])
        corpora = {name: list(read(asked.corpora, name)) for name in FITTED}
        found = _mentions(asked, corpora, gazetteer)
        raw, given = {}, {}
        for name, documents in corpora.items():
            weights = RankerWeights.load(fold(asked.to, name))
            raw[name] = list(pins(documents, found[name], candidates, weights))
            given[name] = list(pins(documents, marked_spans(documents, candidates), candidates, weights))
    for left_out in (*CORPORA, None):
        names = [name for name in FITTED if name != left_out]
        calibration = fit([raw[name] for name in names])
        shown = [left_out] if left_out in raw else ([] if left_out else names)
        figures = {name: _figures(calibration, raw[name], given[name]) for name in shown}
        print(f"without {left_out or 'none'}: {json.dumps(figures)}", flush=True)
        _write(fold(asked.to, left_out), calibration, names, figures)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora (JSON Lines)")
    parser.add_argument("--recognizer", default="", help="as `whereof geoparse --recognizer`")
    parser.add_argument("--cache", type=Path, help="file that keeps the mentions between two runs")
    parser.add_argument("--to", type=Path, default=paths.models(), help="folder of the weights, to write to as well")
    return parser.parse_args()


def _mentions(
    asked: argparse.Namespace, corpora: Mapping[str, list[Marked]], gazetteer: GazetteerFile
) -> dict[str, list[list[Mention]]]:
    """The mentions that the engine finds in each corpus, with the weights that were fitted without it."""
    if asked.cache and asked.cache.is_file():
        kept: dict[str, list[list[Mention]]] = pickle.loads(asked.cache.read_bytes())  # noqa: S301 - our own file
        return kept
    recognizer = choosing.load(asked.recognizer)
    found = {}
    for name, documents in corpora.items():
        folder = fold(asked.to, name)
        fitted = Fitted(ToponymWeights.load(folder), RankerWeights.load(folder), NOTHING_FITTED)
        found[name] = recognized(Engine(recognizer, [gazetteer], fitted), documents)
    if asked.cache:
        asked.cache.write_bytes(pickle.dumps(found))
    return found


def fit(corpora: Sequence[Sequence[Pin]]) -> Calibration:
    """The curves for the pins of some corpora, each of which counts the same."""
    every = [pin for corpus in corpora for pin in corpus]
    counts = np.array([1000.0 / len(corpus) for corpus in corpora for _ in corpus])
    right = np.array([pin.right for pin in every])
    mention = _table([pin.belief.of_mention() for pin in every])
    place = _table([pin.belief.of_place() for pin in every])
    assumed = np.array(list(ASSUMED.values()))
    cut = mention.shape[1]

    def cost(weights: Array) -> float:
        value = _logistic(mention @ weights[:cut]) * _logistic(place @ weights[cut:])
        value = np.clip(value, 1e-6, 1 - 1e-6)
        loss = -(counts * np.where(right, np.log(value), np.log1p(-value))).sum()
        return float(loss + STRENGTH * ((weights - assumed) ** 2).sum())

    best: Any = minimize(cost, assumed, method="L-BFGS-B")
    return Calibration(dict(zip(ASSUMED, (float(weight) for weight in best.x), strict=True)))


def _table(rows: Sequence[Features]) -> Array:
    return np.array([[value for _, value in row] for row in rows])


def _logistic(values: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-values))
    return result


def _figures(calibration: Calibration, raw: Sequence[Pin], given: Sequence[Pin]) -> dict[str, float]:
    """Expected calibration errors over ten bins, and the shares of pins that are right."""
    figures: dict[str, float] = {}
    for what, some in (("raw text", raw), ("marked spans", given)):
        for at_home in (False, True):
            here = [pin for pin in some if pin.at_home is at_home]
            if here:
                words = f"{what}, its source's home known" if at_home else what
                judged = curve((calibration.confidence(pin.belief), pin.right) for pin in here)
                figures[f"error, {words}"] = round(judged.error, 4)
                figures[f"right, {words}"] = round(sum(pin.right for pin in here) / len(here), 4)
    return figures


def _write(
    folder: Path, calibration: Calibration, names: Sequence[str], figures: Mapping[str, Mapping[str, float]]
) -> None:
    """Write the weights, readably."""
    about = {
        "what": "The confidence shown with a pin: the product of two logistic curves, whether the name is one of a "
        "place and whether it is this place; weights in units of log odds.",
        "fitted by": "fitting/confidence.py",
        "fitted to": "pins on the raw texts of " + ", ".join(names) + ", each by weights that had not seen it",
        "date": datetime.now(UTC).date().isoformat(),
        "expected calibration error over ten bins": figures,
    }
    weights = {name: round(value, 3) for name, value in calibration.weights.items()}
    content = json.dumps({"about": about, "weights": weights}, indent=1, ensure_ascii=False)
    (folder / FILE).write_text(content + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
