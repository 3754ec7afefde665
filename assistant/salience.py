"""Which sentences stand for an article, and which are about a topic, by their embeddings.

Centrality is the mean cosine to the other sentences (degree centrality in LexRank, Erkan and Radev
2004); repetition is held back by maximal marginal relevance (Carbonell and Goldstein 1998).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.documents import PROSE, Section, Sentence
from assistant.terms import same_word, terms

Vectors = NDArray[np.float32]

MAX_SUMMARY = 5
MAX_TOPIC = 4
TOPIC_SIMILARITY = 0.40
"""From this cosine on a sentence counts as being about a topic it does not name."""
SAME_SIMILARITY = 0.90
"""From this cosine on two sentences count as saying the same."""


def summary(sentences: Sequence[Sentence], vectors: Vectors, most: int = MAX_SUMMARY) -> list[Sentence]:
    """Headline and editor's summary where the article has one, else its most central sentences, in order.

    Args:
        vectors: of the sentences, unit norm, shape (len(sentences), 384).
    """
    written = [s for s in sentences if s.section is Section.SUMMARY]
    title = [s for s in sentences if s.section is Section.TITLE][:1]
    if not written:
        return key_points(sentences, vectors, most)
    return sorted([*title, *written][:most], key=lambda sentence: sentence.index)


def key_points(sentences: Sequence[Sentence], vectors: Vectors, most: int = MAX_SUMMARY) -> list[Sentence]:
    """The most central sentences of the story itself, in order; of the headings where it has no other.

    Args:
        vectors: of the sentences, unit norm, shape (len(sentences), 384).
    """
    told = [s for s in sentences if s.section is Section.BODY and len(terms(s.text)) >= 3]
    prose = (
        told or [s for s in sentences if s.section in PROSE and len(terms(s.text)) >= 3] or list(sentences)
    )
    rows = vectors[[s.index for s in prose]]
    centrality = (rows @ rows.mean(axis=0)).astype(float)
    centrality[0] += 0.1  # the first sentence of a news story tells it
    wanted = max(1, min(most, round(len(prose) / 4) + 1))
    chosen = _diverse(centrality, rows, wanted)
    return [prose[i] for i in sorted(chosen)]


def about(
    topic: str, similarity: NDArray[np.float32], sentences: Sequence[Sentence], vectors: Vectors
) -> list[Sentence]:
    """The sentences about a topic, in order; none where the article does not touch it.

    Args:
        similarity: cosine of topic and sentence, shape (len(sentences),).
    """
    wanted = set(terms(topic))
    relevance = np.full(len(sentences), -1.0)
    for sentence in sentences:
        if sentence.section not in PROSE:
            continue
        cosine = float(similarity[sentence.index])
        here = set(terms(sentence.text))
        mentions = sum(any(same_word(term, other) for other in here) for term in wanted)
        mentioned = mentions / len(wanted) if wanted else 0.0
        if mentioned > 0.5 or cosine >= TOPIC_SIMILARITY:
            relevance[sentence.index] = cosine + mentioned
    chosen = _diverse(relevance, vectors, MAX_TOPIC)
    return [sentences[i] for i in sorted(chosen) if relevance[i] >= 0]


def distinct(sentences: Sequence[Sentence], vectors: Vectors, k: int) -> list[Sentence]:
    """The first `k` sentences, leaving out those that say what one before says.

    Args:
        vectors: of the sentences, unit norm, shape (len(sentences), 384).
    """
    return [sentences[i] for i in _diverse(-np.arange(len(sentences), dtype=float), vectors, k)]


def _diverse(relevance: NDArray[np.float64], vectors: Vectors, k: int) -> list[int]:
    """Rows by falling relevance, leaving out those that repeat one chosen before."""
    chosen: list[int] = []
    for row in np.argsort(-relevance, kind="stable"):
        if len(chosen) == k:
            break
        if (vectors[chosen] @ vectors[row] < SAME_SIMILARITY).all():
            chosen.append(int(row))
    return chosen
