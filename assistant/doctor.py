"""Examines an installation: what is there, whether it is right, and how to mend it."""

import importlib.metadata
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant import weights
from assistant.errors import AssistantError
from assistant.settings import Settings

_PROJECT = "article-assistant"
_INSTALL = "Run: pip install -c constraints.txt -e ."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined; `remedy` says what to do where it is not ok."""

    what: str
    ok: bool
    found: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that has to be right for a question to be answered, one by one.

    Where a package is missing, nothing that needs one is looked at.
    """
    python = ".".join(map(str, sys.version_info[:3]))
    fit = (3, 11) <= sys.version_info[:2] <= (3, 13)
    yield Finding("Python", fit, python, "Install Python 3.11, 3.12 or 3.13.")
    packages = [_package(name) for name in (_PROJECT, *_required())]
    yield from packages
    if not all(package.ok for package in packages):
        return
    from assistant.indexing import index_state

    yield _tried(
        "model weights", lambda: f"sha256 {weights.sha256(weights.minilm_folder() / 'model.safetensors')}"
    )
    yield _tried("corpus", lambda: f"{_read_corpus(settings)} articles in {str(settings.corpus)!r}")
    ok, state = index_state(settings.index)
    yield Finding("index", ok, f"{state} at {str(settings.index)!r}", "Run: assistant index")
    if settings.model:
        yield _tried("language model", lambda: _open_model(settings))


def _required() -> list[str]:
    """The packages that the project requires, as its installation says; none where it is not installed."""
    try:
        required = importlib.metadata.requires(_PROJECT) or []
    except importlib.metadata.PackageNotFoundError:
        return []
    return [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in required if "extra ==" not in line]


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, False, "not installed", _INSTALL)


def _read_corpus(settings: Settings) -> int:
    from assistant.loader import article_files, load_article

    return len([load_article(path) for path in article_files(settings.corpus)])


def _open_model(settings: Settings) -> str:
    """Whether a provider's package and key are there; its server is asked nothing."""
    from assistant.chat_model import ModelChoice, open_chat_model

    open_chat_model(ModelChoice.of(settings))
    return settings.model


def _tried(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except AssistantError as error:
        return Finding(what, False, "wrong", str(error))
