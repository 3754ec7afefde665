"""Questions about the article itself: "Who wrote it?", "When was this published?", "What is the headline?".

Told by closed vocabularies: all the words of the question that carry meaning must belong to them. So "Who
wrote it?" asks for metadata and "Who wrote the note?" has to be read for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz, process

from assistant.documents import Field
from assistant.inflection import DO
from assistant.terms import STOP_WORDS, words

_SHARED = frozenset("report text page document interview".split())
ARTICLE = _SHARED | frozenset("article story piece news".split())
"""Words for the article; those shared name what a story tells of as well, unless "this" is before them."""

_PERSONS = frozenset("he she they him her them his their those these you your".split())
_NOUNS: dict[Field, frozenset[str]] = {
    Field.TITLE: frozenset("headline headlines title titled headlined".split()),
    Field.EDITORS: frozenset("editor editors editing".split()),
    Field.AUTHORS: frozenset(
        "author authors writer writers reporter reporters journalist journalists byline"
        " correspondent correspondents".split()
    ),
    Field.AGENCY: frozenset(
        "agency source outlet publisher newspaper wire organization organisation service".split()
    ),
    Field.DATE: frozenset("date dated".split()),
    Field.PLACE: frozenset("dateline datelined".split()),
    Field.URL: frozenset("url link website".split()),
    Field.SUBHEADINGS: frozenset(
        "subheading subheadings subhead subheads subtitle subtitles crosshead crossheads".split()
    ),
}
_WRITING = frozenset(
    """wrote write written writing authored reported reporting covered cover contributed contribute worked
    work filed produced""".split()
)
_EDITING = frozenset("edited edit".split())
_PUBLISHING = frozenset(
    "published publish posted printed print released ran run come comes came put produced distributed".split()
)
_VERBS = _WRITING | _EDITING | _PUBLISHING
_ALONE = frozenset(
    """wrote write written writing authored reported reporting edited edit editing published
    publish""".split()
)
"""What means writing, editing or publishing though nothing names the article ("Who reported?")."""
_OF_OTHER_THINGS = frozenset(
    """released produced worked work ran run come comes came put print printed cover covered
    distributed""".split()
)
"""What stories say of other things as well ("When was it released?")."""
_FILLERS = frozenset(
    """name names named full list exactly give people person behind original originally city place town
    day year month time credited listed say said called publication press contributors
    magazine""".split()
)
_PERIODICALS = frozenset("publication press magazine contributors".split())
_AGENTS = (_NOUNS[Field.AUTHORS] | _NOUNS[Field.EDITORS] | _NOUNS[Field.AGENCY]) - {"byline", "editing"}
_ALL_NOUNS = frozenset().union(*_NOUNS.values())
_COMMON = frozenset("newspaper organization organisation service website".split())
"""Nouns that ask for metadata only beside a word for the article, or for reporting."""
_OF_WORKS = _COMMON | frozenset("title titled author authors writer writers publisher date".split())
"""Nouns that are asked of books and films as well."""
WORKS = frozenset(
    """album announcement bill book broadcast brochure clip communique contract declaration document
    documentary draft essay exhibition film game interview law leaflet letter manifesto memo memoir
    movie musical notice novel opera order painting paper petition photo picture play podcast poem poll
    post program programme proposal report resolution review ruling script series show song speech
    statement study survey tape text treaty verdict video""".split()
)
"""What somebody writes, publishes or edits, as "it" may be where such a thing was spoken about."""
_SAYING = frozenset({"say", "said"})
_ITSELF = ARTICLE | {"it", "this"}
_NOT_ITSELF = _AGENTS | frozenset("city place town day year month time person people".split())
_BETWEEN = r"(?: (?!(?:and|or|who|which|what|reporting|editing|writing)\b)\w+)*?"
_ACTS = re.compile(
    r"\b(?:do|does|did|wheres?|when|why|what time"
    rf"|who (?:{'|'.join(sorted(_VERBS | {'called', 'named', 'credited', 'listed'}))}))"
    rf"{_BETWEEN} (?:{'|'.join(sorted(_AGENTS))})\b"
)
"""What an agency, a reporter or an editor does or is done to, or where it is: "did the agency", "who called
the editor"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about the article itself.

    `explicit` says that the question names the article ("this story", "it"), so that nothing but its
    metadata can answer. `by_it` says that it names it by "it" or "this" alone ("When was it published?"):
    where one of `WORKS` was talked about before, that may be meant. `doubtful` says that it does so with a
    verb that stories use of other things, too ("When was it released?"): anything may be. `shared` are the
    words it names it by, if a story may tell of such a thing ("the report").
    """

    fields: tuple[Field, ...]
    explicit: bool
    by_it: bool
    doubtful: bool
    shared: frozenset[str]


def shared(asked: Sequence[str]) -> frozenset[str]:
    """The nouns by which a question names the article, or what the story tells of: "the report".

    None in "this report", and none where it has a word that only the article is named by.
    """
    if (ARTICLE - _SHARED).intersection(asked):
        return frozenset()
    return frozenset(word for before, word in pairwise(["", *asked]) if word in _SHARED and before != "this")


def asked_for(text: str) -> Asked | None:
    """What `text` asks about the article itself; None if it asks for anything else."""
    asked = [_mended(word, _ALL_NOUNS | _VERBS | ARTICLE) for word in words(text)]
    content = set(asked) - STOP_WORDS - ARTICLE
    itself = _ITSELF & set(told := _told(asked))
    verbs, nouns = content & _VERBS, content & _ALL_NOUNS
    if nouns and nouns <= _COMMON and not (verbs or itself or "news" in asked):
        return None
    if not content <= _ALL_NOUNS | _VERBS | _FILLERS or set(asked) & _PERSONS or _is_of_the_story(told):
        return None
    fields = tuple(field for field, names in _NOUNS.items() if content & names)
    by_it = bool({"it", "its", "this"} & set(told)) and not itself & ARTICLE
    by_it = by_it and nouns <= _OF_WORKS and not content & _PERIODICALS
    doubtful = by_it and not nouns and verbs <= _OF_OTHER_THINGS
    may_be_told = shared(told)
    if not fields and verbs and (itself or not content - _VERBS):
        fields = _fields_of_verbs(set(asked), verbs)
    if not fields and set(asked) & ARTICLE:
        fields = _fields_of_article(set(asked))
    if not fields:
        return None
    return Asked(fields, bool(itself) and not may_be_told, by_it, doubtful, may_be_told)


def _told(asked: Sequence[str]) -> list[str]:
    """The words without those that seem to name the article and do not.

    "the news agency", "this year"; and what the agency may "report", where "did" or the like is before it.
    """
    told: list[str] = []
    for word, following in pairwise([*asked, ""]):
        one = following in _NOT_ITSELF and not following.endswith("s")  # not "worked on this, reporters or"
        qualifies = one if word == "this" else word == "news" and following in _AGENTS
        is_deed = word in ("report", "interview") and bool(DO & set(told)) and bool(_AGENTS & set(told[-1:]))
        if not (qualifies or is_deed):
            told.append(word)
    return told


def _is_of_the_story(told: Sequence[str]) -> bool:
    """Whether it may ask for what the story tells: of agencies and reporters, of how many there were, or of
    what came or ran."""
    named, verbs = bool(_ITSELF & set(told)), _VERBS & set(told)
    acts = _ACTS.search(" ".join(told)) is not None
    if _AGENTS & set(told):
        says = any(word in _SAYING and before not in _ITSELF for before, word in pairwise(["", *told]))
        if says or (acts and (not named or bool(_SAYING & set(told)))):
            return True
    if named:
        return False
    if {"many", "there"} & set(told):
        return True
    return bool(verbs & _OF_OTHER_THINGS) or (not _ALL_NOUNS & set(told) and not verbs <= _ALONE)


def _fields_of_article(asked: set[str]) -> tuple[Field, ...]:
    """ "Whose story is it?", "What is the article called?", "Where is this story from?"."""
    if "whose" in asked:
        return (Field.AUTHORS,)
    if asked >= {"what", "called"}:
        return (Field.TITLE,)
    return (Field.AGENCY, Field.PLACE) if asked >= {"where", "from"} else ()


def _fields_of_verbs(asked: set[str], verbs: set[str]) -> tuple[Field, ...]:
    """ "Who published it?", "Which magazine printed it?": the question word decides with the verb."""
    fields = []
    if asked & {"who", "whom"} or (asked & {"which", "what"} and asked & {"publication", "magazine"}):
        fields += [Field.AGENCY] if verbs & (_PUBLISHING - _WRITING) else []
        fields += [Field.AUTHORS] if verbs & _WRITING else []
        fields += [Field.EDITORS] if verbs & _EDITING else []
    if asked & {"when", "day", "year", "month", "time"}:
        fields.append(Field.DATE)
    if asked & {"city", "place", "town"}:
        fields.append(Field.PLACE)
    elif "where" in asked:
        fields.append(Field.AGENCY if verbs & {"come", "comes", "came"} else Field.PLACE)
    return tuple(fields)


KEY_WORDS = _ALL_NOUNS | _VERBS
"""What these questions are told by."""


def _mended(word: str, known: frozenset[str]) -> str:
    """The word of the vocabulary that a mistyped one stands for."""
    if len(word) < 5 or word in known or word in STOP_WORDS:
        return word
    match = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=88)
    return match[0] if match and match[0][0] == word[0] else word
