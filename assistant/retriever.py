"""Hybrid retrieval: dense and BM25 rankings fused by reciprocal rank.

Source: Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual
rank learning methods", SIGIR 2009: score = sum over rankings of 1 / (60 + rank), rank from 1.
"""

from typing import Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.documents import Passage, ScoredPassage

RRF_CONSTANT = 60


class PassageIndex(Protocol):
    """A ranking of passages: the vector store and the lexical index are two."""

    def search(self, question: str, k: int, article: str | None = None) -> list[tuple[Passage, float]]: ...


class HybridRetriever:
    """Fuses the rankings of two indexes."""

    def __init__(self, dense: PassageIndex, lexical: PassageIndex) -> None:
        self._dense = dense
        self._lexical = lexical

    def retrieve(self, question: str, k: int, article: str | None = None) -> list[ScoredPassage]:
        """The `k` best passages for a question, best first; of one article if it is named."""
        dense = self._dense.search(question, k, article)
        lexical = self._lexical.search(question, k, article)
        similarity = {passage.id: score for passage, score in dense}
        bm25 = {passage.id: score for passage, score in lexical}
        passages = {passage.id: passage for passage, _ in [*dense, *lexical]}
        scores = dict.fromkeys(passages, 0.0)
        for ranking in (dense, lexical):
            for rank, (passage, _) in enumerate(ranking, start=1):
                scores[passage.id] += 1.0 / (RRF_CONSTANT + rank)
        ordered = sorted(passages, key=lambda id_: (-scores[id_], id_))
        return [
            ScoredPassage(passages[id_], scores[id_], similarity.get(id_), bm25.get(id_))
            for id_ in ordered[:k]
        ]


class LangChainRetriever(BaseRetriever):
    """The same retrieval as LangChain knows it: Documents, their offsets in the metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: HybridRetriever
    k: int = 8
    article: str | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(
                id=scored.passage.id,
                page_content=scored.passage.text,
                metadata={
                    "article": scored.passage.article,
                    "start": scored.passage.start,
                    "end": scored.passage.end,
                    "score": scored.score,
                    "similarity": scored.similarity,
                    "bm25": scored.bm25,
                },
            )
            for scored in self.retriever.retrieve(query, self.k, self.article)
        ]
