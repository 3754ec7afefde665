"""The product served, and a browser in front of it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from state import Chat

from assistant.chats import ChatStore
from tests.browser import server
from tests.browser.server import WIDE

expect.set_options(timeout=server.PATIENCE * 1000)

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if server.chromium() is None:
        reason = "There is no chromium. On Debian: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with server.browser() as found:
        yield found


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="session")
def address(chromium: Browser, folder: Path) -> Iterator[str]:
    with server.served(folder) as found:
        yield found


@pytest.fixture(scope="session")
def store(address: str, folder: Path) -> ChatStore[Chat]:
    """The chats of the served page."""
    return ChatStore(server.chats(folder), Chat)


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def visit(chromium: Browser, address: str, complaints: list[str]) -> Iterator[Visit]:
    """Opens the page in a browser of its own; at the end there must be no complaint, nor a traceback."""
    pages = []

    def open_page(size: tuple[int, int] = WIDE, scheme: str = "light", at: str = address) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
        )
        context.set_default_timeout(server.PATIENCE * 1000)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(told(m)) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages.append(page)
        return server.opened(page, at)

    def told(message: ConsoleMessage) -> str:
        return f"{message.text} {message.location['url']}"

    yield open_page
    for page in (page for page in pages if not page.is_closed()):
        assert "Traceback" not in page.content()
        assert page.locator(".stException").count() == 0
        page.context.close()
    assert complaints == []
