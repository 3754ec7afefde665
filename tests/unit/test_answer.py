"""Citations are exact, and a short answer lies inside its quote."""

import json

import pytest

from assistant.answer import Answer, Citation, ReadPassage, Statement, Status
from assistant.documents import Section, Sentence, Span

TEXT = "It rained. The bridge reopened on Tuesday. It snowed."
SENTENCE = Sentence("storm", 1, 0, Section.BODY, 11, 42, "The bridge reopened on Tuesday.")


def test_a_citation_of_a_whole_sentence_marks_nothing() -> None:
    citation = Citation.of(SENTENCE)
    assert citation == Citation("storm", 11, 42, "The bridge reopened on Tuesday.")
    assert TEXT[citation.start : citation.end] == citation.quote
    assert (citation.short_start, citation.short_end, citation.short) == (None, None, None)


@pytest.mark.parametrize(
    ("span", "short"),
    [
        (Span(34, 41), "Tuesday"),
        (Span(11, 21), "The bridge"),
        (Span(11, 42), "The bridge reopened on Tuesday."),
        (Span(41, 42), "."),
    ],
)
def test_the_mark_is_in_offsets_of_the_article(span: Span, short: str) -> None:
    citation = Citation.of(SENTENCE, span)
    assert citation.short == short == TEXT[span.start : span.end]
    assert (citation.short_start, citation.short_end) == (span.start, span.end)


@pytest.mark.parametrize("span", [Span(10, 21), Span(34, 43), Span(0, 10), Span(43, 53)])
def test_a_short_answer_outside_its_sentence_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="not inside"):
        Citation.of(SENTENCE, span)


def test_two_marks_in_one_sentence_become_one_that_reaches_over_both() -> None:
    first, last = Citation.of(SENTENCE, Span(34, 41)), Citation.of(SENTENCE, Span(11, 21))
    assert first.merged(last) == Citation.of(SENTENCE, Span(11, 41))
    assert first.merged(Citation.of(SENTENCE)) == first


def test_marks_of_two_sentences_are_not_made_one() -> None:
    other = Sentence("storm", 0, 0, Section.BODY, 0, 10, "It rained.")
    with pytest.raises(ValueError, match="not of the sentence"):
        Citation.of(SENTENCE).merged(Citation.of(other))


def test_citations_come_in_the_order_of_the_statements() -> None:
    first, second = Citation.of(SENTENCE), Citation("storm", 0, 10, "It rained.")
    answer = Answer(
        question="When?",
        understood_as="When did the bridge reopen?",
        status=Status.ANSWERED,
        text="x",
        statements=(Statement("a", (first, second)), Statement("b", (first,))),
        confidence=0.5,
        nearest=(),
        answerer="extractive",
        milliseconds=3,
    )
    assert answer.citations == (first, second, first)


def test_as_dict_is_plain_json() -> None:
    citation = Citation.of(SENTENCE, Span(34, 41))
    read = (ReadPassage("storm", 0, 42, 1.5),)
    answer = Answer(
        "q", "u", Status.DECLINED, "t", (), 0.25, (citation,), "extractive", 7, "storm", read=read
    )
    assert json.loads(json.dumps(answer.as_dict())) == {
        "question": "q",
        "understood_as": "u",
        "status": "declined",
        "text": "t",
        "statements": [],
        "confidence": 0.25,
        "nearest": [
            {
                "article": "storm",
                "start": 11,
                "end": 42,
                "quote": "The bridge reopened on Tuesday.",
                "short_start": 34,
                "short_end": 41,
            }
        ],
        "answerer": "extractive",
        "milliseconds": 7,
        "article": "storm",
        "lead": "",
        "read": [{"article": "storm", "start": 0, "end": 42, "score": 1.5}],
        "note": "",
        "struck": [],
        "tokens": None,
    }


def test_an_answer_grows_by_whole_statements_and_its_citations_keep_their_places() -> None:
    first, second = Citation.of(SENTENCE), Citation("storm", 0, 10, "It rained.")
    statements = (Statement(first.quote, (first,)), Statement(second.quote, (second,)), Statement("c", ()))
    text = f"The article says otherwise:\n\n{first.quote}\n\n{second.quote}\n\nc"
    whole = Answer("q", "u", Status.CORRECTED, text, statements, 0.5, (), "extractive", 7)
    grown = list(whole.growing())
    assert [answer.text for answer in grown] == [
        f"The article says otherwise:\n\n{first.quote}",
        f"The article says otherwise:\n\n{first.quote}\n\n{second.quote}",
        text,
    ]
    assert [answer.citations for answer in grown] == [(first,), (first, second), (first, second)]
    assert grown[-1] is whole


def test_an_answer_without_statements_comes_at_once() -> None:
    declined = Answer("q", "u", Status.DECLINED, "t", (), 0.25, (), "extractive", 7)
    assert list(declined.growing()) == [declined]
