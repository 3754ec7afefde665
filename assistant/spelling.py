"""Mistyped words of a question mended: towards the article's own words first, then common English ones."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from assistant.questions import AUXILIARIES, QUESTION_WORDS, SUMMARY_KEYS
from assistant.terms import STOP_WORDS, fold, terms

_LEAST_LENGTH = 3
_ASKING = ("what", "when", "where", "which", "who", "whose", "why", "how")
_CONTRACTED = {"whos": "who is", "wheres": "where is", "whens": "when is"}
_RARE = 1_000  # of 300 million words: an opening word no more common is a mistyped "what" or "where"
_COMMON = 3_000
"""So common (of 300 million words) is what a mistyped word may become, unless it is the article's."""
_SHORT = 5
_BRITISH = re.compile(r"(?<=\w{4})s(?=(?:e[dsr]?|ing|ations?)$)")
"""What is a "z" in the American spelling, which the dictionary has."""
_OPENERS = frozenset({*_ASKING, *AUXILIARIES, *STOP_WORDS, *SUMMARY_KEYS}) | frozenset(
    "list name tell give show explain describe".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def mended(question: str, article: Collection[str], language: Collection[str]) -> str:
    """The question with each unknown word replaced by a known one a slip of the keys away.

    A word with a capital may be a name: only the article's words replace it, and before all others words
    that open a question. One all in capitals is left alone.

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
        if (word.isupper() and not question.isupper()) or _is_english(folded, article):
            return word
        opens = not question[: match.start()].strip()
        name = word[0].isupper() and not question.isupper()
        found = _closest(folded, article, {})
        if not found and name:
            found = _closest(folded, _OPENERS, {}) if opens else ""
        elif not found:
            found = _closest(folded, _english(), _english())
            found = found if _english().get(found, 0) >= _COMMON else ""  # a rare word for a name
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


def _is_english(word: str, article: Collection[str]) -> bool:
    """Whether a word is right as it stands: an English one, but no rare one a letter off the article's."""
    american = _BRITISH.sub("z", word)
    if word not in _english() and american not in _english():
        return False
    if _english().get(american, 0) > _RARE or len(word) <= _SHORT:
        return True
    near = _closest(word, article, {})
    return not near or OSA.distance(word, near) > 1 or word[0] != near[0] or terms(word) == terms(near)


def _likeness(word: str, other: str) -> int:
    """0 where letters are only exchanged, 1 where both begin alike, else 2."""
    return 0 if sorted(word) == sorted(other) else 1 if word[0] == other[0] else 2


def _closest(word: str, known: Collection[str], counts: Mapping[str, int]) -> str:
    """The known word nearest by edits; "" if none is near. Of several one with the same letters is taken
    first, then one that begins alike, then the most used, by `counts`.

    Near is one edit (an adjacent exchange is one) for up to five letters, two above, and then only with
    the same first letter. Of three letters none may be wrong, only out of order.
    """
    most = 1 if len(word) <= _SHORT else 2
    found = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=most, limit=None)
    near = [
        (distance, _likeness(word, other), -counts.get(other, 0), other)
        for other, distance, _ in found
        if (distance <= 1 or other[0] == word[0]) and (len(word) > 3 or sorted(other) == sorted(word))
    ]
    return min(near)[-1] if near else ""
