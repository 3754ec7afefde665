"""Fits when the assistant corrects a question, and when it says yes or no; a part of `make calibrate`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.answer import Status
from assistant.correction import Corrector, Verdict, misplaced, weighted
from assistant.extractive import Reading
from evals.dataset import Case

FEATURES = ("refuted", "turned", "opposed", "beside", "cover", "similarity", "confidence")
POLARITY_FEATURES = ("agrees", "turned", "opposed")
FALSE_CORRECTIONS = 0.015
"""The share of questions that assume nothing wrong which may be corrected, of those that claim anything."""
WRONG_POLARITY = 0.1
"""The share of the yes and no said that may be wrong."""
REGULARISATION = 0.3


@dataclass(frozen=True, slots=True)
class Held:
    """A tuning case held against its article.

    `verdict` is None where nothing goes against it, `right` tells whether its sentence contradicts the
    case; `stance` is that of the sentence read.
    """

    case: Case
    verdict: Verdict | None
    right: bool
    stance: Mapping[str, float]
    misplaced: bool = False  # corrected without weights: somebody is given another's post

    def corrected(self, weights: Mapping[str, float]) -> bool:
        return self.misplaced or (self.verdict is not None and self.verdict.total(weights) > 0)


def hold(corrector: Corrector, readings: Sequence[tuple[Case, Reading]]) -> list[Held]:
    """The cases whose question claims something that could be contradicted."""
    held = []
    for case, reading in readings:
        stance = corrector.first_stance(reading)
        if stance is None:
            continue
        verdict, otherwise = corrector.verdict(reading), misplaced(reading)
        sentence = otherwise or (verdict and verdict.sentence)
        fragments = [fragment for group in case.evidence for fragment in group]
        contradicted = sentence is not None and any(f in sentence.text for f in fragments)
        right = contradicted and case.status is Status.CORRECTED
        held.append(Held(case, verdict, right, stance, otherwise is not None))
    return held


def fit(held: Sequence[Held]) -> dict[str, float]:
    """Weights whose sum is above 0 where a question is contradicted.

    The bias is moved so that at most FALSE_CORRECTIONS of the other questions come out above 0.
    """
    against = [(h.verdict, h.right) for h in held if h.verdict is not None and not h.misplaced]
    rows = np.array([[verdict.features[name] for name in FEATURES] for verdict, _ in against])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=2000)
    model.fit((rows - mean) / scale, [right for _, right in against])
    weights = dict(zip(FEATURES, map(float, model.coef_[0] / scale), strict=True))
    others = [h for h in held if h.case.status is not Status.CORRECTED]
    totals = sorted((h.verdict.total(weights) for h in others if h.verdict and not h.misplaced), reverse=True)
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
    others = [said for h, said in lines if h.case.status is not Status.CORRECTED]
    right = sum(said and h.right for h, said in contradicted)
    told = polarity_out_of_sample(held)
    sure = least_sure(told)
    return (
        f"{len(contradicted)} contradicted questions: {right} corrected with the right sentence, "
        f"{sum(said for _, said in contradicted)} at all; of {len(others)} others {sum(others)} corrected\n"
        f"{len(told)} yes/no questions: {sum(right for _, right in told)} right if always told; "
        f"{sum(distance >= sure for distance, _ in told)} told where the sum is {sure:.2f} or more off 0"
    )
