"""Passages in Chroma, on disk, by cosine. The only module that imports chromadb."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from chromadb import PersistentClient
from chromadb.config import Settings
from chromadb.errors import ChromaError
from chromadb.utils.batch_utils import create_batches
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from assistant.documents import Passage, Sentence
from assistant.embedder import DIMENSIONS

_PASSAGES = "passages"
_SENTENCES = "sentences"
_COSINE: Any = {"hnsw": {"space": "cosine"}}


class VectorStoreDamagedError(Exception):
    """Chroma cannot read or write what lies in its folder."""


class VectorStore:
    """Passages to be searched, and sentences with their vectors, in one folder, made when missing.

    Chroma's own settings come from here alone, not from its environment variables or `.env`.
    Every method raises VectorStoreDamagedError where the folder was deleted or spoilt.
    """

    def __init__(self, folder: Path, embedder: Embeddings) -> None:
        settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
        with _damage_told(folder):
            self._client: Any = PersistentClient(path=str(folder), settings=settings)
            self._store, self._sentences = (
                Chroma(
                    client=self._client,
                    collection_name=name,
                    embedding_function=embedder,
                    collection_configuration=_COSINE,
                )
                for name in (_PASSAGES, _SENTENCES)
            )
        self._folder = folder

    def add(self, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        """Writes passages with their vectors, shape (passages, 384); what is there already is replaced."""
        self._write(
            _PASSAGES,
            [passage.id for passage in passages],
            vectors,
            [_metadata(passage) for passage in passages],
            [passage.text for passage in passages],
        )

    def add_sentences(self, sentences: Sequence[Sentence], vectors: NDArray[np.float32]) -> None:
        """Writes sentences with their unit vectors, shape (sentences, 384)."""
        self._write(
            _SENTENCES,
            [f"{s.article}/{s.index}" for s in sentences],
            vectors,
            [{"article": s.article, "index": s.index} for s in sentences],
            [sentence.text for sentence in sentences],
        )

    def sentences(self, article: str) -> dict[str, NDArray[np.float32]]:
        """The unit vector of each of an article's sentences, by its text."""
        with _damage_told(self._folder):
            got = self._sentences.get(where={"article": article}, include=["embeddings", "documents"])
        return dict(zip(got["documents"], got["embeddings"], strict=True))

    def remove_article(self, article: str) -> None:
        """Deletes every passage and sentence of an article."""
        with _damage_told(self._folder):
            self._store.delete(where={"article": article})
            self._sentences.delete(where={"article": article})

    def all(self) -> list[Passage]:
        """Every passage, by article and place."""
        with _damage_told(self._folder):
            got = self._store.get(include=["documents", "metadatas"])
        passages = [
            _passage(id_, text, metadata)
            for id_, text, metadata in zip(got["ids"], got["documents"], got["metadatas"], strict=True)
        ]
        return sorted(passages, key=lambda passage: (passage.article, passage.first))

    def check(self) -> None:
        """Reads and searches vectors: their files may be spoilt where all else can be read."""
        anywhere = [1.0, *[0.0] * (DIMENSIONS - 1)]
        with _damage_told(self._folder):
            for store in (self._store, self._sentences):
                store.get(limit=1, include=["embeddings"])
                store.similarity_search_by_vector(anywhere, k=1)

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

    def _write(
        self,
        collection: str,
        ids: list[str],
        vectors: NDArray[np.float32],
        metadatas: list[Any],
        texts: list[str],
    ) -> None:
        # LangChain's own way in embeds each text itself; a passage's vector is made of its sentences'.
        with _damage_told(self._folder):
            into = self._client.get_collection(collection, embedding_function=None)
            for batch in create_batches(self._client, ids, list(vectors), metadatas, texts):
                into.upsert(*batch)


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
