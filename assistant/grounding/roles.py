"""Who does it: a name is not put before a verb that in the article is somebody else's."""

import re

from assistant.documents import Span
from assistant.grounding.entities import names_of, same_name
from assistant.grounding.evidence import Evidence
from assistant.grounding.wording import content
from assistant.names import proper_names
from assistant.terms import same_word

_PRONOUN = re.compile(r"\b(?:he|she|they|it|who|which|that|we|i)(?: \w+)?\s*$", re.IGNORECASE)
_BREAK = re.compile(
    r"[,;:—–()\"“”]|['’]s\b|\b(?:was|were|been|is|are|be|and|or|of|in|at|on|for|to|from|by)\b"
)
_SPEECH = frozenset("say said told tell warn stress emphas confirm claim add deni maintain report".split())
_BY = re.compile(r"^\s+(?:\w+\s+){0,2}?by\b")


def check_roles(statement: str, evidence: Evidence) -> str:
    """The name that a verb follows in the statement stands before that verb in the sentences cited."""
    for name in names_of(statement, evidence):
        verb = _verb_after(statement, name)
        if verb is None:
            continue
        subjects = [_subjects(" ".join(s.text.split()), verb) for s in evidence.cited]
        told = [found for found in subjects if found]
        if told and not any(_among(name.of(statement), found) for found in told):
            return f"In the sentences cited it is not “{name.of(statement)}” who does this."
    return ""


def _verb_after(statement: str, name: Span) -> str | None:
    """The stem of the first meaningful word after a name, if nothing but auxiliaries stand between."""
    for word in content(statement):
        if word.start >= name.end:
            between = statement[name.end : word.start]
            inside = any(other.start <= word.start < other.end for other in proper_names(statement))
            return (
                None
                if _BREAK.search(between) or inside or word.stem.isdigit() or word.stem in _SPEECH
                else word.stem
            )
    return None


def _subjects(line: str, verb: str) -> list[str]:
    """The names that may be the subject of a verb in a sentence; none where that cannot be told."""
    found: list[str] = []
    for word in content(line):
        if not same_word(word.stem, verb):
            continue
        names = proper_names(line)
        passive = _BY.search(line[word.end :]) is not None
        if passive:
            found += [n.of(line) for n in names if n.start >= word.end]
            continue
        before = [n.of(line) for n in names if n.end <= word.start]
        if not before or _PRONOUN.search(line[: word.start]):
            return []
        found += before
    return found


def _among(name: str, others: list[str]) -> bool:
    return any(same_name(name, other) for other in others)
