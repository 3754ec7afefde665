"""A chat as a file to keep: Markdown for people, JSON for programs."""

import json
import re

from generated import quotation
from state import Chat, Exchange

from assistant.answer import Answer, Citation, Statement

STOPPED = "Stopped before the answer was whole."

_SPECIAL = re.compile(r"([\\`*_\[\]~$<]|&(?=#?\w+;)|^[#+>-]|#(?=#*$))")


def as_json(chat: Chat) -> str:
    """Every question with its whole answer, or the reason why there is none, and the reader's verdict.

    The answer of one that was stopped is as far as it had come.
    """
    exchanges = [
        {
            "question": exchange.question,
            "answer": exchange.answer.as_dict() if exchange.answer else None,
            "error": exchange.error,
            "stopped": exchange.stopped,
            "thumb": exchange.thumb,
            "why": exchange.why,
        }
        for exchange in chat.exchanges
    ]
    return json.dumps(exchanges, ensure_ascii=False, indent=1)


def as_markdown(chat: Chat) -> str:
    """The chat with numbered quotes, each with its place in the article."""
    return "\n\n".join(_exchange(exchange) for exchange in chat.exchanges) + "\n"


def as_text(exchange: Exchange) -> str:
    """One question and its answer with its quotes, plain, to be pasted anywhere."""
    said = [STOPPED] if exchange.stopped else []
    if (answer := exchange.answer) is not None:
        said += filter(None, [answer.note, _lead(answer)])
        said += [line for statement in answer.statements for line in _copied(statement)]
        said += [f"Nearest: {_quoted(citation)}" for citation in answer.nearest]
    return "\n".join([exchange.question, "", *said] if said else [exchange.question])


def _copied(statement: Statement) -> list[str]:
    """A statement that quotes, in quotation marks; or one in a model's words, with its quotes below."""
    quotes = [_quoted(citation) for citation in statement.citations]
    return quotes if quotation(statement) else [_own(statement), *(f"  {quote}" for quote in quotes)]


def _quoted(citation: Citation) -> str:
    return f"“{citation.quote}” ({citation.article}, characters {citation.start} to {citation.end})"


def _own(statement: Statement) -> str:
    """A statement in a model's own words."""
    return statement.text if statement.settled else f"{statement.text} (not checked yet)"


def _lead(answer: Answer) -> str:
    return answer.lead if answer.statements else answer.text


def _exchange(exchange: Exchange) -> str:
    lines = [f"## {_plain(exchange.question)}"]
    if exchange.error is not None:
        lines.append(_plain(exchange.error))
    if exchange.stopped:
        lines.append(STOPPED)
    if exchange.answer is not None:
        lines += _answer(exchange.answer)
    if exchange.thumb is not None:
        lines.append(_plain(f"Thumb {exchange.thumb}. {exchange.why}"))
    return "\n\n".join(lines)


def _answer(answer: Answer) -> list[str]:
    said = [answer.note, *_lead(answer).split("\n")]
    lines = [_plain(line) for line in said if line.strip()]
    place = 1
    for statement in answer.statements:
        quotes = [f"> {_plain(c.quote)} [{n}]" for n, c in enumerate(statement.citations, start=place)]
        lines += quotes if quotation(statement) else [_plain(_own(statement)), *quotes]
        place += len(quotes)
    lines += [_source(number, citation) for number, citation in enumerate(answer.citations, start=1)]
    if answer.nearest:
        lines.append("Nearest in the article:")
        lines += [f"> {_plain(citation.quote)}" for citation in answer.nearest]
    return lines


def _source(number: int, citation: Citation) -> str:
    return f"[{number}] {_plain(citation.article)}, characters {citation.start} to {citation.end}"


def _plain(text: str) -> str:
    """Text that no Markdown reader takes for markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
