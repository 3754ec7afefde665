"""A question in, an Answer out: the whole way, offered as a LangChain Runnable."""

import re
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from langchain_core.runnables import Runnable, RunnableConfig
from langsmith import tracing_context

from assistant import questions, replies
from assistant.answer import Answer, Citation, ReadPassage, Statement, Status, Turn, Written, may_answer
from assistant.bylines import credited
from assistant.comparison import sides
from assistant.conversation import asks_whose_words, in_context, is_follow_up, readings, said_last
from assistant.correction import Corrector
from assistant.documents import PROSE, Field, Sentence, Span
from assistant.errors import ModelError, QuestionError
from assistant.extractive import CLOSING_QUOTES, OPENING_QUOTES, ExtractiveAnswerer, Reading
from assistant.grounding.attribution import names_a_source
from assistant.indexing import Library
from assistant.metadata import WORKS
from assistant.questions import Form, Intent, Question, form_of
from assistant.quotations import asks_who_is_quoted
from assistant.salience import about, key_points, summary
from assistant.selection import Candidate
from assistant.spelling import mended
from assistant.splitter import embedder_words
from assistant.terms import words

if TYPE_CHECKING:
    from assistant.generator import GenerativeAnswerer

WRITTEN = frozenset({Intent.READ, Intent.TOPIC, Intent.SUMMARY})
"""What a language model answers, where one is switched on; all else needs none."""

T = TypeVar("T")

WHOSE_WORDS = 0.89
"""How sure it is that a sentence with a verb of saying answers "Who says so?", asked of it: 161 of 180 such
follow-ups in evals/training are answered so. One with the very words asked about is taken to be as sure."""

_MARKS = frozenset(OPENING_QUOTES + CLOSING_QUOTES)

FEW_ARTICLES = 20
"""Up to so many articles are looked through as a whole; of more, only what retrieval finds."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question, what was said before it, and the article it is kept to (None: all of them)."""

    text: str
    history: tuple[Turn, ...] = ()
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """One way to understand a question: standalone, or read in `context`, behind what it leans on."""

    question: Question
    context: str = ""


@dataclass(frozen=True, slots=True)
class _Draft:
    """An answer before it is dressed: what it rests on and what it was understood to answer."""

    understood_as: str
    status: Status
    citations: tuple[Citation, ...] = ()
    confidence: float = 1.0
    nearest: tuple[Citation, ...] = ()
    lead: str = ""
    read: tuple[ReadPassage, ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(filter(None, [self.lead, *(citation.quote for citation in self.citations)]))


def leans_on(question: Question, query: Query) -> bool:
    """Whether a question is a follow-up of what was said before it."""
    return bool(query.history) and is_follow_up(question.text)


def _each_once(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The citations in order, a sentence that is cited twice only once: its mark then reaches over both."""
    merged: dict[tuple[str, int], Citation] = {}
    for citation in citations:
        key = (citation.article, citation.start)
        merged[key] = merged[key].merged(citation) if key in merged else citation
    return tuple(merged.values())


class Pipeline(Runnable[Query | str, Answer]):
    """Answers questions about the articles of a library.

    `invoke` takes a Query, or a string for a question without history. The async and batch twins
    are those every Runnable has; `stream` yields Answers that grow, the last of them whole.
    """

    def __init__(
        self,
        library: Library,
        answerer: ExtractiveAnswerer,
        corrector: Corrector | None = None,
        generator: "GenerativeAnswerer | None" = None,
        tracing: bool = False,
    ) -> None:
        """Without a `corrector` nothing is corrected, and no yes or no is said.

        With a `generator` a language model answers; where it fails, the answerer does, and says so.
        """
        self.library = library
        self.answerer = answerer
        self.corrector = corrector
        self._generator = generator
        self._tracing = tracing

    def without_model(self) -> "Pipeline":
        """The same without a language model."""
        return Pipeline(self.library, self.answerer, self.corrector, tracing=self._tracing)

    def invoke(self, input: Query | str, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Answers.

        Raises:
            QuestionError: the question cannot be asked as it stands.
            CorpusError: the corpus is gone, or has no article of the name asked for.
        """
        with self._traced():
            return self._call_with_config(self._answer, input, config, run_type="chain")

    def stream(
        self, input: Query | str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Answer]:
        """Answers statement by statement: each Answer extends the one before, unless a model failed; the
        last is whole. Closing the iterator stops the model.

        Raises:
            QuestionError, CorpusError: as `invoke` does.
        """
        if self._generator is None:
            yield from self.invoke(input, config, **kwargs).growing()
            return
        growing = self._answers(input)
        answers = self._transform_stream_with_config(iter((input,)), lambda _: growing, config)
        try:
            while (answer := self._next(answers)) is not None:
                yield answer
        finally:
            growing.close()

    def converse(self, turns: Sequence[str], article: str | None = None) -> Answer:
        """Answers the last of several questions, each in the light of those before it."""
        if not turns:
            raise QuestionError("The conversation is empty. Give at least one question.")
        history: tuple[Turn, ...] = ()
        for turn in turns:
            answer = self.invoke(Query(turn, history, article))
            history = (*history, Turn(turn, answer))
        return history[-1].answer

    def understand(self, query: Query) -> Question:
        """What a question asks for, its typing errors mended; its history is not looked at.

        Raises:
            QuestionError: the question cannot be asked as it stands.
        """
        text = questions.check(query.text)
        return questions.understand(mended(text, self._vocabulary(query), embedder_words()))

    def meanings(self, question: Question, query: Query) -> list[Meaning]:
        """What a question may mean: itself, or of a follow-up the ways to put it, the last in its context."""
        if not leans_on(question, query):
            return [Meaning(question)]
        found = [Meaning(questions.understand(reading)) for reading in readings(question.text, query.history)]
        last = said_last(query.history)
        return [*found, Meaning(question, in_context(question.text, *last))] if last else found

    def _traced(self) -> AbstractContextManager[None]:
        """LangSmith's variables alone must not make it dial out."""
        return nullcontext() if self._tracing else tracing_context(enabled=False)

    def _next(self, answers: Iterator[T]) -> T | None:
        with self._traced():
            return next(answers, None)

    def _answer(self, asked: Query | str) -> Answer:
        *_, last = self._answers(asked)
        return last

    def _answers(self, asked: Query | str) -> Generator[Answer, None, None]:
        """The answer as it grows; only a language model makes it grow."""
        started = time.perf_counter()
        query = Query(asked) if isinstance(asked, str) else asked
        questions.check(query.text)  # before anything that takes time
        self.library.refresh()
        if query.article is not None:
            self.library.document(query.article)
        question = self.understand(query)
        written, note = Written(question.text), ""
        if self._generator is not None and question.intent in WRITTEN:
            try:
                for written in self._generator.write(question.text, query.article, query.history):
                    yield self._dressed(self._of_written(written, query), query, started, written)
            except ModelError as error:
                note = f"{error} {replies.ARTICLE_INSTEAD}"
            else:
                if written.statements or (written.not_stated and not written.struck):
                    whole = self._dressed(
                        self._of_written(written, query, last=True), query, started, written
                    )
                    yield replace(whole, note=replies.CUT if written.cut else "")
                    return
                note = f"{replies.NOTHING_STANDS} {replies.ARTICLE_INSTEAD}"
            written = replace(written, statements=())
        answer = self._dressed(self._draft(question, query), query, started)
        yield replace(answer, note=note, struck=written.struck, tokens=written.tokens)

    def _of_written(self, written: Written, query: Query, last: bool = False) -> _Draft:
        if written.statements or not last:
            return _Draft(written.understood_as, Status.ANSWERED, confidence=written.support)
        return self._unanswered(written.understood_as, query)

    def _dressed(self, draft: _Draft, query: Query, started: float, written: Written | None = None) -> Answer:
        """The answer of a draft, or of what a model has written, in whose statements it then is."""
        statements, name = tuple(Statement(c.quote, (c,)) for c in draft.citations), self.answerer.name
        if written is not None and self._generator is not None:
            statements, name = written.statements, self._generator.name
        return Answer(
            question=query.text,
            understood_as=draft.understood_as,
            status=draft.status,
            text=draft.text or "\n\n".join(statement.text for statement in statements),
            statements=statements,
            confidence=round(draft.confidence, 4),
            nearest=draft.nearest,
            answerer=name,
            milliseconds=round(1000 * (time.perf_counter() - started)),
            article=query.article,
            lead=draft.lead if draft.citations else "",
            read=draft.read,
            struck=written.struck if written else (),
            tokens=written.tokens if written else None,
        )

    def _draft(self, question: Question, query: Query) -> _Draft:
        if question.intent is Intent.SOCIAL:
            line = replies.social(question.text, self.library, self._focus(query))
            return _Draft(question.text, Status.SOCIAL, lead=line)
        if question.intent is Intent.INSTRUCTION:
            return self._unanswered(question.text, query)
        stated = self._of_the_article(question, query)
        if stated and (stated.citations or question.explicit) and not self._may_mean_another(question, query):
            return stated
        made_of = (
            self._credited(question, query)
            or self._told_by(question, query)
            or self._quoted(question, query)
            or self._several(question, query)
            or self._compared(question, query)
        )
        read = made_of or self._read(question, query)
        return stated if stated and stated.citations and not self._is_told(read) else read

    def _of_the_article(self, question: Question, query: Query) -> _Draft | None:
        """A summary, or what the metadata states, if that is asked for."""
        if question.intent is Intent.SUMMARY:
            return self._summary(question, query)
        return self._metadata(question, query) if question.intent is Intent.METADATA else None

    def _may_mean_another(self, question: Question, query: Query) -> bool:
        """Whether "it" may be what was spoken about last, or "the report" one that the story tells of."""
        last = said_last(query.history) if question.by_it or question.doubtful else None
        if last and questions.understand(last[0]).intent not in (Intent.SUMMARY, Intent.METADATA):
            named = {word.removesuffix("s") for word in words(" ".join(last))}
            if question.doubtful or WORKS & named:
                return True
        told = question.shared and self._meant(query)
        return bool(told) and any(question.shared & self.library.document(id_).words for id_ in told)

    def _is_told(self, draft: _Draft) -> bool:
        """Whether a draft rests on the story: it was not declined, nor read in a headline or a byline."""
        return any(sentence.section in PROSE for sentence in self._cited(draft.citations))

    def _told_by(self, question: Question, query: Query) -> _Draft | None:
        """The sentence cited last, where it says whose words it has; None if it does not, or is not asked."""
        told = [turn.answer for turn in query.history if turn.answer.status is not Status.SOCIAL]
        if not told or not told[-1].citations or not asks_whose_words(question.text):
            return None
        cited = self.last_cited(query.history)
        told_by = {
            (article, index)
            for article, index in cited
            if names_a_source(self.library.document(article).sentences[index].text)
        }
        read = self._readings(self.meanings(question, query), query, cited) if told_by else []
        found = [
            (candidate.reading, number, candidate)
            for number, reading in enumerate(read)
            for candidate in reading.candidates
            if (candidate.sentence.article, candidate.sentence.index) in told_by
        ]
        if not found:
            return None
        _, number, speaks = max(found, key=lambda each: each[:2])
        understood = next((r.question for r in read if not r.context and r.question != question.text), None)
        return self._in_whose_words(read[number], speaks, understood or read[number].context or question.text)

    def _quoted(self, question: Question, query: Query) -> _Draft | None:
        """The sentence of speech that has the words in quotation marks whose speaker is asked for; None if
        there is none, or that is not asked."""
        if not asks_who_is_quoted(question.text):
            return None
        reading = self.answerer.read(question.text, query.article)
        for candidate in reading.candidates:
            text = candidate.sentence.text
            if candidate.features["quoted"] and (names_a_source(text) or _MARKS.intersection(text)):
                return self._in_whose_words(reading, candidate, question.text)
        return None

    def _in_whose_words(self, reading: Reading, speaks: Candidate, understood: str) -> _Draft:
        """The answer of the sentence that says whose words something is."""
        citations = tuple(self.answerer.citations(replace(reading, candidates=(speaks,))))
        return _Draft(understood, Status.ANSWERED, citations, WHOSE_WORDS, read=reading.read)

    def _several(self, question: Question, query: Query) -> _Draft | None:
        """The answers to all the questions that one is made of, each in the light of those before it; None if
        it is one, or one has no answer."""
        parts = questions.parts(question.text) if question.intent is Intent.READ else []
        if len(parts) < 2 or leans_on(question, query):
            return None
        drafts: list[_Draft] = []
        for part in parts:
            asked = replace(query, text=part)
            drafts.append(self._draft(questions.understand(part), asked))
            if drafts[-1].status is not Status.ANSWERED:
                return None
            told = self._dressed(drafts[-1], asked, time.perf_counter())
            query = replace(query, history=(*query.history, Turn(part, told)))
        citations = [citation for draft in drafts for citation in draft.citations]
        sure = min(draft.confidence for draft in drafts)
        return _Draft(question.text, Status.ANSWERED, _each_once(citations), sure, read=drafts[0].read)

    def _compared(self, question: Question, query: Query) -> _Draft | None:
        """The sentences that tell of both sides of a comparison; None if it is none, if one side is not told,
        or the comparison itself is not: who is older, where the article tells of both, but not of their ages.
        """
        if question.intent is not Intent.READ or leans_on(question, query):
            return None
        found = [self.answerer.read(side, query.article) for side in sides(question.text)]
        if not found or not all(reading.answers for reading in found):
            return None
        whole = self.answerer.read(question.text, query.article)
        if not whole.answers:
            return None
        citations = [citation for reading in found for citation in self.answerer.citations(reading)]
        sure = min(reading.confidence for reading in (*found, whole))
        return _Draft(question.text, Status.ANSWERED, _each_once(citations), sure, read=found[0].read)

    def _vocabulary(self, query: Query) -> frozenset[str]:
        """The words of the articles asked about, where these are few."""
        ids = (query.article,) if query.article else self.library.articles()
        if len(ids) > FEW_ARTICLES:
            return frozenset()
        return frozenset().union(*(self.library.document(id_).words for id_ in ids))

    def _focus(self, query: Query) -> str | None:
        """The one article meant: named, or the only one, or the one talked about last."""
        if query.article is not None:
            return query.article
        known = self.library.articles()
        if len(known) == 1:
            return known[0]
        cited = [c.article for turn in query.history for c in turn.answer.citations]
        return next((id_ for id_ in reversed(cited) if id_ in known), None)

    def _near(self, question: str, query: Query) -> list[str]:
        """The articles in which something near a question may stand."""
        if query.article is not None:
            return [query.article]
        if len(self.library.articles()) <= FEW_ARTICLES:
            return list(self.library.articles())
        found = self.library.retriever.retrieve(question, FEW_ARTICLES)
        return list(dict.fromkeys(scored.passage.article for scored in found))

    def _meant(self, query: Query) -> list[str]:
        """The articles that a question about "the article" is about; none where they are too many."""
        focus = self._focus(query)
        known = [focus] if focus else list(self.library.articles())
        return known if len(known) <= FEW_ARTICLES else []

    def _summary(self, question: Question, query: Query) -> _Draft:
        meant = self._meant(query)
        choose = key_points if "points" in words(question.text) else summary
        chosen = []
        for id_ in meant:
            document = self.library.document(id_)
            found = choose(document.sentences, self.library.vectors(id_), questions.wanted(question.text))
            chosen += found if len(meant) == 1 else found[:1]
        if not chosen:
            return _Draft(question.text, Status.DECLINED, confidence=0.0, lead=replies.WHICH_ARTICLE)
        return _Draft(question.text, Status.ANSWERED, tuple(map(Citation.of, chosen)))

    def _metadata(self, question: Question, query: Query) -> _Draft:
        meant = self._meant(query)
        citations = [c for id_ in meant for field in question.fields for c in self._field(id_, field)]
        if "year" in words(question.text):
            citations = [c for c in citations if c.short and re.search(r"\d{4}", c.short)]
        if citations:
            return _Draft(question.text, Status.ANSWERED, _each_once(citations))
        line = replies.DECLINED if meant else replies.WHICH_ARTICLE
        return _Draft(question.text, Status.DECLINED, confidence=0.0, lead=line)

    def _credited(self, question: Question, query: Query) -> _Draft | None:
        """What the article states of somebody of its byline or credits; None if that is not asked."""
        focus = self._focus(query)
        if focus is None or question.intent is not Intent.READ or leans_on(question, query):
            return None
        found = credited(question.text, self.library.document(focus).article)
        citations = self._stating(focus, found.spans) if found else []
        if not found or not citations:
            return None
        lead = "" if found.yes is None else replies.YES if found.yes else replies.NO
        return _Draft(question.text, Status.ANSWERED, _each_once(citations), lead=lead)

    def _field(self, article: str, field: Field) -> list[Citation]:
        """The sentence that states a field."""
        return self._stating(article, self.library.document(article).article.metadata.get(field, ()))

    def _stating(self, article: str, spans: Sequence[Span]) -> list[Citation]:
        """The sentences that hold the spans, or a part of one, as of a headline of two sentences; the mark
        reaches from the first of them to the last."""
        document = self.library.document(article)
        citations = []
        for sentence in document.sentences:
            inside = [part for span in spans if (part := span.within(sentence.span))]
            if inside:
                whole = Span(min(part.start for part in inside), max(part.end for part in inside))
                citations.append(Citation.of(sentence, whole))
        return citations

    def _read(self, question: Question, query: Query) -> _Draft:
        meanings = self.meanings(question, query)
        if len(meanings) == 1 and question.intent is Intent.TOPIC:
            return self._topic(question, query)
        follow_up = leans_on(question, query)
        cited = self.last_cited(query.history) if follow_up else frozenset()
        found = self._readings(meanings, query, cited)
        best = self.answerer.surest(found) if follow_up else found[0]
        held = self._held_against(best)
        if held is not None:
            return replace(held, read=best.read)
        topics = [m.question for m in meanings if m.question.intent is Intent.TOPIC]
        if topics:
            return self._topic(topics[0], query)
        told = next((reading for reading in found if reading.question != question.text), best)
        return self._declined(replace(told, confidence=best.confidence))

    def _readings(
        self, meanings: Sequence[Meaning], query: Query, cited: frozenset[tuple[str, int]]
    ) -> list[Reading]:
        """What reading finds for each meaning; `cited` is what the conversation rested on last."""
        judged = 1 if len(meanings) == 1 else 0
        return [
            self.answerer.read(meaning.question.text, query.article, cited, meaning.context, judged)
            for meaning in meanings
        ]

    def _held_against(self, best: Reading) -> _Draft | None:
        """The answer that was read, or the correction of what the question takes for granted; or neither.

        What is only read in its context claims nothing that could be held against the article.
        """
        corrector = self.corrector if not best.context else None
        against = corrector.contradiction(best) if corrector else None
        if against is not None:
            cited, sure = (Citation.of(against),), 1.0 - best.confidence
            return _Draft(best.question, Status.CORRECTED, cited, sure, lead=replies.CORRECTED)
        if best.answers:
            citations = tuple(self.answerer.citations(best))
            asked = corrector if form_of(best.question) is Form.YES_NO else None
            yes = asked.says_yes(best) if asked else None
            lead = "" if yes is None else replies.YES if yes else replies.NO
            understood = best.context or best.question
            return _Draft(understood, Status.ANSWERED, citations, best.confidence, lead=lead)
        return None

    def last_cited(self, history: Sequence[Turn]) -> frozenset[tuple[str, int]]:
        """The sentences that the last answer with citations rested on."""
        for turn in reversed(history):
            if turn.answer.citations:
                cited = self._cited(turn.answer.citations)
                return frozenset((sentence.article, sentence.index) for sentence in cited)
        return frozenset()

    def _cited(self, citations: Sequence[Citation]) -> list[Sentence]:
        """The sentences that citations quote, of articles that are still there."""
        known = self.library.articles()
        return [
            sentence
            for citation in citations
            if citation.article in known
            for sentence in self.library.document(citation.article).sentences
            if sentence.start == citation.start
        ]

    def _topic(self, question: Question, query: Query) -> _Draft:
        vector = self.library.embed(question.topic)
        chosen = []
        for id_ in self._near(question.topic, query):
            vectors = self.library.vectors(id_)
            sentences = self.library.document(id_).sentences
            chosen += about(question.topic, vectors @ vector, sentences, vectors)
        if not chosen:
            return self._unanswered(question.text, query)
        return _Draft(question.text, Status.ANSWERED, tuple(map(Citation.of, chosen)))

    def _declined(self, reading: Reading) -> _Draft:
        nearest = tuple(map(Citation.of, self.answerer.nearest(reading)))
        return _Draft(
            reading.question,
            Status.DECLINED,
            confidence=reading.confidence,
            nearest=nearest,
            lead=replies.NOT_PLAIN if may_answer(nearest, reading.confidence) else replies.DECLINED,
            read=reading.read,
        )

    def _unanswered(self, question: str, query: Query) -> _Draft:
        """Declines what is known to have no answer."""
        return self._declined(replace(self.answerer.read(question, query.article), confidence=0.0))
