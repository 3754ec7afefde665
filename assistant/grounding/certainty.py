"""What the article holds possible, plans or proposes is not told as done."""

import re

from assistant.grounding.evidence import Evidence
from assistant.grounding.wording import Word, alike, content
from assistant.inflection import is_participle, is_past
from assistant.names import proper_names
from assistant.terms import STOP_WORDS, same_word

_STRONG = (
    re.compile(r"\b(?:exactly|precisely|no (?:more|fewer|less) than)\b", re.IGNORECASE),
    re.compile(
        r"\b(?<!\bin )(?<!\bat )(?<!\bafter )(?:all|every|each|everyone|everybody|everything|entire|whole|"
        r"both|unanimous\w*)\b(?! together)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:always|forever|never|permanent\w*|at all times)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:certain(?:ly)?|definite(?:ly)?|guaranteed|without (?:a )?doubt|proved|proven|proof)\b",
        re.IGNORECASE,
    ),
)
"""Words that leave no exception, and those that say the same."""

_DONE = re.compile(r"\b(?:has|have|had)(?: already| now| since| just| also)?(?: been)? $")
_AHEAD = re.compile(
    r"\b(?:will|would|shall|should|may|might|must|could|can|to|due to)"
    r"(?: (?:then|also|not|soon|be|have|now|go and))* $"
)

_INTENDED = re.compile(
    r"\b(?:will|would|shall|should|may|might|must|could|can|(?:is|are|was|were|due|about|set|likely|ready) "
    r"to|(?:plan|want|intend|expect|hope|aim|mean|propose|threaten|promise|pledge|vow|seek|wish|ask|urge|"
    r"like|prefer|need|schedul|suppos)(?:e?d|s|t|n?ing|ned)?(?: [\w'’-]+){0,3}? to)"
    r"(?: (?:then|also|not|soon|be|have|now|go and))* $"
)
"""What stands before a verb of what is only intended; "began to", "managed to" tell what has happened."""

_NOT_FINITE = re.compile(
    r"\b(?:(?:an?|the|this|that|these|those|his|her|its|their|our|my|your|some|any|no|each|every|of|in|on|at|"
    r"for|with|from|by|to|as|and|or|than|is|are|was|were|be|been|being|has|have|had|get|gets|got)(?: \w+ly)?|"
    r"['’]s|will|would|shall|should|may|might|must|could|can|not) $",
    re.IGNORECASE,
)
"""What a simple past does not follow: "the cut", "was cut", "will cut"."""

LEAST_HEDGED = 0.6
"""The share of shared words under a hedge from which a statement without any is refused."""

_HEDGE = re.compile(
    r"\b(?:may|might|could|would|should|can|possibl[ey]|possibilit(?:y|ies)|potential(?:ly)?|perhaps|"
    r"likely|probabl[ey]|whether|if|risks?|consider(?:s|ed|ing)?|suggest(?:s|ed|ing|ions?)?|propos(?:e|es|"
    r"ed|al|als|ing)|"
    r"plan(?:s|ned|ning)?|expect(?:s|ed)?|hop(?:e|es|ed)|want(?:s|ed)?|ask(?:s|ed)|urg(?:e|es|ed)|"
    r"explor(?:e|es|ed|ing)|examin(?:e|es|ed|ing)|weigh(?:s|ed|ing)?|intend(?:s|ed)?|fear(?:s|ed)?|"
    r"threat(?:s|ened)?|"
    r"warn(?:s|ed)?|estimate[sd]?|recommend(?:s|ed|ation)?|call(?:s|ed)? for|due to|future|options?|ideas?|"
    r"appear(?:s|ed)?|seem(?:s|ed)?|prospect|aim(?:s|ed)?|due|believ(?:e|es|ed)|suspect(?:s|ed)?|"
    r"alleg(?:e|es|ed|edly)|accus(?:es|ed|ations?)|charged (?:with|over)|indicted|suspicion|unclear|unless|"
    r"preferr?(?:s|ed)?|discuss(?:es|ed|ing)?|forecast(?:s|ers)?|"
    r"rul(?:e|es|ed) out|look(?:s|ed|ing)? (?:at|into)|not sure|try(?:ing)?|tried)\b",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:may|might|could|would|should|possibl[ey]|potential(?:ly)?|perhaps|whether|if|risk|consider(?:s|"
    r"ed|ing)?|"
    r"suggested|propos(?:e|es|ed|ing)|threatened to|likely to|unless|allegedly|alleges|alleged to|accused of|"
    r"charged with|suspected of|hop(?:e|es|ed)|not (?:yet )?rul(?:e|ed) out)\b",
    re.IGNORECASE,
)
_MODAL_VERB = re.compile(
    r"\b(?:may|might|could|should|likely to|considers?|considering|threatened to|not (?:yet )?rul(?:e|"
    r"ed) out)"
    r"((?: (?:also|then|be|have|been|not|still|soon|even|well|consider|just))*) (\w+)"
)
_ASKED = re.compile(
    r"\b(?:(?:ask|know|see|wonder|decid|say|tell|doubt|question|test|check)(?:e?s|ed?|ing)?|said|sure|clear|even|"
    r"as|only) $"
)
"""What makes "if" a "whether", or no condition."""
_END = re.compile(r"[,;:—–!?()\"“”]|\.(?=\s|$)|\b(?:but|while|although|because|whereas)\b")
_SPEECH = (
    "say",
    "told",
    "tell",
    "stress",
    "emphas",
    "warn",
    "confirm",
    "maintain",
    "add",
    "report",
    "accord",
)


def check_certainty(statement: str, evidence: Evidence) -> str:
    """A statement without any hedge may not rest on words that the article only holds possible."""
    lines = [sentence.line for sentence in evidence.cited]
    return (
        _too_strong(statement, " ".join(lines))
        or _only_possible(statement, lines)
        or _still_to_come(statement, lines)
    )


def _only_possible(statement: str, lines: list[str]) -> str:
    if _HEDGE.search(statement):
        return ""
    if any(_verb_only_possible(statement, line) for line in lines) or _mostly_hedged(statement, lines):
        return "The sentences cited hold this possible or propose it; they do not say that it is so."
    return ""


def _too_strong(statement: str, text: str) -> str:
    """ "All", "exactly" or "always" where the article has no word that goes as far."""
    for pattern in _STRONG:
        said = pattern.search(statement)
        if said and not pattern.search(text):
            return f"The sentences cited do not say “{said[0]}”."
    return ""


def _still_to_come(statement: str, lines: list[str]) -> str:
    """What is told as done, where the article has the verb only after "will", "would" or "to"."""
    for done in content(statement):
        ahead = _ahead(statement, done)
        same = [(line, word) for line in lines for word in content(line) if alike(word.stem, done.stem)]
        if ahead and same and all(ahead.search(line[: word.start]) for line, word in same):
            return f"The sentences cited do not say that “{statement[done.start : done.end]}” has happened."
    return ""


def _ahead(statement: str, word: Word) -> re.Pattern[str] | None:
    """What the article may not have before a word that is told as done; None where it is not told so."""
    before, written = statement[: word.start], statement[word.start : word.end]
    perfect = _DONE.search(before)
    if perfect:
        unreal = _AHEAD.search(before[: perfect.start()])
        return None if unreal or not is_participle(written) else _AHEAD
    finite = before.strip() and is_past(written) and not _NOT_FINITE.search(before)
    return (
        _INTENDED
        if finite and not any(n.start <= word.start < n.end for n in proper_names(statement))
        else None
    )


def _verb_only_possible(statement: str, line: str) -> bool:
    """Whether the statement tells as done what a verb after "could", "may" or "should" says."""
    said = {word.stem for word in content(statement)}
    modal = [match.span(2) for match in _MODAL_VERB.finditer(line) if match[2] not in STOP_WORDS]
    for word in content(line):
        if any(start <= word.start < end for start, end in modal):
            others = [o for o in content(line) if same_word(o.stem, word.stem)]
            if len(others) == 1 and any(alike(stem, word.stem) for stem in said):
                return True
    return False


def _mostly_hedged(statement: str, lines: list[str]) -> bool:
    shared = hedged = 0
    for text in lines:
        scopes = [_scope(text, match) for match in _MODAL.finditer(text)]
        names = proper_names(text)
        for word in content(statement):
            places = [
                other.start
                for other in content(text)
                if same_word(word.stem, other.stem)
                and word.stem not in _SPEECH
                and not any(n.start <= other.start < n.end for n in names)
            ]
            if places:
                shared += 1
                hedged += all(any(start <= place < end for start, end in scopes) for place in places)
    return shared >= 2 and hedged / shared >= LEAST_HEDGED


def _scope(text: str, cue: re.Match[str]) -> tuple[int, int]:
    if cue[0].casefold() in ("whether", "if", "unless"):
        begin = max((m.end() for m in _END.finditer(text, 0, cue.start())), default=0)
        condition = cue[0].casefold() != "whether" and not _ASKED.search(text[: cue.start()])
        return begin if condition else cue.end(), len(text)
    end = _END.search(text, cue.end())
    return cue.end(), end.start() if end else len(text)
