"""What a question takes for granted, held against the article: does a sentence contradict it, or decide it?

The question is made a claim ("When did NATO approve the plan?" -> "NATO approved the plan."), and the
support model judges it against the sentences nearest to it. The weights in calibration.json, fitted by
`python -m evals.calibrate`, say when that is sure enough.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.documents import Sentence
from assistant.extractive import Reading
from assistant.questions import Form, form_of
from assistant.selection import Calibration, Candidate
from assistant.support.claims import claim_of
from assistant.support.verdict import Support

CONSIDERED = 8
"""So many sentences are judged, the nearest to the question first."""


class Judge(Protocol):
    """What the support model does: for each (claim, evidence), is it supported, refuted or neither."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Support]: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence that goes most against the claim, and what tells whether it contradicts it."""

    sentence: Sentence
    features: Mapping[str, float]


class Corrector:
    """Finds the sentence that contradicts a question, and says yes or no where that is sure."""

    def __init__(self, judge: Judge, calibration: Calibration) -> None:
        self._judge = judge
        self._calibration = calibration

    def verdict(self, reading: Reading) -> Verdict | None:
        """The sentence most against what a question claims; None where it claims nothing."""
        claim = claim_of(reading.question)
        near = sorted(reading.candidates, key=_nearness, reverse=True)[:CONSIDERED]
        if claim is None or not near:
            return None
        supports = self._judge.judge([(claim, c.sentence.text) for c in near])
        refuted, against = max(
            ((s.refuted, c) for s, c in zip(supports, near, strict=True)),
            key=lambda pair: pair[0] * _nearness(pair[1]),
        )
        features = {
            "refuted": _logit(refuted),
            "supported": _logit(max(s.supported for s in supports)),
            "cover": against.features["cover"],
            "similarity": against.features["similarity"],
            "confidence": _logit(reading.confidence),
            "bias": 1.0,
        }
        return Verdict(against.sentence, features)

    def contradiction(self, reading: Reading) -> Sentence | None:
        """The sentence that contradicts what a question takes for granted, where that is sure."""
        verdict = self.verdict(reading)
        if verdict is None:
            return None
        weights = self._calibration.correct
        total = sum(weights.get(name, 0.0) * value for name, value in verdict.features.items())
        return verdict.sentence if total > 0 else None

    def says_yes(self, reading: Reading) -> bool | None:
        """Whether the first candidate answers a yes/no question with yes; None where that is not sure."""
        supported, refuted = self.decided(reading)
        if max(supported, refuted) < self._calibration.polarity:
            return None
        return supported > refuted

    def decided(self, reading: Reading) -> tuple[float, float]:
        """The probabilities in [0, 1] that the first candidate says yes, and no; both 0 without a claim."""
        claim = claim_of(reading.question)
        if claim is None:
            return 0.0, 0.0
        support = self._judge.judge([(claim, reading.candidates[0].sentence.text)])[0]
        return support.supported, support.refuted


_NOMINAL = re.compile(r"\b(?:is|are|was|were) (?:the|an?|his|her|its|their|[\w.’'-]+['’]s?) ", re.IGNORECASE)


def takes_nothing_for_granted(question: str) -> bool:
    """Whether yes and no are equally open: "Was it approved?", but not "Is Rutte NATO's head?"."""
    return form_of(question) is Form.YES_NO and not _NOMINAL.search(claim_of(question) or "")


def _nearness(candidate: Candidate) -> float:
    """How near a sentence is to the question: by its words and by its meaning, in [-1, 2]."""
    return candidate.features["cover"] + candidate.features["similarity"]


def _logit(probability: float) -> float:
    bounded = min(0.999, max(0.001, probability))
    return math.log(bounded / (1 - bounded))
