"""The chat and its transitions, without Streamlit."""

import subprocess
import sys
from dataclasses import replace

from state import Chat, Exchange

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


def test_an_answer_to_a_question_that_was_deleted_is_dropped() -> None:
    chat = Chat().asked("Who?").without(1).answered(1, answer("Who?"))
    assert chat.exchanges == ()


def test_a_deleted_question_comes_back_in_its_place_and_its_number_is_not_used_again() -> None:
    chat = Chat().asked("Who?").asked("When?").asked("Where?")
    taken_out = chat.exchanges[1]
    shorter = chat.without(2).asked("Why?")
    assert [e.number for e in shorter.exchanges] == [1, 3, 4]
    assert [e.question for e in shorter.restored(taken_out).exchanges] == ["Who?", "When?", "Where?", "Why?"]


def test_a_question_asked_again_waits_in_its_old_place_and_drops_what_came_of_it() -> None:
    chat = (
        Chat().picked("harbour").asked("Who?").answered(1, answer("Who?", (QUOTE,))).judged(1, "down", "No")
    )
    chat = chat.picked(None).asked("When?").answered(2, answer("When?")).asked_again(1, "Who else?")
    assert chat.exchanges[0] == Exchange(1, "Who else?", "harbour")
    assert chat.waiting is chat.exchanges[0]
    assert chat.before(chat.exchanges[0]) == ()
    assert chat.exchanges[1].answer is not None


def test_a_stopped_question_waits_no_more_and_keeps_what_had_come() -> None:
    part = answer("Who?", (QUOTE,))
    stopped = Chat().asked("Who?").stopped(1, part)
    assert stopped.waiting is None
    assert stopped.exchanges[0].links == (QUOTE,)
    assert stopped.answered(1, answer("Who?", (NEAR,))) == stopped
    assert Chat().asked("Who?").stopped(1, None).waiting is None
    nothing_yet = replace(part, text="", statements=())
    assert Chat().asked("Who?").stopped(1, nothing_yet).exchanges[0].answer is None


def test_a_verdict_is_kept_and_without_a_thumb_there_is_no_why() -> None:
    chat = Chat().asked("Who?").answered(1, answer("Who?")).judged(1, "down", " wrong man ")
    assert (chat.exchanges[0].thumb, chat.exchanges[0].why) == ("down", "wrong man")
    assert chat.judged(1, None, "left over").exchanges[0].why == ""


def test_a_chat_is_called_by_its_name_or_its_first_question() -> None:
    assert Chat().title == "New chat"
    asked = Chat().asked("Who\n wrote   it?")
    assert asked.title == "Who wrote it?"
    assert asked.named("  The  bridge ").title == "The bridge"
    assert asked.named("  ").title == "Who wrote it?"
    assert len(Chat().asked("x" * 500).title) == 60


def test_all_that_was_said_can_be_searched() -> None:
    told = replace(answer("Who?", (QUOTE,)), text="The mayor.")
    words = Chat().asked("Who cut it?").answered(1, told).judged(1, "up", "neat").words
    assert all(said in words for said in ("Who cut it?", "The mayor.", "neat"))


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
    code = "import shelf, state, sys; sys.exit('streamlit' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=PROJECT / "ui", check=False)
    assert result.returncode == 0
