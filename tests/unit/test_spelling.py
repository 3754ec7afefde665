"""Mistyped words mended towards the article first, and words that are right left alone."""

import pytest

from assistant.spelling import mended

ARTICLE = frozenset("the greenland danish officials rejected remarks rutte kar gupta nato".split())
LANGUAGE = frozenset("who what is the of".split())


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who rejcted the remarks?", "Who rejected the remarks?"),
        ("Who rejectde the remraks?", "Who rejected the remarks?"),
        ("is Greenlnad danihs?", "is Greenland danish?"),
        ("What did the oficials say?", "What did the officials say?"),
        ("What is teh of?", "What is the of?"),
        ("Wher is greenland?", "Where is greenland?"),
        ("waht did rutte reject", "what did rutte reject"),
        ("wat is nato", "what is nato"),
        ("what did htey say", "what did they say"),
    ],
)
def test_a_slip_of_the_keys_is_mended(question: str, wanted: str) -> None:
    assert mended(question, ARTICLE, LANGUAGE) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "Who rejected the remarks?",
        "Did Macron speak of Xyzzyx?",
        "What is NATA?",
        "WHA officials rejected the remarks",
        "Wen Rutte rejected the remarks",
        "Who is 12 or 1998?",
        "",
        "?!",
    ],
)
def test_what_is_right_or_may_be_a_name_is_left_alone(question: str) -> None:
    assert mended(question, ARTICLE, LANGUAGE) == question


def test_a_name_is_mended_only_towards_the_article() -> None:
    assert mended("Did Ruttee speak?", ARTICLE, LANGUAGE) == "Did Rutte speak?"


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the remarks",
        "How was the organisation criticised?",
        "Farage said what?",
        "did meloni speak",
    ],
)
def test_british_spelling_and_names_no_article_has_are_left_alone(question: str) -> None:
    assert mended(question, ARTICLE, LANGUAGE) == question


def test_a_rare_word_a_letter_off_the_articles_is_mended() -> None:
    assert (
        mended("What did the minster say?", frozenset({"minister"}), LANGUAGE) == "What did the minister say?"
    )


def test_an_opening_word_is_mended_to_what_opens_a_question() -> None:
    assert mended("Summerize the remarks", ARTICLE, LANGUAGE) == "Summarize the remarks"
