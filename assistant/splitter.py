"""An Article to Sentences and Passages with exact offsets.

A passage is up to three consecutive whole sentences, within the embedder's limit: what retrieval ranks and
the reader reads at a time (a line alone, such as a subheading, makes a reader answer nonsense). Successive
passages overlap by all sentences but one. `covering` picks as few as hold every sentence, which are read
once; around the sentences that read best the others are read, too, in which they have other company.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

import sentencex

from assistant.documents import Article, Passage, Sentence, Span
from assistant.runtime.tokens import tokenizer
from assistant.weights import MAX_TOKENS

VERSION = 4
"""Raised whenever the same file would be read or split otherwise; part of the index's fingerprint."""

SENTENCES_PER_PASSAGE = 3
_TOKEN_LIMIT = MAX_TOKENS - 2  # the model adds two special tokens

TokenOffsets = Callable[[str], list[tuple[int, int]]]
"""A tokenizer: text to the half-open character ranges of its tokens."""


def embedder_tokens(text: str) -> list[tuple[int, int]]:
    """The character ranges of the embedder's own tokens, special tokens left out."""
    offsets: list[tuple[int, int]] = tokenizer().encode(text, add_special_tokens=False).offsets
    return offsets


@lru_cache
def embedder_words() -> frozenset[str]:
    """The whole words of the embedder's vocabulary, in lower case."""
    return frozenset(word for word in tokenizer().get_vocab() if word.isalpha())


def split_sentences(article: Article, tokens: TokenOffsets = embedder_tokens) -> list[Sentence]:
    """Every sentence of the article in order; all its visible characters are in one of them.

    A sentence longer than the embedder's limit is cut at white space where there is any.
    """
    sentences: list[Sentence] = []
    for number, block in enumerate(article.blocks):
        for span in _sentence_spans(article.text, block.span):
            for piece in _within_limit(article.text, span, tokens):
                sentences.append(
                    Sentence(
                        article=article.id,
                        index=len(sentences),
                        paragraph=number,
                        section=block.section,
                        start=piece.start,
                        end=piece.end,
                        text=piece.of(article.text),
                    )
                )
    return sentences


def split_passages(
    article: Article, sentences: list[Sentence], tokens: TokenOffsets = embedder_tokens
) -> list[Passage]:
    """Overlapping passages of up to three sentences that together hold every sentence."""
    passages: list[Passage] = []
    reached = -1
    for first in range(len(sentences)):
        last = min(first + SENTENCES_PER_PASSAGE, len(sentences)) - 1
        while last > first and not _fits(article, sentences[first], sentences[last], tokens):
            last -= 1
        if last > reached:
            passages.append(_passage(article, sentences[first], sentences[last]))
            reached = last
    return passages


def covering(passages: Sequence[Passage]) -> list[Passage]:
    """As few of the passages as hold every sentence that any of them holds, in the order of the text."""
    ordered = sorted(passages, key=lambda passage: (passage.article, passage.first, passage.last))
    chosen: list[Passage] = []
    for passage, following in zip_longest(ordered, ordered[1:]):
        reached = chosen[-1].last if chosen and chosen[-1].article == passage.article else -1
        needed = max(passage.first, reached + 1)
        held = following is not None and following.article == passage.article and following.first <= needed
        if passage.last >= needed and not held:  # the next, which reaches further, holds what is needed, too
            chosen.append(passage)
    return chosen


def _fits(article: Article, first: Sentence, last: Sentence, tokens: TokenOffsets) -> bool:
    return len(tokens(article.text[first.start : last.end])) <= _TOKEN_LIMIT


def _passage(article: Article, first: Sentence, last: Sentence) -> Passage:
    text = article.text[first.start : last.end]
    key = f"{article.id}\0{first.start}\0{text}"
    return Passage(
        id=hashlib.sha256(key.encode()).hexdigest()[:32],
        article=article.id,
        first=first.index,
        last=last.index,
        start=first.start,
        end=last.end,
        text=text,
    )


def _sentence_spans(text: str, block: Span) -> Iterator[Span]:
    """The trimmed sentences of one block, lines inside it joined for the splitter's eyes only."""
    line = block.of(text).replace("\n", " ")
    for boundary in sentencex.get_sentence_boundaries("en", line):
        start, end = boundary["start_index"], boundary["end_index"]
        while start < end and line[start].isspace():
            start += 1
        while start < end and line[end - 1].isspace():
            end -= 1
        if start < end:
            yield Span(block.start + start, block.start + end)


def _within_limit(text: str, span: Span, tokens: TokenOffsets) -> Iterator[Span]:
    """The span, or pieces of it cut at white space where each would be too long."""
    offsets = tokens(span.of(text))
    start, first = span.start, 0
    while len(offsets) - first > _TOKEN_LIMIT:
        cut = span.start + offsets[first + _TOKEN_LIMIT][0]
        space = max(text.rfind(" ", start, cut), text.rfind("\n", start, cut))
        if space > start:
            cut = space
        yield Span(start, start + len(text[start:cut].rstrip()))
        start = cut + len(text[cut : span.end]) - len(text[cut : span.end].lstrip())
        while first < len(offsets) and span.start + offsets[first][0] < start:
            first += 1
    yield Span(start, span.end)
