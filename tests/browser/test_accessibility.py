"""axe-core on the page in its states: no serious and no critical violation."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from state import Chat

from assistant.answer import Answer, Citation, Statement, Status
from assistant.chats import ChatStore, new_token
from tests.browser.server import NARROW, WIDE, ask

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def violations(page: Page) -> list[str]:
    """What axe finds serious or critical, each with the first element it concerns."""
    page.wait_for_timeout(500)
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:300]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_serious(visit: Visit, size: tuple[int, int], scheme: str) -> None:
    page = visit(size, scheme)
    assert violations(page) == []
    ask(page, "Which agency is it from?")
    page.locator("a.cite").first.click()
    ask(page, "What is the name of the airbase?")
    page.locator(".why summary").last.click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_what_opens(visit: Visit, scheme: str) -> None:
    page = visit(WIDE, scheme)
    ask(page, "hello")
    ask(page, "x" * 3000)
    page.get_by_text("Named in this article").click()
    page.get_by_text("This chat", exact=True).click()
    assert violations(page) == []
    page.get_by_role("button", name="Edit").last.click()
    page.get_by_test_id("stPopoverBody").locator("textarea").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="More").last.click()
    page.get_by_test_id("stPopoverBody").locator("code").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_citation_that_is_gone(
    visit: Visit, address: str, store: ChatStore[Chat], scheme: str
) -> None:
    gone = Citation("nato-arctic-security", 0, 8, "Old text")
    statements = (Statement("Old text", (gone,)),)
    answer = Answer("Who?", "Who?", Status.ANSWERED, "Old text", statements, 0.9, (), "extractive", 1)
    token = new_token()
    store.change(token, token, lambda chat: chat.asked("Who?").answered(1, answer), Chat())
    page = visit(WIDE, scheme, at=f"{address}/?chat={token}")
    expect(page.locator(".cite.gone")).to_have_text("1 (changed since)")
    assert violations(page) == []
