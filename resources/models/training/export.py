# ruff: noqa: INP001 - a script, not part of a package
"""Writes trained weights as the folder that the ONNX recognizer loads, quantised to 8 bits.

python resources/models/training/export.py --base DIR --weights weights.pt --version 1 --out resources/models/en
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

ROOT: Final = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from network import TAGS, Network  # noqa: E402 (the checkout must be found first)

INPUTS: Final = ("input_ids", "shape_ids", "attention_mask")
NAME: Final = "whereof-en"


def main() -> None:
    """Write model, tokenizer and configuration."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    stored = torch.load(options.weights, weights_only=True)
    network = Network(stored["layers"]).eval()
    network.load_state_dict(stored["weights"])
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _export(network, whole)
        quantize_dynamic(whole, options.out / "model.onnx", per_channel=True, weight_type=QuantType.QInt8)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(options.out / "tokenizer.json"), pretty=False)
    config = {"name": NAME, "version": options.version, "id2label": {str(n): tag for n, tag in enumerate(TAGS)}}
    (options.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def _export(network: Network, file: Path) -> None:
    ones = torch.ones(2, 16, dtype=torch.long)
    axes = {name: {0: "texts", 1: "pieces"} for name in (*INPUTS, "tags")}
    torch.onnx.export(
        network,
        (ones, ones, ones),
        str(file),
        input_names=list(INPUTS),
        output_names=["tags"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
