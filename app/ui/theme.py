"""The theme: palette, fonts and the one style sheet; light or dark as the system, or as the reader says."""

from __future__ import annotations

import logging
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleFactory, QWidget

from app import paths
from app.errors import Missing
from app.settings import Theme
from app.ui.look import DARK, LIGHT, Look

_log = logging.getLogger(__name__)

LEGIBLE_POINTS: Final = 9.75
"""No interface font is smaller than this, whatever the system says (13 px at 100 %)."""
_READER_SCALE: Final = 1.16
_SMALL_SCALE: Final = 0.86
_UI_FACE: Final = "Noto Sans"
_READER_FACES: Final = ("Noto Serif", "Source Serif 4", "Georgia", "Iowan Old Style", "DejaVu Serif", "serif")
_SHEET: Final = ("style", "whereof.qss")

_ROLES: Final = {
    QPalette.ColorRole.Window: "chrome",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "paper",
    QPalette.ColorRole.AlternateBase: "chrome",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "chrome",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipBase: "paper",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Mid: "hairline",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Light: "paper",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "edge",
}


def palette_of(look: Look) -> QPalette:
    """Qt's palette for a look."""
    colours = look.colours()
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(colours[name]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.muted))
    return palette


def style_sheet(look: Look, font: QFont) -> str:
    """The style sheet for a look, its lengths made from the interface font."""
    source = paths.resources().joinpath(*_SHEET).read_text(encoding="utf-8")
    line = QFontMetrics(font).height()
    return Template(source).substitute(look.colours()).replace("@line", f"{line}px")


def reader_font(base: QFont) -> QFont:
    """The serif face of the reader, in proportion to the interface font."""
    font = QFont(base)
    families = set(QFontDatabase.families())
    known = [face for face in _READER_FACES if face in families]
    font.setFamilies([*known, *base.families()] if known else ["serif", *base.families()])
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setPointSizeF(base.pointSizeF() * _READER_SCALE)
    return font


def small_font(base: QFont) -> QFont:
    """The face of small print, with figures of one width."""
    font = tabular(base)
    font.setPointSizeF(base.pointSizeF() * _SMALL_SCALE)
    return font


def tabular(base: QFont) -> QFont:
    """The same font with figures of one width."""
    font = QFont(base)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font


def reduced_motion() -> bool:
    """Whether the system asks for no animation."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) <= 0


def load_fonts() -> int:
    """Make the bundled fonts known to Qt; how many there were. Without them the system's faces serve."""
    try:
        folder = paths.fonts()
    except Missing:
        return 0
    files = sorted([*folder.rglob("*.ttf"), *folder.rglob("*.otf")])
    refused = [file.name for file in files if QFontDatabase.addApplicationFont(str(file)) < 0]
    for name in refused:
        _log.warning("Qt does not take the bundled font %s", name)
    return len(files) - len(refused)


class ThemeKeeper(QObject):
    """Dresses the application, and again whenever the system or the reader changes between light and dark.

    Emits `changed` after the new look is on.
    """

    changed = Signal()

    def __init__(self, app: QApplication, theme: Theme = Theme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._theme = theme
        load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(_interface_font(app.font()))
        self._tell_the_system()
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def theme(self) -> Theme:
        """What the reader asked for."""
        return self._theme

    @property
    def look(self) -> Look:
        """The look that is on."""
        if self._theme is Theme.SYSTEM:
            return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._theme is Theme.DARK else LIGHT

    def wear(self, theme: Theme) -> None:
        """Change to this theme."""
        self._theme = theme
        self._tell_the_system()
        self._apply()

    def _tell_the_system(self) -> None:
        """Have what Qt does not draw, such as the title bar, follow."""
        hints = self._app.styleHints()
        if self._theme is Theme.SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if self._theme is Theme.DARK else Qt.ColorScheme.Light)

    def _apply(self) -> None:
        look = self.look
        self._app.setPalette(palette_of(look))
        self._app.setStyleSheet(style_sheet(look, self._app.font()))
        self.changed.emit()


def set_tone(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet asks for, and have the sheet look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _interface_font(system: QFont) -> QFont:
    font = QFont(system)
    if _UI_FACE in QFontDatabase.families():
        font.setFamilies([_UI_FACE, system.family()])
    if font.pointSizeF() < LEGIBLE_POINTS:
        font.setPointSizeF(LEGIBLE_POINTS)
    return font
