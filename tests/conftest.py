"""What every test stands on: an isolated home, Qt without a screen, no network."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def isolated_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reader's folders lie in a folder of the test's own."""
    home = tmp_path / "home"
    monkeypatch.setenv("WHEREOF_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anything but a local socket file fails the test that asks for it."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - socket's own signature
        if self.family == getattr(socket, "AF_UNIX", None):
            connect(self, address)
            return
        raise AssertionError(f"a test opened a connection to {address!r}")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The application class, with the map's URL scheme registered before there is an application."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - most tests need no Qt

    from app.ui.map import profile  # noqa: PLC0415 - most tests need no Qt

    profile.prepare()
    return QApplication


@pytest.fixture
def seeds() -> list[Path]:
    """The customer's two articles."""
    return sorted((ROOT / "seeds").glob("*.txt"))
