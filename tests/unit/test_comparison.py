"""The two sides of a comparison, made questions in keywords."""

import pytest

from assistant.comparison import sides


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which is worth more, the casket or a coin?", ["casket worth", "coin worth"]),
        ("What came first: the flood, or the storm", ["flood came first", "storm came first"]),
        ("Is the reward bigger than the fine?", ["reward", "fine"]),
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
        "",
    ],
)
def test_what_compares_nothing_has_no_sides(question: str) -> None:
    assert sides(question) == []
