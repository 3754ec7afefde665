"""Texts to unit vectors of 384 floats, as LangChain Embeddings."""

from functools import lru_cache
from pathlib import Path

from langchain_core.embeddings import Embeddings

from assistant.runtime.exports import FORMAT, Export, Head
from assistant.runtime.session import ExportedModel
from assistant.runtime.tokens import tokenizer
from assistant.weights import MAX_TOKENS, minilm_folder

DIMENSIONS = 384
VERSION = f"onnxruntime/int8/{FORMAT}"

EMBEDDER = Export("embedder", Head.VECTOR)
_REMEMBERED = 64


class ExportedEmbedder(Embeddings):
    """The packaged MiniLM, exported; reads a text's first 256 tokens. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._model = ExportedModel(path)
        self._tokenizer = tokenizer(MAX_TOKENS)
        # A question is searched for, compared and, where it is declined, compared again.
        self._remembered = lru_cache(_REMEMBERED)(self._vector)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A unit vector for each text, in order."""
        distinct = list(dict.fromkeys(texts))
        vectors = self._model.run([self._tokenizer.encode(text) for text in distinct])
        found = {text: vector.tolist() for text, vector in zip(distinct, vectors, strict=True)}
        return [found[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a text."""
        return list(self._remembered(text))

    def _vector(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def sentence_transformers_embedder() -> Embeddings:
    """The same model as sentence-transformers runs it, in float32; opens no socket.

    Raises:
        WeightsError: the packaged weights are missing or altered.
    """
    from langchain_huggingface import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(
        model_name=str(minilm_folder()),
        model_kwargs={"device": "cpu", "local_files_only": True},
        encode_kwargs={"normalize_embeddings": True, "batch_size": 32},
    )
