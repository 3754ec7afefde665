"""The people, places, dates and organisations that an article names, each where it stands.

Only what rules can tell for sure is told: a name that could be of two kinds is left out. Places are
those of the IANA time zone database: countries, continents, and cities where a word of place precedes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from assistant.documents import PROSE, Sentence, Span
from assistant.names import people, proper_names


class Kind(StrEnum):
    """What a name is the name of."""

    PERSON = "person"
    PLACE = "place"
    DATE = "date"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Entity:
    """A name as the article writes it first, with the span of each mention in the article's text."""

    kind: Kind
    name: str
    mentions: tuple[Span, ...]


_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = re.compile(
    rf"\b(?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{4}}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?![\w-])"
)
_OF_ORGANISATION = frozenset(
    """agency alliance association authority bank board bureau commission committee company congress
    corporation council court department federation foundation fund group inc institute ltd ministry
    organisation organization parliament party police senate society union university""".split()
)
_OFFICE = re.compile(
    r"\s+(?:allies|chief|diplomats|forces|leaders|member states|members|missions|officials|summit"
    r"|[Ss]ecretary[ -][Gg]eneral|spokes(?:man|woman|person)|troops)\b"
)
_ACRONYM = re.compile(r"[A-Z]{3,6}")
_TITLE = re.compile(
    r"\b(?:chair(?:man|woman)?|chief|coach|commissioner|director|engineer|governor|head|judge|leader|mayor"
    r"|minister|officer|president|professor|secretary|spokes(?:man|woman|person))\s$"
)
_SPEAKS = re.compile(r",? (?:said|says|told|added|warned|argued|wrote|asked|stressed|emphasi[sz]ed)\b")
_SPOKE = re.compile(r"\b(?:said|says|added|according to) $")
_AT_PLACE = re.compile(r"\b(?:in|from|near|to|at|outside)(?: the)? $")


def entities(sentences: Sequence[Sentence]) -> list[Entity]:
    """What the story's own sentences name, kind by kind, the most often named first."""
    prose = [sentence for sentence in sentences if sentence.section in PROSE]
    kinds: dict[str, set[Kind]] = {}
    for sentence in prose:
        for span in proper_names(sentence.text):
            if told := _told(sentence.text, span, prose):
                kinds.setdefault(told[1], set()).add(told[0])
    found = [
        Entity(kind, name, tuple(_mentions(name, prose)))
        for name, (kind, *others) in kinds.items()
        if not others  # told as of two kinds, it is surely of neither
    ]
    return sorted([*_dates(prose), *found], key=_place)


def _place(entity: Entity) -> tuple[int, int, Span]:
    return list(Kind).index(entity.kind), -len(entity.mentions), entity.mentions[0]


def _dates(prose: Sequence[Sentence]) -> list[Entity]:
    """Days as they are written; "Jan. 12" and "Jan 12" are one."""
    found: dict[str, tuple[str, list[Span]]] = {}
    for sentence in prose:
        for match in _DATE.finditer(sentence.text):
            _, spans = found.setdefault(match[0].replace(".", ""), (match[0], []))
            spans.append(_in(sentence, *match.span()))
    return [Entity(Kind.DATE, name, tuple(spans)) for name, spans in found.values()]


def _told(text: str, span: Span, prose: Sequence[Sentence]) -> tuple[Kind, str] | None:
    """The kind of a name in a text, and the name without its title; None where it cannot be told."""
    name = span.of(text)
    words = name.split()
    if name in _countries() or (name in _cities() and _AT_PLACE.search(text[: span.start])):
        return Kind.PLACE, name
    if len(words) > 1 and words[-1].casefold() in _OF_ORGANISATION and "of" not in words:
        return Kind.ORGANISATION, name
    acronym = _ACRONYM.match(name)
    if acronym and _OFFICE.match(text[span.start + acronym.end() :]):
        return Kind.ORGANISATION, acronym[0]
    return _person(text, span, prose)


def _person(text: str, span: Span, prose: Sequence[Sentence]) -> tuple[Kind, str] | None:
    """Two or three names after a title, or of somebody who speaks and is later called by the last of them."""
    name = span.of(text)
    bare = next(iter(people(name)), "")
    names = bare.split()
    if len(names) not in (2, 3) or not name.endswith(bare):
        return None
    titled = len(bare) < len(name) or _TITLE.search(text[: span.start])
    speaks = _SPEAKS.match(text[span.end :]) or _SPOKE.search(text[: span.start])
    last = re.escape(names[-1])
    inside = rf"(?<=[\w,;:] )(?<!{re.escape(names[-2])} ){last}\b"
    alone = re.compile(rf"{inside}|^[\"'“‘]?{last}{_SPEAKS.pattern}")
    common = re.compile(rf"\b{re.escape(names[-1].lower())}\b")
    called = any(alone.search(sentence.text) for sentence in prose)
    named = called and not any(common.search(sentence.text) for sentence in prose)
    return (Kind.PERSON, bare) if titled or (speaks and named) else None


def _mentions(name: str, prose: Sequence[Sentence]) -> list[Span]:
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return [_in(sentence, *match.span()) for sentence in prose for match in whole.finditer(sentence.text)]


def _in(sentence: Sentence, start: int, end: int) -> Span:
    return Span(sentence.start + start, sentence.start + end)


@lru_cache
def _countries() -> frozenset[str]:
    """Countries by their usual English names, and continents."""
    rows = _table("iso3166.tab")
    names = {part.strip(" )") for row in rows for part in row[1].split("(")}
    short = {name for name in names if len(name) < 4 or name.endswith(".") or name[0].islower()}
    others = {"Africa", "America", "Antarctica", "Asia", "Europe", "United Kingdom"}
    return frozenset(names - short - {"American", "British", "Dutch", "French", "North", "South"} | others)


@lru_cache
def _cities() -> frozenset[str]:
    """The cities that time zones are named for."""
    return frozenset(row[2].rsplit("/", 1)[1].replace("_", " ") for row in _table("zone.tab"))


def _table(name: str) -> list[list[str]]:
    lines = (files("tzdata.zoneinfo") / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
