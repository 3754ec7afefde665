"""The two sides of a comparison, made questions in keywords."""

import pytest

from assistant.comparison import sides


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which is worth more, the boat or a house?", ["boat worth", "house worth"]),
        ("What came first: the flood, or the storm", ["flood came first", "storm came first"]),
        ("Is the reward bigger than the fine?", ["reward", "fine"]),
        ("What did they want more, the boat or the house?", ["boat want", "house want"]),
        ("Who did it first, Ada or Ben?", ["Ada first", "Ben first"]),
        ("What does Ada want more than Ben?", ["Ada want", "Ben"]),
        ("Did Rovers get more of the awards than Castra?", ["Rovers get awards", "Castra awards"]),
        ("How much higher was the bridge than the old one?", ["bridge", "old one"]),
        ("How do the owner and the tenant differ over the rent?", ["owner rent", "tenant rent"]),
        ("Was it colder in Oslo or in Bergen?", ["Oslo colder", "Bergen colder"]),
        ("Was the vote held before or after the strike began?", ["vote held", "strike began"]),
        ("What is the difference between the first bid and the last?", ["first bid", "last"]),
    ],
)
def test_both_sides_are_asked_about(question: str, expected: list[str]) -> None:
    assert sides(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who sold the boats?",
        "Did more than 500 people come?",
        "Who other than the mayor spoke?",
        "Was it open or closed?",
        "Was the prime minister in Croatia or in Denmark?",
        "How did Rutte and Trump differently describe it?",
        "Who spoke before or after the vote?",
        "What did Ada, Ben or Carla say?",
        "Who earns more than the mayor?",
        "Which cities are larger than Paris?",
        "",
    ],
)
def test_what_compares_nothing_has_no_sides(question: str) -> None:
    assert sides(question) == []


@pytest.mark.parametrize(
    "question",
    [
        "Did it cost more than expected?",
        "Did it cost more than expected because of the strike?",
        "Was the meeting held later than planned?",
        "Did it take longer than previously thought?",
        "Was the budget larger than had been agreed?",
        "Did he wait longer than a week?",
        "Did the strike last less than a day and a half?",
        "Did they wait more than several weeks for it?",
        "Were there fewer votes than four years ago?",
        "Is the minister older than 50?",
        "Was the fine higher than $500?",
        "Was the turnout lower than in 2019?",
        "Did turnout rise to more than half?",
        "Did he earn more than a third of it?",
        "Did the boat hold fewer than a dozen people?",
        "Was the crowd bigger than a million people?",
        "Was the winter warmer than usual?",
        "Are the queues longer than before?",
        "Is the debt bigger than ever?",
        "Was rainfall higher than average?",
        "Is the lake colder than necessary?",
        "Have the shares been lower than this since May?",
    ],
)
def test_a_measure_or_an_expectation_is_no_other_side(question: str) -> None:
    assert sides(question) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is the minister older than the king?", ["minister", "king"]),
        ("Did the officer answer faster than the mayor?", ["officer answer", "mayor"]),
        ("Is the night shift longer than the day shift?", ["night shift", "day shift"]),
        ("Was the flood bigger than last year's flood?", ["flood", "last year's flood"]),
        ("Was the flood bigger than the 2019 flood?", ["flood", "2019 flood"]),
        ("Did it end sooner than the strike?", ["end", "strike"]),
        ("Is the prize bigger than cut stone?", ["prize", "cut stone"]),
        ("Is the fish longer than this boat?", ["fish", "boat"]),
        ("is oslo colder than bergen", ["oslo", "bergen"]),
    ],
)
def test_things_are_compared_whatever_they_are_called(question: str, expected: list[str]) -> None:
    assert sides(question) == expected
