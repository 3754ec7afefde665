"""The risk-coverage curve: how often it is wrong in what it answers, by how much it answers.

Every threshold on the confidence answers a share of the questions (the coverage) and is wrong in a share
of those answers (the risk). Source: El-Yaniv and Wiener, "On the foundations of noise-free selective
classification", JMLR 2010. Small talk is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Status
from evals.results import Result

WIDTH, HEIGHT, MARGIN = 520, 260, 44
"""Of the drawing, in pixels."""


@dataclass(frozen=True, slots=True)
class Point:
    """At this least confidence: the share of the questions answered, and of those the share wrong."""

    coverage: float
    risk: float
    confidence: float


def curve(results: Sequence[Result]) -> list[Point]:
    """The points from the surest answer on; answers of equal confidence make one point."""
    asked = [r for r in results if r.case.status is not Status.SOCIAL]
    answered = [r for r in asked if r.answer.status in (Status.ANSWERED, Status.CORRECTED)]
    answered.sort(key=lambda r: -r.answer.confidence)
    points, wrong = [], 0
    for place, result in enumerate(answered, start=1):
        wrong += not result.right
        last = place == len(answered)
        if last or answered[place].answer.confidence < result.answer.confidence:
            points.append(Point(place / len(asked), wrong / place, result.answer.confidence))
    return points


def area(points: Sequence[Point]) -> float | None:
    """The mean risk over the coverage reached, in [0, 1], lower is better; None where nothing is answered."""
    if not points:
        return None
    total, before = 0.0, 0.0
    for point in points:
        total += point.risk * (point.coverage - before)
        before = point.coverage
    return total / before


def polyline(points: Sequence[Point]) -> str:
    """The curve in the drawing's pixels, as SVG's `points`."""
    return " ".join(f"{x(point.coverage):.1f},{y(point.risk):.1f}" for point in points)


def x(coverage: float) -> float:
    return MARGIN + coverage * (WIDTH - 2 * MARGIN)


def y(risk: float) -> float:
    return HEIGHT - MARGIN - risk * (HEIGHT - 2 * MARGIN)
