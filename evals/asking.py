"""Asks every case and its variations, scores the answers, and ranks what was retrieved for them."""

import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
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
U = TypeVar("U")


class Answerer(Protocol):
    """What is evaluated; assistant.pipeline.Pipeline is one."""

    def converse(self, turns: Sequence[str], article: str | None = None) -> Answer: ...


def ask(suite: Suite, answerer: Answerer, at_once: int = 1) -> list[Result]:
    """Every case's conversation, kept to its article or asked over all, with the last answer scored.

    `at_once` cases are asked at a time, which an answerer must be safe for.

    Raises:
        CaseError: a case holds a question that cannot be asked.
    """

    def asked(case: Case) -> Result:
        return score(case, _asked(answerer, case, case.turns), _texts(suite, case))

    return _each(asked, suite.cases, "Asking", at_once)


def vary(
    results: Sequence[Result], sampled: Sequence[Variation], answerer: Answerer, at_once: int = 1
) -> list[Result]:
    """The results with SAME scored: of a case's variations those answered as the case itself was.

    The same is: the same status, resting on the same sentences.

    Raises:
        CaseError: a variation cannot be asked.
    """
    known = {result.case.key: result for result in results}

    def changed(variation: Variation) -> str:
        answer = _asked(answerer, variation.case, variation.turns)
        change = _change(known[variation.case.key].answer, answer)
        return f"{variation.name}: {variation.question!r} {change}" if change else ""

    differences: dict[str, list[str]] = defaultdict(list)
    found = _each(changed, sampled, "Asking otherwise", at_once)
    for variation, difference in zip(sampled, found, strict=True):
        differences[variation.case.key].append(difference)
    return [_with_same(result, differences.get(result.case.key, [])) for result in results]


def ranked(results: Sequence[Result], library: ranking.Ranked, at_once: int = 1) -> list[Result]:
    """The results with how retrieval ranked the passages that hold their evidence."""

    def with_ranks(result: Result) -> Result:
        case = result.case
        wanted = ranking.relevant(case.evidence, library.document(case.article).passages)
        values: Mapping[str, float] = {}
        if wanted:
            passages = library.retriever.retrieve(result.answer.understood_as, ranking.DEPTH, case.scope)
            values = ranking.rank([scored.passage.id for scored in passages], wanted)
        return replace(result, retrieval=values)

    return _each(with_ranks, results, "Ranking", at_once)


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


def _each(do: Callable[[T], U], items: Sequence[T], what: str, at_once: int) -> list[U]:
    """What `do` gives for each item, in order; with a progress bar where standard error is a terminal."""
    with ThreadPoolExecutor(at_once) as pool:
        done = pool.map(do, items)
        return list(tqdm(done, what, len(items), leave=False, file=sys.stderr, disable=None))
