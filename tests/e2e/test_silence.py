"""The engine sends nothing, also when it stays: recorded in a network of its own that leads nowhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trial.recorder import Recorder

ROOT = Path(__file__).parents[2]
STAYS_S = 12
"""onnxruntime, left to itself, looks its maker's host up between four and ten seconds after a model is loaded."""

recorded = pytest.mark.skipif(
    not hasattr(os, "geteuid")
    or os.geteuid() != 0
    or not Path("/dev/net/tun").exists()
    or any(shutil.which(program) is None for program in ("nsenter", "unshare", "setpriv", "ip")),
    reason="recording a network needs root, /dev/net/tun, util-linux and iproute2",
)


@recorded
def test_p1_an_engine_that_stays_sends_nothing(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment |= {"HOME": str(tmp_path), "WHEREOF_HOME": str(tmp_path)}
    with Recorder() as recorder:
        mark = recorder.mark()
        engine = subprocess.Popen(
            ["nsenter", f"--net={recorder.network}", sys.executable, "-m", "app", "geoparse", "--input", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment,
        )  # fmt: skip
        assert engine.stdin is not None
        assert engine.stdout is not None
        engine.stdin.write(json.dumps({"id": "1", "text": "The ferry left Mombasa for Zanzibar."}) + "\n")
        engine.stdin.flush()
        first = json.loads(engine.stdout.readline())
        time.sleep(STAYS_S)
        _, _ = engine.communicate()
        traffic = mark.traffic()
    assert [mention["place"]["name"] for mention in first["mentions"]] == ["Mombasa", "Zanzibar"]
    assert engine.returncode == 0
    assert traffic.silent, str(traffic)
