"""Speed and memory of an import: a GeoNames dump of made-up places, zipped, as large as the variable says."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.bench

ROWS = "WHEREOF_PACK_ROWS"
ROOT = Path(__file__).resolve().parents[2]
MOST_MB = 500
_IMPORT = """
import json, resource, sys, time
from pathlib import Path
from app.gazetteer.packs.importer import import_pack
from app.gazetteer.packs.recipe import PackFormat, Recipe
def peak_mb():
    # What getrusage tells would be the starting process's own peak where that is larger.
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
started = time.perf_counter()
finishing = []
def tell(progress):
    if progress.finishing:
        finishing.append(time.perf_counter())
report = import_pack(Path(sys.argv[1]), Path(sys.argv[2]), Recipe(PackFormat.GEONAMES, "World"), tell, lambda: False)
ended = time.perf_counter()
print(json.dumps({
    "seconds": ended - started, "reading": finishing[0] - started, "places": report.places, "names": report.names,
    "merged": report.merged, "skipped": report.skipped,
    "peak_mb": peak_mb(),
}))
"""
_SYLLABLES = ("ba", "de", "ki", "lo", "mu", "na", "po", "ra", "si", "tu", "va", "ha", "wi", "sha", "tel", "ain", "dor")
_ARABIC = "ابتجدرسشطعفقلمنهوي"
_CYRILLIC = "абвгдеиклмнопрстуз"


def lines(count: int) -> Iterator[str]:
    """Rows of a dump: countries one after the other, ids in no order, a third with names in other scripts."""
    chosen = random.Random(7)  # noqa: S311 - made-up places
    countries = [f"{a}{b}" for a in "ABCDEFGHIJKLMNOPQRST" for b in "EGILMNQRST"]
    for number in range(count):
        country = countries[number * len(countries) // count]
        name = "".join(chosen.choices(_SYLLABLES, k=chosen.randint(2, 5))).title()
        if chosen.random() < 0.3:
            name += " " + "".join(chosen.choices(_SYLLABLES, k=3)).title()
        others = []
        kind = chosen.random()
        if kind < 0.35:
            others.append("".join(chosen.choices(_ARABIC, k=chosen.randint(4, 9))))
        if kind < 0.25:
            others += [name + "an", name.lower(), "é".join(name.split("e"))]
        if kind < 0.15:
            others.append("".join(chosen.choices(_CYRILLIC, k=8)).title())
        feature = chosen.choice(("P\tPPL", "P\tPPL", "H\tSTM", "T\tHLL", "L\tLCTY", "A\tADM4"))
        admin = f"{number % 20:02}\t{number % 400}"
        lat, lon = chosen.uniform(-60, 75), chosen.uniform(-180, 180)
        people = chosen.choice((0, 0, 0, 0, int(chosen.paretovariate(0.7) * 100)))
        gid = 100_000_000 + (number * 7_368_787) % 99_999_989
        yield (
            f"{gid}\t{name}\t{name}\t{','.join(others)}\t{lat:.5f}\t{lon:.5f}\t{feature}\t{country}\t\t{admin}\t\t\t"
            f"{min(people, 30_000_000)}\t\t{number % 900}\tEtc/UTC\t2024-01-01\n"
        )


@pytest.mark.timeout(4 * 3600)
def test_a_dump_is_imported_in_bounded_memory(tmp_path: Path, figures: dict[str, float]) -> None:
    count = int(os.environ.get(ROWS, "200000"))
    source, target = tmp_path / "made.zip", tmp_path / "made.sqlite"
    with (
        zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("made.txt", "w", force_zip64=True) as file,
    ):
        batch: list[str] = []
        for line in lines(count):
            batch.append(line)
            if len(batch) == 10_000:
                file.write("".join(batch).encode())
                batch.clear()
        file.write("".join(batch).encode())
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, str(source), str(target)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    seconds = time.perf_counter() - started
    peak = json.loads(done.stdout)["peak_mb"]
    print(done.stdout, f"{target.stat().st_size / 1e6:.0f} MB")  # noqa: T201 - what a bench is for
    figures["pack_import_rows_per_s"] = count / seconds
    figures["pack_import_peak_mb"] = peak
    assert peak < MOST_MB
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made.sqlite", "made.zip"]
