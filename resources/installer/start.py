"""Where the frozen program begins."""

import os
import sys
from pathlib import Path
from typing import TextIO, cast

from app.__main__ import main


def give_streams() -> None:
    """Have somewhere to print, in UTF-8: a program without a console has nowhere, Windows' code pages lack letters."""
    for name in ("stdout", "stderr"):
        stream = cast("TextIO | None", getattr(sys, name))
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the program
        elif os.name == "nt":
            stream.reconfigure(encoding="utf-8")  # type: ignore[attr-defined]


if __name__ == "__main__":
    give_streams()
    sys.exit(main())
