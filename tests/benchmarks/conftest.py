"""Benchmarks write what they measured into `bench.json`, one flat object of figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).resolve().parents[2] / "bench.json"


@pytest.fixture(scope="session")
def figures() -> Iterator[dict[str, float]]:
    """A dict to put figures in; written, merged with what is there, when the session ends."""
    measured: dict[str, float] = {}
    yield measured
    before = json.loads(FILE.read_text()) if FILE.exists() else {}
    rounded = {name: round(value, 3) for name, value in measured.items()}
    FILE.write_text(json.dumps({**before, **rounded}, indent=1, sort_keys=True) + "\n")
