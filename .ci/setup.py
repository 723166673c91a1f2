"""Set Whereof up in this checkout: environment, map front end, gazetteer. Standard library only; safe to repeat.

python3 .ci/setup.py            everything that running and testing need
python3 .ci/setup.py --check    say what is missing, change nothing

Each step leaves a stamp made of what it depends on, so a second run does nothing and needs no network.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMPS = ROOT / ".make"
LOCK = ROOT / ".ci" / "requirements.txt"
OLDEST_PYTHON = (3, 11)

# The Debian package that carries each shared library that Qt and Chromium load from the system.
DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libXrandr.so.2": "libxrandr2",
    "libXrender.so.1": "libxrender1",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libnspr4.so": "libnspr4",
    "libnss3.so": "libnss3",
    "libnssutil3.so": "libnss3",
    "libplds4.so": "libnspr4",
    "libpulse.so.0": "libpulse0",
    "libsmime3.so": "libnss3",
    "libudev.so.1": "libudev1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbfile.so.1": "libxkbfile1",
    "libxshmfence.so.1": "libxshmfence1",
}
# The parts of Qt that Whereof loads.
QT_PARTS = (
    "Qt/lib/libQt6WebEngineCore.so.6",
    "Qt/lib/libQt6WebEngineWidgets.so.6",
    "Qt/lib/libQt6Svg.so.6",
    "Qt/libexec/QtWebEngineProcess",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqoffscreen.so",
)


class SetupFailed(Exception):
    """Set-up cannot go on; the message says what to do."""


def main() -> int:
    """Run the steps; the exit status is 0 when everything is in place."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true")
    options = arguments.parse_args()
    try:
        _require_python()
        for step in (_environment, _system_libraries, _map_front_end, _gazetteer):
            step(check=options.check)
    except SetupFailed as failure:
        print(f"whereof set-up: {failure}", file=sys.stderr)
        return 1
    return 0


def _require_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupFailed(f"Python 3.11 or newer is needed; this is {found}. Try `make PYTHON=python3.12 …`.")


def _environment(*, check: bool) -> None:
    stamp = _Stamp("environment", LOCK, ROOT / "pyproject.toml", extra=sys.version)
    if stamp.holds and PYTHON.exists():
        return
    if check:
        raise _missing("the Python environment is not set up")
    if not PYTHON.exists():
        _say("making the Python environment in .venv")
        try:
            venv.EnvBuilder(with_pip=True).create(VENV)
        except subprocess.CalledProcessError as error:
            raise SetupFailed("Python's venv is incomplete; run: apt-get install -y python3-venv") from error
    _say("installing the locked Python packages (about 1.3 GB, once)")
    _run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", LOCK)
    _run(PYTHON, "-m", "pip", "install", "--quiet", "hatchling")
    _run(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp.leave()


def _system_libraries(*, check: bool) -> None:
    if not sys.platform.startswith("linux") or shutil.which("ldd") is None:
        return
    stamp = _Stamp("system-libraries", LOCK)
    if stamp.holds:
        return
    packages, unknown = _missing_packages()
    if packages:
        line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
        if check or os.geteuid() != 0 or shutil.which("apt-get") is None:
            raise SetupFailed(f"Qt needs system libraries that are not here; run: sudo {line}")
        _say(f"installing system libraries that Qt needs: {' '.join(packages)}")
        _run("apt-get", "update", "-qq")
        _run(*line.split(), environment={"DEBIAN_FRONTEND": "noninteractive"})
        packages, unknown = _missing_packages()
    if packages or unknown:
        raise SetupFailed(f"Qt needs system libraries that are not here: {', '.join([*packages, *unknown])}.")
    stamp.leave()


def _missing_packages() -> tuple[list[str], list[str]]:
    """Debian packages to install, and libraries whose package we do not know."""
    found = subprocess.run(
        [PYTHON, "-c", "import importlib.util as u; print(u.find_spec('PySide6').submodule_search_locations[0])"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    qt = Path(found.stdout.strip())
    libraries: set[str] = set()
    for part in QT_PARTS:
        listing = subprocess.run(["ldd", qt / part], check=False, capture_output=True, text=True).stdout
        libraries.update(re.findall(r"^\s*(\S+) => not found", listing, re.MULTILINE))
    packages = sorted({DEBIAN_PACKAGES[name] for name in libraries if name in DEBIAN_PACKAGES})
    return packages, sorted(name for name in libraries if name not in DEBIAN_PACKAGES and not name.startswith("libQt6"))


def _map_front_end(*, check: bool) -> None:
    folder = ROOT / "resources" / "map"
    stamp = _Stamp("map", folder / "package-lock.json", folder / "package.json", folder / "build.py")
    if stamp.holds and (folder / "vendor").is_dir():
        return
    if check:
        raise _missing("the map front end is not built")
    _say("building the map front end from its locked npm packages")
    _run(PYTHON, folder / "build.py")
    stamp.leave()


def _gazetteer(*, check: bool) -> None:
    folder = ROOT / "resources" / "gazetteer"
    stamp = _Stamp("gazetteer", folder / "gazetteer.sha256")
    if stamp.holds and (folder / "gazetteer.sqlite").exists():
        return
    if check:
        raise _missing("the gazetteer is not unpacked")
    _say("unpacking the gazetteer")
    _run(PYTHON, "-m", "app.gazetteer.unpack")
    stamp.leave()


class _Stamp:
    """A file that says for which inputs a step was done."""

    def __init__(self, name: str, *inputs: Path, extra: str = "") -> None:
        digest = hashlib.sha256(extra.encode())
        for path in inputs:
            digest.update(path.read_bytes() if path.exists() else b"missing")
        self._file = STAMPS / f"{name}.stamp"
        self._value = digest.hexdigest()

    @property
    def holds(self) -> bool:
        return self._file.exists() and self._file.read_text() == self._value

    def leave(self) -> None:
        STAMPS.mkdir(exist_ok=True)
        self._file.write_text(self._value)


def _missing(sentence: str) -> SetupFailed:
    return SetupFailed(f"{sentence}; run: make setup")


def _say(sentence: str) -> None:
    print(f"whereof set-up: {sentence}", flush=True)


def _run(*command: object, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        [str(part) for part in command], check=False, cwd=ROOT, env={**os.environ, **(environment or {})}
    )
    if done.returncode:
        raise SetupFailed(f"this step failed: {' '.join(str(part) for part in command)}")


if __name__ == "__main__":
    sys.exit(main())
