"""Passages to the rows a model reads, and its logits to spans: the same whatever runs the model.

The method is BERT's for SQuAD 2.0 (Devlin et al. 2019, section 4.3): a span's score is its start
logit plus its end logit, less those of the first token, which stand for "no answer".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding

from assistant.documents import Passage, Sentence, Span
from assistant.reader.spans import ReadSpan
from assistant.runtime.tokens import shortened, tokenizer

MAX_TOKENS = 384
STRIDE = 128
MAX_QUESTION_TOKENS = 128

Logits = NDArray[np.float32]
ReadRows = Callable[[Sequence[Encoding]], Sequence[Logits]]
"""A model: to rows of n tokens the logits of a span's start and of its end, each of shape (2, n)."""


def read_spans(
    read_rows: ReadRows, question: str, passages: Sequence[Passage], sentences: Sequence[Sequence[Sentence]]
) -> list[ReadSpan]:
    """The best span of every sentence in every passage.

    Args:
        question: read up to its first 128 tokens.
        passages: what is read, each on its own; what is longer than the model reads, in windows.
        sentences: for each passage its sentences.

    Returns:
        One ReadSpan for each pair of passage and sentence, in order.
    """
    best: dict[tuple[int, int], ReadSpan] = {}
    for window in _windows(read_rows, question, [passage.text for passage in passages]):
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


def _windows(read_rows: ReadRows, question: str, texts: Sequence[str]) -> "list[_Window]":
    cutting, plain = tokenizer(MAX_TOKENS, STRIDE), tokenizer()
    asked = shortened(plain, question, MAX_QUESTION_TOKENS)
    rows: list[tuple[int, Encoding]] = []
    for number, text in enumerate(texts):
        first = cutting.encode(asked, text)
        rows += [(number, encoding) for encoding in (first, *first.overflowing)]
    logits = read_rows([encoding for _, encoding in rows])
    return [
        _Window(
            number=number,
            offsets=np.array(encoding.offsets),
            of_passage=np.array([which == 1 for which in encoding.sequence_ids]),
            start=start,
            end=end,
        )
        for (number, encoding), (start, end) in zip(rows, logits, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Window:
    """One row the model read: per token its characters, whether it is passage, its logits."""

    number: int
    offsets: NDArray[np.int64]
    of_passage: NDArray[np.bool_]
    start: Logits
    end: Logits

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
