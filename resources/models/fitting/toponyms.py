"""Fits the weights that tell mentions from other names: `toponyms.json`, on all corpora and without each one.

    python resources/models/fitting/toponyms.py --corpora FOLDER [--recognizer SPEC…] [--cache FILE] [--ablate]

A draft is a mention where a corpus marks just its extent. The weights are fitted to the spans of two recognizers,
since plug-ins are weighed by them too: the first one's count most, and the threshold is chosen for them. Logistic
regression over the numbers of `app.geoparsing.surroundings`, each corpus with the same total weight; the threshold has
the best mean of strict and overlap F over the corpora, in which a wrong mention costs more than a missed one. Needs
scikit-learn; some minutes on one core, most of them the recognizers', whose spans `--cache` keeps. Nothing of a corpus
but these numbers gets into the files.
"""

# ruff: noqa: T201, INP001 - a script, which tells what it does

from __future__ import annotations

import argparse
import json
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from folds import CORPORA, Marked, fold, read

from app import paths
from app.documents.canonical import passages
from app.gazetteer.lookup import GazetteerFile
from app.geoparsing.candidates import Candidates
from app.geoparsing.drafts import Drafts
from app.geoparsing.evaluation import Toponym, report
from app.geoparsing.recognizers import choosing
from app.geoparsing.surroundings import GROUPS, Surroundings
from app.geoparsing.toponyms import ALWAYS, FILE, ToponymWeights, chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.geoparsing.drafts import Draft
    from app.geoparsing.evaluation import Recognition, Report
    from app.geoparsing.recognizer import Span

FITTED: Final = ("lgl", "geowebnews")
"""The corpora that weights are fitted to. WOTR marks places by another rule (no peoples, no regiments' States), and
fitting to it made the others worse when they were left out."""
NAMES: Final = tuple(name for group in GROUPS.values() for name in group)
THRESHOLDS: Final = tuple(round(0.30 + 0.02 * step, 2) for step in range(14))
MISSED_COSTS: Final = 0.85
"""What a missed mention costs beside a wrong one, where the threshold is chosen."""
NEARLY: Final = 0.003
"""Thresholds that are worse than the best by less are as good: the middle one of them is taken."""
SHARES: Final = (0.7, 0.3)
"""What the drafts of each recognizer weigh, our own first."""
STRENGTH: Final = 1.0
"""Inverse of the penalty on large weights."""


@dataclass
class Read:
    """A document of a corpus: its drafts, the numbers about them, and what is marked."""

    drafts: list[Draft]
    numbers: list[dict[str, float]]
    marked: tuple[Toponym, ...]

    def truth(self) -> list[bool]:
        """Whether each draft is marked just so."""
        spans = {(toponym.start, toponym.end) for toponym in self.marked}
        return [draft.extent in spans for draft in self.drafts]


Corpora = dict[str, list[list[Read]]]
"""By corpus, the documents as each recognizer reads them."""


def main() -> None:
    """Fit, tell the figures, and write."""
    asked = _asked()
    drafted = {name: [list(_read(asked, name, spec)) for spec in asked.recognizer] for name in CORPORA}
    folds = {name: _fit(drafted, [other for other in FITTED if other != name]) for name in CORPORA}
    for name, weights in folds.items():
        for spec, documents in zip(asked.recognizer, drafted[name], strict=True):
            _tell(f"without {name}, {spec}", documents, weights)
    if asked.ablate:
        _ablate(drafted)
        return
    everything = _fit(drafted, FITTED)
    for name in FITTED:
        _tell(f"seen {name}", drafted[name][0], everything)
    _write(asked.to, everything, FITTED, asked.recognizer)
    for name, weights in folds.items():
        fitted = [other for other in FITTED if other != name]
        _write(fold(asked.to, name), weights, fitted, asked.recognizer)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora (JSON Lines)")
    parser.add_argument(
        "--recognizer", nargs="+", default=["whereof", "spacy"], help="as `whereof geoparse --recognizer`"
    )
    parser.add_argument("--cache", type=Path, help="file that keeps the recognizer's spans between two runs")
    parser.add_argument("--to", type=Path, default=paths.models(), help="folder to write to")
    parser.add_argument("--ablate", action="store_true", help="tell what each group of numbers brings; write nothing")
    return parser.parse_args()


def _read(asked: argparse.Namespace, name: str, recognizer: str) -> Iterable[Read]:
    """The documents of a corpus."""
    documents = list(read(asked.corpora, name))
    candidates = Candidates([GazetteerFile.open(paths.gazetteer_file())])
    for document, spans in zip(documents, _recognized(asked, name, recognizer, documents), strict=True):
        text = document.text
        parts = passages(text)
        found = Drafts(text, parts, spans, candidates)
        drafts = found.all()
        surroundings = Surroundings(text, drafts, found.persons, candidates)
        yield Read(drafts, [surroundings.features(draft) for draft in drafts], document.toponyms)


def _recognized(asked: argparse.Namespace, name: str, spec: str, documents: Sequence[Marked]) -> list[list[Span]]:
    """A recognizer's spans of each document, from the cache if they are there."""
    kept: dict[tuple[str, str], list[list[Span]]] = {}
    if asked.cache and asked.cache.is_file():
        kept = pickle.loads(asked.cache.read_bytes())  # noqa: S301 - the fitter's own file
    key = (choosing.named(spec), name)
    if key not in kept:
        recognizer = choosing.load(spec)
        kept[key] = []
        for document in documents:
            parts = passages(document.text)
            found = recognizer.recognize([document.text[part.start : part.end] for part in parts])
            kept[key].append(
                [
                    span._replace(start=span.start + part.start, end=span.end + part.start)
                    for part, spans in zip(parts, found, strict=True)
                    for span in spans
                ]
            )
        if asked.cache:
            asked.cache.write_bytes(pickle.dumps(kept))
    return kept[key]


def _fit(drafted: Corpora, corpora: Sequence[str], names: Sequence[str] = NAMES) -> ToponymWeights:
    """The weights fitted to some corpora."""
    rows, truths, shares = [], [], []
    for corpus in corpora:
        for share, documents in zip(SHARES, drafted[corpus], strict=False):
            numbers = [number for document in documents for number in document.numbers]
            rows.append(np.array([[number.get(name, 0.0) for name in names] for number in numbers]))
            truths.append(np.array([truth for document in documents for truth in document.truth()]))
            shares.append(np.full(len(numbers), share / len(numbers)))
    share = np.concatenate(shares)
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit(np.vstack(rows), np.concatenate(truths), sample_weight=share * len(share) / share.sum())
    weights = {ALWAYS: float(model.intercept_[0])} | dict(zip(names, map(float, model.coef_[0]), strict=True))

    def quality(threshold: float) -> float:
        said = ToponymWeights(threshold, weights)
        found = [_figures(drafted[corpus][0], said) for corpus in corpora]
        return sum(_worth(figures.strict) + _worth(figures.overlap) for figures in found)

    qualities = {threshold: quality(threshold) for threshold in THRESHOLDS}
    least = (1 - NEARLY) * max(qualities.values())
    good = [threshold for threshold, worth in qualities.items() if worth >= least]
    return ToponymWeights(good[len(good) // 2], weights)


def _worth(found: Recognition) -> float:
    """F measure in which a wrong mention costs more than a missed one: it is a wrong pin."""
    weighted = MISSED_COSTS**2
    return (1 + weighted) * found.precision * found.recall / (weighted * found.precision + found.recall)


def _figures(documents: Sequence[Read], weights: ToponymWeights) -> Report:
    """How well the mentions are found."""
    pairs = []
    for document in documents:
        likelihoods = [weights.likelihood(number) for number in document.numbers]
        found = chosen(document.drafts, likelihoods, weights.threshold)
        pairs.append((document.marked, [Toponym(*one.draft.extent) for one in found]))
    return report(pairs)


def _tell(title: str, documents: Sequence[Read], weights: ToponymWeights) -> None:
    figures = _figures(documents, weights)
    strict, overlap = figures.strict, figures.overlap
    print(
        f"{title:24} at {weights.threshold:.2f}: strict {strict.f1:.3f} ({strict.precision:.3f}/{strict.recall:.3f}), "
        f"overlap {overlap.f1:.3f} ({overlap.precision:.3f}/{overlap.recall:.3f})",
        flush=True,
    )


def _ablate(drafted: Corpora) -> None:
    """What is lost without each group of numbers, on corpora that the weights were not fitted to."""
    for group, lost in GROUPS.items():
        names = [name for name in NAMES if name not in lost]
        for corpus in FITTED:
            weights = _fit(drafted, [other for other in FITTED if other != corpus], names)
            _tell(f"no {group}: {corpus}", drafted[corpus][0], weights)


def _write(folder: Path, fitted: ToponymWeights, corpora: Sequence[str], recognizers: Sequence[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    about = (
        "What makes a name a mention: the logarithm of the odds is the sum of these weights times the numbers about "
        f"the name. Fitted by fitting/toponyms.py to {' and '.join(corpora)}, spans by "
        f"{' and '.join(map(choosing.named, recognizers))}."
    )
    weights = {name: round(weight, 3) for name, weight in fitted.weights.items()}
    record = {"about": about, "threshold": fitted.threshold, "weights": weights}
    (folder / FILE).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
