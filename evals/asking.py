"""Asks every case and its variations, scores the answers, and ranks what was retrieved for them."""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from tqdm import tqdm

from assistant.answer import Answer
from assistant.errors import QuestionError
from evals.cases import Case, Suite
from evals.errors import CaseError
from evals.metrics import Score, Share
from evals.results import Measure, Result, score
from evals.scorers import ranking
from evals.variations import Variation

T = TypeVar("T")


class Answerer(Protocol):
    """What is evaluated; assistant.pipeline.Pipeline is one."""

    def converse(self, turns: Sequence[str], article: str | None = None) -> Answer: ...


def ask(suite: Suite, answerer: Answerer) -> list[Result]:
    """Every case's conversation, kept to its article or asked over all, with the last answer scored.

    Raises:
        CaseError: a case holds a question that cannot be asked.
    """
    return [
        score(case, _asked(answerer, case, case.turns), _texts(suite, case))
        for case in _shown(suite.cases, "Asking")
    ]


def vary(results: Sequence[Result], sampled: Sequence[Variation], answerer: Answerer) -> list[Result]:
    """The results with SAME scored: of a case's variations those answered as the case itself was.

    The same is: the same status, resting on the same sentences.

    Raises:
        CaseError: a variation cannot be asked.
    """
    known = {result.case.key: result for result in results}
    differences: dict[str, list[str]] = defaultdict(list)
    for variation in _shown(sampled, "Asking otherwise"):
        answer = _asked(answerer, variation.case, variation.turns)
        change = _change(known[variation.case.key].answer, answer)
        differences[variation.case.key].append(
            f"{variation.name}: {variation.question!r} {change}" if change else ""
        )
    return [_with_same(result, differences.get(result.case.key, [])) for result in results]


def ranked(results: Sequence[Result], library: ranking.Ranked) -> list[Result]:
    """The results with how retrieval ranked the passages that hold their evidence."""
    found = []
    for result in _shown(results, "Ranking"):
        case = result.case
        wanted = ranking.relevant(case.evidence, library.document(case.article).passages)
        values: Mapping[str, float] = {}
        if wanted:
            passages = library.retriever.retrieve(result.answer.understood_as, ranking.DEPTH, case.scope)
            values = ranking.rank([scored.passage.id for scored in passages], wanted)
        found.append(replace(result, retrieval=values))
    return found


def _asked(answerer: Answerer, case: Case, turns: Sequence[str]) -> Answer:
    try:
        return answerer.converse(turns, case.scope)
    except QuestionError as error:
        raise CaseError(f"{case.article}, {case.id!r}: {error} Mend the question.") from error


def _texts(suite: Suite, case: Case) -> dict[str, str]:
    """The articles that a case asks, by id."""
    asked = suite.articles if case.everywhere else [case.article]
    return {id_: suite.articles[id_].text for id_ in asked}


def _change(before: Answer, after: Answer) -> str:
    """What is not the same; empty where all is."""
    if before.status is not after.status:
        return f"is {after.status}, not {before.status}"
    cited = [{(c.article, c.start, c.end) for c in answer.citations} for answer in (before, after)]
    if cited[0] != cited[1]:
        return f"cites {len(cited[1] - cited[0])} other sentences and misses {len(cited[0] - cited[1])}"
    return ""


def _with_same(result: Result, differences: Sequence[str]) -> Result:
    if not differences:
        return result
    changed = [difference for difference in differences if difference]
    share = Share(len(differences) - len(changed), len(differences))
    reason = "; ".join(changed) or "answered the same in every variation"
    return replace(result, scores={**result.scores, Measure.SAME: Score(share, reason)})


def _shown(items: Sequence[T], what: str) -> "tqdm[T]":
    """The items with a progress bar; none is shown where standard error is no terminal (disable=None)."""
    return tqdm(items, desc=what, leave=False, file=sys.stderr, disable=None)
