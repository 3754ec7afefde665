"""The extractive answerer: reads passages, weighs sentences, quotes them or declines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answer import Citation, ReadPassage
from assistant.documents import Passage, Sentence
from assistant.indexing import Library
from assistant.names import people
from assistant.questions import Form, asks_several, form_of
from assistant.reader.spans import Reader, ReadSpan
from assistant.salience import distinct
from assistant.selection import (
    Calibration,
    Candidate,
    Evidence,
    Weighed,
    together,
    weigh,
)
from assistant.splitter import covering
from assistant.support.verdict import Judge
from assistant.terms import terms

READ_BUDGET = 64
"""So many passages are read for a question; a corpus of no more is read whole."""

REREAD = 3
"""So many sentences, those that read best, are read again in every other passage that holds them."""

SHOWN_READ = 6
"""So many of the passages read are told with an answer."""


@dataclass(frozen=True, slots=True)
class Further:
    """Which sentences are cited beside the first.

    At most `sentences` in all, each ranked within `margin` of the first, its span read at `reading` logits or
    better.
    """

    sentences: int
    margin: float
    reading: float


FURTHER = Further(sentences=3, margin=0.8, reading=4.0)
FURTHER_OF_SEVERAL = Further(sentences=4, margin=2.0, reading=1.0)
"""Where the question asks for more than one thing: "Which players were booked?"."""

NEAREST = 3
NEAR_SIMILARITY, NEAR_READING = 0.25, -4.0
"""A sentence is near a question from this cosine on, or where its best span reads this well (logits)."""

OPENING_QUOTES = '"“«'
CLOSING_QUOTES = '"”»'
PERSONS = frozenset("he she him her his i".split())
PRONOUNS = PERSONS | frozenset("they it them their we".split())

NAMED_WITHIN = 3
"""Whoever is "he" is mostly named in one of so many sentences before."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading for one question found, candidates best first; `confidence` is in [0, 1].

    `read` holds the passages whose best spans score highest, best first. `context` is the question behind
    what it leans on, where it was read so.
    """

    question: str
    candidates: tuple[Candidate, ...]
    confidence: float
    answers: bool
    read: tuple[ReadPassage, ...] = ()
    context: str = ""


def _marked(found: Candidate) -> Citation:
    """Its sentence, the short answer marked in it where that has a word."""
    short = found.sentence.at(found.short)
    return Citation.of(found.sentence, found.short if any(map(str.isalnum, short)) else None)


class ExtractiveAnswerer:
    """Answers with whole sentences of the articles, to the letter."""

    name = "extractive"

    def __init__(
        self, library: Library, reader: Reader, calibration: Calibration, judge: Judge | None = None
    ) -> None:
        """Without a `judge` what was read is not judged once more."""
        self._library = library
        self._reader = reader
        self._calibration = calibration
        self._judge = judge

    def read(
        self,
        question: str,
        article: str | None,
        cited: frozenset[tuple[str, int]] = frozenset(),
        context: str = "",
        judged: int = 1,
    ) -> Reading:
        """Reads for a question; `cited` is what the conversation rested on last.

        A follow-up that is not made standalone is read as `context` has it, behind what it leans on. Of what
        ranks first, so many sentences are `judged` by the support model, too: none for a follow-up.
        """
        weighed, spans = self.weighed(question, article, cited, context, judged)
        if not weighed.candidates:
            return Reading(question, (), 0.0, answers=False, context=context)
        weights = self._calibration
        ranked, sure = tuple(weighed.ranked(weights.rank)), weights.confidence(weighed)
        return Reading(question, ranked, sure, sure >= weights.threshold, self._best_read(spans), context)

    def surest(self, meanings: Sequence[Reading]) -> Reading:
        """The surest of the readings of a follow-up's meanings, as sure as they are together.

        Its question is a standalone one, if any is answered by the same sentence.
        """
        ordered = sorted(meanings, key=lambda reading: -reading.confidence)
        best = ordered[0]
        if not best.candidates:
            return best
        agreeing = [r for r in ordered if r.candidates[0].sentence == best.candidates[0].sentence]
        told = next((r for r in agreeing if not r.context), best)
        sure = together([r.confidence for r in meanings], len(agreeing) / len(meanings))
        answers = sure >= self._calibration.follow_up
        return replace(best, question=told.question, context=told.context, confidence=sure, answers=answers)

    def citations(self, reading: Reading) -> list[Citation]:
        """What answers, in the order of the text: the best candidate and what it needs beside it."""
        first = reading.candidates[0]
        chosen = {found.sentence: _marked(found) for found in (first, *self._further(reading))}
        for sentence in list(chosen):
            speaker = self._speaker(sentence, chosen[sentence].short)
            if speaker is not None:
                chosen.setdefault(speaker, Citation.of(speaker))
        return [chosen[sentence] for sentence in sorted(chosen, key=lambda s: (s.article, s.index))]

    def nearest(self, reading: Reading) -> list[Sentence]:
        """The sentences of the story that come nearest to answering, best first; none where none is near."""
        near = [
            candidate.sentence
            for candidate in reading.candidates
            if not candidate.features["label"]
            and (candidate.features["similarity"] >= NEAR_SIMILARITY or candidate.reading >= NEAR_READING)
        ]
        rows = [self._library.vectors(sentence.article)[sentence.index] for sentence in near]
        return distinct(near, np.array(rows), NEAREST)

    def _further(self, reading: Reading) -> list[Candidate]:
        """Further sentences that answer as well with something else: two people in two sentences."""
        first = reading.candidates[0]
        chosen = [first]
        several = asks_several(reading.question)
        if not several and form_of(reading.question) is not Form.OPEN:
            return []
        further = FURTHER_OF_SEVERAL if several else FURTHER
        for other in reading.candidates[1:]:
            if len(chosen) == further.sentences:
                break
            behind = first.rank(self._calibration.rank) - other.rank(self._calibration.rank)
            as_good = behind <= further.margin and other.reading >= further.reading
            said = [set(terms(c.sentence.at(c.short))) for c in chosen]
            new = set(terms(other.sentence.at(other.short)))
            if as_good and new and not any(new & known for known in said):
                chosen.append(other)
        return chosen[1:]

    def _speaker(self, sentence: Sentence, short: str | None) -> Sentence | None:
        """The sentence that says who speaks, or who "he" is, where this one does not."""
        bare = sentence.text.strip()
        quoted = bare[0] in OPENING_QUOTES and bare.rstrip(".,!?")[-1:] in CLOSING_QUOTES
        inside = sum(bare.count(mark) for mark in set(OPENING_QUOTES + CLOSING_QUOTES)) <= 2
        pronoun = short.casefold() if short and short.casefold() in PRONOUNS else ""
        if not (quoted and inside) and not pronoun:
            return None
        sentences = self._library.document(sentence.article).sentences
        if pronoun in PERSONS:
            before = sentences[max(0, sentence.index - NAMED_WITHIN) : sentence.index]
            named = [s for s in before if s.paragraph >= sentence.paragraph - 1 and people(s.text)]
            if named:
                return named[-1]
        for step in (-1, 1) if quoted else (-1,):
            place = sentence.index + step
            if 0 <= place < len(sentences) and sentences[place].paragraph == sentence.paragraph:
                return sentences[place]
        return None

    def weighed(
        self,
        question: str,
        article: str | None,
        cited: frozenset[tuple[str, int]] = frozenset(),
        context: str = "",
        judged: int = 1,
    ) -> tuple[Weighed, Sequence[ReadSpan]]:
        """The sentences that were read, and their spans, as `read` reads."""
        evidence = self._evidence(question, article, cited, context)
        weighed = weigh(evidence)
        if self._judge is None or not judged or not weighed.candidates:
            return weighed, evidence.spans
        best = [c.sentence for c in weighed.ranked(self._calibration.rank)[:judged]]
        supports = self._judge.judge([(question, self._with_neighbours(s)) for s in best])
        places = [(sentence.article, sentence.index) for sentence in best]
        return weighed.judged(dict(zip(places, supports, strict=True))), evidence.spans

    def _with_neighbours(self, sentence: Sentence) -> str:
        """A sentence between the one before and the one after it."""
        sentences = self._library.document(sentence.article).sentences
        near = sentences[max(0, sentence.index - 1) : sentence.index + 2]
        return " ".join(other.line for other in near)

    def _evidence(
        self, question: str, article: str | None, cited: frozenset[tuple[str, int]], context: str
    ) -> Evidence:
        asked = context or question
        passages = self._passages(asked, article)
        documents = {p.article: self._library.document(p.article) for p in passages}
        once = covering(passages)
        spans = self._spans(asked, once)
        best = sorted(spans, key=lambda span: -span.score)[:REREAD]
        again = {(span.article, span.sentence) for span in best}
        more = [
            p for p in passages if p not in once and again.intersection((p.article, i) for i in p.sentences)
        ]
        spans += self._spans(asked, more)
        vector = self._library.embed(asked)
        return Evidence(
            question=question,
            form=form_of(question),
            sentences=[s for id_ in sorted(documents) for s in documents[id_].sentences],
            spans=spans,
            similarity={
                (id_, index): float(cosine)
                for id_ in documents
                for index, cosine in enumerate(self._library.vectors(id_) @ vector)
            },
            cited=cited,
        )

    def _spans(self, question: str, passages: Sequence[Passage]) -> list[ReadSpan]:
        held = [
            [self._library.document(passage.article).sentences[i] for i in passage.sentences]
            for passage in passages
        ]
        return self._reader.read(question, passages, held)

    def _best_read(self, spans: Sequence[ReadSpan]) -> tuple[ReadPassage, ...]:
        """The passages that read best, each with the score of its best span."""
        best: dict[tuple[str, str], float] = {}
        for span in spans:
            key = (span.article, span.passage)
            best[key] = max(span.score, best.get(key, span.score))
        top = sorted(best, key=lambda key: -best[key])[:SHOWN_READ]
        passages = {
            (id_, passage.id): passage
            for id_ in {article for article, _ in top}
            for passage in self._library.document(id_).passages
        }
        found = [(passages[key], round(best[key], 2)) for key in top if key in passages]
        return tuple(ReadPassage(p.article, p.start, p.end, score) for p, score in found)

    def _passages(self, question: str, article: str | None) -> list[Passage]:
        """The passages to read: all where they are few, else the best that retrieval finds."""
        library = self._library
        found = library.retriever.retrieve(question, READ_BUDGET, article)
        passages = {scored.passage.id: scored.passage for scored in found}
        if article or library.passage_count <= READ_BUDGET:
            ids = [article] if article else library.articles()
            every = [passage for id_ in ids for passage in library.document(id_).passages]
            if len(every) <= READ_BUDGET:
                passages |= {passage.id: passage for passage in every}
        return list(passages.values())
