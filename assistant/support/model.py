"""Judges claims in the light of evidence: the packaged MiniLM, a LoRA adapter and a three-way head.

The logits become probabilities by vector scaling (Guo et al. 2017): softmax(logits / temperature + bias),
fitted on pairs kept apart and stored beside the adapter in calibration.json.
"""

import io
import json
import threading
import warnings
from collections.abc import Sequence
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError

from assistant.errors import WeightsError
from assistant.support.verdict import Support
from assistant.weights import minilm_folder

ADAPTER = Path(__file__).with_name("adapter")
MAX_TOKENS = 384
MAX_CLAIM_TOKENS = 128
_BATCH_TOKENS = 4096
_RESTORE = "It is part of the repository: git checkout -- assistant/support/adapter"

Logits = NDArray[np.float64]


class SupportModel:
    """Says whether evidence bears a claim out, contradicts it, or leaves it open."""

    def __init__(self, adapter: Path = ADAPTER) -> None:
        """Loads the model; about two seconds.

        Raises:
            WeightsError: the packaged weights, the adapter or its calibration are missing or altered.
        """
        folder = minilm_folder()
        for name in ("adapter_config.json", "adapter_model.safetensors", "calibration.json"):
            if not (adapter / name).is_file():
                raise WeightsError(f"There is no {name} in {str(adapter)!r}. {_RESTORE}")
        from peft import PeftModel
        from transformers import AutoModelForSequenceClassification, AutoTokenizer
        from transformers.utils import logging

        logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # it would report that the base has no such head
        with warnings.catch_warnings(), redirect_stderr(io.StringIO()):  # progress bars, deprecations
            warnings.simplefilter("ignore")
            self._tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            base = AutoModelForSequenceClassification.from_pretrained(
                str(folder), local_files_only=True, dtype=torch.float32, num_labels=3
            )
            try:
                self._model = PeftModel.from_pretrained(base, str(adapter)).merge_and_unload().eval()
                scaling = json.loads((adapter / "calibration.json").read_text(encoding="utf-8"))
                self._temperature = float(scaling["temperature"])
                self._bias = np.array(scaling["bias"], dtype=np.float64).reshape(3)
            except (SafetensorError, ValueError, KeyError, TypeError, RuntimeError) as error:
                raise WeightsError(
                    f"The support model's adapter in {str(adapter)!r} cannot be loaded ({error}). {_RESTORE}"
                ) from error
        self._mutex = threading.Lock()  # a fast tokenizer is not to be shared while it works

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Support]:
        """How far each evidence supports its claim, in order.

        Args:
            pairs: (claim, evidence); a claim is read up to its first 128 tokens, both together up to 384.
        """
        scaled = self.logits(pairs) / self._temperature + self._bias
        weights = np.exp(scaled - scaled.max(axis=1, keepdims=True)) if len(pairs) else scaled
        return [Support(*(float(w) for w in row / row.sum())) for row in weights]

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
