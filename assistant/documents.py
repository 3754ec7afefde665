"""What an article is made of: the values that pass from the loader to the answer.

Every offset is a half-open character offset into `Article.text`, made once (in the loader for
metadata, in the splitter for sentences and passages) and carried from there on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """The part of an article that a block or a sentence belongs to."""

    FRONT_MATTER = "front_matter"
    SUMMARY = "summary"
    TITLE = "title"
    BYLINE = "byline"
    SUBHEADING = "subheading"
    BODY = "body"
    CREDITS = "credits"


PROSE = frozenset({Section.SUMMARY, Section.BODY})
"""The sections that tell the story, as against those that label it."""


class Field(StrEnum):
    """A fact about the article itself that the loader recognised in its text."""

    TITLE = "title"
    DATE = "date"
    PLACE = "place"
    AGENCY = "agency"
    AUTHORS = "authors"
    EDITORS = "editors"
    URL = "url"
    SUBHEADINGS = "subheadings"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters: 0 <= start < end <= len(text)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` in this range."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def within(self, other: "Span") -> "Span | None":
        """What of this span lies inside `other`; None where nothing does."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or label line of an article, trimmed of white space."""

    section: Section
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its text after newline normalisation, its blocks in order, its metadata.

    `metadata` maps a field to the spans that state it, in the order of the text; a field that the
    article does not state is absent. `id` is the file's stem.
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    metadata: Mapping[Field, tuple[Span, ...]]

    @property
    def title(self) -> str:
        """The headline, or the article's id where it has none."""
        spans = self.metadata.get(Field.TITLE)
        return spans[0].of(self.text) if spans else self.id


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article: `article.text[start:end] == text`.

    `index` counts the article's sentences from 0, `paragraph` its blocks.
    """

    article: str
    index: int
    paragraph: int
    section: Section
    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def line(self) -> str:
        """The text on one line, as it is compared and judged."""
        return " ".join(self.text.split())

    def at(self, span: Span) -> str:
        """The characters of a span of the article that lies inside this sentence."""
        return self.text[span.start - self.start : span.end - self.start]


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences `first`..`last` (inclusive): `article.text[start:end] == text`.

    `id` is a hash of the content and the place, the same in every run.
    """

    id: str
    article: str
    first: int
    last: int
    start: int
    end: int
    text: str

    @property
    def sentences(self) -> range:
        """The indices of its sentences."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with its retrieval scores, all of them higher is better.

    `score` is the reciprocal-rank sum; `similarity` the cosine in [-1, 1], `bm25` >= 0; each of the
    two is None where that index did not return the passage.
    """

    passage: Passage
    score: float
    similarity: float | None
    bm25: float | None
