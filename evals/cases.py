"""One eval case, and all of them: the values that everything else works on."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answer import Status
from assistant.documents import Article

Alternatives = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One question, or conversation whose last question counts, and what is expected.

    `says` is "yes" or "no", or None: not a yes/no question, or not clear. `scope` is the article that the
    question is kept to, or None for all of them.
    """

    article: str
    id: str
    kind: str
    turns: tuple[str, ...]
    status: Status
    facts: Alternatives = ()
    evidence: Alternatives = ()
    contradicted_by: tuple[str, ...] = ()
    says: str | None = None
    speaker: Alternatives = ()
    everywhere: bool = False

    @property
    def key(self) -> str:
        """The name of the case among all."""
        return f"{self.article}/{self.id}"

    @property
    def scope(self) -> str | None:
        return None if self.everywhere else self.article

    @property
    def question(self) -> str:
        return self.turns[-1]

    @property
    def answerable(self) -> bool:
        return self.status in (Status.ANSWERED, Status.CORRECTED)

    @property
    def follow_up(self) -> bool:
        """Whether the question is asked in a conversation."""
        return len(self.turns) > 1


@dataclass(frozen=True, slots=True)
class Suite:
    """All cases in the order of their files, and the articles, by id: those that the cases are about, and
    where a case asks all of them the whole corpus. `invented` are the ids of those made up for the suite."""

    cases: tuple[Case, ...]
    articles: Mapping[str, Article]
    invented: frozenset[str] = frozenset()
