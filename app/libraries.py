"""What an error says of a system library that is not there."""

from __future__ import annotations

import re
from typing import Final

from app.errors import Refused

_LACKING: Final = re.compile(r"([\w.+-]+\.so[\w.]*): cannot open shared object file")


def lacking(error: ImportError | OSError) -> Refused | None:
    """The sentence for a system library that is not there; None where the error says something else.

    A frozen program wraps such an error in another one.
    """
    found = _LACKING.search(f"{error} {error.__cause__}")
    if found is None:
        return None
    return Refused(
        f"Whereof needs the system library {found[1]}, which is not installed.",
        "Install Whereof's .deb package with apt, which brings it along, or the package of your system that has it.",
    )
