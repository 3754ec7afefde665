"""What a reader is and what it returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.documents import Passage, Sentence, Span


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """The best span inside one sentence as read in one passage.

    `span` is in offsets of the article's text. `score` is in logits, unbounded, higher is better;
    0 is as good as no answer.
    """

    article: str
    passage: str
    sentence: int
    span: Span
    score: float


class Reader(Protocol):
    """Scores spans; `sentences` are each passage's own."""

    def read(
        self, question: str, passages: Sequence[Passage], sentences: Sequence[Sequence[Sentence]]
    ) -> list[ReadSpan]: ...
