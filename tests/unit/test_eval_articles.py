"""The invented articles of the evals: each has enough cases, of every kind, and says that it is invented."""

from collections import Counter
from pathlib import Path

import pytest

import evals
from assistant.answer import Status
from assistant.loader import article_files, load_article
from evals.cases import Case
from evals.dataset import load_cases

EVALS = Path(evals.__file__).parent
ARTICLES = {path.stem: path for path in article_files(EVALS / "articles")}
KINDS = {
    *("who", "what", "where", "when", "why", "how", "list", "yesno", "metadata", "summary", "topic"),
    *("paraphrase", "typo", "keywords", "several-facts", "comparison", "order", "attribution", "negation"),
    *("follow-up", "false-premise", "injection", "unanswerable-near", "elsewhere", "out-of-scope", "social"),
}


@pytest.fixture(scope="module")
def cases() -> dict[str, list[Case]]:
    """By article; loading them checks that all their evidence stands in one sentence of the article."""
    return {
        id_: load_cases(EVALS / "facts" / f"{id_}.yaml", load_article(path)) for id_, path in ARTICLES.items()
    }


def test_there_are_at_least_five() -> None:
    assert len(ARTICLES) >= 5


@pytest.mark.parametrize("article", sorted(ARTICLES))
def test_an_article_says_that_it_is_invented(article: str) -> None:
    front_matter = ARTICLES[article].read_text("utf-8").split("---")[1]
    assert "note: Invented for this project's evals" in front_matter
    assert "\ninvented: true\n" in (EVALS / "facts" / f"{article}.yaml").read_text("utf-8")


@pytest.mark.parametrize("article", sorted(ARTICLES))
def test_an_article_has_enough_cases_of_each_outcome(article: str, cases: dict[str, list[Case]]) -> None:
    about = cases[article]
    outcomes = Counter(case.status for case in about)
    assert len(about) >= 40
    assert outcomes[Status.DECLINED] >= len(about) / 4
    assert outcomes[Status.CORRECTED] >= 3


@pytest.mark.parametrize("article", sorted(ARTICLES))
def test_an_article_has_conversations_some_of_them_declined(
    article: str, cases: dict[str, list[Case]]
) -> None:
    conversations = [case for case in cases[article] if case.follow_up]
    assert len(conversations) >= 6
    assert {len(case.turns) for case in conversations} <= {2, 3, 4, 5}
    assert {case.status for case in conversations} == {Status.ANSWERED, Status.DECLINED}


@pytest.mark.parametrize("article", sorted(ARTICLES))
def test_no_question_is_asked_twice(article: str, cases: dict[str, list[Case]]) -> None:
    asked = Counter(case.turns for case in cases[article])
    assert [turns for turns, times in asked.items() if times > 1] == []


def test_every_kind_occurs_over_the_whole_set(cases: dict[str, list[Case]]) -> None:
    assert {case.kind for about in cases.values() for case in about} == KINDS
