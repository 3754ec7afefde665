"""Which pronouns of a question point to what was said before it.

"Why did he cancel it?" points twice. "Why did Rutte cancel his trip?" says itself whose trip, "Are there
plans?" and "Is it true that ...?" point to nothing, and no more does "that" in "said that Greenland ...".
"""

import re
from collections.abc import Callable

from assistant.inflection import is_past, is_plural, lemmas
from assistant.names import proper_names
from assistant.questions import AUXILIARIES, QUESTION_WORDS
from assistant.terms import STOP_WORDS, words

HE_SHE = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
THEY = re.compile(r"\b(?:they|them|their|theirs|those|these)\b", re.IGNORECASE)
IT = re.compile(r"\b(?:it|its|(?:this|that)(?: one)?)\b", re.IGNORECASE)
THERE = re.compile(r"\bthere\b", re.IGNORECASE)

POSSESSIVE = frozenset("his her its their".split())
_ARTICLE = re.compile(r"\s+(?:(?:is|was) )?(?:article|story|report|text)\b", re.IGNORECASE)
_EXPLETIVE = re.compile(
    r"it(?: is| was| be)? (?:true|possible|likely|certain|clear|known|said|reported|confirmed|expected) "
    r"(?:that|if|whether|to)\b",
    re.IGNORECASE,
)
TIMES = frozenset(
    """january february march april june july august september october november december
    second minute hour morning afternoon evening night day week weekend month quarter year decade century
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter time""".split()
)
_SPEECH = frozenset(
    """said told claimed thought believed knew warned stressed announced denied confirmed reported added
    insisted argued promised agreed found showed meant heard feared hoped wrote suggested""".split()
)
_PREPOSITIONS = frozenset("about of in on at to for from by with after before during than like over".split())
_POINTING = AUXILIARIES | QUESTION_WORDS | _PREPOSITIONS | {"", "and", "but", "so"}
"""After these words "this" and "that" point to something: "about that plan", "was this decided"."""
_COUNTED = re.compile(r"how many\b", re.IGNORECASE)
_OF_PLACE = frozenset("from to into near around in at of by through towards toward".split())
"""Before "there" they stay before the place it means."""
_GOING = frozenset("get go come travel fly return".split())
_DESCRIBED = re.compile(r"(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat) [a-z]")
"""What may be no place but a meeting: "the press conference", not "the Netherlands"."""
_NOUN_PHRASE = re.compile(r"\b(?:the|an?|these|those) [\w'’-]+", re.IGNORECASE)


def points(pronoun: re.Pattern[str], text: str) -> bool:
    """Whether a pronoun of this kind in a question points outside it."""
    return any(_points(text, match) for match in pronoun.finditer(text))


def replaced(pronoun: re.Pattern[str], text: str, name: str, count: int = 0) -> str:
    """A question with a name in the place of its pronouns that point outside it, `count` at most (0: all).

    "there" becomes "in Bergen", "at the press conference".
    """

    def put(match: re.Match[str]) -> str:
        if not _points(text, match):
            return match[0]
        if match[0].casefold() == "there":
            return _there(name, text[: match.start()])
        whose = _says_whose(match[0], text[match.end() :]) or match[0].casefold() in ("hers", "theirs")
        return _genitive(name) if whose else name

    return pronoun.sub(put, text, count=count)


def _genitive(name: str) -> str:
    """ "Ada Park's", "James's"; of a plural "the workers'", "the Netherlands'"."""
    if name.endswith(("'s", "’s")):
        return name
    *before, last = name.split()
    plural = is_plural(last) if last.islower() else before[:1] in (["the"], ["The"])
    return f"{name}'" if plural and last.endswith("s") else f"{name}'s"


def _there(name: str, before: str) -> str:
    """A name in the place of "there" behind `before`: "from Bergen", "went to Bergen", else "in Bergen"."""
    last, first = (words(before) or [""])[-1], (words(name) or [""])[0]
    if last in _OF_PLACE or first in _PREPOSITIONS:
        return name
    if _GOING.intersection(lemmas(last).get("VERB", ())):
        return f"to {name}"
    return f"at {name}" if _DESCRIBED.match(name) else f"in {name}"


def _says_whose(pronoun: str, after: str) -> bool:
    """Whether it says whose something is: "her office", not "met her in Bergen"."""
    word, following = pronoun.casefold(), (words(after) or [""])[0]
    return word in POSSESSIVE and not (word == "her" and following in STOP_WORDS | {""})


def _points(text: str, match: re.Match[str]) -> bool:
    before, after = words(text[: match.start()]), words(text[match.end() :])
    last, following = (before or [""])[-1], (after or [""])[0]
    word = words(match[0])[0]
    if _says_whose(word, text[match.end() :]):
        return not _told_before(text, match.start())
    test = _TESTS.get(word)
    return test is None or test(text, match, last, following)


def _told_before(text: str, place: int) -> bool:
    """Whether a question names somebody or something before a place in it."""
    names = any(name.end <= place for name in proper_names(text))
    return names or _NOUN_PHRASE.search(text, 0, place) is not None


def _subject(text: str, match: re.Match[str], last: str, following: str) -> bool:
    """ "he", "they": asked about right after "did", else perhaps somebody named before."""
    return last in AUXILIARIES or not _told_before(text, match.start())


def _place(text: str, match: re.Match[str], last: str, following: str) -> bool:
    """ "there": no place in "Are there plans?", "How many are there?", "There is ...", "there's"."""
    if text.startswith(("'", "’"), match.end()):
        return False
    counted = _COUNTED.match(text) is not None and not following
    return following not in AUXILIARIES and not (last in AUXILIARIES and (following or counted))


def _thing(text: str, match: re.Match[str], last: str, following: str) -> bool:
    """ "it": nothing in "Is it true that ...?"; the article is meant by none."""
    return not _EXPLETIVE.match(text, match.start()) and not _ARTICLE.match(text, match.end())


def _demonstrative(text: str, match: re.Match[str], last: str, following: str) -> bool:
    """ "this", "that", alone or with a noun; not the "that" that opens a clause, nor "this week"."""
    if _ARTICLE.match(text, match.end()) or following in TIMES:
        return False
    if not following:
        return True
    return last in _POINTING or (is_past(last) and last not in _SPEECH)


def _several(text: str, match: re.Match[str], last: str, following: str) -> bool:
    """ "these", "those": not where a clause tells which ("those who fled")."""
    return following not in ("who", "that", "which", "whose", "in", "of", "from", "with", "on", "at")


_TESTS: dict[str, Callable[[str, re.Match[str], str, str], bool]] = {
    "he": _subject,
    "she": _subject,
    "they": _subject,
    "there": _place,
    "it": _thing,
    "this": _demonstrative,
    "that": _demonstrative,
    "these": _several,
    "those": _several,
}
