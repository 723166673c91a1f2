"""The web page itself: it shows our map page and refuses to do anything else."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineFileSystemAccessRequest,
    QWebEngineFullScreenRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineRegisterProtocolHandlerRequest,
)

from app.ui.map.profile import PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from app.ui.map.profile import MapProfile

_log = logging.getLogger(__name__)


class MapPage(QWebEnginePage):
    """Loads `PAGE` and nothing else: no navigation, windows, dialogs, files, permissions or full screen."""

    def __init__(self, profile: MapProfile, parent: QObject | None = None) -> None:
        super().__init__(profile, parent)
        self.console: list[str] = []
        self.permissionRequested.connect(_deny)
        self.fullScreenRequested.connect(_reject_full_screen)
        self.fileSystemAccessRequested.connect(_reject_files)
        self.registerProtocolHandlerRequested.connect(_reject_protocol)

    def acceptNavigationRequest(
        self,
        url: QUrl | str,
        type: QWebEnginePage.NavigationType,  # noqa: A002, ARG002 - Qt's name
        isMainFrame: bool,  # noqa: FBT001, N803 - Qt's signature
    ) -> bool:
        """Only our own page."""
        return isMainFrame and QUrl(url) == PAGE

    def createWindow(self, type: QWebEnginePage.WebWindowType) -> QWebEnginePage:  # noqa: A002, ARG002 - Qt's names
        """No second window."""
        return None  # type: ignore[return-value] # how Qt is told no

    def javaScriptAlert(self, securityOrigin: QUrl | str, msg: str) -> None:  # noqa: N803 - Qt's names
        """No dialog."""

    def javaScriptConfirm(self, securityOrigin: QUrl | str, msg: str) -> bool:  # noqa: ARG002, N803 - Qt's names
        """No dialog."""
        return False

    def chooseFiles(
        self,
        mode: QWebEnginePage.FileSelectionMode,  # noqa: ARG002 - Qt's signature
        oldFiles: Sequence[str],  # noqa: ARG002, N803 - Qt's signature
        acceptedMimeTypes: Sequence[str],  # noqa: ARG002, N803 - Qt's signature
    ) -> list[str]:
        """No files."""
        return []

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        lineNumber: int,  # noqa: N803 - Qt's signature
        sourceID: str,  # noqa: N803 - Qt's signature
    ) -> None:
        """What the page's scripts complain of goes to the log."""
        line = f"{sourceID}:{lineNumber}: {message}"
        self.console = [*self.console[-99:], line]
        serious = level == QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        _log.log(logging.ERROR if serious else logging.DEBUG, "map page: %s", line)


def _deny(permission: QWebEnginePermission) -> None:
    permission.deny()


def _reject_full_screen(request: QWebEngineFullScreenRequest) -> None:
    request.reject()


def _reject_files(request: QWebEngineFileSystemAccessRequest) -> None:
    request.reject()


def _reject_protocol(request: QWebEngineRegisterProtocolHandlerRequest) -> None:
    request.reject()
