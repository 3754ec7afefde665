"""Exact match and F1 as the official SQuAD 2.0 script defines them (evaluate-v2.0.py; Rajpurkar, Jia and
Liang, "Know What You Don't Know", ACL 2018), written anew from that definition.

A question without gold answers has the one gold answer "". Scores are in [0, 1] here, the best over the
gold answers; the script prints them times 100.
"""

import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Prediction:
    """An answer's text ("" for none), and in [0, 1] how likely it is that there is no answer."""

    text: str
    no_answer: float


@dataclass(frozen=True, slots=True)
class SquadScore:
    """Means over questions: all, those with an answer, those without; None where there are none."""

    exact: float | None
    f1: float | None
    questions: int


@dataclass(frozen=True, slots=True)
class BestThreshold:
    """The highest mean a threshold reaches, and the least such: answers less likely than this to be none."""

    value: float
    threshold: float


def normalised(text: str) -> str:
    """Lower case, without punctuation and the articles a, an, the; single spaces."""
    bare = text.lower().translate(_PUNCTUATION)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def exact(gold: str, text: str) -> float:
    return float(normalised(gold) == normalised(text))


def f1(gold: str, text: str) -> float:
    """Of the words that both have; where either has none, 1 if both have none, else 0."""
    wanted, found = normalised(gold).split(), normalised(text).split()
    if not wanted or not found:
        return float(wanted == found)
    shared = sum((Counter(wanted) & Counter(found)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(found), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)


def raw(golds: Mapping[str, Sequence[str]], texts: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """Exact match and F1 of every question, by its id."""
    scores = {}
    for id_, given in golds.items():
        # Answers of nothing but punctuation and articles do not count.
        wanted = [gold for gold in given if normalised(gold)] or [""]
        scores[id_] = max(exact(g, texts[id_]) for g in wanted), max(f1(g, texts[id_]) for g in wanted)
    return scores


def score(golds: Mapping[str, Sequence[str]], texts: Mapping[str, str]) -> dict[str, SquadScore]:
    """The means over all questions, those with an answer ("HasAns") and those without ("NoAns")."""
    found = raw(golds, texts)
    groups = {
        "all": list(found.values()),
        "HasAns": [found[id_] for id_ in golds if golds[id_]],
        "NoAns": [found[id_] for id_ in golds if not golds[id_]],
    }
    return {name: _mean(values) for name, values in groups.items()}


def best_threshold(
    golds: Mapping[str, Sequence[str]], predictions: Mapping[str, Prediction], measure: int
) -> BestThreshold:
    """The threshold that would have been best for these questions, as the script finds it.

    It starts from "no answer" everywhere, and gives up one question after another, the surest first; of
    equal values the first is kept. `measure` is 0 for exact match, 1 for F1.

    Raises:
        ValueError: there are no questions.
    """
    if not golds:
        raise ValueError("there are no questions: give at least one")
    found = raw(golds, {id_: p.text for id_, p in predictions.items()})
    total = best = float(sum(not given for given in golds.values()))
    threshold = 0.0
    for id_ in sorted(golds, key=lambda id_: predictions[id_].no_answer):
        if golds[id_]:
            total += found[id_][measure]
        else:
            total -= 1.0 if predictions[id_].text else 0.0
        if total > best:
            best, threshold = total, predictions[id_].no_answer
    return BestThreshold(best / len(golds), threshold)


def _mean(values: Sequence[tuple[float, float]]) -> SquadScore:
    if not values:
        return SquadScore(None, None, 0)
    return SquadScore(
        sum(v[0] for v in values) / len(values), sum(v[1] for v in values) / len(values), len(values)
    )
