"""The reader's settings: frozen defaults, of which only the overrides are stored."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_FILE: Final = "settings.json"
_MOST_RECENT: Final = 20
_LONGEST_ADDRESS: Final = 2_000


class Theme(StrEnum):
    """Which palette the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class OnlineProvider(StrEnum):
    """Which kind of online geocoder may be asked."""

    OFF = ""
    NOMINATIM = "nominatim"
    PHOTON = "photon"
    PELIAS = "pelias"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the program remembers about its reader.

    Attributes:
        theme: palette.
        layout: the window's size and panes, as the window itself encodes them; empty before the first close.
        last: paths of the documents that were open at the last close.
        recent: paths of the documents opened lately, newest first.
        recognizer: what finds names in documents, as `recognizers.choosing` reads it; empty for our own.
        online_provider: kind of the online geocoder; off until the reader chooses one.
        online_address: https address of its server.
        online_agreed: the servers that the reader agreed to ask, as `provider host`.
    """

    theme: Theme = Theme.SYSTEM
    layout: str = ""
    last: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    recognizer: str = ""
    online_provider: OnlineProvider = OnlineProvider.OFF
    online_address: str = ""
    online_agreed: tuple[str, ...] = ()


DEFAULTS: Final = Settings()


class SettingsFile:
    """The settings on disk. One per running window."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self._settings = _read(self._file)

    @property
    def settings(self) -> Settings:
        """What holds now."""
        return self._settings

    def change(self, **changes: Any) -> Settings:  # noqa: ANN401 - dataclasses.replace's own signature
        """Set the named fields and store the overrides; the file is either the old or the new one, never half."""
        self._settings = replace(self._settings, **changes)
        overrides = {key: value for key, value in asdict(self._settings).items() if value != getattr(DEFAULTS, key)}
        _write(self._file, overrides)
        return self._settings

    def remember(self, paths: list[Path]) -> Settings:
        """Make these the last documents, and put them at the head of the recent ones."""
        fresh = [str(path) for path in paths]
        kept = [path for path in self._settings.recent if path not in fresh]
        return self.change(last=tuple(fresh), recent=tuple([*fresh, *kept][:_MOST_RECENT]))


def _read(file: Path) -> Settings:
    """The stored settings; a missing, damaged or foreign file gives the defaults, field by field."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return DEFAULTS
    if not isinstance(stored, dict):
        return DEFAULTS
    kept: dict[str, Any] = {}
    for name, fitting in _FITTING.items():
        if name in stored:
            with suppress(ValueError):
                kept[name] = fitting(stored[name])
    return replace(DEFAULTS, **kept)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 - one error for whatever does not fit
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 - one error for whatever does not fit
    return tuple(_text(item) for item in value)


def _address(value: object) -> str:
    address = _text(value)
    if len(address) > _LONGEST_ADDRESS or not address.isprintable():
        raise ValueError
    return address


_FITTING: Final[dict[str, Callable[[Any], object]]] = {
    "theme": Theme,
    "layout": _text,
    "last": _texts,
    "recent": _texts,
    "recognizer": _text,
    "online_provider": OnlineProvider,
    "online_address": _address,
    "online_agreed": _texts,
}
"""How each stored field is read; `ValueError` where the value does not fit it."""


def _write(file: Path, overrides: dict[str, Any]) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(overrides, stream, ensure_ascii=False, indent=1)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
