"""Which sentences are cited together, of those that were read."""

from collections.abc import Sequence
from unittest.mock import Mock

import pytest

from assistant import extractive
from assistant.documents import Section, Sentence, Span
from assistant.extractive import FURTHER, FURTHER_OF_SEVERAL, ExtractiveAnswerer, Reading
from assistant.selection import Calibration, Candidate, Weighed
from assistant.support.verdict import Support

TEXTS = ["Ada scored.", "Bea scored.", "Cleo scored.", "Ada scored again.", "It rained."]
BESIDE = {"margin": 1.5, "reading": 2.0}
"""Of the further sentences: near enough and read well enough where several are asked for, else not."""


def _candidate(index: int, rank: float, reading: float) -> Candidate:
    start = 20 * index
    end = start + len(TEXTS[index])
    sentence = Sentence("match", index, 0, Section.BODY, start, end, TEXTS[index])
    short = Span(start, start + TEXTS[index].index(" "))
    return Candidate(sentence, short, reading, {"best": rank})


def _cited(question: str, *candidates: Candidate) -> list[str | None]:
    calibration = Calibration(rank={"best": 1.0}, answer={}, threshold=0.5, follow_up=0.5)
    answerer = ExtractiveAnswerer(Mock(), Mock(), calibration)
    return [c.short for c in answerer.citations(Reading(question, candidates, 0.9, answers=True))]


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("Which players scored?", ["Ada", "Bea", "Cleo"]),
        ("List the scorers.", ["Ada", "Bea", "Cleo"]),
        ("Who scored first?", ["Ada"]),
    ],
)
def test_a_question_for_several_things_cites_what_reads_less_well(question: str, cited: list[str]) -> None:
    """Not what answers with the same again, nor what does not answer."""
    assert FURTHER.margin < BESIDE["margin"] < FURTHER_OF_SEVERAL.margin
    assert FURTHER_OF_SEVERAL.reading < BESIDE["reading"] < FURTHER.reading
    first, beside = _candidate(0, 9.0, 6.0), [_candidate(n, 9.0 - BESIDE["margin"], 2.0) for n in (1, 2, 3)]
    assert _cited(question, first, *beside, _candidate(4, 0.0, -9.0)) == cited


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("Who scored?", ["Ada", "Bea", "Cleo"]),
        ("Did she score?", ["Ada"]),
        ("Did the players who were booked score?", ["Ada"]),
        ("scorers match", ["Ada"]),
    ],
)
def test_what_answers_as_well_is_cited_where_the_question_is_open(question: str, cited: list[str]) -> None:
    as_good = [_candidate(n, 8.5, FURTHER.reading) for n in (1, 2)]
    assert _cited(question, _candidate(0, 9.0, 6.0), *as_good) == cited


def test_a_short_answer_without_a_word_is_not_marked() -> None:
    """The first quotation mark of a sentence that is all speech."""
    quoted = Sentence("match", 0, 0, Section.BODY, 0, 13, '"Ada scored."')
    found = Candidate(quoted, Span(0, 1), 6.0, {"best": 9.0})
    library = Mock()
    library.document.return_value.sentences = [quoted]
    answerer = ExtractiveAnswerer(library, Mock(), Calibration({"best": 1.0}, {}, 0.5, 0.5))
    [citation] = answerer.citations(Reading("Who said so?", (found,), 0.9, answers=True))
    assert (citation.quote, citation.short) == ('"Ada scored."', None)


class _Judge:
    """Says that nothing is said, and keeps what it was asked."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Support]:
        """Not enough, for each pair."""
        self.pairs += pairs
        return [Support(0.0, 0.0, 1.0) for _ in pairs]


def test_what_ranks_first_is_judged_between_its_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [_candidate(n, 0.0, 0.0).sentence for n in range(len(TEXTS))]
    library = Mock()
    library.document.return_value.sentences = sentences
    ranked = tuple(_candidate(n, float(n), 0.0) for n in range(len(TEXTS)))
    monkeypatch.setattr(extractive, "weigh", lambda _: Weighed(ranked, {}))
    judge = _Judge()
    answerer = ExtractiveAnswerer(library, Mock(), Calibration({"best": 1.0}, {}, 0.5, 0.5), judge)
    monkeypatch.setattr(answerer, "_evidence", Mock())
    answerer.weighed("Who won?", "match", judged=0)
    assert judge.pairs == []
    answerer.weighed("Who won?", "match", judged=3)
    assert [question for question, _ in judge.pairs] == 3 * ["Who won?"]
    assert [text for _, text in judge.pairs] == [
        "Ada scored again. It rained.",
        "Cleo scored. Ada scored again. It rained.",
        "Bea scored. Cleo scored. Ada scored again.",
    ]
