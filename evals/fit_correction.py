"""Fits when the assistant corrects a question, and when it says yes or no; a part of `make calibrate`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.answer import Status
from assistant.correction import Corrector, Verdict
from assistant.extractive import Reading
from evals.dataset import Case

FEATURES = ("refuted", "supported", "cover", "similarity", "confidence")
FALSE_CORRECTIONS = 0.03
"""The share of questions that assume nothing wrong which may be corrected."""
WRONG_POLARITY = 0.05
"""The share of the yes and no said that may be wrong."""
REGULARISATION = 0.3


@dataclass(frozen=True, slots=True)
class Held:
    """A tuning case held against its article.

    `right` tells whether the sentence of the verdict contradicts it, `decided` how probable it is that
    the sentence read says yes, and no.
    """

    case: Case
    verdict: Verdict
    right: bool
    decided: tuple[float, float]


def hold(corrector: Corrector, readings: Sequence[tuple[Case, Reading]]) -> list[Held]:
    """The cases whose question claims something that could be contradicted."""
    held = []
    for case, reading in readings:
        verdict = corrector.verdict(reading)
        if verdict is None:
            continue
        fragments = [fragment for group in case.evidence for fragment in group]
        right = case.status is Status.CORRECTED and any(f in verdict.sentence.text for f in fragments)
        held.append(Held(case, verdict, right, corrector.decided(reading)))
    return held


def fit(held: Sequence[Held]) -> dict[str, float]:
    """Weights whose sum is above 0 where a question is contradicted.

    The bias is moved so that at most FALSE_CORRECTIONS of the other questions come out above 0.
    """
    rows = np.array([[h.verdict.features[name] for name in FEATURES] for h in held])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=2000)
    model.fit((rows - mean) / scale, [h.right for h in held])
    weights = model.coef_[0] / scale
    sums = rows @ weights
    wrong = sums[[h.case.status is not Status.CORRECTED for h in held]]
    bias = -float(np.quantile(wrong, 1 - FALSE_CORRECTIONS, method="higher"))
    return {**dict(zip(FEATURES, map(float, weights), strict=True)), "bias": bias }


def fit_polarity(held: Sequence[Held]) -> float:
    """The least probability at which at most WRONG_POLARITY of the yes and no are wrong; 1 if none is."""
    told = [(max(h.decided), _says(h) == h.case.says) for h in held if h.case.says]
    enough = 1.0
    for sure, _ in sorted(told, reverse=True):
        if np.mean([right for probability, right in told if probability >= sure]) >= 1 - WRONG_POLARITY:
            enough = sure
    return enough


def _says(held: Held) -> str:
    return "yes" if held.decided[0] > held.decided[1] else "no"


def report(held: Sequence[Held]) -> str:
    """How often corrections are right, under weights fitted without the question's article."""
    lines = []
    for article in sorted({h.case.article for h in held}):
        weights = fit([h for h in held if h.case.article != article])
        for h in (h for h in held if h.case.article == article):
            total = sum(weights[n] * h.verdict.features[n] for n in weights)
            lines.append((h, total > 0))
    contradicted = [(h, said) for h, said in lines if h.case.status is Status.CORRECTED]
    others = [said for h, said in lines if h.case.status is not Status.CORRECTED]
    right = sum(said and h.right for h, said in contradicted)
    told = [h for h in held if h.case.says]
    sure = fit_polarity(held)
    return (
        f"{len(contradicted)} contradicted questions: {right} corrected with the right sentence, "
        f"{sum(said for _, said in contradicted)} at all; of {len(others)} others {sum(others)} corrected\n"
        f"{len(told)} yes/no questions: {sum(_says(h) == h.case.says for h in told)} right if always told; "
        f"{sum(max(h.decided) >= sure for h in told)} told from {sure:.2f} on"
    )
