"""Waiting at a window."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, QTimer


def pause(milliseconds: int) -> None:
    """Let the event loop run; WebEngine paints only in a real one, not under `QTest.qWait`."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
