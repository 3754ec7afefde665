"""Takes the pictures of the page that the README shows: `python -m tests.browser.screenshots`."""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from assistant.settings import PROJECT
from tests.browser import server

IMAGES = PROJECT / "docs" / "images"
WIDE = (1440, 900)


def main() -> int:
    """Writes one picture for each state, scheme and width."""
    if server.chromium() is None:
        print("There is no chromium. On Debian: apt install chromium", file=sys.stderr)
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        server.served(Path(folder)) as address,
        server.browser() as browser,
    ):
        for scheme in ("light", "dark"):
            _take(browser, address, scheme, WIDE, "wide")
            _take(browser, address, scheme, server.NARROW, "narrow")
    return 0


def _take(browser: Browser, address: str, scheme: str, size: tuple[int, int], width: str) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.set_default_timeout(server.PATIENCE * 1000)
    page = server.opened(context.new_page(), address)
    page.locator(".st-key-starters button", has_text="say about").first.wait_for()
    _save(page, f"start-{scheme}-{width}")
    server.ask(page, "Where was the press conference?")
    page.locator("a.cite").first.click()
    _save(page, f"answer-{scheme}-{width}")
    server.ask(page, "What is the name of the airbase?")
    page.locator(".reply").last.scroll_into_view_if_needed()
    _save(page, f"declined-{scheme}-{width}")
    page.locator(".why summary").last.click()
    page.locator(".passages").last.scroll_into_view_if_needed()
    _save(page, f"why-{scheme}-{width}")
    server.ask(page, "When did NATO approve the operation?")
    page.locator(".reply.corrected a.cite").last.click()
    page.locator(".reply").last.scroll_into_view_if_needed()
    _save(page, f"corrected-{scheme}-{width}")
    page.get_by_text("Named in this article").click()
    page.get_by_test_id("stButtonGroup").last.wait_for()
    page.get_by_text("Named in this article").scroll_into_view_if_needed()
    _save(page, f"named-{scheme}-{width}")
    context.close()


def _save(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(800)
    picture = Image.open(io.BytesIO(page.screenshot()))
    # Few colours: less than half the size, and no difference to the eye.
    picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        IMAGES / f"{name}.png", optimize=True
    )
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
