"""Fits assistant/calibration.json on the tuning articles: `python -m evals.calibrate [--write]`.

evals/tuning/ holds invented articles with questions, none of which is an eval case; its claims/ and
decided/ hold more, which the articles decide, for the last two fits alone. Every question that has to be
read for is read once; then four logistic regressions are fitted: which sentence comes first (`rank`),
whether it answers (`answer`), whether one contradicts the question (`correct`), and whether it says yes or
no (`polarity`). Three borders follow: how sure an answer must be (`threshold`), one to a follow-up
(`follow_up`), and a yes or no (`sure`). The figures printed are of articles left out of the fit, one at a
time.
"""

import argparse
import json
import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.answer import Status, Turn
from assistant.build import open_pipeline
from assistant.extractive import Reading
from assistant.loader import load_article
from assistant.pipeline import Pipeline, Query, leans_on
from assistant.questions import Intent, Question
from assistant.selection import (
    CALIBRATION,
    Calibration,
    Candidate,
    Weighed,
    answer_features,
    together,
)
from assistant.settings import Settings
from evals import fit_correction
from evals.cases import Case
from evals.dataset import load_cases
from evals.statistics import calibration_error

TUNING = Path(__file__).with_name("tuning")
CLAIMS = TUNING / "claims"
"""Further questions that the articles decide or contradict; none of them is left unanswered."""
DECIDED = TUNING / "decided"
"""Such questions about articles of their own, on which no word of denial and no opposite was chosen."""
RANK_FEATURES = (
    "best", "mean", "cover", "cover_around", "similarity", "label", "introduces", "quoted",
)  # fmt: skip
ANSWER_FEATURES = (
    "best", "mean", "similarity_around", "unknown_names", "yes_no", "keywords",
    "introduces", "quoted", "unsaid",
)  # fmt: skip
JUDGED_FEATURES = (*ANSWER_FEATURES, "about")
"""Of what the support model has judged: a question that stands alone."""
FOLLOWS = 1.0
"""The rank of a sentence at or beside those cited last, in a follow-up; set by hand."""
FALSE_ANSWERS = 0.15
"""The share of unanswerable tuning questions that may be answered; the threshold follows from it."""
JUDGED = 3
"""So many of the sentences that rank first by the weights so far are judged: one of them will, by others."""
RANK_REGULARISATION = 1.0
ANSWER_REGULARISATION = 0.1
HARD_NEGATIVES = 8
FIRST_GUESS = {"mean": 1.0, "similarity": 8.0, "cover_around": 4.0}
"""Rank weights that choose the hard negatives, before there are fitted ones."""


@dataclass(frozen=True, slots=True)
class Read:
    """A tuning question as it was read, and the sentences that answer it (none: unanswerable).

    What contradicts the question, in a corrected case, does not answer it.
    """

    case: Case
    question: str
    weighed: Weighed
    right: frozenset[int]

    def reading(self, weights: Calibration) -> Reading:
        """What the product makes of it with these weights, whatever the threshold."""
        ranked = tuple(self.weighed.ranked(weights.rank))
        return Reading(self.question, ranked, weights.confidence(self.weighed), answers=True)


def read_all(folder: Path, pipeline: Pipeline, articles: Path = TUNING) -> list[list[Read]]:
    """Every case of a folder about those articles that has to be read for, in each of its meanings.

    Only a follow-up has several; what went before it is answered by the product as it is.
    """
    found = []
    for path in sorted(folder.glob("*.yaml")):
        article = load_article(articles / f"{path.stem}.txt")
        for case in load_cases(path, article):
            history: tuple[Turn, ...] = ()
            for turn in case.turns[:-1]:
                history = (*history, Turn(turn, pipeline.invoke(Query(turn, history, article.id))))
            query = Query(case.question, history, article.id)
            question = pipeline.understand(query)
            if question.intent is Intent.READ:
                found.append(_meanings(case, question, query, pipeline))
    return found


def _meanings(case: Case, question: Question, query: Query, pipeline: Pipeline) -> list[Read]:
    sentences = pipeline.library.document(case.article).sentences
    answers = case.evidence if case.status is Status.ANSWERED else ()
    fragments = [fragment for group in answers for fragment in group]
    right = frozenset(s.index for s in sentences if any(f in s.text for f in fragments))
    cited = pipeline.last_cited(query.history) if leans_on(question, query) else frozenset()
    meanings = pipeline.meanings(question, query)
    return [
        Read(
            case,
            meaning.question.text,
            pipeline.answerer.weighed(
                meaning.question.text,
                case.article,
                cited,
                meaning.context,
                JUDGED if len(meanings) == 1 else 0,
            )[0],
            right,
        )
        for meaning in meanings
    ]


def fit_rank(reads: Sequence[Read]) -> dict[str, float]:
    """Weights that put a right sentence before the wrong ones that come closest (pairwise)."""
    rows: list[list[float]] = []
    for read in reads:
        ranked = read.weighed.ranked(FIRST_GUESS)
        right = [c for c in ranked if c.sentence.index in read.right]
        wrong = [c for c in ranked if c.sentence.index not in read.right][:HARD_NEGATIVES]
        if right:
            rows += [_difference(right[0], other) for other in wrong]
    differences = np.array(rows)
    model = LogisticRegression(C=RANK_REGULARISATION, fit_intercept=False, max_iter=2000)
    scale = differences.std(axis=0) + 1e-9
    both = np.vstack([differences, -differences]) / scale
    model.fit(both, [1] * len(rows) + [0] * len(rows))
    return dict(zip(RANK_FEATURES, map(float, model.coef_[0] / scale), strict=True))


def fit_answer(reads: Sequence[Read], rank: dict[str, float], names: Sequence[str]) -> dict[str, float]:
    """Weights of the probability that the article answers, of the features of those names."""
    features = [answer_features(read.weighed, rank) for read in reads]
    rows = np.array([[f[name] for name in names] for f in features])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=ANSWER_REGULARISATION, max_iter=2000)
    model.fit((rows - mean) / scale, [bool(r.right) for r in reads])
    weights = model.coef_[0] / scale
    fitted = dict(zip(names, map(float, weights), strict=True))
    return {**fitted, "bias": float(model.intercept_[0] - weights @ mean)}


def _difference(right: Candidate, wrong: Candidate) -> list[float]:
    return [right.features[name] - wrong.features[name] for name in RANK_FEATURES]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question answered by weights that were fitted without its article."""

    answerable: bool
    confidence: float
    right: bool
    first: int


def fit_answering(reads: Sequence[Read]) -> Calibration:
    """The weights of `rank`, `answer` and `judged`, without thresholds."""
    rank = fit_rank(reads)
    answer, judged = (fit_answer(reads, rank, names) for names in (ANSWER_FEATURES, JUDGED_FEATURES))
    return Calibration(rank, answer, threshold=math.nan, follow_up=math.nan, judged=judged)


def without_each(asked: Sequence[Sequence[Read]]) -> dict[str, Calibration]:
    """For each article the weights fitted on the questions about the others."""
    fitted = {}
    for article in sorted({meanings[0].case.article for meanings in asked}):
        rest = [r for r in standing_alone(asked) if r.case.article != article]
        fitted[article] = fit_answering(rest)
    return fitted


def leave_one_out(
    asked: Sequence[Sequence[Read]], weights: Mapping[str, Calibration]
) -> tuple[list[Outcome], list[Outcome]]:
    """The questions alone, then the follow-ups, each by the weights fitted without its article."""
    alone: list[Outcome] = []
    follow_ups: list[Outcome] = []
    for meanings in asked:
        case = meanings[0].case
        outcomes = [_outcome(read, weights[case.article]) for read in meanings]
        if len(case.turns) == 1:
            alone += outcomes
        else:
            follow_ups.append(_surest(outcomes))
    return alone, follow_ups


def standing_alone(asked: Sequence[Sequence[Read]]) -> list[Read]:
    """The questions that are no follow-ups."""
    return [read for meanings in asked for read in meanings if len(read.case.turns) == 1]


def _outcome(read: Read, weights: Calibration) -> Outcome:
    first = read.weighed.ranked(weights.rank)[0].sentence.index
    return Outcome(bool(read.right), weights.confidence(read.weighed), first in read.right, first)


def _surest(meanings: Sequence[Outcome]) -> Outcome:
    """What `ExtractiveAnswerer.surest` makes of the meanings of a follow-up."""
    best = max(meanings, key=lambda outcome: outcome.confidence)
    agreeing = [outcome.first for outcome in meanings].count(best.first) / len(meanings)
    return replace(best, confidence=together([outcome.confidence for outcome in meanings], agreeing))


def threshold(outcomes: Sequence[Outcome], false_answers: float = FALSE_ANSWERS) -> float:
    """The least confidence at which at most that share of the unanswerable is answered."""
    unanswerable = [o.confidence for o in outcomes if not o.answerable]
    return float(np.quantile(unanswerable, 1 - false_answers))


def report(outcomes: Sequence[Outcome]) -> str:
    """The figures of the fit, in Markdown.

    Coverage is the share of all questions that is answered, risk the share of these answers that is wrong
    (El-Yaniv and Wiener 2010).
    """
    answerable = [o for o in outcomes if o.answerable]
    unanswerable = [o for o in outcomes if not o.answerable]
    auc = roc_auc_score(
        [1] * len(answerable) + [0] * len(unanswerable),
        [o.confidence for o in [*answerable, *unanswerable]],
    )
    lines = [
        f"{len(answerable)} answerable and {len(unanswerable)} unanswerable questions; right sentence "
        f"first: {np.mean([o.right for o in answerable]):.3f}; answerability AUC: {auc:.3f}; expected "
        f"calibration error: {calibration_error([(o.confidence, o.answerable) for o in outcomes]):.3f}",
        "",
        "| unanswerable answered | threshold | answerable answered rightly | coverage | risk |",
        "|---|---|---|---|---|",
    ]
    for share in (0.05, 0.1, FALSE_ANSWERS, 0.2, 0.27):
        at = threshold(outcomes, share)
        right = np.mean([o.right and o.confidence >= at for o in answerable])
        answered = [o for o in outcomes if o.confidence >= at]
        coverage, risk = len(answered) / len(outcomes), np.mean([not o.right for o in answered])
        lines.append(f"| {share:.2f} | {at:.3f} | {right:.3f} | {coverage:.3f} | {risk:.3f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write {CALIBRATION.name}")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as index:
        pipeline = open_pipeline(Settings(corpus=TUNING, index=Path(index) / "tuning"))
        asked, claiming = read_all(TUNING, pipeline), read_all(CLAIMS, pipeline)
        apart = open_pipeline(Settings(corpus=DECIDED, index=Path(index) / "decided"))
        decided = read_all(DECIDED, apart, DECIDED)
    # What contradicts a question is the corrector's to find; told apart here, it hid what is merely unsaid.
    plain = [meanings for meanings in asked if meanings[0].case.status is not Status.CORRECTED]
    weights = without_each(plain)
    alone, follow_ups = leave_one_out(plain, weights)
    print(report(alone))
    print(f"\nFollow-ups: {report(follow_ups)}")
    answering = fit_answering(standing_alone(plain))
    assert pipeline.corrector, "opened with all models"
    assert apart.corrector, "as well"
    of_tuning = [(r.case, r.reading(weights[r.case.article])) for r in standing_alone([*asked, *claiming])]
    of_decided = [(r.case, r.reading(answering)) for r in standing_alone(decided)]
    held = [
        *fit_correction.hold(pipeline.corrector, of_tuning),
        *fit_correction.hold(apart.corrector, of_decided),
    ]
    print("\n" + fit_correction.report(held))
    fitted = Calibration(
        rank=_rounded({**answering.rank, "follows": FOLLOWS}),
        answer=_rounded(answering.answer),
        threshold=round(threshold(alone), 4),
        follow_up=round(threshold(follow_ups), 4),
        correct=_rounded(fit_correction.fit(held)),
        polarity=_rounded(fit_correction.fit_polarity(held)),
        sure=round(fit_correction.least_sure(fit_correction.polarity_out_of_sample(held)), 4),
        judged=_rounded(answering.judged),
    )
    if arguments.write:
        CALIBRATION.write_text(json.dumps(asdict(fitted), indent=1) + "\n", "utf-8")
        print(f"written: {CALIBRATION}")


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in weights.items()}


if __name__ == "__main__":
    main()
