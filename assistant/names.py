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
_PORTFOLIOS = frozenset(
    """agriculture commerce defence defense education energy exchequer finance health interior justice labor
    labour state trade transport treasury""".split()
)
"""What a minister or secretary is "of", in one word."""
_BODIES = frozenset(
    """agency alliance association authority bank bureau commission committee congress corporation council
    department federation foundation fund house institute kingdom ministry organisation organization
    parliament party republic senate society union university""".split()
)
"""What the name of a body ends with, or what it is before "of": "White House", "Bank of England"."""


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
        tokens = _holder(tokens[titles[-1] + 1 :]) if titled else tokens
        name = " ".join(tokens)
        if (titled or len(tokens) in (2, 3)) and name and not _is_thing(tokens) and name not in found:
            found.append(name)
    return found


def _holder(tokens: list[str]) -> list[str]:
    """Whose a title is, by what follows it: the end of "of Foreign Affairs Ada Park", all of "Park".

    None of "of France" and "of Foreign Affairs"; "of State Rubio" is told by what a secretary is of.
    """
    if tokens[:1] != ["of"]:
        return tokens
    office = tokens[2 if tokens[1] == "the" else 1].casefold()
    starts = [place for place in range(2, len(tokens)) if tokens[place - 1][0].isupper()]
    if office in _PORTFOLIOS:
        return tokens[starts[0] :] if starts else []
    starts = starts[office in _BEFORE_PLACES :]
    return tokens[starts[-2] :] if len(starts) > 1 else []


def _is_thing(tokens: list[str]) -> bool:
    """Whether a name is a place's or a body's: "New Zealand", "Health Ministry", "House of Lords"."""
    first, *rest = [token.casefold() for token in tokens]
    body = rest and (rest[-1] in _BODIES or (rest[0] == "of" and first in _BODIES))
    return bool(rest) and (first in _BEFORE_PLACES | _PORTFOLIOS | {"of"} or bool(body))


def _is_title(token: str) -> bool:
    """Whether it is a title: "Minister", "Dr.", "Vice-President", not "Luther-King"."""
    *before, last = token.strip(".").casefold().split("-")
    return last in _TITLES and _BEFORE_TITLES.issuperset(before)


def _is_opening(text: str, start: int) -> bool:
    before = text[:start].rstrip("\"'“‘( \n")
    return not before or before[-1] in ".!?:;"


def _first_word(text: str, start: int, end: int) -> str:
    return text[start:end].split(" ", 1)[0].casefold()
