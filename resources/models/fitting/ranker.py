"""Fits the ranker: `ranker.json`, on all corpora and without each one.

    python resources/models/fitting/ranker.py --corpora FOLDER [--ablate]

Conditional logistic regression: of the candidates of a name and "none of these", those that a corpus marks should have
all the belief. What the document's other names say depends on the belief in their candidates, so weighing and fitting
take turns. Several candidates can be right; a name counts less than its mentions, and each corpus by `COUNTS`,
however large it is. Weights are pulled towards 0, and the sign of most is set beforehand: nearness cannot speak against
a place. What no corpus shows is set by reason and told so in the file. Needs numpy and scipy; some minutes on one core.
Nothing of a corpus but these numbers gets into the files.
"""

# ruff: noqa: T201, INP001 - a script, which tells what it does

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from folds import CORPORA, fold, read
from instances import Corpus, Table, tabled
from softmax import fitted

from app import paths
from app.gazetteer.lookup import GazetteerFile
from app.geoparsing.candidates import Candidates
from app.geoparsing.ranking import FILE, RankerWeights, evidence_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

COUNTS: Final = {"lgl": 1.0, "geowebnews": 1.0, "wotr": 1.0}
"""What each corpus counts, however large it is.
"""
ROUNDS: Final = 3
STRENGTH: Final = 1.0
"""What the sum of the squared weights costs, where a corpus that counts 1 costs as much as 1,000 names."""
START: Final = {
    "fame: people": 0.65,
    "fame: better-known namesakes": -0.4,
    "kind: country": 1.4,
    "kind: division": 1.0,
    "kind: capital": 1.5,
    "match: official name": 1.0,
    "match: demonym name": 2.0,
    "match: alternate name": -1.5,
    "near: within 140 km": 6.0,
    "shared: part of the document in its country": 3.0,
    "inside: its country is named": 1.7,
    "inside: its division is named": 1.7,
    "words: what the text calls it": 2.5,
    "words: not what the text calls it": -2.5,
    "none: always": 1.0,
}
"""Where the first round of weighing starts from; what is fitted does not depend on it."""
SET: Final = {
    "beside: in what the text names as its container": 6.0,
    "beside: contains the name before it": 5.0,
    "beside: at the coordinates behind the name": 8.0,
    "words: named with the article": 11.0,
    "words: capital letters, but a name": -4.0,
    "reader: chosen elsewhere": 4.0,
    "time: not so when the document was written": -2.0,
}
"""Weights that are set by reason: a corpus that shows them is rare, or its exceptions are errors of marking."""
LEAST: Final[dict[str, tuple[float | None, float | None]]] = {
    "words: what the text calls it": (1.0, None),
    "words: not what the text calls it": (None, -2.0),
    "words: division around a town of the name": (None, -0.5),
    "fame: known, though not for its people": (0.8, None),
    "kind: region or sea": (-1.0, None),
    "near: too wide for nearness": (-0.6, None),
    "match: official name": (0.0, None),
    "kind: river or lake": (-1.0, None),
    "match: beginning of a sea's full name": (1.0, None),
}
"""Limits of weights that the corpora alone would make smaller than reason allows: two of three name American
towns, and hardly any a sea, a desert or a river that has a small namesake."""
HOME: Final = {
    "home: in a country that its source writes of": 2.0,
    "home: a country that its source writes of": 1.0,
    "home: in a division that its source writes of": 2.0,
    "home: in a division that its source writes of often": 4.0,
}
"""Weights of the source's home where no corpus tells its sources."""
AGAINST: Final = (
    "fame: better-known",
    "fame: larger",
    "fame: much larger",
    "fame: not the best-known",
    "fame: small",
    "fame: town in",
    "local:",
    "match: alternate name",
    "near: nothing",
    "shared: nothing",
    "words: division around",
    "words: followed as a town is, country",
    "words: not what",
)
"""Beginnings of the features that can only speak against a place."""
EITHER: Final = ("kind:", "match:", "near: too wide", "none:", "words: dateline", "words: followed")
"""Beginnings of the features that can speak either way; all others speak for a place."""


def limits(name: str) -> tuple[float | None, float | None]:
    """Between what a feature's weight lies."""
    if name in SET:
        return SET[name], SET[name]
    if name in LEAST:
        return LEAST[name]
    if name.startswith(AGAINST):
        return None, 0.0
    return (None, None) if name.startswith(EITHER) else (0.0, None)


def main() -> None:
    """Fit, tell the figures, and write."""
    asked = _asked()
    candidates = Candidates([GazetteerFile.open(paths.gazetteer_file())])
    corpora = {name: Corpus.of(read(asked.corpora, name), candidates) for name in CORPORA}
    if asked.ablate:
        _ablate(corpora)
        return
    for left_out in (*CORPORA, None):
        start = time.perf_counter()
        names = [name for name in CORPORA if name != left_out]
        weights = fit(corpora, names)
        figures = {name: _figures(corpora[name], weights) for name in ([left_out] if left_out else names)}
        print(f"without {left_out or 'none'}: {figures} {time.perf_counter() - start:.0f} s", flush=True)
        _write(fold(asked.to, left_out), weights, names, figures)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora (JSON Lines)")
    parser.add_argument("--to", type=Path, default=paths.models(), help="folder to write to")
    parser.add_argument("--ablate", action="store_true", help="tell what each sort of evidence brings; write nothing")
    return parser.parse_args()


def fit(corpora: Mapping[str, Corpus], names: Sequence[str], without: str = "") -> dict[str, float]:
    """Weights fitted to some corpora, perhaps without one sort of evidence."""
    weights = {name: value for name, value in (START | SET | HOME).items() if not name.startswith(without or "-")}
    for _ in range(ROUNDS):
        table = Table()
        for name in names:
            tabled(table, corpora[name], RankerWeights(weights), COUNTS[name])
        shown = set(table.features)
        within = {name: (0.0, 0.0) if without and name.startswith(without) else limits(name) for name in shown}
        if not any(name in HOME for name in shown):
            shown -= HOME.keys()
        kept = {name: value for name, value in (SET | HOME).items() if not name.startswith(without or "-")}
        weights = kept | fitted(table, weights, within, STRENGTH)
    return weights


def _figures(corpus: Corpus, weights: Mapping[str, float]) -> dict[str, float]:
    """The share of the located marked toponyms that are placed rightly, without and with their sources' homes."""
    ranker = RankerWeights(weights)
    figures = {"right": round(corpus.right(ranker), 4)}
    if corpus.has_publishers:
        figures["right, its source's home known"] = round(corpus.right(ranker, at_home=True), 4)
    return figures


def _ablate(corpora: Mapping[str, Corpus]) -> None:
    """Tell how right the ranker is on each corpus when fitted to the others without one sort of evidence."""
    table = Table()
    for name in CORPORA:
        tabled(table, corpora[name], RankerWeights(START), COUNTS[name])
    sorts = [sort for sort in evidence_of(table.features) if sort not in {"none", "home"}]
    print("without".ljust(12), *(name.rjust(12) for name in CORPORA))
    for sort in ("", *sorts):
        row = []
        for left_out in CORPORA:
            weights = fit(corpora, [name for name in CORPORA if name != left_out], f"{sort}:" if sort else "")
            row.append(corpora[left_out].right(RankerWeights(weights)))
        print((sort or "nothing").ljust(12), *(f"{right:.4f}".rjust(12) for right in row), flush=True)


def _write(
    folder: Path, weights: Mapping[str, float], names: Collection[str], figures: Mapping[str, Mapping[str, float]]
) -> None:
    """Write the weights, readably."""
    about = {
        "what": "How much each piece of evidence counts for or against a candidate, in units of log odds.",
        "fitted by": "fitting/ranker.py",
        "fitted to": ", ".join(names),
        "date": datetime.now(UTC).date().isoformat(),
        "set by reason": sorted({*SET, *(() if "lgl" in names else HOME)}),
        "located marked toponyms placed rightly": figures,
    }
    rounded = {name: round(value, 3) for name, value in sorted(weights.items())}
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"about": about, "weights": rounded}, indent=1, ensure_ascii=False)
    (folder / FILE).write_text(content + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
