"""Span reading with the packaged MiniLM and a LoRA adapter.

The method is BERT's for SQuAD 2.0 (Devlin et al. 2019, section 4.3): a span's score is its start
logit plus its end logit, less those of the first token, which stand for "no answer".
"""

import io
import threading
import warnings
from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError

from assistant.documents import Passage, Sentence, Span
from assistant.errors import WeightsError
from assistant.reader.spans import ReadSpan
from assistant.weights import minilm_folder

ADAPTER = Path(__file__).with_name("adapter")
MAX_TOKENS = 384
STRIDE = 128
MAX_QUESTION_TOKENS = 128
_BATCH_TOKENS = 4096
_RESTORE = "It is part of the repository: git checkout -- assistant/reader/adapter"


class SpanReader:
    """Reads passages for the answer to a question."""

    def __init__(self, adapter: Path = ADAPTER) -> None:
        """Loads the model; about two seconds.

        Raises:
            WeightsError: the packaged weights or the adapter are missing or altered.
        """
        folder = minilm_folder()
        for name in ("adapter_config.json", "adapter_model.safetensors"):
            if not (adapter / name).is_file():
                raise WeightsError(f"There is no {name} in {str(adapter)!r}. {_RESTORE}")
        from peft import PeftModel
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        with warnings.catch_warnings(), redirect_stderr(io.StringIO()):  # progress bars, deprecations
            warnings.simplefilter("ignore")
            self._tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            base = AutoModelForQuestionAnswering.from_pretrained(
                str(folder), local_files_only=True, dtype=torch.float32
            )
            try:
                self._model = PeftModel.from_pretrained(base, str(adapter)).merge_and_unload().eval()
            except (SafetensorError, ValueError, RuntimeError) as error:
                raise WeightsError(
                    f"The reader's adapter in {str(adapter)!r} cannot be loaded ({error}). {_RESTORE}"
                ) from error
        self._mutex = threading.Lock()  # a fast tokenizer is not to be shared while it works

    def read(
        self, question: str, passages: Sequence[Passage], sentences: Sequence[Sequence[Sentence]]
    ) -> list[ReadSpan]:
        """The best span of every sentence in every passage.

        Args:
            question: read up to its first 128 tokens.
            passages: what is read, each on its own.
            sentences: for each passage its sentences.

        Returns:
            One ReadSpan for each pair of passage and sentence, in order.
        """
        best: dict[tuple[int, int], ReadSpan] = {}
        if not passages:
            return []
        with self._mutex:
            windows = self._windows(question, [passage.text for passage in passages])
        for window in windows:
            passage = passages[window.number]
            for place, sentence in enumerate(sentences[window.number]):
                found = window.best_span(sentence.start - passage.start, sentence.end - passage.start)
                if found is None:
                    continue
                start, end, score = found
                key = (window.number, place)
                if key not in best or best[key].score < score:
                    span = Span(passage.start + start, passage.start + end)
                    best[key] = ReadSpan(passage.article, passage.id, sentence.index, span, score)
        return [best[key] for key in sorted(best)]

    def _windows(self, question: str, texts: Sequence[str]) -> "list[_Window]":
        encoded = self._tokenizer(
            [self._shortened(question)] * len(texts),
            list(texts),
            truncation="only_second",
            max_length=MAX_TOKENS,
            stride=STRIDE,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        lengths = [len(ids) for ids in encoded["input_ids"]]
        windows: list[_Window] = []
        for rows in _batches(lengths):
            start_logits, end_logits = self._logits(encoded, rows)
            for at, row in enumerate(rows):
                of_passage = np.array([which == 1 for which in encoded.sequence_ids(row)])
                size = lengths[row]
                windows.append(
                    _Window(
                        number=encoded["overflow_to_sample_mapping"][row],
                        offsets=np.array(encoded["offset_mapping"][row]),
                        of_passage=of_passage,
                        start=start_logits[at, :size],
                        end=end_logits[at, :size],
                    )
                )
        return windows

    def _shortened(self, question: str) -> str:
        offsets = self._tokenizer(
            question, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )["offset_mapping"]
        if len(offsets) <= MAX_QUESTION_TOKENS:
            return question
        return question[: offsets[MAX_QUESTION_TOKENS - 1][1]]

    def _logits(self, encoded: Any, rows: Sequence[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Start and end logits, each of shape (len(rows), longest row)."""
        batch = self._tokenizer.pad(
            {
                name: [encoded[name][row] for row in rows]
                for name in ("input_ids", "token_type_ids", "attention_mask")
            },
            return_tensors="pt",
        )
        with torch.inference_mode():
            output = self._model(**batch)
        return output.start_logits.float().numpy(), output.end_logits.float().numpy()


@dataclass(frozen=True, slots=True)
class _Window:
    """One row the model read: per token its characters, whether it is passage, its logits."""

    number: int
    offsets: NDArray[np.int64]
    of_passage: NDArray[np.bool_]
    start: NDArray[np.float32]
    end: NDArray[np.float32]

    def best_span(self, first: int, last: int) -> tuple[int, int, float] | None:
        """The best span within characters [first, last) and its score against no answer."""
        inside = self.of_passage & (self.offsets[:, 0] >= first) & (self.offsets[:, 1] <= last)
        tokens = np.flatnonzero(inside)
        if tokens.size == 0:
            return None
        scores = self.start[tokens][:, None] + self.end[tokens][None, :]
        scores = np.where(np.tri(tokens.size, dtype=bool).T, scores, -np.inf)
        begin, stop = np.unravel_index(int(scores.argmax()), scores.shape)
        score = float(scores[begin, stop]) - float(self.start[0] + self.end[0])
        return (
            int(self.offsets[tokens[begin], 0]),
            int(self.offsets[tokens[stop], 1]),
            score,
        )


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Rows grouped by length, so that little is padded; at most 4,096 tokens a batch."""
    batches: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not batches or (len(batches[-1]) + 1) * lengths[row] > _BATCH_TOKENS:
            batches.append([])
        batches[-1].append(row)
    return batches
