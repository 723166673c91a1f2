"""Foreign text on one line: shown as characters, never as markup or control codes."""

from __future__ import annotations

import html
from typing import Final

_VISIBLE_CONTROLS: Final = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_SPACES: Final = dict.fromkeys((0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029), " ")
_BIDI: Final = dict.fromkeys((0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069), None)
_NON_CHARACTERS: Final = dict.fromkeys((0xFDD0, 0xFDD1, 0xFFFC), "\ufffd")
_ONE_LINE: Final = {**_VISIBLE_CONTROLS, **_SPACES, **_BIDI, **_NON_CHARACTERS}

_MILLION: Final = 1_000_000
_THOUSAND: Final = 1_000


def one_line(text: str) -> str:
    """Foreign text for a label or row: control codes become visible or go, so that nothing reorders it."""
    return text.translate(_ONE_LINE)


def menu_text(text: str) -> str:
    """Foreign text inside a menu entry, where Qt reads `&` as a mnemonic."""
    return one_line(text).replace("&", "&&")


def tooltip(text: str) -> str:
    """Foreign text for Qt's tooltips, which guess whether they hold markup: here it is escaped markup."""
    return f"<qt>{html.escape(one_line(text))}</qt>" if text else ""


def grouped(number: int) -> str:
    """A whole number with thousands separators."""
    return f"{number:,}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: “1 place”, “1,204 places”."""
    return f"{grouped(number)} {one if number == 1 else many}"


def rounded(number: int) -> str:
    """A large number in few figures: "1.7 M", "12 k"; empty for none."""
    if number >= _MILLION:
        return f"{number / _MILLION:.1f} M"
    if number >= _THOUSAND:
        return f"{number / _THOUSAND:,.0f} k"
    return str(number) if number else ""
