# ruff: noqa: INP001 - a script, not part of a package
"""The recognizer's network: the first layers of MiniLM, a layer for the words' shapes, a linear head over labels.

MiniLM is a BERT of 384 dimensions (Wang et al. 2020, https://arxiv.org/abs/2002.10957); the encoder is that of Devlin
et al. 2018 (https://arxiv.org/abs/1810.04805). It reads small letters only, so the shape of each word (capitals,
digits) is added to the embeddings.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import torch
from torch import nn
from torch.nn import functional

from app.geoparsing.recognizer import Label
from app.geoparsing.recognizers.pieces import SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH: Final = 384
INNER: Final = 1536
HEADS: Final = 12
PIECES: Final = 30522
POSITIONS: Final = 512
KINDS: Final = (Label.PLACE, Label.PERSON, Label.ORGANISATION, Label.PEOPLE, Label.PRODUCT, Label.OTHER)
TAGS: Final = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))
_FAR: Final = -1e4


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States (batch, pieces, width) to states; `mask` is added to the attention."""
        batch, count, _ = x.shape
        query, key, value = (
            part.view(batch, count, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in self.query_key_value(x).split(WIDTH, -1)
        )
        weights = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS) + mask
        mixed = torch.matmul(torch.softmax(weights, -1), value).transpose(1, 2).reshape(batch, count, WIDTH)
        x = self.attention_norm(x + self.dropout(self.attended(mixed)))
        return self.norm(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))


class Network(nn.Module):
    """Pieces, shapes and mask (batch, pieces) to log probabilities of the tags (batch, pieces, tags)."""

    def __init__(self, layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.head = nn.Linear(WIDTH, len(TAGS))
        nn.init.normal_(self.shapes.weight, std=0.02)

    def forward(self, pieces: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The log probabilities; `mask` is 1 for pieces and 0 for padding."""
        places = torch.arange(pieces.shape[1], device=pieces.device)[None]
        x = self.dropout(self.norm(self.pieces(pieces) + self.positions(places) + self.shapes(shapes)))
        hidden = (1.0 - mask.to(x.dtype))[:, None, None, :] * _FAR
        for layer in self.layers:
            x = layer(x, hidden)
        return torch.log_softmax(self.head(x).float(), -1)

    def start_from(self, weights: Mapping[str, torch.Tensor]) -> None:
        """Take over the base model's weights, its first layers as many as there are here."""
        state = {
            "pieces.weight": weights["embeddings.word_embeddings.weight"],
            "positions.weight": weights["embeddings.position_embeddings.weight"],
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        state["positions.weight"] = state["positions.weight"] + kind
        for index in range(len(self.layers)):
            state |= {f"layers.{index}.{name}": value for name, value in _layer(weights, index).items()}
        missing = self.load_state_dict({key: value.float() for key, value in state.items()}, strict=False)
        if missing.unexpected_keys:
            raise ValueError(f"the base model has other layers: {missing.unexpected_keys}")


def _layer(weights: Mapping[str, torch.Tensor], index: int) -> dict[str, torch.Tensor]:
    """One layer of the base model under this module's names."""
    names = {
        "attended": "attention.output.dense",
        "attention_norm": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "norm": "output.LayerNorm",
    }
    prefix = f"encoder.layer.{index}."
    layer = {}
    for end in ("weight", "bias"):
        for ours, theirs in names.items():
            layer[f"{ours}.{end}"] = weights[f"{prefix}{theirs}.{end}"]
        parts = [weights[f"{prefix}attention.self.{part}.{end}"] for part in ("query", "key", "value")]
        layer[f"query_key_value.{end}"] = torch.cat(parts)
    return layer
