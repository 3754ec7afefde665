"""The metric functions against values worked out by hand."""

from fractions import Fraction
from math import sqrt

import pytest

from assistant.answer import Answer, Citation, Statement, Status
from evals import metrics
from evals.metrics import Score, Share

TEXT = "Anna Berg sold 5,000 boats. “It’s over,” she said. Nobody paid $1.5 million for the yard."
SOLD = Citation("boats", 0, 27, "Anna Berg sold 5,000 boats.")
OVER = Citation("boats", 28, 50, "“It’s over,” she said.")


def answer(status: Status, *citations: Citation, nearest: tuple[Citation, ...] = ()) -> Answer:
    return Answer(
        question="Who?",
        understood_as="Who?",
        status=status,
        text="",
        statements=tuple(Statement(c.quote, (c,)) for c in citations),
        confidence=0.5,
        nearest=nearest,
        answerer="fake",
        milliseconds=1,
    )


def fraction(score: Score) -> Fraction | None:
    return Fraction(score.share.right, score.share.of) if score.share.of else None


class TestShare:
    def test_nothing_scored_has_no_value_and_no_interval(self) -> None:
        assert Share().value is None
        assert Share().interval() is None

    def test_adds_up(self) -> None:
        assert Share(1, 2) + Share(2, 3) == Share(3, 5)

    @pytest.mark.parametrize(("right", "of"), [(2, 1), (-1, 2)])
    def test_impossible_shares_are_refused(self, right: int, of: int) -> None:
        with pytest.raises(ValueError, match="is no share"):
            Share(right, of)

    @pytest.mark.parametrize(
        ("right", "of", "low", "high"),
        [
            # With z = 2 the interval is (k + 2 ± 2 sqrt(k(n - k)/n + 1)) / (n + 4).
            (6, 12, Fraction(1, 4), Fraction(3, 4)),  # (8 ± 2 sqrt 4) / 16
            (0, 12, Fraction(0), Fraction(1, 4)),  # (2 ± 2) / 16
            (12, 12, Fraction(3, 4), Fraction(1)),  # (14 ± 2) / 16
            (1, 1, Fraction(1, 5), Fraction(1)),  # (3 ± 2) / 5
        ],
    )
    def test_wilson_by_hand(self, right: int, of: int, low: Fraction, high: Fraction) -> None:
        found = Share(right, of).interval(z=2)
        assert found == pytest.approx((float(low), float(high)))

    def test_wilson_of_an_irrational_width(self) -> None:
        # (4 ± 2 sqrt 2) / 8
        assert Share(2, 4).interval(z=2) == pytest.approx((0.5 - sqrt(2) / 4, 0.5 + sqrt(2) / 4))

    def test_95_percent(self) -> None:
        # 0 of 10: the upper bound is z² / (n + z²) = 3.8415 / 13.8415
        assert Share(0, 10).interval() == pytest.approx((0.0, 0.27753), abs=1e-5)

    def test_bounds_are_exact_at_the_ends(self) -> None:
        for of in range(1, 200):
            assert Share(0, of).interval()[0] == 0.0  # type: ignore[index]
            assert Share(of, of).interval()[1] == 1.0  # type: ignore[index]


class TestSays:
    @pytest.mark.parametrize(
        ("text", "fact"),
        [
            ("ANNA  Berg", "anna berg"),
            ("Anna\n\u00a0Berg", "Anna Berg"),
            ("It’s over", "it's over"),
            ("“over”", '"over"'),
            ("re‑elected – twice", "re-elected - twice"),
            ("the Russians", "Russian"),
            ("Jan. 12.", "Jan. 12"),
            ("paid $5, at once", "$5"),
            ("in 2024, he", "2024"),
            ("5%", "5%"),
        ],
    )
    def test_the_same_in_other_type(self, text: str, fact: str) -> None:
        assert metrics.says(text, fact)

    @pytest.mark.parametrize(
        ("text", "fact"),
        [
            ("15 boats", "5"),
            ("5,000 boats", "5"),
            ("1.5 million", "5 million"),
            ("Jan. 12", "Jan. 1"),
            ("the women", "men"),
            ("would not seek", "would seek"),
            ("anything", ""),
        ],
    )
    def test_something_else(self, text: str, fact: str) -> None:
        assert not metrics.says(text, fact)


class TestFacts:
    def test_one_alternative_of_every_group(self) -> None:
        score = metrics.facts([["Berg", "Anna"], ["5,000"]], [SOLD.quote])
        assert fraction(score) == Fraction(1, 1)
        assert score.reason == "quoted: “Berg” and “5,000”"

    def test_groups_may_be_met_in_different_quotes(self) -> None:
        assert metrics.facts([["Berg"], ["it's over"]], [SOLD.quote, OVER.quote]).right

    def test_a_fact_is_not_put_together_from_two_quotes(self) -> None:
        assert not metrics.facts([["boats. it's"]], ["boats.", "It's"]).right

    def test_all_or_nothing_and_the_reason_tells_what_is_missing(self) -> None:
        score = metrics.facts([["Berg"], ["4,000", "four thousand"]], [SOLD.quote])
        assert fraction(score) == Fraction(0, 1)
        assert score.reason == "missing: “4,000” or “four thousand”"

    def test_no_quotes(self) -> None:
        score = metrics.facts([["Berg"]], [])
        assert score.reason == "nothing is quoted; missing: “Berg”"

    def test_no_facts_expected_is_unscored(self) -> None:
        assert fraction(metrics.facts([], ["anything"])) is None


class TestEvidence:
    def test_a_fragment_inside_one_quote(self) -> None:
        assert fraction(metrics.evidence([["not this", "sold 5,000"]], [OVER.quote, SOLD.quote])) == 1

    def test_it_is_held_to_the_letter(self) -> None:
        score = metrics.evidence([["It's over"]], [OVER.quote])
        assert fraction(score) == 0
        assert score.reason == "not cited: “It's over”"

    def test_every_group_counts(self) -> None:
        assert fraction(metrics.evidence([["sold"], ["over"]], [SOLD.quote])) == 0

    def test_a_fragment_over_two_quotes_is_in_neither(self) -> None:
        assert not metrics.evidence([["boats. “It’s"]], [SOLD.quote, OVER.quote]).right

    def test_none_expected_is_unscored(self) -> None:
        assert fraction(metrics.evidence([], [SOLD.quote])) is None


class TestPrecision:
    def test_by_hand(self) -> None:
        score = metrics.precision([["sold"], ["over"]], [SOLD.quote, OVER.quote, "Nobody paid."])
        assert fraction(score) == Fraction(2, 3)
        assert score.reason == "cited beside the evidence: 'Nobody paid.'"

    def test_nothing_cited_is_unscored(self) -> None:
        assert fraction(metrics.precision([["sold"]], [])) is None

    def test_repeats_count_each_time(self) -> None:
        assert fraction(metrics.precision([["sold"]], [SOLD.quote, OVER.quote, OVER.quote])) == Fraction(1, 3)


class TestDeclined:
    def test_declined(self) -> None:
        assert fraction(metrics.declined(answer(Status.DECLINED, nearest=(SOLD,)))) == 1

    @pytest.mark.parametrize("status", [Status.ANSWERED, Status.SOCIAL])
    def test_anything_else_is_wrong(self, status: Status) -> None:
        score = metrics.declined(answer(status))
        assert fraction(score) == 0
        assert score.reason == f"{status}, not declined"

    def test_declined_with_sources_is_wrong(self) -> None:
        assert "yet it cites" in metrics.declined(answer(Status.DECLINED, SOLD)).reason

    def test_corrected_with_the_contradicting_sentence_is_right(self) -> None:
        assert metrics.declined(answer(Status.CORRECTED, SOLD), ["nothing", "sold 5,000"]).right

    def test_corrected_with_another_sentence_is_wrong(self) -> None:
        score = metrics.declined(answer(Status.CORRECTED, OVER), ["sold 5,000"])
        assert score.reason == "corrected, but without: “sold 5,000”"

    def test_corrected_where_nothing_contradicts_is_wrong(self) -> None:
        score = metrics.declined(answer(Status.CORRECTED, SOLD))
        assert score.reason == "corrected, but without: nothing contradicts the premise"


class TestCorrected:
    def test_with_the_contradicting_sentence(self) -> None:
        found = metrics.corrected([["nothing", "sold 5,000"]], answer(Status.CORRECTED), [SOLD.quote])
        assert fraction(found) == 1

    def test_with_another_sentence(self) -> None:
        found = metrics.corrected([["sold 5,000"]], answer(Status.CORRECTED), [OVER.quote])
        assert fraction(found) == 0
        assert found.reason == "not cited: “sold 5,000”"

    @pytest.mark.parametrize(
        ("status", "reason"),
        [
            (Status.DECLINED, "not corrected, declined"),
            (Status.ANSWERED, "not corrected, wrong: answered"),
            (Status.SOCIAL, "not corrected, wrong: social"),
        ],
    )
    def test_the_evidence_does_not_make_up_for_the_status(self, status: Status, reason: str) -> None:
        found = metrics.corrected([["sold 5,000"]], answer(status), [SOLD.quote])
        assert fraction(found) == 0
        assert found.reason == reason

    def test_misled_is_who_answers(self) -> None:
        kept = [metrics.not_misled(answer(status)).right for status in Status]
        assert dict(zip(Status, kept, strict=True)) == {
            Status.ANSWERED: False,
            Status.CORRECTED: True,
            Status.DECLINED: True,
            Status.SOCIAL: False,
        }


class TestPolarity:
    @pytest.mark.parametrize("text", ["No. Nobody paid.", "No: “Nobody paid.”", "no, nobody", "No\n\nNobody"])
    def test_the_word_at_the_beginning(self, text: str) -> None:
        assert fraction(metrics.polarity("no", text)) == 1
        assert fraction(metrics.polarity("yes", text)) == 0
        assert fraction(metrics.polarity_told(text)) == 1

    @pytest.mark.parametrize(
        "text", ["No decision was taken.", "“No,” she said.", "Nobody paid.", "Yesterday, it rained.", ""]
    )
    def test_a_quote_that_begins_alike_abstains(self, text: str) -> None:
        assert fraction(metrics.polarity("no", text)) is None
        assert fraction(metrics.polarity_told(text)) == 0


class TestSocial:
    def test_social(self) -> None:
        assert metrics.social(answer(Status.SOCIAL)).right

    def test_declined_is_not(self) -> None:
        assert metrics.social(answer(Status.DECLINED)).reason == "declined, not social"


class TestExactness:
    def test_exact(self) -> None:
        marked = Citation("boats", 0, 27, SOLD.quote, 0, 9)
        assert marked.short == "Anna Berg"
        assert fraction(metrics.exactness([marked, OVER], {"boats": TEXT})) == Fraction(2, 2)

    def test_nothing_cited_is_unscored(self) -> None:
        assert fraction(metrics.exactness([], {"boats": TEXT})) is None

    @pytest.mark.parametrize(
        ("citation", "reason"),
        [
            (Citation("boats", 1, 28, SOLD.quote), "is 'nna Berg"),
            (Citation("boats", 0, 27, "Anna Berg sold 5000 boats."), "not 'Anna Berg sold 5000"),
            (Citation("boats", 28, 50, '"It\'s over," she said.'), "not "),  # folded is not exact
            (Citation("boats", -5, -1, TEXT[-5:-1]), "[-5:-1] is not inside"),
            (Citation("boats", 80, 999, TEXT[80:]), "is not inside"),
            (Citation("boats", 3, 3, ""), "is not inside"),
            (Citation("ships", 0, 27, SOLD.quote), "'ships', which was not asked"),
            (Citation("boats", 0, 27, SOLD.quote, 20, 30), "the short answer [20:30]"),
            (Citation("boats", 28, 50, OVER.quote, 20, 30), "the short answer [20:30]"),
            (Citation("boats", 0, 27, SOLD.quote, 5, None), "the short answer [5:None]"),
            (Citation("boats", 0, 27, SOLD.quote, 9, 9), "the short answer [9:9]"),
        ],
    )
    def test_faults(self, citation: Citation, reason: str) -> None:
        score = metrics.exactness([OVER, citation], {"boats": TEXT})
        assert fraction(score) == Fraction(1, 2)
        assert reason in score.reason
