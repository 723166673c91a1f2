"""Gazetteer packs: the reader's own gazetteers, made from GeoNames dumps, tables, GeoJSON, KML and Linked Places."""

from app.gazetteer.packs.guess import guess, preview
from app.gazetteer.packs.importer import import_pack, importing
from app.gazetteer.packs.recipe import (
    ImportReport,
    LineFault,
    PackFormat,
    Preview,
    Progress,
    Recipe,
    TablePreview,
)

__all__ = [
    "ImportReport",
    "LineFault",
    "PackFormat",
    "Preview",
    "Progress",
    "Recipe",
    "TablePreview",
    "guess",
    "import_pack",
    "importing",
    "preview",
]
