"""How a sentence stands to a claim, when it is said to contradict a question, and when yes or no.

The first is worked out by hand, the others are weighed by a scripted judge. With the weights here a verdict
is as sure as the judge: ln(p / (1 - p)) of what it gave to "refuted", and for yes or no the difference of
that of "supported" and of "refuted".
"""

import math
from collections.abc import Mapping, Sequence

import pytest

from assistant.correction import (
    CONSIDERED,
    Corrector,
    may_still_be,
    misplaced,
    stance,
    takes_nothing_for_granted,
)
from assistant.documents import Section, Sentence, Span
from assistant.extractive import Reading
from assistant.selection import Calibration, Candidate
from assistant.support.verdict import Support

AGAINST = Support(supported=0.1, refuted=0.8, not_enough=0.1)
FOR = Support(supported=0.8, refuted=0.1, not_enough=0.1)
UNSURE = Support(supported=0.4, refuted=0.3, not_enough=0.3)
NEITHER = Support(supported=0.5, refuted=0.0, not_enough=0.5)

CLAIMED = "NATO approved the deal."
OPEN = "When did NATO approve the deal?"
ASKED = "Did NATO approve the deal?"


class ScriptedJudge:
    """Says of every sentence what it was told to say, to a question itself `asked`, and keeps the pairs."""

    def __init__(
        self, support: Support, others: Mapping[str, Support] | None = None, asked: Support | None = None
    ) -> None:
        self.support = support
        self.others = others or {}
        self.asked = asked
        self.pairs: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Support]:
        """The scripted support for each pair."""
        assert pairs, "asked about nothing"
        self.pairs += pairs
        return [
            self.asked if self.asked and said.endswith("?") else self.others.get(text, self.support)
            for said, text in pairs
        ]


def _corrector(judge: ScriptedJudge, **weights: float) -> Corrector:
    """Weighs only what the judge says, unless other weights are given."""
    correct = weights or {"refuted": 1.0}
    return Corrector(judge, Calibration({}, {}, 0.5, 0.5, correct, {"agrees": 1.0}, sure=2.0))


def _reading(question: str, *texts: str) -> Reading:
    """Candidates in the order of the texts, the nearest first."""
    found = []
    for place, text in enumerate(texts):
        sentence = Sentence("plan", place, place, Section.BODY, 0, len(text), text)
        features = {"cover": 1.0 - 0.1 * place, "similarity": 0.5}
        found.append(Candidate(sentence, Span(0, len(text)), 0.0, features))
    return Reading(question, tuple(found), confidence=0.5, answers=True)


def _contradicted(corrector: Corrector, reading: Reading) -> str | None:
    found = corrector.contradiction(reading)
    return found.text if found else None


# --- stance ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "text", "opposed", "beside"),
    [
        # the opposite word, and all of the claim's other words in its clause
        (
            "Danish officials welcomed the remarks.",
            "The remarks were rejected by Danish officials.",
            1.0,
            1.0,
        ),
        # the opposite word in another clause than the officials and the remarks
        (
            "Danish officials welcomed the remarks.",
            "He rejected it; the remarks of Danish officials came.",
            1.0,
            0.0,
        ),
        ("Danish officials welcomed the remarks.", "Danish officials heard the remarks.", 0.0, 0.0),
    ],
)
def test_an_opposite_counts_for_the_words_beside_it(
    claim: str, text: str, opposed: float, beside: float
) -> None:
    found = stance(claim, text, NEITHER)
    assert (found["opposed"], found["beside"]) == (opposed, pytest.approx(beside))


def test_a_denial_counts_for_the_words_beside_it() -> None:
    """Both words that are no name are denied, and the clause has all of the claim's words."""
    found = stance("NATO approved the plan.", "At NATO no plan has been approved.", NEITHER)
    assert (found["turned"], found["beside"]) == (1.0, 1.0)


# --- contradiction --------------------------------------------------------------------


def test_a_sentence_that_is_judged_against_the_claim_contradicts_it() -> None:
    judge = ScriptedJudge(AGAINST)
    assert _contradicted(_corrector(judge), _reading(OPEN, "NATO refused it.")) == "NATO refused it."
    assert judge.pairs == [(CLAIMED, "NATO refused it."), (OPEN, "NATO refused it.")]


def test_where_the_weighted_sum_is_not_above_zero_nothing_is_corrected() -> None:
    """0.8 of "refuted" is ln 4: with a bias of -ln 4 the sum is 0, with one a little higher above it."""
    reading = _reading(OPEN, "NATO refused it.")
    exactly, above = -math.log(0.8 / (1 - 0.8)), -math.log(0.8 / (1 - 0.8)) + 0.01
    assert _contradicted(_corrector(ScriptedJudge(AGAINST), refuted=1.0, bias=exactly), reading) is None
    assert _contradicted(_corrector(ScriptedJudge(AGAINST), refuted=1.0, bias=above), reading) is not None


def test_the_sentence_that_goes_most_against_the_claim_is_told() -> None:
    judge = ScriptedJudge(UNSURE, {"They refused it.": AGAINST, "A rebuff.": Support(0.3, 0.6, 0.1)})
    reading = _reading(OPEN, "It met.", "A rebuff.", "They refused it.")
    assert _contradicted(_corrector(judge), reading) == "They refused it."


def test_what_speaks_against_it_neither_by_its_words_nor_to_the_judge_is_left_out() -> None:
    """A bias above 0 would correct with any sentence: "not" turns the words round, "met" does not."""
    corrector = _corrector(ScriptedJudge(UNSURE), bias=1.0)
    assert _contradicted(corrector, _reading(OPEN, "NATO met.")) is None
    denied = "NATO did not approve the deal."
    assert _contradicted(corrector, _reading(OPEN, "NATO met.", denied)) == denied


def test_only_the_nearest_sentences_are_judged() -> None:
    texts = [f"It met for the {place}th time." for place in range(CONSIDERED)]
    judge = ScriptedJudge(UNSURE, {"NATO refused it.": AGAINST})
    assert _contradicted(_corrector(judge), _reading(OPEN, *texts, "NATO refused it.")) is None
    assert [text for _, text in judge.pairs] == texts


def test_the_nearest_are_told_by_words_and_meaning_not_by_their_rank() -> None:
    texts = [f"It met for the {place}th time." for place in range(CONSIDERED)]
    reading = _reading(OPEN, "NATO refused it.", *texts)
    last_ranked = Reading(OPEN, (*reading.candidates[1:], reading.candidates[0]), 0.5, answers=True)
    judge = ScriptedJudge(UNSURE, {"NATO refused it.": AGAINST})
    assert _contradicted(_corrector(judge), last_ranked) == "NATO refused it."


@pytest.mark.parametrize(
    "question",
    [
        ASKED,  # yes and no are equally open
        "What is the deal?",  # claims nothing
        "Why did NATO not approve the deal?",  # denies it
    ],
)
def test_a_question_that_leaves_it_open_claims_nothing_or_denies_is_not_corrected(question: str) -> None:
    judge = ScriptedJudge(AGAINST)
    assert _contradicted(_corrector(judge), _reading(question, "NATO refused it.")) is None
    assert judge.pairs == []


def test_where_nothing_was_read_nothing_is_corrected() -> None:
    judge = ScriptedJudge(AGAINST)
    assert _contradicted(_corrector(judge), _reading(OPEN)) is None
    assert judge.pairs == []


def test_what_is_claimed_to_come_is_not_contradicted_by_what_is() -> None:
    judge = ScriptedJudge(AGAINST)
    future = "When will NATO approve the deal?"
    assert _contradicted(_corrector(judge), _reading(future, "NATO refused it.")) is None
    refused = "NATO will never do it."
    assert _contradicted(_corrector(judge), _reading(future, "NATO refused it.", refused)) == refused


def test_a_verdict_tells_what_it_rests_on() -> None:
    (verdict,) = _corrector(ScriptedJudge(AGAINST)).verdicts(_reading(OPEN, "NATO refused it."))
    told = {name: verdict.features[name] for name in ("refuted", "cover", "similarity", "confidence", "bias")}
    expected = {"refuted": math.log(4), "cover": 1.0, "similarity": 0.5, "confidence": 0.0, "bias": 1.0}
    assert told == pytest.approx(expected)


def test_what_the_judge_makes_of_the_question_itself_is_told_apart() -> None:
    judge = ScriptedJudge(AGAINST, asked=UNSURE)
    (verdict,) = _corrector(judge).verdicts(_reading(OPEN, "NATO refused it."))
    told = {name: verdict.features[name] for name in ("refuted", "denied", "says")}
    of_question = {"denied": math.log(3 / 7), "says": math.log(2 / 3) - math.log(3 / 7)}
    assert told == pytest.approx({"refuted": math.log(4), **of_question})


# --- misplaced ------------------------------------------------------------------------

MAYOR = "Is Ada Park the mayor of Harwick?"


def test_another_post_contradicts_before_the_judge_is_asked() -> None:
    judge = ScriptedJudge(FOR)
    text = "Ada Park, the governor of Harwick, signed."
    assert _contradicted(_corrector(judge), _reading(MAYOR, text)) == text
    assert judge.pairs == []


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        (MAYOR, "Ada Park, the governor of Harwick, signed.", True),
        (MAYOR, "Ada Park, the mayor of Harwick, signed.", False),
        (MAYOR, "Ada Park signed.", False),
        ("What is the deal?", "Ada Park, the governor of Harwick, signed.", False),
        (OPEN, "Ada Park, the governor of Harwick, signed.", False),
    ],
)
def test_only_another_post_of_the_person_asked_about_is_misplaced(
    question: str, text: str, found: bool
) -> None:
    sentence = misplaced(_reading(question, "It rained.", text))
    assert (sentence.text if sentence else None) == (text if found else None)


# --- says_yes -------------------------------------------------------------------------


@pytest.mark.parametrize(("support", "answer"), [(FOR, True), (AGAINST, False), (UNSURE, None)])
def test_yes_or_no_is_said_where_the_judge_is_sure(support: Support, answer: bool | None) -> None:
    """ln 4 + ln 9 = 3.6 is more than 2; ln (2/3) - ln (3/7) = 0.4 is not."""
    judge = ScriptedJudge(support)
    assert _corrector(judge).says_yes(_reading(ASKED, "The deal passed.", "It rained.")) is answer
    assert judge.pairs == [(CLAIMED, "The deal passed."), (ASKED, "The deal passed.")]


@pytest.mark.parametrize(("sure", "answer"), [(3.5, True), (3.7, None)])
def test_how_sure_it_must_be_is_the_calibrations(sure: float, answer: bool | None) -> None:
    calibration = Calibration({}, {}, 0.5, 0.5, {}, {"agrees": 1.0}, sure)
    corrector = Corrector(ScriptedJudge(FOR), calibration)
    assert corrector.says_yes(_reading(ASKED, "The deal passed.")) is answer


def test_a_question_that_claims_nothing_is_answered_neither_yes_nor_no() -> None:
    judge = ScriptedJudge(FOR)
    assert _corrector(judge).says_yes(_reading("What is the deal?", "The deal passed.")) is None
    assert judge.pairs == []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Was the deal signed in Oslo or in Bergen?", None),
        ("Was the deal signed by the mayor or the governor?", None),
        ("Did the mayor or the governor sign the deal?", True),
        ("Was the deal signed to end Dutch or Danish fears?", True),
        ("Was the deal approved or rejected?", None),
        ("Was the deal approved or not?", True),
        ("Did 20 or more people sign the deal?", True),
    ],
)
def test_either_or_is_answered_neither_yes_nor_no(question: str, said: bool | None) -> None:
    assert _corrector(ScriptedJudge(FOR)).says_yes(_reading(question, "The deal was signed.")) is said


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Did the deal cost 5 million euros?", 1.0),
        ("Did the deal cost more than 5 million euros?", 0.0),
        ("Did the deal cost at least $5 million?", 0.0),
        ("Did the deal cost 6 million euros?", 0.0),
        ("Did more than 20 members cost them 5 million euros?", 1.0),
    ],
)
def test_a_bound_is_no_other_number(question: str, number: float) -> None:
    found = _corrector(ScriptedJudge(FOR)).first_stance(_reading(question, "It cost 6 million euros."))
    assert found is not None
    assert found["number"] == number


def test_a_post_that_the_sentence_gives_is_a_yes_whatever_the_judge_says() -> None:
    corrector = _corrector(ScriptedJudge(AGAINST))
    assert corrector.says_yes(_reading(MAYOR, "Ada Park, the mayor of Harwick, signed.")) is True
    assert corrector.says_yes(_reading(MAYOR, "Ada Park, the governor of Harwick, signed.")) is False


# --- what a question leaves open ------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "nothing"),
    [
        (ASKED, True),
        ("Was the deal approved?", True),
        (MAYOR, False),
        ("Is Ada Park Harwick's mayor?", False),
        (OPEN, False),
    ],
)
def test_only_a_yes_no_question_that_names_nobody_something_takes_nothing_for_granted(
    question: str, nothing: bool
) -> None:
    assert takes_nothing_for_granted(question) is nothing


@pytest.mark.parametrize(
    ("claim", "text", "still"),
    [
        ("NATO will approve the deal.", "NATO has approved nothing.", True),
        ("NATO plans a sale.", "NATO sold nothing.", True),
        ("NATO will approve the deal.", "NATO will reject it.", False),
        ("NATO will approve the deal.", "They won’t approve it.", False),
        ("NATO approved the deal.", "NATO rejected it.", False),
        ("NATO approved the plan.", "NATO rejected it.", False),
        ("NATO approved the deal.", "NATO will reject it.", False),
    ],
)
def test_not_yet_is_not_never(claim: str, text: str, still: bool) -> None:
    assert may_still_be(claim, text) is still
