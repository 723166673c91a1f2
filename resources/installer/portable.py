"""Makes the portable archive: the frozen folder to unpack anywhere, with what a reader must know beside it."""

from __future__ import annotations

import platform
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import IO, Final, cast

from freeze import PackagingFailed
from linux import tools, tree

_README: Final = Path(__file__).resolve().parent / "linux" / "portable-README.txt"
_COMPRESSION: Final = ("xz", "-6", "--threads=2", "--block-size=24MiB", "--stdout")
# Threads and blocks are fixed, because other ones give other bytes.


def build(folder: Path, version: str, out: Path) -> Path:
    """Make `out/whereof-VERSION-linux-ARCHITECTURE.tar.xz`; the same folder gives the same bytes.

    Args:
        folder: the frozen program with its notices.
        version: as in `app.__version__`.
        out: where the archive goes; made if it is missing.

    Raises:
        PackagingFailed: xz is missing or failed, or the folder is not what it should be.
    """
    tools.require("xz")
    out.mkdir(parents=True, exist_ok=True)
    name = f"whereof-{version}-linux-{platform.machine()}"
    target = out / f"{name}.tar.xz"
    with tempfile.TemporaryDirectory(dir=out) as place:
        top = Path(place) / name
        tree.copy(folder, top)
        (top / "README.txt").write_text(_readme(version, folder), encoding="utf-8")
        tree.settle(top, tree.built())
        _pack(top, target)
    return target


def _readme(version: str, folder: Path) -> str:
    words = {"@VERSION@": version, "@MACHINE@": platform.machine(), "@GLIBC@": tree.least_glibc(folder)}
    text = _README.read_text(encoding="utf-8")
    for placeholder, word in words.items():
        text = text.replace(placeholder, word)
    return text


def _pack(top: Path, target: Path) -> None:
    """Write the folder in the order of its names, owned by nobody in particular, through xz."""
    with target.open("wb") as file, subprocess.Popen(_COMPRESSION, stdin=subprocess.PIPE, stdout=file) as packer:
        stream = cast("IO[bytes]", packer.stdin)
        with tarfile.open(fileobj=stream, mode="w|", format=tarfile.GNU_FORMAT) as archive:
            for path in [top, *sorted(top.rglob("*"))]:
                archive.add(path, path.relative_to(top.parent), recursive=False, filter=_nobodys)
        stream.close()
        failed = packer.wait()
    if failed:
        target.unlink()
        raise PackagingFailed("xz could not write the archive; is the disk full?")


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry
