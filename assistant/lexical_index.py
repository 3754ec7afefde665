"""BM25 over passages. The only module that imports bm25s."""

from collections.abc import Sequence

import bm25s
import numpy as np

from assistant.documents import Passage
from assistant.terms import terms


class LexicalIndex:
    """BM25 (Lucene's variant, k1 = 1.5, b = 0.75) over the stems of the passages' words."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = list(passages)
        self._articles = np.array([passage.article for passage in passages])
        tokens = [terms(passage.text) for passage in passages]
        self._vocabulary = {term for passage_terms in tokens for term in passage_terms}
        self._bm25 = bm25s.BM25()
        if self._vocabulary:
            self._bm25.index(tokens, show_progress=False)

    def search(self, question: str, k: int, article: str | None = None) -> list[tuple[Passage, float]]:
        """At most `k` passages that share a word with the question, their score > 0, best first."""
        asked = [term for term in terms(question) if term in self._vocabulary]
        if not asked:
            return []
        scores = self._bm25.get_scores(asked)
        if article is not None:
            scores = np.where(self._articles == article, scores, 0.0)
        best = np.argsort(-scores, kind="stable")[:k]
        return [(self._passages[i], float(scores[i])) for i in best if scores[i] > 0]
