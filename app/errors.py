"""The error tree.

- `WhereofError`
  - `Expected`: the world is not as hoped; the reader gets `sentence` and, if any, `remedy`
    - `Unreadable`: a source cannot be opened or holds no text
    - `TooLarge`: a source is over a stated limit
    - `WorkerDied`: a child process ended while it worked
    - `Missing`: something that set-up should have made is not there (gazetteer, map page, model)
    - `Refused`: the program will not do this, and says why
  - `Bug`: the program is wrong; it is logged and reported as such
"""

from __future__ import annotations


class WhereofError(Exception):
    """Root of every error that Whereof raises itself."""


class Expected(WhereofError):
    """Trouble that is part of normal use.

    Args:
        sentence: one plain sentence that names the thing.
        remedy: what the reader can do about it, as a sentence; empty if nothing.
    """

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[Expected], tuple[str, str]]:
        return type(self), (self.sentence, self.remedy)


class Unreadable(Expected):
    """A source cannot be opened, is empty, or holds no text."""


class TooLarge(Expected):
    """A source is over a stated limit."""


class WorkerDied(Expected):
    """A child process ended while it worked for us."""


class Missing(Expected):
    """Something that set-up should have made is not there."""


class Refused(Expected):
    """The program will not do what was asked, and says why."""


class Bug(WhereofError):
    """The program itself is wrong."""
