"""What the reader returns."""

from dataclasses import dataclass

from assistant.documents import Span


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
