"""What the assistant says: an Answer of Statements, each resting on exact Citations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from assistant.documents import Sentence, Span

LIKELY = 0.55
"""From this confidence on what is declined is mostly in the article all the same; chosen on evals/tuning."""


class Status(StrEnum):
    """The four kinds of answer."""

    ANSWERED = "answered"
    CORRECTED = "corrected"
    DECLINED = "declined"
    SOCIAL = "social"


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence of an article, to the letter: `article.text[start:end] == quote`.

    `short_start`, `short_end` mark the short answer inside the quote, in offsets of the same text;
    both are None where none is marked.
    """

    article: str
    start: int
    end: int
    quote: str
    short_start: int | None = None
    short_end: int | None = None

    @classmethod
    def of(cls, sentence: Sentence, short: Span | None = None) -> "Citation":
        """The citation of a whole sentence; `short` must lie inside it.

        Raises:
            ValueError: `short` reaches outside the sentence.
        """
        if short is None:
            return cls(sentence.article, sentence.start, sentence.end, sentence.text)
        if not sentence.span.holds(short):
            raise ValueError(f"the short answer {short!r} is not inside {sentence.span!r}")
        return cls(sentence.article, sentence.start, sentence.end, sentence.text, short.start, short.end)

    def merged(self, other: "Citation") -> "Citation":
        """This citation with a short answer that reaches from the first of both to the last.

        Raises:
            ValueError: `other` is of another sentence.
        """
        if (self.article, self.start, self.end) != (other.article, other.start, other.end):
            raise ValueError(f"{other!r} is not of the sentence of {self!r}")
        starts = [c.short_start for c in (self, other) if c.short_start is not None]
        ends = [c.short_end for c in (self, other) if c.short_end is not None]
        return replace(self, short_start=min(starts, default=None), short_end=max(ends, default=None))

    @property
    def short(self) -> str | None:
        """The short answer's characters, or None."""
        if self.short_start is None or self.short_end is None:
            return None
        return self.quote[self.short_start - self.start : self.short_end - self.start]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the answer says, with the citations that bear it out.

    `settled` is False while a model is still writing it: it has not been checked yet.
    """

    text: str
    citations: tuple[Citation, ...]
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Struck:
    """What a model wrote and the article does not bear out, and why it was struck."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model has written so far, each statement settled or not yet.

    `not_stated` says that, in the model's words, the article does not say; `cut` that its reply ended for
    its limit. `support` is the lowest share in [0, 1] that the support model gave a statement; 1 where it
    was not asked.
    """

    understood_as: str
    statements: tuple[Statement, ...] = ()
    struck: tuple[Struck, ...] = ()
    not_stated: bool = False
    cut: bool = False
    tokens: int | None = None
    support: float = 1.0

    def counted(self, tokens: int | None) -> "Written":
        """With so many tokens more, where they were told."""
        return self if tokens is None else replace(self, tokens=(self.tokens or 0) + tokens)


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that was read for the answer: characters start to end of an article.

    `score` is the reader's best span in it, in logits, unbounded, higher is better; 0 is as good as
    no answer.
    """

    article: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what was answered."""

    question: str
    answer: "Answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole reply to one question.

    `understood_as` is the question that was answered, standalone, or behind the question and the answer
    that it was read with. `confidence` is in [0, 1]: how sure the assistant is that the article answers
    the question where it read for an answer, 1 for small talk and what is answered without reading, 0
    where that is declined. `lead` is the fixed line before the statements, if any: "Yes.", "No.", "The
    article says otherwise:". `nearest` holds what a declined question comes closest to.
    `article` is the one the question was kept to, or None for all of them. `read` holds the passages
    that read best, best first; none where nothing was read for.

    Where a language model was asked: `note` says what the reader should know of how the answer came
    about, `struck` holds what the model wrote in vain, `tokens` counts what it used, None if unknown.
    """

    question: str
    understood_as: str
    status: Status
    text: str
    statements: tuple[Statement, ...]
    confidence: float
    nearest: tuple[Citation, ...]
    answerer: str
    milliseconds: int
    article: str | None = None
    lead: str = ""
    read: tuple[ReadPassage, ...] = ()
    note: str = ""
    struck: tuple[Struck, ...] = ()
    tokens: int | None = None

    @property
    def perhaps(self) -> bool:
        """Whether it declines although the nearest sentence may well answer: only not surely enough."""
        return self.status is Status.DECLINED and may_answer(self.nearest, self.confidence)

    @property
    def understood_otherwise(self) -> bool:
        """Whether the question was read as saying more than its words: a follow-up, or a typing error."""
        return says_more(self.understood_as, self.question)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations in the order of the statements."""
        return tuple(c for statement in self.statements for c in statement.citations)

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain JSON values."""
        return asdict(self)

    def growing(self) -> Iterator["Answer"]:
        """The answer statement by statement: each extends the one before, the last is whole."""
        reached = 0
        for number, statement in enumerate(self.statements[:-1], start=1):
            said_at = self.text.find(statement.text, reached)
            reached = said_at + len(statement.text) if said_at >= 0 else reached
            yield replace(self, statements=self.statements[:number], text=self.text[:reached])
        yield self


def may_answer(nearest: Sequence[Citation], confidence: float) -> bool:
    """Whether the nearest of what is declined may well answer all the same."""
    return bool(nearest) and confidence >= LIKELY


def says_more(understood_as: str, question: str) -> bool:
    """Whether what a question was understood as has words that the question itself has not."""
    return bool(_words(understood_as) - _words(question))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
