"""Logits to probabilities, by vector scaling fitted on pairs kept apart.

Guo et al. 2017, On Calibration of Modern Neural Networks: softmax(logits / temperature + bias).
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import WeightsError
from assistant.support.verdict import Support

Logits = NDArray[np.float64]
"""Shape (n, 3): supported, refuted, not enough."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """What was fitted; stored beside an adapter in calibration.json."""

    temperature: float
    bias: tuple[float, float, float]

    @classmethod
    def of(cls, adapter: Path) -> "Scaling":
        """The one stored beside an adapter.

        Raises:
            WeightsError: it is missing or damaged.
        """
        path = adapter / "calibration.json"
        try:
            kept = json.loads(path.read_text("utf-8"))
            supported, refuted, not_enough = map(float, kept["bias"])
            return cls(float(kept["temperature"]), (supported, refuted, not_enough))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WeightsError(
                f"{str(path)!r} cannot be read ({error}). It is part of the repository: "
                f"git checkout -- {adapter}"
            ) from error

    def supports(self, logits: Logits) -> list[Support]:
        """The probabilities of each row."""
        scaled = logits / self.temperature + np.array(self.bias)
        weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return [Support(*(float(w) for w in row / row.sum())) for row in weights]
