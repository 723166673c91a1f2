"""What the Debian package needs of the system: the libraries that the frozen folder does not carry."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from freeze import PackagingFailed
from linux.tree import is_elf

if TYPE_CHECKING:
    from collections.abc import Iterable

_HERE: Final = Path(__file__).resolve().parent
NOT_LINKED: Final = (
    "xkb-data",  # keyboard tables, which the carried libxkbcommon reads
    "libnss3",  # Chromium loads its roots and ciphers by name
)
"""Needed without being named in any file."""

RECOMMENDED: Final = (
    "ca-certificates",  # whom the online geocoder trusts, if the reader switches it on
    "xdg-utils",  # opens links in the reader's own browser
)
SUGGESTED: Final = (
    "fonts-noto-core",  # names and texts in scripts other than those of the carried fonts
    "fonts-noto-cjk",
)

LIBRARIES: Final = (
    "libwayland-cursor0",
    "libwayland-egl1",
)
"""Packages whose libraries Qt's plugins name, and which a machine that only builds may lack."""

_PACKAGE: Final = re.compile(r"^[a-z0-9.+-]+")
_MISSING: Final = re.compile(r"cannot find library (\S+) needed by (\S+)")


def of_folder(stage: Path, inside: str) -> list[str]:
    """The packages, with the least versions, whose libraries the programs in a staged tree load.

    Args:
        stage: the root of the tree that is packed.
        inside: the program's folder in it, as an absolute path of the installed system.

    Raises:
        PackagingFailed: a library is nowhere, or the system would bring one that the folder has.
    """
    folder = stage / inside.lstrip("/")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and is_elf(path))
    found = _asked(stage, f"{inside}/_internal", files)
    needed = sorted({*found, *(name for name in NOT_LINKED if name not in map(_name, found))})
    _carried_twice(map(_name, needed), {path.name for path in folder.rglob("*.so*")})
    return needed


def _asked(stage: Path, libraries: str, files: list[Path]) -> list[str]:
    """dpkg-shlibdeps' answer. It wants a source package around it."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "debian"
        source.mkdir()
        (source / "control").write_text("Source: whereof\n\nPackage: whereof\nArchitecture: any\n", encoding="utf-8")
        shutil.copy(_HERE / "shlibs.local", source)
        # A folder counts as the package's own only when it has this one.
        control = stage / "DEBIAN"
        control.mkdir(exist_ok=True)
        ran = subprocess.run(
            ["dpkg-shlibdeps", "-O", "-xwhereof", f"-S{stage}", f"-l{libraries}", *(f"-e{path}" for path in files)],
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
    lacking = sorted(set(_MISSING.findall(ran.stderr)))
    if lacking:
        names = ", ".join(f"{library} (for {Path(by).name})" for library, by in lacking)
        raise PackagingFailed(
            f"this machine lacks libraries that the program uses: {names}; as root install what has them, "
            f"such as: apt-get install --no-install-recommends {' '.join(LIBRARIES)}"
        )
    if ran.returncode:
        raise PackagingFailed(f"dpkg-shlibdeps failed: {ran.stderr.strip().splitlines()[-1]}")
    answer = ran.stdout.strip().removeprefix("shlibs:Depends=")
    return [part.strip() for part in answer.split(",") if part.strip()]


def _carried_twice(packages: Iterable[str], carried: set[str]) -> None:
    """Refuse a package that would only bring what the folder brings itself."""
    for package in packages:
        listed = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True, check=False)
        twice = carried & {Path(line).name for line in listed.stdout.splitlines()}
        if twice:
            raise PackagingFailed(f"the folder has {', '.join(sorted(twice))}, and depends on {package} for it, too.")


def _name(dependency: str) -> str:
    found = _PACKAGE.match(dependency)
    return found[0] if found else dependency
