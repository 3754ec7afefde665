"""Which sentence answers, and how sure that is: what was read and what was found, weighed together.

Two logistic models over a few named features: one orders the sentences, one says whether the first of
them answers at all. Their weights and the thresholds stand in calibration.json, fitted by
`python -m evals.calibrate` on articles and questions kept apart from the eval cases; docs/decisions/
says how, with figures.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from assistant.documents import PROSE, Sentence, Span
from assistant.introductions import asked_name, introduces
from assistant.names import proper_names
from assistant.nations import nation, short_names
from assistant.questions import AUXILIARIES, QUESTION_WORDS, Form
from assistant.quotations import quoted
from assistant.reader.spans import ReadSpan
from assistant.roles import held_elsewhere
from assistant.support.verdict import Support
from assistant.terms import by_country, same_word, terms, words

CALIBRATION = Path(__file__).with_name("calibration.json")
READ_RANGE = 12.0
"""Span scores are cut to [-12, 12] logits: beyond it they say nothing more."""

AGREEMENT = 2.0
"""So much less sure (log odds) is a follow-up whose meanings are each answered by another sentence."""

_UNJUDGED = Support(0.0, 0.0, 1.0)

_REMEMBERED = 4096
"""So many sentences' words are kept: those of a corpus of few articles, for the next question."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted weights by feature, and the least confidence that answers: a question, and a follow-up.

    `answer` weighs what was read, `judged` also what the support model makes of it, of questions that stand
    alone. `correct` weighs what tells that a sentence contradicts a question, above 0 where it does;
    `polarity` weighs what tells yes (above 0) from no, `sure` is the least it must be off 0 to be said.
    """

    rank: Mapping[str, float]
    answer: Mapping[str, float]
    threshold: float
    follow_up: float
    correct: Mapping[str, float] = field(default_factory=dict)
    polarity: Mapping[str, float] = field(default_factory=dict)
    sure: float = math.inf
    judged: Mapping[str, float] = field(default_factory=dict)

    def confidence(self, weighed: "Weighed") -> float:
        """The probability in [0, 1] that the article answers with the first of what was weighed."""
        features = answer_features(weighed, self.rank)
        return confidence(features, self.judged if "about" in features else self.answer)

    @classmethod
    @lru_cache
    def packaged(cls) -> "Calibration":
        """The one in calibration.json."""
        return cls(**json.loads(CALIBRATION.read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one question and the sentences that may answer it.

    `sentences` are all of the articles that were read, `similarity` the cosine of the question with
    each, by article and index. `cited` are the sentences that the conversation's last answer rested on.
    """

    question: str
    form: Form
    sentences: Sequence[Sentence]
    spans: Sequence[ReadSpan]
    similarity: Mapping[tuple[str, int], float]
    cited: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with its best span.

    `reading` is that span's score in logits, unbounded, higher is better; `features` are what is weighed.
    """

    sentence: Sentence
    short: Span
    reading: float
    features: Mapping[str, float]

    def rank(self, weights: Mapping[str, float]) -> float:
        """The weighted sum that orders candidates, unbounded, higher is better."""
        return sum(weights.get(name, 0.0) * value for name, value in self.features.items())


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question's candidates, and what is known of the question as a whole."""

    candidates: tuple[Candidate, ...]
    features: Mapping[str, float]

    def ranked(self, weights: Mapping[str, float]) -> list[Candidate]:
        """The candidates, best first; where equal, in the order of the text."""
        return sorted(self.candidates, key=lambda c: -c.rank(weights))

    def judged(self, supports: Mapping[tuple[str, int], Support]) -> "Weighed":
        """With what the support model makes of the question and sentences, by article and index: `about` is
        the log odds that one says something to it, whether it answers or contradicts; the least for others.
        """
        return replace(self, candidates=tuple(_judged(c, supports) for c in self.candidates))


def _judged(candidate: Candidate, supports: Mapping[tuple[str, int], Support]) -> Candidate:
    support = supports.get((candidate.sentence.article, candidate.sentence.index), _UNJUDGED)
    about = log_odds(support.supported + support.refuted)
    return replace(candidate, features={**candidate.features, "about": about})


def weigh(evidence: Evidence) -> Weighed:
    """The features of every sentence that was read, and of the question.

    Left out are those that answer with somebody who holds the post asked for in another country.
    """
    scores: dict[tuple[str, int], list[float]] = defaultdict(list)
    best: dict[tuple[str, int], ReadSpan] = {}
    for span in evidence.spans:
        key = (span.article, span.sentence)
        scores[key].append(max(-READ_RANGE, min(READ_RANGE, span.score)))
        if key not in best or best[key].score < span.score:
            best[key] = span
    quotations, name = quoted(evidence.question), asked_name(evidence.question)
    coverage = _Coverage(evidence.question, evidence.sentences)
    folded = [f" {' '.join(found)} " for found in coverage.words] if quotations else []
    said = [phrase for phrase in quotations if any(phrase in text for text in folded)]
    found = []
    for place, sentence in enumerate(evidence.sentences):
        key = (sentence.article, sentence.index)
        if key not in best:
            continue
        short = best[key].span
        if held_elsewhere(evidence.question, sentence.text, sentence.at(short)):
            continue
        near = [(sentence.article, sentence.index + step) for step in (-1, 0, 1)]
        features = {
            "best": max(scores[key]),
            "mean": sum(scores[key]) / len(scores[key]),
            "cover": coverage.of(place, around=0),
            "cover_around": coverage.of(place, around=1),
            "similarity": evidence.similarity.get(key, 0.0),
            "similarity_around": _mean([evidence.similarity[k] for k in near if k in evidence.similarity]),
            "introduces": float(introduces(name, sentence)),
            "quoted": float(any(phrase in folded[place] for phrase in said)),
            "label": float(sentence.section not in PROSE),
            "follows": float(any(k in evidence.cited for k in near)),
        }
        found.append(Candidate(sentence, short, best[key].score, features))
    return Weighed(
        tuple(found),
        {
            "unknown_names": unknown_names(evidence.question, coverage.vocabulary),
            "unsaid": float(len(said) < len(quotations)),
            "yes_no": float(evidence.form is Form.YES_NO),
            "keywords": float(evidence.form is Form.KEYWORDS),
        },
    )


def answer_features(weighed: Weighed, weights: Mapping[str, float]) -> dict[str, float]:
    """What tells whether the first of the candidates, ordered by `weights`, answers at all."""
    return {**weighed.ranked(weights)[0].features, **weighed.features, "bias": 1.0}


def confidence(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability in [0, 1] that the article answers, from `answer_features`."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def together(sure: Sequence[float], agreeing: float) -> float:
    """How sure the meanings of a follow-up are as one, in [0, 1]: by the mean of their log odds.

    Whoever means something that the article answers is mostly understood in any of the ways.

    Args:
        sure: the confidence of each meaning.
        agreeing: the share of them by which the same sentence answers, in [0, 1].
    """
    return 1.0 / (1.0 + math.exp(AGREEMENT * (1 - agreeing) - _mean([log_odds(p) for p in sure])))


def log_odds(probability: float) -> float:
    """The logit of a probability, which is taken to be within [0.001, 0.999]."""
    bounded = min(0.999, max(0.001, probability))
    return math.log(bounded / (1 - bounded))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@lru_cache(_REMEMBERED)
def _words_and_terms(sentence: str) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """A sentence's words in order, its terms, and its words with the names of its countries."""
    folded = words(sentence)
    return tuple(folded), frozenset(terms(sentence)), frozenset((*folded, *by_country(sentence)))


class _Coverage:
    """How much of a question's meaning-bearing words sentences share, rare words counting more."""

    def __init__(self, question: str, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        read = [_words_and_terms(sentence.text) for sentence in sentences]
        found = [found_here for _, found_here, _ in read]
        vocabulary = {term for found_here in found for term in found_here}
        asked = {
            term: {known for known in vocabulary if same_word(term, known)} for term in set(terms(question))
        }
        self._covers = [
            {term for term, family in asked.items() if family & found_here} for found_here in found
        ]
        counts = Counter(term for covered in self._covers for term in covered)
        self._weight = {
            term: math.log(1 + (len(sentences) - counts[term] + 0.5) / (counts[term] + 0.5)) for term in asked
        }
        self._total = sum(self._weight.values()) or 1.0
        self.words = [folded for folded, _, _ in read]
        self.vocabulary = frozenset(word for _, _, named in read for word in named)

    def of(self, place: int, around: int) -> float:
        """The share in [0, 1] that a sentence covers, with `around` neighbours on either side."""
        here = self._sentences[place].article
        near = range(max(0, place - around), min(len(self._covers), place + around + 1))
        covered = set().union(*(self._covers[i] for i in near if self._sentences[i].article == here))
        return sum(self._weight[term] for term in covered) / self._total


def unknown_names(question: str, vocabulary: frozenset[str]) -> float:
    """How many names and numbers of the question the articles nowhere have, at most 2.

    Args:
        vocabulary: the articles' words, folded, each country's by its name.
    """
    question = short_names(question)
    asked = {nation(word) for span in proper_names(question) for word in words(span.of(question))}
    asked |= {word for word in words(question) if word[0].isdigit()}
    unknown = asked - vocabulary - QUESTION_WORDS - AUXILIARIES
    return float(min(2, len(unknown)))
