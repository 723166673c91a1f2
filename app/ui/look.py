"""Colours and shapes: two looks, and one table of marks that text, lists, legend and map share."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from app.geoparsing.model import Kind


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of one theme, as `#rrggbb`.

    Attributes:
        paper: behind the reader's text, in fields.
        chrome: behind everything else.
        hairline: lines between panes.
        edge: outlines of buttons and fields.
        text: what is read.
        muted: small print on paper and chrome.
        accent: focus and the one primary button.
        on_accent: text on the accent.
        pressed: the primary button under the finger.
        selection: background of the row or mention in focus.
        on_selection: small print on it.
        hover: background under the pointer.
        focus: background of the mention in focus in the text.
        on_focus: its text.
        good: reasons for, work done.
        bad: reasons against, failures.
        warning: background of a notice that warns.
    """

    dark: bool
    paper: str
    chrome: str
    hairline: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    pressed: str
    selection: str
    on_selection: str
    hover: str
    focus: str
    on_focus: str
    good: str
    bad: str
    warning: str

    def colours(self) -> dict[str, str]:
        """Every colour by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "dark"}


LIGHT: Final = Look(
    dark=False,
    paper="#ffffff",
    chrome="#fbfaf8",
    hairline="#dcd8d0",
    edge="#cfcac1",
    text="#1d1c1a",
    muted="#655f57",
    accent="#0b6e99",
    on_accent="#ffffff",
    pressed="#095a7e",
    selection="#bfe3f2",
    on_selection="#45535a",
    hover="#eef3f5",
    focus="#0072b2",
    on_focus="#ffffff",
    good="#1e7a34",
    bad="#b3261e",
    warning="#fdf1d8",
)

DARK: Final = Look(
    dark=True,
    paper="#1b1d20",
    chrome="#22252a",
    hairline="#33373d",
    edge="#454a52",
    text="#e8e6e1",
    muted="#a5a199",
    accent="#5bb8df",
    on_accent="#10242d",
    pressed="#86cce9",
    selection="#245063",
    on_selection="#c3d3da",
    hover="#2b3036",
    focus="#0072b2",
    on_focus="#ffffff",
    good="#6cc381",
    bad="#f28b82",
    warning="#403214",
)


class Shape(StrEnum):
    """The form of a mark; it says the same as its colour."""

    DISC = "disc"
    RING = "ring"
    DIAMOND = "diamond"
    DOTTED = "dotted"
    CROSS = "cross"
    PATCH = "patch"
    DASHED = "dashed"
    HAZE = "haze"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a kind of mention looks: shape, colour on light and on dark, and the legend's words."""

    shape: Shape
    light: str
    dark: str
    words: str

    def colour(self, look: Look) -> QColor:
        """The mark's colour in this look."""
        return QColor(self.dark if look.dark else self.light)


MARKS: Final[dict[str, Mark]] = {
    "place": Mark(Shape.DISC, "#0072b2", "#56b4e9", "place"),
    "area": Mark(Shape.PATCH, "#0072b2", "#56b4e9", "area"),
    "metonym": Mark(Shape.RING, "#d55e00", "#f0833a", "stands for a government"),
    "demonym": Mark(Shape.DIAMOND, "#009e73", "#2fc39a", "people or language"),
    "embedded": Mark(Shape.DOTTED, "#a8588a", "#cc79a7", "inside another name"),
    "coordinate": Mark(Shape.CROSS, "#0072b2", "#56b4e9", "coordinate"),
    "relative": Mark(Shape.HAZE, "#0072b2", "#56b4e9", "described by distance or direction"),
    "unsure": Mark(Shape.DASHED, "#b37400", "#e69f00", "unsure"),
}
"""Okabe-Ito, safe for colour-blind eyes; darker on paper and lighter on slate where contrast needs it."""

_MARK_OF_KIND: Final = {
    Kind.LITERAL: "place",
    Kind.METONYM: "metonym",
    Kind.DEMONYM: "demonym",
    Kind.EMBEDDED: "embedded",
    Kind.COORDINATE: "coordinate",
    Kind.RELATIVE: "relative",
}


def mark_name(kind: Kind, *, unsure: bool, area: bool) -> str:
    """The name of the mark for a mention or place: doubt first, then the kind, then whether it is an area."""
    if unsure:
        return "unsure"
    if kind is Kind.LITERAL and area:
        return "area"
    return _MARK_OF_KIND[kind]


def current_look() -> Look:
    """The look that the application wears."""
    return look_of(QGuiApplication.palette())


def look_of(palette: QPalette) -> Look:
    """The look that made this palette."""
    dark = (
        palette.color(QPalette.ColorRole.Window).lightness() < palette.color(QPalette.ColorRole.WindowText).lightness()
    )
    return DARK if dark else LIGHT
