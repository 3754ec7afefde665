"""A chat as HTML: questions, answers of four kinds, and the links from citations to the article."""

import re
from collections.abc import Callable, Sequence

from generated import beside, unchecked
from markup import escaped, sentence_id
from state import Chat, Exchange

from assistant.answer import Answer, Citation, Statement, Status
from assistant.documents import Sentence
from assistant.indexing import Document

VERDICTS = {
    Status.ANSWERED: ("“", "From the article"),
    Status.CORRECTED: ("≠", "Corrected by the article"),
    Status.DECLINED: ("∅", "Not in the article"),
    Status.SOCIAL: ("…", "The assistant"),
}
"""Per status, the sign and the words that tell it apart at a glance, with no need of colour."""

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


class Desk:
    """The articles laid out on the page, and where a chat's links find their sentences in them."""

    def __init__(self, documents: Sequence[Document], chat: Chat) -> None:
        self.documents = tuple(documents)
        self._sentences = {(s.article, s.start): s for d in documents for s in d.sentences}
        self._links = [
            (exchange, place, sentence, citation)
            for exchange, place, citation in chat.links()
            if (sentence := self.sentence(citation))
        ]
        self._last = {sentence: (exchange.number, place) for exchange, place, sentence, _ in self._links}

    def sentence(self, citation: Citation) -> Sentence | None:
        """The cited sentence; None when its article has changed since, or is gone."""
        sentence = self._sentences.get((citation.article, citation.start))
        return sentence if sentence is not None and sentence.text == citation.quote else None

    def leads_back(self, sentence: Sentence, exchange: Exchange, place: int) -> bool:
        """Whether the way back from a lit sentence ends at this link: the last that leads to it."""
        return self._last.get(sentence) == (exchange.number, place)

    def cited(self) -> list[tuple[Sentence, Citation | None]]:
        """The sentences linked, each with the citation resting on it; None where it is only near."""
        return [(sentence, c if _rests(e, place) else None) for e, place, sentence, c in self._links]


def exchange_html(exchange: Exchange, desk: Desk) -> str:
    """A question and, once there is one, its answer or error."""
    if exchange.answer is not None:
        reply = _answer(exchange, exchange.answer, desk)
    elif exchange.error is not None:
        reply = alert(exchange.error)
    else:
        reply = '<p class="waiting" role="status">Reading</p>'
    return (
        f'<section class="exchange" id="a-{exchange.number}" aria-label="Question {exchange.number}">'
        f"{_question(exchange.question)}{reply}</section>"
    )


def alert(message: str) -> str:
    """What went wrong, to be read at once."""
    return f'<div class="reply alert" role="alert">{_verdict("!", "That did not work")}{_p(message)}</div>'


def announcement(chat: Chat) -> str:
    """What a screen reader is told when the last answer has come."""
    told = ""
    if chat.exchanges and (answer := chat.exchanges[-1].answer):
        told = f"{VERDICTS[answer.status][1]}: {len(answer.citations)} cited."
    return f'<div class="unseen" role="status">{told}</div>'


def understood_otherwise(answer: Answer) -> bool:
    """Whether the question was read as saying more than its words: a follow-up, or a typing error."""
    return bool(_words(answer.understood_as) - _words(answer.question))


def _question(question: str) -> str:
    """The question as typed; a very long one can be scrolled, with the keyboard too."""
    scrolled = ' tabindex="0"' if len(question) > LONG else ""
    return f'<h2 class="question"{scrolled}>{escaped(question)}</h2>'


def _answer(exchange: Exchange, answer: Answer, desk: Desk) -> str:
    body: Callable[[Exchange, Answer, Desk], str] = {
        Status.ANSWERED: _statements,
        Status.CORRECTED: _statements,
        Status.DECLINED: _declined,
        Status.SOCIAL: _social,
    }[answer.status]
    return (
        f'<div class="reply {answer.status.value}">{_verdict(*VERDICTS[answer.status])}'
        f"{_understood(answer)}{body(exchange, answer, desk)}{beside(answer)}{_why(answer)}</div>"
    )


def _verdict(sign: str, words: str) -> str:
    return f'<p class="verdict"><span class="sign" aria-hidden="true">{sign}</span>{words}</p>'


def _understood(answer: Answer) -> str:
    if not understood_otherwise(answer):
        return ""
    return f'<p class="understood">Understood as: <q>{escaped(answer.understood_as)}</q></p>'


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _p(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escaped(text)}</p>' if kind else f"<p>{escaped(text)}</p>"


def _statements(exchange: Exchange, answer: Answer, desk: Desk) -> str:
    lead = _lead(answer)
    said = [_p(lead, "lead")] if lead else []
    place = 1
    for statement in answer.statements:
        links = ""
        for citation in statement.citations:
            links += _link(exchange, place, citation, desk)
            place += 1
        said.append(_statement(statement, links))
    return "".join(said)


def _lead(answer: Answer) -> str:
    """The fixed words before the first statement, such as "Yes."; often none."""
    first = answer.statements[0].text if answer.statements else ""
    lead, found, _ = answer.text.partition(first) if first else (answer.text, "", "")
    return lead.strip() if found or not first else ""


def _statement(statement: Statement, links: str) -> str:
    citations = statement.citations
    if len(citations) == 1 and citations[0].quote == statement.text:
        return f'<blockquote class="statement"><p>{_quote(citations[0])}{links}</p></blockquote>'
    return f'<p class="statement">{escaped(statement.text)}{links}{unchecked(statement)}</p>'


def _quote(citation: Citation) -> str:
    """A quote with its short answer marked."""
    if citation.short_start is None or citation.short_end is None:
        return escaped(citation.quote)
    start, end = citation.short_start - citation.start, citation.short_end - citation.start
    before, short, after = citation.quote[:start], citation.quote[start:end], citation.quote[end:]
    return f'{escaped(before)}<mark class="short">{escaped(short)}</mark>{escaped(after)}'


def _link(exchange: Exchange, place: int, citation: Citation, desk: Desk) -> str:
    """A link's number in its answer, leading to the sentence."""
    sentence = desk.sentence(citation)
    if sentence is None:
        return f'<span class="cite gone" title="The article has changed since.">{place}</span>'
    anchor = sentence_id(sentence)
    kind = "Citation" if _rests(exchange, place) else "Nearest sentence"
    back = f' id="from-{anchor}"' if desk.leads_back(sentence, exchange, place) else ""
    return (
        f'<a class="cite" href="#{anchor}"{back} title="{escaped(citation.quote)}" '
        f'aria-label="{kind} {place}: show sentence in the article">{place}</a>'
    )


def _rests(exchange: Exchange, place: int) -> bool:
    """Whether the answer rests on the link at this place; the links after those are only near."""
    return exchange.answer is not None and place <= len(exchange.answer.citations)


def _declined(exchange: Exchange, answer: Answer, desk: Desk) -> str:
    said = _p(answer.text, "lead")
    if not answer.nearest:
        return said
    first = len(answer.citations) + 1
    items = (
        f"<li>{escaped(citation.quote)}{_link(exchange, place, citation, desk)}</li>"
        for place, citation in enumerate(answer.nearest, start=first)
    )
    return f'{said}<p class="near">Nearest in the article:</p><ul class="nearest">{"".join(items)}</ul>'


def _social(exchange: Exchange, answer: Answer, desk: Desk) -> str:
    """The fixed reply; its lines that begin with a dash are a list."""
    lines = [line for line in answer.text.split("\n") if line.strip()]
    said = "".join(_p(line) for line in lines if not line.startswith("- "))
    items = "".join(f"<li>{escaped(line[2:])}</li>" for line in lines if line.startswith("- "))
    return f"{said}<ul>{items}</ul>" if items else said


def _why(answer: Answer) -> str:
    """How the answer came about, folded away."""
    if answer.status is Status.SOCIAL:
        return ""
    rows = {
        "Understood as": answer.understood_as,
        "Looked in": answer.article or "all articles",
        "Sure that the article answers it": f"{answer.confidence:.0%}",
        "Answered by": answer.answerer,
        "Time taken": f"{answer.milliseconds:,} ms",
    }
    told = "".join(f"<div><dt>{term}</dt><dd>{escaped(value)}</dd></div>" for term, value in rows.items())
    return f'<details class="why"><summary>Why this answer</summary><dl>{told}</dl></details>'
