"""What of the frozen program's parts is packed: the spec asks here, so that the rules can be tested without a freeze.

PyInstaller collects all of Qt that it can find, QML and 3D included, and every system library that any of it names.
Kept are the plugins named here, the libraries that kept files really load, and of the system's libraries those few that
desktops lack or that have to be the ones we tested with. The rest the system has, with its security updates.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Final, NamedTuple

CARRIED: Final = (
    "basemap",
    "fonts",
    "gazetteer/gazetteer.sqlite",
    "icons",
    "map",
    "samples",
    "style",
    "models/CARD.md",
    "models/en",
    "models/toponyms.json",
    "models/ranker.json",
    "models/confidence.json",
)
"""What of `resources/` runs: the wheel and the installers carry it."""

EXCLUDED_MODULES: Final = (
    "IPython",
    "_curses",
    "huggingface_hub",  # tokenizers can fetch with it; ours come from a file
    "matplotlib",
    "pandas",
    "pip",
    "pkg_resources",
    "pytest",
    "readline",
    "setuptools",
    "spacy",  # an extra that installed programs do not have
    "tkinter",
    "unittest.mock",
)

_PLUGINS: Final = {
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platformthemes": ("qxdgdesktopportal",),
    "xcbglintegrations": ("qxcb-egl-integration", "qxcb-glx-integration"),
    "wayland-decoration-client": ("bradient", "adwaita"),
    "wayland-graphics-integration-client": ("qt-plugin-wayland-egl", "dmabuf-server", "drm-egl-server"),
    "wayland-shell-integration": ("xdg-shell", "qt-shell"),
    "iconengines": ("qsvgicon",),
    "imageformats": ("qgif", "qico", "qjpeg", "qsvg", "qwebp"),
    "styles": ("qmodernwindowsstyle", "qmacstyle"),
}
"""Qt's plugins that the program can use, by kind; names without prefix and suffix."""

_FROM_THE_SYSTEM: Final = frozenset(
    {
        # tested with these versions
        *("libsqlite3", "libffi", "liblzma", "libbz2"),
        # desktops often lack them; Qt's xcb plugin does not load without
        *("libxcb-cursor", "libxcb-icccm", "libxcb-image", "libxcb-keysyms", "libxcb-render-util", "libxcb-util"),
        *("libxkbcommon", "libxkbcommon-x11"),
    }
)
"""Libraries of the Linux system that are packed; Python's own is no system library here."""

_CHROMIUM_LOCALES: Final = ("en-US.pak",)
_UNUSED_DATA: Final = re.compile(
    r"/Qt(/Contents/Resources)?/(qml|translations/[^/]+\.qm$|metatypes|phrasebooks)"
    r"|^PySide6/(qml|translations/[^/]+\.qm$|metatypes|phrasebooks)"
    r"|qtwebengine_devtools_resources|\.debug\.(pak|bin)$"
    r"|^babel/locale-data/(?!(root|en)\.dat$)"  # only asked whether a web address names a language
    r"|\.chk$"  # seals of NSS libraries, which are the system's
    r"|^setuptools"
    r"|^resources/(map|basemap)/(build\.py|eslint\.config\.js|package(-lock)?\.json)$"  # what they were made with
)
_QT_LIBRARY: Final = re.compile(r"(^|/)(lib)?Qt6\w*(\.so(\.\d+)*|\.dll)$|\.framework/(.*/)?Qt\w+$")
_SHARED: Final = re.compile(r"\.(so(\.\d+)*|dylib|dll|pyd)$")


class Part(NamedTuple):
    """A line of PyInstaller's lists.

    Attributes:
        dest: where it goes, relative to the folder of modules.
        source: the file that is copied, or for a symlink what it points to.
        kind: PyInstaller's word: "BINARY", "EXTENSION", "DATA", "SYMLINK".
    """

    dest: str
    source: str
    kind: str


Needs = Callable[[str], Iterable[str]]
"""Names the shared libraries that a file asks for, by file name."""


def binaries(
    parts: Iterable[Part], needs: Needs, *, system_folders: tuple[str, ...] = ("/lib", "/usr/lib")
) -> list[Part]:
    """Those of PyInstaller's binaries that are packed.

    Args:
        parts: all that it collected.
        needs: tells what a source file loads.
        system_folders: where the system's libraries lie (POSIX).
    """
    useful = [Part(*part) for part in parts if _may_be_packed(Part(*part), system_folders)]
    by_name = {_name(part.dest): part for part in useful if part.kind != "SYMLINK"}
    kept: set[str] = set()
    waiting = [name for name, part in by_name.items() if not _only_if_needed(part, system_folders)]
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            waiting.extend(need for need in needs(by_name[name].source) if need in by_name)
    return [part for part in useful if _name(part.dest) in kept]


def data(parts: Iterable[Part], packed: Iterable[Part]) -> list[Part]:
    """Those of PyInstaller's data files that are packed, and links only to what is packed.

    Args:
        parts: all that it collected.
        packed: the binaries that are packed.
    """
    files = [Part(*part) for part in parts if _is_used(PurePath(part[0]).as_posix())]
    there = {part.dest for part in (*packed, *files) if part.kind != "SYMLINK"}
    return [part for part in files if part.kind != "SYMLINK" or _target(part) in there]


def _target(link: Part) -> str:
    return os.path.normpath(PurePath(link.dest).parent / link.source)


def _is_used(dest: str) -> bool:
    if "qtwebengine_locales/" in dest:
        return _name(dest) in _CHROMIUM_LOCALES
    return _UNUSED_DATA.search(dest) is None


def _may_be_packed(part: Part, system_folders: tuple[str, ...]) -> bool:
    dest = PurePath(part.dest).as_posix()
    if not _is_used(dest):
        return False
    if plugin := re.search(r"/plugins/([^/]+)/([^/]+)$", dest):
        return _stem(plugin[2]) in _PLUGINS.get(plugin[1], ())
    if _is_of_the_system(part, system_folders):
        return _stem(_name(dest), prefix="") in _FROM_THE_SYSTEM
    return True


def _only_if_needed(part: Part, system_folders: tuple[str, ...]) -> bool:
    return bool(_QT_LIBRARY.search(PurePath(part.dest).as_posix())) or _is_of_the_system(part, system_folders)


def _is_of_the_system(part: Part, system_folders: tuple[str, ...]) -> bool:
    """Whether a library is the Linux system's and neither a wheel's nor Python's."""
    if not sys.platform.startswith("linux") or not _SHARED.search(part.dest):
        return False
    if _name(part.dest).startswith("libpython") or "/" in part.dest:
        return False
    return part.source.startswith(system_folders)


def _name(path: str) -> str:
    return PurePath(path).name


def _stem(name: str, prefix: str = "lib") -> str:
    """`libqxcb.so` and `qxcb.dll` are both `qxcb`."""
    return _SHARED.sub("", name).removeprefix(prefix)
