"""What the article holds possible, plans or proposes is not told as done."""

import re

from assistant.grounding.evidence import Evidence
from assistant.grounding.wording import alike, content
from assistant.names import proper_names
from assistant.terms import STOP_WORDS, same_word

_STRONG = (
    re.compile(r"\b(?:exactly|precisely|no (?:more|fewer|less) than)\b", re.IGNORECASE),
    re.compile(
        r"\b(?<!in )(?<!at )(?<!after )(?:all|every|each|everyone|everybody|everything|entire|whole|both|"
        r"unanimous\w*)\b(?! together)",
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
    r"\b(?:will|would|shall|should|may|might|could|can|to|due to)"
    r"(?: (?:then|also|not|soon|be|have|now|go and))* $"
)

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
    r"alleg(?:e|es|ed|edly)|unclear|unless|preferr?(?:s|ed)?|discuss(?:es|ed|ing)?|forecast(?:s|ers)?|"
    r"rul(?:e|es|ed) out|look(?:s|ed|ing)? (?:at|into)|not sure|try(?:ing)?|tried)\b",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:may|might|could|would|should|possibl[ey]|potential(?:ly)?|perhaps|whether|if|risk|consider(?:s|"
    r"ed|ing)?|"
    r"suggested|propos(?:e|es|ed|ing)|threatened to|likely to|hop(?:e|es|ed)|not (?:yet )?rul(?:e|ed) out)\b",
    re.IGNORECASE,
)
_MODAL_VERB = re.compile(
    r"\b(?:may|might|could|should|likely to|considers?|considering|threatened to|not (?:yet )?rul(?:e|"
    r"ed) out)"
    r"((?: (?:also|then|be|have|been|not|still|soon|even|well|consider|just))*) (\w+)"
)
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
    lines = [" ".join(sentence.text.split()) for sentence in evidence.cited]
    if reason := _too_strong(statement, " ".join(lines)) or _still_to_come(statement, lines):
        return reason
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
        if not _DONE.search(statement[: done.start]):
            continue
        same = [(line, word) for line in lines for word in content(line) if alike(word.stem, done.stem)]
        if same and all(_AHEAD.search(line[: word.start]) for line, word in same):
            return f"The sentences cited do not say that “{statement[done.start : done.end]}” has happened."
    return ""


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
    if cue[0].casefold() in ("whether", "if"):
        return cue.end(), len(text)
    end = _END.search(text, cue.end())
    return cue.end(), end.start() if end else len(text)
