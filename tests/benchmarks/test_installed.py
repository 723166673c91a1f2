"""How quickly the packed program stands; `make package-test` measures the same on a clean system, unprivileged."""

from __future__ import annotations

import os
import statistics
import subprocess
from pathlib import Path

import pytest

from trial.outcome import pairs

pytestmark = pytest.mark.bench

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".make" / "freeze" / "whereof" / "whereof"
WARM_STARTS = 5


@pytest.mark.skipif(not PROGRAM.exists(), reason="nothing is packed: run `make package` first")
def test_a_warm_start_of_the_packed_program(figures: dict[str, float]) -> None:
    runs = [self_test() for _ in range(1 + WARM_STARTS)][1:]
    for name in ("window_usable_s", "pinned_s"):
        figures[f"installed_{name}"] = statistics.median(float(run[name]) for run in runs)


def self_test() -> dict[str, str]:
    """What a self-test says, by key."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [PROGRAM, "--self-test", "--no-sandbox"], check=True, capture_output=True, text=True, env=environment
    )
    return pairs(done.stdout)
