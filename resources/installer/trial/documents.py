"""What the reader of the trial reads: texts of our own in every format that Whereof opens, and a small gazetteer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.documents.formats import SUPPORTED
from trial.outcome import Failed

if TYPE_CHECKING:
    from collections.abc import Callable

TITLE: Final = "Two rivers and a lake"
_SENTENCES: Final = (
    "The boat left Khartoum in the morning, where the White Nile meets the Blue Nile, and came to Aswan in May.",
    "In Entebbe, on Lake Victoria, the harbour master asked for news from Kampala and Nairobi.",
    "The last letter came from Camp Seventeen, thirty kilometres north of Lodwar in Kenya.",
)

_HEAPED: Final = 20
"""How often a document of a heap says the same."""

CAMP: Final = "Camp Seventeen"
"""A place that only the reader's own gazetteer knows."""

CAMPS: Final = f"camp,latitude,longitude,country\n{CAMP},3.39,35.60,KE\nCamp Eighteen,3.55,35.71,KE\n"
"""That gazetteer, as a table."""


def write(folder: Path) -> list[Path]:
    """Write a document of each format into the folder.

    Raises:
        Failed: Whereof opens a format that the trial has no text for.
    """
    unknown = sorted(SUPPORTED - _FORMS.keys())
    if unknown:
        raise Failed(f"The trial has no document of the format {unknown[0]}; add one to {Path(__file__).name}.")
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"letter-{suffix[1:]}{suffix}" for suffix in sorted(SUPPORTED)]
    for file in files:
        file.write_text(_FORMS[file.suffix](f"{TITLE}, as {file.suffix[1:]}"), encoding="utf-8")
    return files


def write_heap(folder: Path, count: int) -> list[Path]:
    """Write so many longer documents into the folder, to keep the program at work for a while."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{number:03}.txt" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text("\n\n".join([f"{TITLE}, part {number}", *_SENTENCES * _HEAPED]) + "\n", encoding="utf-8")
    return files


def _text(title: str) -> str:
    return "\n\n".join([title, *_SENTENCES]) + "\n"


def _markdown(title: str) -> str:
    return "\n\n".join([f"# {title}", *_SENTENCES]) + "\n"


def _html(title: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<link rel="stylesheet" href="https://style.invalid/letter.css"></head><body><article>'
        f'<h1>{title}</h1>{_paragraphs()}<img src="http://picture.invalid/boat.png" alt=""></article></body></html>\n'
    )


def _xhtml(title: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>{title}</title></head><body>'
        f"<h1>{title}</h1>{_paragraphs()}</body></html>\n"
    )


def _paragraphs() -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in _SENTENCES)


_FORMS: Final[dict[str, Callable[[str], str]]] = {
    ".txt": _text,
    ".text": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _xhtml,
}
