"""A chat as a file to keep: Markdown for people, JSON for programs."""

import json
import re

from state import Chat, Exchange

from assistant.answer import Answer, Citation

_SPECIAL = re.compile(r"([\\`*_\[\]~$<]|&(?=#?\w+;)|^[#+>-]|#(?=#*$))")


def as_json(chat: Chat) -> str:
    """Every question with its whole answer, or the reason why there is none, and the reader's verdict."""
    exchanges = [
        {
            "question": exchange.question,
            "answer": exchange.answer.as_dict() if exchange.answer else None,
            "error": exchange.error,
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
    answer = exchange.answer
    if answer is None:
        return exchange.question
    lines = [exchange.question, ""]
    if lead := answer.lead if answer.statements else answer.text:
        lines.append(lead)
    lines += [f"“{s.text}” ({_where(s.citations)})" for s in answer.statements]
    lines += [f"Nearest: “{citation.quote}” ({_where((citation,))})" for citation in answer.nearest]
    return "\n".join(lines)


def _where(citations: tuple[Citation, ...]) -> str:
    return "; ".join(f"{c.article}, characters {c.start} to {c.end}" for c in citations)


def _exchange(exchange: Exchange) -> str:
    lines = [f"## {_plain(exchange.question)}"]
    if exchange.error is not None:
        lines.append(_plain(exchange.error))
    if exchange.answer is not None:
        lines += _answer(exchange.answer)
    if exchange.thumb is not None:
        lines.append(_plain(f"Thumb {exchange.thumb}. {exchange.why}"))
    return "\n\n".join(lines)


def _answer(answer: Answer) -> list[str]:
    lead = answer.lead if answer.statements else answer.text
    lines = [_plain(line) for line in lead.split("\n") if line.strip()]
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
