"""What the trial says: a line for each check, a sentence where one fails, and the figures."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Failed(Exception):
    """A check does not hold, or a step cannot be done; the message is the sentence for whoever runs the trial."""


@dataclass(slots=True)
class Outcome:
    """What was found so far.

    Attributes:
        figures: measured values by name; the name's end is the unit (`_s` seconds, `_mb` millions of bytes).
        checks: how many checks have passed.
    """

    figures: dict[str, float] = field(default_factory=dict)
    checks: int = 0

    def passed(self, sentence: str) -> None:
        """A check holds; its line is printed at once."""
        self.checks += 1
        print(f"  ok  {sentence}", flush=True)

    def check(self, holds: object, sentence: str, fault: str) -> None:
        """Pass with `sentence` if it holds.

        Raises:
            Failed: it does not hold; the message is `fault`.
        """
        if not holds:
            raise Failed(fault)
        self.passed(sentence)

    def write(self, file: Path) -> None:
        """Add the figures to those that the JSON file has already."""
        stored: dict[str, object] = {}
        with suppress(FileNotFoundError):
            stored = json.loads(file.read_text(encoding="utf-8"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(stored | self.figures, indent=1) + "\n", encoding="utf-8")


def say(sentence: str) -> None:
    """Tell what begins now."""
    print(sentence, flush=True)


def pairs(text: str) -> dict[str, str]:
    """The `key: value` lines of a program's output; other lines are passed over, and a key's last line wins."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        key, sign, value = line.partition(": ")
        if sign and key.replace("_", "").replace("-", "").isalnum():
            found[key] = value.strip()
    return found


def number(found: dict[str, str], key: str) -> float:
    """The number under a key; a unit after it is passed over.

    Raises:
        Failed: there is none.
    """
    words = found.get(key, "").split()
    try:
        return float(words[0])
    except (IndexError, ValueError) as error:
        raise Failed(f"The output has no number under “{key}”, only “{found.get(key, '')}”.") from error
