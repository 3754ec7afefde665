"""The doctor looks for all that is required, and tells what is missing instead of falling over it."""

import importlib.metadata
import subprocess
import sys
import tomllib
from itertools import takewhile
from pathlib import Path

import pytest

from assistant.doctor import examine
from assistant.settings import PROJECT, Settings

WITHOUT_CHROMA = """
import importlib.metadata
import sys

version = importlib.metadata.version

def missing(name):
    if name == "chromadb":
        raise importlib.metadata.PackageNotFoundError(name)
    return version(name)

importlib.metadata.version = missing
sys.modules["chromadb"] = None  # an import of it raises ModuleNotFoundError
from assistant.cli import app
app(["doctor"])
"""


def test_every_required_package_is_looked_for(corpus: Path, index: Path) -> None:
    found = takewhile(lambda finding: finding.what != "model weights", examine(Settings(corpus, index)))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [finding.what for finding in found] == ["Python", project["name"], *project["dependencies"]]


def test_a_missing_package_is_told_before_it_is_needed() -> None:
    result = subprocess.run(
        [sys.executable, "-c", WITHOUT_CHROMA], capture_output=True, text=True, check=False, timeout=60
    )
    assert (result.returncode, result.stderr) == (2, "")
    assert "BAD  chromadb: not installed\n     Run: pip install" in result.stdout
    assert "ok   langchain: " in result.stdout
    assert "corpus" not in result.stdout


def test_a_project_that_is_not_installed_is_told(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    monkeypatch.setattr(importlib.metadata, "requires", missing)
    _, project = examine(Settings(corpus, index))
    assert (project.what, project.ok, project.remedy[:16]) == ("article-assistant", False, "Run: pip install")


def test_a_language_model_is_looked_for_where_one_is_switched_on(corpus: Path, index: Path) -> None:
    *_, last = examine(Settings(corpus, index))
    assert last.what == "index"
    *_, last = examine(Settings(corpus, index, model="openai:gpt-x"))
    assert (last.what, last.ok) == ("language model", False)
    assert last.remedy == "There is no key for 'openai'. Set OPENAI_API_KEY."
