"""Facts in other usual forms of numbers, sums, dates and times."""

import pytest

from evals.scorers.matching import canonical, says


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Jan. 12, 2026", "@01-12 2026"),
        ("12 January 2026", "@01-12 2026"),
        ("2026-01-12", "@01-12 2026"),
        ("the 3rd of May", "the @05-03"),
        ("5 p.m.", "17:00"),
        ("12:30 a.m.", "00:30"),
        ("two dozen", "24"),
        ("half a million", "500000"),
        ("two and a half million", "2500000"),
        ("half a dozen", "6"),
        ("half an hour", "half an hour"),
        ("twenty-first", "twenty-first"),
        ("twenty-one", "21"),
        ("three hundred and fifty thousand", "350000"),
        ("twenty-five boats", "25 boats"),
        ("1,200", "1200"),
        ("US$1.5m", "$1500000"),
        ("1.5 million dollars", "$1500000"),
        ("€3bn", "€3000000000"),
        ("five per cent", "5%"),
        ("12.5 percent", "12.5%"),
        ("40 Elm Street", "40 elm street"),
        ("a 4 m wall", "a 4 m wall"),
        ("32 March", "32 march"),
    ],
)
def test_one_form(text: str, form: str) -> None:
    assert canonical(text) == form


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("It met on 12 January 2026.", "Jan. 12"),
        ("It cost $12 million.", "12,000,000 dollars"),
        ("Twelve ships came", "12 ships"),
        ("12 ships came", "twelve"),
        ("a rise of 5%", "five percent"),
        ("at 5 pm", "17:00"),
    ],
)
def test_the_same_fact(text: str, fact: str) -> None:
    assert says(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("on 12 January", "Jan. 1"),
        ("on 21 January", "Jan. 1"),
        ("12 million kroner", "$12 million"),
        ("1.5 million", "5 million"),
        ("1,500,000", "500,000"),
        ("15 percent", "5%"),
        ("at 5 pm", "5 a.m."),
    ],
)
def test_another_fact(text: str, fact: str) -> None:
    assert not says(text, fact)
