"""Questions to begin with, made from an article and kept only where the assistant answers them."""

from collections.abc import Iterator

from assistant.answer import Status
from assistant.entities import Kind, entities
from assistant.indexing import Document
from assistant.pipeline import Pipeline, Query
from assistant.replies import starters

SUGGESTED = 5
ABOUT = "What does the article say about {}?"


def about(name: str) -> str:
    """The question that asks for all that an article says about something it names."""
    return ABOUT.format(name)


def suggestions(pipeline: Pipeline, article: str) -> tuple[str, ...]:
    """At most SUGGESTED questions that the article answers, each of them asked to make sure.

    No language model is asked, even where one is switched on: nobody has asked anything yet.

    Raises:
        CorpusError: the article is gone.
    """
    pipeline = pipeline.without_model()
    document = pipeline.library.document(article)
    kept: list[str] = []
    for question in _candidates(document):
        answer = pipeline.invoke(Query(question, article=article))
        if answer.status is Status.ANSWERED and answer.citations:
            kept.append(question)
        if len(kept) == SUGGESTED:
            break
    return tuple(kept)


def _candidates(document: Document) -> Iterator[str]:
    """The article as a whole, who speaks in it, what it is about, where it is from."""
    first, *others = starters(document.article)
    named = entities(document.sentences)
    yield first
    yield from [f"What did {entity.name} say?" for entity in named if entity.kind is Kind.PERSON][:2]
    for kind in (Kind.ORGANISATION, Kind.PLACE):
        yield from [about(entity.name) for entity in named if entity.kind is kind][:1]
    yield from others
