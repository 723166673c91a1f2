"""Bytes to characters: by mark, by declaration, as UTF-8, and last by a guess that is owned up to."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import Final

from app.errors import Unreadable

BINARY_REMEDY: Final = "Open it in its own program and save it as plain text, Markdown or HTML."

_MARKS: Final = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSED: Final = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r", "koi8_u"),
    *("cp866", "iso8859_2", "iso8859_5", "iso8859_7", "mac_roman"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "cp949"),
]
_NEVER_DECLARED: Final = frozenset({"utf-7", "unicode-escape", "raw-unicode-escape", "punycode", "idna"})
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_MOST_CONTROLS: Final = 0.02
_FEWEST_NULS: Final = 0.2
_STRANGE: Final = re.compile("[\0-\x08\x0e-\x1f]")
_SAMPLE: Final = 100_000
_WORST_DAMAGE: Final = 0.1


def decode(name: str, data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Characters of `data`, and remarks on what was guessed or lost.

    Args:
        name: the source, for sentences.
        data: not empty.
        declared: encoding that the source or its sender names.

    Raises:
        Unreadable: the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data, encoding)
    if b"\0" in data:
        return _wide(name, data), ()
    if len(data.translate(None, _CONTROLS)) < (1 - _MOST_CONTROLS) * len(data):
        raise Unreadable(f"{name} is not a text.", BINARY_REMEDY)
    for candidate in (_known(declared), "utf-8"):
        if candidate:
            try:
                return data.decode(candidate), ()
            except (UnicodeError, LookupError):  # the latter for codecs that are not of text
                continue
    return _damaged_utf8(data) or _guess(data)


def _known(declared: str | None) -> str | None:
    """Python's name for a declared encoding; Latin-1 means Windows-1252, as it does in every browser."""
    if not declared:
        return None
    try:
        encoding = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    if encoding in _NEVER_DECLARED:
        return None
    return "cp1252" if encoding in ("iso8859-1", "ascii") else encoding


def _replacing(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd") if b"\xef\xbf\xbd" not in data else 0
    return text, (_loss(lost),) if lost else ()


def _loss(count: int) -> str:
    return f"{count} {'character' if count == 1 else 'characters'} could not be read and stand as �."


def _wide(name: str, data: bytes) -> str:
    """Text in UTF-16 without its mark: about every other byte is NUL, all on the same side."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    nuls = max(even, odd) / (len(sample) / 2)
    if nuls > _FEWEST_NULS and min(even, odd) * 20 < max(even, odd):
        with suppress(UnicodeDecodeError):
            text = data.decode("utf-16-le" if odd > even else "utf-16-be")
            if not _STRANGE.search(text):
                return text
    raise Unreadable(f"{name} is not a text.", BINARY_REMEDY)


def _damaged_utf8(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with a few broken bytes, told from another encoding by how much of it is whole."""
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    whole = sum(not character.isascii() for character in text) - lost
    return (text, (_loss(lost),)) if lost <= _WORST_DAMAGE * whole else None


def _guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - most texts are UTF-8 and never need it

    first = next(index for index, byte in enumerate(data) if byte > 127)  # noqa: PLR2004 - ASCII's last
    sample = data[max(0, first - 1000) : first + _SAMPLE]
    best = from_bytes(sample, cp_isolation=_GUESSED).best()
    encoding = best.encoding if best else "cp1252"
    if encoding in ("cp1250", "mac_roman", "cp1257", "iso8859_2") and _same(sample, encoding, "cp1252"):
        encoding = "cp1252"
    text, remarks = _replacing(data, encoding)
    return text, (f"The source does not say how it is encoded; it was read as {encoding}.", *remarks)


def _same(sample: bytes, one: str, other: str) -> bool:
    return sample.decode(one, errors="replace") == sample.decode(other, errors="replace")
