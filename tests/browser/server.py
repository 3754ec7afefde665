"""The page served to a browser, as its users start it."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.settings import PROJECT
from evals.children import as_shipped

ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WIDE = (1360, 850)
NARROW = (390, 844)
PATIENCE = 240
"""Seconds that a slow machine may take to load the models, or to answer."""


def chromium() -> str | None:
    """Where the browser is; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium that calls nobody."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield found
        found.close()


@contextmanager
def served(folder: Path, corpus: Path = PROJECT / "corpus") -> Iterator[str]:
    """Runs the page on a free port of this machine with an index in `folder`; gives its address."""
    port = _free_port()
    streamlit = [sys.executable, "-m", "streamlit", "run", "ui/app.py"]
    command = as_shipped(
        [*streamlit, "--server.port", str(port), "--server.headless", "true"],
        ASSISTANT_INDEX=str(folder / "index"),
        ASSISTANT_CORPUS=str(corpus),
        ASSISTANT_CHATS=str(chats(folder)),
        HOME=str(folder),
    )
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=PROJECT, stdout=output, stderr=output)
    try:
        _wait_for(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def chats(folder: Path) -> Path:
    """Where a page that is served from a folder keeps its chats."""
    return folder / "chats" / "chats.sqlite3"


def opened(page: Page, address: str) -> Page:
    """The page once the article, or what is wrong, is on it."""
    page.goto(address)
    page.wait_for_selector(".paper, .front, .alert", timeout=PATIENCE * 1000)
    return page


def ask(page: Page, question: str) -> None:
    """Types a question and waits until what becomes of it is whole."""
    before = page.locator(".reply").count()
    box = page.get_by_placeholder("Ask about the article")
    box.fill(question)
    box.press("Enter")
    page.locator(".reply").nth(before).wait_for(timeout=PATIENCE * 1000)
    at_rest(page)


def at_rest(page: Page) -> None:
    """Waits until the script has run and no answer is on its way."""
    page.wait_for_function(
        """() => document.querySelector('[data-test-script-state=notRunning]') !== null
            && document.querySelector('.st-key-stop') === null""",
        timeout=PATIENCE * 1000,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"Streamlit ended:\n{log.read_text('utf-8', 'replace')}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"Streamlit did not start in {PATIENCE} s:\n{log.read_text('utf-8', 'replace')}")
