"""The reader's settings: frozen defaults, of which only the overrides are stored."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

_FILE: Final = "settings.json"
_MOST_RECENT: Final = 20


class Theme(StrEnum):
    """Which palette the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the program remembers about its reader.

    Attributes:
        theme: palette.
        layout: the window's size and panes, as the window itself encodes them; empty before the first close.
        last: paths of the documents that were open at the last close.
        recent: paths of the documents opened lately, newest first.
    """

    theme: Theme = Theme.SYSTEM
    layout: str = ""
    last: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()


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
    settings = DEFAULTS
    for field in fields(Settings):
        if field.name in stored:
            settings = _with(settings, field.name, stored[field.name])
    return settings


def _with(settings: Settings, name: str, value: object) -> Settings:
    match name, value:
        case "theme", str() if value in set(Theme):
            return replace(settings, theme=Theme(value))
        case "layout", str():
            return replace(settings, layout=value)
        case "last", list() if all(isinstance(item, str) for item in value):
            return replace(settings, last=tuple(value))
        case "recent", list() if all(isinstance(item, str) for item in value):
            return replace(settings, recent=tuple(value))
        case _:
            return settings


def _write(file: Path, overrides: dict[str, Any]) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(overrides, stream, ensure_ascii=False, indent=1)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
