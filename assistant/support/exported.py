"""The support model as the product runs it: exported, without torch."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.runtime.exports import Export, Head
from assistant.runtime.session import ExportedModel
from assistant.runtime.tokens import shortened, tokenizer
from assistant.support.scaling import Scaling
from assistant.support.verdict import Support

ADAPTER = Path(__file__).with_name("adapter")
SUPPORT = Export("support", Head.CLASSES, ADAPTER)
MAX_TOKENS = 384
MAX_CLAIM_TOKENS = 128


class ExportedSupport:
    """Says whether evidence bears a claim out, contradicts it, or leaves it open.

    Safe to share between threads.
    """

    def __init__(self, path: Path) -> None:
        """Loads the model.

        Raises:
            WeightsError: its calibration is missing or damaged.
        """
        self._model = ExportedModel(path)
        self._scaling = Scaling.of(ADAPTER)
        self._cutting, self._plain = tokenizer(MAX_TOKENS, stride=0), tokenizer()

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Support]:
        """How far each evidence supports its claim, in order.

        Args:
            pairs: (claim, evidence); a claim is read up to its first 128 tokens, both together up to 384.
        """
        if not pairs:
            return []
        rows = [
            self._cutting.encode(shortened(self._plain, claim, MAX_CLAIM_TOKENS), evidence)
            for claim, evidence in pairs
        ]
        return self._scaling.supports(np.array(self._model.run(rows), dtype=np.float64))
