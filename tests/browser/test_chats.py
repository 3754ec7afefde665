"""Chats as people keep them: reloaded, shared, corrected, judged, deleted and brought back."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import server
from tests.browser.server import NARROW, ask

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def press(page: Page, name: str, place: int = -1) -> None:
    buttons = page.get_by_role("button", name=re.compile(f"^{name}"))
    (buttons.last if place < 0 else buttons.nth(place)).click()


def test_a_reload_keeps_the_chat(visit: Visit) -> None:
    page = visit()
    ask(page, "Which agency is it from?")
    expect(page).to_have_url(re.compile(r"\?shelf=[\w-]{32}&chat=[\w-]{32}"))
    page.reload()
    expect(page.locator(".question")).to_have_text("Which agency is it from?")
    expect(page.locator(".reply.answered a.cite")).to_have_count(1)


def test_the_other_page_keeps_the_chats_too(visit: Visit, complaints: list[str]) -> None:
    page = visit()
    ask(page, "hello")
    page.get_by_role("link", name="Evals").click()
    expect(page.locator(".masthead h1")).to_have_text("Evals")
    page.reload()
    expect(page.locator(".masthead h1")).to_have_text("Evals")
    page.get_by_role("link", name="Ask").click()
    expect(page.locator(".question")).to_have_text("hello")
    # Streamlit looks for itself below the page's path first.
    missed = ("404 (Not Found)", "/Evals/_stcore/")
    complaints[:] = [complaint for complaint in complaints if not all(part in complaint for part in missed)]


def test_who_has_a_chats_link_goes_on_with_it_and_sees_no_other(visit: Visit) -> None:
    owner = visit()
    ask(owner, "Which agency is it from?")
    owner.get_by_text("This chat", exact=True).click()
    link = owner.locator(".stSidebar code").inner_text().replace("\n", "")
    press(owner, "New chat")
    expect(owner.locator(".exchange")).to_have_count(0)
    ask(owner, "hello")
    guest = visit(at=link)
    expect(guest.locator(".question")).to_have_text("Which agency is it from?")
    expect(guest.get_by_text("You came by the link of one chat.")).to_have_count(1)
    ask(guest, "Who edited the article?")
    owner.locator(".st-key-chats button", has_text="Which agency").click()
    expect(owner.locator(".question")).to_have_text(["Which agency is it from?", "Who edited the article?"])


def test_what_was_understood_can_be_corrected(visit: Visit) -> None:
    page = visit()
    ask(page, "Where did Rutte say this?")
    ask(page, "When?")
    expect(page.locator(".understood")).to_have_count(1)
    press(page, "Not what you meant")
    field = page.get_by_role("textbox", name="The question")
    expect(field).to_have_value(re.compile("Rutte"))
    field.fill("When was the article published?")
    press(page, "Ask$")
    expect(page.locator(".question").last).to_have_text("When was the article published?")
    corrected = page.get_by_role("region", name="Question 2").locator(".reply")
    expect(corrected.locator("mark.short")).to_have_text("Jan 12")
    expect(page.locator(".exchange")).to_have_count(2)
    press(page, "More", 0)
    expect(page.get_by_test_id("stPopoverBody").locator("code")).to_contain_text("Rutte")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(1)


def test_an_answer_is_judged_copied_deleted_and_brought_back(visit: Visit) -> None:
    page = visit()
    ask(page, "Which agency is it from?")
    page.get_by_test_id("stFeedback").locator("button").last.click()
    why = page.get_by_label("Why?")
    why.fill("Too short")
    why.press("Enter")
    page.wait_for_timeout(1000)
    press(page, "More")
    expect(page.get_by_test_id("stPopoverBody").locator("code")).to_contain_text("characters")
    press(page, "Delete$")
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.locator(".notice")).to_contain_text("A question was deleted.")
    press(page, "Undo")
    expect(page.locator(".exchange")).to_have_count(1)
    page.reload()
    expect(page.get_by_label("Why?")).to_have_value("Too short")


def test_undo_is_in_view_however_long_the_chat_is(visit: Visit) -> None:
    page = visit((1360, 600))
    ask(page, "What are the key points?")
    ask(page, "hello")
    press(page, "More")
    press(page, "Delete$")
    expect(page.locator(".exchange")).to_have_count(1)
    page.locator(".st-key-talk").hover()
    page.mouse.wheel(0, 3000)
    expect(page.get_by_role("button", name="Undo")).to_be_in_viewport(ratio=1)
    expect(page.get_by_placeholder("Ask about the article")).to_be_in_viewport(ratio=1)
    ask(page, "hello")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_a_notice_that_comes_or_goes_leaves_the_chat_where_it_was(visit: Visit) -> None:
    page = visit((1360, 600))
    ask(page, "What are the key points?")
    ask(page, "hello")
    page.locator(".st-key-talk").evaluate("talk => { talk.dataset.kept = 'yes'; }")
    press(page, "More")
    press(page, "Delete$")
    expect(page.get_by_role("button", name="Undo")).to_have_count(1)
    expect(page.locator(".st-key-talk")).to_have_attribute("data-kept", "yes")
    press(page, "Undo")
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page.locator(".st-key-talk")).to_have_attribute("data-kept", "yes")


def test_the_way_back_to_a_deleted_chat_is_told(visit: Visit) -> None:
    page = visit()
    ask(page, "hello")
    expect(page).to_have_url(re.compile("chat="))
    page.get_by_text("This chat", exact=True).click()
    press(page, "Delete this chat")
    expect(page.locator(".exchange")).to_have_count(0)
    page.go_back()
    expect(page.locator(".notice", has_text="There is no chat behind this link")).to_have_count(1)
    ask(page, "hello")
    expect(page.locator(".notice", has_text="is not kept")).to_have_count(0)


def test_the_margin_counts_what_was_cited(visit: Visit) -> None:
    page = visit()
    ask(page, "Which agency is it from?")
    ask(page, "Which agency is the story from?")
    counts = page.evaluate(
        """[...document.querySelectorAll('.sentence')].map(
             s => getComputedStyle(s, '::before').content).filter(c => c !== 'none')"""
    )
    assert len(counts) == 1
    assert counts[0].startswith('"2"')


def test_what_the_article_names_is_a_question_away(visit: Visit) -> None:
    page = visit()
    page.get_by_text("Named in this article").click()
    page.get_by_test_id("stButtonGroup").locator("button", has_text="Croatia").click()
    expect(page.locator(".question")).to_have_text("What does the article say about Croatia?")
    expect(page.locator(".reply.answered blockquote").first).to_contain_text("Croatia")


def test_a_new_chat_is_a_shortcut_away_and_the_list_is_in_reach_on_a_narrow_screen(visit: Visit) -> None:
    page = visit(NARROW)
    ask(page, "hello")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+Shift+O")
    expect(page.locator(".exchange")).to_have_count(0)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.locator(".st-key-chats button", has_text="hello").click()
    expect(page.locator(".question")).to_have_text("hello")


def test_questions_to_begin_with_are_made_from_the_article(visit: Visit) -> None:
    page = visit()
    made = page.locator(".st-key-starters button", has_text="Trump")
    expect(made).to_have_count(1)
    made.click()
    expect(page.locator(".reply.answered")).to_have_count(1)


def test_the_page_asks_no_more_once_the_questions_to_begin_with_are_there(
    chromium: Browser, tmp_path: Path
) -> None:
    with server.served(tmp_path) as elsewhere:
        context = chromium.new_context()
        page = context.new_page()
        sent: list[str] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
        server.opened(page, elsewhere)
        expect(page.locator(".st-key-starters button", has_text="Trump")).to_have_count(1)
        page.wait_for_timeout(1500)
        sent.clear()
        page.wait_for_timeout(2500)
        context.close()  # Before its server goes.
    assert sent == []
