"""When the program itself is wrong: a line for the log, a sentence for the reader, and the window goes on."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Final

from app.errors import Expected

_log = logging.getLogger(__name__)

_SENTENCE: Final = "Something in Whereof itself went wrong just now; what you have done is kept."
_REMEDY: Final = "If it happens again, close the window and start it anew."

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def catch(tell: Callable[[Expected], None]) -> Callable[[], None]:
    """Have exceptions that nobody caught logged and told; what is returned puts the former hook back.

    The log gets the kind of error and the places in our code, never the error's own words, which may quote a document.
    """
    former: Hook = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Expected) and isinstance(error, Expected):
            tell(error)
            return
        _log.error("unexpected %s\n%s", kind.__name__, "".join(traceback.format_tb(trace)))
        if former is not sys.__excepthook__:
            former(kind, error, trace)
        if issubclass(kind, Exception):
            tell(Expected(_SENTENCE, _REMEDY))

    def put_back() -> None:
        sys.excepthook = former

    sys.excepthook = hook
    return put_back
