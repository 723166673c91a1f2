# ruff: noqa: INP001, S311 - a script, not part of a package; its chance decides sentences, not secrets
"""Makes the synthetic sentences that the recognizer is trained on, from templates and the gazetteer.

    python resources/models/training/synthesis.py --seed 1 --each 12 --out FILE

Every line of `sentences/*.txt` is a template: plain text, `[LABEL text]` around a thing with a name, and `{slot}` for a
random filling. A slot with a number (`{city1}`) keeps its filling within the template; `{city1.country}` is what
belongs to it, `{city1.upper}` the same in capitals. Lines that begin with `#` are remarks. `people.txt` beside the
templates holds the names of persons.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fillings import Fillings, Unfit
from noise import disturb

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LABELS: Final = ("PLACE", "PERSON", "ORG", "PEOPLE", "PRODUCT", "OTHER")
_HERE: Final = Path(__file__).resolve().parent
_GAZETTEER: Final = _HERE.parents[1] / "gazetteer" / "gazetteer.sqlite"
_NAMES: Final = "people.txt"
_MARK: Final = re.compile(r"\[([A-Z]+) ([^\[\]]+)\]")
_SLOT: Final = re.compile(r"\{([a-z_]+)(\d*)((?:\.[a-z_]+)*)\}")
_STRAY: Final = re.compile(r"[\[\]{}]")
_TWO_STOPS: Final = re.compile(r"(?<=[a-z])\.\.(?!\.)")
"""An abbreviation's stop and the sentence's, which print makes one."""
_ONE_STOP: Final = re.compile(r"\.(?: |$)")
_TRIES: Final = 30
"""How often a template is filled anew before its slots are held to be impossible."""
_BEFORE_ARTICLE: Final = re.compile(r"\b(?!the\b)[a-z]+ $")
"""What stands before a country that English names with an article."""


@dataclass(frozen=True)
class Template:
    """One line: where it stands, and its pieces, each with a label or none."""

    where: str
    pieces: tuple[tuple[str, str | None], ...]


def parse(line: str, where: str) -> Template:
    """Read one template.

    Raises:
        ValueError: A label that is not known, or a bracket that is not closed.
    """
    pieces: list[tuple[str, str | None]] = []
    end = 0
    for mark in _MARK.finditer(line):
        if mark[1] not in LABELS:
            raise ValueError(f"{where}: {mark[1]} is not a label.")
        pieces += [(line[end : mark.start()], None), (mark[2], mark[1])]
        end = mark.end()
    pieces.append((line[end:], None))
    if any(_STRAY.search(_SLOT.sub("", text)) or (label and text != text.strip()) for text, label in pieces):
        raise ValueError(f"{where}: a bracket is not closed, or a mark has a space at its edge.")
    return Template(where, tuple((text, label) for text, label in pieces if text))


def templates(folder: Path) -> Iterator[Template]:
    """Every template of a folder of sentences, in the order of the files' names.

    Yields:
        The templates, without those that are written twice.
    """
    seen: set[str] = set()
    for path in sorted(folder.glob("*.txt")):
        if path.name == _NAMES:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            text = line.strip()
            if text and not text.startswith("#") and text not in seen:
                seen.add(text)
                yield parse(text, f"{path.name}:{number}")


def fill(template: Template, fillings: Fillings, chance: random.Random) -> list[tuple[str, str | None]]:
    """Put a filling into every slot.

    Raises:
        ValueError: A slot that does not exist, or that never finds a filling.
    """
    for _ in range(_TRIES):
        try:
            return _filled(template, fillings, chance)
        except Unfit:
            continue
        except KeyError as error:
            raise ValueError(f"{template.where}: there is no slot {error}.") from error
    raise ValueError(f"{template.where}: no filling fits its slots.")


def _filled(template: Template, fillings: Fillings, chance: random.Random) -> list[tuple[str, str | None]]:
    kept: dict[str, dict[str, str]] = {}

    def value(slot: re.Match[str]) -> str:
        key = slot[1] + (slot[2] or f" {len(kept)}")
        if key not in kept:
            drawn = fillings.draw(slot[1], chance)
            # One place or person twice under two slots would read as a mistake; a number may well come twice.
            if len(drawn) > 1 and any(drawn["text"] == other["text"] for other in kept.values()):
                raise Unfit(slot[0])
            kept[key] = drawn
        return fillings.attribute(kept[key], slot[3])

    pieces: list[tuple[str, str | None]] = []
    for text, label in template.pieces:
        done = _SLOT.sub(value, text)
        before = pieces[-1][0] if pieces else ""
        if label == "PLACE" and fillings.wants_article(done) and _BEFORE_ARTICLE.search(before):
            pieces[-1] = (before + "the ", None)
        if not label:
            done = _TWO_STOPS.sub(".", done[1:] if before.endswith(".") and _ONE_STOP.match(done) else done)
        pieces.append((done, label))
    return pieces


def joined(pieces: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    """Pieces as one text with spans in code points."""
    text, spans = "", []
    for piece, label in pieces:
        if label:
            spans.append([len(text), len(text) + len(piece), label])
        text += piece
    return {"text": text, "spans": spans}


def examples(folder: Path, gazetteer: Path, seed: int, each: int) -> Iterator[dict[str, Any]]:
    """Every template of a folder filled `each` times; the same seed gives the same examples.

    Yields:
        {"text", "spans": [[start, end, label], ...]}, positions in code points.
    """
    yield from filled(templates(folder), Fillings.read(gazetteer, folder / _NAMES), seed, each)


def filled(lines: Iterable[Template], fillings: Fillings, seed: int, each: int) -> Iterator[dict[str, Any]]:
    """Every template filled `each` times.

    Yields:
        Every template once in some order, then once in another: neighbours are of different templates.
    """
    order = list(lines)
    for turn in range(each):
        random.Random(f"{seed} {turn}").shuffle(order)
        for template in order:
            # Its own chance for every template: a line that is added elsewhere does not change this one's examples.
            chance = random.Random(f"{seed} {turn} {template.pieces}")
            yield joined(disturb(fill(template, fillings, chance), chance))


def main() -> None:
    """Write the examples as JSON lines."""
    parser = argparse.ArgumentParser(description="Make synthetic sentences with the names in them marked.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=12, help="how often every template is filled")
    parser.add_argument("--sentences", type=Path, default=_HERE / "sentences", help="folder of templates")
    parser.add_argument("--gazetteer", type=Path, default=_GAZETTEER)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    with asked.out.open("w", encoding="utf-8") as file:
        for example in examples(asked.sentences, asked.gazetteer, asked.seed, asked.each):
            file.write(json.dumps(example, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
