"""What a statement is held against: the sentences it cites, and what stands around them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.documents import Sentence

CONTEXT = 2
"""So many sentences before a cited one may name whom its pronouns mean."""

_REFERS = re.compile(
    r"\b(he|she|him|her|his|hers|they|them|their|it|its|this|that|these|those|we|our|us|I|me|my|"
    r"the (company|firm|bank|board|union|federation|museum|council|city|town|team|club|government|"
    r"ministry|island|alliance|group|agency|charity|court|school|university|hospital|plant|owner|"
    r"insurer|library|line|trial|study|vaccine|fire|river|storm|country|casket|van|rest|other|two|"
    r"spokesman|spokeswoman|spokesperson|minister|mayor|governor|president|director|\d+-year-old))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[\"“'‘]")

Check = Callable[[str, "Evidence"], str]
"""Why a statement is not borne out, as a sentence for the reader of the chat; "" where it passes."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences a statement cites, and all sentences of their articles in order."""

    cited: tuple[Sentence, ...]
    around: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The cited sentences, one after the other."""
        return " ".join(_line(sentence) for sentence in self.cited)

    @property
    def before(self) -> str:
        """The sentences before those cited ones that refer back: where their pronouns are explained."""
        return " ".join(
            _line(other)
            for sentence in self.cited
            if _REFERS.search(sentence.text) or _QUOTED.match(sentence.text)
            for other in _near(sentence, self.around)
        )

    @property
    def article(self) -> str:
        """Everything that the cited articles say."""
        return " ".join(_line(sentence) for sentence in self.around)


def evidence(cited: Sequence[Sentence], around: Sequence[Sentence]) -> Evidence:
    """Each cited sentence once, in the order of the text."""
    unique = sorted(set(cited), key=lambda s: (s.article, s.index))
    return Evidence(tuple(unique), tuple(around))


def _near(sentence: Sentence, around: Sequence[Sentence]) -> list[Sentence]:
    """The sentences just before, and after a quotation also the one after it, which may name who spoke."""
    reach = sentence.index + (1 if _QUOTED.match(sentence.text) else 0)
    return [
        other
        for other in around
        if other.article == sentence.article
        and sentence.index - CONTEXT <= other.index <= reach
        and other.index != sentence.index
    ]


def _line(sentence: Sentence) -> str:
    return " ".join(sentence.text.split())
