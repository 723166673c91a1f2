"""A parent to be killed: starts a lane whose child hangs in a task and prints the child's process id."""

from __future__ import annotations

import importlib
import sys
import threading
from pathlib import Path

from app.worker.lane import Lane

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    targets = importlib.import_module("lane_targets")
    lane = Lane("orphan", targets.main)

    def tell(_: object) -> None:
        sys.stdout.write(f"{lane.pid}\n")
        sys.stdout.flush()

    lane.start()
    lane.submit("hang", tell, tell)
    threading.Event().wait(60)
