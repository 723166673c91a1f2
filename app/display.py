"""The display on Linux: Qt aborts where there is none, so it is looked for first, and what is wrong is said.

Nothing here needs Qt.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Final

from app.errors import Refused
from app.libraries import lacking

_XCB: Final = "libxcb.so.1"
_NEEDING: Final = ("xcb", "wayland")
"""Beginnings of the names of Qt's platforms that need a display."""
_REMEDY: Final = "Start it in a desktop session; without one, xvfb-run or QT_QPA_PLATFORM=offscreen helps."


def refusal() -> Refused | None:
    """Why no window can be shown here; None where one can, and on systems other than Linux. Takes about 1 ms."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or (platform and not platform.startswith(_NEEDING)):
        return None
    x11, wayland = os.environ.get("DISPLAY", ""), os.environ.get("WAYLAND_DISPLAY", "")
    if not x11 and not wayland:
        return Refused("Whereof finds no display to show its window on.", _REMEDY)
    if x11 and (platform.startswith("xcb") or not wayland):
        return _refusal_of_x11(x11)
    if not x11 and not _socket(wayland).exists():
        return Refused(f"The display “{wayland}” is not there.", _REMEDY)
    return None


def is_windowed() -> bool:
    """Whether somebody could see a window: the platform is not one of those that only draw into memory."""
    return not os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal", "vnc")) and refusal() is None


def check_plugin(plugins: Path) -> None:
    """Load what Qt shows windows with on X11, as Qt is about to: Qt would abort where a library of it is not there.

    Args:
        plugins: Qt's folder of plug-ins; Qt's own libraries must be loaded.

    Raises:
        Refused: a system library is not there.
    """
    plugin = plugins / "platforms" / "libqxcb.so"
    if not os.environ.get("QT_QPA_PLATFORM", "xcb").startswith("xcb") or not os.environ.get("DISPLAY"):
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        refused = lacking(error) if plugin.is_file() else None
        if refused is not None:
            raise refused from error


def _socket(wayland: str) -> Path:
    return Path(os.environ.get("XDG_RUNTIME_DIR", "")) / wayland


def _refusal_of_x11(name: str) -> Refused | None:
    try:
        xcb = ctypes.CDLL(_XCB)
    except OSError:
        return None  # Qt's plug-in needs it too, and `check_plugin` will say so
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(None, None)
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return Refused(f"The display “{name}” does not answer, or does not let you in.", _REMEDY) if broken else None
