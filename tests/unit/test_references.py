"""Which pronouns point outside a question, and which are told in it or point to nothing."""

import re

import pytest

from assistant.references import HE_SHE, IT, THERE, THEY, points, replaced

PRONOUNS = (HE_SHE, IT, THERE, THEY)


def _points(question: str) -> bool:
    return any(points(pronoun, question) for pronoun in PRONOUNS)


@pytest.mark.parametrize(
    "question",
    [
        "Why did he cancel it?",
        "What did she do?",
        "Did Trump meet him?",
        "Who met her in Bergen?",
        "Where is her office?",
        "Who saw them?",
        "Where were they?",
        "What is their plan?",
        "Who said that?",
        "Why is that?",
        "Is that true?",
        "Who made that decision?",
        "What about this one?",
        "How was this decided?",
        "Who was there?",
        "How far is it from there to Oslo?",
        "How long does it take?",
        "Who are those people?",
        "When Rutte spoke, what did he say?",
    ],
)
def test_what_points_outside_a_question(question: str) -> None:
    assert _points(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who said that Greenland is not for sale?",
        "Is it true that Denmark owns Greenland?",
        "Was it confirmed that a plan exists?",
        "Are there plans for an operation?",
        "Has there been a decision?",
        "Is there a base in Greenland?",
        "Who says there's a base in Greenland?",
        "Why did Rutte cancel his trip?",
        "Did Denmark change its position?",
        "Why did the workers leave their posts?",
        "What did Denmark say this week?",
        "Which talks began this year?",
        "What is the plan that the council approved?",
        "How many of those who fled came back?",
        "What is this article about?",
        "Who rejected the remarks of the mayor?",
    ],
)
def test_what_a_question_says_itself(question: str) -> None:
    assert not _points(question)


@pytest.mark.parametrize(
    ("pronoun", "question", "name", "wanted"),
    [
        (HE_SHE, "Did he say why she left?", "Ada Park", "Did Ada Park say why Ada Park left?"),
        (HE_SHE, "Where is her office?", "Ada Park", "Where is Ada Park's office?"),
        (HE_SHE, "Why did Rutte cancel his trip?", "Ada Park", "Why did Rutte cancel his trip?"),
        (IT, "Is it true that it broke?", "the bridge", "Is it true that the bridge broke?"),
        (HE_SHE, "Did Trump meet her in Oslo?", "Ada Park", "Did Trump meet Ada Park in Oslo?"),
        (THERE, "Are there people there?", "Bergen", "Are there people in Bergen?"),
        (THERE, "Who spoke there?", "Bergen", "Who spoke in Bergen?"),
        (THERE, "Who spoke there?", "the Netherlands", "Who spoke in the Netherlands?"),
        (THERE, "Who spoke there?", "the press conference", "Who spoke at the press conference?"),
        (THERE, "Who spoke there?", "in Bergen", "Who spoke in Bergen?"),
        (THERE, "How far is it from there to Oslo?", "Bergen", "How far is it from Bergen to Oslo?"),
        (THERE, "How did he get there?", "the harbour", "How did he get to the harbour?"),
        (THERE, "Why had she gone there?", "Bergen", "Why had she gone to Bergen?"),
        (THEY, "What is their plan?", "the workers", "What is the workers' plan?"),
        (THEY, "What is their plan?", "the Netherlands", "What is the Netherlands' plan?"),
        (IT, "What is its plan?", "the press", "What is the press's plan?"),
        (IT, "What is its plan?", "Paris", "What is Paris's plan?"),
        (IT, "What is its plan?", "the mayor's", "What is the mayor's plan?"),
    ],
)
def test_only_what_points_outside_is_replaced(
    pronoun: re.Pattern[str], question: str, name: str, wanted: str
) -> None:
    assert replaced(pronoun, question, name) == wanted
