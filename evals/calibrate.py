"""Fits assistant/calibration.json on the tuning articles: `python -m evals.calibrate [--write]`.

evals/tuning/ holds invented articles with questions, none of which is an eval case. Every question that
has to be read for is read once; then two logistic regressions are fitted, one ordering sentences, one
saying whether the first of them answers, and a threshold is chosen for each form of question; a third
says when a question is corrected. The figures printed are of articles left out of the fit, one at a time.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.answer import Status
from assistant.build import open_pipeline
from assistant.extractive import Reading
from assistant.loader import load_article
from assistant.pipeline import Pipeline, Query
from assistant.questions import Form, Intent
from assistant.selection import (
    CALIBRATION,
    Calibration,
    Candidate,
    Weighed,
    answer_features,
    confidence,
    weigh,
)
from assistant.settings import Settings
from evals import fit_correction
from evals.dataset import Case, load_cases

TUNING = Path(__file__).with_name("tuning")
RANK_FEATURES = (
    "best", "mean", "cover", "cover_around", "similarity", "wrong_type", "no_reason", "label"
)  # fmt: skip
ANSWER_FEATURES = (
    "best", "mean", "similarity_around", "wrong_type", "unknown_names", "yes_no", "keywords",
)  # fmt: skip
FOLLOWS = 1.0
"""The rank of a sentence at or beside those cited last, in a follow-up; set by hand, see docs/decisions."""
FALSE_ANSWERS = 0.2
"""The share of unanswerable tuning questions that may be answered; the threshold follows from it."""
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

    def reading(self, rank: Mapping[str, float], answer: Mapping[str, float]) -> Reading:
        """What the product makes of it with these weights, whatever the threshold."""
        sure = confidence(answer_features(self.weighed, rank), answer)
        return Reading(self.question, tuple(self.weighed.ranked(rank)), sure, answers=True)


def read_all(folder: Path, pipeline: Pipeline) -> list[Read]:
    """Every case of a folder of articles and cases that has to be read for."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        article = load_article(path.with_suffix(".txt"))
        sentences = pipeline.library.document(article.id).sentences
        for case in load_cases(path, article):
            question = pipeline.understand(Query(case.question, article=article.id))
            if len(case.turns) > 1 or question.intent is not Intent.READ:
                continue
            evidence = pipeline.answerer.evidence(question.text, article.id)
            answers = case.evidence if case.status is Status.ANSWERED else ()
            fragments = [fragment for group in answers for fragment in group]
            right = {s.index for s in sentences if any(f in s.text for f in fragments)}
            found.append(Read(case, question.text, weigh(evidence), frozenset(right)))
    return found


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


def fit_answer(reads: Sequence[Read], rank: dict[str, float]) -> dict[str, float]:
    """Weights of the probability that the article answers."""
    features = [answer_features(read.weighed, rank) for read in reads]
    rows = np.array([[f[name] for name in ANSWER_FEATURES] for f in features])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=ANSWER_REGULARISATION, max_iter=2000)
    model.fit((rows - mean) / scale, [bool(r.right) for r in reads])
    weights = model.coef_[0] / scale
    fitted = dict(zip(ANSWER_FEATURES, map(float, weights), strict=True))
    return {**fitted, "bias": float(model.intercept_[0] - weights @ mean)}


def _difference(right: Candidate, wrong: Candidate) -> list[float]:
    return [right.features[name] - wrong.features[name] for name in RANK_FEATURES]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question answered by weights that were fitted without its article."""

    read: Read
    confidence: float
    right: bool


def leave_one_out(reads: Sequence[Read]) -> list[Outcome]:
    """Every question under weights fitted on the other articles."""
    outcomes = []
    for article in sorted({read.case.article for read in reads}):
        rest = [read for read in reads if read.case.article != article]
        rank = fit_rank(rest)
        answer = fit_answer(rest, rank)
        for read in (read for read in reads if read.case.article == article):
            first = read.weighed.ranked(rank)[0]
            sure = confidence(answer_features(read.weighed, rank), answer)
            outcomes.append(Outcome(read, sure, first.sentence.index in read.right))
    return outcomes


def threshold(outcomes: Sequence[Outcome], false_answers: float = FALSE_ANSWERS) -> float:
    """The least confidence at which at most that share of the unanswerable is answered."""
    unanswerable = [o.confidence for o in outcomes if not o.read.right]
    return float(np.quantile(unanswerable, 1 - false_answers))


def report(outcomes: Sequence[Outcome]) -> str:
    """The figures of the fit, in Markdown."""
    answerable = [o for o in outcomes if o.read.right]
    unanswerable = [o for o in outcomes if not o.read.right]
    auc = roc_auc_score(
        [1] * len(answerable) + [0] * len(unanswerable),
        [o.confidence for o in [*answerable, *unanswerable]],
    )
    lines = [
        f"{len(answerable)} answerable and {len(unanswerable)} unanswerable questions; right sentence "
        f"first: {np.mean([o.right for o in answerable]):.3f}; answerability AUC: {auc:.3f}",
        "",
        "| unanswerable answered | threshold | answerable answered rightly |",
        "|---|---|---|",
    ]
    for share in (0.05, 0.1, 0.15, 0.2, 0.3):
        at = threshold(outcomes, share)
        right = np.mean([o.right and o.confidence >= at for o in answerable])
        lines.append(f"| {share:.2f} | {at:.3f} | {right:.3f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write {CALIBRATION.name}")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as index:
        pipeline = open_pipeline(Settings(corpus=TUNING, index=Path(index)))
        reads = read_all(TUNING, pipeline)
    # What contradicts a question is the corrector's to find; told apart here, it hid what is merely unsaid.
    plain = [read for read in reads if read.case.status is not Status.CORRECTED]
    outcomes = leave_one_out(plain)
    print(report(outcomes))
    rank = fit_rank(plain)
    answer = fit_answer(plain, rank)
    held = fit_correction.hold(pipeline.corrector, [(r.case, r.reading(rank, answer)) for r in reads])
    print("\n" + fit_correction.report(held))
    fitted = Calibration(
        rank=_rounded({**rank, "follows": FOLLOWS}),
        answer=_rounded(answer),
        threshold=_rounded(dict.fromkeys(Form, threshold(outcomes))),
        correct=_rounded(fit_correction.fit(held)),
        polarity=_rounded(fit_correction.fit_polarity(held)),
        sure=round(fit_correction.least_sure(fit_correction.polarity_out_of_sample(held)), 4),
    )
    if arguments.write:
        CALIBRATION.write_text(json.dumps(asdict(fitted), indent=1) + "\n", "utf-8")
        print(f"written: {CALIBRATION}")


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in weights.items()}


if __name__ == "__main__":
    main()
