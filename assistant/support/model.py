"""Judges claims in torch, for training and for evaluating adapters; the product runs `exported`."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoTokenizer

from assistant.runtime.exports import Head
from assistant.runtime.trunk import load, quiet
from assistant.support.exported import ADAPTER, MAX_CLAIM_TOKENS, MAX_TOKENS
from assistant.support.scaling import Logits, Scaling
from assistant.support.verdict import Support
from assistant.weights import minilm_folder

_BATCH_TOKENS = 4096


class SupportModel:
    """Says whether evidence bears a claim out, contradicts it, or leaves it open."""

    def __init__(self, adapter: Path = ADAPTER) -> None:
        """Loads the model; about two seconds.

        Raises:
            WeightsError: the packaged weights, the adapter or its calibration are missing or altered.
        """
        self._model = load(Head.CLASSES, adapter)
        self._scaling = Scaling.of(adapter)
        with quiet():
            self._tokenizer = AutoTokenizer.from_pretrained(str(minilm_folder()), local_files_only=True)
        self._mutex = threading.Lock()  # a fast tokenizer is not to be shared while it works

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Support]:
        """How far each evidence supports its claim, in order.

        Args:
            pairs: (claim, evidence); a claim is read up to its first 128 tokens, both together up to 384.
        """
        return self._scaling.supports(self.logits(pairs))

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """Before calibration; shape (len(pairs), 3): supported, refuted, not enough."""
        found = np.zeros((len(pairs), 3))
        if not pairs:
            return found
        with self._mutex:
            encoded = self._tokenizer(
                [self._shortened(claim) for claim, _ in pairs],
                [evidence for _, evidence in pairs],
                truncation="only_second",
                max_length=MAX_TOKENS,
            )
        for rows in by_length([len(ids) for ids in encoded["input_ids"]], _BATCH_TOKENS):
            found[rows] = self._batch(encoded, rows)
        return found

    def _shortened(self, claim: str) -> str:
        offsets = self._tokenizer(
            claim, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )["offset_mapping"]
        return claim if len(offsets) <= MAX_CLAIM_TOKENS else claim[: offsets[MAX_CLAIM_TOKENS - 1][1]]

    def _batch(self, encoded: Any, rows: Sequence[int]) -> Logits:
        names = ("input_ids", "token_type_ids", "attention_mask")
        batch = self._tokenizer.pad(
            {name: [encoded[name][row] for row in rows] for name in names}, return_tensors="pt"
        )
        with torch.inference_mode():
            logits: Logits = self._model(**batch).logits.double().numpy()
        return logits


def by_length(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Rows grouped by length, so that little is padded; at most `most` tokens a batch."""
    batches: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not batches or (len(batches[-1]) + 1) * lengths[row] > most:
            batches.append([])
        batches[-1].append(row)
    return batches
