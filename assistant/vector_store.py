"""Passages in Chroma, on disk, by cosine. The only module that imports chromadb."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chromadb import PersistentClient
from chromadb.config import Settings
from chromadb.errors import ChromaError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from assistant.documents import Passage

_COLLECTION = "passages"


class VectorStoreDamagedError(Exception):
    """Chroma cannot read or write what lies in its folder."""


class VectorStore:
    """One Chroma collection in one folder, made when missing.

    Chroma's own settings come from here alone, not from its environment variables or `.env`.
    Every method raises VectorStoreDamagedError where the folder was deleted or spoilt.
    """

    def __init__(self, folder: Path, embedder: Embeddings) -> None:
        settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
        with _damage_told(folder):
            self._client: Any = PersistentClient(path=str(folder), settings=settings)
            self._store = Chroma(
                client=self._client,
                collection_name=_COLLECTION,
                embedding_function=embedder,
                collection_configuration={"hnsw": {"space": "cosine"}},
            )
        self._folder = folder

    def add(self, passages: Sequence[Passage]) -> None:
        """Embeds and writes passages; one that is there already is replaced by itself."""
        with _damage_told(self._folder):
            self._store.add_texts(
                texts=[passage.text for passage in passages],
                metadatas=[_metadata(passage) for passage in passages],
                ids=[passage.id for passage in passages],
            )

    def remove_article(self, article: str) -> None:
        """Deletes every passage of an article."""
        with _damage_told(self._folder):
            self._store.delete(where={"article": article})

    def all(self) -> list[Passage]:
        """Every passage, by article and place."""
        with _damage_told(self._folder):
            got = self._store.get(include=["documents", "metadatas"])
        passages = [
            _passage(id_, text, metadata)
            for id_, text, metadata in zip(got["ids"], got["documents"], got["metadatas"], strict=True)
        ]
        return sorted(passages, key=lambda passage: (passage.article, passage.first))

    def search(self, question: str, k: int, article: str | None = None) -> list[tuple[Passage, float]]:
        """The `k` passages nearest in meaning with their cosine in [-1, 1], best first."""
        with _damage_told(self._folder):
            found = self._store.similarity_search_with_score(
                question, k=k, filter={"article": article} if article else None
            )
        return [
            (_passage(str(document.id), document.page_content, document.metadata), 1.0 - distance)
            for document, distance in found
        ]

    def close(self) -> None:
        """Lets go of the folder."""
        self._client.close()


@contextmanager
def _damage_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except ChromaError as error:
        raise VectorStoreDamagedError(f"{str(folder)!r}: {error}") from error


def _metadata(passage: Passage) -> dict[str, str | int]:
    return {
        "article": passage.article,
        "first": passage.first,
        "last": passage.last,
        "start": passage.start,
        "end": passage.end,
    }


def _passage(id_: str, text: str, metadata: dict[str, Any]) -> Passage:
    return Passage(id=id_, text=text, **metadata)
