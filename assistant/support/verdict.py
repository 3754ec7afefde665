"""What the support model finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Support:
    """How far evidence bears out a claim: three shares in [0, 1] that add up to 1."""

    supported: float
    refuted: float
    not_enough: float
