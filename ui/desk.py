"""The articles laid out on the page, and where a chat's links find their sentences in them."""

from collections.abc import Sequence

from markup import escaped, sentence_id
from state import Chat, Exchange

from assistant.answer import Citation, ReadPassage
from assistant.documents import Sentence
from assistant.indexing import Document


class Desk:
    """The articles laid out on the page, and where a chat's links find their sentences in them."""

    def __init__(self, documents: Sequence[Document], chat: Chat) -> None:
        self.documents = tuple(documents)
        self._sentences = {(s.article, s.start): s for d in documents for s in d.sentences}
        self._links = [
            (exchange, place, sentence, citation)
            for exchange, place, citation in chat.links()
            if (sentence := self.sentence(citation))
        ]
        self._last = {sentence: (exchange.number, place) for exchange, place, sentence, _ in self._links}

    def sentence(self, citation: Citation) -> Sentence | None:
        """The cited sentence; None when its article has changed since, or is gone."""
        sentence = self._sentences.get((citation.article, citation.start))
        return sentence if sentence is not None and sentence.text == citation.quote else None

    def leads_back(self, sentence: Sentence, exchange: Exchange, place: int) -> bool:
        """Whether the way back from a lit sentence ends at this link: the last that leads to it."""
        return self._last.get(sentence) == (exchange.number, place)

    def cited(self) -> list[tuple[Sentence, Citation | None]]:
        """The sentences linked, each with the citation resting on it; None where it is only near."""
        return [(sentence, c if rests(e, place) else None) for e, place, sentence, c in self._links]

    def first(self, passage: ReadPassage) -> Sentence | None:
        """The sentence that a passage begins with; None when its article has changed, or is gone."""
        return self._sentences.get((passage.article, passage.start))

    def link(self, exchange: Exchange, place: int, citation: Citation) -> str:
        """A link's number in its answer, leading to the sentence."""
        sentence = self.sentence(citation)
        if sentence is None:
            return f'<span class="cite gone" title="The article has changed since.">{place}</span>'
        anchor = sentence_id(sentence)
        kind = "Citation" if rests(exchange, place) else "Nearest sentence"
        back = f' id="from-{anchor}"' if self.leads_back(sentence, exchange, place) else ""
        return (
            f'<a class="cite" href="#{anchor}"{back} title="{escaped(citation.quote)}" '
            f'aria-label="{kind} {place}: show sentence in the article">{place}</a>'
        )


def rests(exchange: Exchange, place: int) -> bool:
    """Whether the answer rests on the link at this place; the links after those are only near."""
    return exchange.answer is not None and place <= len(exchange.answer.citations)
