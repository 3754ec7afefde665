"""What the makers of pairs pass on: questions and claims as published, and pairs."""

from dataclasses import dataclass

Span = tuple[int, int]
"""Half-open character offsets."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its paragraph. `answers` are spans of `context`; none means unanswerable."""

    source: str
    title: str  # names the article; "" where the set does not say
    context: str
    question: str
    answers: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with evidence; `label` is "supported", "refuted" or "not_enough"."""

    source: str
    claim: str
    evidence: str
    label: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What the reader learns from: `spans` of `passage` answer `question`; the first is learnt."""

    kind: str  # a key of MIX
    question: str
    passage: str
    spans: tuple[Span, ...]
