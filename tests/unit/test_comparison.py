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
        "",
    ],
)
def test_what_compares_nothing_has_no_sides(question: str) -> None:
    assert sides(question) == []
