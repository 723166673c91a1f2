"""The one place that finds what Whereof carries and where the reader's data lives.

`resources/` lies beside `app/` in a checkout, inside the package in a wheel, and beside the executable's
modules in a frozen program. The reader's folders follow the platform; `WHEREOF_HOME` puts all of them in one folder.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import Final

from platformdirs import PlatformDirs

from app.errors import Missing

HOME_VARIABLE: Final = "WHEREOF_HOME"
_REPAIR: Final = "Run `make setup` in a checkout, or install Whereof again."


@cache
def resources() -> Path:
    """The folder of everything Whereof carries that is not code."""
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else [package / "resources", package.parent / "resources"]
    for folder in places:
        if folder.is_dir():
            return folder
    raise Missing("Whereof's resources folder is not where it should be.", _REPAIR)


def _carried(*parts: str) -> Path:
    path = resources().joinpath(*parts)
    if not path.exists():
        raise Missing(f"Whereof is not completely set up: {'/'.join(parts)} is missing.", _REPAIR)
    return path


def gazetteer_file() -> Path:
    """The unpacked embedded gazetteer.

    Raises:
        Missing: set-up has not unpacked it.
    """
    return _carried("gazetteer", "gazetteer.sqlite")


def models() -> Path:
    """The folder of the recognition model and of the engine's fitted weights.

    Raises:
        Missing: it is not there.
    """
    return _carried("models")


def basemap() -> Path:
    """The folder with the offline basemap.

    Raises:
        Missing: it is not there.
    """
    return _carried("basemap")


def map_vendor() -> Path:
    """The folder with the bundled scripts, styles and licences of the map page.

    Raises:
        Missing: set-up has not built it.
    """
    return _carried("map", "vendor")


def fonts() -> Path:
    """The folder with the fonts that Whereof carries.

    Raises:
        Missing: set-up has not built it.
    """
    return _carried("fonts")


def icons() -> Path:
    """The folder with the line icons.

    Raises:
        Missing: set-up has not built it.
    """
    return _carried("icons")


def samples() -> Path:
    """The folder with the sample documents that we wrote ourselves."""
    return _carried("samples")


def notices() -> Path:
    """The notices of third parties: an installed program's own, else the page of the checkout or wheel.

    Raises:
        Missing: it is not there.
    """
    package = Path(__file__).resolve().parent
    if frozen := getattr(sys, "_MEIPASS", None):
        beside = Path(frozen).parent
        places = [folder / "THIRD_PARTY_NOTICES.txt" for folder in (beside, beside / "Resources", Path(frozen))]
    else:
        name = "THIRD_PARTY_NOTICES.md"
        places = [package.parent / name, *package.parent.glob(f"whereof-*.dist-info/licenses/{name}")]
    for place in places:
        if place.is_file():
            return place
    raise Missing(f"Whereof is not completely set up: {places[0].name} is missing.", _REPAIR)


def user_config() -> Path:
    """The reader's settings."""
    return _user("config", _dirs().user_config_path)


def user_data() -> Path:
    """What the reader added and would miss: gazetteer packs."""
    return _user("data", _dirs().user_data_path)


def packs() -> Path:
    """The folder of the reader's gazetteer packs."""
    return user_data() / "gazetteers"


def user_cache() -> Path:
    """What can be made again."""
    return _user("cache", _dirs().user_cache_path)


def _dirs() -> PlatformDirs:
    return PlatformDirs("whereof", appauthor=False)


def _user(part: str, platform_default: Path) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    folder = Path(home) / part if home else platform_default
    folder.mkdir(parents=True, exist_ok=True)
    return folder
