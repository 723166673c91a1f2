"""Painting the marks: shapes beside names in lists and legend, lines under mentions in the text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from app.ui.look import MARKS, Look, Shape

_STROKE: Final = 0.18
_PATCH_FILL: Final = 60


def paint_mark(painter: QPainter, name: str, rect: QRectF, look: Look) -> None:
    """Draw the mark called `name` into a square."""
    mark = MARKS[name]
    colour = mark.colour(look)
    side = min(rect.width(), rect.height())
    stroke = max(1.4, side * _STROKE)
    box = QRectF(0, 0, side, side)
    box.moveCenter(rect.center())
    inner = box.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, stroke))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _PAINTERS[mark.shape](painter, colour, box, inner)
    painter.restore()


def _disc(painter: QPainter, colour: QColor, box: QRectF, inner: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour))
    painter.drawEllipse(box)
    del inner


def _ring(painter: QPainter, colour: QColor, box: QRectF, inner: QRectF) -> None:
    painter.drawEllipse(inner)
    del colour, box


def _diamond(painter: QPainter, colour: QColor, box: QRectF, inner: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour))
    centre = box.center()
    half = box.width() / 2 + 0.6
    corners = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
    painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
    del inner


def _dotted(painter: QPainter, colour: QColor, box: QRectF, inner: QRectF) -> None:
    pen = painter.pen()
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.05, 1.75])
    painter.setPen(pen)
    painter.drawEllipse(inner)
    del colour, box


def _cross(painter: QPainter, colour: QColor, box: QRectF, inner: QRectF) -> None:
    centre = inner.center()
    painter.drawLine(QLineF(inner.left(), centre.y(), inner.right(), centre.y()))
    painter.drawLine(QLineF(centre.x(), inner.top(), centre.x(), inner.bottom()))
    del colour, box


def _patch(painter: QPainter, colour: QColor, box: QRectF, inner: QRectF) -> None:
    fill = QColor(colour)
    fill.setAlpha(_PATCH_FILL)
    pen = painter.pen()
    pen.setWidthF(pen.widthF() * 0.75)
    painter.setPen(pen)
    painter.setBrush(QBrush(fill))
    painter.drawRoundedRect(inner, 2, 2)
    del colour, box


def _dashed(painter: QPainter, colour: QColor, box: QRectF, inner: QRectF) -> None:
    pen = painter.pen()
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.5, 1.1])
    painter.setPen(pen)
    painter.drawEllipse(inner)
    del colour, box


def _haze(painter: QPainter, colour: QColor, box: QRectF, inner: QRectF) -> None:
    fill = QColor(colour)
    fill.setAlpha(_PATCH_FILL)
    pen = painter.pen()
    pen.setWidthF(pen.widthF() * 0.75)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.2, 1.2])
    painter.setPen(pen)
    painter.setBrush(QBrush(fill))
    painter.drawRoundedRect(inner, 2, 2)
    del colour, box


_PAINTERS: Final = {
    Shape.DISC: _disc,
    Shape.RING: _ring,
    Shape.DIAMOND: _diamond,
    Shape.DOTTED: _dotted,
    Shape.CROSS: _cross,
    Shape.PATCH: _patch,
    Shape.DASHED: _dashed,
    Shape.HAZE: _haze,
}


def underline_pen(name: str, look: Look, width: float) -> QPen:
    """The pen that underlines a mention: solid; dotted inside a name, dashed in doubt, fine dashes for a phrase."""
    mark = MARKS[name]
    pen = QPen(mark.colour(look), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if mark.shape is Shape.DOTTED:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.1, 2.0])
    elif mark.shape is Shape.DASHED:
        pen.setDashPattern([2.2, 1.4])
    elif mark.shape is Shape.HAZE:
        pen.setWidthF(width * 0.7)
        pen.setDashPattern([1.2, 1.6])
    return pen
