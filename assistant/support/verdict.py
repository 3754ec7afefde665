"""What a model says about a claim in the light of evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Label(StrEnum):
    """Whether evidence bears a claim out, contradicts it, or leaves it open."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True)
class Support:
    """Probabilities in [0, 1] that add up to 1."""

    supported: float
    refuted: float
    not_enough: float

    @property
    def label(self) -> Label:
        """The likeliest; of equals, the more cautious."""
        return max(reversed(Label), key=lambda label: float(getattr(self, label.value)))


class Judge(Protocol):
    """What the support model does: for each (claim, evidence), is the claim supported, refuted or neither.

    A claim may be a question, too. It is supported by what answers it or says yes, refuted by what says no or
    contradicts what it takes for granted.
    """

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Support]: ...
