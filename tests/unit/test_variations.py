"""Questions asked otherwise: seeded, and meaning the same."""

import random

import pytest

from assistant.answer import Status
from evals.cases import Case
from evals.variations import VARIATIONS, no_punctuation, paraphrase, sample, typos, variations

CASES = [
    Case("harbour", f"c{n}", "who", ("Hi", question), Status.DECLINED)
    for n, question in enumerate(("Who repaired the harbour bridge?", "When did it open?", "what ice"))
]


def any_chance() -> random.Random:
    return random.Random(1)


def test_all_variations_are_the_same_in_every_run_and_differ_from_the_question() -> None:
    found = variations(CASES, seed=20)
    assert found == variations(CASES, seed=20)
    assert all(v.question != v.case.question and v.turns == ("Hi", v.question) for v in found)
    assert {v.name for v in found if v.case.id == "c0"} == set(VARIATIONS)
    assert variations(CASES[1:], seed=20) == [v for v in found if v.case.id != "c0"]


def test_nothing_is_left_out_of_a_question_until_none_is_left() -> None:
    only_marks = Case("harbour", "marks", "social", ("?",), Status.SOCIAL)
    assert [v.question.strip() for v in variations([only_marks], seed=20)]
    assert all(v.question.strip() for v in variations([only_marks], seed=20))


def test_a_sample_is_drawn_by_its_seed_in_order() -> None:
    every = variations(CASES, seed=20)
    drawn = sample(CASES, 4, seed=20)
    assert drawn == sample(CASES, 4, seed=20)
    assert drawn == [v for v in every if v in drawn]
    assert len(drawn) == 4
    assert sample(CASES, None, seed=20) == sample(CASES, 999, seed=20) == every
    assert sample(CASES, 0, seed=20) == []


@pytest.mark.parametrize("seed", range(30))
def test_a_typo_stays_inside_a_long_word(seed: int) -> None:
    before = "Who repaired the U.S. bridge?".split()
    after = typos(" ".join(before), random.Random(seed)).split()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) <= 1  # a swap of two like letters changes nothing
    assert all(a in ("repaired", "bridge?") and a[0] == b[0] and a[-1] == b[-1] for a, b in changed)


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("What did U.S. officials, or others, say?", "What did U.S. officials or others say"),
        ("Is “it” over?", "Is it over"),
        ("Say it. Now!", "Say it Now"),
    ],
)
def test_without_punctuation(question: str, bare: str) -> None:
    assert no_punctuation(question, any_chance()) == bare


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Who rejected the plan?", "Which person or group rejected the plan?"),
        ("When did it open?", "On what date or at what time did it open?"),
        ("Why was it shut?", "For what reason was it shut?"),
        ("How many cables were replaced?", "What number of cables were replaced?"),
        ("Is it open?", "Yes or no: Is it open?"),
        ("Who is Ada Park?", "Who is Ada Park?"),
        ("bridge cost", "bridge cost"),
    ],
)
def test_paraphrases(question: str, other: str) -> None:
    assert paraphrase(question, any_chance()) == other
