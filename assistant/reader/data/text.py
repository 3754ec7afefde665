"""Sentences, words and how rare they are."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable

from sentencex import segment

from assistant.reader.data.records import Span


def sentences(text: str) -> list[Span]:
    """The sentences of `text` as spans without surrounding space, in order."""
    found, at = [], 0
    for piece in segment("en", text):
        start = text.find(piece, at)
        at = start + len(piece)
        stripped = piece.strip()
        if stripped:
            start += piece.find(stripped)
            found.append((start, start + len(stripped)))
    return found


WORD = re.compile(r"\w+")
STOP_WORDS = frozenset(
    "a an the of in on at to for from by with and or is are was were be been has have had do does "
    "did can could will would should may might must what which who whom whose when where why how "
    "it its this that these those there he she they his her their as into about than then s t i "
    "you me tell please".split()
)


def content_words(text: str) -> set[str]:
    """Lower-cased words that are no stop words."""
    return {w for w in WORD.findall(text.lower()) if w not in STOP_WORDS}


class Rarity:
    """How rare words are in `texts`: log(1 + texts / texts with the word); finds the nearest."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = sorted(set(texts))
        self._where: dict[str, list[int]] = defaultdict(list)
        for i, text in enumerate(self._texts):
            for word in content_words(text):
                self._where[word].append(i)

    def overlap(self, words: set[str], text: str) -> float:
        """Summed rarity of the words that `text` shares, 0 or more; higher is nearer."""
        return sum(self._weight(w) for w in sorted(words & content_words(text)))

    def nearest(self, words: set[str], refused: re.Pattern[str], among: set[str] | None) -> str | None:
        """The text nearest to `words` that `refused` does not match, of `among` or of all."""
        scores: defaultdict[int, float] = defaultdict(float)
        for word in sorted(words):
            if len(self._where.get(word, ())) < 300:
                for i in self._where.get(word, ()):
                    scores[i] += self._weight(word)
        ranked = sorted(scores, key=lambda i: (-scores[i], i))
        for i in ranked[:2000]:
            text = self._texts[i]
            if (among is None or text in among) and not refused.search(text):
                return text
        return None

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self._texts) / max(1, len(self._where.get(word, ()))))
