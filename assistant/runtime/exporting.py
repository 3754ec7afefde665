"""Torch to ONNX to int8: the packaged trunk with a head, as onnxruntime runs it."""

import tempfile
from pathlib import Path
from typing import Any

import torch

from assistant.runtime.exports import Export, Head
from assistant.runtime.quantising import quantise
from assistant.runtime.smoothing import SAMPLES, smooth
from assistant.runtime.tokens import tokenizer
from assistant.runtime.trunk import load, quiet

_OPSET = 17
_SAMPLE = 16
_TOKEN = 2000
"""Length and token of the row that is traced; any would do."""


class _OneRow(torch.nn.Module):
    """A model as it is exported: one row without padding in, what its Head says out."""

    def __init__(self, model: Any, head: Head) -> None:
        super().__init__()
        self._model = model
        self._head = head

    def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor) -> torch.Tensor:
        output = self._model(input_ids=input_ids, token_type_ids=token_type_ids)
        if self._head is Head.VECTOR:
            return torch.nn.functional.normalize(output.last_hidden_state[0].mean(dim=0), dim=0)
        if self._head is Head.SPANS:
            return torch.cat([output.start_logits, output.end_logits])
        logits: torch.Tensor = output.logits[0]
        return logits


def export(model: Export, path: Path) -> None:
    """Writes a model for onnxruntime: in float32, or smoothed and then in int8.

    Raises:
        WeightsError: the packaged weights or the adapter are missing or altered.
    """
    loaded = load(model.head, model.adapter)
    if not model.int8:
        _export_float32(loaded, model.head, path)
        return
    smooth(loaded, [_sample(model.head, *sample) for sample in SAMPLES])
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "float32.onnx"
        _export_float32(loaded, model.head, full)
        quantise(full, path)


def _export_float32(loaded: Any, head: Head, path: Path) -> None:
    ids = torch.full((1, _SAMPLE), _TOKEN)
    names = ["input_ids", "token_type_ids"]
    lengths = {name: {1: "length"} for name in names}
    if head is Head.SPANS:
        lengths[head.value] = {1: "length"}
    row = _OneRow(loaded, head).eval()
    with quiet(), torch.inference_mode():
        torch.onnx.export(
            row,
            (ids, torch.zeros_like(ids)),
            str(path),
            input_names=names,
            output_names=[head.value],
            dynamic_axes=lengths,
            opset_version=_OPSET,
            dynamo=False,  # the newer exporter wants two more packages and gives the same
        )


def _sample(head: Head, question: str, text: str) -> dict[str, torch.Tensor]:
    row = tokenizer().encode(text) if head is Head.VECTOR else tokenizer().encode(question, text)
    return {"input_ids": torch.tensor([row.ids]), "token_type_ids": torch.tensor([row.type_ids])}
