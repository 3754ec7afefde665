"""The page in Streamlit's own test runner: what it shows for what is asked, and what when it fails."""

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
import streamlit as st
from app import Keeper
from asking import Asking
from opening import Opener, Opening, Suggesting
from shelf import Shelf
from state import Chat
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Button

from assistant.answer import Answer, Status
from assistant.chats import ChatStore
from assistant.errors import ChatStoreError, CorpusError
from assistant.indexing import Progress
from assistant.pipeline import Pipeline, Query

SECONDS = 120
CABLES = "Engineers replaced forty steel cables."


def draw(opener: "Opener", keeper: "Keeper") -> None:
    """The script that AppTest runs: the page, with a pipeline and a store of the test's choice."""
    from app import page

    page(opener, keeper)


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    """The store of chats that all sessions of a test share."""
    store = ChatStore(tmp_path / "chats" / "chats.sqlite3", Chat)
    return lambda: store


@pytest.fixture
def visit(keeper: Keeper) -> Callable[..., AppTest]:
    """Opens the page in a new session on a pipeline, at an address if one is given."""

    def open_page(pipeline: Pipeline | Opener, **address: str) -> AppTest:
        opener = (lambda progress: pipeline) if isinstance(pipeline, Pipeline) else pipeline
        page = AppTest.from_function(draw, args=(opener, keeper))
        for name, value in address.items():
            page.query_params[name] = value
        return _run(page)

    return open_page


@pytest.fixture
def opened(fake_pipeline: Pipeline, visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Opens the page in a new session on the harbour and the orchard."""
    return lambda **address: visit(fake_pipeline, **address)


def _run(page: AppTest) -> AppTest:
    page.run(timeout=SECONDS)
    assert not page.exception
    return page


def _ask(page: AppTest, question: str) -> AppTest:
    page.chat_input[0].set_value(question)
    return _run(page)


def _html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def _chat(page: AppTest) -> Chat:
    found: Chat = page.session_state["shelf"].chat
    return found


def _answer(page: AppTest, place: int = -1) -> Answer:
    answer = _chat(page).exchanges[place].answer
    assert answer is not None
    return answer


def _button(page: AppTest, starts: str) -> Button:
    return next(button for button in page.button if str(button.key).startswith(starts))


def _address(page: AppTest) -> dict[str, str]:
    """What the address says of the chats."""
    return {n: v if isinstance(v, str) else v[0] for n, v in page.query_params.items()}


def _press(page: AppTest, starts: str) -> AppTest:
    _button(page, starts).click()
    return _run(page)


def test_it_begins_with_the_articles_and_questions_to_ask(opened: Callable[..., AppTest]) -> None:
    page = opened()
    assert {"Harbour Bridge Reopens After Repairs", "Late Frost Spoils The Apple Harvest"} <= {
        button.label for button in page.button
    }
    assert [button.label for button in page.button if button.label.startswith("What is")]


def test_an_answer_is_quoted_and_linked_to_its_sentence(opened: Callable[..., AppTest]) -> None:
    page = _ask(opened(), "What was replaced?")
    shown = _html(page)
    assert _chat(page).exchanges[0].answer.citations[0].quote == CABLES
    assert 'Engineers replaced <mark class="short">forty steel cables</mark>.' in shown
    assert 'href="#s-harbour-4"' in shown
    assert 'id="s-harbour-4"' in shown
    assert "#s-harbour-4:target" in shown


def test_a_chat_goes_on_and_is_shown_in_order(opened: Callable[..., AppTest]) -> None:
    page = _ask(_ask(_ask(opened(), "What was replaced?"), "hello"), "Who edited it?")
    shown = _html(page)
    order = [shown.index(question) for question in ("What was replaced?", ">hello<", "Who edited it?")]
    assert order == sorted(order)
    assert [e.waiting for e in _chat(page).exchanges] == [False] * 3


def test_a_starter_is_asked_when_it_is_pressed(opened: Callable[..., AppTest]) -> None:
    page = opened()
    first = _button(page, "starter")
    first.click()
    _run(page)
    assert _chat(page).exchanges[0].question == first.label.replace("\\", "")
    assert _chat(page).exchanges[0].answer is not None


def test_an_article_is_picked(opened: Callable[..., AppTest]) -> None:
    page = opened()
    page.selectbox[0].select("orchard")
    _run(page)
    assert 'id="s-orchard-0"' in _html(page)
    assert 'id="s-harbour-0"' not in _html(page)
    page = _ask(page, "What was replaced?")
    assert _chat(page).exchanges[0].answer.article == "orchard"


def test_the_picker_shows_what_the_chat_is_kept_to(opened: Callable[..., AppTest]) -> None:
    page = opened()
    page.selectbox[0].select("orchard")
    page = _run(_ask(_run(page), "What was replaced?"))
    first = _address(page)
    assert opened(**first).selectbox[0].value == "orchard"
    page = _press(page, "new")
    page.selectbox[0].set_value(None)
    page = _run(_ask(_run(page), "What was replaced?"))
    assert _answer(page).article is None
    second = _address(page)
    page = _press(page, f"open-{first['chat']}")
    assert page.selectbox[0].value == "orchard"
    page = _ask(page, "What was replaced?")
    assert (_answer(page).article, page.selectbox[0].value) == ("orchard", "orchard")
    page = _press(page, f"open-{second['chat']}")
    assert page.selectbox[0].value is None


def test_articles_of_one_headline_can_each_be_picked(opened: Callable[..., AppTest], corpus: Path) -> None:
    (corpus / "bridge.txt").write_bytes((corpus / "harbour.txt").read_bytes())
    page = _run(_ask(opened(), "hello"))  # finds the bridge
    headline = "Harbour Bridge Reopens After Repairs"
    assert {f"{headline} (bridge)", f"{headline} (harbour)"} < set(page.selectbox[0].options)
    assert "Late Frost Spoils The Apple Harvest" in page.selectbox[0].options
    for article in ("bridge", "harbour"):
        page.selectbox[0].select(article)
        page = _run(page)
        assert (page.selectbox[0].value, _chat(page).article) == (article, article)


def test_a_chat_kept_to_an_article_that_has_gone_goes_on_with_the_others(
    opened: Callable[..., AppTest], corpus: Path
) -> None:
    (corpus / "quay.txt").write_text("A Quay Is Closed\n\nThe old quay closed in June.\n", "utf-8")
    page = _ask(opened(), "hello")  # finds the quay
    page = _run(page)
    page.selectbox[0].select("quay")
    page = _ask(_run(page), "What was replaced?")
    assert _answer(page).article == "quay"
    (corpus / "quay.txt").unlink()
    page = _ask(page, "What was replaced?")
    assert "quay" in _chat(page).exchanges[2].error
    assert page.selectbox[0].value is None
    page = _ask(page, "What was replaced?")
    assert _answer(page).article is None
    assert _answer(page).citations[0].quote == CABLES


def test_a_headline_leads_to_its_article(
    opened: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened()
    assert [b.label for b in page.button if str(b.key).startswith("front-")] == [
        "Harbour Bridge Reopens After Repairs",
        "Late Frost Spoils The Apple Harvest",
    ]
    assert "A frost in May killed most of the blossom in the valley." in _html(page)
    assert not any("more" in caption.value for caption in page.caption)
    monkeypatch.setattr("article_pane.FRONT_PAGE", 1)
    page = _run(page)
    assert len([b for b in page.button if str(b.key).startswith("front-")]) == 1
    assert "And 1 more: choose above." in [caption.value for caption in page.caption]
    page = _press(page, "front-harbour")
    assert page.selectbox[0].value == "harbour"
    assert 'id="s-harbour-0"' in _html(page)
    assert not any(str(b.key).startswith("front-") for b in page.button)


@pytest.mark.parametrize(
    ("question", "says"),
    [("x" * 10_000, "10,000 characters"), ("Who\x07?", "control character")],
)
def test_a_question_that_cannot_be_asked_is_told_and_the_chat_kept(
    opened: Callable[..., AppTest], question: str, says: str
) -> None:
    page = _ask(_ask(opened(), "What was replaced?"), question)
    assert 'role="alert"' in _html(page)
    assert says in _html(page)
    assert CABLES in _chat(page).exchanges[0].answer.text
    assert _chat(_ask(page, "What was replaced?")).exchanges[2].answer is not None


def test_a_blank_question_is_none(opened: Callable[..., AppTest]) -> None:
    page = _ask(_ask(opened(), "  \n "), "What was replaced?")
    assert [exchange.question for exchange in _chat(page).exchanges] == ["What was replaced?"]


def test_what_small_talk_offers_is_a_press_away(opened: Callable[..., AppTest]) -> None:
    page = _press(_ask(opened(), "hello"), "try-1")
    assert [exchange.question for exchange in _chat(page).exchanges] == [
        "hello",
        "What is the article about?",
    ]


def test_a_chats_name_is_cut_to_what_there_is_room_for(opened: Callable[..., AppTest]) -> None:
    page = _run(_ask(opened(), "hello"))
    page.sidebar.text_input[0].set_value("x" * 100)
    assert _run(page).sidebar.text_input[0].value == "x" * 60


def test_markup_in_a_question_shows_as_typed(opened: Callable[..., AppTest]) -> None:
    shown = _html(_ask(opened(), "<script>alert(1)</script> $x$ **b** [1]"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$ **b** [1]" in shown
    assert shown.count("<script") == 1  # the page's own


def test_a_corpus_that_has_gone_is_told_and_the_chat_kept(
    opened: Callable[..., AppTest], corpus: Path
) -> None:
    page = _ask(opened(), "What was replaced?")
    corpus.rename(corpus.with_name("elsewhere"))
    page = _ask(page, "And who edited it?")
    assert "There is no corpus folder" in _html(page)
    assert _chat(page).exchanges[1].error
    assert "Harbour Bridge Reopens" in _html(page)
    corpus.with_name("elsewhere").rename(corpus)
    page = _ask(page, "What was replaced?")
    assert _chat(page).exchanges[2].answer.citations[0].quote == CABLES


def test_an_article_that_changed_loses_its_links_not_its_answers(
    opened: Callable[..., AppTest], corpus: Path
) -> None:
    page = _ask(opened(), "What was replaced?")
    (corpus / "harbour.txt").write_text("Nothing Stays\n\nEverything was rewritten since.\n", "utf-8")
    page = _ask(page, "hello")
    assert "(changed since)" in _html(page)
    assert "forty steel cables" in _html(page)


def test_a_new_chat_begins_empty(opened: Callable[..., AppTest]) -> None:
    page = _ask(opened(), "What was replaced?")
    _press(page, "new")
    assert _chat(page).exchanges == ()
    assert "forty steel cables</mark>" not in _html(page)


def test_two_sessions_are_apart(opened: Callable[..., AppTest]) -> None:
    one, other = opened(), opened()
    _ask(one, "What was replaced?")
    _run(other)
    assert _chat(other).exchanges == ()
    assert "What was replaced?" not in _html(other)


def test_what_cannot_be_opened_is_told_and_tried_again(
    fake_pipeline: Pipeline, visit: Callable[..., AppTest]
) -> None:
    tries = []

    def opener(progress: Progress) -> Pipeline:
        tries.append(progress)
        if len(tries) == 1:
            raise CorpusError("The folder '/a/$b$' has no articles. Put one there.")
        return fake_pipeline

    page = visit(opener)
    assert "The folder &#x27;/a/$b$&#x27; has no articles. Put one there." in _html(page)
    page.button[0].click()
    _run(page)
    assert "Harbour Bridge Reopens After Repairs" in [button.label for button in page.button]
    assert len(tries) == 2


def test_a_fault_of_the_program_is_told_without_a_traceback(
    fake_pipeline: Pipeline, visit: Callable[..., AppTest]
) -> None:
    class Broken(Pipeline):
        def _answer(self, query: Any) -> Any:
            raise ZeroDivisionError("deep inside")

    broken = Broken(fake_pipeline.library, fake_pipeline.answerer)
    page = _ask(visit(broken), "What was replaced?")
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
    assert opening.stage == (0.25, "Indexing the articles: 50 of 200 sentences.")
    finish.append(True)
    assert opening.ready(SECONDS)
    assert opening.pipeline() is fake_pipeline


def test_what_cannot_be_suggested_is_logged_and_there_is_nothing_to_suggest(
    fake_pipeline: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Pipeline):
        def without_model(self) -> Pipeline:
            return self

        def _answer(self, query: Any) -> Any:
            raise ZeroDivisionError("deep inside")

    document = fake_pipeline.library.document("harbour")
    suggesting = Suggesting(Broken(fake_pipeline.library, fake_pipeline.answerer))
    until = time.monotonic() + SECONDS
    with caplog.at_level(logging.ERROR):
        while (found := suggesting.of(document)) is None and time.monotonic() < until:
            time.sleep(0.01)
    assert found == ()
    assert "No questions could be suggested for 'harbour'" in caplog.text
    assert "deep inside" in caplog.text


def test_the_script_is_told_of_a_question_asked_again_and_not_of_one_deleted(
    opened: Callable[..., AppTest],
) -> None:
    def told(page: AppTest) -> str:
        return "".join(re.findall(r'<div id="now" .*(data-latest=.*?)>', _html(page)))

    page = _ask(_ask(opened(), "hello"), "What was replaced?")
    asked = told(page)
    row = f"{page.session_state['shelf'].opened}-2"
    page.session_state[f"more-{row}-0"] = True
    page = _press(_run(page), f"again-{row}")
    asked_again = told(page)
    assert asked_again != asked
    page.session_state[f"more-{row}-1"] = True
    page = _press(_run(page), f"delete-{row}")
    assert [exchange.number for exchange in _chat(page).exchanges] == [1]
    assert told(page) == asked_again


def test_the_page_is_the_script_that_is_run(nato_pipeline: Pipeline, visit: Callable[..., AppTest]) -> None:
    """With the product's own models: from the question to the lit sentence."""
    page = visit(nato_pipeline)
    page = _ask(page, "Which agency is it from?")
    answer = _chat(page).exchanges[0].answer
    assert answer.citations[0].short == "Reuters"
    assert '<mark class="short">Reuters</mark>' in _html(page)


class Slow(Pipeline):
    """Tells one statement, then waits until it is let go on."""

    def __init__(self, pipeline: Pipeline) -> None:
        super().__init__(pipeline.library, pipeline.answerer)
        self.go_on = threading.Event()

    def stream(self, input: Any, config: Any = None, **kwargs: Any) -> Iterator[Answer]:
        answer = self.invoke(input)
        whole = replace(answer, statements=(*answer.statements, *answer.statements))
        yield from list(whole.growing())[:1]
        assert self.go_on.wait(SECONDS)
        yield whole


class Correcting(Pipeline):
    """Says of everything that the article says otherwise."""

    def _answer(self, asked: Any) -> Answer:
        answer = super()._answer(asked)
        lead = "The article says otherwise:"
        return replace(answer, status=Status.CORRECTED, text=f"{lead}\n\n{answer.text}", lead=lead)


def test_a_corrected_answer_says_so_before_what_the_article_says(
    fake_pipeline: Pipeline, visit: Callable[..., AppTest]
) -> None:
    pipeline = Correcting(fake_pipeline.library, fake_pipeline.answerer)
    shown = _html(_ask(visit(pipeline), "Which copper cables were replaced?"))
    assert "Corrected by the article" in shown
    said = shown.index("The article says otherwise:")
    assert said < shown.index('<mark class="short">forty steel cables</mark>')
    assert "cited 1 time" in shown


def test_an_answer_is_told_statement_by_statement(fake_pipeline: Pipeline) -> None:
    slow = Slow(fake_pipeline)
    asked = Asking(slow, Query("What was replaced?"))
    assert asked.grown(None, SECONDS)
    part = asked.so_far
    assert part is not None
    assert (len(part.statements), asked.done) == (1, False)
    assert not asked.grown(part, 0.05)
    slow.go_on.set()
    assert asked.grown(part, SECONDS)
    while not asked.done:
        asked.grown(asked.so_far, 0.05)
    assert asked.so_far is not None
    assert asked.so_far.citations[:1] == part.citations


def test_a_chat_is_there_after_a_reload_and_for_who_holds_its_link(opened: Callable[..., AppTest]) -> None:
    page = _ask(opened(), "What was replaced?")
    _run(page)
    address = _address(page)
    assert set(address) == {"shelf", "chat"}
    assert _chat(opened(**address)) == _chat(page)
    guest = opened(chat=address["chat"])
    assert "forty steel cables</mark>" in _html(guest)
    assert set(guest.query_params) == {"chat"}
    assert "This chat" not in [expander.label for expander in guest.sidebar.expander]
    assert _chat(opened()).exchanges == ()


def test_a_link_to_no_chat_is_told(opened: Callable[..., AppTest]) -> None:
    assert "There is no chat behind this link" in _html(opened(chat="made-up"))


def test_the_way_back_to_a_deleted_chat_is_told_and_the_chat_then_kept(
    opened: Callable[..., AppTest],
) -> None:
    page = _run(_ask(opened(), "hello"))
    deleted = _address(page)["chat"]
    page = _press(page, "delete")
    page.query_params["chat"] = deleted
    page = _run(page)
    assert "There is no chat behind this link" in _html(page)
    page = _ask(page, "What was replaced?")
    assert "is not kept" not in _html(page)
    assert [e.question for e in _chat(opened(**_address(_run(page)))).exchanges] == ["What was replaced?"]


def test_a_chat_that_could_not_be_deleted_is_told_once_the_file_can_be_read_again(
    opened: Callable[..., AppTest], keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _run(_ask(opened(), "hello"))
    with monkeypatch.context() as failing:
        failing.setattr(keeper(), "delete", _fails)
        page = _press(page, "delete")
    assert "The disk is full." in _html(page)
    assert "is not kept" not in _html(page)
    assert "was deleted" not in _html(page)
    assert "The disk is full." not in _html(_ask(page, "hello"))


def _fails(*_: object) -> None:
    raise ChatStoreError("The disk is full.")


def test_undo_stands_above_what_scrolls_until_the_next_question(opened: Callable[..., AppTest]) -> None:
    page = _run(_ask(_ask(opened(), "hello"), "What was replaced?"))
    page.session_state[f"more-{page.session_state['shelf'].opened}-2-0"] = True
    page = _press(_run(page), f"delete-{page.session_state['shelf'].opened}-2")
    above, scrolling = cast(list[Block], [page.columns[0].children[place] for place in (0, 1)])
    assert [button.label for button in above.get("button")] == ["Undo"]
    assert "hello" in "".join(html.proto.body for html in scrolling.get("html"))
    page = _ask(page, "hello")
    assert not any(button.key == "undo-it" for button in page.button)


def test_that_chats_are_found_at_their_address_alone_is_told(opened: Callable[..., AppTest]) -> None:
    page = opened()
    assert any("at this visit’s own address: bookmark it" in c.value for c in page.sidebar.caption)
    page = _run(_ask(page, "hello"))
    assert "They are at this address alone: bookmark it." in [c.value for c in page.sidebar.caption]
    assert "bookmark" not in "".join(c.value for c in opened(chat=_address(page)["chat"]).sidebar.caption)


def test_chats_are_listed_named_deleted_and_brought_back(opened: Callable[..., AppTest]) -> None:
    page = _press(_ask(opened(), "What was replaced?"), "new")
    page = _run(_ask(page, "hello"))
    assert [b.label for b in page.sidebar.button if str(b.key).startswith("open-")] == [
        "hello",
        r"What was replaced?",
    ]
    page.sidebar.text_input[0].set_value("Small talk")
    page = _run(page)
    assert _chat(page).title == "Small talk"
    page = _press(page, "delete-all")
    assert _chat(page).exchanges == ()
    assert "2 chats were deleted." in _html(page)
    page = _press(page, "undo-it")
    assert len([b for b in page.sidebar.button if str(b.key).startswith("open-")]) == 2


def test_a_thumb_and_a_why_are_kept(opened: Callable[..., AppTest]) -> None:
    page = _ask(opened(), "What was replaced?")
    page.feedback[0].set_value(0)
    page = _run(page)
    assert _chat(page).exchanges[0].thumb == "down"
    next(field for field in page.text_input if field.label == "Why?").set_value("Too short")
    page = _run(page)
    assert _chat(page).exchanges[0].why == "Too short"


def test_a_summary_and_key_points_are_a_press_away(opened: Callable[..., AppTest]) -> None:
    page = opened()
    page.selectbox[0].select("harbour")
    page = _press(_press(_run(page), "ask-Summary"), "ask-Key points")
    assert [e.question for e in _chat(page).exchanges] == [
        "Summarize the article.",
        "What are the key points?",
    ]
    assert all(statement.citations for e in (0, 1) for statement in _answer(page, e).statements)


def test_what_the_article_names_is_a_question_away(opened: Callable[..., AppTest]) -> None:
    page = opened()
    page.selectbox[0].select("harbour")
    page = _run(page)
    people = next(group for group in page.pills if group.label == "People")
    assert people.options == ["Ada Park"]
    people.set_value("Ada Park")
    page = _run(page)
    assert _chat(page).exchanges[0].question == "What does the article say about Ada Park?"
    assert _answer(page).status is Status.ANSWERED


def test_a_chat_that_cannot_be_kept_goes_on_and_says_so(
    opened: Callable[..., AppTest], keeper: Keeper, tmp_path: Path
) -> None:
    (tmp_path / "chats").write_text("not a folder")
    page = _ask(opened(), "What was replaced?")
    shown = _html(page)
    assert "is not kept" in shown
    assert "ASSISTANT_CHATS" in shown
    assert "forty steel cables</mark>" in shown
    assert len(_chat(_ask(page, "hello")).exchanges) == 2


def test_ten_sessions_asking_at_once_get_their_own_answers(fake_pipeline: Pipeline, keeper: Keeper) -> None:
    def session(number: int) -> tuple[str, ...]:
        asked = [Asking(fake_pipeline, Query(f"What was replaced {'again ' * number}?"))]
        while not asked[0].done:
            asked[0].grown(None, 0.1)
        mine = Shelf(keeper())
        mine.change(lambda chat: chat.asked(f"Question {number}"))
        mine.change(lambda chat: chat.answered(1, cast(Answer, asked[0].so_far)))
        mine.refresh()
        answer = mine.chat.exchanges[0].answer
        assert answer is not None
        return mine.chat.title, answer.question, answer.citations[0].quote

    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(session, range(10)))
    assert found == [
        (f"Question {number}", f"What was replaced {'again ' * number}?", CABLES) for number in range(10)
    ]
