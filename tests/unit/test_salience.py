"""Summaries, topics and what repeats another on vectors simple enough to reckon with by hand."""

import tracemalloc

import numpy as np
import pytest

from assistant.documents import Section, Sentence
from assistant.salience import SAME_SIMILARITY, Vectors, about, distinct, key_points, summary


def _sentences(*texts: str, section: Section = Section.BODY) -> list[Sentence]:
    return [Sentence("t", n, n, section, 0, len(text), text) for n, text in enumerate(texts)]


def _towards(*cosines: float) -> Vectors:
    """Unit vectors whose cosine with (1, 0, ...) is given; their remainders are all orthogonal."""
    rows = np.zeros((len(cosines), len(cosines) + 1), dtype=np.float32)
    for row, cosine in enumerate(cosines):
        rows[row, 0] = cosine
        rows[row, row + 1] = np.sqrt(1 - cosine**2)
    return rows


def _texts(sentences: list[Sentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


def test_the_summary_is_the_headline_and_the_editors_summary() -> None:
    sentences = [
        *_sentences("Bridge reopens after repairs.", "It cost twelve million.", section=Section.SUMMARY),
        Sentence("t", 2, 2, Section.TITLE, 0, 9, "Bridge Open"),
        Sentence("t", 3, 3, Section.BODY, 0, 9, "The bridge reopened after nine weeks."),
    ]
    assert summary(sentences, _towards(0.1, 0.2, 0.3, 0.9)) == sentences[:3]
    assert summary(sentences, _towards(0.1, 0.2, 0.3, 0.9), 2) == [sentences[0], sentences[2]]


def test_key_points_are_the_storys_own_sentences_not_the_editors() -> None:
    sentences = [
        *_sentences("Bridge reopens after repairs.", section=Section.SUMMARY),
        Sentence("t", 1, 1, Section.BODY, 0, 9, "The bridge reopened after nine weeks."),
    ]
    assert key_points(sentences, _towards(0.9, 0.1)) == sentences[1:]
    assert key_points(sentences[:1], _towards(0.9)) == sentences[:1]


def test_without_one_the_most_central_sentences_are_in_the_articles_order() -> None:
    """Of four prose sentences round(4/4) + 1 = 2 are chosen: those nearest the others."""
    sentences = _sentences(
        "Frost killed apple blossom.",
        "Growers lost apple harvest.",
        "Valley apple prices rose.",
        "Nobody counted tractor tyres.",
    )
    chosen = summary(sentences, _towards(0.5, 0.9, 0.6, 0.0))
    assert _texts(chosen) == ["Frost killed apple blossom.", "Growers lost apple harvest."]


def test_a_summary_has_labels_only_where_there_is_nothing_else() -> None:
    title = Sentence("t", 0, 0, Section.TITLE, 0, 9, "Late frost spoils harvest")
    body = Sentence("t", 1, 1, Section.BODY, 0, 9, "Frost killed apple blossom.")
    assert summary([title, body], _towards(0.9, 0.1)) == [body]
    assert summary([title], _towards(0.9)) == [title]


def test_a_topic_gets_the_sentences_that_name_it_or_mean_it_in_order() -> None:
    sentences = _sentences("Chinese ships came.", "Snow fell.", "Beijing sent boats.", "Nobody spoke.")
    similarity = np.array([0.3, 0.1, 0.6, 0.2], dtype=np.float32)
    assert _texts(about("China", similarity, sentences, np.eye(4, dtype=np.float32))) == [
        "Chinese ships came.",
        "Beijing sent boats.",
    ]


def test_a_topic_the_article_does_not_touch_gets_nothing() -> None:
    sentences = _sentences("Snow fell.", "Nobody spoke.")
    similarity = np.array([0.2, 0.1], dtype=np.float32)
    assert about("football", similarity, sentences, np.eye(2, dtype=np.float32)) == []


def test_a_topic_leaves_out_what_repeats() -> None:
    sentences = _sentences("Chinese ships came.", "Ships of China came.")
    alike = np.array([[1, 0], [1, 0]], dtype=np.float32)
    similarity = np.array([0.5, 0.6], dtype=np.float32)
    assert _texts(about("China", similarity, sentences, alike)) == ["Ships of China came."]


@pytest.mark.parametrize(("k", "wanted"), [(1, ["a"]), (2, ["a", "c"]), (9, ["a", "c", "d"])])
def test_distinct_are_the_first_of_which_none_repeats_another(k: int, wanted: list[str]) -> None:
    vectors = np.array([[1, 0, 0], [0.96, 0.28, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    assert _texts(distinct(_sentences("a", "b", "c", "d"), vectors, k)) == wanted


def test_of_no_sentences_none_are_distinct() -> None:
    assert distinct([], np.array([], dtype=np.float32), 3) == []


def test_of_many_sentences_the_same_are_chosen_as_by_all_their_similarities() -> None:
    generator = np.random.default_rng(0)
    centres, groups = generator.normal(size=(40, 384)), generator.integers(40, size=400)
    vectors = centres[groups] + 0.2 * generator.normal(size=(400, 384))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    alike = vectors @ vectors.T >= SAME_SIMILARITY
    wanted: list[int] = []
    for row in range(400):
        if len(wanted) < 30 and not alike[row, wanted].any():
            wanted.append(int(row))
    sentences = _sentences(*(f"Sentence number {n}." for n in range(400)))
    assert [s.index for s in distinct(sentences, vectors, 30)] == wanted


def test_choosing_among_many_sentences_takes_no_square_of_memory() -> None:
    sentences = _sentences(*(f"Sentence number {n}." for n in range(6000)))
    vectors = np.eye(384, dtype=np.float32)[np.arange(6000) % 384]
    tracemalloc.start()
    distinct(sentences, vectors, 2)
    key_points(sentences, vectors)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 2**20  # of all their cosines there would be 137 MiB
