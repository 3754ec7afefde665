"""Whether a model's statements rest on what they cite, by words alone: no model judges another.

A statement is supported where its numbers and proper names stand in its quotes, most of its other words
do, and a word is negated in it if and only if it is in them. The assistant has a check of its own; this one
knows nothing of it.
"""

import re
from collections.abc import Sequence

from assistant.answer import Statement
from assistant.names import proper_names
from assistant.terms import same_word, terms, words
from evals.metrics import Score, Share, unscored
from evals.scorers.matching import canonical, says

ENOUGH = 0.6
"""The least share of a statement's meaning-bearing words that must stand in its quotes."""

_NUMBER = re.compile(r"[@$€£]?\d[\d.:-]*%?")
_NEGATION = frozenset("no not never none neither nor nobody nothing without cannot".split())


def supported(statements: Sequence[Statement]) -> Score:
    """The statements that their citations bear out, of all, where not every one is a quote."""
    if all(any(statement.text == c.quote for c in statement.citations) for statement in statements):
        return unscored("every statement is a quote")
    faults = [fault for statement in statements if (fault := _fault(statement))]
    share = Share(len(statements) - len(faults), len(statements))
    return Score(share, "; ".join(faults) or "every statement rests on what it cites")


def _fault(statement: Statement) -> str:
    """Why a statement is not supported; empty where it is."""
    quotes = [citation.quote for citation in statement.citations]
    if not quotes:
        return f"nothing is cited for {statement.text!r}"
    return "" if statement.text in quotes else _unlike(statement.text, " ".join(quotes))


def _unlike(text: str, source: str) -> str:
    """What a statement says otherwise than its source; empty where nothing is."""
    names = [span.of(text) for span in proper_names(text)]
    numbers = [number.rstrip(".:-") for number in _NUMBER.findall(canonical(text))]
    missing = [name for name in names if not _named(name, source)]
    missing += [number for number in numbers if not says(canonical(source), number)]
    if missing:
        return f"not in what is cited: {', '.join(missing)}"
    denied, stated = _denied(source), set(terms(text))
    if _negated(text) and not denied:
        return f"negated, unlike what is cited: {text!r}"
    if denied & stated and not _negated(text):
        return f"not negated, unlike what is cited: {text!r}"
    known = set(terms(source))
    found = sum(any(same_word(term, other) for other in known) for term in stated)
    if stated and found / len(stated) < ENOUGH:
        return f"{found} of {len(stated)} words in what is cited: {text!r}"
    return ""


def _named(name: str, source: str) -> bool:
    known = set(words(source))
    return all(word in known or any(same_word(word, other) for other in known) for word in words(name))


def _negated(text: str) -> bool:
    return any(_negates(word) for word in _plain(text).split())


def _denied(text: str) -> frozenset[str]:
    """The first meaning-bearing word after every negation."""
    tokens = _plain(text).split()
    after = [terms(" ".join(tokens[place + 1 :]))[:1] for place, word in enumerate(tokens) if _negates(word)]
    return frozenset(term for found in after for term in found)


def _negates(word: str) -> bool:
    return word.strip(".,;:!?\"'“”") in _NEGATION or word.endswith("n't")


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")
