"""Reciprocal-rank fusion by hand, BM25's filters, and the retriever as LangChain sees it."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from langchain_core.retrievers import BaseRetriever

from assistant.documents import Passage
from assistant.lexical_index import LexicalIndex
from assistant.retriever import HybridRetriever, LangChainRetriever


def _passage(id_: str, text: str = "", article: str = "storm") -> Passage:
    return Passage(id_, article, 0, 0, 5, 5 + len(text), text)


A, B, C, D = (_passage(id_) for id_ in "abcd")


class FakeIndex:
    """A ranking fixed beforehand."""

    def __init__(self, *ranking: tuple[Passage, float]) -> None:
        self._ranking = list(ranking)
        self.asked: list[tuple[str, int, str | None]] = []

    def search(self, question: str, k: int, article: str | None = None) -> list[tuple[Passage, float]]:
        """The first k of it."""
        self.asked.append((question, k, article))
        return self._ranking[:k]


def test_scores_are_sums_of_reciprocal_ranks() -> None:
    """Dense a, b, c; lexical c, a: a has 1/61 + 1/62, c has 1/63 + 1/61, b has 1/62."""
    dense = FakeIndex((A, 0.9), (B, 0.5), (C, 0.1))
    lexical = FakeIndex((C, 7.0), (A, 2.0))
    found = HybridRetriever(dense, lexical).retrieve("q", 8)
    assert [scored.passage.id for scored in found] == ["a", "c", "b"]
    wanted = [Fraction(1, 61) + Fraction(1, 62), Fraction(1, 63) + Fraction(1, 61), Fraction(1, 62)]
    assert wanted[:2] == [Fraction(123, 3782), Fraction(124, 3843)]
    assert [scored.score for scored in found] == pytest.approx([float(score) for score in wanted], abs=1e-12)
    assert [(scored.similarity, scored.bm25) for scored in found] == [(0.9, 2.0), (0.1, 7.0), (0.5, None)]


def test_equal_scores_are_ordered_by_id_and_cut_at_k() -> None:
    dense, lexical = FakeIndex((D, 0.9), (B, 0.2)), FakeIndex((A, 3.0), (C, 1.0))
    retriever = HybridRetriever(dense, lexical)
    assert [s.passage.id for s in retriever.retrieve("q", 4)] == ["a", "d", "b", "c"]
    assert [s.passage.id for s in retriever.retrieve("q", 1)] == ["a"]


def test_the_question_and_the_article_reach_both_indexes() -> None:
    dense, lexical = FakeIndex(), FakeIndex()
    assert HybridRetriever(dense, lexical).retrieve("q", 3, "storm") == []
    assert dense.asked == lexical.asked == [("q", 3, "storm")]


def test_langchain_gets_documents_with_offsets() -> None:
    text = "It rained all night."
    rain = _passage("r", text)
    adapter = LangChainRetriever(
        retriever=HybridRetriever(FakeIndex((rain, 0.75)), FakeIndex()), k=2, article="storm"
    )
    assert isinstance(adapter, BaseRetriever)
    (document,) = adapter.invoke("Did it rain?")
    assert (document.id, document.page_content) == ("r", text)
    assert document.metadata == {
        "article": "storm",
        "start": 5,
        "end": 25,
        "score": pytest.approx(1 / 61),
        "similarity": 0.75,
        "bm25": None,
    }


def _found(passages: Sequence[Passage], question: str, k: int = 9, article: str | None = None) -> list[str]:
    return [passage.id for passage, _ in LexicalIndex(passages).search(question, k, article)]


PASSAGES = (
    _passage("1", "The bridge reopened on Tuesday."),
    _passage("2", "A bridge of steel, a bridge of stone.", "old"),
    _passage("3", "Snow fell in the U.S. on day 5."),
)


def test_bm25_returns_only_passages_that_share_a_word() -> None:
    assert _found(PASSAGES, "Which BRIDGES reopened?") == ["1", "2"]
    assert _found(PASSAGES, "whales") == []
    assert _found(PASSAGES, "what is the") == []


def test_bm25_keeps_us_and_numbers() -> None:
    assert _found(PASSAGES, "the U.S.") == ["3"]
    assert _found(PASSAGES, "5") == ["3"]


def test_bm25_keeps_to_one_article_and_to_k() -> None:
    assert _found(PASSAGES, "bridge", article="old") == ["2"]
    assert _found(PASSAGES, "bridge", article="new") == []
    assert len(_found(PASSAGES, "bridge snow", k=1)) == 1


def test_bm25_takes_more_than_it_has_and_nothing_at_all() -> None:
    assert set(_found(PASSAGES, "bridge snow", k=100)) == {"1", "2", "3"}
    assert _found([], "bridge") == []
    assert _found([_passage("9", "the of and")], "bridge") == []
