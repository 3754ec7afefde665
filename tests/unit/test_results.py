"""What a case scores, by the status it expects: which measures count it, and whether it is right."""

from dataclasses import replace

import pytest

from assistant import replies
from assistant.answer import Answer, Citation, Statement, Status
from evals.cases import Case
from evals.results import DECIDING, Measure, failures, score

TEXT = "The yard was not sold. Anna Berg leads it."
NOT_SOLD = Citation("boats", 0, 22, "The yard was not sold.")
LEADS = Citation("boats", 23, 42, "Anna Berg leads it.")


def case(status: Status, says: str | None = None) -> Case:
    evidence = (("was not sold",),) if status in (Status.ANSWERED, Status.CORRECTED) else ()
    return Case("boats", "sold", "yesno", ("Was it sold?",), status, (), evidence, (), says)


def answer(status: Status, *citations: Citation, text: str = "") -> Answer:
    statements = tuple(Statement(c.quote, (c,)) for c in citations)
    return Answer("?", "?", status, text, statements, 0.5, (), "fake", 1)


def fractions(case: Case, answer: Answer) -> dict[str, tuple[int, int]]:
    """Right and of, by measure, where anything was scored."""
    scores = score(case, answer, {"boats": TEXT}).scores
    return {str(m): (s.share.right, s.share.of) for m, s in scores.items() if s.share.of}


def test_corrected_with_the_contradicting_sentence() -> None:
    found = score(case(Status.CORRECTED), answer(Status.CORRECTED, NOT_SOLD), {"boats": TEXT})
    assert found.right
    assert fractions(found.case, found.answer) == {
        "corrected": (1, 1),
        "not-misled": (1, 1),
        "precision": (1, 1),
        "exactness": (1, 1),
    }


def test_corrected_with_another_sentence() -> None:
    found = score(case(Status.CORRECTED), answer(Status.CORRECTED, LEADS), {"boats": TEXT})
    assert found.reasons == ["corrected: not cited: “was not sold”"]
    assert found.scores[Measure.NOT_MISLED].right


def test_declining_is_a_miss_and_answering_is_wrong() -> None:
    missed = score(case(Status.CORRECTED), answer(Status.DECLINED), {"boats": TEXT})
    wrong = score(case(Status.CORRECTED), answer(Status.ANSWERED, NOT_SOLD), {"boats": TEXT})
    assert missed.reasons == ["corrected: not corrected, declined"]
    assert wrong.reasons == ["corrected: not corrected, wrong: answered"]
    assert fractions(missed.case, missed.answer) == {
        "corrected": (0, 1),
        "not-misled": (1, 1),
        "decline-precision": (0, 1),
        "nearest": (0, 1),
    }
    assert not wrong.scores[Measure.NOT_MISLED].right
    assert failures([missed, wrong]) == [wrong, missed]


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.CORRECTED])
def test_declining_with_the_evidence_in_view_is_told(status: Status) -> None:
    near = replace(answer(Status.DECLINED), nearest=(LEADS, NOT_SOLD))
    assert fractions(case(status), near)["nearest"] == (1, 1)
    assert fractions(case(status), replace(near, nearest=(LEADS,)))["nearest"] == (0, 1)
    assert "nearest" not in fractions(case(Status.DECLINED), near)


@pytest.mark.parametrize(
    ("text", "polarity", "told"),
    [
        ("No. The yard was not sold.", (1, 1), (1, 1)),
        ("Yes. The yard was not sold.", (0, 1), (1, 1)),
        ("The yard was not sold.", None, (0, 1)),
    ],
)
def test_polarity(text: str, polarity: tuple[int, int] | None, told: tuple[int, int]) -> None:
    found = fractions(case(Status.ANSWERED, "no"), answer(Status.ANSWERED, NOT_SOLD, text=text))
    assert found.get("polarity") == polarity
    assert found["polarity-told"] == told
    assert found["citations"] == (1, 1)


def test_leaving_yes_or_no_unsaid_is_right_and_the_other_word_is_wrong() -> None:
    expected = case(Status.ANSWERED, "no")
    assert score(expected, answer(Status.ANSWERED, NOT_SOLD, text="The yard."), {"boats": TEXT}).right
    wrong = score(expected, answer(Status.ANSWERED, NOT_SOLD, text="Yes. The yard."), {"boats": TEXT})
    assert wrong.reasons == ["polarity: it says yes, expected no"]


def test_polarity_is_scored_of_answers_to_cases_that_say_it() -> None:
    unlabelled = fractions(case(Status.ANSWERED), answer(Status.ANSWERED, NOT_SOLD, text="Yes."))
    declined = fractions(case(Status.ANSWERED, "no"), answer(Status.DECLINED, text="No."))
    assert not {"polarity", "polarity-told"} & {*unlabelled, *declined}


def test_what_is_told_only_decides_nothing() -> None:
    assert set(Measure) - set(DECIDING) == {
        Measure.RECALL,
        Measure.PRECISION,
        Measure.DECLINE_PRECISION,
        Measure.NEAREST,
        Measure.NOT_MISLED,
        Measure.POLARITY_TOLD,
        Measure.SAME,
    }


def test_correcting_what_the_article_says_is_wrong() -> None:
    asked = replace(case(Status.ANSWERED), facts=(("not sold",),))
    found = score(asked, answer(Status.CORRECTED, NOT_SOLD), {"boats": TEXT})
    assert "corrected: corrected, though the article says so" in found.reasons
    assert not found.scores[Measure.FACTS].right
    assert not found.scores[Measure.CITATIONS].right


@pytest.mark.parametrize(
    ("note", "failed"),
    [
        ("", False),
        (replies.CUT, False),
        (f"{replies.NOTHING_STANDS} {replies.ARTICLE_INSTEAD}", False),
        (f"The server failed (500). {replies.ARTICLE_INSTEAD}", True),
    ],
    ids=["none", "cut", "all struck", "failed"],
)
def test_a_model_failed_only_where_the_article_answers_for_it(note: str, failed: bool) -> None:
    told = replace(answer(Status.ANSWERED, NOT_SOLD), note=note)
    assert score(case(Status.ANSWERED), told, {"boats": TEXT}).model_failed is failed
