"""What the cases scored: one Result a case, one Tally for all of them or those of a kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Answer, Status
from evals import metrics
from evals.dataset import Case
from evals.metrics import Score, Share, unscored


class Measure(StrEnum):
    """What is scored, higher is better.

    CITATIONS counts answered cases, FACTS those that name any, CORRECTED, DECLINED and SOCIAL those that
    expect that status. NOT_MISLED tells of corrected cases how many were at least not answered. POLARITY
    counts the yes/no cases whose answer begins with either word, POLARITY_TOLD says how many those are.
    PRECISION and EXACTNESS count citations, EXACTNESS the nearest sentences of a declined one too.
    """

    FACTS = "facts"
    CITATIONS = "citations"
    DECLINED = "declined"
    SOCIAL = "social"
    PRECISION = "precision"
    EXACTNESS = "exactness"
    CORRECTED = "corrected"
    NOT_MISLED = "not-misled"
    POLARITY = "polarity"
    POLARITY_TOLD = "polarity-told"


_TOLD_ONLY = (Measure.PRECISION, Measure.NOT_MISLED, Measure.POLARITY_TOLD)
DECIDING = tuple(measure for measure in Measure if measure not in _TOLD_ONLY)
"""What a case must score to be right. A second sentence beside the evidence does not make it wrong, nor
does an answer that leaves yes or no unsaid."""


@dataclass(frozen=True, slots=True)
class Result:
    """One case, what it was answered, and what that scored, by measure."""

    case: Case
    answer: Answer
    scores: Mapping[Measure, Score]

    @property
    def right(self) -> bool:
        return all(self.scores[measure].right for measure in DECIDING)

    @property
    def reasons(self) -> list[str]:
        """Why the case is wrong, a line a measure; empty if it is right."""
        return [
            f"{measure}: {self.scores[measure].reason}"
            for measure in DECIDING
            if not self.scores[measure].right
        ]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases there were, how many of them right, and the share of every measure."""

    cases: Share
    measures: Mapping[Measure, Share]


def score(case: Case, answer: Answer, text: str) -> Result:
    """Scores one answer; `text` is that of the case's article."""
    own = [citation.quote for citation in answer.citations if citation.article == case.article]
    not_expected = unscored(f"the case expects {case.status}")
    scores = {
        Measure.FACTS: metrics.facts(case.facts, own) if case.answerable else not_expected,
        Measure.CITATIONS: not_expected,
        Measure.DECLINED: not_expected,
        Measure.SOCIAL: not_expected,
        Measure.CORRECTED: not_expected,
        Measure.NOT_MISLED: not_expected,
        Measure.POLARITY: unscored("no yes or no is expected"),
        Measure.POLARITY_TOLD: unscored("no yes or no is expected"),
        Measure.PRECISION: metrics.precision(case.evidence, own) if case.answerable else not_expected,
        Measure.EXACTNESS: metrics.exactness((*answer.citations, *answer.nearest), {case.article: text}),
    }
    if case.status is Status.ANSWERED:
        scores[Measure.CITATIONS] = metrics.evidence(case.evidence, own)
    if case.status is Status.CORRECTED:
        scores[Measure.CORRECTED] = metrics.corrected(case.evidence, answer, own)
        scores[Measure.NOT_MISLED] = metrics.not_misled(answer)
    if case.says and answer.status is Status.ANSWERED:
        scores[Measure.POLARITY] = metrics.polarity(case.says, answer.text)
        scores[Measure.POLARITY_TOLD] = metrics.polarity_told(answer.text)
    if case.status is Status.DECLINED:
        scores[Measure.DECLINED] = metrics.declined(answer, case.contradicted_by)
    if case.status is Status.SOCIAL:
        scores[Measure.SOCIAL] = metrics.social(answer)
    return Result(case, answer, scores)


def tally(results: Sequence[Result]) -> Tally:
    """The sums over some cases."""
    return Tally(
        Share(sum(result.right for result in results), len(results)),
        {m: sum((result.scores[m].share for result in results), Share()) for m in Measure},
    )


def tallies(results: Sequence[Result], key: Callable[[Case], str]) -> dict[str, Tally]:
    """The sums by kind, or by article: whatever `key` tells of a case; the worst first."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result.case), []).append(result)
    told = {name: tally(group) for name, group in groups.items()}
    return dict(sorted(told.items(), key=lambda item: (item[1].cases.value or 0.0, item[0])))


def failures(results: Sequence[Result]) -> list[Result]:
    """The cases that are not right, the worst first.

    A quote that is not the article's comes before an answer to what the article does not say, that
    before a wrong answer, and that before a declined one; the surer the assistant was, the earlier.
    """
    wrong = [result for result in results if not result.right]
    return sorted(wrong, key=lambda r: (_harm(r), -r.answer.confidence, r.case.article, r.case.id))


def _harm(result: Result) -> int:
    """0 for the worst."""
    if not result.scores[Measure.EXACTNESS].right:
        return 0
    if not result.case.answerable or not result.scores[Measure.NOT_MISLED].right:
        return 1
    if result.answer.citations:
        cited = (result.scores[measure].right for measure in (Measure.CITATIONS, Measure.CORRECTED))
        return 3 if all(cited) else 2
    return 4
