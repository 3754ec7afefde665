"""What the article denies is not affirmed, and what it affirms is not denied."""

import itertools
import re

from assistant.documents import Span
from assistant.grounding.evidence import Evidence
from assistant.grounding.wording import Word, alike, content
from assistant.names import proper_names
from assistant.opposites import opposite_terms
from assistant.terms import same_word, terms

LEAST_TURNED = 0.5
"""The share of the words that a clause shares with its evidence from which, turned round, it is refused."""

_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|no one|nothing|neither|nor|without|cannot|\w+n['’]t|yet to|"
    r"unable to|hardly|scarcely|lacks|lacked|"
    r"(?<!\ba )(?<!\bthe )(?<!\bevery )(?<!\b(?:past|last|next) )few(?= [a-z]))\b"
    r"(?! (?:only|just|longer than|more than|less than|later than|doubt)\b)",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|declin(?:ed|ing) to|rul(?:e|es|ed|ing) out|"
    r"fail(?:s|ed|ing)? to|stopp?(?:ed|s|ing)? short of)\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(r"\b(?:except(?: for)?|instead of|rather than) (?:the )?$", re.IGNORECASE)
_REFUSAL = re.compile(
    r"\b(?:reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|turn(?:s|ed|ing)? down)\b", re.IGNORECASE
)
"""What is refused there is all the same: remarks that were rejected were made."""
_END = re.compile(
    r"[,;:—–!?()\"“”]|\.(?=\s|$)"
    r"|\b(?:but|while|although|though|because|whereas|whether|and|until|unless|since|so that|which|who"
    r"|that)\b"
)
_START = re.compile(
    _END.pattern + r"|\b(?:said|says|say|saying|told|stressed|warned|emphasi[sz]ed|maintain|confirmed)\b"
)
_CONVERSE = tuple(
    tuple(frozenset(term for word in side.split() for term in terms(word)) for side in pair)
    for pair in (
        ("beat beats beaten defeat defeats defeated", "lose loses lost"),
        ("buy buys bought purchase purchased", "sell sells sold"),
        ("lend lends lent", "borrow borrows borrowed"),
    )
)
"""What one does, the other side does by the opposite word: who sells, has a buyer."""

_SPEECH = ("say", "told", "tell", "stress", "emphas", "warn", "confirm", "maintain", "add")
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are)\s+$")


def check_polarity(statement: str, evidence: Evidence) -> str:
    """No clause turns round most of what it shares with the sentences cited, or has the opposite word."""
    if name := _left_out(statement, evidence):
        denied = any(cue.search(statement) for cue in (_NOT, _DENIAL, _REFUSAL))
        return "" if denied else f"The sentences cited say this of others than “{name}”."
    return _opposed(statement, evidence) or _turned(statement, evidence)


def _left_out(statement: str, evidence: Evidence) -> str:
    """The name a statement opens with where the sentences cited only have "except" or "instead of" it."""
    opening = next(iter(proper_names(statement)), None)
    if opening is None or statement[: opening.start].strip().casefold() not in ("", "the"):
        return ""
    name = re.compile(rf"(?<!\w){re.escape(opening.of(statement))}(?!\w)")
    lines = [sentence.line for sentence in evidence.cited]
    before = [line[: match.start()] for line in lines for match in name.finditer(line)]
    return opening.of(statement) if before and all(map(_LEFT_OUT.search, before)) else ""


def _opposed(statement: str, evidence: Evidence) -> str:
    """A word that the sentences cited do not have, where they have its opposite, both denied or neither."""
    known = [pair for sentence in evidence.cited for pair in negated(sentence.line, False)]
    for word, denied in negated(statement, refused=False):
        opposites = _opposites(word.stem)
        if not opposites or any(alike(word.stem, other.stem) for other, _ in known):
            continue
        against = {other_denied for other, other_denied in known if other.stem in opposites}
        if against == {denied}:
            return f"The sentences cited say the opposite of “{statement[word.start : word.end]}”."
    return ""


def _opposites(stem: str) -> frozenset[str]:
    found = opposite_terms().get(stem, frozenset())
    for one, other in _CONVERSE:
        found -= other if stem in one else one if stem in other else frozenset()
    return found


def _turned(statement: str, evidence: Evidence) -> str:
    """A clause most of whose words are denied in the sentences cited and not here, or here only."""
    known = [pair for sentence in evidence.cited for pair in negated(sentence.line)]
    said = negated(statement)
    for start, end in _clauses(statement):
        shared, turned = 0, []
        for word, denied in said:
            polarities = {other_denied for other, other_denied in known if same_word(word.stem, other.stem)}
            if start <= word.start < end and polarities:
                shared += 1
                turned += [(word, denied)] if denied not in polarities else []
        if turned and len(turned) / shared >= LEAST_TURNED:
            word, denied = turned[0]
            told = "affirm" if denied else "deny"
            return f"The sentences cited {told} what is said of “{statement[word.start : word.end]}”."
    return ""


def denies(text: str) -> bool:
    """Whether a text holds a word of denial: "not", "never", "no one"."""
    return _NOT.search(text) is not None


def negated(text: str, refused: bool = True) -> list[tuple[Word, bool]]:
    """The words that carry meaning, each with whether it is denied; no names, numbers, verbs of saying.

    With `refused`, what is rejected or dismissed counts as denied, too.
    """
    verbs = (_DENIAL, _REFUSAL) if refused else (_DENIAL,)
    scopes = [_scope(text, match) for match in _denials(text)]
    scopes += [_reach(text, match) for verb in verbs for match in verb.finditer(text)]
    cues = [match.span() for pattern in (_NOT, *verbs) for match in pattern.finditer(text)]
    names = [name for name in proper_names(text) if not _may_open(text, name)]
    return [
        (word, sum(start <= word.start < end for start, end in scopes) % 2 == 1)
        for word in content(text)
        if not word.stem.isdigit()
        and word.stem != "one"
        and word.stem not in _SPEECH
        and not any(name.start <= word.start < name.end for name in names)
        and not any(start <= word.start < end for start, end in cues)
    ]


def _denials(text: str) -> list[re.Match[str]]:
    """The words of denial; a "nor" inside what is denied already ("neither ... nor") adds none."""
    found: list[re.Match[str]] = []
    for match in _NOT.finditer(text):
        going_on = match[0].casefold() == "nor" and any(
            start <= match.start() < end for start, end in (_scope(text, cue) for cue in found)
        )
        if not going_on:
            found.append(match)
    return found


def _may_open(text: str, name: Span) -> bool:
    """Whether a capital may merely open a sentence: "Warmer winters"."""
    found = terms(name.of(text))
    return not text[: name.start].strip() and len(found) == 1 and found[0] in opposite_terms()


def _clauses(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.start() for match in _END.finditer(text)), len(text)]
    return list(itertools.pairwise(cuts))


def _scope(text: str, cue: re.Match[str]) -> tuple[int, int]:
    """The clause of a word of denial, from its subject on; none where "until" turns it round."""
    end = _END.search(text, cue.end())
    if end and end[0] == "that" and re.match(r"\s+\w+\s*$", text[cue.end() : end.start()]):
        end = _END.search(text, end.end()) or end
    if end and end[0] == "until":
        return cue.end(), cue.end()
    forward = text[cue.end() :].startswith(" to ") or cue[0].casefold() == "without"
    begin = cue.end() if forward else _clause_start(text, cue.start())
    return begin, end.start() if end else len(text)


def _clause_start(text: str, place: int) -> int:
    starts = [match.end() for match in _START.finditer(text, 0, place)]
    return starts[-1] if starts else 0


def _reach(text: str, cue: re.Match[str]) -> tuple[int, int]:
    """What a verb of denial denies: what follows it, or what precedes it in the passive."""
    if _PASSIVE.search(text[: cue.start()]) or text[cue.end() :].lstrip().startswith("by "):
        before = [m.end() for m in re.finditer(r"[,;:—–()\"“”]", text[: cue.start()])]
        return (before[-1] if before else 0), cue.start()
    following = re.match(r"\s+that\b", text[cue.end() :])
    begin = cue.end() + (following.end() if following else 0)
    end = _END.search(text, begin)
    return begin, end.start() if end else len(text)
