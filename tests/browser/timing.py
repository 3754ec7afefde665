"""Measures what a reader of the page waits for: `python -m tests.browser.timing`.

Prints the time from the question sent to its first statement on the page and the answer's own share of
it, then the same for ten sessions that ask at the same time, whose answers must all be right and apart.
Figures depend on the machine: compare within one run. Without a Chromium the page is left out.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from evals.statistics import percentile
from tests.browser import server

ASKED = {
    "Where was the press conference?": "Croatia",
    "Which agency is it from?": "Reuters",
    "Who edited the article?": "Lili Bayer and Louise Rasmussen",
    "When was the article published?": "Jan 12",
    "Who wrote the article?": "Lili Bayer, Sudip Kar-Gupta and Inti Landauro",
}
SESSIONS = 10
WATCH = """() => {
  addEventListener('keydown', e => { if (e.key === 'Enter') window.sentAt = performance.now(); }, true);
  const before = document.querySelectorAll('.reply').length;
  new MutationObserver(() => {
    const replies = document.querySelectorAll('.reply');
    if (window.sentAt && !window.waited && replies.length > before)
      window.waited = performance.now() - window.sentAt;
  }).observe(document.body, {childList: true, subtree: true});
}"""


def main() -> int:
    """Prints the figures; 1 where an answer was wrong."""
    if server.chromium() is None:
        print("The page is left out: there is no chromium. On Debian: apt install chromium")
        return 0
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        server.served(Path(folder)) as address,
        server.browser() as browser,
    ):
        server.ask(_visit(browser, address), next(iter(ASKED)))  # the first answer warms the models up
        alone = [_told(_sent(_visit(browser, address), question), question) for question in ASKED]
        questions = [list(ASKED)[number % len(ASKED)] for number in range(SESSIONS)]
        pages = [_visit(browser, address) for _ in questions]
        sent = [_sent(page, question) for page, question in zip(pages, questions, strict=True)]
        together = [_told(page, question) for page, question in zip(sent, questions, strict=True)]
    _print("one session, first statement", [waited for waited, _, _ in alone])
    _print("  of it the answer itself", [own for _, own, _ in alone])
    _print(f"{SESSIONS} sessions at once, first statement", [waited for waited, _, _ in together])
    wrong = sum(not right for _, _, right in alone + together)
    print(f"answers right and apart: {len(alone + together) - wrong} of {len(alone + together)}")
    return int(wrong > 0)


def _visit(browser: Browser, address: str) -> Page:
    width, height = server.WIDE
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    return server.opened(page, address)


def _sent(page: Page, question: str) -> Page:
    page.evaluate(WATCH)
    box = page.get_by_placeholder("Ask about the article")
    box.fill(question)
    box.press("Enter")
    return page


def _told(page: Page, question: str) -> tuple[float, float, bool]:
    """Milliseconds until the first statement was there, the answer's own, and whether it is right."""
    page.wait_for_function("window.waited", timeout=server.PATIENCE * 1000)
    own = page.locator(".why dd").last.text_content() or ""
    shown = page.locator(".question").all_text_contents(), page.locator("mark.short").all_text_contents()
    right = shown == ([question], [ASKED[question]])
    waited = float(page.evaluate("window.waited"))
    page.context.close()
    return waited, float(own.replace(",", "").removesuffix(" ms")), right


def _print(what: str, milliseconds: list[float]) -> None:
    p50, p95 = percentile(milliseconds, 50), percentile(milliseconds, 95)
    print(f"{what}: p50 {p50:,.0f} ms, p95 {p95:,.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
