"""A chat as HTML: its questions, and what became of each."""

from pathlib import Path

from desk import Desk
from markup import escaped
from reply import answer_html, paragraph, verdict, verdict_of
from state import Chat, Exchange

from assistant.answer import Status

LONG = 400
"""A question of more characters than this is shown in a box that scrolls."""

MASTHEAD = (
    '<header class="masthead"><h1>Article Assistant</h1>'
    "<p>Answers in the article’s own words, or not at all.</p></header>"
)
NOTHING_ASKED = (
    '<div class="welcome"><h2>Ask the article</h2><p>Each answer quotes the sentences it rests on. '
    "Follow a number to see its sentence light up where it stands.</p></div>"
)
SCRIPT = Path(__file__).with_name("page.js")
READING = '<p class="waiting" role="status">Reading</p>'


def exchange_html(exchange: Exchange, desk: Desk, growing: bool = False) -> str:
    """A question and what became of it so far; `growing` says that more of its answer is to come."""
    reply = READING if growing or exchange.waiting else ""
    if exchange.stopped:
        reply = paragraph("Stopped. Ask again for the whole answer.", "stopped")
    if exchange.answer is not None:
        reply = answer_html(exchange, exchange.answer, desk) + reply
    elif exchange.error is not None:
        reply = alert(exchange.error)
    return (
        f'<section class="exchange" id="a-{exchange.number}" aria-label="Question {exchange.number}">'
        f"{_question(exchange.question)}{reply}</section>"
    )


def alert(message: str) -> str:
    """What went wrong, to be read at once."""
    told = f"{verdict('!', 'That did not work')}{paragraph(message)}"
    return f'<div class="reply alert" role="alert">{told}</div>'


def notice(message: str) -> str:
    """Something to know that stops nothing."""
    return f'<p class="notice" role="status">{escaped(message)}</p>'


def announcement(chat: Chat, latest: int, busy: int | None = None) -> str:
    """What a screen reader is told of the question asked last, by its number, once its answer has come;
    `busy` is the number of the one that is being answered.
    """
    told = ""
    answers = {exchange.number: exchange.answer for exchange in chat.exchanges}
    if latest != busy and (answer := answers.get(latest)):
        declined = answer.status is Status.DECLINED
        count = f"{len(answer.nearest)} near" if declined else f"{len(answer.citations)} cited"
        told = f"{verdict_of(answer)[1]}: {count}."
    return f'<div class="unseen" role="status">{told}</div>'


def scripted(chat: str, article: str, latest: int, rows: int) -> str:
    """The page's script, and what it has to know: the open chat, the first article laid out, the
    question asked last, and how often rows had been drawn anew by then.
    """
    told = {"chat": chat, "article": article, "latest": latest, "rows": rows}
    attributes = " ".join(f'data-{name}="{escaped(str(value))}"' for name, value in told.items())
    return f'<div id="now" {attributes}></div><script>{SCRIPT.read_text("utf-8")}</script>'


def _question(question: str) -> str:
    """The question as typed; a very long one can be scrolled, with the keyboard too."""
    scrolled = ' tabindex="0"' if len(question) > LONG else ""
    return f'<h2 class="question"{scrolled}>{escaped(question)}</h2>'
