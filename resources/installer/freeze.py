"""Freezes Whereof into one folder: executable, modules, Qt and resources, with a list of where each file came from.

python resources/installer/freeze.py OUT     makes OUT/whereof/ and OUT/bundle.json

PyInstaller runs in an environment of its own that holds the locked packages of a running Whereof and nothing else, so
that no tool of the developers slips into what readers get.
"""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from icons import build as icons

ROOT: Final = Path(__file__).resolve().parents[2]
HERE: Final = Path(__file__).resolve().parent
LOCK: Final = ROOT / ".ci" / "requirements-package.txt"


class PackagingFailed(Exception):
    """Packaging cannot go on; the message says what to do."""


def version(root: Path = ROOT) -> str:
    """Whereof's version, from the one place where it stands: `app/__init__.py`."""
    tree = ast.parse((root / "app" / "__init__.py").read_text(encoding="utf-8"))
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", "") == "__version__":
            return str(ast.literal_eval(statement.value))
    raise PackagingFailed("app/__init__.py does not say __version__; put it back.")


def freeze(root: Path, out: Path) -> Path:
    """Freeze the tree at `root`; returns the folder `out/whereof`.

    Beside it `out/bundle.json` lists the packed files (path in the folder, source on this machine) and Python modules.

    Raises:
        PackagingFailed: a step failed; what it said has been printed.
    """
    out.mkdir(parents=True, exist_ok=True)
    python = _environment(ROOT / ".make" / "freeze" / "venv")
    listing, folder = out / "bundle.json", out / "whereof"
    shutil.rmtree(folder, ignore_errors=True)
    listing.unlink(missing_ok=True)
    _run(
        python, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--distpath", out,
        "--workpath", out / "build", root / "resources" / "installer" / "whereof.spec",
        environment={
            "WHEREOF_VERSION": version(root),
            "WHEREOF_ICONS": str(icons.build(out / "icons")),
            "WHEREOF_BUNDLE_LIST": str(listing),
            "PYTHONHASHSEED": "0",
        },
    )  # fmt: skip
    if sys.platform.startswith("linux"):
        _strip(folder / "_internal")
    return folder


def _environment(folder: Path) -> Path:
    """The Python that PyInstaller runs in; made when the lock file is another than last time."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, wanted = folder / "lock.sha256", hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return python
    print("packaging: installing the locked packages that are packed", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", folder)
    # Older pips would install a package that comes as source without a list of its files, and so without an owner.
    _run(python, "-m", "pip", "install", "--quiet", "--use-pep517", "--require-hashes", "--no-deps", "-r", LOCK)
    stamp.write_text(wanted, encoding="ascii")
    return python


def _strip(modules: Path) -> None:
    """Take debug symbols and this machine's folders from Python's own libraries.

    Those of the wheels have neither, and stripping spoils some of them.
    """
    own = [*modules.glob("libpython*.so*"), *modules.glob("python3*/lib-dynload/*.so")]
    for command in (("strip", "--strip-unneeded"), ("chrpath", "--delete")):
        if shutil.which(command[0]) is None:
            raise PackagingFailed(f"{command[0]} is missing; run: sudo apt-get install -y binutils chrpath")
        if own:
            _run(*command, *own)


def _run(*command: object, environment: dict[str, str] | None = None) -> None:
    words = [str(word) for word in command]
    if subprocess.run(words, check=False, env={**os.environ, **(environment or {})}).returncode:
        raise PackagingFailed(f"this step failed: {' '.join(words)}")


if __name__ == "__main__":
    try:
        print(freeze(ROOT, Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".make" / "freeze")))
    except PackagingFailed as failure:
        sys.exit(f"packaging: {failure}")
