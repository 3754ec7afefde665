"""Words that exclude each other, and none that means the same."""

from itertools import combinations

import pytest

from assistant.opposites import OPPOSITES, SIDES, opposed
from assistant.terms import terms


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        ("defeated", "lost", True),
        ("victory", "defeat", True),
        ("tied", "won", True),
        ("tied", "lost", True),
        ("won", "lost", True),
        ("sympathetic", "unsympathetic", True),
        ("defeated", "won", False),
        ("defeat", "win", False),
        ("approved", "approves", False),
        ("bridge", "harbour", False),
    ],
)
def test_words_in_any_form(one: str, other: str, excluded: bool) -> None:
    [term], [against] = terms(one), terms(other)
    assert opposed(term, against) is excluded
    assert opposed(against, term) is excluded


def test_no_two_words_of_one_side_are_opposites() -> None:
    sides = [line.split(" / ") for line in SIDES]
    pairs = [pair for line in sides for side in line for pair in combinations(side.split(), 2)]
    opposites = {frozenset((a, b)) for one, other in sides for a in one.split() for b in other.split()}
    opposites |= {frozenset((word, other)) for word, others in OPPOSITES.items() for other in others}
    assert len(pairs) > 100
    assert [pair for pair in pairs if frozenset(pair) in opposites] == []
