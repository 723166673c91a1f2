"""The windows beside the window: gazetteers, online geocoder, recognizer, about. Each is there once at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.ui.about import AboutDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.session.online import Online
    from app.session.packs import Packs
    from app.session.recognizers import Recognizers
    from app.ui.online import OnlineSetup

_Dialog = TypeVar("_Dialog", bound=QDialog)


class Dialogs(QObject):
    """Opens them, or brings them to the front.

    Args:
        window: over which they open.
        versions: names and versions for the about box.
        attributions: whose data the embedded gazetteer holds, by name.
        packs: the reader's gazetteers, if the program has any.
        online: the online geocoder, likewise.
        setup: where the choice of its server is kept.
        recognizers: what finds names, and what else could; None where there is no choice.
    """

    def __init__(
        self,
        window: QWidget,
        versions: Mapping[str, str],
        attributions: Mapping[str, str],
        *,
        packs: Packs | None,
        online: Online | None,
        setup: OnlineSetup | None,
        recognizers: Recognizers | None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._versions = versions
        self._attributions = attributions
        self._packs = packs
        self._online = online
        self._setup = setup
        self._recognizers = recognizers

    def show_gazetteers(self) -> None:
        """The gazetteers and their order."""
        from app.ui.gazetteers import GazetteersDialog  # noqa: PLC0415 - the window must not wait for it

        packs = self._packs
        if packs is not None:
            self._show(GazetteersDialog, lambda: GazetteersDialog(packs, self._window))

    def show_online(self) -> None:
        """The online geocoder, its settings and what was asked."""
        from app.ui.online import OnlineDialog  # noqa: PLC0415 - as above

        online, setup = self._online, self._setup
        if online is not None and setup is not None:
            self._show(OnlineDialog, lambda: OnlineDialog(online, setup, self._window))

    def show_recognizer(self) -> None:
        """What finds names in documents."""
        from app.ui.recognizer import RecognizerDialog  # noqa: PLC0415 - as above

        recognizers = self._recognizers
        if recognizers is not None:
            self._show(RecognizerDialog, lambda: RecognizerDialog(recognizers, self._window))

    def show_about(self) -> None:
        """Versions, and whose work it stands on, as of now."""
        for old in self._window.findChildren(AboutDialog):
            old.close()
        AboutDialog(self._versions, self._window, data=self._data()).show()

    def _data(self) -> list[tuple[str, str]]:
        """Whose data are used: of the embedded gazetteer, of the packs that are on, of the online geocoder."""
        data = list(self._attributions.items())
        for row in self._packs.rows if self._packs is not None else ():
            said = " · ".join(part for part in (*row.attribution.splitlines(), row.licence) if part)
            if row.format != "embedded" and row.enabled and said:
                data.append((row.title, said))
        if self._online is not None and self._setup is not None and self._online.configured:
            from app.ui.online import CREDITS  # noqa: PLC0415 - as above

            data.append((self._online.host, self._online.attribution or CREDITS.get(self._setup.provider, "")))
        return data

    def _show(self, kind: type[_Dialog], make: Callable[[], _Dialog]) -> None:
        dialog = self._window.findChild(kind) or make()
        if dialog.isVisible():
            dialog.raise_()
        dialog.show()
        dialog.activateWindow()
