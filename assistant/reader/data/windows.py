"""Windows of a paragraph, as the product reads."""

import random
from collections.abc import Callable

from assistant.reader.data.records import Pair, Question, Span
from assistant.reader.data.text import Rarity, content_words, sentences

SHORT_SHARE = 0.7  # of the pairs are windows of one to five sentences, the rest paragraphs
WINDOW_SENTENCES = ((1, 2, 3, 4, 5), (5, 15, 45, 20, 15))  # sizes, and their weights in percent
PARAGRAPH_WORDS = 140  # about 200 word pieces together with the question


def _grow(
    count: int, low: int, high: int, fits: Callable[[int, int], bool], rng: random.Random
) -> tuple[int, int]:
    """Extend the sentences [low, high) to either side by chance, in [0, count), while it fits."""
    while True:
        options = [o for o in ((low - 1, high), (low, high + 1)) if o[0] >= 0 and o[1] <= count and fits(*o)]
        if not options:
            return low, high
        low, high = rng.choice(options)


def window(context: str, anchor: Span, short_share: float, rng: random.Random) -> Span:
    """A span of whole sentences of `context` around `anchor`: short, or up to a paragraph."""
    found = sentences(context)
    touching = [i for i, (s, e) in enumerate(found) if s < anchor[1] and anchor[0] < e] or [0]
    low, high = touching[0], touching[-1] + 1
    if rng.random() < short_share:
        size = rng.choices(*WINDOW_SENTENCES)[0]
        low, high = _grow(len(found), low, high, lambda a, b: b - a <= size, rng)
    else:
        words = [len(context[s:e].split()) for s, e in found]
        low, high = _grow(len(found), low, high, lambda a, b: sum(words[a:b]) <= PARAGRAPH_WORDS, rng)
    return min(found[low][0], anchor[0]), max(found[high - 1][1], anchor[1])


def pair_of(q: Question, kind: str, anchor: Span, short_share: float, rng: random.Random) -> Pair:
    start, end = window(q.context, anchor, short_share, rng)
    spans = tuple((s - start, e - start) for s, e in q.answers if start <= s and e <= end)
    return Pair(kind, q.question, q.context[start:end], spans)


def likeliest_sentence(q: Question, rarity: Rarity) -> Span:
    """Where a careless reader would look: the sentence that shares most with the question."""
    words = content_words(q.question)
    return max(sentences(q.context), key=lambda s: rarity.overlap(words, q.context[s[0] : s[1]]))
