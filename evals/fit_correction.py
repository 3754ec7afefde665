"""Fits when the assistant corrects a question, and when it says yes or no; a part of `make calibrate`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.answer import Status
from assistant.correction import Corrector, Verdict, misplaced, most_against, weighted
from assistant.documents import Sentence
from assistant.extractive import Reading
from evals.cases import Case

FEATURES = (
    "refuted", "denied", "says", "turned", "opposed", "beside", "unworded", "cover", "similarity",
    "confidence",
)  # fmt: skip
POLARITY_FEATURES = ("agrees", "says", "turned", "opposed", "number")
FALSE_CORRECTIONS = 0.01
"""The share of questions that assume nothing wrong which may be corrected, of those that claim anything."""
WRONG_POLARITY = 0.1
"""The share of the yes and no said that may be wrong."""
REGULARISATION = 0.3


FIRST_GUESS = {"refuted": 0.5, "turned": 2.0, "opposed": 1.5, "cover": 4.0}
"""Weights that choose the sentence of each question before there are fitted ones."""
ROUNDS = 3
"""So often the sentences are chosen by the weights, and the weights fitted to the sentences."""


@dataclass(frozen=True, slots=True)
class Held:
    """A tuning case held against its article.

    `verdicts` are of the sentences that go against it; `stance` is that of the sentence read.
    """

    case: Case
    verdicts: Sequence[Verdict]
    stance: Mapping[str, float]
    misplaced: Sentence | None = None  # corrected without weights: somebody is given another's post

    def verdict(self, weights: Mapping[str, float]) -> Verdict | None:
        """The one most against it, where it is for the weights to say."""
        return None if self.misplaced else most_against(self.verdicts, weights)

    def corrected(self, weights: Mapping[str, float]) -> Sentence | None:
        """The sentence it is corrected with, if it is."""
        verdict = self.verdict(weights)
        return verdict.sentence if verdict and verdict.total(weights) > 0 else self.misplaced

    def contradicted_by(self, sentence: Sentence) -> bool:
        fragments = [fragment for group in self.case.evidence for fragment in group]
        return self.case.status is Status.CORRECTED and any(f in sentence.text for f in fragments)


def hold(corrector: Corrector, readings: Sequence[tuple[Case, Reading]]) -> list[Held]:
    """The cases whose question claims something that could be contradicted."""
    held = []
    for case, reading in readings:
        stance = corrector.first_stance(reading)
        if stance is not None:
            held.append(Held(case, corrector.verdicts(reading), stance, misplaced(reading)))
    return held


def fit(held: Sequence[Held]) -> dict[str, float]:
    """Weights whose sum is above 0 where a question is contradicted.

    The bias is moved so that at most FALSE_CORRECTIONS of the other questions come out above 0.
    """
    weights: dict[str, float] = FIRST_GUESS
    for _ in range(ROUNDS):
        against = [(h, verdict) for h in held if (verdict := h.verdict(weights))]
        rows = np.array([[verdict.features[name] for name in FEATURES] for _, verdict in against])
        mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
        model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=2000)
        model.fit((rows - mean) / scale, [h.contradicted_by(verdict.sentence) for h, verdict in against])
        weights = dict(zip(FEATURES, map(float, model.coef_[0] / scale), strict=True))
    others = [h for h in held if h.case.status is not Status.CORRECTED]
    totals = sorted((v.total(weights) for h in others if (v := h.verdict(weights))), reverse=True)
    allowed = int(FALSE_CORRECTIONS * len(others))
    return {**weights, "bias": -totals[allowed] if allowed < len(totals) else 0.0}


def fit_polarity(held: Sequence[Held]) -> dict[str, float]:
    """Weights whose sum is above 0 where the sentence read says yes; without a lean to either word."""
    told = [h for h in held if h.case.says]
    rows = np.array([[h.stance[name] for name in POLARITY_FEATURES] for h in told])
    scale = rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=2000)
    model.fit(rows / scale, [h.case.says == "yes" for h in told])
    weights = dict(zip(POLARITY_FEATURES, map(float, model.coef_[0] / scale), strict=True))
    return {**weights, "bias": float(model.intercept_[0])}


def polarity_out_of_sample(held: Sequence[Held]) -> list[tuple[float, bool]]:
    """Per yes/no question its distance from 0 under other articles' weights, and whether it is right."""
    found = []
    for article in sorted({h.case.article for h in held}):
        weights = fit_polarity([h for h in held if h.case.article != article])
        for h in held:
            if h.case.article == article and h.case.says:
                total = weighted(h.stance, weights)
                found.append((abs(total), (total > 0) == (h.case.says == "yes")))
    return found


def least_sure(told: Sequence[tuple[float, bool]]) -> float:
    """The least distance from 0 from which on at most WRONG_POLARITY are wrong; 99 if there is none."""
    enough = 99.0
    for sure, _ in sorted(told, reverse=True):
        if np.mean([right for distance, right in told if distance >= sure]) >= 1 - WRONG_POLARITY:
            enough = sure
    return enough


def report(held: Sequence[Held]) -> str:
    """How often corrections are right, under weights fitted without the question's article."""
    lines = []
    for article in sorted({h.case.article for h in held}):
        weights = fit([h for h in held if h.case.article != article])
        for h in (h for h in held if h.case.article == article):
            lines.append((h, h.corrected(weights)))
    contradicted = [(h, said) for h, said in lines if h.case.status is Status.CORRECTED]
    others = [said is not None for h, said in lines if h.case.status is not Status.CORRECTED]
    found = [(h, said) for h, said in contradicted if said is not None]
    right = sum(h.contradicted_by(said) for h, said in found)
    told = polarity_out_of_sample(held)
    sure = least_sure(told)
    return (
        f"{len(contradicted)} contradicted questions: {right} corrected with the right sentence, "
        f"{len(found)} at all; of {len(others)} others {sum(others)} corrected\n"
        f"{len(told)} yes/no questions: {sum(right for _, right in told)} right if always told; "
        f"{sum(distance >= sure for distance, _ in told)} told where the sum is {sure:.2f} or more off 0"
    )
