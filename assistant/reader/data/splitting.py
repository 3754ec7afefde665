"""Keeps whole articles, paragraphs and evidence sentences apart for evaluation."""

import hashlib
import re
from collections.abc import Sequence

from assistant.reader.data.records import Claim, Question
from assistant.reader.data.text import sentences

HELD_OUT_ONLY = (
    "nq_open_oracle",
)  # never trained on, so that one part of the evaluation is new in kind, too


def held_out(contexts: Sequence[tuple[str, ...]], share: float, seed: int) -> list[bool]:
    """Which rows are kept for evaluation: about `share` of them, in [0, 1], as whole groups.

    `contexts` names, for each row, all that it must not share with the other side (its article,
    its paragraph, its evidence sentences). Rows are grouped by what they share, directly or through
    others, and the groups drawn by hash, so that a row stays on its side when the mix changes.
    """
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    for names in contexts:
        for name in names[1:]:
            first, second = sorted((root(names[0]), root(name)))
            parent[second] = first
    drawn = {}
    for names in contexts:
        group = root(names[0])
        digest = hashlib.sha256(f"{seed}:{group}".encode()).digest()
        drawn[group] = int.from_bytes(digest[:8]) / 2**64 < share
    return [drawn[root(names[0])] for names in contexts]


def context_key(text: str) -> str:
    """The same for texts that differ only in case, spacing and punctuation."""
    return "".join(re.findall(r"\w+", text.lower()))


def split(
    questions: list[Question], claims: list[Claim], share: float = 0.08, seed: int = 0
) -> tuple[tuple[list[Question], list[Claim]], tuple[list[Question], list[Claim]]]:
    """(training, held-out): apart by paragraph, by article, and by sentence of evidence."""
    names: list[tuple[str, ...]] = [
        (context_key(q.context), *(["title:" + context_key(q.title)] if q.title else [])) for q in questions
    ]
    names += [tuple(context_key(c.evidence[s:e]) for s, e in sentences(c.evidence)) for c in claims]
    kept = held_out(names, share, seed)
    asked, claimed = kept[: len(questions)], kept[len(questions) :]

    def side(wanted: bool) -> tuple[list[Question], list[Claim]]:
        return (
            [q for q, k in zip(questions, asked, strict=True) if k is wanted],
            [c for c, k in zip(claims, claimed, strict=True) if k is wanted],
        )

    train, test = side(False), side(True)
    return ([q for q in train[0] if q.source not in HELD_OUT_ONLY], train[1]), test
