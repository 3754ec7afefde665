"""Mistyped words of a question mended: towards the article's own words first, then common English ones."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from assistant.terms import fold

_LEAST_LENGTH = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def mended(question: str, article: Collection[str], language: Collection[str]) -> str:
    """The question with each unknown word replaced by a known one a slip of the keys away.

    A word with a capital inside the question may be a name: only the article's words replace it. One all
    in capitals is left alone.

    Args:
        article: the article's words, folded.
        language: further words, folded, that are right as they stand.
    """

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        folded = fold(word)
        if len(folded) < _LEAST_LENGTH or folded in article or folded in language or "'" in folded:
            return word
        if (word.isupper() and not question.isupper()) or folded in _english():
            return word
        name = word[0].isupper() and match.start() > 0
        found = _closest(folded, article, {}) or ("" if name else _closest(folded, (), _english()))
        return (found.capitalize() if word[0].isupper() else found) or word

    return _WORD.sub(mend, question)


@lru_cache
def _english() -> Mapping[str, int]:
    """English words with how often each is used."""
    dictionary: Mapping[str, int] = SpellChecker(language="en").word_frequency.dictionary
    return dictionary


def _closest(word: str, known: Collection[str], counts: Mapping[str, int]) -> str:
    """The known word nearest by edits, the most used of several; "" if none is near.

    Near is one edit (an adjacent exchange is one) for up to five letters, two above, and then only with
    the same first letter. Of three letters none may be wrong, only out of order.
    """
    most = 1 if len(word) <= 5 else 2
    found = process.extract(word, known or list(counts), scorer=OSA.distance, score_cutoff=most, limit=None)
    near = [
        (distance, -counts.get(other, 0), other)
        for other, distance, _ in found
        if (distance <= 1 or other[0] == word[0]) and (len(word) > 3 or sorted(other) == sorted(word))
    ]
    return min(near)[2] if near else ""
