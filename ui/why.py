"""Why an answer is what it is, folded away under it: what was understood, read and weighed."""

from desk import Desk
from markup import escaped, sentence_id

from assistant.answer import Answer, ReadPassage, Status

LEAST_SCALE = 4.0
"""The chart reaches to the largest score, and at least to so many logits."""

WORDS = {"extractive": "The article"}
"""Whose words an answer is in, by who answered; a language model has its own name."""


def why_html(answer: Answer, desk: Desk) -> str:
    """How the answer came about; nothing for small talk."""
    if answer.status is Status.SOCIAL:
        return ""
    declined = answer.status is Status.DECLINED
    sure = f"{answer.confidence:.0%} that the article answers this"
    rows = {
        "Understood as": answer.understood_as,
        "Looked only in": desk.title(answer.article) if answer.article else "",
        "How sure": f"Not sure enough: {sure}" if declined else sure,
        "In the words of": "" if declined else WORDS.get(answer.answerer, answer.answerer),
        "Time taken": f"{answer.milliseconds:,} ms",
    }
    told = "".join(f"<div><dt>{row}</dt><dd>{escaped(said)}</dd></div>" for row, said in rows.items() if said)
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
        "<p>Where an answer was likeliest. A bar to the right speaks for one, to the left against it.</p>"
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
