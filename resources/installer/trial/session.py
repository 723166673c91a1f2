"""The reader's steps: the self-test, a whole session that must stay silent, and what the reader keeps."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trial import documents, picture, sandbox
from trial.outcome import Failed, number, pairs
from trial.recorder import NAME_SERVER
from trial.root import READER

if TYPE_CHECKING:
    from trial.namespace import Done
    from trial.recorder import Traffic
    from trial.stage import Stage

SELF_TEST_LIMIT_S: Final = 60.0
USABLE_LIMIT_S: Final = 2.5
_STARTS: Final = 5
_LIVELY: Final = 0.5
_MAP_FROM: Final = 0.58
_SETTINGS: Final = f"{READER.home}/.config/whereof/settings.json"
_PACKS: Final = f"{READER.home}/.local/share/whereof/gazetteers"
_LETTERS: Final = f"{READER.home}/letters"
_HEAP: Final = f"{READER.home}/heap"
_HEAP_SIZE: Final = 120
_LINGER_S: Final = 20
"""onnxruntime, left to itself, looks its maker's host up between four and ten seconds after a model is loaded."""
_PACK: Final = "camps"
_FOREIGN: Final = "198.51.100.7"
_FOREIGN_6: Final = "2001:db8::7"
_DISCARD, _WEB, _NAMES = 9, 80, 53


def prepare(stage: Stage) -> None:
    """Make what a login would make, and let no name be found."""
    stage.unplug()
    folder = stage.inside(READER.runtime)
    folder.mkdir(parents=True, mode=0o700)
    stage.give([folder])


def write_letters(stage: Stage) -> None:
    """Lay the reader's documents into the home."""
    folder = stage.inside(_LETTERS)
    table = folder / f"{_PACK}.csv"
    files = documents.write(folder)
    table.write_text(documents.CAMPS, encoding="utf-8")
    stage.give([folder, table, *files])


def self_test(stage: Stage, name: str) -> None:
    """Run the self-test while its processes are watched.

    Args:
        stage: the room.
        name: of the figure of its seconds; the picture is kept under the same name.
    """
    target = f"{READER.home}/{name}.png"
    process = stage.room.start(
        ["whereof", "--self-test", target],
        user=READER,
        network=stage.recorder.network,
        environment={"DISPLAY": stage.display.name},
    )
    with sandbox.Watch({stage.room.pid, process.pid}) as watch:
        done = stage.room.wait(process, "The self-test", 2 * SELF_TEST_LIMIT_S)
    done.checked("The self-test")
    stage.outcome.figures[name] = round(done.seconds, 1)
    stage.outcome.check(
        done.seconds <= SELF_TEST_LIMIT_S,
        f"self-test passed in {done.seconds:.1f} s",
        f"The self-test took {done.seconds:.1f} s, more than {SELF_TEST_LIMIT_S:.0f} s.",
    )
    told = pairs(done.out)
    stage.outcome.check(
        told.get("sandbox") == "on" and number(told, "places") > 0,
        f"it says: {told.get('places')} places, a map of {told.get('map')}, sandbox on",
        f"The self-test does not say that places were found and the sandbox is on: {done.out.strip()}",
    )
    _check_sandbox(stage, watch)
    _check_picture(stage, target, stage.kept / f"{name.removesuffix('_s').replace('_', '-')}.png")
    stage.inside(target).unlink()
    _check_ended(stage)


def silent_session(stage: Stage) -> None:
    """A whole session, recorded: nothing may be sent."""
    mark = stage.recorder.mark()
    self_test(stage, "self_test_s")
    read_letters(stage)
    _export(stage)
    _find_camp(stage)
    _linger(stage)
    traffic = mark.traffic()
    stage.outcome.check(
        traffic.silent,
        f"the whole session sent nothing: no packet, counters {traffic.counters}",
        f"The session sent something: {traffic}.",
    )
    _check_recorder(stage)


def read_letters(stage: Stage) -> None:
    """Open a document of every format in the window, which remembers them in the settings."""
    target = f"{READER.home}/letters.png"
    letters = sorted(str(Path(_LETTERS) / path.name) for path in stage.inside(_LETTERS).glob("letter-*"))
    done = stage.as_reader("whereof", "--size", "1440x900", "--report", target, *letters).checked("The window")
    read = [line for line in done.out.splitlines() if re.match(rf"{documents.TITLE}.*: [1-9]\d* mentions of", line)]
    stage.outcome.check(
        len(read) == len(letters),
        f"the window read {len(letters)} documents, one of each format",
        f"The window read {len(read)} of {len(letters)} documents: {done.out}",
    )
    _check_picture(stage, target, stage.kept / "letters.png")
    stage.inside(target).unlink()
    _check_ended(stage)


def import_pack(stage: Stage) -> None:
    """Import the reader's own gazetteer and find a place of it."""
    table = f"{_LETTERS}/{_PACK}.csv"
    stage.as_reader("whereof", "gazetteer", "import", table, "--column", "name=camp").checked("The import of a pack")
    _find_camp(stage)


def belongings(stage: Stage) -> dict[str, str]:
    """The hash of each file of settings and packs, by path.

    Raises:
        Failed: there are no settings or no pack.
    """
    files = [stage.inside(_SETTINGS), *sorted(stage.inside(_PACKS).glob("*.sqlite"))]
    if len(files) == 1 or not files[0].is_file():
        raise Failed(f"The reader's settings or pack are not in {_SETTINGS} and {_PACKS}.")
    return {str(file.relative_to(stage.room.path)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def check_kept(stage: Stage, before: dict[str, str], when: str) -> None:
    """The reader's settings and packs are what they were."""
    stage.outcome.check(
        belongings(stage) == before,
        f"{when}: the reader's settings and pack are byte for byte what they were",
        f"{when} the reader's settings or pack are not what they were.",
    )


def check_start(stage: Stage) -> None:
    """Measure how long the window takes to be usable: the median of warm starts."""
    starts = [_self_test_again(stage) for _ in range(_STARTS + 1)][1:]
    seconds = statistics.median(starts)
    stage.outcome.figures["installed_window_usable_s"] = round(seconds, 2)
    each = ", ".join(f"{start:.2f}" for start in starts)
    stage.outcome.check(
        seconds <= USABLE_LIMIT_S,
        f"window usable {seconds:.2f} s after its start (median of {each})",
        f"The window is usable only {seconds:.2f} s after its start (median of {each}), not {USABLE_LIMIT_S} s; "
        f"the machine's load is {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.",
    )


def _self_test_again(stage: Stage) -> float:
    return number(pairs(stage.as_reader("whereof", "--self-test").checked("The self-test").out), "window_usable_s")


def _check_sandbox(stage: Stage, watch: sandbox.Watch) -> None:
    drawing = sandbox.pages(watch.seen)
    found = sandbox.faults(watch.seen, Path(f"/proc/{stage.room.pid}"), READER.number)
    stage.outcome.check(
        not found,
        f"sandbox on, as the kernel tells: {len(drawing)} of {len(watch.seen)} processes draw pages, with filtered"
        " system calls and in process and user namespaces of their own",
        f"Chromium's sandbox is not on: {' '.join(found)}",
    )


def _check_picture(stage: Stage, target: str, kept: Path) -> None:
    source = stage.inside(target)
    if not source.is_file():
        raise Failed(f"There is no picture {target}.")
    shutil.copyfile(source, kept)
    seen = picture.read(kept)
    whole, plan = seen.lively(), seen.lively(left=_MAP_FROM)
    stage.outcome.check(
        min(whole, plan) >= _LIVELY,
        f"picture of {seen.width} x {seen.height}: {whole:.0%} of it and {plan:.0%} of its map show something",
        f"The picture {kept} is blank: only {whole:.0%} of it and {plan:.0%} of its map show something.",
    )


def _check_ended(stage: Stage) -> None:
    left = sandbox.left(stage.room.pid)
    if left:
        raise Failed(f"{len(left)} processes of the program are still there after its end: {left[0]}")


def _export(stage: Stage) -> None:
    read = {form: _exported(stage, form) for form in ("jsonl", "geojson", "csv")}
    letters = len(list(stage.inside(_LETTERS).glob("letter-*")))
    records = [json.loads(line) for line in read["jsonl"].out.splitlines()]
    features = json.loads(read["geojson"].out)["features"]
    rows = list(csv.reader(io.StringIO(read["csv"].out)))
    stage.outcome.check(
        len(records) == letters and features and len(rows) > letters,
        f"exported {len(records)} records (JSON Lines), {len(features)} features (GeoJSON), {len(rows) - 1} rows (CSV)",
        f"The exports hold {len(records)} records, {len(features)} features, {len(rows)} rows of {letters} documents.",
    )


def _linger(stage: Stage) -> None:
    """Keep the engine, and then the window, running for longer than a glance: some libraries report home only then."""
    line = json.dumps({"id": "letter", "text": "The ferry left Mombasa for Zanzibar."})
    command = f"(echo '{line}'; sleep {_LINGER_S}) | whereof geoparse --input -"
    engine = stage.as_reader("bash", "-c", command).checked("The engine that waits for more")
    heap, target = stage.inside(_HEAP), f"{READER.home}/heap.png"
    files = documents.write_heap(heap, _HEAP_SIZE)
    stage.give([heap, *files])
    elsewhere = {"WHEREOF_HOME": f"{_HEAP}/home"}  # the reader's settings remember what was opened last
    window = stage.as_reader("whereof", "--report", target, _HEAP, environment=elsewhere)
    window.checked("The window with a heap of documents")
    shutil.rmtree(heap)
    stage.inside(target).unlink()
    stage.outcome.check(
        engine.seconds >= _LINGER_S and window.out.count(documents.TITLE) >= _HEAP_SIZE,
        f"the engine stayed {engine.seconds:.0f} s, the window {window.seconds:.0f} s with {len(files)} documents",
        f"The engine stayed for {engine.seconds:.0f} s only, or the window did not read {len(files)} documents.",
    )
    _check_ended(stage)


def _exported(stage: Stage, form: str) -> Done:
    letters = sorted(str(Path(_LETTERS) / path.name) for path in stage.inside(_LETTERS).glob("letter-*"))
    return stage.as_reader("whereof", "geoparse", *letters, "--format", form).checked(f"The export as {form}")


def _find_camp(stage: Stage) -> None:
    listed = stage.as_reader("whereof", "gazetteer", "packs", "--format", "json").checked("The list of packs")
    titles = [pack["title"] for pack in json.loads(listed.out)]
    found = stage.as_reader("whereof", "gazetteer", "find", documents.CAMP).checked("The search for a place")
    stage.outcome.check(
        _PACK in titles and documents.CAMP in found.out,
        f"the reader's pack “{_PACK}” is listed and finds {documents.CAMP}",
        f"The packs are {', '.join(titles)}, and {documents.CAMP} finds: {found.out.strip()}",
    )


def _check_recorder(stage: Stage) -> None:
    """Send something on purpose: the silence counts only when the recorder hears that."""
    mark = stage.recorder.mark()
    commands = [
        f"echo trial > /dev/udp/{_FOREIGN}/{_DISCARD}",
        f"echo trial > /dev/udp/127.0.0.1/{_DISCARD}",
        f"timeout 1 bash -c 'exec 3<> /dev/tcp/{_FOREIGN}/{_WEB}'",
        "RES_OPTIONS='timeout:1 attempts:1' getent ahostsv4 whereof.invalid",
    ]
    expected = {
        ("udp", _FOREIGN, _DISCARD),
        ("udp", "127.0.0.1", _DISCARD),
        ("tcp", _FOREIGN, _WEB),
        ("udp", NAME_SERVER, _NAMES),
    }
    if Path("/proc/net/if_inet6").exists():
        commands.append(f"echo trial > /dev/udp/{_FOREIGN_6}/{_DISCARD}")
        expected.add(("udp", _FOREIGN_6, _DISCARD))
    for command in commands:
        stage.as_reader("bash", "-c", command)
    traffic = mark.traffic()
    missed = expected - _targets(traffic)
    stage.outcome.check(
        not missed and all(traffic.counters.values()),
        f"the recorder hears what is sent on purpose: {len(traffic.packets)} packets, counters {traffic.counters}",
        f"The recorder is deaf: it did not hear {sorted(missed)}; counters {traffic.counters}.",
    )


def _targets(traffic: Traffic) -> set[tuple[str, str, int]]:
    return {(packet.protocol, packet.target, packet.port) for packet in traffic.packets}
