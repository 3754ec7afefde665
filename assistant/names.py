"""Proper names in running text, told by their capitals."""

import re

from assistant.documents import Span
from assistant.terms import STOP_WORDS

_UPPER = "".join(c for c in map(chr, range(0x2000)) if c.isupper())
"""Capital letters: Latin with all accents, Greek, Cyrillic and a few more; no letter of a script without."""
_TOKEN = rf"(?:[A-Z]\.(?:[A-Z]\.)+|[{_UPPER}][\w'’\-]*[^\W_]|[A-Z](?=\.? [A-Z]))"
_BETWEEN = r"(?:(?<=\b[A-Z])\.|(?<=\bMr)\.|(?<=\bMs)\.|(?<=\bDr)\.|(?<=\bSt)\.|(?<=\bMrs)\.)?"
_PARTICLES = r"(?:(?:of|the|de|van|von|der|den|al|bin|da) )*"
_NAME = re.compile(rf"(?<![^\W_]){_TOKEN}(?:{_BETWEEN} {_PARTICLES}{_TOKEN})*")
_TITLES = frozenset(
    """mr mrs ms dr prof president minister prime chancellor secretary general governor mayor senator
    councillor councilor judge justice king queen prince princess captain sergeant lieutenant chief
    director spokesman spokeswoman spokesperson commissioner professor sir""".split()
)

_BEFORE_TITLES = frozenset("vice ex deputy attorney secretary co then lieutenant major".split())
"""What a hyphen joins to a title."""


_BEFORE_PLACES = frozenset(
    """cape central costa east european fort high hong lake las los mount national new north port royal san
    santa saudi south sri supreme united upper west""".split()
)
"""What opens the names of places and bodies and no person's: "New Zealand", "San Marino", "High Court"."""


def proper_names(text: str) -> list[Span]:
    """Runs of capitalised words; a common word is left off the front of a sentence."""
    found = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        while start < end and _is_opening(text, start) and _first_word(text, start, end) in STOP_WORDS:
            space = text.find(" ", start, end)
            start = end if space < 0 else space + 1
        if text[start:end].endswith(("'s", "’s")):
            end -= 2
        if start < end:
            found.append(Span(start, end))
    return found


def names_within(phrase: str) -> list[str]:
    """The proper names of a phrase from within a sentence, so that its first word is one by its capital."""
    text = f"x {phrase}"
    return [span.of(text) for span in proper_names(text)]


def people(text: str) -> list[str]:
    """Names that may be a person's, without title, in order: two words or more, or after a title."""
    found: list[str] = []
    for span in proper_names(text):
        tokens = span.of(text).split()
        titles = [place for place, token in enumerate(tokens) if _is_title(token)]
        titled = bool(titles)
        tokens = tokens[titles[-1] + 1 :] if titled else tokens
        name = " ".join(tokens)
        place = name.split(" ")[0].casefold() in _BEFORE_PLACES and len(tokens) > 1
        if (titled or len(tokens) in (2, 3)) and name and not place and name not in found:
            found.append(name)
    return found


def _is_title(token: str) -> bool:
    """Whether it is a title: "Minister", "Dr.", "Vice-President", not "Luther-King"."""
    *before, last = token.strip(".").casefold().split("-")
    return last in _TITLES and _BEFORE_TITLES.issuperset(before)


def _is_opening(text: str, start: int) -> bool:
    before = text[:start].rstrip("\"'“‘( \n")
    return not before or before[-1] in ".!?:;"


def _first_word(text: str, start: int, end: int) -> str:
    return text[start:end].split(" ", 1)[0].casefold()
