"""What one reader of the page has asked and been told, and how that changes. Knows nothing of Streamlit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what became of it: an answer, an error's message, or neither yet.

    `number` counts the chat's exchanges from 1; `article` is the one that was picked when the
    question was asked, None for all of them.
    """

    number: int
    question: str
    article: str | None = None
    answer: Answer | None = None
    error: str | None = None

    @property
    def waiting(self) -> bool:
        """Whether it has still to be answered."""
        return self.answer is None and self.error is None

    @property
    def links(self) -> tuple[Citation, ...]:
        """Every sentence that the reply points to, in the order it is shown."""
        return (*self.answer.citations, *self.answer.nearest) if self.answer else ()


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation. It never changes: every transition returns the chat that follows."""

    exchanges: tuple[Exchange, ...] = ()
    article: str | None = None

    def picked(self, article: str | None) -> "Chat":
        """The chat kept to one article from here on, or to none."""
        return replace(self, article=article)

    def asked(self, question: str) -> "Chat":
        """The chat with one more question waiting; those already waiting come first."""
        exchange = Exchange(len(self.exchanges) + 1, question, self.article)
        return replace(self, exchanges=(*self.exchanges, exchange))

    def answered(self, number: int, answer: Answer) -> "Chat":
        """The chat with a waiting question answered; as it was if that question is gone."""
        return self._settled(number, answer=answer)

    def failed(self, number: int, message: str) -> "Chat":
        """The chat with a waiting question that could not be answered, and why."""
        return self._settled(number, error=message)

    def cleared(self) -> "Chat":
        """A new chat about the same article."""
        return Chat(article=self.article)

    @property
    def waiting(self) -> Exchange | None:
        """The first question that has still to be answered."""
        return next((exchange for exchange in self.exchanges if exchange.waiting), None)

    def before(self, exchange: Exchange) -> tuple[Turn, ...]:
        """What had been said before an exchange; questions that failed are not part of it."""
        return tuple(
            Turn(earlier.question, earlier.answer)
            for earlier in self.exchanges[: exchange.number - 1]
            if earlier.answer is not None
        )

    def links(self) -> Iterator[tuple[Exchange, int, Citation]]:
        """Every link to a sentence: its exchange, its place there counted from 1, what it cites."""
        for exchange in self.exchanges:
            for place, citation in enumerate(exchange.links, start=1):
                yield exchange, place, citation

    def articles(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """The articles to lay out: the picked one, then those that the chat points to.

        An only article is always picked. What is not among `known` any more is left out.
        """
        only = known[0] if len(known) == 1 else self.article
        linked = [citation.article for _, _, citation in self.links()]
        wanted = dict.fromkeys([only, *linked])
        return tuple(article for article in wanted if article in known)

    def _settled(self, number: int, answer: Answer | None = None, error: str | None = None) -> "Chat":
        exchanges = tuple(
            replace(exchange, answer=answer, error=error)
            if exchange.number == number and exchange.waiting
            else exchange
            for exchange in self.exchanges
        )
        return replace(self, exchanges=exchanges)
