"""The gazetteers that an engine asks, for the window's parser and for batches alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import Missing
from app.gazetteer.shelf import EMBEDDED

if TYPE_CHECKING:
    from app.gazetteer.lookup import GazetteerFile
    from app.gazetteer.shelf import Shelf


def asked(shelf: Shelf) -> list[GazetteerFile]:
    """The gazetteers that are switched on, in order.

    Raises:
        Missing: the embedded gazetteer is switched on and cannot be opened, or none is switched on: an engine
            without it would find nothing and not say why.
    """
    for row in shelf.packs():
        if row.id == EMBEDDED and row.enabled and row.fault:
            raise Missing(row.fault, "Install Whereof again.")
    sources = shelf.sources()
    if not sources:
        raise Missing(
            "No gazetteer is switched on.", "Switch one on under Gazetteers, or with `whereof gazetteer packs`."
        )
    return sources
