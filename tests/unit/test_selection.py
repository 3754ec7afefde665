"""Features worked out by hand, and a confidence that is a probability."""

import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents import Section, Sentence, Span
from assistant.questions import Form
from assistant.reader.spans import ReadSpan
from assistant.selection import (
    READ_RANGE,
    Calibration,
    Evidence,
    answer_features,
    confidence,
    unknown_names,
    weigh,
)
from assistant.support.verdict import Support


def _sentences(*texts: str, section: Section = Section.BODY) -> list[Sentence]:
    """Sentences one after the other, a space between them."""
    found, start = [], 0
    for number, text in enumerate(texts):
        found.append(Sentence("pets", number, number, section, start, start + len(text), text))
        start += len(text) + 1
    return found


def _span(sentence: Sentence, score: float, passage: str = "p", words: str | None = None) -> ReadSpan:
    at = sentence.start + (sentence.text.index(words) if words else 0)
    end = at + len(words) if words else sentence.end
    return ReadSpan("pets", passage, sentence.index, Span(at, end), score)


PETS = _sentences("Cats sleep.", "Dogs bark.", "Fish swim.")


def _evidence(question: str, spans: list[ReadSpan], form: Form = Form.OPEN) -> Evidence:
    similarity = {("pets", 0): 0.2, ("pets", 1): 0.5, ("pets", 2): 0.8}
    return Evidence(question, form, PETS, spans, similarity)


def _features(question: str, spans: list[ReadSpan]) -> dict[int, Mapping[str, float]]:
    return {c.sentence.index: c.features for c in weigh(_evidence(question, spans)).candidates}


def test_reading_scores_are_cut_and_averaged_over_passages() -> None:
    """Scores 30 and 2 of one sentence: cut to 12 and 2, so the best is 12 and the mean 7."""
    assert READ_RANGE == 12.0
    spans = [_span(PETS[0], 30.0, "p"), _span(PETS[0], 2.0, "q"), _span(PETS[1], -40.0)]
    features = _features("Who barks?", spans)
    assert (features[0]["best"], features[0]["mean"]) == (12.0, 7.0)
    assert (features[1]["best"], features[1]["mean"]) == (-12.0, -12.0)


def test_coverage_counts_rare_words_more() -> None:
    """Three sentences; "bark" and "cat" stand in one each, "sing" in none.

    A word in n of N sentences weighs ln(1 + (N - n + 1/2) / (n + 1/2)): ln(1 + 2.5/1.5) = ln(8/3) for
    the first two, ln(1 + 3.5/0.5) = ln 8 for "sing".
    """
    features = _features("Who barks and sings at cats?", [_span(s, 1.0) for s in PETS])
    total = 2 * math.log(8 / 3) + math.log(8)
    alone = math.log(8 / 3) / total
    assert [features[n]["cover"] for n in range(3)] == pytest.approx([alone, alone, 0.0])
    assert [features[n]["cover_around"] for n in range(3)] == pytest.approx([2 * alone, 2 * alone, alone])


def test_similarity_is_the_sentences_own_and_its_neighbours_mean() -> None:
    """Cosines 0.2, 0.5, 0.8: the means are 0.35, 0.5 and 0.65."""
    features = _features("Who barks?", [_span(s, 1.0) for s in PETS])
    assert [features[n]["similarity"] for n in range(3)] == [0.2, 0.5, 0.8]
    assert [features[n]["similarity_around"] for n in range(3)] == pytest.approx([0.35, 0.5, 0.65])


def test_candidates_are_ranked_by_their_weighted_features() -> None:
    spans = [_span(PETS[0], 3.0, words="Cats"), _span(PETS[2], 5.0, words="Fish")]
    weighed, weights = weigh(_evidence("Who barks?", spans)), {"best": 2.0}
    by_reading = weighed.ranked(weights)
    ranks = [(c.sentence.index, c.rank(weights), c.reading) for c in by_reading]
    assert ranks == [(2, 10.0, 5.0), (0, 6.0, 3.0)]
    assert [c.short for c in by_reading] == [Span(23, 27), Span(0, 4)]
    assert weighed.ranked({"best": -1.0})[0].sentence.index == 0


def test_what_the_support_model_makes_of_a_sentence_is_a_feature_of_it() -> None:
    """Whether it answers or contradicts; one that was not judged says nothing."""
    first, second = _sentences("Ada won.", "It rained.")
    weighed = weigh(_evidence("Who won?", [_span(first, 4.0), _span(second, 1.0)]))
    supports = {(first.article, first.index): Support(0.5, 0.3, 0.2)}
    about = [c.features["about"] for c in weighed.judged(supports).candidates]
    assert about == pytest.approx([math.log(4), -math.log(999)])


def test_the_best_span_of_a_sentence_is_its_short_answer() -> None:
    spans = [_span(PETS[1], 1.0, "p", "bark"), _span(PETS[1], 4.0, "q", "Dogs")]
    (candidate,) = weigh(_evidence("Who barks?", spans)).candidates
    assert (candidate.short, candidate.reading) == (Span(12, 16), 4.0)


def test_labels_are_told_from_prose() -> None:
    title = _sentences("Dogs bark", section=Section.TITLE)
    evidence = Evidence("Who barks?", Form.OPEN, title, [_span(title[0], 1.0)], {})
    assert weigh(evidence).candidates[0].features["label"] == 1.0
    assert _features("Who barks?", [_span(PETS[0], 1.0)])[0]["label"] == 0.0


def test_what_tells_whether_the_article_answers() -> None:
    """The first candidate by the weights given, with the question's own features."""
    evidence = _evidence("Do dogs sing?", [_span(PETS[1], 5.0), _span(PETS[0], 1.0)], Form.YES_NO)
    features = answer_features(weigh(evidence), {"best": 1.0})
    assert (features["best"], features["similarity"]) == (5.0, 0.5)
    assert (features["yes_no"], features["keywords"], features["bias"]) == (1.0, 0.0, 1.0)
    assert answer_features(weigh(evidence), {"best": -1.0})["best"] == 1.0


def test_nothing_read_gives_no_candidate() -> None:
    assert weigh(_evidence("Who barks?", [])).candidates == ()


def test_a_sentence_with_the_words_quoted_and_a_quotation_that_no_sentence_has() -> None:
    spans = [_span(sentence, 1.0) for sentence in PETS]
    found = weigh(_evidence('Who says "dogs bark" here?', spans))
    assert [c.features["quoted"] for c in found.candidates] == [0.0, 1.0, 0.0]
    assert found.features["unsaid"] == 0.0
    assert weigh(_evidence('Who says "dogs sing" here?', spans)).features["unsaid"] == 1.0


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Did Mark Rutte speak?", 0.0),
        ("Did Emmanuel Macron speak?", 2.0),
        ("Did Angela Merkel meet Emmanuel Macron?", 2.0),
        ("Were 500 ships there?", 1.0),
        ("did he speak?", 0.0),
        ("Did Dutch officials speak?", 0.0),
        ("Did the Netherlands speak to the United States?", 1.0),
    ],
)
def test_names_and_numbers_the_article_does_not_have(question: str, count: float) -> None:
    assert unknown_names(question, frozenset({"mark", "rutte", "spoke", "the", "netherlands"})) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("She told us so.", 1.0),
        ("She told the US so.", 0.0),
        ("She told the United States so.", 0.0),
        ("She told American allies so.", 0.0),
    ],
)
def test_the_pronoun_us_is_no_country(text: str, count: float) -> None:
    [sentence] = _sentences(text)
    for question in ("What did the U.S. hear?", "What did the United States hear?"):
        weighed = weigh(Evidence(question, Form.OPEN, [sentence], [_span(sentence, 1.0)], {}))
        assert weighed.features["unknown_names"] == count


def test_confidence_is_the_logistic_of_the_weighted_sum() -> None:
    """2 ln 3 - ln 3 = ln 3, and 1 / (1 + 1/3) = 3/4."""
    assert confidence({"a": 2.0, "b": 1.0}, {"a": math.log(3), "b": -math.log(3)}) == pytest.approx(3 / 4)
    assert confidence({}, {"a": 5.0}) == 0.5


FINITE = st.floats(-1e6, 1e6)


@given(st.dictionaries(st.sampled_from("abc"), FINITE), st.dictionaries(st.sampled_from("abc"), FINITE))
def test_confidence_is_a_probability(features: dict[str, float], weights: dict[str, float]) -> None:
    assert 0.0 <= confidence(features, weights) <= 1.0


def test_the_packaged_calibration_can_decide() -> None:
    calibration = Calibration.packaged()
    assert 0.0 < calibration.threshold < 1.0
    assert 0.0 < calibration.follow_up < 1.0
    assert calibration.rank
    assert calibration.answer
