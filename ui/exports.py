"""A chat as a file to keep: Markdown for people, JSON for programs."""

import json
import re

from state import Chat, Exchange

from assistant.answer import Answer, Citation, Status

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!|~$<>&])")


def as_json(chat: Chat) -> str:
    """Every question with its whole answer, or with the reason why there is none."""
    exchanges = [
        {
            "question": exchange.question,
            "answer": exchange.answer.as_dict() if exchange.answer else None,
            "error": exchange.error,
        }
        for exchange in chat.exchanges
    ]
    return json.dumps(exchanges, ensure_ascii=False, indent=1)


def as_markdown(chat: Chat) -> str:
    """The chat with numbered quotes, each with its place in the article."""
    return "\n\n".join(_exchange(exchange) for exchange in chat.exchanges) + "\n"


def _exchange(exchange: Exchange) -> str:
    lines = [f"## {_plain(exchange.question)}"]
    if exchange.error is not None:
        lines.append(_plain(exchange.error))
    if exchange.answer is not None:
        lines += _answer(exchange.answer)
    return "\n\n".join(lines)


def _answer(answer: Answer) -> list[str]:
    lines = []
    if answer.status is not Status.ANSWERED or not answer.statements:
        first = answer.statements[0].text if answer.statements else None
        lead = answer.text.partition(first)[0] if first else answer.text
        lines += [_plain(line) for line in lead.split("\n") if line.strip()]
    place = 1
    for statement in answer.statements:
        numbers = range(place, place + len(statement.citations))
        marks = "".join(f"[{number}]" for number in numbers)
        lines.append(f"> {_plain(statement.text)} {marks}")
        place = numbers.stop
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
