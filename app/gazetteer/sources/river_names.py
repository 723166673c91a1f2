"""Names of Natural Earth's rivers where its table has lost letters, or knows only the name of one country."""

from __future__ import annotations

from typing import Final

from app.gazetteer.names import normalise

_MENDED: Final = {
    "Byk Menderes": "Büyük Menderes",
    "Chirrip del Atlntico": "Chirripó del Atlántico",
    "Dnepre": "Dnepr",
    "Glomma (Glma)": "Glomma (Glåma)",
    "Grande Rivire de la Baleine": "Grande Rivière de la Baleine",
    "Gta lv": "Göta älv",
    "Klarlven": "Klarälven",
    "Kokemenjoki": "Kokemäenjoki",
    "Lule lv": "Lule älv",
    "Mlzes": "Rivière aux Mélèzes",
    "Motala strm": "Motala ström",
    "Mytinge": "Myitnge",
    "Niagra": "Niagara",
    "Pend Orielle": "Pend Oreille",
    "Pivd. Buh": "Southern Bug",
    "Pnuco": "Pánuco",
    "Purificacin": "Purificación",
    "R. des Outaouais": "Rivière des Outaouais",
    "Rhne": "Rhône",
    "Ro Grande de Matagalpa": "Río Grande de Matagalpa",
    "Ro Grande de Santiago": "Río Grande de Santiago",
    "Sane": "Saône",
    "Santa Mara": "Santa María",
    "Schelde (Steldt)": "Schelde (Scheldt)",
    "Skelleftelven": "Skellefteälven",
    "Stora Lule lv": "Stora Lule älv",
    "Strymnas (Truma)": "Strymonas (Struma)",
    "Susqehanna": "Susquehanna",
    "Svernaya Dvina": "Severnaya Dvina",
    "Tornelven": "Torneälven",
    "Vitava": "Vltava",
    "W. Branch Susqehanna": "West Branch Susquehanna",
    "Zncara": "Záncara",
}
_OTHERS: Final = {
    "Al Furat": ("Euphrates",),
    "Amazonas": ("Amazon",),
    "Amu  Darya": ("Amu Darya", "Oxus"),
    "Buh": ("Southern Bug", "Pivdennyi Buh"),
    "Bug": ("Western Bug",),
    "Büyük Menderes": ("Maeander",),
    "Cauvery": ("Kaveri",),
    "Dicle": ("Tigris",),
    "Dnepr": ("Dnieper", "Dnipro"),
    "Donets": ("Siverskyi Donets", "Seversky Donets", "Northern Donets"),
    "Duero": ("Douro",),
    "Ertis": ("Irtysh",),
    "Firat": ("Euphrates",),
    "Harirud": ("Hari River",),
    "Helmand": ("Hirmand",),
    "Huang": ("Yellow River", "Huang He"),
    "IJssel": ("Yssel",),
    "Ile": ("Ili",),
    "Jubba": ("Juba River",),
    "Karkheh": ("Karkha",),
    "Maas": ("Meuse",),
    "Minho": ("Miño",),
    "Mosel": ("Moselle",),
    "Mures": ("Mureș", "Maros"),
    "Neman (Nemunas)": ("Niemen",),
    "Oder": ("Odra",),
    "Omo": ("Omo River",),
    "Rhein": ("Rhine",),
    "Rivière des Outaouais": ("Ottawa",),
    "Rosetta Branch": ("Rosetta branch of the Nile",),
    "Ruvuma": ("Rovuma",),
    "Salween": ("Thanlwin",),
    "Selenge (Selenga)": ("Selenge River",),
    "Severnaya Dvina": ("Northern Dvina",),
    "Shabeelle": ("Shebelle", "Shabelle"),
    "Shebele": ("Shebelle", "Shabelle"),
    "Southern Bug": ("Pivdennyi Buh", "Buh"),
    "Syr  Darya": ("Syr Darya", "Jaxartes"),
    "Tajo": ("Tagus",),
    "Tapi": ("Tapti",),
    "Tisa": ("Tisza",),
    "Tista": ("Teesta",),
    "Vltava": ("Moldau",),
    "Yamuna": ("Jumna",),
    "Yenisey": ("Yenisei",),
    "Zambezi": ("Zambesi",),
}
_ENGLISH: Final = frozenset({
    "Amazon", "Danube", "Douro", "Euphrates", "Meuse", "Moselle", "Northern Dvina", "Rhine", "Tagus", "Tigris", "Tisza",
    "Yenisei", "Irtysh", "Yellow River", "Shebelle", "Ottawa", "Rovuma", "Southern Bug", "Amu Darya", "Syr Darya",
})  # fmt: skip


def names(written: str, others: set[str]) -> list[str]:
    """Every name of a river, the usual English one first."""
    mended = _MENDED.get(written, written)
    plain, _, bracketed = mended.removesuffix(")").partition(" (")
    found = [*filter(None, (bracketed, plain.strip())), *_OTHERS.get(mended, ()), *sorted(others)]
    found.sort(key=lambda name: name not in _ENGLISH)
    return list({normalise(name): " ".join(name.split()) for name in reversed(found)}.values())[::-1]
