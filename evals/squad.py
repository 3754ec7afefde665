"""`python -m evals run --squad FILE`: a file in SQuAD 2.0's JSON form, read as the product reads.

Every context is one article in memory: split into the same sentences and overlapping passages, all of its
passages read, every sentence weighed with the packaged calibration. The prediction is the short answer that
would be marked, its no-answer probability 1 less the confidence. Left out are what a single paragraph has no
use for: the index on disk, retrieval (all is read), spelling, and the replies to small talk and summaries.
Sentences and questions are embedded in batches, so that thousands of questions are feasible.
"""

import hashlib
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from tqdm import tqdm

from assistant.documents import Article, Block, ScoredPassage, Section, Span
from assistant.indexing import Document
from assistant.salience import Vectors
from assistant.splitter import split_passages, split_sentences
from assistant.terms import words
from evals.errors import SquadError
from evals.scorers.squad import Prediction

_EMBEDDED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question about a context; no gold answers: it cannot be answered from it."""

    id: str
    question: str
    context: str
    golds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for one question, and whether the product would have answered."""

    prediction: Prediction
    answers: bool


def load(path: Path, limit: int | None = None, seed: int = 0) -> list[SquadQuestion]:
    """The questions of a file in its order, or so many of them, at least one, drawn with the seed.

    Raises:
        SquadError: the file cannot be read, or has another form.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        questions = [
            SquadQuestion(
                str(qa["id"]),
                str(qa["question"]).strip(),
                str(paragraph["context"]),
                tuple(str(answer["text"]) for answer in qa["answers"]),
            )
            for entry in content["data"]
            for paragraph in entry["paragraphs"]
            for qa in paragraph["qas"]
        ]
    except OSError as error:
        raise SquadError(f"{str(path)!r} cannot be read ({error.strerror}). Name another file.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SquadError(
            f"{str(path)!r} is not in SQuAD 2.0's JSON form ({type(error).__name__}: {error}). It is "
            '{"data": [{"paragraphs": [{"context": ..., "qas": [{"id": ..., "question": ..., "answers": '
            '[{"text": ...}]}]}]}]}.'
        ) from error
    questions = [q for q in questions if q.question and q.context.strip()]
    if not questions:
        raise SquadError(f"{str(path)!r} holds no question. Name another file.")
    if len({q.id for q in questions}) < len(questions):
        raise SquadError(f"{str(path)!r} has two questions of one id. Give each its own.")
    if limit is not None and limit < len(questions):
        drawn = sorted(random.Random(seed).sample(range(len(questions)), limit))
        questions = [questions[place] for place in drawn]
    return questions


class Contexts:
    """A library of contexts in memory: what the extractive answerer needs of assistant.indexing.Library."""

    def __init__(self, contexts: Sequence[str], questions: Sequence[str], embeddings: Embeddings) -> None:
        self._documents = {_id(text): _document(text) for text in contexts}
        sentences = [s.text for d in self._documents.values() for s in d.sentences]
        embedded = iter(_embedded(sentences, embeddings))
        self._vectors = {
            id_: np.array([next(embedded) for _ in document.sentences], dtype=np.float32)
            for id_, document in self._documents.items()
        }
        asked = list(dict.fromkeys(questions))
        self._questions = dict(zip(asked, _embedded(asked, embeddings), strict=True))

    @property
    def passage_count(self) -> int:
        return sum(len(document.passages) for document in self._documents.values())

    @property
    def retriever(self) -> "Contexts":
        return self

    def retrieve(self, question: str, k: int, article: str | None = None) -> list[ScoredPassage]:
        """Nothing: a context is read whole."""
        return []

    def articles(self) -> tuple[str, ...]:
        return tuple(self._documents)

    def document(self, article: str) -> Document:
        return self._documents[article]

    def vectors(self, article: str) -> Vectors:
        return self._vectors[article]

    def embed(self, text: str) -> Vectors:
        return self._questions[text]


def read_all(questions: Sequence[SquadQuestion]) -> dict[str, Read]:
    """Every question read with the packaged models, by id; contexts a batch at a time."""
    from assistant.build import open_models
    from assistant.extractive import ExtractiveAnswerer
    from assistant.selection import Calibration
    from assistant.settings import Settings

    models = open_models(Settings.from_environment().index)
    calibration = Calibration.packaged()
    found: dict[str, Read] = {}
    with tqdm(total=len(questions), desc="Reading", leave=False, file=sys.stderr, disable=None) as bar:
        for batch in _batches(questions):
            contexts = Contexts([q.context for q in batch], [q.question for q in batch], models.embedder)
            answerer = ExtractiveAnswerer(contexts, models.reader, calibration, models.support)  # type: ignore[arg-type]
            for q in batch:
                reading = answerer.read(q.question, _id(q.context))
                first = reading.candidates[0] if reading.candidates else None
                text = first.sentence.at(first.short) if first else ""
                found[q.id] = Read(Prediction(text, 1.0 - reading.confidence), reading.answers)
                bar.update()
    return found


def _batches(questions: Sequence[SquadQuestion]) -> Iterator[list[SquadQuestion]]:
    """Whole runs of questions of one context, some hundred questions at a time."""
    batch: list[SquadQuestion] = []
    for _, run in groupby(questions, key=lambda q: q.context):
        batch += run
        if len(batch) >= _EMBEDDED_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _embedded(texts: Sequence[str], embeddings: Embeddings) -> list[Vectors]:
    return [np.asarray(vector, dtype=np.float32) for vector in embeddings.embed_documents(list(texts))]


def _id(context: str) -> str:
    return hashlib.sha256(context.encode()).hexdigest()[:16]


def _document(context: str) -> Document:
    """A context as an article of nothing but body text, a block a line."""
    blocks, at = [], 0
    for line in context.splitlines(keepends=True):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            blocks.append(Block(Section.BODY, Span(start, at + len(line.rstrip()))))
        at += len(line)
    article = Article(_id(context), context, tuple(blocks), {})
    sentences = split_sentences(article)
    passages = split_passages(article, sentences)
    return Document(article, tuple(sentences), tuple(passages), frozenset(words(context)))


def golds(questions: Sequence[SquadQuestion]) -> Mapping[str, Sequence[str]]:
    return {q.id: q.golds for q in questions}
