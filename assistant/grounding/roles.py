"""Who does it: a name is not put before a verb that in the article is somebody else's."""

import re
from dataclasses import dataclass

from assistant.documents import Span
from assistant.grounding.entities import DATES, names_of, same_name
from assistant.grounding.evidence import Evidence
from assistant.grounding.numbers import NUMBER_WORDS
from assistant.grounding.wording import AFTER_BE, Word, content
from assistant.inflection import is_base, is_gerund, is_noun, is_participle, is_past, is_present
from assistant.names import proper_names
from assistant.terms import fold, same_word, words

_PRONOUN = re.compile(r"\b(?:he|she|they|it|who|which|that|we|i)(?: \w+)?\s*$", re.IGNORECASE)
_BREAK = re.compile(
    r"[,;:—–()\"“”]|['’]s\b|\b(?:was|were|been|is|are|be|and|or|of|in|at|on|for|to|from|by|the|an?|but|while|"
    r"although|because|whereas|that|which|who|after|before|when|where|as)\b"
)
_SPEECH = frozenset("say said told tell warn stress emphas confirm claim add deni maintain report".split())
_CLAUSE = re.compile(
    r"[,;:—–()\"“”]|\.(?=\s|$)|\b(?:but|while|although|because|whereas|and|that|which|who|after|before|when)\b"
)
_NOUN_BEFORE = re.compile(r"\b([a-z]\w+) $")
_BY = re.compile(r"(?:\s+[^\s,;:]+){0,2}?\s+by\s+(?:(?:an?|the|his|her|its|their)\s+)?([^\W\d_]\w*)")
_NO_DOER = NUMBER_WORDS | frozenset(
    """about at least most up more less nearly almost half around over between then now next mid late early
    end time middle weekend deadline noon midnight law hand means far way chance mistake phone telephone mail
    email video train bus car ship boat plane air sea land road rail""".split()
)
"""What "by" puts before a measure, a time or a means, not before whoever does it."""


@dataclass(frozen=True, slots=True)
class _Deed:
    """A verb, and the stems of the words that stand where who does it and to whom are told."""

    verb: Word
    doer: list[str]
    done_to: list[str]


def check_roles(statement: str, evidence: Evidence) -> str:
    """The name that a verb follows in the statement stands before that verb in the sentences cited."""
    for name in names_of(statement, evidence):
        if set(words(name.of(statement))) <= DATES:
            continue
        verb = _verb_after(statement, name)
        if verb is None:
            continue
        subjects = [_subjects(s.line, verb) for s in evidence.cited]
        told = [found for found in subjects if found]
        if told and not any(_among(name.of(statement), found) for found in told):
            return f"In the sentences cited it is not “{name.of(statement)}” who does this."
    return _exchanged(statement, evidence)


def _exchanged(statement: str, evidence: Evidence) -> str:
    """Who does it and to whom it is done stand on the other sides of the same verb, and none on its own."""
    lines = [sentence.line for sentence in evidence.cited]
    for said in _deeds(statement):
        for line in lines:
            for told in _deeds(line):
                if not same_word(said.verb.stem, told.verb.stem):
                    continue
                crossed = _shared(said.doer, told.done_to) and _shared(said.done_to, told.doer)
                if crossed and not _shared(said.doer, told.doer) and not _shared(said.done_to, told.done_to):
                    word = statement[said.verb.start : said.verb.end]
                    return f"In the sentences cited it is the other way round: who “{word}” whom."
    return ""


def _deeds(text: str) -> list[_Deed]:
    """Each verb of a text with the words before and after it in its clause, by who does it and to whom."""
    found = []
    ends = [match.span() for match in _CLAUSE.finditer(text)]
    for word in content(text):
        if not _is_verb(text, word) or word.stem in _SPEECH:
            continue
        start = max((end for _, end in ends if end <= word.start), default=0)
        stop = min((begin for begin, _ in ends if begin >= word.end), default=len(text))
        others = [w for w in content(text) if not any(c.isdigit() for c in w.stem)]
        before = [w.stem for w in others if start <= w.start < word.start]
        after = [w.stem for w in others if word.end <= w.start < stop]
        if _is_passive(text, word):
            before, after = after, before
        found.append(_Deed(word, before, after))
    return found


def _is_verb(text: str, word: Word) -> bool:
    written = text[word.start : word.end]
    return is_past(written) or is_present(written) or is_base(written) or is_participle(written)


def _is_passive(text: str, verb: Word) -> bool:
    """Whether who does it stands after "by": "was beaten by Brun", "the plan rejected by fishermen"."""
    by = _BY.match(text, verb.end)
    if by is None or fold(by[1]) in _NO_DOER | DATES or is_gerund(by[1]):
        return False
    noun = _NOUN_BEFORE.search(text[: verb.start])
    bare = noun is not None and is_noun(noun[1]) and is_participle(text[verb.start : verb.end])
    return bare or AFTER_BE.search(text[: verb.start]) is not None


def _shared(stems: list[str], others: list[str]) -> int:
    return sum(any(same_word(stem, other) for other in others) for stem in stems)


def _verb_after(statement: str, name: Span) -> str | None:
    """The stem of the first meaningful word after a name, if nothing but auxiliaries stand between."""
    for word in content(statement):
        if word.start >= name.end:
            between = statement[name.end : word.start]
            if _BREAK.search(between) or not _is_verb(statement, word):
                return None
            inside = any(other.start <= word.start < other.end for other in proper_names(statement))
            return None if inside or word.stem in _SPEECH else word.stem
    return None


def _subjects(line: str, verb: str) -> list[str]:
    """The names that may be the subject of a verb in a sentence; none where that cannot be told."""
    found: list[str] = []
    for word in content(line):
        if not same_word(word.stem, verb):
            continue
        names = proper_names(line)
        if _is_passive(line, word):
            found += [n.of(line) for n in names if n.start >= word.end]
            continue
        before = [n.of(line) for n in names if n.end <= word.start]
        if not before or _PRONOUN.search(line[: word.start]):
            return []
        found += before
    return found


def _among(name: str, others: list[str]) -> bool:
    return any(same_name(name, other) for other in others)
