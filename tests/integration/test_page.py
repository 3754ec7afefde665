"""The page in Streamlit's own test runner: what it shows for what is asked, and what when it fails."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from opening import Opener, Opening
from streamlit.testing.v1 import AppTest

from assistant.errors import CorpusError
from assistant.indexing import Progress
from assistant.pipeline import Pipeline

SECONDS = 120
CABLES = "Engineers replaced forty steel cables."


def draw(opener: "Opener") -> None:
    """The script that AppTest runs: the page, with a pipeline of the test's choice."""
    from app import page

    page(opener)


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def opened(fake_pipeline: Pipeline) -> Callable[[], AppTest]:
    """Opens the page in a new session."""
    return lambda: _run(AppTest.from_function(draw, args=(lambda progress: fake_pipeline,)))


def _run(page: AppTest) -> AppTest:
    page.run(timeout=SECONDS)
    assert not page.exception
    return page


def _ask(page: AppTest, question: str) -> AppTest:
    page.chat_input[0].set_value(question)
    return _run(page)


def _html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def _chat(page: AppTest) -> Any:
    return page.session_state["chat"]


def test_it_begins_with_the_articles_and_questions_to_ask(opened: Callable[[], AppTest]) -> None:
    page = opened()
    assert "Harbour Bridge Reopens After Repairs" in _html(page)
    assert "Late Frost Spoils The Apple Harvest" in _html(page)
    assert [button.label for button in page.button if button.label.startswith("What is")]


def test_an_answer_is_quoted_and_linked_to_its_sentence(opened: Callable[[], AppTest]) -> None:
    page = _ask(opened(), "What was replaced?")
    shown = _html(page)
    assert _chat(page).exchanges[0].answer.citations[0].quote == CABLES
    assert 'Engineers replaced <mark class="short">forty steel cables</mark>.' in shown
    assert 'href="#s-harbour-4"' in shown
    assert 'id="s-harbour-4"' in shown
    assert "#s-harbour-4:target" in shown


def test_a_chat_goes_on_and_is_shown_in_order(opened: Callable[[], AppTest]) -> None:
    page = _ask(_ask(_ask(opened(), "What was replaced?"), "hello"), "Who edited it?")
    shown = _html(page)
    order = [shown.index(question) for question in ("What was replaced?", ">hello<", "Who edited it?")]
    assert order == sorted(order)
    assert [e.waiting for e in _chat(page).exchanges] == [False] * 3


def test_a_starter_is_asked_when_it_is_pressed(opened: Callable[[], AppTest]) -> None:
    page = opened()
    first = page.button[0]
    first.click()
    _run(page)
    assert _chat(page).exchanges[0].question == first.label.replace("\\", "")
    assert _chat(page).exchanges[0].answer is not None


def test_an_article_is_picked(opened: Callable[[], AppTest]) -> None:
    page = opened()
    page.selectbox[0].select("orchard")
    _run(page)
    assert 'id="s-orchard-0"' in _html(page)
    assert 'id="s-harbour-0"' not in _html(page)
    page = _ask(page, "What was replaced?")
    assert _chat(page).exchanges[0].answer.article == "orchard"


@pytest.mark.parametrize(
    ("question", "says"),
    [("   ", "empty"), ("x" * 10_000, "10,000 characters"), ("Who\x07?", "control character")],
)
def test_a_question_that_cannot_be_asked_is_told_and_the_chat_kept(
    opened: Callable[[], AppTest], question: str, says: str
) -> None:
    page = _ask(_ask(opened(), "What was replaced?"), question)
    assert 'role="alert"' in _html(page)
    assert says in _html(page)
    assert CABLES in page.session_state["chat"].exchanges[0].answer.text
    assert _chat(_ask(page, "What was replaced?")).exchanges[2].answer is not None


def test_markup_in_a_question_shows_as_typed(opened: Callable[[], AppTest]) -> None:
    shown = _html(_ask(opened(), "<script>alert(1)</script> $x$ **b** [1]"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$ **b** [1]" in shown
    assert "<script" not in shown


def test_a_corpus_that_has_gone_is_told_and_the_chat_kept(
    opened: Callable[[], AppTest], corpus: Path
) -> None:
    page = _ask(opened(), "What was replaced?")
    corpus.rename(corpus.with_name("elsewhere"))
    page = _ask(page, "And who edited it?")
    assert "cannot be read" in _html(page) or "missing" in _html(page) or "no folder" in _html(page)
    assert _chat(page).exchanges[1].error
    corpus.with_name("elsewhere").rename(corpus)
    page = _ask(page, "What was replaced?")
    assert _chat(page).exchanges[2].answer.citations[0].quote == CABLES


def test_an_article_that_changed_loses_its_links_not_its_answers(
    opened: Callable[[], AppTest], corpus: Path
) -> None:
    page = _ask(opened(), "What was replaced?")
    (corpus / "harbour.txt").write_text("Nothing Stays\n\nEverything was rewritten since.\n", "utf-8")
    page = _ask(page, "hello")
    assert "The article has changed since." in _html(page)
    assert "forty steel cables" in _html(page)


def test_a_new_chat_begins_empty(opened: Callable[[], AppTest]) -> None:
    page = _ask(opened(), "What was replaced?")
    page.button("new").click()
    _run(page)
    assert _chat(page).exchanges == ()
    assert "forty steel cables</mark>" not in _html(page)


def test_two_sessions_are_apart(opened: Callable[[], AppTest]) -> None:
    one, other = opened(), opened()
    _ask(one, "What was replaced?")
    _run(other)
    assert _chat(other).exchanges == ()
    assert "What was replaced?" not in _html(other)


def test_what_cannot_be_opened_is_told_and_tried_again(fake_pipeline: Pipeline) -> None:
    tries = []

    def opener(progress: Progress) -> Pipeline:
        tries.append(progress)
        if len(tries) == 1:
            raise CorpusError("The folder '/a/$b$' has no articles. Put one there.")
        return fake_pipeline

    page = _run(AppTest.from_function(draw, args=(opener,)))
    assert "The folder &#x27;/a/$b$&#x27; has no articles. Put one there." in _html(page)
    page.button[0].click()
    _run(page)
    assert "Harbour Bridge Reopens After Repairs" in _html(page)
    assert len(tries) == 2


def test_a_fault_of_the_program_is_told_without_a_traceback(fake_pipeline: Pipeline) -> None:
    class Broken(Pipeline):
        def _answer(self, query: Any) -> Any:
            raise ZeroDivisionError("deep inside")

    broken = Broken(fake_pipeline.library, fake_pipeline.answerer)
    page = _ask(_run(AppTest.from_function(draw, args=(lambda progress: broken,))), "What was replaced?")
    assert "Something unforeseen happened" in _html(page)
    assert "deep inside" not in _html(page)
    assert _chat(page).waiting is None


def test_opening_tells_how_far_it_is(fake_pipeline: Pipeline) -> None:
    steps: list[Progress] = []
    finish: list[bool] = []

    def opener(progress: Progress) -> Pipeline:
        steps.append(progress)
        while not finish:
            time.sleep(0.01)
        return fake_pipeline

    opening = Opening(opener)
    assert not opening.ready()
    assert opening.stage[0] == 0.0
    while not steps:
        time.sleep(0.01)
    steps[0](50, 200)
    assert opening.stage == (0.25, "Indexing the articles: 50 of 200 passages.")
    finish.append(True)
    assert opening.ready(SECONDS)
    assert opening.pipeline() is fake_pipeline


def test_the_page_is_the_script_that_is_run(nato_pipeline: Pipeline) -> None:
    """With the product's own models: from the question to the lit sentence."""
    page = _run(AppTest.from_function(draw, args=(lambda progress: nato_pipeline,)))
    page = _ask(page, "Which agency is it from?")
    answer = _chat(page).exchanges[0].answer
    assert answer.citations[0].short == "Reuters"
    assert '<mark class="short">Reuters</mark>' in _html(page)
