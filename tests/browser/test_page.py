"""The page as its users have it: Streamlit serving the product, Chromium in front of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from state import Chat

from assistant.answer import Answer, Citation, Status
from assistant.chats import ChatStore, new_token
from assistant.loader import load_article
from assistant.splitter import split_sentences
from tests.browser import server
from tests.browser.server import NARROW, WIDE, ask

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def lit(page: Page) -> dict[str, object]:
    """The lit sentence: its text, its colour, its strongest words, and whether it is in view."""
    page.wait_for_function("document.querySelector('.sentence:target') !== null")
    page.wait_for_timeout(500)
    found: dict[str, object] = page.evaluate(
        """() => {
          const sentence = document.querySelector('.sentence:target');
          const box = sentence.getBoundingClientRect();
          const at = document.elementFromPoint(box.left + 8, box.top + 8);
          const plain = getComputedStyle(document.querySelector('.sentence:not(:target)')).backgroundColor;
          return {
            text: sentence.textContent,
            lit: getComputedStyle(sentence).backgroundColor !== plain,
            short: [...sentence.children].filter(
              word => getComputedStyle(word).backgroundColor !== 'rgba(0, 0, 0, 0)'
            ).map(word => word.textContent).join(''),
            inView: box.top >= 0 && box.bottom <= innerHeight && sentence.contains(at),
          };
        }"""
    )
    return found


def quote_of(page: Page, number: int = -1) -> str:
    """The quote that an answer's first citation stands behind."""
    link = page.locator(".exchange").nth(number).locator("a.cite").first
    return link.get_attribute("title") or ""


def looks(words: Locator) -> tuple[str, str]:
    """The colour and the typeface of some words."""
    styles = "words => [getComputedStyle(words).color, getComputedStyle(words).fontFamily]"
    colour, typeface = words.evaluate(styles)
    return colour, typeface


def at_top(page: Page) -> None:
    """Waits until the last question stands at the top of the chat."""
    page.wait_for_function(
        """() => {
          const [talk, last] = ['.st-key-talk', '.st-key-talk .exchange'].map(
            selector => [...document.querySelectorAll(selector)].at(-1).getBoundingClientRect().top
          );
          return Math.abs(talk - last) < 2;
        }"""
    )


def scrolled(page: Page) -> int:
    """How far the chat is scrolled, in pixels, once it has stood still for half a second."""
    found: int = page.locator(".st-key-talk").evaluate(
        """async talk => {
          let [top, since] = [talk.scrollTop, performance.now()];
          while (performance.now() - since < 500) {
            await new Promise(requestAnimationFrame);
            if (talk.scrollTop !== top) [top, since] = [talk.scrollTop, performance.now()];
          }
          return Math.round(top);
        }"""
    )
    return found


def test_a_citation_lights_up_the_sentence_it_quotes(visit: Visit) -> None:
    page = visit()
    ask(page, "Where was the press conference?")
    reply = page.locator(".reply.answered")
    expect(reply.locator("mark.short")).to_have_text("Croatia")
    reply.locator("a.cite").first.click()
    assert lit(page) == {"text": quote_of(page), "lit": True, "short": "Croatia", "inView": True}
    assert "press conference in Croatia" in quote_of(page)


def test_a_citation_far_down_the_article_comes_into_view_and_leads_back(visit: Visit) -> None:
    page = visit()
    ask(page, "Who edited the article?")
    page.locator("a.cite").click()
    assert lit(page)["text"] == quote_of(page)
    assert lit(page)["inView"] is True
    back = page.locator("a.back:visible")
    expect(back).to_have_count(1)
    back.click()
    expect(page.locator("a.cite:target")).to_be_in_viewport()


def test_the_way_back_leads_to_the_link_that_was_followed(visit: Visit) -> None:
    page = visit()
    ask(page, "Who wrote the article?")
    ask(page, "Who edited the article?")
    for number, short in enumerate(page.locator("mark.short").all_inner_texts()):
        page.locator("a.cite").nth(number).click()
        assert lit(page)["short"] == short
        page.locator("a.back:visible").click()
        expect(page.locator("a.cite:target")).to_have_attribute("id", f"c-{number + 1}-1")
        expect(page.locator(".question").nth(number)).to_be_in_viewport()


def test_a_lit_sentence_outlives_a_reload_and_not_its_chat(visit: Visit) -> None:
    page = visit()
    ask(page, "Who edited the article?")
    page.locator("a.cite").click()
    page.reload()
    assert lit(page)["text"] == quote_of(page)
    assert lit(page)["inView"] is True
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".sentence:target")).to_have_count(0)
    expect(page.locator(".paper h2")).to_be_in_viewport()


def test_a_long_answer_is_read_from_its_question_on(visit: Visit) -> None:
    page = visit((1360, 600))
    ask(page, "hello")
    ask(page, "What are the key points?")
    expect(page.locator(".question").last).to_be_in_viewport(ratio=1)
    expect(page.locator("a.cite").last).not_to_be_in_viewport()
    at_top(page)


def test_a_long_answer_to_an_edited_question_is_read_from_its_question_on(visit: Visit) -> None:
    page = visit((1360, 600))
    ask(page, "hello")
    ask(page, "Which agency is it from?")
    expect(page.get_by_role("button", name="Edit")).to_have_count(2)
    page.get_by_role("button", name="Edit").last.click()
    page.get_by_role("textbox", name="The question").fill("What are the key points?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".question").last).to_have_text("What are the key points?")
    expect(page.locator("a.cite").nth(2)).to_be_attached()
    at_top(page)


def test_a_long_chat_is_read_from_its_last_question_on_after_another_page(visit: Visit) -> None:
    page = visit((1360, 600))
    ask(page, "hello")
    ask(page, "What are the key points?")
    page.locator(".st-key-talk").hover()
    page.mouse.wheel(0, 100)
    page.get_by_role("link", name="Evals").click()
    expect(page.locator(".st-key-talk")).to_have_count(0)
    page.get_by_role("link", name="Ask").click()
    expect(page.locator("a.cite").last).to_be_attached()
    at_top(page)


def test_the_chat_holds_still_once_the_keyboard_has_gone_into_it(visit: Visit) -> None:
    page = visit((1360, 600))
    ask(page, "hello")
    ask(page, "What are the key points?")
    at_top(page)
    page.get_by_placeholder("Ask about the article").focus()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".st-key-talk :focus")).to_be_in_viewport()
    reached = scrolled(page)
    page.locator(".st-key-talk").evaluate("talk => talk.append(document.createElement('p'))")
    assert scrolled(page) == reached
    expect(page.locator(".question").last).not_to_be_in_viewport()


def test_a_long_question_can_be_sent(visit: Visit) -> None:
    page = visit()
    page.get_by_placeholder("Ask about the article").fill("What did Rutte say? " * 100)
    expect(page.get_by_test_id("stChatInputSubmitButton")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="New chat")).to_be_in_viewport(ratio=1)


def test_an_article_that_is_picked_is_read_from_its_top(visit: Visit, tmp_path: Path) -> None:
    with server.served(tmp_path, corpus=server.PROJECT / "evals" / "articles") as elsewhere:
        page = visit(at=elsewhere)
        headline = page.locator(".st-key-front button").first
        expect(headline).to_be_in_viewport(ratio=1)
        page.locator(".st-key-paper").evaluate("pane => pane.scrollTop = 500")
        page.get_by_role("combobox", name="Article").click()
        page.get_by_role("option").last.click()
        expect(page.locator(".paper")).to_have_count(1)
        page.wait_for_function("document.querySelector('.st-key-paper').scrollTop === 0")
        page.context.close()  # Before its server goes.


def test_a_headline_leads_to_its_article(visit: Visit, tmp_path: Path) -> None:
    with server.served(tmp_path, corpus=server.PROJECT / "evals" / "articles") as elsewhere:
        page = visit(at=elsewhere)
        headline = page.locator(".st-key-front button").nth(1)
        title = headline.inner_text()
        headline.click()
        expect(page.locator("article.paper")).to_have_attribute("aria-label", title)
        page.context.close()  # Before its server goes.


def test_a_citation_is_followed_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit()
    page.get_by_placeholder("Ask about the article").focus()
    page.keyboard.type("Which agency is it from?")
    page.keyboard.press("Enter")
    page.locator("a.cite").wait_for(timeout=server.PATIENCE * 1000)
    page.wait_for_timeout(500)
    for _ in range(15):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('a.cite')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert lit(page)["text"] == quote_of(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.back')")
    page.keyboard.press("Enter")
    expect(page.locator("a.cite:target")).to_be_in_viewport()


def test_what_the_article_does_not_say_is_declined(visit: Visit) -> None:
    page = visit()
    ask(page, "When was the airbase built?")
    reply = page.locator(".reply.declined")
    expect(reply).to_contain_text("Not in the article")
    expect(reply).to_contain_text("The article does not say.")
    expect(reply).to_contain_text("Nearest in the article:")
    expect(reply.locator("mark.short")).to_have_count(0)
    reply.locator("a.cite").first.click()
    assert lit(page)["text"] == quote_of(page)


def test_what_the_article_perhaps_says_reads_like_an_answer_and_what_is_only_near_does_not(
    visit: Visit, address: str, store: ChatStore[Chat], nato: Path
) -> None:
    near = Citation.of(split_sentences(load_article(nato))[5])
    only_near = Answer("Who?", "Who?", Status.DECLINED, "No.", (), 0.1, (near,), "extractive", 1)
    chat = Chat().asked("Who?").answered(1, replace(only_near, confidence=0.7))
    chat = chat.asked("Who?").answered(2, only_near)
    token = new_token()
    store.change(token, token, lambda _: chat, Chat())
    page = visit(at=f"{address}/?chat={token}")
    expect(page.locator(".verdict")).to_have_text(["?Perhaps in the article", "∅Not in the article"])
    perhaps, not_said = page.locator(".reply").all()
    assert looks(perhaps.locator(".nearest li")) == looks(page.locator(".paper p.body").first)
    assert looks(not_said.locator(".nearest li")) != looks(perhaps.locator(".nearest li"))


def test_a_question_that_assumes_otherwise_is_corrected(visit: Visit) -> None:
    page = visit()
    ask(page, "When did NATO approve the operation?")
    reply = page.locator(".reply.corrected")
    expect(reply).to_contain_text("The article says otherwise:")
    reply.locator("a.cite").first.click()
    assert lit(page)["text"] == quote_of(page)
    assert "no decision has been made" in quote_of(page)


def test_a_follow_up_says_what_it_was_understood_to_ask(visit: Visit) -> None:
    page = visit()
    ask(page, "Where did Rutte say this?")
    ask(page, "When?")
    expect(page.locator(".understood").last).to_contain_text("Understood as")
    expect(page.locator(".understood").last).to_contain_text("Rutte")


def test_a_lit_sentence_stays_lit_while_the_chat_goes_on(visit: Visit) -> None:
    page = visit()
    ask(page, "Which agency is it from?")
    page.locator("a.cite").first.click()
    before = lit(page)
    ask(page, "Who edited the article?")
    assert lit(page)["text"] == before["text"]
    assert lit(page)["lit"] is True


def test_on_a_narrow_screen_the_panes_stack_and_citations_work(visit: Visit) -> None:
    page = visit(NARROW)
    ask(page, "Which agency is it from?")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    talk, paper = (page.locator(f".st-key-{pane}").bounding_box() for pane in ("talk", "paper"))
    assert talk is not None
    assert paper is not None
    assert paper["y"] >= talk["y"] + talk["height"]
    page.locator("a.cite").first.click()
    assert lit(page)["text"] == quote_of(page)
    assert lit(page)["inView"] is True
    page.locator("a.back:visible").click()
    expect(page.locator("a.cite:target")).to_be_in_viewport()


def test_dark_is_dark_and_can_be_read(visit: Visit) -> None:
    page = visit(WIDE, "dark")
    ask(page, "Which agency is it from?")
    page.locator("a.cite").first.click()
    assert lit(page)["lit"] is True
    colours = "getComputedStyle(document.querySelector('{}')).{}.match(/\\d+/g).slice(0, 3).map(Number)"
    behind = page.evaluate(colours.format(".stApp", "backgroundColor"))
    ink = page.evaluate(colours.format(".paper", "color"))
    assert max(behind) < 64
    assert min(ink) > 192


def test_markup_shows_as_typed(visit: Visit) -> None:
    page = visit()
    typed = "<script>alert(1)</script> $x$ and $y$ **b** _i_ [1] :smile: 😀 שלום"
    ask(page, typed)
    assert page.locator(".question").last.inner_text() == typed
    assert page.locator(".question *").count() == 0
    assert page.locator(".katex").count() == 0


def test_a_question_too_long_is_told_and_the_chat_goes_on(visit: Visit) -> None:
    page = visit()
    ask(page, "x" * 10_000)
    expect(page.locator(".reply.alert")).to_contain_text("10,000 characters")
    assert page.locator(".question").last.inner_text() == "x" * 10_000
    ask(page, "hello")
    expect(page.locator(".reply.social")).to_have_count(1)


def test_two_sessions_are_apart(visit: Visit) -> None:
    one, other = visit(), visit()
    ask(one, "Which agency is it from?")
    ask(other, "hello")
    expect(one.locator(".exchange")).to_have_count(1)
    expect(other.locator(".exchange")).to_have_count(1)
    expect(other.locator(".question")).to_have_text("hello")


def test_a_missing_corpus_is_told_without_a_traceback(visit: Visit, tmp_path: Path) -> None:
    with server.served(tmp_path, corpus=tmp_path / "none") as elsewhere:
        page = visit(at=elsewhere)
        expect(page.get_by_role("alert")).to_contain_text("none")
        (tmp_path / "none").mkdir()
        shipped = server.PROJECT / "corpus" / "nato-arctic-security.txt"
        (tmp_path / "none" / "story.txt").write_bytes(shipped.read_bytes())
        page.get_by_role("button", name="Try again").click()
        page.wait_for_selector(".paper", timeout=server.PATIENCE * 1000)
        page.context.close()  # Before its server goes.


def test_nothing_is_fetched_from_elsewhere(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    server.opened(context.new_page(), address)
    context.close()
    outside = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert outside == [], json.dumps(outside)
