"""The chat and its transitions, without Streamlit."""

import subprocess
import sys

from state import Chat

from assistant.answer import Answer, Citation, Statement, Status
from assistant.settings import PROJECT

QUOTE = Citation("harbour", 5, 12, "a quote")
NEAR = Citation("orchard", 0, 4, "near")


def answer(question: str, cited: tuple[Citation, ...] = (), nearest: tuple[Citation, ...] = ()) -> Answer:
    return Answer(
        question=question,
        understood_as=question,
        status=Status.ANSWERED if cited else Status.DECLINED,
        text="",
        statements=tuple(Statement(c.quote, (c,)) for c in cited),
        confidence=1.0,
        nearest=nearest,
        answerer="fake",
        milliseconds=1,
    )


def test_a_new_chat_has_nothing_waiting() -> None:
    assert Chat().waiting is None
    assert Chat().articles(("harbour", "orchard")) == ()


def test_a_question_waits_until_it_is_answered() -> None:
    asked = Chat().asked("Who?")
    assert asked.waiting is asked.exchanges[0]
    answered = asked.answered(1, answer("Who?", (QUOTE,)))
    assert answered.waiting is None
    assert answered.exchanges[0].links == (QUOTE,)


def test_a_chat_is_never_changed() -> None:
    asked = Chat().asked("Who?")
    asked.answered(1, answer("Who?"))
    assert asked.exchanges[0].waiting


def test_questions_are_answered_in_the_order_they_were_asked() -> None:
    chat = Chat().asked("Who?").asked("When?")
    assert chat.waiting is chat.exchanges[0]
    chat = chat.answered(1, answer("Who?"))
    assert chat.waiting is not None
    assert chat.waiting.question == "When?"


def test_an_answer_comes_once() -> None:
    first, second = answer("Who?", (QUOTE,)), answer("Who?", (NEAR,))
    chat = Chat().asked("Who?").answered(1, first).answered(1, second)
    assert chat.exchanges[0].answer is first


def test_an_answer_to_a_chat_that_was_cleared_is_dropped() -> None:
    chat = Chat().asked("Who?").cleared().answered(1, answer("Who?"))
    assert chat.exchanges == ()


def test_clearing_keeps_the_picked_article() -> None:
    assert Chat().picked("harbour").asked("Who?").cleared() == Chat(article="harbour")


def test_a_failed_question_keeps_its_place_and_is_no_part_of_the_history() -> None:
    chat = (
        Chat().asked("Who?").answered(1, answer("Who?")).asked("  ").failed(2, "It is empty.").asked("When?")
    )
    assert chat.exchanges[1].error == "It is empty."
    assert not chat.exchanges[1].waiting
    assert [turn.question for turn in chat.before(chat.exchanges[2])] == ["Who?"]


def test_a_question_is_asked_of_the_article_picked_at_the_time() -> None:
    chat = Chat().asked("Who?").picked("harbour").asked("When?").picked(None)
    assert [exchange.article for exchange in chat.exchanges] == [None, "harbour"]


def test_the_picked_article_is_laid_out_first_then_those_linked() -> None:
    chat = Chat().asked("Who?").answered(1, answer("Who?", (QUOTE,), (NEAR,)))
    known = ("harbour", "other", "orchard")
    assert chat.articles(known) == ("harbour", "orchard")
    assert chat.picked("orchard").articles(known) == ("orchard", "harbour")


def test_an_only_article_is_always_laid_out_and_a_removed_one_never() -> None:
    assert Chat().articles(("harbour",)) == ("harbour",)
    chat = Chat(article="gone").asked("Who?").answered(1, answer("Who?", (QUOTE,)))
    assert chat.articles(("orchard", "other")) == ()


def test_links_are_counted_through_citations_and_nearest() -> None:
    chat = Chat().asked("Who?").answered(1, answer("Who?", (QUOTE,), (NEAR,)))
    assert [(e.number, place, c) for e, place, c in chat.links()] == [(1, 1, QUOTE), (1, 2, NEAR)]


def test_it_does_not_import_streamlit() -> None:
    code = "import state, sys; sys.exit('streamlit' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=PROJECT / "ui", check=False)
    assert result.returncode == 0
