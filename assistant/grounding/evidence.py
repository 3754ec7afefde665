"""What a statement is held against: the sentences it cites, and what stands around them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.documents import Sentence
from assistant.inflection import is_noun

CONTEXT = 2
"""So many sentences before a cited one may name whom its pronouns mean."""

_REFERS = re.compile(
    r"\b(he|she|him|her|his|hers|they|them|their|it|its|this|that|these|those|we|our|us|I|me|my|"
    r"the (company|firm|bank|board|union|federation|council|city|town|team|club|government|ministry|island|"
    r"country|alliance|group|agency|charity|court|rest|other|two|spokesman|spokeswoman|spokesperson|"
    r"minister|mayor|governor|president|director|\d+-year-old))\b",
    re.IGNORECASE,
)
_THE = re.compile(r"\bthe ([a-z]{3,})\b", re.IGNORECASE)
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
        return " ".join(sentence.line for sentence in self.cited)

    @property
    def before(self) -> str:
        """The sentences before those cited ones that refer back: where their pronouns are explained."""
        found: list[str] = []
        for sentence in self.cited:
            near = " ".join(other.line for other in _near(sentence, self.around))
            if _QUOTED.match(sentence.text) or _refers(sentence.line, near):
                found.append(near)
        return " ".join(found)

    @property
    def article(self) -> str:
        """Everything that the cited articles say."""
        return " ".join(sentence.line for sentence in self.around)


def evidence(cited: Sequence[Sentence], around: Sequence[Sentence]) -> Evidence:
    """Each cited sentence once, in the order of the text."""
    unique = sorted(set(cited), key=lambda s: (s.article, s.index))
    return Evidence(tuple(unique), tuple(around))


def _refers(line: str, near: str) -> bool:
    """Whether a sentence has a pronoun, a body, an office, or "the bridge" after "a bridge"."""
    nouns = filter(is_noun, _THE.findall(line))
    return _REFERS.search(line) is not None or any(_introduced(noun, near) for noun in nouns)


def _introduced(noun: str, near: str) -> bool:
    as_new = rf"\b[Aa]n? (?:[\w-]+ ){{0,2}}{noun.lower()}\b"
    in_name = rf"(?<=[\w,] ){noun.capitalize()}\b"
    return re.search(f"{as_new}|{in_name}", near) is not None


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
