"""Reads articles that were written to train on, each with questions and claims beside it.

<stem>.txt is the article, <stem>.jsonl has one object a line; `in`, `near` and `against` are fragments of one
sentence, `a` the short answer within `in`:

    {"q": "Who won?", "k": "plain", "a": "Ada Park", "in": "Ada Park won by a length"}    or lists of both
    {"q": "Did she win?", "k": "yesno", "says": "yes", "in": "Ada Park won by a length"}
    {"q": "How old is she?", "k": "near", "near": "Ada Park won"}           the article does not say
    {"q": "Why did she lose?", "k": "false", "against": "Ada Park won"}     the article contradicts it
    {"q": "And why?", "k": "follow-up", "before": "Who won?", "a": ...}     leans on a question above
    {"claim": "Ada Park lost.", "label": "refuted", "in": "Ada Park won"}   or "supported", or "unsaid"
    {"statement": "Park came first.", "label": "supported", "in": ["Ada Park won"]}     what a model may write

A claim is held against its sentence alone or among others, a statement against just those that it cites.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.conversation import in_context
from assistant.documents import Article, Passage, Sentence
from assistant.loader import load_article
from assistant.reader.data.records import Pair, Span
from assistant.splitter import split_passages, split_sentences

SAYS = ("yes", "no")
LABELS = ("supported", "refuted", "unsaid")
STATED = (*LABELS, "unsupported")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `answers` are spans of the article's text, none where it does not answer.

    `beside` is the sentence that comes closest or contradicts the question, None where one answers. `before`
    is what a follow-up leans on: the question asked last and its short answer.
    """

    question: str
    kind: str
    answers: tuple[Span, ...]
    says: str | None = None
    beside: Sentence | None = None
    before: tuple[str, str] | None = None

    def read_as(self, question: str) -> str:
        """What is read for the question, put as `question`: after what went before it."""
        return in_context(question, *self.before) if self.before else question


@dataclass(frozen=True, slots=True)
class Told:
    """A claim held against one sentence; `label` is "supported", "refuted" or "unsaid"."""

    claim: str
    label: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Stated:
    """What a language model may write, citing those sentences; labels as in `Told`, or "unsupported": either
    refuted or unsaid."""

    statement: str
    label: str
    cited: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An article with what was written about it."""

    article: Article
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    asked: tuple[Asked, ...]
    told: tuple[Told, ...]
    stated: tuple[Stated, ...] = ()

    def pairs(self, asked: Asked) -> list[Pair]:
        """The question with each passage as the product reads them; most do not answer."""
        question = asked.read_as(asked.question)
        return [Pair(asked.kind, question, p.text, _inside(asked.answers, p)) for p in self.passages]


def load_written(folder: Path) -> list[Written]:
    """Every article of the folder with its questions and claims.

    Raises:
        ValueError: the folder holds none, or a line is not as above; it says which.
    """
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise ValueError(
            f"{str(folder)!r} holds no article with questions (.jsonl). Name the folder that does, such as "
            "evals/training."
        )
    return [_load(path) for path in paths]


def _load(path: Path) -> Written:
    article = load_article(path.with_suffix(".txt"))
    sentences = split_sentences(article)
    asked: list[Asked] = []
    told: list[Told] = []
    stated: list[Stated] = []
    shorts: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            if "claim" in row:
                label = _one_of(LABELS, row, "label")
                told.append(Told(row["claim"], label, _sentence(article, sentences, row["in"])))
            elif "statement" in row:
                cited = tuple(_sentence(article, sentences, fragment) for fragment in _listed(row["in"]))
                stated.append(Stated(row["statement"], _one_of(STATED, row, "label"), cited))
            elif "before" in row:
                if row["before"] not in shorts:
                    raise ValueError(f"no line above asks {row['before']!r}")
                before = (row["before"], shorts[row["before"]])
                asked.append(replace(_asked(article, sentences, row), before=before))
            else:
                shorts[row["q"]] = ", ".join(_listed(row.get("a", "")))
                asked.append(_asked(article, sentences, row))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}. Mend it or take it out.") from None
    passages = split_passages(article, sentences)
    return Written(article, tuple(sentences), tuple(passages), tuple(asked), tuple(told), tuple(stated))


def _asked(article: Article, sentences: Sequence[Sentence], row: dict[str, Any]) -> Asked:
    if "in" not in row:
        beside = _sentence(article, sentences, row["against"] if row["k"] == "false" else row["near"])
        return Asked(row["q"], row["k"], (), beside=beside)
    fragments = _listed(row["in"])
    if row["k"] == "yesno":
        found = [_sentence(article, sentences, fragment) for fragment in fragments]
        says = _one_of(SAYS, row, "says")
        return Asked(row["q"], row["k"], tuple((s.start, s.end) for s in found), says=says)
    spans = []
    for fragment, short in zip(fragments, _listed(row["a"]), strict=True):
        start = _place(article.text, fragment) + _place(fragment, short)
        spans.append((start, start + len(short)))
    return Asked(row["q"], row["k"], tuple(spans))


def _one_of(known: Sequence[str], row: dict[str, Any], key: str) -> str:
    if row[key] not in known:
        raise ValueError(f"{key!r} is {row[key]!r}, not one of {', '.join(known)}")
    return str(row[key])


def _listed(one_or_more: Any) -> list[Any]:
    return one_or_more if isinstance(one_or_more, list) else [one_or_more]


def _sentence(article: Article, sentences: Sequence[Sentence], fragment: str) -> Sentence:
    start = _place(article.text, fragment)
    found = next((s for s in sentences if s.start <= start and start + len(fragment) <= s.end), None)
    if found is None:
        raise ValueError(f"{fragment!r} goes over more than one sentence")
    return found


def _place(text: str, fragment: str) -> int:
    if not fragment or text.count(fragment) != 1:
        raise ValueError(f"{fragment!r} occurs {text.count(fragment)} times, not once")
    return text.index(fragment)


def _inside(spans: Sequence[Span], passage: Passage) -> tuple[Span, ...]:
    return tuple(
        (start - passage.start, end - passage.start)
        for start, end in spans
        if passage.start <= start and end <= passage.end
    )
