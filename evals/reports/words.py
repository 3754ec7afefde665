"""How shares, intervals and floors are told to people, in every form of the report."""

from collections.abc import Sequence

from evals.gate import Check
from evals.metrics import Share
from evals.results import Measure, Result
from evals.statistics import Mean

UNSCORED = "–"
TABLE_MEASURES = (
    Measure.FACTS, Measure.CITATIONS, Measure.PRECISION, Measure.DECLINED, Measure.CORRECTED,
    Measure.POLARITY, Measure.SOCIAL,
)  # fmt: skip
"""The columns of the tables by kind and by article."""


def told(share: Share | Mean) -> str:
    """As "9/10 = 0.90", or a dash where nothing was scored."""
    if share.value is None:
        return UNSCORED
    if isinstance(share, Mean):
        return f"mean of {share.of} = {share.value:.2f}"
    return f"{share.right}/{share.of} = {share.value:.2f}"


def interval(share: Share | Mean) -> str:
    found = share.interval()
    return UNSCORED if found is None else f"{found[0]:.2f} to {found[1]:.2f}"


def held(check: Check | None) -> str:
    """Whether a floor is held, with the floor; empty where there is none."""
    if check is None:
        return ""
    if not check.asked:
        return f"floor {check.floor:.2f} does not bind: not asked in variations"
    if check.held:
        return f"floor {check.floor:.2f} held"
    if check.share.value is None:
        return f"floor {check.floor:.2f} NOT HELD: no case scores it; add one"
    return f"floor {check.floor:.2f} NOT HELD"


def model_told(given: Share) -> str:
    """How many answers the language model gave; empty where none was asked."""
    return f"The language model gave {told(given)} of the answers it was asked for." if given.of else ""


def follow_ups(wrong: Sequence[Result]) -> str:
    return f"{sum(result.case.follow_up for result in wrong)} of the wrong ones are follow-ups"
