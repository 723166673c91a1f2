"""Files of fitted weights: a JSON object whose "weights" are numbers by name, for people and for the engine alike."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from app.errors import Missing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_REPAIR: Final = "Fit the weights again, or install Whereof again."


class Stored(NamedTuple):
    """A number by each name, and the least belief that counts as a yes where the file says one."""

    weights: Mapping[str, float]
    threshold: float | None


def stored(path: Path) -> Stored:
    """Read a file of weights.

    Raises:
        Missing: it is not there, or is not what it should be.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        weights = {str(name): float(value) for name, value in record["weights"].items()}
        threshold = float(record["threshold"]) if "threshold" in record else None
    except OSError as trouble:
        raise Missing(f"The weights {path} are not there.", _REPAIR) from trouble
    except (ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise Missing(f"The weights {path} cannot be read.", _REPAIR) from trouble
    return Stored(MappingProxyType(weights), threshold)
