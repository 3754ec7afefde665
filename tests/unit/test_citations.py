"""A reply's markers: bounds-checked data, whatever a model makes of them."""

import pytest

from assistant.citations import Draft, cited, drafts, spoken

SOURCES = ["one", "two", "three", "four", "five"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Rutte spoke. [2]", [("Rutte spoke.", (2,))]),
        ("Rutte spoke [2].", [("Rutte spoke.", (2,))]),
        ("Rutte spoke. [2][3]", [("Rutte spoke.", (2, 3))]),
        ("Rutte spoke. [2, 3]", [("Rutte spoke.", (2, 3))]),
        ("Rutte spoke. [2, 3, and 5]", [("Rutte spoke.", (2, 3, 5))]),
        ("Rutte spoke. [2-4]", [("Rutte spoke.", (2, 3, 4))]),
        ("Rutte spoke. [2][2]", [("Rutte spoke.", (2,))]),
        ("- **Rutte** spoke. [2]", [("Rutte spoke.", (2,))]),
        ("1. Rutte spoke. [2]", [("Rutte spoke.", (2,))]),
        ("Rutte spoke.", [("Rutte spoke.", ())]),
        ("He came [1] and spoke [2].", [("He came and spoke.", (1, 2))]),
        ("He came. He spoke. [4]", [("He came.", (4,)), ("He spoke.", (4,))]),
        ("He came. [1] He spoke. [4]", [("He came.", (1,)), ("He spoke.", (4,))]),
        ('He said "see note [3] there". [1]', [('He said "see note [3] there".', (1,))]),
        ("[1] He came. [4] He spoke.", [("He came.", (1,)), ("He spoke.", (4,))]),
        (
            "[1] He came. He left. [4][2] He spoke.",
            [("He came.", (1,)), ("He left.", (1,)), ("He spoke.", (4, 2))],
        ),
        ("[1] He came [2] early. He spoke.", [("He came early.", (1, 2)), ("He spoke.", ())]),
        ("[1] He came. He spoke. [4]", [("He came.", (1,)), ("He spoke.", (4,))]),
        ("The year [2026] ended. [1]", [("The year ended.", (2026, 1))]),
        ("", []),
        ("[3]", []),
        ("Rutte spoke. [Sentences 2, 3]", [("Rutte spoke.", (2, 3))]),
        ("Rutte spoke. [sentence 2]", [("Rutte spoke.", (2,))]),
        ("Rutte spoke. [^2][^3]", [("Rutte spoke.", (2, 3))]),
        ("Rutte spoke. 【2†source】", [("Rutte spoke.", (2,))]),
        ("Rutte spoke. [the 2nd one]", [("Rutte spoke.", ()), ("[the 2nd one]", ())]),
        ("---", []),
    ],
)
def test_markers_are_taken_off_and_kept(line: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert drafts(line) == [Draft(text, numbers) for text, numbers in expected]


@pytest.mark.parametrize(
    ("numbers", "found", "wrong"),
    [
        ((1, 5), ["one", "five"], []),
        ((0,), [], [0]),
        ((99,), [], [99]),
        ((6, 2), ["two"], [6]),
        ((2, 2), ["two"], []),
        ((), [], []),
    ],
)
def test_numbers_are_counted_from_one_and_checked(
    numbers: tuple[int, ...], found: list[str], wrong: list[int]
) -> None:
    assert cited(numbers, SOURCES) == (found, wrong)


def test_a_range_that_points_everywhere_is_not_spread_out() -> None:
    assert drafts("All of it. [1-99]") == [Draft("All of it.", (1, 99))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The article does not say.", True),
        ("I'm sorry, the article doesn't mention it.", True),
        ("The article does not say who paid.", True),
        ("The article is about NATO.", False),
        ("The article's author does not say.", False),
    ],
)
def test_what_says_that_the_article_does_not_say(text: str, expected: bool) -> None:
    assert Draft(text, ()).not_stated is expected


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("The report does not name the officer.", (3,), False),
        ("The report does not name the officer.", (), True),
        ("The article does not name the officer.", (3,), True),
    ],
)
def test_a_report_with_a_source_may_be_one_that_the_article_tells_of(
    text: str, numbers: tuple[int, ...], expected: bool
) -> None:
    assert Draft(text, numbers).not_stated is expected


def test_thoughts_are_no_part_of_a_reply() -> None:
    assert spoken("<think>Maybe [1]?</think>Rutte spoke. [2]") == "Rutte spoke. [2]"
    assert spoken("<think>Still thinking [1]") == ""
    assert spoken("Maybe [1]?\nNo.</think>\nRutte spoke. [2]") == "\nRutte spoke. [2]"
    assert spoken("A.</think>B. [1]<think>C.</think>D. [2]") == "B. [1]D. [2]"
    assert spoken("B. [1]<think>C.</think>D. [2]") == "B. [1]D. [2]"
