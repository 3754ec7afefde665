"""What a model says about a claim in the light of evidence."""

from dataclasses import dataclass
from enum import StrEnum


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
