"""The ONNX recognizer: a token classifier in a folder, ours or a reader's, run without any training library.

A folder holds `model.onnx`, `tokenizer.json` and `config.json` with `id2label`, as exports of token classifiers do. The
model's inputs are what it asks for: `input_ids`, `attention_mask`, `token_type_ids`, and for ours `shape_ids`.

The numbers of a quantised model depend in the last digits on what it reads together, so texts are always cut and
batched in the same way: the same texts give the same spans.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from app.errors import Missing, Unreadable
from app.geoparsing.recognizer import Label, Span
from app.geoparsing.recognizers.chunks import chunks
from app.geoparsing.recognizers.labels import own_meanings
from app.geoparsing.recognizers.pieces import Word, shapes, words
from app.geoparsing.recognizers.tags import Tag, tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

FILES: Final = ("model.onnx", "tokenizer.json", "config.json")
LONGEST: Final = 510
"""Pieces that a model reads at once; what a chunk has beyond them is not read."""
_BATCH: Final = 512
"""Pieces of a batch, padding included."""
_ALIKE: Final = 1.15
"""How much longer than the shortest chunk of its batch another may be: padding costs as much time as text."""

_UNTOLD: Final = "ORT_DISABLE_TELEMETRY"
"""Unless this is set before it is imported, onnxruntime tells its maker over the network that a model was loaded, and
leaves a device's id in the reader's cache (1.29 and later on Linux; on Windows the call beside it counts)."""

_CLOSING: Final = ".)"
"""What may end a name beside letters and digits: "D.C.", "Newcastle (New South Wales)"."""


class _Chunk(NamedTuple):
    """A chunk as the model reads it.

    Attributes:
        text: number of its text.
        start: its first code point there.
        words: its words, code points of the chunk.
        pieces: the ids of its word pieces.
        shapes: the shapes of their words.
    """

    text: int
    start: int
    words: list[Word]
    pieces: list[int]
    shapes: list[int]


class OnnxRecognizer:
    """A token classifier that onnxruntime runs, on one thread."""

    def __init__(self, session: Any, tokenizer: Any, read: Sequence[Tag], name: str, version: str) -> None:  # noqa: ANN401 (libraries without types, imported late)
        import numpy as np  # noqa: PLC0415 (lazily: the window's process never needs it)

        self._np = np
        self._session = session
        self._tokenizer = tokenizer
        self._inputs = {value.name for value in session.get_inputs()}
        self._begins = [one.begins for one in read]
        self._labels = [None, *dict.fromkeys(one.label for one in read if one.label)]
        self._sums = np.zeros((len(read), len(self._labels)), dtype=np.float32)
        for index, one in enumerate(read):
            self._sums[index, self._labels.index(one.label)] = 1.0
        self.name = name
        self.version = version

    @classmethod
    def load(cls, folder: Path) -> OnnxRecognizer:
        """Load the classifier in a folder (about 0.3 s with the libraries' import).

        Raises:
            Missing: a file is not there.
            Unreadable: a file is not what it should be.
        """
        for name in FILES:
            if not (folder / name).is_file():
                raise Missing(
                    f"The recognizer in {folder} has no {name}.", "Choose another folder, or install it again."
                )
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            classes = [str(config["id2label"][str(number)]) for number in range(len(config["id2label"]))]
            session, tokenizer = _session(folder / "model.onnx"), _tokenizer(folder / "tokenizer.json")
        except Exception as error:  # the libraries raise their own, undocumented
            raise Unreadable(f"The recognizer in {folder} cannot be loaded: {type(error).__name__}.") from error
        read = tags(classes, own_meanings(folder))
        if not any(one.label is Label.PLACE for one in read):
            raise Missing(
                f"The recognizer in {folder} finds no places.",
                "Say in a file labels.json there which of its labels mean places.",
            )
        return cls(session, tokenizer, read, str(config.get("name", folder.name)), str(config.get("version", "")))

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        """The spans of each text, in order."""
        spans: list[list[Span]] = [[] for _ in texts]
        read = self._read(texts)
        read.sort(key=lambda chunk: len(chunk.pieces))
        for batch in _batches(read):
            for chunk, said in zip(batch, self._classify(batch), strict=True):
                spans[chunk.text].extend(self._spans(texts[chunk.text], chunk, said))
        yield from (tuple(sorted(found)) for found in spans)

    def _read(self, texts: Sequence[str]) -> list[_Chunk]:
        """The chunks of all texts."""
        places = [(number, chunk) for number, text in enumerate(texts) for chunk in chunks(text)]
        surfaces = [texts[number][chunk.start : chunk.end] for number, chunk in places]
        read = []
        for (number, chunk), surface, encoding in zip(
            places, surfaces, self._tokenizer.encode_batch(surfaces), strict=True
        ):
            found = words(encoding)
            read.append(_Chunk(number, chunk.start, found, encoding.ids, shapes(surface, encoding, found)))
        return read

    def _classify(self, batch: Sequence[_Chunk]) -> Iterator[NDArray[np.float32]]:
        """For each chunk the probabilities of the classes at its words' first pieces (words, classes)."""
        np = self._np
        width = max(len(chunk.pieces) for chunk in batch)
        asked = {
            name: np.zeros((len(batch), width), dtype=np.int64)
            for name in ("input_ids", "attention_mask", "token_type_ids", "shape_ids")
            if name in self._inputs
        }
        for row, chunk in enumerate(batch):
            size = len(chunk.pieces)
            asked["input_ids"][row, :size] = chunk.pieces
            if "attention_mask" in asked:
                asked["attention_mask"][row, :size] = 1
            if "shape_ids" in asked:
                asked["shape_ids"][row, :size] = chunk.shapes
        said = self._session.run(None, asked)[0]
        for row, chunk in enumerate(batch):
            scores = said[row, [word.piece for word in chunk.words]]
            powers = np.exp(scores - scores.max(-1, keepdims=True))
            yield powers / powers.sum(-1, keepdims=True)

    def _spans(self, text: str, chunk: _Chunk, said: NDArray[np.float32]) -> Iterator[Span]:
        """The runs of words of one label, each with the mean belief in it."""
        best = said.argmax(-1)
        belief = said @ self._sums
        labels = belief.argmax(-1)
        open_: list[tuple[Word, float]] = []
        last: Label | None = None
        for index in self._np.flatnonzero(labels):
            label = self._labels[labels[index]]
            follows = bool(open_) and index > 0 and open_[-1][0] is chunk.words[index - 1]
            if not follows or label is not last or self._begins[best[index]]:
                if open_:
                    yield _span(text, chunk.start, open_, last)
                open_ = []
            open_.append((chunk.words[index], float(belief[index, labels[index]])))
            last = label
        if open_:
            yield _span(text, chunk.start, open_, last)


def _span(text: str, shift: int, run: Sequence[tuple[Word, float]], label: Label | None) -> Span:
    start, end = shift + run[0][0].start, shift + run[-1][0].end
    while (
        start < end - 1 and not text[start].isalnum()
    ):  # also: some tokenizers count the space before a word as its own
        start += 1
    while start < end - 1 and not (text[end - 1].isalnum() or text[end - 1] in _CLOSING):
        end -= 1
    score = sum(belief for _, belief in run) / len(run)
    return Span(start, end, label or Label.OTHER, round(score, 4))


def _batches(read: Sequence[_Chunk]) -> Iterator[list[_Chunk]]:
    """Runs of chunks, sorted by length, that are about as long as each other and padded stay within `_BATCH`."""
    batch: list[_Chunk] = []
    for chunk in read:
        size = len(chunk.pieces)
        if batch and (size > _ALIKE * len(batch[0].pieces) + 2 or size * (len(batch) + 1) > _BATCH):
            yield batch
            batch = []
        batch.append(chunk)
    if batch:
        yield batch


def _session(file: Path) -> Any:  # noqa: ANN401 (onnxruntime has no types)
    """The model on one thread: documents are done side by side in processes."""
    os.environ[_UNTOLD] = "1"
    import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415 (lazily: only the engine's processes need it)

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _tokenizer(file: Path) -> Any:  # noqa: ANN401 (imported late)
    from tokenizers import Tokenizer  # noqa: PLC0415 (lazily, as above)

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
