"""The scorers of attribution, support, declining and ranking against values worked out by hand."""

from fractions import Fraction
from math import log2

import pytest

from assistant.answer import Answer, Citation, Statement, Status
from assistant.documents import Passage
from evals import metrics
from evals.metrics import Share
from evals.scorers.attribution import attribution
from evals.scorers.declining import ERRORS, decline_precision, error_kinds
from evals.scorers.ranking import rank, relevant
from evals.scorers.support import supported

QUOTE = "Mayor Ada Park said she would not seek re-election after 12 years in office."


def statement(text: str, quote: str = QUOTE) -> Statement:
    return Statement(text, (Citation("harbour", 0, len(quote), quote),) if quote else ())


def answer(status: Status, *statements: Statement) -> Answer:
    return Answer("Q?", "Q?", status, "", statements, 0.5, (), "fake", 1)


def test_attribution_is_looked_for_in_what_is_said_not_in_what_is_cited() -> None:
    kept = attribution([["Ada Park", "the mayor"]], ["The mayor will not run again."])
    assert (kept.share, kept.reason) == (Share(1, 1), "named: “the mayor”")
    lost = attribution([["Ada Park", "the mayor"]], ["There will be no re-election."])
    assert lost.share == Share(0, 1)
    assert "“Ada Park” or “the mayor”" in lost.reason
    assert attribution([], ["anything"]).share == Share()


def test_quotes_alone_have_nothing_to_be_supported() -> None:
    assert supported([statement(QUOTE)]).share == supported([]).share == Share()


@pytest.mark.parametrize(
    "text", ["Ada Park would not seek re-election.", "After twelve years in office, Park said."]
)
def test_supported(text: str) -> None:
    assert supported([statement(text)]).share == Share(1, 1)


@pytest.mark.parametrize(
    ("text", "quote", "reason"),
    [
        ("Ada Park would seek re-election.", QUOTE, "not negated, unlike what is cited"),
        ("Ben Stone would not seek re-election.", QUOTE, "not in what is cited: Ben Stone"),
        ("She leaves after 13 years in office.", QUOTE, "not in what is cited: 13"),
        ("The office said the years were hard and the harbour was cold.", QUOTE, "words in what is cited"),
        ("It is not open.", "It is open.", "negated, unlike what is cited"),
        ("It is open.", "", "nothing is cited for"),
    ],
)
def test_not_supported(text: str, quote: str, reason: str) -> None:
    score = supported([statement(text, quote), statement(QUOTE)])
    assert score.share == Share(1, 2)
    assert reason in score.reason


def test_declining_precision_counts_what_was_declined() -> None:
    declined = answer(Status.DECLINED)
    assert decline_precision(Status.DECLINED, declined).share == Share(1, 1)
    wrong = decline_precision(Status.ANSWERED, declined)
    assert (wrong.share, wrong.reason) == (Share(0, 1), "declined what the article says")
    assert decline_precision(Status.DECLINED, answer(Status.ANSWERED)).share == Share()


def test_kinds_of_errors() -> None:
    pairs = [
        (Status.ANSWERED, Status.ANSWERED),
        (Status.ANSWERED, Status.DECLINED),
        (Status.DECLINED, Status.ANSWERED),
        (Status.ANSWERED, Status.DECLINED),
    ]
    assert list(error_kinds(pairs).items()) == [
        ("declined what the article says", 2),
        ("answered what the article does not say", 1),
    ]
    every = {(expected, given) for expected in Status for given in Status if expected is not given}
    assert set(ERRORS) == every


def test_recall_counts_the_pieces_of_evidence() -> None:
    assert metrics.recall([["Ada"], ["12 years"], ["cables"]], [QUOTE]).share == Share(2, 3)


def test_relevant_passages_hold_a_fragment() -> None:
    passages = [Passage(id_, "a", 0, 0, 0, 3, text) for id_, text in (("p1", "one"), ("p2", "two"))]
    assert relevant([["tw", "nothing"]], passages) == {"p2"}


def test_ranking_by_hand() -> None:
    # Relevant at ranks 2 and 4, a third nowhere: of three within five two, the first at rank 2.
    found = rank(["x", "a", "y", "b", "z"], frozenset({"a", "b", "c"}))
    assert found["recall@5"] == pytest.approx(2 / 3)
    assert found["mrr"] == pytest.approx(1 / 2)
    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    assert found["ndcg@10"] == pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal, abs=1e-5)


def test_ranking_of_nothing_is_zero() -> None:
    assert set(rank([], frozenset({"a"})).values()) == {0.0}


def test_precision_falls_with_over_citing() -> None:
    share = metrics.precision([["Ada"]], [QUOTE, "Other.", "More."]).share
    assert Fraction(share.right, share.of) == Fraction(1, 3)
