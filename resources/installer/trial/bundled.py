"""What the installed folder holds: its licences and notices, and libraries that all find each other (K2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import notices
from trial.stage import MEGABYTE

if TYPE_CHECKING:
    from pathlib import Path

    from trial.stage import Deb, Stage

FOLDER: Final = "/usr/lib/whereof"
_MODULES: Final = f"{FOLDER}/_internal"
_ELF: Final = b"\x7fELF"
_MISSING: Final = "not found"
DEB_LIMIT_MB: Final = 200.0


def check_size(stage: Stage, deb: Deb) -> None:
    """Measure the package and what it takes on the disk."""
    megabytes = deb.file.stat().st_size / MEGABYTE
    installed = sum(path.lstat().st_size for path in stage.inside(FOLDER).rglob("*")) / MEGABYTE
    stage.outcome.figures |= {"deb_mb": round(megabytes, 1), "installed_mb": round(installed, 1)}
    stage.outcome.check(
        megabytes <= DEB_LIMIT_MB,
        f"the package has {megabytes:.1f} MB, installed {installed:.1f} MB",
        f"The package has {megabytes:.1f} MB, more than {DEB_LIMIT_MB:.0f} MB.",
    )


def check_notices(stage: Stage) -> None:
    """Licences and notices match what is installed."""
    complaints = notices.verify(stage.inside(FOLDER))
    stage.outcome.check(
        not complaints,
        "notices, licence texts and bill of materials match the installed files",
        f"{len(complaints)} complaints about notices and bill of materials: {'; '.join(complaints[:5])}",
    )


def check_libraries(stage: Stage) -> None:
    """Every library that a program or library of the package needs is in the root, for the ordinary user too."""
    folder = stage.inside(FOLDER)
    binaries = [f"{FOLDER}/{path.relative_to(folder)}" for path in sorted(folder.rglob("*")) if _is_elf(path)]
    # The program's starter sets this variable too before it starts Python.
    done = stage.as_reader("ldd", *binaries, environment={"LD_LIBRARY_PATH": _MODULES})
    lacking = sorted({line.strip() for line in (done.out + done.err).splitlines() if _MISSING in line})
    stage.outcome.check(
        binaries and not lacking,
        f"all {len(binaries)} programs and libraries find the libraries that they need",
        f"{len(lacking)} libraries are not found in the Debian root: {'; '.join(lacking[:10])}",
    )


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(_ELF)) == _ELF
