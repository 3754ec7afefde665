"""Why an answer is what it is, folded away under it: what was understood, read and weighed."""

from desk import Desk
from markup import escaped, sentence_id

from assistant.answer import Answer, ReadPassage, Status

LEAST_SCALE = 4.0
"""The chart reaches to the largest score, and at least to so many logits."""


def why_html(answer: Answer, desk: Desk) -> str:
    """How the answer came about; nothing for small talk."""
    if answer.status is Status.SOCIAL:
        return ""
    too_little = ", too little to answer" if answer.status is Status.DECLINED else ""
    rows = {
        "Understood as": answer.understood_as,
        "Looked in": answer.article or "all articles",
        "Sure that the article answers it": f"{answer.confidence:.0%}{too_little}",
        "Answered by": answer.answerer,
        "Time taken": f"{answer.milliseconds:,} ms",
    }
    told = "".join(f"<div><dt>{term}</dt><dd>{escaped(value)}</dd></div>" for term, value in rows.items())
    return (
        f'<details class="why"><summary>Why this answer</summary><dl>{told}</dl>'
        f"{_passages(answer.read, desk)}</details>"
    )


def _passages(read: tuple[ReadPassage, ...], desk: Desk) -> str:
    """The passages as a chart: bars to the right speak for an answer there, to the left against it."""
    if not read:
        return ""
    scale = max(LEAST_SCALE, *(abs(passage.score) for passage in read))
    items = "".join(f"<li>{_place(passage, desk)}{_bar(passage.score, scale)}</li>" for passage in read)
    return (
        "<p>Passages that read best. Above 0 the reader finds an answer there, below it finds none.</p>"
        f'<ol class="passages">{items}</ol>'
    )


def _place(passage: ReadPassage, desk: Desk) -> str:
    sentence = desk.first(passage)
    if sentence is None:
        return "<span>A passage that is not on the page</span>"
    return f'<a href="#{sentence_id(sentence)}">{escaped(sentence.text)}</a>'


def _bar(score: float, scale: float) -> str:
    """A bar from the middle, and the score in figures."""
    length = 50 * abs(score) / scale
    left = 50 - length if score < 0 else 50
    kind = "against" if score < 0 else "for"
    return (
        f'<span class="bar" aria-hidden="true"><span class="{kind}" '
        f'style="left:{left:.1f}%;width:{length:.1f}%"></span></span>'
        f'<span class="score">{score:+.1f}</span>'
    )
