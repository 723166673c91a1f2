"""Makes what readers download, on the system that it is for; the figures go into `dist/package.json`.

package.py                                freeze, notices, packages, checksums
package.py --trial                        and then a clean system installs, runs, upgrades and removes it
package.py --trial --previous OLDER.deb   the same, upgrading from that one instead of an older build of this tree
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from freeze import ROOT, PackagingFailed, freeze, version

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

MAKE: Final = ROOT / ".make"
DIST: Final = ROOT / "dist"
_MB: Final = 1_000_000
_BUILT: Final = ("map/vendor", "icons", "fonts")
"""Folders of `resources/` that set-up fills."""


def main() -> int:
    """Make the packages; the exit status is 0 when all of them stand and hold what was checked."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--trial", action="store_true", help="install, run, upgrade and remove it on a clean system")
    arguments.add_argument(
        "--previous", type=Path, metavar="DEB", help="the older package that the trial upgrades from"
    )
    options = arguments.parse_args()
    os.environ.setdefault("SOURCE_DATE_EPOCH", _last_commit())
    try:
        made = _packages()
        if options.trial:
            return _trial(made, options.previous)
    except PackagingFailed as failure:
        print(f"packaging: {failure}", file=sys.stderr)
        return 1
    return 0


def _last_commit() -> str:
    """When the tree was last changed, in seconds: the packages' date, so that the same tree gives the same bytes."""
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=False, capture_output=True, text=True)
    return asked.stdout.strip() or "0"


def _packages() -> list[Path]:
    """Make what this system's readers download; returns the files."""
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    for system, make in _MAKERS.items():
        if sys.platform.startswith(system):
            made, figures = make()
            break
    else:
        raise PackagingFailed(f"there is no package for {sys.platform}; build on Linux, Windows or macOS.")
    (DIST / "SHA256SUMS").write_text(checksums(made), encoding="ascii", newline="\n")
    (DIST / "package.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for file in sorted(made):
        print(f"packaging: {file.relative_to(ROOT)}, {file.stat().st_size / _MB:.1f} MB")
    return made


def checksums(files: Collection[Path]) -> str:
    """The files' SHA-256, as `sha256sum --check` reads them."""
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(files))


def _linux() -> tuple[list[Path], dict[str, object]]:
    """A Debian package and a portable folder."""
    import debian  # noqa: PLC0415 - each system's recipe needs its own tools
    import portable  # noqa: PLC0415 - likewise
    from linux import tools as linux_tools  # noqa: PLC0415 - likewise

    _provide(linux_tools.missing())
    began = time.monotonic()
    folder, bill = _frozen(ROOT, MAKE / "freeze", DIST)
    frozen = time.monotonic()
    deb = debian.build(folder, version(), DIST)
    debian.check(deb)
    packed = time.monotonic()
    archive = portable.build(folder, version(), DIST)
    figures = {
        "version": version(),
        "deb_mb": _megabytes(deb),
        "portable_mb": _megabytes(archive),
        "freeze_s": round(frozen - began, 1),
        "deb_build_s": round(packed - frozen, 1),
    }
    return [deb, archive, bill], figures


def _windows() -> tuple[list[Path], dict[str, object]]:
    """An installer made with NSIS."""
    from windows import build  # noqa: PLC0415 - see `_linux`

    folder, bill = _frozen(ROOT, MAKE / "freeze", DIST)
    setup = build.build(folder, version(), DIST)
    return [setup, bill], {"version": version(), "setup_mb": _megabytes(setup)}


def _macos() -> tuple[list[Path], dict[str, object]]:
    """A disk image with the application."""
    from macos import build  # noqa: PLC0415 - see `_linux`

    folder, bill = _frozen(ROOT, MAKE / "freeze", DIST)
    image = build.build(folder.parent / "Whereof.app", version(), DIST)
    return [image, bill], {"version": version(), "dmg_mb": _megabytes(image)}


_MAKERS: Final[Mapping[str, Callable[[], tuple[list[Path], dict[str, object]]]]] = {
    "linux": _linux,
    "win32": _windows,
    "darwin": _macos,
}


def _frozen(root: Path, out: Path, bills: Path) -> tuple[Path, Path]:
    """The frozen folder with its notices, and the bill of materials, which goes to `bills`."""
    import notices  # noqa: PLC0415 - it needs packages that only the developers' environment has

    folder = freeze(root, out)
    return folder, notices.write(out / "bundle.json", folder, bills, root=root)


def _trial(made: list[Path], previous: Path | None) -> int:
    """Let a clean Debian install, run, upgrade and remove the package; the exit status is the trial's."""
    if not sys.platform.startswith("linux"):
        raise PackagingFailed("the trial installs on a clean Debian; run it on Linux.")
    from trial import tools  # noqa: PLC0415 - only here

    _provide(tools.missing())
    deb = next(file for file in made if file.suffix == ".deb")
    older = previous or _previous()
    trial = ROOT / "resources" / "installer" / "trial"
    command = [sys.executable, trial, deb, "--previous", older, "--figures", DIST / "package.json"]
    return subprocess.run([str(word) for word in command], check=False, cwd=ROOT).returncode


def _previous() -> Path:
    """An older package to upgrade from: this tree under a lower version, with a file more than it has now."""
    import debian  # noqa: PLC0415 - see `_linux`

    place = MAKE / "previous"
    shutil.rmtree(place, ignore_errors=True)
    tree = place / "tree"
    older = older_tree(tree)
    print(f"packaging: an older build, {older}, to upgrade from", flush=True)
    folder, _ = _frozen(tree, place, place)
    return debian.build(folder, older, place, compression=debian.QUICK)


def older_tree(to: Path) -> str:
    """Lay a tree into the folder `to` that differs from this one by a lower version and one more sample.

    What git keeps is taken as it is now, and so is what set-up has made for it. Returns the version.
    """
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    kept = {ROOT / name for name in listing.split("\0") if name}
    built = {file for name in _BUILT for file in (ROOT / "resources" / name).rglob("*")}
    for file in kept | built | {ROOT / "resources" / "gazetteer" / "gazetteer.sqlite"}:
        if file.is_file():
            copy = to / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, copy)
    older = f"{version()}~previous"
    front = to / "app" / "__init__.py"
    front.write_text(front.read_text(encoding="utf-8").replace(f'"{version()}"', f'"{older}"'), encoding="utf-8")
    sample = to / "resources" / "samples" / "0 A sample of before.txt"
    sample.write_text("A ship left Genoa.\n", encoding="utf-8")
    return older


def _provide(missing: Collection[str]) -> None:
    """As root on Debian, install packages that are needed and not there; else say how to."""
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(sorted(missing))}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise PackagingFailed(f"packages are missing; run: sudo {line}")
    print(f"packaging: installing {' '.join(sorted(missing))}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("apt-get update -qq", line):
        if subprocess.run(command.split(), check=False, env=quiet, stdout=subprocess.DEVNULL).returncode:
            raise PackagingFailed(f"this step failed: {command}")


def _megabytes(file: Path) -> float:
    return round(file.stat().st_size / _MB, 1)


if __name__ == "__main__":
    sys.exit(main())
