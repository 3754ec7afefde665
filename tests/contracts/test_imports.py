"""The import graph, held by reading the source: who may import whom, and what is imported only once."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import PROJECT

PACKAGES = ("assistant", "ui", "evals")
FILES = sorted(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))
SOURCES = {str(path.relative_to(PROJECT)): ast.parse(path.read_text("utf-8")) for path in FILES}

LAYERS = (
    ("documents", "errors"),
    ("answer", "settings", "chats"),
    (
        "weights",
        "terms",
        "names",
        "nations",
        "spelling",
        "agencies",
        "loader",
        "splitter",
        "embedder",
        "vector_store",
        "lexical_index",
        "retriever",
        "reader",
        "runtime",
        "index_folder",
        "support",
        "training",
        "metadata",
        "bylines",
        "questions",
        "quotations",
        "comparison",
        "claims",
        "antecedents",
        "conversation",
        "references",
        "selection",
        "salience",
        "indexing",
        "extractive",
        "replies",
        "entities",
        "prompts",
        "chat_model",
        "generator",
        "citations",
        "grounding",
        "opposites",
        "roles",
        "introductions",
        "inflection",
        "correction",
    ),
    ("pipeline",),
    ("build", "doctor", "suggestions"),
    ("cli",),
    ("__main__",),
)
"""From the bottom up; a module imports from its own layer and those below. Indexing is a stage that other
stages read from."""

MODELS = ("assistant/runtime/", "assistant/reader/", "assistant/support/", "assistant/training.py")
"""Those that share the models of one trunk."""

HEAVY = {
    "chromadb": ("assistant/vector_store.py",),
    "langchain_chroma": ("assistant/vector_store.py",),
    "langchain_huggingface": ("assistant/embedder.py",),
    "torch": MODELS,
    "transformers": MODELS,
    "peft": MODELS,
    "safetensors": MODELS,
    "onnxruntime": ("assistant/runtime/",),
    "bm25s": ("assistant/lexical_index.py",),
    "lemminflect": ("assistant/inflection.py",),
    "sqlalchemy": ("assistant/chats.py",),
    "streamlit": ("ui/",),
    "sklearn": ("evals/",),
    "yaml": ("evals/",),
    "typer": ("assistant/cli.py",),
    "langchain": ("assistant/chat_model.py",),
}
"""Each library and the one module that may import it, or the folders that share a model."""

NOT_AT_START = (
    "chromadb",
    "langchain",
    "langchain_core",
    "langchain_chroma",
    "langchain_huggingface",
    "sentence_transformers",
    "torch",
    "transformers",
    "peft",
    "onnxruntime",
    "bm25s",
    "lemminflect",
    "streamlit",
    "sklearn",
    "numpy",
)


def _imported(tree: ast.AST) -> Iterator[str]:
    """The full names of all that a module imports, wherever in it; nothing here is relative."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"a relative import: {ast.unparse(node)}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _importers(library: str) -> list[str]:
    return [
        name
        for name, tree in SOURCES.items()
        if any(full == library or full.startswith(f"{library}.") for full in _imported(tree))
    ]


def test_there_is_something_to_hold() -> None:
    assert {"assistant/pipeline.py", "assistant/settings.py", "assistant/cli.py"} <= set(SOURCES)


@pytest.mark.parametrize(
    ("package", "others"),
    [("assistant", ("ui", "evals", "tests")), ("ui", ("evals", "tests")), ("evals", ("ui", "tests"))],
)
def test_packages_keep_apart(package: str, others: tuple[str, ...]) -> None:
    wrong = [
        (name, full)
        for name, tree in SOURCES.items()
        if name.startswith(f"{package}/")
        for full in _imported(tree)
        if full.split(".")[0] in others
    ]
    assert wrong == []


def _module(full: str) -> str | None:
    """The module of the assistant that a full name belongs to."""
    parts = full.split(".")
    return parts[1] if parts[0] == "assistant" and len(parts) > 1 else None


RANK = {module: rank for rank, layer in enumerate(LAYERS) for module in layer}


def _own_imports() -> Iterator[tuple[str, str]]:
    for name, tree in SOURCES.items():
        path = Path(name)
        if path.parts[0] != "assistant" or path == Path("assistant/__init__.py"):
            continue
        importer = path.parts[1].removesuffix(".py")
        for full in _imported(tree):
            module = _module(full)
            if module is not None and module in RANK and module != importer:
                yield importer, module


def test_imports_point_one_way() -> None:
    modules = {Path(name).parts[1].removesuffix(".py") for name in SOURCES if name.startswith("assistant/")}
    assert modules - {"__init__"} - set(RANK) == set(), "a new module: give it its layer here"
    assert [(a, b) for a, b in _own_imports() if RANK[a] < RANK[b]] == []


def test_there_is_no_cycle() -> None:
    edges: dict[str, set[str]] = {}
    for importer, module in _own_imports():
        edges.setdefault(importer, set()).add(module)
    while edges:
        free = [module for module, wants in edges.items() if not wants & edges.keys()]
        assert free, f"a cycle among {sorted(edges)}"
        for module in free:
            del edges[module]


@pytest.mark.parametrize("library", HEAVY)
def test_a_heavy_library_is_imported_where_it_may_be(library: str) -> None:
    wrong = [name for name in _importers(library) if not name.startswith(HEAVY[library])]
    assert wrong == []


@pytest.mark.parametrize("library", HEAVY)
def test_what_is_held_is_what_is_used(library: str) -> None:
    """Were an adapter renamed, the test above would hold nothing."""
    assert _importers(library) != []


def test_only_settings_reads_the_environment() -> None:
    readers = [
        name
        for name, tree in SOURCES.items()
        if any(full in ("os.environ", "os.getenv", "os.environb") for full in _imported(tree))
        or any(
            isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb", "putenv")
            for node in ast.walk(tree)
        )
    ]
    assert readers == ["assistant/settings.py"]


@pytest.mark.parametrize(
    "library", ["langchain_openai", "langchain_anthropic", "langchain_ollama", "sentence_transformers"]
)
def test_what_langchain_imports_is_not_imported_by_name(library: str) -> None:
    """A provider it imports only when a model is switched on."""
    assert _importers(library) == []


def test_no_module_is_named_for_nothing() -> None:
    names = {"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py"}
    assert [name for name in SOURCES if Path(name).name in names] == []


def test_nothing_shadows_the_package() -> None:
    """A folder of this name under tests/, or a module of it in ui/, would be imported in its place."""
    assert not (PROJECT / "tests" / "assistant").exists()
    assert not (PROJECT / "ui" / "assistant").exists()
    assert not (PROJECT / "ui" / "assistant.py").exists()


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    """Subprocess, as this one has loaded them long since."""
    code = f"import sys, assistant.cli; print(*(n for n in {NOT_AT_START!r} if n in sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.strip() == ""
