"""Scores of one answer and shares of many: pure functions of values, no file, no model.

A score is a fraction with its reason, a share a fraction with its interval. Nothing is made up where
there was nothing to score: `0 of 0` has the value None and no interval, and is printed as "–".
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Status
from evals.scorers.matching import says

Z95 = 1.959963984540054
"""The normal deviate of a two-sided 95% interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of`: 0 <= right <= of; 0 of 0 is unscored."""

    right: int = 0
    of: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.of:
            raise ValueError(f"{self.right} of {self.of} is no share")

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float | None:
        """In [0, 1], higher is better; None where nothing was scored."""
        return self.right / self.of if self.of else None

    def interval(self, z: float = Z95) -> tuple[float, float] | None:
        """Wilson's score interval (1927), inside [0, 1]; None where nothing was scored."""
        if not self.of:
            return None
        p, n = self.right / self.of, self.of
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low = 0.0 if self.right == 0 else max(0.0, centre - half)
        high = 1.0 if self.right == n else min(1.0, centre + half)
        return low, high


@dataclass(frozen=True, slots=True)
class Score:
    """What one answer scored, and why."""

    share: Share
    reason: str

    @property
    def right(self) -> bool:
        """Whether nothing that was scored is wrong."""
        return self.share.right == self.share.of


def unscored(reason: str) -> Score:
    """The score of an answer that the measure does not apply to."""
    return Score(Share(), reason)


def met(groups: Sequence[Sequence[str]], texts: Sequence[str]) -> tuple[bool, str]:
    """Whether one alternative of every group occurs in a text, in a usual form; which, or what is missing."""
    missing = [group for group in groups if not any(says(text, fact) for text in texts for fact in group)]
    if missing:
        return False, f"missing: {_groups(missing)}"
    found = [next(fact for fact in group if any(says(text, fact) for text in texts)) for group in groups]
    return True, _listed(found, " and ")


def facts(groups: Sequence[Sequence[str]], quotes: Sequence[str]) -> Score:
    """1 of 1 if one alternative of every group occurs in a quote, or a statement, in any usual form."""
    if not groups:
        return unscored("no facts are expected")
    every, which = met(groups, quotes)
    return Score(Share(int(every), 1), f"quoted: {which}" if every else f"{_nothing(quotes)}{which}")


def evidence(groups: Sequence[Sequence[str]], quotes: Sequence[str]) -> Score:
    """1 of 1 if of every group one fragment lies, to the letter, inside one quote."""
    if not groups:
        return unscored("no evidence is expected")
    missing = [group for group in groups if not any(f in quote for quote in quotes for f in group)]
    if missing:
        return Score(Share(0, 1), f"{_nothing(quotes)}not cited: {_groups(missing)}")
    return Score(Share(1, 1), "every piece of evidence is cited")


def recall(groups: Sequence[Sequence[str]], quotes: Sequence[str]) -> Score:
    """The pieces of evidence that lie inside one quote, of all that are expected."""
    if not groups:
        return unscored("no evidence is expected")
    cited = sum(any(f in quote for quote in quotes for f in group) for group in groups)
    return Score(Share(cited, len(groups)), f"{cited} of {len(groups)} pieces of evidence cited")


def precision(groups: Sequence[Sequence[str]], quotes: Sequence[str]) -> Score:
    """The quotes that hold some evidence, of all quotes."""
    if not quotes or not groups:
        return unscored("nothing is cited" if groups else "no evidence is expected")
    other = [q for q in quotes if not any(f in q for group in groups for f in group)]
    if not other:
        return Score(Share(len(quotes), len(quotes)), "every citation holds evidence")
    reason = f"cited beside the evidence: {'; '.join(map(_short, other))}"
    return Score(Share(len(quotes) - len(other), len(quotes)), reason)


def declined(answer: Answer, contradicted_by: Sequence[str] = ()) -> Score:
    """1 of 1 if the answer declines and cites nothing as its source.

    An answer that corrects counts as well where the case names what its premise goes against, and one
    such fragment lies inside a cited quote.
    """
    quotes = [citation.quote for citation in answer.citations]
    if answer.status is Status.CORRECTED:
        if any(fragment in quote for quote in quotes for fragment in contradicted_by):
            return Score(Share(1, 1), "corrected, with the sentence that contradicts the premise")
        what = _groups([contradicted_by]) if contradicted_by else "nothing contradicts the premise"
        return Score(Share(0, 1), f"corrected, but without: {what}")
    return _without_sources(answer, Status.DECLINED)


def corrected(groups: Sequence[Sequence[str]], answer: Answer, quotes: Sequence[str]) -> Score:
    """1 of 1 if the answer corrects and cites the sentence that contradicts the question.

    Declining is a miss, and answering is wrong: both are 0 of 1, the reasons tell them apart, and
    `not_misled` counts them apart.
    """
    if answer.status is Status.CORRECTED:
        return evidence(groups, quotes)
    what = "declined" if answer.status is Status.DECLINED else f"wrong: {answer.status}"
    return Score(Share(0, 1), f"not corrected, {what}")


def not_misled(answer: Answer) -> Score:
    """1 of 1 if the answer does not go along with what the article contradicts."""
    kept = answer.status in (Status.CORRECTED, Status.DECLINED)
    return Score(Share(int(kept), 1), str(answer.status))


def polarity(expected: str, text: str) -> Score:
    """1 of 1 if the text begins with the expected "yes" or "no"; one that begins with neither abstains."""
    said = _yes_or_no(text)
    if said is None:
        return unscored("neither yes nor no")
    return Score(Share(int(said == expected), 1), f"it says {said}, expected {expected}")


def polarity_told(text: str) -> Score:
    """1 of 1 if the text begins with yes or no."""
    said = _yes_or_no(text)
    return Score(Share(int(said is not None), 1), said or "neither yes nor no")


def social(answer: Answer) -> Score:
    """1 of 1 if the answer is small talk and cites nothing."""
    return _without_sources(answer, Status.SOCIAL)


def exactness(citations: Iterable[Citation], texts: Mapping[str, str]) -> Score:
    """The citations whose offsets give their quote, of all; `texts` are those of the articles asked.

    The offsets of a short answer must lie inside those of its quote.
    """
    checked = list(citations)
    if not checked:
        return unscored("nothing is cited")
    wrong = [fault for citation in checked if (fault := _fault(citation, texts))]
    if wrong:
        return Score(Share(len(checked) - len(wrong), len(checked)), "; ".join(wrong))
    return Score(Share(len(checked), len(checked)), "every quote stands where its offsets say")


def _yes_or_no(text: str) -> str | None:
    # A quote may begin with the word as well, as in "No decision was taken": it takes a mark after it.
    found = re.match(r"(yes|no)\s*([^\w\s]|$)", text.partition("\n")[0], re.IGNORECASE)
    return found[1].lower() if found else None


def _without_sources(answer: Answer, expected: Status) -> Score:
    if answer.status is not expected:
        return Score(Share(0, 1), f"{answer.status}, not {expected}")
    if answer.citations:
        return Score(Share(0, 1), f"{expected}, yet it cites {_short(answer.citations[0].quote)}")
    return Score(Share(1, 1), str(expected))


def _fault(citation: Citation, texts: Mapping[str, str]) -> str:
    """What is wrong with a citation's offsets; empty where nothing is."""
    text, start, end = texts.get(citation.article), citation.start, citation.end
    if text is None:
        return f"it cites {citation.article!r}, which was not asked"
    if not 0 <= start < end <= len(text):
        return f"[{start}:{end}] is not inside the article's {len(text)} characters"
    if text[start:end] != citation.quote:
        return f"[{start}:{end}] is {_short(text[start:end])}, not {_short(citation.quote)}"
    short = (citation.short_start, citation.short_end)
    if short == (None, None):
        return ""
    if short[0] is None or short[1] is None or not start <= short[0] < short[1] <= end:
        return f"the short answer [{short[0]}:{short[1]}] is not inside [{start}:{end}]"
    return ""


def _nothing(quotes: Sequence[str]) -> str:
    return "" if quotes else "nothing is quoted; "


def _groups(groups: Iterable[Sequence[str]]) -> str:
    return "; ".join(_listed(group, " or ") for group in groups)


def _listed(items: Sequence[str], between: str) -> str:
    return between.join(f"“{item}”" for item in items)


def _short(text: str, length: int = 60) -> str:
    return repr(text if len(text) <= length else text[: length - 1] + "…")
