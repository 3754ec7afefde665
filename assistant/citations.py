"""A model's reply to drafts of statements, with the numbers of the sentences they cite, bounds-checked.

The form asked for is one statement a line, each ending with its numbers: "Rutte spoke in Croatia. [7]".
Also understood are "[3, 5]", "[3][5]", "[3-5]", "[Sentences 3, 5]", "[^3]", "【3†source】", numbers
inside a sentence, several sentences before one group of numbers, which then all cite it; in a line that
begins with one, they stand in front of sentences.
Brackets inside quotation marks belong to the quotation.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import sentencex

MAX_RANGE = 8
"""A wider range ("[1-99]") is no citation: it points everywhere."""

_GROUP = re.compile(
    r"\s*[\[【](?:(?i:sentences?|sources?) |\^)?(\d{1,6}(?:\s*(?:,\s*and|,|;|-|–|and)\s*\d{1,6})*)"
    r"(?:†[^\[\]【】]*)?[\]】]"
)
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)|(\d+)")
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`|^#+\s*")
_THOUGHT = re.compile(
    r"(?:<think(?:ing)?>|\A(?=(?:(?!<think).)*</think)).*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE
)
_NOT_STATED = re.compile(
    r"^\W*(?:(?:i(?:'m| am)? (?:sorry|afraid)|unfortunately|sorry)\W+(?:but )?)?(?:that )?(?:the|"
    r"this) (article|text|story|report)s?"
    r" (?:does not|doesn['’]t|do not|don['’]t|did not) (?:say|state|mention|tell|specify|give|provide|"
    r"contain|include|answer|name|report)",
    re.IGNORECASE,
)

Source = TypeVar("Source")


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as the model wrote it, markers removed, and the numbers it gave (unchecked)."""

    text: str
    numbers: tuple[int, ...]

    @property
    def not_stated(self) -> bool:
        """Whether it says that the article does not say; a "report" with a number may be another."""
        found = _NOT_STATED.match(self.text)
        return found is not None and (not self.numbers or found[1].casefold() == "article")


def spoken(reply: str) -> str:
    """The reply without a reasoning model's thoughts, also where their end or their beginning is missing."""
    return _THOUGHT.sub("", reply)


def drafts(reply: str) -> list[Draft]:
    """The statements of a reply in order."""
    return [draft for line in reply.split("\n") for draft in _of_line(line)]


def cited(numbers: Sequence[int], sources: Sequence[Source]) -> tuple[list[Source], list[int]]:
    """The sources of the numbers, counted from 1, each once; and the numbers that point to none."""
    right = [number for number in dict.fromkeys(numbers) if 1 <= number <= len(sources)]
    wrong = [number for number in dict.fromkeys(numbers) if not 1 <= number <= len(sources)]
    return [sources[number - 1] for number in right], wrong


def _of_line(line: str) -> Iterator[Draft]:
    plain, markers = _without_markers(_EMPHASIS.sub("", _BULLET.sub("", line)))
    spans = [
        (boundary["start_index"], boundary["end_index"])
        for boundary in sentencex.get_sentence_boundaries("en", plain)
        if re.search(r"\w", plain[boundary["start_index"] : boundary["end_index"]])
    ]
    found: list[Draft] = []
    ends = [0, *(start + len(plain[start:end].rstrip()) for start, end in spans[:-1])]
    ahead = [
        [number for at, number in markers if before <= at <= start]
        for before, (start, _) in zip(ends, spans, strict=False)
    ]
    in_front = bool(markers) and markers[0][0] == 0 and sum(map(len, ahead)) == len(markers)
    for place, (start, end) in enumerate(spans):
        until = spans[place + 1][0] if place + 1 < len(spans) else len(plain) + 1
        since = start if place else -1
        own = ahead[place] if in_front else [number for at, number in markers if since < at <= until]
        found.append(Draft(plain[start:end].strip(), tuple(dict.fromkeys(own))))
    shared: tuple[int, ...] = ()
    for place in range(len(found)) if in_front else reversed(range(len(found))):
        shared = found[place].numbers or shared
        found[place] = Draft(found[place].text, shared)
    yield from found


def _without_markers(line: str) -> tuple[str, list[tuple[int, int]]]:
    """The line without its markers, and for each number the place in that line where it stood."""
    quoted = [match.span() for match in _QUOTED.finditer(line)]
    plain, markers, copied = "", [], 0
    for match in _GROUP.finditer(line):
        if any(start < match.start() and match.end() < end for start, end in quoted):
            continue
        plain += line[copied : match.start()]
        copied = match.end()
        markers += [(len(plain), number) for number in _numbers(match[1])]
    return plain + line[copied:], markers


def _numbers(group: str) -> Iterator[int]:
    for match in _RANGE.finditer(group):
        if match[3]:
            yield int(match[3])
        else:
            first, last = int(match[1]), int(match[2])
            yield from range(first, last + 1) if 0 <= last - first < MAX_RANGE else (first, last)
