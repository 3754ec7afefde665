"""The articles laid out on the page, and where a chat's links find their sentences in them."""

from collections.abc import Sequence

from markup import escaped, sentence_id
from state import Chat, Exchange

from assistant.answer import Citation, ReadPassage
from assistant.documents import Sentence
from assistant.indexing import Document


class Desk:
    """The lookup from a citation to its sentence and its link's id, for one drawing of the page."""

    def __init__(self, documents: Sequence[Document], chat: Chat) -> None:
        self.documents = tuple(documents)
        self._sentences = {(s.article, s.start): s for d in documents for s in d.sentences}
        self._links = [
            (exchange, place, sentence, citation)
            for exchange, place, citation in chat.links()
            if (sentence := self.sentence(citation))
        ]

    def sentence(self, citation: Citation) -> Sentence | None:
        """The cited sentence; None when its article has changed since, or is gone."""
        sentence = self._sentences.get((citation.article, citation.start))
        return sentence if sentence is not None and sentence.text == citation.quote else None

    def cited(self) -> list[tuple[str, Sentence, Citation]]:
        """The sentences that answers rest on, each with the id of the link that says so."""
        return [(link_id(e, place), s, c) for e, place, s, c in self._links if rests(e, place)]

    def title(self, article: str) -> str:
        """An article's headline, or its id where it is not laid out."""
        found = (document.article.title for document in self.documents if document.article.id == article)
        return next(found, article)

    def first(self, passage: ReadPassage) -> Sentence | None:
        """The sentence that a passage begins with; None when its article has changed, or is gone."""
        return self._sentences.get((passage.article, passage.start))

    def link(self, exchange: Exchange, place: int, citation: Citation) -> str:
        """A link's number in its answer, leading to the sentence, and found again by its id."""
        sentence = self.sentence(citation)
        if sentence is None:
            return f'<span class="cite gone">{place} (changed since)</span>'
        kind = "Citation" if rests(exchange, place) else "Nearest sentence"
        return (
            f'<a class="cite" href="#{sentence_id(sentence)}" id="{link_id(exchange, place)}" '
            f'title="{escaped(citation.quote)}" '
            f'aria-label="{kind} {place}: show sentence in the article">{place}</a>'
        )


def link_id(exchange: Exchange, place: int) -> str:
    """The HTML id of an answer's link."""
    return f"c-{exchange.number}-{place}"


def rests(exchange: Exchange, place: int) -> bool:
    """Whether the answer rests on the link at this place; the links after those are only near."""
    return exchange.answer is not None and place <= len(exchange.answer.citations)
