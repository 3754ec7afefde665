"""What a question takes for granted, held against the article: does a sentence contradict it, or decide it?

The question is made a claim ("When did NATO approve the plan?" -> "NATO approved the plan."), and the
support model judges it against the sentences nearest to it. Two logistic weights in calibration.json,
fitted by `python -m evals.calibrate`, say when that is sure enough.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.documents import Sentence
from assistant.selection import Candidate
from assistant.support.claims import claim_of
from assistant.support.verdict import Support

CONSIDERED = 8
"""So many sentences are judged, the nearest to the question first."""


class Judge(Protocol):
    """What the support model does: for each (claim, evidence), is it supported, refuted or neither."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Support]: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence held against what the question claims."""

    candidate: Candidate
    support: Support

    @property
    def sentence(self) -> Sentence:
        return self.candidate.sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence that goes most against the claim, and what tells whether it contradicts it."""

    sentence: Sentence
    features: Mapping[str, float]


class Corrector:
    """Finds the sentence that contradicts a question, and says yes or no where that is sure."""

    def __init__(self, judge: Judge, weights: Mapping[str, float], threshold: float, sure: float) -> None:
        self._judge = judge
        self._weights = weights
        self._threshold = threshold
        self._sure = sure

    def verdict(self, question: str, candidates: Sequence[Candidate]) -> Verdict | None:
        """The sentence most against what `question` claims; None where it claims nothing."""
        claim = claim_of(question)
        near = sorted(candidates, key=_nearness, reverse=True)[:CONSIDERED]
        if claim is None or not near:
            return None
        supports = self._judge.judge([(claim, c.sentence.text) for c in near])
        judged = [Judged(c, s) for c, s in zip(near, supports, strict=True)]
        against = max(judged, key=lambda j: j.support.refuted * _nearness(j.candidate))
        return Verdict(
            against.sentence,
            {
                "refuted": _logit(against.support.refuted),
                "supported": _logit(max(j.support.supported for j in judged)),
                "cover": against.candidate.features["cover"],
                "similarity": against.candidate.features["similarity"],
                "bias": 1.0,
            },
        )

    def contradiction(self, question: str, candidates: Sequence[Candidate]) -> Sentence | None:
        """The sentence that contradicts what `question` takes for granted, where that is sure."""
        verdict = self.verdict(question, candidates)
        if verdict is None:
            return None
        total = sum(self._weights.get(name, 0.0) * value for name, value in verdict.features.items())
        return verdict.sentence if total >= self._threshold else None

    def polarity(self, question: str, sentence: Sentence) -> bool | None:
        """Whether a sentence answers a yes/no question with yes; None where that is not sure."""
        claim = claim_of(question)
        if claim is None:
            return None
        support = self._judge.judge([(claim, sentence.text)])[0]
        if support.supported >= self._sure:
            return True
        return False if support.refuted >= self._sure else None


def _nearness(candidate: Candidate) -> float:
    """How near a sentence is to the question: by its words and by its meaning, in [-1, 2]."""
    return candidate.features["cover"] + candidate.features["similarity"]


def _logit(probability: float) -> float:
    bounded = min(0.999, max(0.001, probability))
    return math.log(bounded / (1 - bounded))
