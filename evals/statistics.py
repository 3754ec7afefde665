"""Means with their intervals, percentiles, the test that two runs differ, and how well probabilities are
calibrated."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest, bootstrap

RESAMPLES = 2000
SEED = 20


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of `of` values, with a 95% interval; None of both where there are no values."""

    value: float | None
    of: int
    bounds: tuple[float, float] | None

    def interval(self) -> tuple[float, float] | None:
        return self.bounds


def mean(values: Sequence[float], resamples: int = RESAMPLES, seed: int = SEED) -> Mean:
    """A mean with its percentile bootstrap interval (Efron 1979), seeded: the same in every run."""
    if not values:
        return Mean(None, 0, None)
    average = float(np.mean(values))
    if len(set(values)) == 1:
        return Mean(average, len(values), (average, average))
    found = bootstrap(
        (np.asarray(values),),
        np.mean,
        n_resamples=resamples,
        method="percentile",
        rng=np.random.default_rng(seed),
    )
    interval = found.confidence_interval
    return Mean(average, len(values), (float(interval.low), float(interval.high)))


def percentile(values: Sequence[float], percent: float) -> float:
    """What so many percent of the values do not exceed; between two neighbours, in proportion.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("there are no values: give at least one")
    return float(np.percentile(values, percent))


def mcnemar(better: int, worse: int) -> float:
    """McNemar's exact test (1947), two-sided: the chance in (0, 1] of a split of the changed cases that is
    as uneven as this one or more, if better and worse were equally likely."""
    if better + worse == 0:
        return 1.0
    return float(binomtest(better, better + worse).pvalue)


def calibration_error(forecasts: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error, in [0, 1]: how far, on average, a probability is from what comes true.

    Each forecast is a probability in [0, 1] and whether it came true; bins of equal width, weighed by what
    they hold (Naeini, Cooper and Hauskrecht 2015).

    Raises:
        ValueError: there are no forecasts.
    """
    if not forecasts:
        raise ValueError("there are no forecasts: give at least one")
    told, true = (np.asarray(values, dtype=float) for values in zip(*forecasts, strict=True))
    places = np.minimum((told * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(told[places == place].mean() - true[places == place].mean()) * (places == place).mean()
            for place in np.unique(places)
        )
    )
