"""Numbers of a text, with what they count."""

import pytest

from assistant.grounding.numbers import Amount, amounts
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
    ],
)
def test_each_number_is_told_with_its_unit(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(amount.value, amount.unit) for amount in amounts(fold(text))] == expected


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
