"""The same question in other words or letters: typos, letter case, no punctuation, a polite frame, templates.

Every variation of a case is fixed by the case and the seed alone, whatever else is drawn.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.questions import QUESTION_WORDS
from evals.cases import Case

TYPO_LETTERS = 5
"""Only words of at least so many letters are mistyped."""
WORDS_PER_TYPO = 6
"""One word in so many is mistyped, one at least."""

_POLITE = (
    "Could you please tell me: {0}",
    "I have a question about the article. {0}",
    "Please, {1}",
    "Hi! {0} Thank you.",
)
_TEMPLATES = (
    (r"^who (?=\w+ed\b|(?:said|told|has|had|will|wants|says|made|gave|won|led)\b)", "which person or group "),
    (r"^when (?=did |was |were |is |are |will |does |do )", "on what date or at what time "),
    (r"^where (?=did |was |were |is |are |will |does |do )", "in what place "),
    (r"^why (?=did |was |were |is |are |will |does |do |has |have )", "for what reason "),
    (r"^how many (?=\w+)", "what number of "),
    (r"^what (?=did |does |do |is |was |are |were )", "according to the article, what "),
    (r"^(?=(?:is|are|was|were|did|does|do|has|have|will|can) )", "yes or no: "),
)
"""The beginning of a question, and what stands in its place; the first that fits is taken."""


@dataclass(frozen=True, slots=True)
class Variation:
    """One case's last question, asked otherwise."""

    case: Case
    name: str
    question: str

    @property
    def turns(self) -> tuple[str, ...]:
        return (*self.case.turns[:-1], self.question)


def typos(question: str, chance: random.Random) -> str:
    """Neighbouring letters swapped, a letter doubled or left out, inside long words."""
    tokens = re.split(r"(\s+)", question)
    long = [place for place, token in enumerate(tokens) if re.fullmatch(rf"\w{{{TYPO_LETTERS},}}\W*", token)]
    count = max(1, len(tokens) // 2 // WORDS_PER_TYPO)
    for place in chance.sample(long, min(count, len(long))):
        word = tokens[place]
        at = chance.randrange(1, len(re.match(r"\w+", word)[0]) - 2)  # type: ignore[index]
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        doubled = word[: at + 1] + word[at:]
        left_out = word[:at] + word[at + 1 :]
        tokens[place] = chance.choice((swapped, doubled, left_out))
    return "".join(tokens)


def letter_case(question: str, chance: random.Random) -> str:
    """All in lower case, or all in capitals."""
    return chance.choice((question.lower(), question.upper()))


def no_punctuation(question: str, chance: random.Random) -> str:
    """Without the marks at the end, commas and quotation marks; points in "U.S." stay."""
    return re.sub(r"[,;:!?\"“”]|\.(?=\s|$)(?<!\w\.\w\.)", "", question).strip()


def polite(question: str, chance: random.Random) -> str:
    """In a courteous frame."""
    return chance.choice(_POLITE).format(question, _lowered(question))


def paraphrase(question: str, chance: random.Random) -> str:
    """Another beginning that asks the same, where a template fits."""
    for pattern, beginning in _TEMPLATES:
        found, times = re.subn(pattern, beginning, question, count=1, flags=re.IGNORECASE)
        if times:
            return found[0].upper() + found[1:]
    return question


VARIATIONS: Mapping[str, Callable[[str, random.Random], str]] = {
    "typos": typos,
    "case": letter_case,
    "no punctuation": no_punctuation,
    "polite frame": polite,
    "paraphrase": paraphrase,
}


def variations(cases: Sequence[Case], seed: int) -> list[Variation]:
    """Every variation of every case that changes its question and leaves something of it, in order."""
    found = []
    for case in cases:
        for name, vary in VARIATIONS.items():
            question = vary(case.question, random.Random(f"{seed}/{case.key}/{name}"))
            if question.strip() and question != case.question:
                found.append(Variation(case, name, question))
    return found


def sample(cases: Sequence[Case], wanted: int | None, seed: int) -> list[Variation]:
    """So many of all variations, drawn without replacement and kept in order; None for all of them."""
    every = variations(cases, seed)
    if wanted is None or wanted >= len(every):
        return every
    drawn = sorted(random.Random(seed).sample(range(len(every)), wanted))
    return [every[place] for place in drawn]


def _lowered(question: str) -> str:
    """The first letter small where the first word is a question word and not a name."""
    first = question.split(" ", 1)[0].casefold()
    return question[:1].lower() + question[1:] if first in QUESTION_WORDS else question
