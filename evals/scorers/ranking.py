"""How well retrieval ranks the passages that hold the evidence: recall@k, MRR and nDCG by ir-measures."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from assistant.documents import Passage, ScoredPassage

DEPTH = 10
MEASURES = {"recall@5": R @ 5, "mrr": RR @ DEPTH, "ndcg@10": nDCG @ DEPTH}
"""By the name in the report; each is in [0, 1], higher is better."""


class Retriever(Protocol):
    """What ranks passages; the assistant's hybrid retriever is one."""

    def retrieve(self, question: str, k: int, article: str | None = None) -> list[ScoredPassage]: ...


class Ranked(Protocol):
    """An indexed corpus; assistant.indexing.Library is one."""

    @property
    def retriever(self) -> Retriever: ...
    def document(self, article: str) -> "Passages": ...


class Passages(Protocol):
    """A split article."""

    @property
    def passages(self) -> Sequence[Passage]: ...


def relevant(groups: Iterable[Sequence[str]], passages: Sequence[Passage]) -> frozenset[str]:
    """The ids of the passages that hold a fragment of the evidence."""
    fragments = [fragment for group in groups for fragment in group]
    return frozenset(p.id for p in passages if any(fragment in p.text for fragment in fragments))


def rank(found: Sequence[str], wanted: frozenset[str]) -> Mapping[str, float]:
    """The measures of one ranking, ids best first; `wanted` must not be empty."""
    run = [ScoredDoc("q", id_, float(-place)) for place, id_ in enumerate(found)]
    # An empty run has no values with ir-measures; nothing found is 0.
    values = dict.fromkeys(MEASURES.values(), 0.0)
    values |= ir_measures.calc_aggregate(MEASURES.values(), [Qrel("q", id_, 1) for id_ in wanted], run)
    return {name: round(float(values[measure]), 6) for name, measure in MEASURES.items()}
