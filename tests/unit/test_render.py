"""Chats and articles as HTML: everything shows as typed, and links meet their sentences."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from desk import Desk
from exports import as_json, as_markdown, as_text
from hypothesis import example, given
from hypothesis import strategies as st
from markup import escaped, label, sentence_id, slug
from paper import article_html, highlights, opening, tokens
from render import SCRIPT, alert, announcement, exchange_html, notice, scripted
from reply import PERHAPS, VERDICTS, to_try
from state import Chat

from assistant.answer import LIKELY, Answer, Citation, ReadPassage, Statement, Status
from assistant.documents import Article, Block, Field, Section, Sentence, Span
from assistant.indexing import Document
from assistant.loader import load_article
from assistant.splitter import split_sentences

NASTY = [
    "It cost $5 and then $6 in all.",
    "<script>alert(1)</script> & <b>bold</b>",
    "*stars* _lines_ `ticks` **more** ~~gone~~",
    "[1] and [a link](https://example.org) :smile: :red[no]",
    "שלום עולם, مرحبا",
    "😀👩‍🔬🇳🇴 and e\u0301 and #️⃣",
    "two  spaces\tand a tab\nand a line",
    """quotes " and ' and &amp; and &#10;""",
    "\\(x\\) $$y$$ \\alpha",
]


class Read(HTMLParser):
    """The text of some HTML, its elements' attributes, and the text inside each id."""

    VOID = ("br",)

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text, self.tags, self.inside = "", [], {}
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, attributes in self._open:
            if "id" in attributes:
                self.inside[attributes["id"]] = self.inside.get(attributes["id"], "") + data

    def links(self) -> list[dict[str, str | None]]:
        """The attributes of every citation's link."""
        return [a for tag, a in self.tags if tag == "a" and a.get("class") == "cite"]


def document(*paragraphs: str, id_: str = "paper", title: str | None = None) -> Document:
    """An article with one sentence a paragraph, a title before them if there is one."""
    texts = ([title] if title else []) + list(paragraphs)
    blocks, sentences, at = [], [], 0
    for number, text in enumerate(texts):
        section = Section.TITLE if title and number == 0 else Section.BODY
        blocks.append(Block(section, Span(at, at + len(text))))
        sentences.append(Sentence(id_, number, number, section, at, at + len(text), text))
        at += len(text) + 2
    metadata = {Field.TITLE: (blocks[0].span,)} if title else {}
    article = Article(id_, "\n\n".join(texts), tuple(blocks), metadata)
    return Document(article, tuple(sentences), (), frozenset())


def said(
    status: Status,
    cited: Sequence[Citation] = (),
    nearest: Sequence[Citation] = (),
    text: str = "",
    *,
    question: str = "Who?",
    understood_as: str = "Who?",
    lead: str = "",
    confidence: float | None = None,
) -> Answer:
    if confidence is None:
        confidence = 0.1 if status is Status.DECLINED else 0.9
    return Answer(
        question=question,
        understood_as=understood_as,
        status=status,
        text=text or "\n\n".join(c.quote for c in cited),
        statements=tuple(Statement(c.quote, (c,)) for c in cited),
        confidence=confidence,
        nearest=tuple(nearest),
        answerer="extractive",
        milliseconds=12,
        lead=lead,
    )


def shown(answer: Answer, *documents: Document) -> Read:
    chat = Chat().asked(answer.question).answered(1, answer)
    return Read(exchange_html(chat.exchanges[0], Desk(documents, chat)))


@pytest.mark.parametrize("text", NASTY)
def test_a_question_shows_as_typed(text: str) -> None:
    chat = Chat().asked(text)
    page = Read(exchange_html(chat.exchanges[0], Desk((), chat)))
    assert page.inside["a-1"].startswith(text)
    assert {tag for tag, _ in page.tags} == {"section", "h2", "p"}


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("status", list(Status))
def test_an_answer_shows_the_article_as_typed(text: str, status: Status) -> None:
    paper = document(text)
    citation = Citation.of(paper.sentences[0], Span(2, 5))
    answer = said(status, [citation], [Citation.of(paper.sentences[0])], text=text, understood_as=text)
    page = shown(answer, paper)
    assert text.split("\n", maxsplit=1)[0] in page.text
    assert not {"script", "b"} & {tag for tag, _ in page.tags}
    for link in page.links():
        assert link["title"] == text


@pytest.mark.parametrize("text", NASTY)
def test_an_article_shows_as_typed(text: str) -> None:
    paper = document(text, title=f"Headline {text}")
    page = Read(article_html(paper))
    assert page.inside["s-paper-0"] == f"Headline {text}"
    assert page.inside["s-paper-1"] == text
    assert {tag for tag, _ in page.tags} == {"article", "h2", "p", "span", "a"}


@pytest.mark.parametrize("text", NASTY)
def test_notices_and_passages_show_as_typed(text: str) -> None:
    paper = document(text)
    read = (ReadPassage("paper", 0, len(text), -3.25),)
    page = shown(replace(said(Status.DECLINED, text="No."), read=read), paper)
    assert text in page.text
    assert text in Read(notice(text)).text


@pytest.mark.parametrize("text", NASTY)
def test_an_error_and_an_opening_sentence_show_as_typed(text: str) -> None:
    assert text in Read(alert(text)).text
    assert text in Read(opening(document(text, title="A headline"))).text


@given(st.text(min_size=1).map(lambda text: f"x{text.replace(chr(13), '')}x"))
@example("".join(NASTY))
def test_escaping_loses_nothing_and_keeps_to_one_line(text: str) -> None:
    assert "\n" not in escaped(text)
    if "\0" not in text:
        assert html.unescape(escaped(text)) == text


@given(st.text(min_size=1))
@example("e\u0301 😀👩‍🔬 don’t U.S. $5")
def test_tokens_cover_a_sentence_without_gaps(text: str) -> None:
    sentence = Sentence("paper", 0, 0, Section.BODY, 7, 7 + len(text), text)
    found = tokens(sentence)
    assert "".join(text[span.start - 7 : span.end - 7] for span in found) == text


def test_every_character_of_the_shipped_article_is_laid_out(nato: Path) -> None:
    article = load_article(nato)
    sentences = split_sentences(article)
    paper = Document(article, tuple(sentences), (), frozenset())
    page = Read(article_html(paper))
    for sentence in sentences:
        assert page.inside[sentence_id(sentence)] == article.text[sentence.start : sentence.end]
    body = "".join(page.text.split())
    for block in article.blocks:
        assert block.span.of(article.text).replace("\n", "") in page.text.replace("\n", "")
    assert len(body) >= len("".join(article.text.split()))


def test_the_headline_comes_first_and_facts_lead_to_where_they_stand(nato: Path) -> None:
    article = load_article(nato)
    paper = Document(article, tuple(split_sentences(article)), (), frozenset())
    source = article_html(paper)
    assert source.index("<h2") < source.index('class="byline"') < source.index('class="summary"')
    page = Read(source)
    facts = [a["href"] for tag, a in page.tags if tag == "a" and "class" not in a]
    assert len(facts) == 6  # agency, date, place, three reporters
    for href in facts:
        assert href is not None
        assert href.removeprefix("#") in page.inside


def test_an_articles_html_does_not_depend_on_the_chat() -> None:
    paper = document("One. Two.")
    before = article_html(paper)
    citation = Citation.of(paper.sentences[0], Span(0, 3))
    chat = Chat().asked("Who?").answered(1, said(Status.ANSWERED, [citation]))
    highlights(Desk([paper], chat).cited())
    assert article_html(paper) == before


def test_a_citation_leads_to_its_sentence_and_says_so() -> None:
    paper = document("First sentence.", "Second sentence.")
    page = shown(said(Status.ANSWERED, [Citation.of(s) for s in paper.sentences]), paper)
    assert [link["href"] for link in page.links()] == ["#s-paper-0", "#s-paper-1"]
    assert page.links()[1]["aria-label"] == "Citation 2: show sentence in the article"
    assert page.links()[1]["title"] == "Second sentence."


def test_the_short_answer_is_marked_in_the_quote_by_its_offsets() -> None:
    paper = document("Padding first.", "The cost was $5 & more.")
    start = paper.sentences[1].start
    citation = Citation.of(paper.sentences[1], Span(start + 13, start + 15))
    chat = Chat().asked("How much?").answered(1, said(Status.ANSWERED, [citation]))
    source = exchange_html(chat.exchanges[0], Desk([paper], chat))
    assert 'The cost was <mark class="short">$5</mark> &amp; more.' in source


def test_the_short_answer_is_marked_in_the_lit_sentence() -> None:
    paper = document("The cost was $5 & more.")
    chat = (
        Chat().asked("?").answered(1, said(Status.ANSWERED, [Citation.of(paper.sentences[0], Span(13, 15))]))
    )
    sheet = highlights(Desk([paper], chat).cited())
    numbers = [int(n) for n in re.findall(r"\.w(\d+)", sheet)]
    assert "".join(tokens(paper.sentences[0])[n].of(paper.article.text) for n in numbers) == "$5"
    assert ':root[data-from="c-1-1"] #s-paper-0:target :is(' in sheet


def test_a_nearest_sentence_is_linked_but_not_marked_as_cited() -> None:
    paper = document("Something near.")
    near = Citation.of(paper.sentences[0])
    answer = said(Status.DECLINED, nearest=[near], text="The article does not say.")
    page = shown(answer, paper)
    assert "The article does not say." in page.text
    assert "Nearest in the article:" in page.text
    assert page.links()[0]["aria-label"] == "Nearest sentence 1: show sentence in the article"
    chat = Chat().asked("Who?").answered(1, answer)
    assert highlights(Desk([paper], chat).cited()) == "<style>:root {}</style>"


def test_a_citation_of_an_article_that_has_changed_is_no_link() -> None:
    gone = Citation("paper", 0, 8, "Old text")
    page = shown(said(Status.ANSWERED, [gone]), document("New text"))
    assert page.links() == []
    assert ("span", {"class": "cite gone"}) in page.tags
    assert "Old text1 (changed since)" in page.text


def test_every_link_can_be_found_again_by_an_id_of_its_own() -> None:
    paper = document("A sentence.")
    answer = said(Status.ANSWERED, [Citation.of(paper.sentences[0])])
    chat = Chat().asked("Who?").answered(1, answer).asked("What?").answered(2, answer)
    desk = Desk([paper], chat)
    pages = [Read(exchange_html(exchange, desk)) for exchange in chat.exchanges]
    assert [page.links()[0].get("id") for page in pages] == ["c-1-1", "c-2-1"]


def test_the_four_kinds_differ_in_sign_and_words() -> None:
    assert len(set(VERDICTS)) == len(Status)
    assert len({sign for sign, _ in VERDICTS.values()}) == len(Status)
    assert len({words for _, words in VERDICTS.values()}) == len(Status)
    for status in Status:
        page = shown(said(status, text="Fixed words."))
        assert VERDICTS[status][1] in page.text
        assert ("div", {"class": f"reply {status.value}"}) in page.tags


def test_what_is_declined_though_it_is_likely_said_is_told_so() -> None:
    near = [Citation.of(document("Something near.").sentences[0])]
    below = said(Status.DECLINED, nearest=near, text="No.", confidence=LIKELY - 0.01)
    assert "Not in the article" in shown(below).text
    page = shown(said(Status.DECLINED, nearest=near, text="No.", confidence=LIKELY))
    assert PERHAPS[1] in page.text
    assert "Not in the article" not in page.text
    assert ("div", {"class": "reply declined perhaps"}) in page.tags
    assert PERHAPS not in VERDICTS.values()


def test_fixed_words_before_a_statement_are_shown() -> None:
    paper = document("No plan has been approved.")
    citation = Citation.of(paper.sentences[0])
    page = shown(said(Status.ANSWERED, [citation], lead="No."), paper)
    assert ("p", {"class": "lead"}) in page.tags
    assert "No.No plan has been approved." in page.text


@pytest.mark.parametrize(
    ("question", "understood", "otherwise"),
    [
        ("Who wrote it?", "Who wrote it?", False),
        ("Please, who wrote it?", "Who wrote it?", False),
        ("When?", "When did Rutte say this?", True),
        ("Who rejcted it?", "Who rejected it?", True),
    ],
)
def test_what_was_understood_is_shown_where_it_says_more(
    question: str, understood: str, otherwise: bool
) -> None:
    answer = said(Status.DECLINED, text="No.", question=question, understood_as=understood)
    assert answer.understood_otherwise is otherwise
    assert ("Understood as: " in shown(answer).text) is otherwise


def test_small_talk_offers_its_questions_apart_from_its_words() -> None:
    answer = said(Status.SOCIAL, text="Hello. You could try:\n- Who wrote it?\n- $5 & more?")
    assert to_try(answer) == ["Who wrote it?", "$5 & more?"]
    assert shown(answer).text.endswith("Hello. You could try:")
    assert to_try(said(Status.DECLINED, text="No.\n- Not this?")) == []


def test_why_is_told_in_a_readers_words() -> None:
    paper = document("It cost 5.", title="The bridge")
    told = shown(said(Status.ANSWERED, [Citation.of(paper.sentences[1])]), paper).text
    assert "90% that the article answers this" in told
    assert "In the words ofThe article" in told
    declined = replace(said(Status.DECLINED, text="No."), article="paper")
    told = shown(declined, paper).text
    assert "Not sure enough: 10%" in told
    assert "Looked only inThe bridge" in told
    assert "In the words of" not in told


def test_a_very_long_question_can_be_scrolled_with_the_keyboard() -> None:
    chat = Chat().asked("x" * 10_000)
    page = Read(exchange_html(chat.exchanges[0], Desk((), chat)))
    assert ("h2", {"class": "question", "tabindex": "0"}) in page.tags


def test_a_screen_reader_is_told_of_the_answer() -> None:
    chat = Chat().asked("Who?")
    assert Read(announcement(chat, 1)).text == ""
    assert "Not in the article" in Read(announcement(chat.answered(1, said(Status.DECLINED)), 1)).text
    near = [Citation.of(sentence) for sentence in document("One near.", "Another near.").sentences]
    perhaps = said(Status.DECLINED, nearest=near, confidence=0.7)
    assert Read(announcement(chat.answered(1, perhaps), 1)).text == "Perhaps in the article: 2 near."
    answered = said(Status.ANSWERED, near)
    assert Read(announcement(chat.answered(1, answered), 1)).text == "From the article: 2 cited."


def test_a_screen_reader_is_told_of_the_question_asked_last_once_it_has_its_answer() -> None:
    (cited,) = [Citation.of(sentence) for sentence in document("One.").sentences]
    chat = Chat().asked("Who?").answered(1, said(Status.ANSWERED, [cited])).asked("Hello")
    chat = chat.answered(2, said(Status.SOCIAL, text="Hello."))
    assert Read(announcement(chat, 1)).text == "From the article: 1 cited."  # asked again, above the other
    assert Read(announcement(chat, 1, busy=1)).text == ""  # it grows
    assert Read(announcement(chat, 1, busy=2)).text == "From the article: 1 cited."
    assert Read(announcement(chat, 0)).text == ""  # nothing was asked since the chat was opened


def test_the_script_is_told_what_it_has_to_know() -> None:
    page = Read(scripted("a", 'b"<', 3, 1))
    told = {"data-chat": "a", "data-article": 'b"<', "data-latest": "3", "data-rows": "1"}
    assert page.tags[0] == ("div", {"id": "now", **told})


def test_nothing_in_the_script_reads_as_a_tag() -> None:
    """Streamlit has DOMPurify look for this in a script's text, and the script dropped where it is."""
    assert re.findall(r"<[\w/!]", SCRIPT.read_text("utf-8")) == []


def test_ids_of_articles_are_safe_and_apart() -> None:
    names = ["a b", "a-b", "a.b", 'a"b', "ä", "<b>", "a b"]
    slugs = [slug(name) for name in names]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", found) for found in slugs)
    assert len(set(slugs)) == len(set(names))


def test_a_label_is_no_markdown() -> None:
    assert label("What costs $5 & *why*:red[x]?\n") == r"What costs \$5 \& \*why\*\:red\[x\]?"


def test_exports_hold_questions_quotes_and_places() -> None:
    paper = document("It cost *5*.")
    chat = Chat().asked("Cost?").answered(1, said(Status.ANSWERED, [Citation.of(paper.sentences[0])]))
    chat = chat.asked("\0").failed(2, "A control character.")
    assert "> It cost \\*5\\*. [1]" in as_markdown(chat)
    assert "[1] paper, characters 0 to 12" in as_markdown(chat)
    assert "A control character." in as_markdown(chat)
    assert '"quote": "It cost *5*."' in as_json(chat)
    assert '"thumb": null' in as_json(chat)


def test_an_exported_verdict_says_what_and_why() -> None:
    paper = document("It cost 5.")
    chat = Chat().asked("Cost?").answered(1, said(Status.ANSWERED, [Citation.of(paper.sentences[0])]))
    (kept,) = json.loads(as_json(chat.judged(1, "down", "The year is *missing*")))
    assert (kept["thumb"], kept["why"]) == ("down", "The year is *missing*")
    assert kept["answer"]["statements"][0]["citations"][0]["quote"] == "It cost 5."
    assert "Thumb down" in as_markdown(chat.judged(1, "down", "The year"))


def test_an_answer_is_copied_with_its_quotes_and_their_places() -> None:
    paper = document("It cost *5*.")
    citation = Citation.of(paper.sentences[0])
    chat = Chat().asked("Cost?").answered(1, said(Status.CORRECTED, [citation], lead="Otherwise:"))
    copied = as_text(chat.exchanges[0])
    assert copied == "Cost?\n\nOtherwise:\n“It cost *5*.” (paper, characters 0 to 12)"
    declined = Chat().asked("Why?").answered(1, said(Status.DECLINED, nearest=[citation], text="No."))
    assert as_text(declined.exchanges[0]).endswith("No.\nNearest: “It cost *5*.” (paper, characters 0 to 12)")


def test_only_the_articles_own_words_are_exported_as_a_quotation() -> None:
    paper = document("It cost *5*.", "Ada paid.", "Bo did not.")
    first, second, third = [Citation.of(sentence) for sentence in paper.sentences]
    statements = (
        Statement("Ada paid *5*.", (first, second)),
        Statement("Bo did not.", (third,)),
        Statement("Ada was glad.", (), settled=False),
    )
    answer = replace(said(Status.ANSWERED), statements=statements, note="The model was slow.", lead="Yes.")
    chat = Chat().asked("Who paid?").answered(1, answer)
    assert as_text(chat.exchanges[0]).split("\n") == [
        "Who paid?",
        "",
        "The model was slow.",
        "Yes.",
        "Ada paid *5*.",
        "  “It cost *5*.” (paper, characters 0 to 12)",
        "  “Ada paid.” (paper, characters 14 to 23)",
        "“Bo did not.” (paper, characters 25 to 36)",
        "Ada was glad. (not checked yet)",
    ]
    assert as_markdown(chat).split("\n\n") == [
        "## Who paid?",
        "The model was slow.",
        "Yes.",
        r"Ada paid \*5\*.",
        r"> It cost \*5\*. [1]",
        "> Ada paid. [2]",
        "> Bo did not. [3]",
        "Ada was glad. (not checked yet)",
        "[1] paper, characters 0 to 12",
        "[2] paper, characters 14 to 23",
        "[3] paper, characters 25 to 36\n",
    ]


def test_an_export_says_that_an_answer_was_stopped() -> None:
    paper = document("It cost 5.")
    part = said(Status.ANSWERED, [Citation.of(paper.sentences[0])])
    chat = Chat().asked("Cost?").stopped(1, part).asked("Why?").stopped(2, None).asked("Who?")
    told = "Stopped before the answer was whole."
    assert as_text(chat.exchanges[0]).startswith(f"Cost?\n\n{told}\n“It cost 5.”")
    assert [as_text(exchange) for exchange in chat.exchanges[1:]] == [f"Why?\n\n{told}", "Who?"]
    assert as_markdown(chat).startswith(f"## Cost?\n\n{told}\n\n> It cost 5. [1]")
    assert as_markdown(chat).endswith(f"## Why?\n\n{told}\n\n## Who?\n")
    assert [kept["stopped"] for kept in json.loads(as_json(chat))] == [True, True, False]


def test_passages_read_are_a_chart_with_figures_that_leads_to_them() -> None:
    paper = document("First sentence.", "Second sentence.")
    read = (
        ReadPassage("paper", 17, 33, 6.0),
        ReadPassage("paper", 0, 33, -12.0),
        ReadPassage("gone", 0, 9, 0.0),
    )
    page = shown(replace(said(Status.DECLINED, text="No."), read=read), paper)
    assert [a["href"] for tag, a in page.tags if tag == "a"] == ["#s-paper-1", "#s-paper-0"]
    bars = [a for _, a in page.tags if a.get("class") in ("for", "against")]
    assert [(bar["class"], bar["style"]) for bar in bars] == [
        ("for", "left:50.0%;width:25.0%"),
        ("against", "left:0.0%;width:50.0%"),
        ("for", "left:50.0%;width:0.0%"),
    ]
    assert all(figure in page.text for figure in ("+6.0", "-12.0", "+0.0", "not on the page"))


def test_the_margin_counts_the_citations_that_rest_on_a_sentence() -> None:
    paper = document("One sentence.", "Another one.")
    first, second = (Citation.of(s) for s in paper.sentences)
    chat = Chat().asked("Who?").answered(1, said(Status.ANSWERED, [first, second]))
    chat = chat.asked("What?").answered(2, said(Status.ANSWERED, [first]))
    chat = chat.asked("Why?").answered(3, said(Status.DECLINED, nearest=[second], text="No."))
    sheet = highlights(Desk([paper], chat).cited())
    assert '#s-paper-0::before { content: "2" / "cited 2 times: ";' in sheet
    assert '#s-paper-1::before { content: "1" / "cited 1 time: ";' in sheet


def test_counts_stand_side_by_side_only_where_both_sentences_can_begin_in_one_line() -> None:
    paper = document("Short one.", "x" * 200, "Last one.")
    one_paragraph = [replace(s, paragraph=0) for s in paper.sentences]
    cited = [(f"c-1-{s.index + 1}", s, Citation.of(s)) for s in one_paragraph]
    aside = [rule for rule in highlights(cited).split("}") if "--aside" in rule]
    assert [rule.split("::")[0].strip() for rule in aside] == ["#s-paper-1"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a follow-up (Reuters) - it's 5 > 3! #1 AT&T", None),
        ("- no list", r"\- no list"),
        ("# no heading #", r"\# no heading \#"),
        ("<b> *x* _y_ [z](u) `c` $5$ ~~s~~ &amp;", r"\<b> \*x\* \_y\_ \[z\](u) \`c\` \$5\$ \~\~s\~\~ \&amp;"),
    ],
)
def test_only_what_would_be_markup_is_escaped_in_markdown(text: str, kept: str | None) -> None:
    assert as_markdown(Chat().asked(text)) == f"## {kept or text}\n"


def test_a_growing_answer_shows_what_has_come_and_that_more_is_to_come() -> None:
    paper = document("One sentence.")
    chat = Chat().asked("Who?").answered(1, said(Status.ANSWERED, [Citation.of(paper.sentences[0])]))
    page = Read(exchange_html(chat.exchanges[0], Desk([paper], chat), growing=True))
    assert len(page.links()) == 1
    assert page.text.endswith("Reading")


def test_a_stopped_answer_says_so() -> None:
    chat = Chat().asked("Who?").stopped(1, None)
    assert "Stopped." in Read(exchange_html(chat.exchanges[0], Desk((), chat))).text
