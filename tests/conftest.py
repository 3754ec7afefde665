"""What every test stands on: no network, a clean environment, small corpora, and fakes for the models."""

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings

from assistant.build import open_pipeline
from assistant.documents import Passage, Sentence, Span
from assistant.extractive import ExtractiveAnswerer
from assistant.indexing import Library
from assistant.pipeline import Pipeline
from assistant.reader.spans import ReadSpan
from assistant.selection import Calibration
from assistant.settings import PROJECT, Settings

settings.register_profile("project", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("project")

CLEARED = ("ASSISTANT_", "LANGSMITH_", "LANGCHAIN_", "CHROMA_", "OPENAI_", "ANTHROPIC_", "OLLAMA_")
LOOPBACK = ("localhost", "127.0.0.1", "::1", "", None)

HARBOUR = (
    "Harbour Bridge Reopens After Repairs\n\n"
    "BERGEN, March 4 (Coast News) - The harbour bridge reopened on Tuesday after nine weeks of repairs. "
    "Mayor Ada Park cut the ribbon.\n\n"
    "The work cost 12 million kroner. Engineers replaced forty steel cables.\n\n"
    "(Reporting by Ben Stone; Editing by Cara Holm)\n"
)
ORCHARD = (
    "Late Frost Spoils The Apple Harvest\n\n"
    "A frost in May killed most of the blossom in the valley. Growers expect a third of last year's crop.\n"
)


class NetworkBlockedError(RuntimeError):
    """A test tried to reach something outside this machine."""


@pytest.fixture(scope="session", autouse=True)
def dialled() -> Iterator[list[str]]:
    """Blocks every way out but loopback and clears the environment; lists the blocked attempts."""
    attempts: list[str] = []
    patch = pytest.MonkeyPatch()

    def guarded(real: Callable[..., Any], host_of: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            host = host_of(*args, **kwargs)
            host = host.decode() if isinstance(host, bytes) else host
            if host not in LOOPBACK and not str(host).startswith("127."):
                attempts.append(str(host))
                raise NetworkBlockedError(f"A test may not reach {host!r}. Use a fake in its place.")
            return real(*args, **kwargs)

        return call

    def of_connection(sock: socket.socket, address: Any, *_: Any) -> Any:
        return "localhost" if sock.family == getattr(socket, "AF_UNIX", None) else address[0]

    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name), of_connection))
    patch.setattr(
        socket.socket,
        "sendto",
        guarded(socket.socket.sendto, lambda sock, *args: of_connection(sock, args[-1])),
    )
    patch.setattr(
        socket, "create_connection", guarded(socket.create_connection, lambda address, *_, **__: address[0])
    )
    patch.setattr(socket, "getaddrinfo", guarded(socket.getaddrinfo, lambda host, *_, **__: host))
    for name in [name for name in os.environ if name.startswith(CLEARED)]:
        patch.delenv(name)
    yield attempts
    patch.undo()


@pytest.fixture(scope="session")
def nato() -> Path:
    """The article that the product ships with."""
    return PROJECT / "corpus" / "nato-arctic-security.txt"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with two short invented articles: harbour and orchard."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR, "utf-8")
    (folder / "orchard.txt").write_text(ORCHARD, "utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where an index may be made; nothing is there yet."""
    return tmp_path / "index"


@pytest.fixture(scope="session")
def embeddings() -> Embeddings:
    """Vectors that depend on the text alone and mean nothing."""
    return DeterministicFakeEmbedding(size=384)


class FakeReader:
    """Finds the first sentence that holds `wanted`, and marks it there; every other reads badly."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.questions: list[str] = []

    def read(
        self, question: str, passages: Sequence[Passage], sentences: Sequence[Sequence[Sentence]]
    ) -> list[ReadSpan]:
        """One span for each pair of passage and sentence."""
        self.questions.append(question)
        found = []
        for passage, inside in zip(passages, sentences, strict=True):
            for sentence in inside:
                at = sentence.text.find(self.wanted)
                start = sentence.start + max(0, at)
                end = start + len(self.wanted) if at >= 0 else sentence.end
                score = 11.0 if at >= 0 else -11.0
                found.append(ReadSpan(passage.article, passage.id, sentence.index, Span(start, end), score))
        return found


@pytest.fixture
def fake_reader() -> Callable[[str], FakeReader]:
    """Makes a reader that finds one fixed phrase."""
    return FakeReader


@pytest.fixture
def fake_pipeline(corpus: Path, index: Path, embeddings: Embeddings) -> Pipeline:
    """The harbour and the orchard, read by a fake that looks for "forty steel cables"."""
    library = Library(corpus, index, embeddings)
    library.refresh()
    only_reading = Calibration({"best": 1.0}, {"best": 1.0}, threshold=0.5, follow_up=0.5)
    return Pipeline(library, ExtractiveAnswerer(library, FakeReader("forty steel cables"), only_reading))


@pytest.fixture(scope="session")
def nato_settings(nato: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A corpus of the article that the product ships with, and where its index is."""
    folder = tmp_path_factory.mktemp("nato")
    (folder / "corpus").mkdir()
    (folder / "corpus" / nato.name).write_bytes(nato.read_bytes())
    return Settings(folder / "corpus", folder / "index")


@pytest.fixture(scope="session")
def nato_pipeline(dialled: list[str], nato_settings: Settings) -> Pipeline:
    """The product itself, with its own models, on the article it ships with."""
    return open_pipeline(nato_settings)
