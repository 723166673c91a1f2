"""A writer killed in the middle of writing leaves a sound project with every acknowledged correction."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.geoparsing.model import Scope
from app.project.store import Store

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import sys
from pathlib import Path
from app.geoparsing.model import Correction, MentionKey, Scope, Verdict
from app.project.database import Database
from app.project.store import Store
from tests.support.builders import FALL, MOSUL, document, parsed

store = Store.open(Path(sys.argv[1])) if sys.argv[2] == "explicit" else Store.temporary(Path(sys.argv[1]))
print(store.path, flush=True)
said = 0
for number in range(1, 100_000):
    made = document(f"Number {number}", *FALL.text.split("\\n\\n"))
    store.documents.add(made, number, "waiting")
    for found in parsed(made):
        store.findings.replace(number, 1, {found.passage_index: found.findings})
    for standing in store.findings.of_document(number)[:3]:
        place = standing.place if said % 2 else MOSUL
        correction = Correction(standing.key, standing.mention.surface, Scope.MENTION, Verdict.PLACE, place)
        store.corrections.add(correction, str(said))
        print(said, flush=True)
        said += 1
    marks = [Correction(MentionKey(number, start, start + 6), "cities", Scope.MENTION, Verdict.PLACE, MOSUL)
             for start in (made.text.index("cities"), made.text.index("Gunmen"))]
    store.corrections.mark(marks, str(said))
    store.findings.replace(number, 2, {1: parsed(made)[1].findings})
    store.findings.drop_older(number, 2)
    print(said, flush=True)
    said += 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mode", ["explicit", "temporary"])
def test_r1_small_a_killed_writer_leaves_a_sound_project_with_all_it_acknowledged(
    tmp_path: Path, mode: str, seed: int
) -> None:
    target = tmp_path / "one.whereof" if mode == "explicit" else tmp_path
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target), mode], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert writer.stdout is not None
    path = Path(writer.stdout.readline().strip())
    assert writer.stdout.readline().strip() == "0"
    time.sleep(random.Random(seed).uniform(0.0, 0.4))  # noqa: S311 - moments, not secrets
    writer.kill()
    rest, _ = writer.communicate()
    acknowledged = [0, *(int(line) for line in rest.split("\n")[:-1])]
    with Store.open(path) as store:
        assert store.is_sound()
        marked_here(store)
        words = []
        while (act := store.corrections.undo()) is not None:
            assert act.corrections[0].scope is Scope.MENTION
            words.append(int(act.words))
    assert words[::-1][: len(acknowledged)] == acknowledged
    assert len(words) <= len(acknowledged) + 1


def marked_here(store: Store) -> None:
    """Every mark that the history holds is there, and nothing else is there as marked."""
    for record in store.documents.records():
        marked = [standing.mention.surface for standing in store.findings.of_document(record.id) if standing.marked]
        held = store._database.number("SELECT COUNT(*) FROM correction WHERE mark AND document = ?", record.id)
        assert len(marked) == held
