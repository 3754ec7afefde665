"""The splitter: exact offsets, whole coverage, the embedder's limit, and the sentences that trip regexes."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents import Article, Passage, Sentence
from assistant.loader import load_article, parse_article
from assistant.splitter import (
    SENTENCES_PER_PASSAGE,
    covering,
    embedder_tokens,
    split_passages,
    split_sentences,
)
from assistant.weights import MAX_TOKENS


def _split(text: str) -> tuple[Article, list[Sentence], list[Passage]]:
    article = parse_article("test", text)
    sentences = split_sentences(article)
    return article, sentences, split_passages(article, sentences)


def _holds(article: Article, sentences: list[Sentence], passages: list[Passage]) -> None:
    """Asserts all that must be true of any article's sentences and passages."""
    text = article.text
    inside = [False] * len(text)
    for number, sentence in enumerate(sentences):
        assert sentence.index == number
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text.strip() == sentence.text != ""
        assert not any(inside[sentence.start : sentence.end])
        inside[sentence.start : sentence.end] = [True] * (sentence.end - sentence.start)
        block = article.blocks[sentence.paragraph]
        assert block.section is sentence.section
        assert block.span.holds(sentence.span)
    for block in article.blocks:
        places = range(block.span.start, block.span.end)
        assert [text[n] for n in places if not text[n].isspace() and not inside[n]] == []
    covered: set[int] = set()
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.start == sentences[passage.first].start
        assert passage.end == sentences[passage.last].end
        assert passage.last - passage.first < SENTENCES_PER_PASSAGE
        assert len(embedder_tokens(passage.text)) + 2 <= MAX_TOKENS
        covered.update(range(passage.first, passage.last + 1))
    assert covered == set(range(len(sentences)))
    assert len({passage.id for passage in passages}) == len(passages)


FRAGMENTS = st.sampled_from(
    [
        "U.S. President Smith spoke. ",
        'He said: "It rained." ',
        "On Jan. 12 it snowed! ",
        "“Really?” she asked. ",
        "Dr. A. B. Kar-Gupta left… ",
        "\n",
        "\n\n",
        "A Short Heading\n",
        "word " * 130,
        "!" * 300,
        "안녕하세요 " * 40,
        "x" * 400,
        "\u00a0",
        "\u2028",
        "👍🏽 ",
        "e\u0301 ",
        "1,200.5 kr. ",
    ]
)


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=40)), min_size=1, max_size=10).map("".join))
def test_any_text_is_split_exactly(text: str) -> None:
    _holds(*_split(text.replace("\r", "\n")))


INTERVALS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5)), max_size=30)


@given(st.dictionaries(st.sampled_from(["boats", "trams"]), INTERVALS), st.randoms())
def test_covering_passages_hold_every_sentence_and_none_is_needless(
    intervals: dict[str, list[tuple[int, int]]], random: Random
) -> None:
    passages = []
    for article, drawn in intervals.items():
        reached = -1
        for first, more in sorted(set(drawn)):
            if first + more > reached:  # as split_passages gives them: the later reaches further
                reached = first + more
                passages.append(Passage(f"{article}{first}-{more}", article, first, reached, 0, 0, ""))
    random.shuffle(passages)

    def held(some: list[Passage]) -> set[tuple[str, int]]:
        return {(passage.article, index) for passage in some for index in passage.sentences}

    chosen = covering(passages)
    assert held(chosen) == held(passages)
    for passage in chosen:
        assert held([other for other in chosen if other is not passage]) < held(chosen)


def test_nato_is_split_exactly(nato: Path) -> None:
    article = load_article(nato)
    sentences = split_sentences(article)
    _holds(article, sentences, split_passages(article, sentences))
    assert len(sentences) == 21


@pytest.mark.parametrize(
    "sentences",
    [
        ["On Friday, U.S. President Donald Trump spoke.", "Denmark answered."],
        ["Rutte said so on Jan. 12.", "He warned of more."],
        ['"We are ready," he said.', '"There is a risk that they will be more active."', "He left."],
        ["He called it “a good day.”", "She did not."],
        ["Sudip Kar-Gupta reported it.", "Inti Landauro helped."],
        ["It cost $1.5 million.", "Nobody paid."],
        ["Did it rain?", "No!", "It snowed."],
        ["He met Dr. Lee of Acme Inc. in Paris.", "They talked."],
    ],
)
def test_sentences_that_trip_a_regex(sentences: list[str]) -> None:
    _, found, _ = _split(" ".join(sentences))
    assert [sentence.text for sentence in found] == sentences


def test_a_subheading_is_not_fused_with_the_next_line(nato: Path) -> None:
    texts = [sentence.text for sentence in split_sentences(load_article(nato))]
    at = texts.index("Possible NATO Response")
    assert texts[at + 1].startswith("European diplomats told Reuters")


def test_a_sentence_over_a_line_break_of_a_wrapped_file_stays_one() -> None:
    text = (
        "The harbour bridge reopened on Tuesday after nine weeks of\n"
        "repairs that closed the road to all but the fire brigade and\n"
        "the ferry, which ran every hour through the night for those\n"
        "who work there. Nobody was hurt.\n"
    )
    _, found, _ = _split(text)
    assert [sentence.text for sentence in found] == [text[: text.index(" Nobody")], "Nobody was hurt."]


def test_an_overlong_sentence_is_cut_between_words_within_the_limit() -> None:
    """600 words of one token each: 254 + 254 + 92, as two special tokens come on top of 254."""
    text = " ".join(["word"] * 600)
    article, sentences, passages = _split(text)
    _holds(article, sentences, passages)
    assert [len(sentence.text.split()) for sentence in sentences] == [254, 254, 92]


def test_passages_are_three_sentences_that_overlap_by_two() -> None:
    article, sentences, passages = _split("One came. Two came. Three came. Four came. Five came.")
    assert len(sentences) == 5
    assert [(passage.first, passage.last) for passage in passages] == [(0, 2), (1, 3), (2, 4)]
    assert passages[1].text == "Two came. Three came. Four came."
    assert article.text[passages[1].start : passages[1].end] == passages[1].text


def test_a_passage_takes_no_sentence_that_would_not_fit() -> None:
    """Sentences of 100, 100 and 100 tokens: only two go into 254."""
    sentence = " ".join(["Word"] + ["word"] * 98) + "."
    assert len(embedder_tokens(sentence)) == 100
    _, sentences, passages = _split(" ".join([sentence] * 3))
    assert len(sentences) == 3
    assert [(passage.first, passage.last) for passage in passages] == [(0, 1), (1, 2)]


def test_ids_come_from_content_and_place() -> None:
    first = _split("One came. Two came.")[2]
    assert first == _split("One came. Two came.")[2]
    assert first[0].id != _split("One came. Two went.")[2][0].id
    assert first[0].id != _split("\n\nOne came. Two came.")[2][0].id


def test_counting_tokens_neither_truncates_nor_pads() -> None:
    assert len(embedder_tokens("word " * 1000)) == 1000
    assert embedder_tokens("One word.") == [(0, 3), (4, 8), (8, 9)]
