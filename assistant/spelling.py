"""Mistyped words of a question mended: towards the article's own words first, then common English ones."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from assistant.questions import QUESTION_WORDS
from assistant.terms import fold

_LEAST_LENGTH = 3
_ASKING = ("what", "when", "where", "which", "who", "whose", "why", "how")
_CONTRACTED = {"whos": "who is", "wheres": "where is", "whens": "when is"}
_RARE = 1_000  # of 300 million words: an opening word no more common is a mistyped "what" or "where"
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
        if folded in _CONTRACTED:
            return _cased(_CONTRACTED[folded], word)
        if not question[: match.start()].strip() and (asking := _asking(question, word, article)):
            return _cased(asking, word)
        if len(folded) < _LEAST_LENGTH or folded in article or folded in language or "'" in folded:
            return word
        if (word.isupper() and not question.isupper()) or folded in _english():
            return word
        name = word[0].isupper() and match.start() > 0
        found = _closest(folded, article, {}) or ("" if name else _closest(folded, (), _english()))
        return _cased(found, word) or word

    return _WORD.sub(mend, question)


def _cased(found: str, word: str) -> str:
    """`found` with a capital where `word` has one in front."""
    return found.capitalize() if word[0].isupper() else found


def _asking(question: str, opening: str, article: Collection[str]) -> str:
    """The question word that a rare opening word was meant to be: one letter left out, or two exchanged.

    "" where it may be a name or an acronym, or means no one of them surely.
    """
    word = fold(opening)
    may_be_name = opening[0].isupper() and re.match(r"\W*\w+ [A-Z]", question) is not None
    if len(word) < _LEAST_LENGTH or word in article or word in QUESTION_WORDS or may_be_name:
        return ""
    if (opening.isupper() and not question.isupper()) or _english().get(word, 0) > _RARE:
        return ""
    near = [other for other in _ASKING if sorted(other) == sorted(word) or len(other) == len(word) + 1]
    found = [other for other in near if OSA.distance(word, other) == 1]
    return found[0] if len(found) == 1 else ""


@lru_cache
def _english() -> Mapping[str, int]:
    """English words with how often each is used."""
    dictionary: Mapping[str, int] = SpellChecker(language="en").word_frequency.dictionary
    return dictionary


def _likeness(word: str, other: str) -> int:
    """0 where letters are only exchanged, 1 where both begin alike, else 2."""
    return 0 if sorted(word) == sorted(other) else 1 if word[0] == other[0] else 2


def _closest(word: str, known: Collection[str], counts: Mapping[str, int]) -> str:
    """The known word nearest by edits; "" if none is near. Of several one with the same letters is taken
    first, then one that begins alike, then the most used.

    Near is one edit (an adjacent exchange is one) for up to five letters, two above, and then only with
    the same first letter. Of three letters none may be wrong, only out of order.
    """
    most = 1 if len(word) <= 5 else 2
    found = process.extract(word, known or list(counts), scorer=OSA.distance, score_cutoff=most, limit=None)
    near = [
        (distance, _likeness(word, other), -counts.get(other, 0), other)
        for other, distance, _ in found
        if (distance <= 1 or other[0] == word[0]) and (len(word) > 3 or sorted(other) == sorted(word))
    ]
    return min(near)[-1] if near else ""
