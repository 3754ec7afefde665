"""What sets a language model's answer apart: its own words, and what is unchecked, struck, or failed."""

from markup import escaped

from assistant.answer import Answer, Statement


def quotation(statement: Statement) -> bool:
    """Whether a statement is its citation's own words, not a model's."""
    return [citation.quote for citation in statement.citations] == [statement.text]


def unchecked(statement: Statement) -> str:
    """The mark on a statement that is still being written."""
    return "" if statement.settled else '<span class="unchecked"> not checked yet</span>'


def beside(answer: Answer) -> str:
    """The note, the statements that were struck with their reasons, and the tokens used; often nothing."""
    note = f'<p class="note" role="status">{escaped(answer.note)}</p>' if answer.note else ""
    struck = "".join(f"<li><s>{escaped(one.text)}</s> {escaped(one.reason)}</li>" for one in answer.struck)
    told = (
        f'<p class="near">Struck, since the article does not bear it out:</p><ul class="struck">{struck}</ul>'
    )
    used = f'<p class="tokens">{answer.tokens:,} tokens used.</p>' if answer.tokens is not None else ""
    return f"{note}{told if struck else ''}{used}"
