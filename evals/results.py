"""What the cases scored: one Result a case, one Tally for all of them or those of a kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.answer import Answer, Status
from assistant.replies import ARTICLE_INSTEAD, NOTHING_STANDS
from evals import metrics
from evals.cases import Case
from evals.metrics import Score, Share, unscored
from evals.scorers.attribution import attribution
from evals.scorers.declining import decline_precision
from evals.scorers.support import supported
from evals.statistics import Mean, mean


class Measure(StrEnum):
    """What is scored, higher is better.

    CITATIONS and RECALL count answered cases, RECALL by pieces of evidence, FACTS those that name any,
    ATTRIBUTION those that name a speaker; DECLINED and SOCIAL count those that expect that status, CORRECTED
    also those corrected without need. NOT_MISLED tells of corrected cases how many were at least not
    answered, DECLINE_PRECISION of those declined how many were to be, NEAREST of those declined that were not
    to be how many show the evidence as nearest. POLARITY counts the yes/no cases whose answer begins with
    either word, POLARITY_TOLD says how many those are. PRECISION and EXACTNESS count citations, EXACTNESS the
    nearest sentences of a declined one too; SUPPORTED counts the statements of answers that are not all
    quotes; SAME the variations of a question that were answered as the question.
    """

    FACTS = "facts"
    CITATIONS = "citations"
    DECLINED = "declined"
    CORRECTED = "corrected"
    SOCIAL = "social"
    ATTRIBUTION = "attribution"
    RECALL = "recall"
    PRECISION = "precision"
    DECLINE_PRECISION = "decline-precision"
    NEAREST = "nearest"
    NOT_MISLED = "not-misled"
    POLARITY = "polarity"
    POLARITY_TOLD = "polarity-told"
    EXACTNESS = "exactness"
    SUPPORTED = "supported"
    SAME = "same"


NOT_DECIDING = frozenset(
    {
        Measure.RECALL, Measure.PRECISION, Measure.DECLINE_PRECISION, Measure.NEAREST,
        Measure.NOT_MISLED, Measure.POLARITY_TOLD, Measure.SAME,
    }
)  # fmt: skip
"""A second sentence beside the evidence does not make a case wrong, nor does an answer that leaves yes or no
unsaid; what else these tell, others decide."""
DECIDING = tuple(measure for measure in Measure if measure not in NOT_DECIDING)
"""What a case must score to be right."""


@dataclass(frozen=True, slots=True)
class Result:
    """One case, what it was answered, what that scored by measure, and how retrieval ranked its evidence.

    `retrieval` is empty where nothing was retrieved, or there is no evidence to find.
    """

    case: Case
    answer: Answer
    scores: Mapping[Measure, Score]
    retrieval: Mapping[str, float] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        return all(self.scores[measure].right for measure in DECIDING)

    @property
    def model_failed(self) -> bool:
        """Whether a language model was asked and failed, so that the article itself answered."""
        note = self.answer.note
        return note.endswith(ARTICLE_INSTEAD) and not note.startswith(NOTHING_STANDS)

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
    """How many cases there were, how many of them right, and the share or mean of every measure."""

    cases: Share
    measures: Mapping[Measure, Share]
    retrieval: Mapping[str, Mean] = field(default_factory=dict)

    def of(self, name: str) -> Share | Mean:
        """What a floor of this name is held against; "cases" are those right in everything."""
        if name == "cases":
            return self.cases
        if name in list(Measure):
            return self.measures[Measure(name)]
        return self.retrieval.get(name, Mean(None, 0, None))


def score(case: Case, answer: Answer, texts: Mapping[str, str]) -> Result:
    """Scores one answer; `texts` are those of the articles that were asked, by id."""
    cited = [citation.quote for citation in answer.citations]
    own = [citation.quote for citation in answer.citations if citation.article == case.article]
    stated = [s.text for s in answer.statements if any(c.article == case.article for c in s.citations)]
    if case.status is Status.ANSWERED and answer.status is Status.CORRECTED:
        own, stated = [], []  # the right sentence, told as if it went against the question, answers nothing
    scores = dict.fromkeys(Measure, unscored(f"the case expects {case.status}"))
    scores[Measure.EXACTNESS] = metrics.exactness((*answer.citations, *answer.nearest), texts)
    scores[Measure.DECLINE_PRECISION] = decline_precision(case.status, answer)
    scores[Measure.SUPPORTED] = supported(answer.statements)
    scores[Measure.SAME] = unscored("asked in no variation")
    if case.answerable:
        speakers = case.speaker or (case.facts if case.kind == Measure.ATTRIBUTION else ())
        scores[Measure.FACTS] = metrics.facts(case.facts, stated)
        scores[Measure.ATTRIBUTION] = attribution(speakers, stated)
        scores[Measure.PRECISION] = metrics.precision(case.evidence, cited)
    if answer.status is Status.DECLINED and case.status in (Status.ANSWERED, Status.CORRECTED):
        scores[Measure.NEAREST] = metrics.evidence(case.evidence, [c.quote for c in answer.nearest])
    if case.status is Status.ANSWERED:
        scores |= _of_answered(case, answer, own)
    if case.status is Status.CORRECTED:
        scores[Measure.CORRECTED] = metrics.corrected(case.evidence, answer, own)
        scores[Measure.NOT_MISLED] = metrics.not_misled(answer)
    if case.status is Status.DECLINED:
        scores[Measure.DECLINED] = metrics.declined(answer, case.contradicted_by)
    if case.status is Status.SOCIAL:
        scores[Measure.SOCIAL] = metrics.social(answer)
    return Result(case, answer, scores)


def _of_answered(case: Case, answer: Answer, quotes: Sequence[str]) -> dict[Measure, Score]:
    """The scores of a case that the article answers."""
    scores = {
        Measure.CITATIONS: metrics.evidence(case.evidence, quotes),
        Measure.RECALL: metrics.recall(case.evidence, quotes),
    }
    if answer.status is Status.CORRECTED:
        scores[Measure.CORRECTED] = Score(Share(0, 1), "corrected, though the article says so")
    if case.says and answer.status is Status.ANSWERED:
        scores[Measure.POLARITY] = metrics.polarity(case.says, answer.text)
        scores[Measure.POLARITY_TOLD] = metrics.polarity_told(answer.text)
    return scores


def tally(results: Sequence[Result]) -> Tally:
    """The sums and means over some cases."""
    ranked = [result.retrieval for result in results if result.retrieval]
    names = list(dict.fromkeys(name for values in ranked for name in values))
    return Tally(
        Share(sum(result.right for result in results), len(results)),
        {m: sum((result.scores[m].share for result in results), Share()) for m in Measure},
        {name: mean([values[name] for values in ranked]) for name in names},
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
