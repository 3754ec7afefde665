"""Numbers of a text, with what they count."""

import pytest

from assistant.grounding.numbers import Amount, amounts, times
from assistant.terms import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5%", [(5, "%")]),
        ("5 stations", [(5, "")]),
        ("$5m", [(5e6, "$")]),
        ("$5 m", [(5e6, "$")]),
        ("USD 5 million", [(5e6, "$")]),
        ("5 million US dollars", [(5e6, "$")]),
        ("5m euros", [(5e6, "€")]),
        ("a 5m euro deal", [(5e6, "€")]),
        ("5m people", [(5e6, "")]),
        ("5m new homes", [(5e6, "")]),
        ("5m salmon", [(5e6, "")]),
        ("5m of them", [(5e6, "")]),
        ("It rose to 5m.", [(5e6, "")]),
        ("10k followers", [(1e4, "")]),
        ("a 5k run", [(5, "")]),
        ("a 5m wall", [(5, "")]),
        ("a 5 m wall", [(5, "")]),
        ("5 m", [(5, "")]),
        ("a 5m-high wall", [(5, "")]),
        ("10m away from it", [(10, "")]),
        ("up to 5m from 4m", [(5e6, ""), (4e6, "")]),
        ("5 to 7 percent", [(5, "%"), (7, "%")]),
        ("between five and 7%", [(5, "%"), (7, "%")]),
        ("$40-45", [(40, "$"), (45, "$")]),
        ("5% and 3 stations", [(5, "%"), (3, "")]),
        ("in 2019 and 4% more", [(2019, ""), (4, "%")]),
        ("the twenties or thirties", [(20, ""), (30, "")]),
        ("forties and nineties", [(40, ""), (90, "")]),
        ("about a hundred people", [(100, "")]),
        ("one hundred and twenty people", [(120, "")]),
        ("two hundred and fifty thousand people", [(250_000, "")]),
        ("two and a half million euros", [(2.5e6, "€")]),
        ("half a million people", [(5e5, "")]),
        ("three quarters of them", [(0.75, "")]),
        ("two thirds of them", [(2 / 3, "")]),
        ("a third goal", [(3, "")]),
        ("the nineteenth or twenty-first century", [(19, ""), (21, ""), (100, "")]),
        ("-12 degrees", [(-12, "")]),
        ("pages 5-7", [(5, ""), (7, "")]),
    ],
)
def test_each_number_is_told_with_its_unit(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(amount.value, amount.unit) for amount in amounts(fold(text))] == expected


@pytest.mark.parametrize(
    ("said", "known", "borne_out"),
    [
        ("50%", "half", True),
        ("half", "50 percent", True),
        ("25 percent", "a quarter", True),
        ("33%", "by a third", True),
        ("30%", "by a third", False),
        ("3.9%", "4.1%", False),
        ("14 days", "two weeks", True),
        ("48 hours", "two days", True),
        ("40 hours", "40 minutes", False),
        ("40 km", "25 miles", True),
        ("25 km", "25 miles", False),
        ("25 miles", "25", True),
        ("at most 40", "at least 40", False),
        ("more than 40", "nearly 40", False),
        ("at least 40", "more than 40", True),
        ("40", "at least 40", True),
        ("to 40 percent", "by 40 percent", False),
        ("40 percent", "by 40 percent", True),
        ("up to 40 percent", "by 40 percent", True),
        ("from 30 to 40 million", "from 40 to 30 million", False),
        ("to 30 million from 40 million", "from 40 million to 30 million", True),
        ("by 7 percent", "5 to 7 percent", True),
        ("by 2030", "from 2030", True),
        ("12 degrees", "-12 degrees", False),
        ("minus 12 degrees", "-12 degrees", True),
        ("a third of them", "two thirds of them", False),
    ],
)
def test_what_stands_around_a_number_belongs_to_it(said: str, known: str, borne_out: bool) -> None:
    assert all(amount.borne_out(amounts(fold(known))) for amount in amounts(fold(said))) is borne_out


def test_noon_is_a_time() -> None:
    assert times("it begins at noon") == times("it begins at 12 p.m.") == {720}
    assert times("at the high noon saloon") == set()


@pytest.mark.parametrize(
    ("unit", "known", "borne_out"),
    [
        ("%", "%", True),
        ("%", "", False),
        ("%", "$", False),
        ("$", "", False),
        ("", "$", True),
        ("", "%", False),
        ("", "", True),
    ],
)
def test_a_unit_must_be_known_as_well(unit: str, known: str, borne_out: bool) -> None:
    assert Amount(5.0, unit, "5").borne_out([Amount(5.0, known, "5")]) is borne_out
    assert not Amount(6.0, unit, "6").borne_out([Amount(5.0, known, "5")])
