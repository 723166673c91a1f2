"""Short scrolling that shows where one is taken; none where the system asks for reduced motion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEasingCurve, QVariantAnimation

from app.ui.theme import reduced_motion

if TYPE_CHECKING:
    from PySide6.QtWidgets import QScrollBar, QWidget

_MOTION_MS: Final = 150


class Glide(QVariantAnimation):
    """Moves a scroll bar to a value."""

    def __init__(self, bar: QScrollBar, parent: QWidget) -> None:
        super().__init__(parent, duration=_MOTION_MS)
        self._bar = bar
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(lambda value: bar.setValue(int(value)))

    def to(self, wanted: float) -> None:
        """Go there, as far as the bar reaches; at once where nothing may move or nobody can see it."""
        target = int(min(max(wanted, self._bar.minimum()), self._bar.maximum()))
        self.stop()
        if reduced_motion() or not self._bar.isVisible():
            self._bar.setValue(target)
            return
        self.setStartValue(self._bar.value())
        self.setEndValue(target)
        self.start()
