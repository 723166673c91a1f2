"""What the map page may load: files of ours on our own URL scheme, and nothing else in the world."""

from __future__ import annotations

import os
import secrets
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from app import paths
from app.ui.map.page import NONCE_MARK

if TYPE_CHECKING:
    from pathlib import Path

SCHEME: Final = b"whereof"
HOST: Final = "map"
PAGE: Final = QUrl("whereof://map/map/")

_FLAGS_VARIABLE: Final = "QTWEBENGINE_CHROMIUM_FLAGS"
_FLAGS: Final = (
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    '--host-resolver-rules="MAP * ~NOTFOUND"',
    "--proxy-server=127.0.0.1:9",
    "--disable-background-networking",
    "--disable-gpu",
    "--no-pings",
)
"""No name is resolved and every connection ends at a proxy that is not there: the interceptor misses some."""

_TYPES: Final = {
    ".js": b"text/javascript",
    ".css": b"text/css",
    ".gz": b"application/octet-stream",
    ".ttf": b"font/ttf",
    ".png": b"image/png",
}
_POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; "
    "img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_WORKER_POLICY: Final = "default-src 'none'; script-src 'self'; connect-src 'self'"
_REMEMBERED: Final = 1000


def prepare() -> None:
    """Registers the scheme and Chromium's flags. To be called once, before the QApplication exists."""
    given = os.environ.get(_FLAGS_VARIABLE, "")
    missing = [flag for flag in _FLAGS if flag not in given]
    os.environ[_FLAGS_VARIABLE] = " ".join([given, *missing]).strip()
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


def routes() -> dict[str, Path]:
    """Every path that the scheme answers, but for the page itself and Qt's own script, with the file behind it."""
    resources = paths.resources()
    folders = {"/map": resources / "map", "/map/vendor": paths.map_vendor()}
    folders |= {"/fonts": paths.fonts(), "/basemap": paths.basemap()}
    return {
        f"{prefix}/{file.name}": file
        for prefix, folder in folders.items()
        for file in sorted(folder.iterdir())
        if file.suffix in _TYPES and not file.name.endswith(".config.js")
    }


class SchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers `whereof://map/...` from a fixed list of files."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._routes = routes()
        self._shell = ""

    def set_shell(self, html: str) -> None:
        """The page to serve, with nonce marks in it."""
        self._shell = html

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answers one request, or refuses it."""
        url = job.requestUrl()
        if job.requestMethod() != b"GET" or url.host() != HOST:
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        path = url.path()
        if path == PAGE.path() and self._shell:
            nonce = secrets.token_hex(16)
            html = self._shell.replace(NONCE_MARK, nonce).encode("utf-8")
            self._reply(job, b"text/html;charset=utf-8", html, _POLICY.format(nonce=nonce))
        elif path == "/map/qwebchannel.js":
            self._reply(job, _TYPES[".js"], _qt_script(), _WORKER_POLICY)
        elif file := self._routes.get(path):
            self._reply(job, _TYPES[file.suffix], file.read_bytes(), _WORKER_POLICY)
        else:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)

    @staticmethod
    def _reply(job: QWebEngineUrlRequestJob, kind: bytes, content: bytes, policy: str) -> None:
        headers = {b"content-security-policy": policy.encode(), b"x-content-type-options": b"nosniff"}
        headers |= {b"cache-control": b"no-store", b"referrer-policy": b"no-referrer"}
        packed: Any = {QByteArray(name): [QByteArray(value)] for name, value in headers.items()}
        job.setAdditionalResponseHeaders(packed)  # a multimap, which the type hints take for a plain map
        buffer = QBuffer(job)  # the job owns it and outlives nothing that reads it
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(QByteArray(kind), buffer)


def _qt_script() -> bytes:
    file = QFile(":/qtwebchannel/qwebchannel.js")
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    try:
        return bytes(file.readAll().data())
    finally:
        file.close()


class Interceptor(QWebEngineUrlRequestInterceptor):
    """Blocks every request that is not ours, and remembers what was asked for.

    Attributes:
        allowed: the latest addresses let through.
        blocked: the latest addresses refused.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.allowed: deque[str] = deque(maxlen=_REMEMBERED)
        self.blocked: deque[str] = deque(maxlen=_REMEMBERED)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Lets only our own scheme and host pass."""
        url = info.requestUrl()
        ours = url.scheme().encode() == SCHEME and url.host() == HOST
        (self.allowed if ours else self.blocked).append(url.toString())
        if not ours:
            info.block(True)  # noqa: FBT003 - Qt's signature


class MapProfile(QWebEngineProfile):
    """An off-the-record profile that can load our page and keeps nothing.

    Attributes:
        handler: serves the page.
        interceptor: refuses everything else.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)  # no storage name: off the record
        self.handler = SchemeHandler(self)
        self.interceptor = Interceptor(self)
        self.installUrlSchemeHandler(QByteArray(SCHEME), self.handler)
        self.setUrlRequestInterceptor(self.interceptor)
        self.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
        self.setSpellCheckEnabled(False)
        self.downloadRequested.connect(_cancel)
        settings = self.settings()
        for attribute in _OFF:
            settings.setAttribute(attribute, False)  # noqa: FBT003 - Qt's signature


_OFF: Final = (
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
    QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows,
    QWebEngineSettings.WebAttribute.JavascriptCanAccessClipboard,
    QWebEngineSettings.WebAttribute.JavascriptCanPaste,
    QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.PdfViewerEnabled,
    QWebEngineSettings.WebAttribute.FullScreenSupportEnabled,
    QWebEngineSettings.WebAttribute.ScreenCaptureEnabled,
    QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
    QWebEngineSettings.WebAttribute.NavigateOnDropEnabled,
    QWebEngineSettings.WebAttribute.WebGLEnabled,
    QWebEngineSettings.WebAttribute.AutoLoadIconsForPage,
    QWebEngineSettings.WebAttribute.ErrorPageEnabled,
)


def _cancel(download: QWebEngineDownloadRequest) -> None:
    download.cancel()
