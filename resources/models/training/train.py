# ruff: noqa: INP001 - a script, not part of a package
"""Trains the recognizer's network on the examples that `examples.py` made.

python resources/models/training/train.py --base DIR --examples examples.jsonl --out weights.pt

DIR holds the base model's `model.safetensors` and `tokenizer.json`. One thread on one core; the same seed gives the
same weights on the same machine.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional

ROOT: Final = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from network import TAGS, Network  # noqa: E402
from variation import Variation  # noqa: E402

from app.geoparsing.recognizers.pieces import shapes, words  # noqa: E402 (the checkout must be found first)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

IGNORED: Final = -100
LONGEST: Final = 256
POOL: Final = 4096
HELD_OUT: Final = 40
"""One example in so many is kept for measuring."""
_WARM: Final = 0.06

Item = tuple[list[int], list[int], list[int]]
"""Pieces, shapes and tags of an example."""


def main() -> None:
    """Train and store the weights."""
    options = _options()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    lines = [json.loads(line) for line in options.examples.read_text(encoding="utf-8").split("\n") if line]
    held = lines[::HELD_OUT]
    lines = [line for index, line in enumerate(lines) if index % HELD_OUT]
    network = Network(options.layers)
    network.start_from(load_file(str(options.base / "model.safetensors")))
    network.pieces.weight.requires_grad_(requires_grad=False)  # names that no example holds keep their sense
    variation = Variation(ROOT / "resources" / "gazetteer" / "gazetteer.sqlite", options.seed)
    steps = _steps(lines, tokenizer, options)
    optimizer, schedule = _optimizer(network, options, steps * options.epochs)
    began, step = time.monotonic(), 0
    for epoch in range(options.epochs):
        network.train()
        for pieces, shape_ids, mask, tags in _batches(lines, tokenizer, variation, options.tokens):
            with torch.autocast("cpu", torch.bfloat16):
                said = network(pieces, shape_ids, mask)
                loss = functional.nll_loss(said.flatten(0, 1), tags.flatten(), ignore_index=IGNORED)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 100 == 0:
                _tell(f"step {step}/{steps * options.epochs} loss {loss.item():.4f} {time.monotonic() - began:.0f} s")
        _tell(f"epoch {epoch + 1}: {_measured(network, held, tokenizer)}")
        torch.save({"layers": options.layers, "weights": network.state_dict()}, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--tokens", type=int, default=1600, help="pieces in a batch, padding included")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _tell(words_: str) -> None:
    print(words_, flush=True)  # noqa: T201 (the script's answer)


def _optimizer(network: Network, options: argparse.Namespace, steps: int) -> tuple[Any, Any]:
    """AdamW with a faster rate for what starts from nothing; a short warm-up, then linearly down."""
    new = [*network.head.parameters(), *network.shapes.parameters()]
    known = {id(parameter) for parameter in new}
    old = [p for p in network.parameters() if p.requires_grad and id(p) not in known]
    groups = [{"params": old, "lr": options.rate}, {"params": new, "lr": options.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, int(_WARM * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    return optimizer, schedule


def _item(example: dict[str, Any], tokenizer: Tokenizer) -> Item:
    """An example as the network reads it: a tag at each word's first piece, the other pieces cost nothing."""
    text = example["text"]
    encoding = tokenizer.encode(text)
    found = words(encoding)
    tags = [IGNORED] * len(encoding.ids)
    for word in found:
        tags[word.piece] = _tag(example, word.start, word.end)
    return encoding.ids, shapes(text, encoding, found), tags


def _tag(example: dict[str, Any], start: int, end: int) -> int:
    for first, last, label in example["spans"]:
        if first < end and start < last:
            return TAGS.index(f"{'B' if start <= first else 'I'}-{label}")
    if any(first < end and start < last for first, last in example["unsure"]):
        return IGNORED
    return 0


def _batches(
    lines: list[dict[str, Any]], tokenizer: Tokenizer, variation: Variation, tokens: int
) -> Iterator[tuple[torch.Tensor, ...]]:
    """The examples in a new order, varied anew, batched with others of their length."""
    order = random.sample(range(len(lines)), len(lines))
    for begin in range(0, len(order), POOL):
        pool = [_item(variation.varied(lines[index]), tokenizer) for index in order[begin : begin + POOL]]
        pool.sort(key=lambda item: len(item[0]))
        batches = list(_cut(pool, tokens))
        random.shuffle(batches)
        for batch in batches:
            yield _tensors(batch)


def _cut(pool: Sequence[Item], tokens: int) -> Iterator[list[Item]]:
    """Runs of items whose padded size stays within `tokens`."""
    batch: list[Item] = []
    for item in pool:
        if batch and len(item[0]) * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _tensors(batch: Sequence[Item]) -> tuple[torch.Tensor, ...]:
    width = max(len(item[0]) for item in batch)

    def padded(position: int, filling: int) -> torch.Tensor:
        return torch.tensor([item[position] + [filling] * (width - len(item[position])) for item in batch])

    mask = torch.tensor([[1] * len(item[0]) + [0] * (width - len(item[0])) for item in batch])
    return padded(0, 0), padded(1, 0), mask, padded(2, IGNORED)


def _steps(lines: list[dict[str, Any]], tokenizer: Tokenizer, options: argparse.Namespace) -> int:
    """About how many batches an epoch has."""
    sample = lines[:: max(1, len(lines) // 2000)]
    sizes = sum(len(tokenizer.encode(line["text"]).ids) for line in sample) / len(sample)
    return int(1.03 * sizes * len(lines) / options.tokens) + 1


@torch.no_grad()
def _measured(network: Network, held: Sequence[dict[str, Any]], tokenizer: Tokenizer) -> str:
    """F1 of the words' tags by kind of thing on the held-out examples, unvaried."""
    network.eval()
    right: dict[str, int] = {}
    said: dict[str, int] = {}
    marked: dict[str, int] = {}
    pool = sorted((_item(example, tokenizer) for example in held), key=lambda item: len(item[0]))
    for batch in _cut(pool, 4000):
        pieces, shape_ids, mask, tags = _tensors(batch)
        best = network(pieces, shape_ids, mask).argmax(-1)
        for got, wanted in zip(best[tags != IGNORED].tolist(), tags[tags != IGNORED].tolist(), strict=True):
            got_kind, wanted_kind = TAGS[got][2:], TAGS[wanted][2:]
            said[got_kind] = said.get(got_kind, 0) + 1
            marked[wanted_kind] = marked.get(wanted_kind, 0) + 1
            if got_kind == wanted_kind:
                right[got_kind] = right.get(got_kind, 0) + 1
    return " ".join(
        f"{kind or 'O'} {2 * right.get(kind, 0) / (said.get(kind, 0) + marked[kind]):.3f}" for kind in sorted(marked)
    )


if __name__ == "__main__":
    main()
