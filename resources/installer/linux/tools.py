"""The programs of Debian that make and check the packages, and the line that installs those that are missing."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Final

from freeze import PackagingFailed
from linux import depends

if TYPE_CHECKING:
    from collections.abc import Iterable

TOOLS: Final = {
    "dpkg-deb": "dpkg",
    "dpkg-shlibdeps": "dpkg-dev",
    "objdump": "binutils",
    "chrpath": "chrpath",
    "xz": "xz-utils",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "lintian": "lintian",
    "shellcheck": "shellcheck",
    "man": "man-db",
    "apparmor_parser": "apparmor",
}
"""Program and the Debian package that has it."""


def missing() -> list[str]:
    """The Debian packages that building and checking need and this machine lacks."""
    programs = {package for program, package in TOOLS.items() if not _there(program)}
    libraries = {package for package in depends.LIBRARIES if not _installed(package)}
    return sorted(programs | libraries | _pythons_library())


def install_line(packages: Iterable[str]) -> str:
    """What root types to install them."""
    return f"apt-get install --no-install-recommends {' '.join(packages)}"


def require(*programs: str) -> None:
    """Make sure that these programs are there.

    Raises:
        PackagingFailed: some are missing; it says how to install them.
    """
    absent = [program for program in programs if not _there(program)]
    if absent:
        packages = sorted({TOOLS[program] for program in absent})
        raise PackagingFailed(f"{', '.join(absent)} is missing; as root: {install_line(packages)}")


def _there(program: str) -> bool:
    # Some of them lie where only root's search path looks.
    return bool(shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin"))


def _pythons_library() -> set[str]:
    """The package of the library that a frozen program runs on: Debian's own Python does without it."""
    package = "libpython{}.{}".format(*sys.version_info)
    name = f"{package}.so.1.0"
    if Path(sysconfig.get_config_var("LIBDIR") or "/", name).exists():
        return set()
    try:
        ctypes.CDLL(name)
    except OSError:
        return {package}
    return set()


def _installed(package: str) -> bool:
    asked = subprocess.run(["dpkg", "-s", package], capture_output=True, text=True, check=False)
    return "Status: install ok installed" in asked.stdout
