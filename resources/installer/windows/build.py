"""Makes the Windows installer from the frozen folder; NSIS compiles it, on Windows or on Debian.

python resources/installer/windows/build.py [FOLDER]     makes dist/whereof-<version>-windows-x86_64-setup.exe

The environment variable WHEREOF_SIGN may hold the command that signs a file, with `%1` for the file's name, as
`signtool sign /fd sha256 /tr … "%1"`; it then signs installer and uninstaller. Without it they are unsigned.
"""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
SCRIPT: Final = Path(__file__).resolve().with_name("whereof.nsi")
SIGN_VARIABLE: Final = "WHEREOF_SIGN"
PROGRAMS: Final = ("whereof.exe", "whereof-window.exe")
"""The command line's and the window's executable: the first has a console, the second has none."""
LONGEST: Final = 170
"""Characters of a file's path in the folder: with the usual folder before it, it stays within Windows' 260."""

_RESERVED: Final = ("project.ico", "uninstall.exe")
_SIDE: Final = (164, 314)
"""Width and height in pixels of the picture that NSIS wants at the side of a page."""
_SIDE_ICON: Final = 128
_GROUND: Final = "#e8eef0"
_NO_NSIS: Final = "NSIS is not there; install it (Debian: apt-get install nsis; Windows: nsis.sourceforge.io)."


def build(folder: Path, version: str, out: Path, *, target: str | None = None) -> Path:
    """Compile the installer; returns its path.

    Args:
        folder: the frozen folder; the folder `icons` beside it has `whereof.ico` and `project.ico`.
        version: Whereof's version.
        out: the folder that it is written to.
        target: NSIS's name of the installer's own machine, where it is not the usual 32-bit Windows.

    Raises:
        SystemExit: something is missing, or NSIS refuses; the sentence says what.
    """
    makensis = shutil.which("makensis") or _beside_program_files()
    if makensis is None:
        raise SystemExit(_NO_NSIS)
    files, icons = contents(folder), folder.resolve().parent / "icons"
    out.mkdir(parents=True, exist_ok=True)
    installer = out.resolve() / f"whereof-{version}-windows-x86_64-setup.exe"
    with tempfile.TemporaryDirectory() as lists:
        write_lists(folder, files, Path(lists))
        draw_side(icons / "whereof.ico", Path(lists) / "side.bmp")
        defines = {
            "VERSION": version,
            "FILEVERSION": file_version(version),
            "SIZE_KB": str(size_kb(folder, files)),
            "OUTFILE": str(installer),
            "LISTS": lists,
            "LICENSE": str(ROOT / "LICENSE"),
            "ICONS": str(icons),
        }
        if os.environ.get(SIGN_VARIABLE):
            defines["SIGN"] = os.environ[SIGN_VARIABLE]
        command = [makensis, "-WX", "-V2", "-INPUTCHARSET", "UTF8"]
        command += [f"-XTarget {target}"] if target else []
        command += [f"-D{name}={value}" for name, value in defines.items()]
        done = subprocess.run([*command, str(SCRIPT)], check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    if done.returncode:
        raise SystemExit("NSIS did not make the installer; it said why above.")
    return installer


def contents(folder: Path) -> list[PurePosixPath]:
    """Every file in the frozen folder, in order, relative to it.

    Raises:
        SystemExit: a program is missing, a name is our own or a path is too long for Windows.
    """
    found = sorted(PurePosixPath(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file())
    for program in PROGRAMS:
        if PurePosixPath(program) not in found:
            raise SystemExit(f"{folder} holds no {program}; freeze Whereof on Windows first.")
    for path in found:
        if str(path).lower() in _RESERVED:
            raise SystemExit(f"{folder} holds a file {path}, a name that the installer uses itself; leave it out.")
        if len(str(path)) > LONGEST:
            raise SystemExit(f"{path} is longer than {LONGEST} characters, too long for Windows; leave it out.")
        if re.search(r'["*?<>|:\\\x00-\x1f]', str(path)):
            raise SystemExit(f"{path} has a character that Windows allows in no name; leave it out.")
    return found


def write_lists(folder: Path, files: list[PurePosixPath], lists: Path) -> None:
    """Write the four files that the script includes: what to install and to remove, and the formats to offer.

    Args:
        folder: the frozen folder.
        files: its contents, as `contents` gives them.
        lists: the folder to write to.
    """
    from app.documents.formats import SUPPORTED  # noqa: PLC0415 - the rest works without Whereof's environment

    program = r"${CLASSES}\Applications\${WINDOW}\SupportedTypes"
    offered = [
        line
        for form in sorted(SUPPORTED)
        for line in (
            rf'WriteRegStr SHCTX "${{CLASSES}}\{form}\OpenWithProgids" "Whereof.Document" ""',
            f'WriteRegStr SHCTX "{program}" "{form}" ""',
        )
    ]
    withdrawn = [
        line
        for form in sorted(SUPPORTED)
        for line in (
            rf'DeleteRegValue SHCTX "${{CLASSES}}\{form}\OpenWithProgids" "Whereof.Document"',
            rf'DeleteRegKey /ifempty SHCTX "${{CLASSES}}\{form}\OpenWithProgids"',
            rf'DeleteRegKey /ifempty SHCTX "${{CLASSES}}\{form}"',
        )
    ]
    for name, lines in {
        "install.nsh": install_lines(folder, files),
        "uninstall.nsh": uninstall_lines(files),
        "formats.nsh": offered,
        "no-formats.nsh": withdrawn,
    }.items():
        (lists / name).write_text("\n".join([*lines, ""]), encoding="utf-8")


def draw_side(icon: Path, picture: Path) -> None:
    """Draw what stands at the side of the first and the last page: the program's icon on a quiet ground.

    Args:
        icon: the program's icon, of which the drawing next to 128 pixels is taken.
        picture: the file to write (BMP).
    """
    from PySide6.QtCore import QRect  # noqa: PLC0415 - only here
    from PySide6.QtGui import QColor, QImage, QImageReader, QPainter  # noqa: PLC0415 - likewise

    reader, drawings = QImageReader(str(icon)), []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        drawings.append(reader.read())
    drawing = min(drawings, key=lambda image: abs(image.width() - _SIDE_ICON))
    side = QImage(*_SIDE, QImage.Format.Format_RGB32)
    side.fill(QColor(_GROUND))
    painter = QPainter(side)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    edge = (_SIDE[0] - _SIDE_ICON) // 2
    painter.drawImage(QRect(edge, edge, _SIDE_ICON, _SIDE_ICON), drawing)
    painter.end()
    if not side.save(str(picture)):
        raise SystemExit(f"{picture} could not be written.")


def install_lines(folder: Path, files: list[PurePosixPath]) -> list[str]:
    """NSIS's lines that put every file where it belongs."""
    lines: list[str] = []
    current: PurePosixPath | None = None
    for path in sorted(files, key=lambda path: (path.parent, path)):
        if path.parent != current:
            current = path.parent
            lines.append(f'SetOutPath "{_installed(current)}"')
        lines.append(f'File "{folder.resolve() / path}"')  # NSIS takes this path as it stands
    return lines


def uninstall_lines(files: list[PurePosixPath]) -> list[str]:
    """NSIS's lines that remove exactly these files, and the folders between them if nothing else is in them."""
    folders = {parent for path in files for parent in path.parents if parent != PurePosixPath()}
    deepest_first = sorted(folders, key=lambda path: (-len(path.parts), path))
    return [
        *(f'Delete "{_installed(path)}"' for path in files),
        *(f'RMDir "{_installed(path)}"' for path in deepest_first),
    ]


def size_kb(folder: Path, files: list[PurePosixPath]) -> int:
    """Size of the files in KiB, for Windows' list of programs."""
    return sum((folder / path).stat().st_size for path in files) // 1024


def file_version(version: str) -> str:
    """The version as the four numbers that Windows wants: `0.2.0rc1` is `0.2.0.0`.

    Raises:
        SystemExit: it does not begin with numbers.
    """
    numbers = re.match(r"\d+(\.\d+){0,3}", version)
    if numbers is None:
        raise SystemExit(f"{version} does not begin with numbers, which Windows wants of a version.")
    return ".".join([*numbers[0].split("."), "0", "0", "0"][:4])


def _installed(path: PurePosixPath) -> str:
    tail = _quoted(str(path).replace("/", "\\"))
    return "$INSTDIR" if tail == "." else f"$INSTDIR\\{tail}"


def _quoted(text: str) -> str:
    return text.replace("$", "$$")


def _beside_program_files() -> str | None:
    """NSIS's installer for Windows puts nothing on the PATH."""
    for variable in ("ProgramFiles(x86)", "ProgramFiles"):
        program = Path(os.environ.get(variable, "")) / "NSIS" / "makensis.exe"
        if program.is_absolute() and program.is_file():
            return str(program)
    return None


if __name__ == "__main__":
    frozen = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".make" / "freeze" / "whereof"
    print(build(frozen, runpy.run_path(str(ROOT / "app" / "__init__.py"))["__version__"], ROOT / "dist"))
