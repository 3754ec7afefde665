"""Mistyped words of a question mended: towards the article's own words first, then what questions about an
article are asked with ("summarize", "headline", "edited"), then common English words."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from assistant.questions import AUXILIARIES, KEY_WORDS, ORDERS, QUESTION_WORDS
from assistant.terms import STOP_WORDS, fold, terms

_LEAST_LENGTH = 3
_ASKING = ("what", "when", "where", "which", "who", "whose", "why", "how")
_CONTRACTED = {"whos": "who is", "wheres": "where is", "whens": "when is"}
_RARE = 1_000  # of 300 million words: an opening word no more common is a mistyped "what" or "where"
_COMMON = 3_000
"""So common (of 300 million words) is what a mistyped word may become, unless it is the article's."""
_SHORT = 5
_LONG = 8
_BRITISH = re.compile(r"(?<=\w{4})s(?=(?:e[dsr]?|ing|ations?)$)")
"""What is a "z" in the American spelling, which the dictionary has."""
_RIGHT = AUXILIARIES | QUESTION_WORDS
_KEYS = QUESTION_WORDS | {word for word in KEY_WORDS if len(word) >= _SHORT}
"""Short ones ("link", "ran") are too near to names."""
_OPENERS = frozenset({*_ASKING, *AUXILIARIES, *STOP_WORDS, *_KEYS, *ORDERS})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def mended(question: str, article: Collection[str], language: Collection[str]) -> str:
    """The question with each unknown word replaced by a known one a slip of the keys away.

    A word with a capital may be a name: only the article's words replace it, and one in front what opens
    questions. One all in capitals is left alone. Of words as near the article's goes first, then one that
    questions about an article are asked with; other English ones only where the article has none.

    Args:
        article: the article's words, folded.
        language: further words, folded, that are right as they stand.
    """
    capitals = question.isupper()

    @cache
    def known(word: str, opens: bool) -> str:
        folded = fold(word)
        if folded in _CONTRACTED:
            return _cased(_CONTRACTED[folded], word)
        if opens and (asking := _asking(question, word, article)):
            return _cased(asking, word)
        if len(folded) < _LEAST_LENGTH or folded in article or folded in language or "'" in folded:
            return word
        if (word.isupper() and not capitals) or folded in _RIGHT or _is_english(folded, article):
            return word
        is_name = word[0].isupper() and not capitals
        asked_with = _KEYS if not is_name else _OPENERS if opens else ()
        near = [_closest(folded, article), _slip(folded, asked_with, _english())]
        near += [] if is_name or near[0] else [_common(folded)]
        found = min(filter(None, near), key=lambda other: OSA.distance(folded, other), default="")
        return _cased(found, word) or word

    return _WORD.sub(lambda match: known(match[0], not question[: match.start()].strip()), question)


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
    near = _closest(word, article)
    return not near or OSA.distance(word, near) > 1 or word[0] != near[0] or terms(word) == terms(near)


def _likeness(word: str, other: str) -> int:
    """0 where letters are only exchanged, 1 where both begin alike, else 2."""
    return 0 if sorted(word) == sorted(other) else 1 if word[0] == other[0] else 2


def _closest(word: str, article: Collection[str]) -> str:
    """The article's word nearest by edits; "" if none is near.

    Near is one edit (an adjacent exchange is one) for up to five letters, two above, and then only with
    the same first letter. Of three letters none may be wrong, only out of order.
    """
    return _nearest(word, _within(word, article, 1 if len(word) <= _SHORT else 2), {})


def _slip(word: str, known: Collection[str], counts: Mapping[str, int]) -> str:
    """The word nearest by edits that a name would hardly be taken for; "" if none is near.

    It begins alike, and is one edit away, two from eight letters on; up to five letters none is another
    one, but left out, added or exchanged with the next.
    """
    found = _within(word, known, 1 if len(word) < _LONG else 2)
    kept = {
        other: distance
        for other, distance in found.items()
        if sorted(other) == sorted(word)
        or (other[0] == word[0] and (len(word) > _SHORT or len(other) != len(word)))
    }
    return _nearest(word, kept, counts)


def _common(word: str) -> str:
    """The English word a slip of the keys away; "" where that is a rare one, for this may then be a name."""
    found = _slip(word, _beginning(frozenset(word[:2])), _english())
    return found if _english().get(found, 0) >= _COMMON else ""


@lru_cache
def _beginning(letters: frozenset[str]) -> Sequence[str]:
    """The English words that begin with one of the letters."""
    return [word for word in _english() if word[:1] in letters]


def _within(word: str, known: Collection[str], most: int) -> dict[str, int]:
    """The known words at most so many edits away, each with their number.

    Two only where both begin alike; of three letters only those out of order.
    """
    found = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=most, limit=None)
    return {
        other: distance
        for other, distance, _ in found
        if (distance <= 1 or other[0] == word[0]) and (len(word) > 3 or sorted(other) == sorted(word))
    }


def _nearest(word: str, near: Mapping[str, int], counts: Mapping[str, int]) -> str:
    """Of several as near, one with the same letters first, then one that begins alike, then the most used."""
    ranked = [
        (distance, _likeness(word, other), -counts.get(other, 0), other) for other, distance in near.items()
    ]
    return min(ranked)[-1] if ranked else ""
