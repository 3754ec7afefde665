"""Words with their places, as the checks compare them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.grounding.evidence import Evidence
from assistant.grounding.numbers import NUMBER_WORDS
from assistant.terms import same_word, terms

LEAST_SHARE = 0.5
"""More than this of a statement's meaningful words, no less of each clause's, stands in what it cites."""

_WORD = re.compile(r"\b(?:United (?:States|Kingdom)|Great Britain)\b|[^\W_]+(?:[.,'’:-][^\W_]+)*")
"""A word, or a country's name of two, which has a short one."""
AFTER_BE = re.compile(r"\b(?:was|were|been|be|being|is|are)(?: \w+ly)? $")
"""What stands before a participle in the passive."""
_CLAUSE_END = re.compile(r"[,;:—–.!?()\"“”]|\b(?:but|while|although|though|because|whereas|and|which|who)\b")
_SYNONYMS = (
    "say tell state add warn stress emphasize emphasise note remark comment explain argue claim mention "
    "speak announce declare describe report accord call express",
    "kill die dead death",
    "rise climb increase grow up raise higher",
    "fall drop cut reduce lower decline decrease slow weaken",
    "begin start open launch",
    "end finish stop conclude",
    "hurt injure wound",
    "buy purchase",
    "build construct",
    "cost price",
    "need require must",
    "talk discussion discuss conversation negotiate negotiation consult",
    "explore examine consider look study weigh",
    "boost strengthen bolster reinforce improve",
    "approve agree endorse",
    "host house home",
    "press news",
    "worker staff employee",
    "area region",
    "get receive",
    "give provide supply",
    "journalist reporter",
    "show suggest indicate",
    "ask urge call request",
    "several some",
    "leave depart quit",
    "lead head run",
    "join participate part",
    "big large great major",
    "child children kid",
    "pay fund finance",
    "want seek wish demand",
    "destroy burn ruin",
    "take place held hold happen occur",
    "win beat defeat victory",
    "lose lost loss",
    "give gave given",
    "take took taken",
    "go went gone",
    "come came",
    "see saw seen",
    "know knew known",
    "make made",
    "find found",
    "leave left",
    "sell sold",
    "rise rose risen",
    "fall fell fallen",
    "begin began begun",
    "keep kept",
    "win won",
    "pay paid",
    "send sent",
    "build built",
    "meet met",
    "speak spoke spoken",
    "write wrote written",
    "drive drove driven",
    "grow grew grown",
    "choose chose chosen",
    "break broke broken",
    "spend spent",
    "catch caught",
    "bring brought",
    "think thought",
    "feel felt",
    "run ran",
    "stand stood",
    "hold held",
    "buy bought",
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries meaning: its stem, and its place among the characters."""

    stem: str
    start: int
    end: int


def content(text: str) -> list[Word]:
    """The words that carry meaning, in order."""
    found = []
    for match in _WORD.finditer(text):
        found += [Word(stem, match.start(), match.end()) for stem in _stems(match[0])]
    return found


@lru_cache(4096)
def _stems(word: str) -> tuple[str, ...]:
    parts = word.split("-") if "-" in word else [word]
    return tuple(stem for part in parts for stem in terms(part))


@lru_cache
def _families() -> dict[str, frozenset[int]]:
    families: dict[str, set[int]] = {}
    for number, line in enumerate(_SYNONYMS):
        for word in line.split():
            for stem in terms(word):
                families.setdefault(stem, set()).add(number)
    return {stem: frozenset(numbers) for stem, numbers in families.items()}


def alike(stem: str, other: str) -> bool:
    """Whether two stems belong to one word family, or are near synonyms in the news."""
    if same_word(stem, other):
        return True
    families = _families()
    return bool(families.get(stem, frozenset()) & families.get(other, frozenset()))


def share(statement: str, evidence: str) -> float:
    """The share of a statement's meaningful words that the evidence has in some form, in [0, 1].

    Numbers are left out: they have a check of their own. 1 where nothing else is said.
    """
    said = {word.stem for word in content(statement) if not _is_number(word, statement)}
    known = {word.stem for word in content(evidence)}
    if not said:
        return 1.0
    return sum(any(alike(stem, other) for other in known) for stem in said) / len(said)


def _is_number(word: Word, text: str) -> bool:
    written = text[word.start : word.end]
    return any(c.isdigit() for c in written) or written.casefold() in NUMBER_WORDS


def check_wording(statement: str, evidence: Evidence) -> str:
    """Most of what is said, and of each clause of it, must be found in some form in what is cited."""
    known = f"{evidence.text} {evidence.before}"
    if share(statement, known) <= LEAST_SHARE:
        return "The sentences cited speak of something else."
    for start, end in clauses(statement):
        if content(statement[start:end]) and share(statement[start:end], known) < LEAST_SHARE:
            return f"The sentences cited do not say “{statement[start:end].strip()}”."
    return ""


def clauses(text: str) -> list[tuple[int, int]]:
    """The half-open ranges between punctuation and the words that join clauses."""
    cuts = [(match.start(), match.end()) for match in _CLAUSE_END.finditer(text) if not _inside(text, match)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()]


def _inside(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop or comma stands inside a number or an abbreviation."""
    following = text[match.end() : match.end() + 1]
    return match[0] in ".,:" and (following.isalnum() or bool(re.search(r"\b[A-Z]$", text[: match.start()])))
