"""An answer as HTML, in four looks that differ at a glance and not by colour alone."""

from collections.abc import Callable

from desk import Desk
from generated import beside, quotation, unchecked
from markup import escaped
from state import Exchange
from why import why_html

from assistant.answer import Answer, Citation, Statement, Status

VERDICTS = {
    Status.ANSWERED: ("“", "From the article"),
    Status.CORRECTED: ("≠", "Corrected by the article"),
    Status.DECLINED: ("∅", "Not in the article"),
    Status.SOCIAL: ("…", "The assistant"),
}
"""Per status, the sign and the words that tell it apart at a glance, with no need of colour."""
PERHAPS = ("?", "Perhaps in the article")
"""The same for what is declined although the nearest sentence may well answer."""


def answer_html(exchange: Exchange, answer: Answer, desk: Desk) -> str:
    """What was answered, what it was understood to answer, and why."""
    body: Callable[[Exchange, Answer, Desk], str] = {
        Status.ANSWERED: _statements,
        Status.CORRECTED: _statements,
        Status.DECLINED: _declined,
        Status.SOCIAL: _social,
    }[answer.status]
    kind = f"{answer.status.value} perhaps" if answer.perhaps else answer.status.value
    return (
        f'<div class="reply {kind}">{verdict(*verdict_of(answer))}'
        f"{_understood(answer)}{body(exchange, answer, desk)}{beside(answer)}{why_html(answer, desk)}</div>"
    )


def verdict_of(answer: Answer) -> tuple[str, str]:
    """An answer's sign and words."""
    return PERHAPS if answer.perhaps else VERDICTS[answer.status]


def verdict(sign: str, words: str) -> str:
    """A reply's first line: a sign and words."""
    return f'<p class="verdict"><span class="sign" aria-hidden="true">{sign}</span>{words}</p>'


def _understood(answer: Answer) -> str:
    if not answer.understood_otherwise:
        return ""
    return f'<p class="understood">Understood as: <q>{escaped(answer.understood_as)}</q></p>'


def paragraph(text: str, kind: str = "") -> str:
    """One paragraph of plain text, of a class if there is one."""
    return f'<p class="{kind}">{escaped(text)}</p>' if kind else f"<p>{escaped(text)}</p>"


def _statements(exchange: Exchange, answer: Answer, desk: Desk) -> str:
    said = [paragraph(answer.lead, "lead")] if answer.lead else []
    place = 1
    for statement in answer.statements:
        links = ""
        for citation in statement.citations:
            links += desk.link(exchange, place, citation)
            place += 1
        said.append(_statement(statement, links))
    return "".join(said)


def _statement(statement: Statement, links: str) -> str:
    if quotation(statement):
        return f'<blockquote class="statement"><p>{_quote(statement.citations[0])}{links}</p></blockquote>'
    return f'<p class="statement">{escaped(statement.text)}{links}{unchecked(statement)}</p>'


def _quote(citation: Citation) -> str:
    """A quote with its short answer marked."""
    if citation.short_start is None or citation.short_end is None:
        return escaped(citation.quote)
    start, end = citation.short_start - citation.start, citation.short_end - citation.start
    before, short, after = citation.quote[:start], citation.quote[start:end], citation.quote[end:]
    return f'{escaped(before)}<mark class="short">{escaped(short)}</mark>{escaped(after)}'


def _declined(exchange: Exchange, answer: Answer, desk: Desk) -> str:
    said = paragraph(answer.text, "lead")
    if not answer.nearest:
        return said
    first = len(answer.citations) + 1
    items = (
        f"<li>{escaped(citation.quote)}{desk.link(exchange, place, citation)}</li>"
        for place, citation in enumerate(answer.nearest, start=first)
    )
    return f'{said}<p class="near">Nearest in the article:</p><ul class="nearest">{"".join(items)}</ul>'


def _social(exchange: Exchange, answer: Answer, desk: Desk) -> str:
    """The fixed reply without its questions to try."""
    lines = [line for line in answer.text.split("\n") if line.strip()]
    return "".join(paragraph(line) for line in lines if not line.startswith("- "))


def to_try(answer: Answer) -> list[str]:
    """The questions that a reply to small talk offers: its lines that begin with a dash."""
    lines = answer.text.split("\n") if answer.status is Status.SOCIAL else []
    return [line[2:] for line in lines if line.startswith("- ")]
