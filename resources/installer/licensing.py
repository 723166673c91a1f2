"""Which licences may ship: every licence of a bundled work passes here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from license_expression import ExpressionError, LicenseSymbol, get_spdx_licensing  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Collection

PUBLIC_DOMAIN: Final = "LicenseRef-public-domain"
MAY_SHIP: Final = frozenset(
    {
        *(
            "0BSD",
            "Apache-2.0",
            "Apache-2.0 WITH LLVM-exception",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "BSD-3-Clause-Open-MPI",
        ),
        *("BSL-1.0", "CC-BY-4.0", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "OFL-1.1", "PSF-2.0", "Python-2.0.1"),
        *("Unicode-3.0", "Unlicense", "Zlib", "blessing", "bzip2-1.0.6", "X11", PUBLIC_DOMAIN),
        # Microsoft allows handing its run-time libraries on with a program.
        "LicenseRef-Microsoft-runtime",
        # Changes to their own files stay under them; ours are unchanged, and their sources are offered.
        *("MPL-1.1", "MPL-2.0"),
        # Only as libraries that can be replaced in the installed folder.
        *("LGPL-2.1-or-later", "LGPL-3.0-only"),
        # What these exceptions allow is just what is done here.
        *("GPL-3.0-or-later WITH GCC-exception-3.1", "GPL-2.0-or-later WITH Bootloader-exception"),
    }
)
"""SPDX identifiers, with their exceptions. The GPL and AGPL without an exception are not among them."""

_SPDX: Final = get_spdx_licensing()
_SPDX.known_symbols.update({name: LicenseSymbol(name) for name in MAY_SHIP if name.startswith("LicenseRef-")})


class Unfit(ValueError):
    """A licence is unknown, or may not ship; the message says which."""


def taken(expression: str, may_ship: Collection[str] = MAY_SHIP) -> str:
    """The licence that a work is used under: of each choice ("OR") the first part that may ship.

    Args:
        expression: SPDX, such as "MPL-1.1 OR GPL-2.0-only".
        may_ship: the licences that may.

    Raises:
        Unfit: the expression is not SPDX, or no choice in it may ship.
    """
    try:
        tree = _SPDX.parse(expression, validate=True)
    except ExpressionError as error:
        raise Unfit(f"“{expression}” is not an SPDX licence expression") from error
    if tree is None:
        raise Unfit("it names no licence")
    return _choice(tree, may_ship)


def _choice(
    tree: Any,  # noqa: ANN401 - the parser is untyped
    may_ship: Collection[str],
) -> str:
    operator = getattr(tree, "operator", "").strip()
    if operator == "OR":
        for part in tree.args:
            try:
                return _choice(part, may_ship)
            except Unfit:
                continue
        raise Unfit(f"no licence of “{tree}” may ship")
    if operator == "AND":
        return " AND ".join(_choice(part, may_ship) for part in tree.args)
    name = str(tree)
    if name not in may_ship:
        raise Unfit(f"“{name}” may not ship")
    return name
