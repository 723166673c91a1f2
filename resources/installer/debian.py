"""Makes the Debian package from the frozen folder, and checks it with Debian's own tools.

Installed, the frozen folder is /usr/lib/whereof; beside it stand what desktop, shell and package manager look for.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Final

from freeze import ROOT, PackagingFailed
from icons import build as icons
from linux import changelog, copyright_file, depends, tools, tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

PACKAGE: Final = "whereof"
FOLDER: Final = "/usr/lib/whereof"
MAINTAINER: Final = "Whereof developers <developers@whereof.invalid>"
"""Nobody answers there yet: the project has no public address."""

TOOLS: Final = tools.TOOLS
"""What building and checking runs: program and the Debian package that has it."""

_HERE: Final = Path(__file__).resolve().parent / "linux"
_SCRIPTS: Final = ("postinst", "prerm", "postrm")
SMALL: Final = ("-Zxz", "-z6", "--threads-max=2")
# zstd -19 unpacks in 2 s instead of 5, but is 11 MB larger, and Debian 12's lintian refuses it. The number of threads
# is the same everywhere, because xz writes other bytes with one than with several.
QUICK: Final = ("-Zgzip", "-z1")
"""For a package that only a trial sees."""

_DESCRIPTION: Final = """\
see on a map which places a text mentions
 Drop news articles, reports or notes on the window: the places that they
 mention are found, looked up and shown on a map that is linked, both ways,
 to the passages that mention them. What else a name could mean is shown with
 its reasons and is corrected with one key.
 .
 Map, gazetteer and language model come with the program. Everything runs on
 your own computer; nothing is sent anywhere unless you switch it on."""


def build(folder: Path, version: str, out: Path, *, compression: Sequence[str] = SMALL) -> Path:
    """Make `out/whereof_VERSION_ARCHITECTURE.deb`; the same folder gives the same bytes.

    Args:
        folder: the frozen program with its notices (`licenses/`, `sbom.cdx.json`).
        version: as in `app.__version__`.
        out: where the package goes; made if it is missing.
        compression: options of dpkg-deb, `SMALL` or `QUICK`.

    Raises:
        PackagingFailed: a tool is missing or failed, or the folder is not what it should be.
    """
    tools.require("dpkg-deb", "dpkg-shlibdeps", "objdump")
    out.mkdir(parents=True, exist_ok=True)
    architecture = _output("dpkg", "--print-architecture").strip()
    target = out / f"{PACKAGE}_{changelog.debian_version(version)}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=out) as place:
        stage, built = Path(place) / "stage", tree.built()
        _stage(folder, version, built, stage)
        needed = depends.of_folder(stage, FOLDER)
        _control(stage, changelog.debian_version(version), architecture, needed)
        tree.settle(stage, built)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(built.timestamp()))}
        _run("dpkg-deb", "--root-owner-group", *compression, "--build", stage, target, environment=environment)
    return target


def check(deb: Path) -> None:
    """Let Debian's and freedesktop's checkers look at the package.

    Raises:
        PackagingFailed: a checker is missing, or one of them has something to say.
    """
    tools.require("desktop-file-validate", "appstreamcli", "lintian", "shellcheck", "man", "dpkg-deb")
    with tempfile.TemporaryDirectory() as place:
        root, control = Path(place) / "root", Path(place) / "control"
        _run("dpkg-deb", "--extract", deb, root)
        _run("dpkg-deb", "--control", deb, control)
        share = root / "usr" / "share"
        _silent("desktop-file-validate", share / "applications" / f"{icons.APPLICATION_ID}.desktop")
        _run("appstreamcli", "validate", "--no-net", share / "metainfo" / f"{icons.APPLICATION_ID}.metainfo.xml")
        _silent("shellcheck", "--shell=sh", *(control / name for name in _SCRIPTS))
        _silent("man", "--warnings", "--encoding=utf8", "--ditroff", share / "man" / "man1" / "whereof.1.gz")
    # As root, lintian asks whether that is meant.
    _run("lintian", "--allow-root", "--fail-on", "error,warning", "--tag-display-limit", "0", deb)


def _stage(folder: Path, version: str, built: datetime, stage: Path) -> None:
    """Put everything that is installed at its place below `stage`."""
    installed = stage / FOLDER.lstrip("/")
    installed.parent.mkdir(parents=True)
    tree.copy(folder, installed)
    program = stage / "usr" / "bin" / "whereof"
    program.parent.mkdir()
    program.symlink_to("../lib/whereof/whereof")
    share = stage / "usr" / "share"
    told = changelog.releases((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version, built)
    _desktop_files(share, version, built, told)
    _copy(_HERE / "apparmor-profile", share / "whereof" / "apparmor-profile")
    _copy(_HERE / "lintian-overrides", share / "lintian" / "overrides" / PACKAGE)
    documents = share / "doc" / PACKAGE
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(copyright_file.text(folder, FOLDER), encoding="utf-8")
    _gzip(changelog.debian(told, PACKAGE, MAINTAINER), documents / "changelog.gz")


def _desktop_files(share: Path, version: str, built: datetime, told: list[changelog.Release]) -> None:
    """Put what a desktop looks for into `share`: entry, icons, AppStream data, MIME type, manual page."""
    name = icons.APPLICATION_ID
    icons.hicolor(share / "icons" / "hicolor")
    _copy(_HERE / f"{name}.desktop", share / "applications" / f"{name}.desktop")
    _copy(_HERE / "whereof-mime.xml", share / "mime" / "packages" / f"{name}.xml")
    (share / "metainfo").mkdir(parents=True)
    (share / "metainfo" / f"{name}.metainfo.xml").write_bytes(_metainfo(told))
    page = (_HERE / "whereof.1").read_text(encoding="utf-8")
    page = page.replace("@VERSION@", version).replace("@DATE@", built.date().isoformat())
    (share / "man" / "man1").mkdir(parents=True)
    _gzip(page, share / "man" / "man1" / "whereof.1.gz")


def _metainfo(told: list[changelog.Release]) -> bytes:
    """AppStream's description with the releases."""
    parsed = ET.parse(_HERE / f"{icons.APPLICATION_ID}.metainfo.xml")  # noqa: S314 - our own file
    releases = parsed.getroot().find("releases")
    if releases is None:
        raise PackagingFailed("the AppStream file has lost its empty <releases/>; put it back.")
    releases.extend(changelog.appstream(told))
    ET.indent(parsed)
    content: bytes = ET.tostring(parsed.getroot(), encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _control(stage: Path, version: str, architecture: str, needed: list[str]) -> None:
    """Write what dpkg reads: fields, checksums, scripts, triggers."""
    fields = {
        "Package": PACKAGE,
        "Version": version,
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(tree.kibibytes(stage / "usr")),
        "Depends": ", ".join(needed),
        "Recommends": ", ".join(depends.RECOMMENDED),
        "Suggests": ", ".join(depends.SUGGESTED),
        "Section": "education",
        "Priority": "optional",
        "Description": _DESCRIPTION,
    }
    control = stage / "DEBIAN"
    control.mkdir(exist_ok=True)
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    (control / "control").write_text(text, encoding="utf-8")
    (control / "md5sums").write_text(_sums(stage), encoding="utf-8")
    for name in (*_SCRIPTS, "triggers"):
        _copy(_HERE / name, control / name)
        (control / name).chmod(0o644 if name == "triggers" else 0o755)


def _sums(stage: Path) -> str:
    """What dpkg compares installed files with; MD5 is the form that it reads."""
    lines = []
    for path in sorted(stage.glob("usr/**/*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False))
            lines.append(f"{digest.hexdigest()}  {path.relative_to(stage)}\n")
    return "".join(lines)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _gzip(text: str, target: Path) -> None:
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _silent(*command: object) -> None:
    """Run a checker that prints only complaints; man's page itself goes to standard output."""
    words = [str(word) for word in command]
    ran = subprocess.run(words, check=False, capture_output=True, text=True, errors="replace")
    said = ran.stderr if words[0] == "man" else ran.stdout + ran.stderr
    if ran.returncode or said.strip():
        raise PackagingFailed(f"{words[0]} complains: {said.strip()}")


def _run(*command: object, environment: dict[str, str] | None = None) -> None:
    words = [str(word) for word in command]
    ran = subprocess.run(words, check=False, capture_output=True, text=True, errors="replace", env=environment)
    if ran.returncode:
        raise PackagingFailed(f"{words[0]} failed: {(ran.stdout + ran.stderr).strip()}")


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
