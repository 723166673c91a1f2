# ruff: noqa: INP001 - a script, not part of a package
"""Makes the recognizer's training examples from openly licensed sentences and our own.

python resources/models/training/examples.py --corpora DIR --addresses DIR --out examples.jsonl [--without-wotr]

Each line of the result is {"text", "spans": [[start, end, label], ...], "unsure": [[start, end], ...], "source"};
offsets are code points. Labels are those of `app.geoparsing.recognizer.Label`. Where a set marks places only, the
other labels are distilled from the spaCy pipeline; where set and pipeline disagree about a place, the span is unsure
and costs the model nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import synthesis  # noqa: E402 (the checkout must be found first)

from app.geoparsing.recognizer import Label, Span  # noqa: E402
from app.geoparsing.recognizers.chunks import chunks  # noqa: E402
from app.geoparsing.recognizers.spacy import SpacyRecognizer  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.geoparsing.recognizer import Recognizer

SENTENCES: Final = ("uner", "wikigold", "wnut", "btc")
DISPATCHES: Final = "wotr_train"
FIRST_YEAR: Final = 1900
_JOINED: Final = 0.3
"""Share of neighbouring examples of one set that are read as one, as a text's sentences are."""

_NAMED: Final = 0.8
_UNNAMED: Final = 0.08
"""Shares of the addresses' chunks that are used: speeches are not the text that the model is for."""

Example = dict[str, Any]


def main() -> None:
    """Write the examples."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder with train/ and wotr_train.jsonl")
    parser.add_argument("--addresses", type=Path, required=True, help="folder of the addresses' text files")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--without-wotr", action="store_true", help="for measuring on that corpus")
    parser.add_argument("--each", type=int, default=10, help="fillings of each of our own sentences")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    recognizer = SpacyRecognizer.load()
    counts: dict[str, int] = {}
    with options.out.open("w", encoding="utf-8") as out:
        for example in _all(options, recognizer):
            counts[example["source"]] = counts.get(example["source"], 0) + 1
            out.write(json.dumps(example, ensure_ascii=False) + "\n")
    print(counts)  # noqa: T201 (the script's answer)


def _all(options: argparse.Namespace, recognizer: Recognizer) -> Iterator[Example]:
    for name in SENTENCES:
        gold = list(_lines(options.corpora / "train" / f"{name}.jsonl"))
        yield from _joined(_distilled(name, [(line["text"], line["spans"]) for line in gold], recognizer))
    if not options.without_wotr:
        yield from _distilled("wotr", list(_dispatches(options.corpora / f"{DISPATCHES}.jsonl")), recognizer)
    spoken = _distilled("addresses", [(text, None) for text in _addresses(options.addresses)], recognizer)
    yield from (example for example in spoken if _is_worth_reading(example))
    own = synthesis.examples(
        Path(__file__).parent / "sentences",
        ROOT / "resources" / "gazetteer" / "gazetteer.sqlite",
        options.seed,
        options.each,
    )
    yield from _joined({**example, "unsure": [], "source": "own"} for example in own)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _dispatches(path: Path) -> Iterator[tuple[str, list[list[int]]]]:
    """The corpus' documents in chunks, as the recognizer will read them."""
    for document in _lines(path):
        text = document["text"]
        marked = [(toponym["start"], toponym["end"]) for toponym in document["toponyms"]]
        for chunk in chunks(text):
            inside = [[a - chunk.start, b - chunk.start] for a, b in marked if chunk.start <= a and b <= chunk.end]
            yield text[chunk.start : chunk.end], inside


def _addresses(folder: Path) -> Iterator[str]:
    """The addresses since `FIRST_YEAR` in chunks."""
    for path in sorted(folder.glob("*.txt")):
        if int(path.name[:4]) >= FIRST_YEAR:
            text = path.read_text(encoding="utf-8")
            for chunk in chunks(text):
                yield text[chunk.start : chunk.end]


def _is_worth_reading(example: Example) -> bool:
    """Whether an address' chunk names a place or a people; of the others one in ten."""
    named = any(label in {Label.PLACE, Label.PEOPLE} for _, _, label in example["spans"])
    return random.random() < (_NAMED if named else _UNNAMED)  # noqa: S311 (no secret)


def _distilled(
    source: str, marked: Sequence[tuple[str, list[list[int]] | None]], recognizer: Recognizer
) -> Iterator[Example]:
    """Examples with gold places where the set marks them, and the pipeline's labels for the rest."""
    silver = recognizer.recognize([text for text, _ in marked])
    for (text, gold), spans in zip(marked, silver, strict=True):
        yield {"text": text, "source": source, **_merged(gold, spans)}


def _merged(gold: list[list[int]] | None, silver: Iterable[Span]) -> Example:
    """Gold places win; a silver place that gold does not know is unsure, other labels beside gold stay."""
    if gold is None:
        return {"spans": [[s.start, s.end, s.label] for s in silver], "unsure": []}
    spans: list[list[int | str]] = [[start, end, Label.PLACE] for start, end in gold]
    unsure = []
    for span in silver:
        if any(start < span.end and span.start < end for start, end in gold):
            continue
        if span.label is Label.PLACE:
            unsure.append([span.start, span.end])
        else:
            spans.append([span.start, span.end, span.label])
    return {"spans": sorted(spans), "unsure": unsure}


def _joined(examples: Iterable[Example]) -> Iterator[Example]:
    """Now and then two neighbours as one example."""
    waiting: Example | None = None
    for example in examples:
        if waiting is not None:
            yield _together(waiting, example)
            waiting = None
        elif random.random() < _JOINED:  # noqa: S311 (no secret)
            waiting = example
        else:
            yield example
    if waiting is not None:
        yield waiting


def _together(first: Example, second: Example) -> Example:
    shift = len(first["text"]) + 1
    return {
        "text": first["text"] + " " + second["text"],
        "source": first["source"],
        "spans": first["spans"] + [[a + shift, b + shift, label] for a, b, label in second["spans"]],
        "unsure": first["unsure"] + [[a + shift, b + shift] for a, b in second["unsure"]],
    }


if __name__ == "__main__":
    main()
