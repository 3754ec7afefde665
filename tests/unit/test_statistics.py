"""Intervals and McNemar's test against values worked out by hand."""

from fractions import Fraction

import pytest

from evals.statistics import calibration_error, mcnemar, mean, percentile


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [
        (0, 0, Fraction(1)),
        (3, 3, Fraction(1)),
        (0, 4, Fraction(2, 16)),  # two tails of 1/16
        (0, 5, Fraction(2, 32)),
        (1, 5, Fraction(2 * (1 + 6), 64)),  # two tails of C(6,0) + C(6,1)
        (5, 1, Fraction(2 * (1 + 6), 64)),
    ],
)
def test_mcnemar_by_hand(better: int, worse: int, p: Fraction) -> None:
    assert mcnemar(better, worse) == pytest.approx(float(p))


def test_a_mean_and_its_interval() -> None:
    found = mean([0.0, 1.0, 1.0, 0.5])
    assert found.value == 0.625
    low, high = found.bounds or (1, 0)
    assert 0.0 <= low < 0.625 < high <= 1.0
    assert mean([0.0, 1.0, 1.0, 0.5]) == found


def test_a_mean_of_one_value_does_not_spread() -> None:
    assert mean([0.5, 0.5]).bounds == (0.5, 0.5)


def test_a_mean_of_nothing_has_no_value() -> None:
    assert (mean([]).value, mean([]).interval()) == (None, None)


def test_the_interval_nears_the_normal_one() -> None:
    # 100 values, half 0 and half 1: the mean 0.5, its standard error 0.05, so 0.5 ± 0.098.
    low, high = mean([0.0, 1.0] * 50).bounds or (0, 0)
    assert (low, high) == pytest.approx((0.402, 0.598), abs=0.02)


def test_calibration_error_by_hand() -> None:
    # bin of 0.9: told 0.9, true 1 of 2, off by 0.4; bin of 0.2: told 0.2, true 0 of 2, off by 0.2
    forecasts = [(0.9, True), (0.9, False), (0.2, False), (0.2, False)]
    assert calibration_error(forecasts) == pytest.approx(0.3)
    assert calibration_error([(1.0, True), (0.0, False)]) == 0.0


def test_calibration_error_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no forecasts"):
        calibration_error([])


@pytest.mark.parametrize(
    ("values", "percent", "value"),
    [
        ([7.0], 95, 7.0),
        ([3.0, 1.0], 50, 2.0),
        (list(range(1, 41)), 50, 20.5),  # between the 20th and the 21st
        (list(range(101)), 95, 95.0),
        ([0.0, 10.0], 95, 9.5),
    ],
)
def test_percentiles_by_hand(values: list[float], percent: float, value: float) -> None:
    assert percentile(values, percent) == pytest.approx(value)


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="give at least one"):
        percentile([], 50)
