"""What a chat holds and how it changes. Knows nothing of Streamlit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answer import Answer, Citation, Turn

Thumb = Literal["up", "down"]
LONGEST_TITLE = 60
LONGEST_WHY = 1000


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what became of it: an answer, an error's message, or neither yet.

    `number` is the exchange's own in its chat, from 1, and is not used again; `article` is the one that
    was picked when the question was asked, None for all of them. `stopped` says that the reader had
    enough before the answer was whole. `thumb` is the reader's verdict, `why` the words that go with it.
    """

    number: int
    question: str
    article: str | None = None
    answer: Answer | None = None
    error: str | None = None
    stopped: bool = False
    thumb: Thumb | None = None
    why: str = ""

    @property
    def waiting(self) -> bool:
        """Whether it has still to be answered."""
        return self.answer is None and self.error is None and not self.stopped

    @property
    def links(self) -> tuple[Citation, ...]:
        """Every sentence that the reply points to, in the order it is shown."""
        return (*self.answer.citations, *self.answer.nearest) if self.answer else ()


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation. It never changes: every transition returns the chat that follows.

    `name` is what the reader called it; `asked_so_far` counts all questions ever asked in it.
    """

    exchanges: tuple[Exchange, ...] = ()
    article: str | None = None
    name: str = ""
    asked_so_far: int = 0

    @property
    def title(self) -> str:
        """Its name, or its first question."""
        first = self.name or (self.exchanges[0].question if self.exchanges else "") or "New chat"
        line = " ".join(first.split())
        return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"

    @property
    def words(self) -> str:
        """All that has been said in it, for searching."""
        said = [(e.question, e.answer.text if e.answer else "", e.why) for e in self.exchanges]
        return "\n".join(text for exchange in said for text in exchange)

    def named(self, name: str) -> "Chat":
        """The chat under a name, or under its first question again where the name is blank."""
        return replace(self, name=" ".join(name.split())[:LONGEST_TITLE])

    def picked(self, article: str | None) -> "Chat":
        """The chat kept to one article from here on, or to none."""
        return replace(self, article=article)

    def asked(self, question: str) -> "Chat":
        """The chat with one more question waiting; those already waiting come first."""
        exchange = Exchange(self.asked_so_far + 1, question, self.article)
        return replace(self, exchanges=(*self.exchanges, exchange), asked_so_far=exchange.number)

    def asked_again(self, number: int, question: str) -> "Chat":
        """The chat with a question put anew in its old place; all that came of it before is dropped."""
        return self._with(number, lambda e: Exchange(number, question, e.article))

    def answered(self, number: int, answer: Answer) -> "Chat":
        """The chat with a waiting question answered; as it was if that question is gone."""
        return self._with(number, lambda e: replace(e, answer=answer) if e.waiting else e)

    def failed(self, number: int, message: str) -> "Chat":
        """The chat with a waiting question that could not be answered, and why."""
        return self._with(number, lambda e: replace(e, error=message) if e.waiting else e)

    def stopped(self, number: int, so_far: Answer | None) -> "Chat":
        """The chat with a waiting question no longer waited for, and what had come of its answer, if any."""
        came = so_far if so_far and (so_far.text or so_far.statements or so_far.struck) else None
        return self._with(number, lambda e: replace(e, answer=came, stopped=True) if e.waiting else e)

    def judged(self, number: int, thumb: Thumb | None, why: str = "") -> "Chat":
        """The chat with the reader's verdict on an answer, or with none."""
        kept = why.strip()[:LONGEST_WHY] if thumb else ""
        return self._with(number, lambda e: replace(e, thumb=thumb, why=kept))

    def without(self, number: int) -> "Chat":
        """The chat without one of its questions."""
        return replace(self, exchanges=tuple(e for e in self.exchanges if e.number != number))

    def restored(self, exchange: Exchange) -> "Chat":
        """The chat with a question that was taken out back in its place."""
        others = self.without(exchange.number).exchanges
        return replace(self, exchanges=tuple(sorted((*others, exchange), key=lambda e: e.number)))

    @property
    def waiting(self) -> Exchange | None:
        """The first question that has still to be answered."""
        return next((exchange for exchange in self.exchanges if exchange.waiting), None)

    def before(self, exchange: Exchange) -> tuple[Turn, ...]:
        """What had been said before an exchange; questions that failed are not part of it."""
        return tuple(
            Turn(earlier.question, earlier.answer)
            for earlier in self.exchanges
            if earlier.number < exchange.number and earlier.answer is not None
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

    def _with(self, number: int, change: Callable[[Exchange], Exchange]) -> "Chat":
        changed = tuple(change(e) if e.number == number else e for e in self.exchanges)
        return replace(self, exchanges=changed)
