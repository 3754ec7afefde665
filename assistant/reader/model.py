"""Span reading in torch: the packaged MiniLM and a LoRA adapter, for training and judging adapters."""

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Encoding

from assistant.documents import Passage, Sentence
from assistant.reader.exported import ADAPTER
from assistant.reader.spans import ReadSpan
from assistant.reader.windows import Logits, read_spans
from assistant.runtime.exports import Head
from assistant.runtime.trunk import load

_BATCH_TOKENS = 4096


class SpanReader:
    """Reads passages for the answer to a question, in float32."""

    def __init__(self, adapter: Path = ADAPTER) -> None:
        """Loads the model; about two seconds.

        Raises:
            WeightsError: the packaged weights or the adapter are missing or altered.
        """
        self._model = load(Head.SPANS, adapter)

    def read(
        self, question: str, passages: Sequence[Passage], sentences: Sequence[Sequence[Sentence]]
    ) -> list[ReadSpan]:
        """The best span of every sentence in every passage; see `read_spans`."""
        return read_spans(self._logits, question, passages, sentences)

    def _logits(self, rows: Sequence[Encoding]) -> list[Logits]:
        logits: dict[int, Logits] = {}
        for batch in _batches([len(row.ids) for row in rows]):
            longest = max(len(rows[place].ids) for place in batch)

            def padded(name: str, batch: list[int] = batch, longest: int = longest) -> torch.Tensor:
                values = [list(getattr(rows[place], name)) for place in batch]
                return torch.tensor([value + [0] * (longest - len(value)) for value in values])

            with torch.inference_mode():
                output = self._model(
                    input_ids=padded("ids"),
                    token_type_ids=padded("type_ids"),
                    attention_mask=padded("attention_mask"),
                )
            both = torch.stack([output.start_logits, output.end_logits], dim=1).numpy()
            logits |= {place: both[at, :, : len(rows[place].ids)] for at, place in enumerate(batch)}
        return [logits[place] for place in range(len(rows))]


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Rows grouped by length, so that little is padded; at most 4,096 tokens a batch."""
    batches: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not batches or (len(batches[-1]) + 1) * lengths[row] > _BATCH_TOKENS:
            batches.append([])
        batches[-1].append(row)
    return batches
