"""An article set like a newspaper page, and the stylesheet that lights up what a chat cites in it.

The HTML depends on the article alone, so a lit sentence stays lit while the chat goes on. All that a
chat changes in an article is a stylesheet over the ids and classes made here.
"""

import re
from collections.abc import Sequence

from markup import escaped, sentence_id

from assistant.answer import Citation
from assistant.documents import PROSE, Block, Field, Section, Sentence, Span
from assistant.indexing import Document

_TAGS = {Section.TITLE: "h2", Section.SUBHEADING: "h3"}
_BYLINE = {Field.AGENCY: "Agency", Field.DATE: "Date", Field.PLACE: "Place", Field.AUTHORS: "Reporting"}
_MARKS = r"""!"$%&'()+,./:;<=>?@\[\]^_`{|}~“”‘’«»…–—"""
_TOKEN = re.compile(rf"\s+|[{_MARKS}]+|[^\s{_MARKS}]+")


def article_html(document: Document) -> str:
    """The article, headline first, each sentence under an id of its own, to the character."""
    article = document.article
    blocks = list(enumerate(article.blocks))
    lines = [_block(document, number, b) for number, b in blocks if b.section is Section.TITLE]
    lines.append(_byline(document))
    lines += [_block(document, number, b) for number, b in blocks if b.section is not Section.TITLE]
    return f'<article class="paper" aria-label="{escaped(article.title)}">{"".join(lines)}</article>'


def front_page(documents: Sequence[Document]) -> str:
    """The headlines of several articles, each with its opening sentence."""
    items = "".join(
        f"<li><h3>{escaped(d.article.title)}</h3><p>{escaped(_opening(d))}</p></li>" for d in documents
    )
    return f'<div class="front"><h2>The articles</h2><ul>{items}</ul></div>'


def highlights(cited: Sequence[tuple[Sentence, Citation | None]]) -> str:
    """The stylesheet for the sentences that a chat points to.

    A sentence comes with the citation that rests on it, or None where it was only the nearest. Lit,
    it shows its short answers and the way back; cited, it is underlined at all times, and the margin
    shows how many citations rest on it.
    """
    rules = [":root {}"]
    for anchor, citations in _by_anchor(cited).items():
        rules.append(f"#{anchor}:target + .back {{ display: inline-block; }}")
        times = sum(citation is not None for _, citation in citations)
        if times:
            rules.append(f"#{anchor} {{ text-decoration-color: var(--cited); }}")
            told = f"cited {times} time{'s' * (times > 1)}: "
            rules.append(f'#{anchor}::before {{ content: "{times}" / "{told}"; {_margin(citations[0][0])} }}')
        short = sorted({number for s, c in citations if c is not None for number in _short(s, c)})
        if short:
            words = ", ".join(f".w{number}" for number in short)
            rules.append(f"#{anchor}:target :is({words}) {{ background: var(--short); }}")
    return f"<style>{' '.join(rules)}</style>"


def _margin(sentence: Sentence) -> str:
    """Where in the margin: sentences that begin in one line stand side by side."""
    return f"left: {-1.6 if sentence.index % 2 else -2.9}rem;"


def tokens(sentence: Sentence) -> list[Span]:
    """Words, and runs of punctuation and white space: the least that can be marked.

    Offsets are in the article's text, as the sentence's are. Letters stay with their accents, and the
    parts of an emoji together.
    """
    found = _TOKEN.finditer(sentence.text)
    return [Span(sentence.start + match.start(), sentence.start + match.end()) for match in found]


def _block(document: Document, number: int, block: Block) -> str:
    text = document.article.text
    tag = _TAGS.get(block.section, "p")
    parts, reached = [], block.span.start
    for sentence in (s for s in document.sentences if s.paragraph == number):
        parts += [escaped(text[reached : sentence.start]), _sentence(text, sentence)]
        reached = sentence.end
    parts.append(escaped(text[reached : block.span.end]))
    return f'<{tag} class="{block.section.value}">{"".join(parts)}</{tag}>'


def _sentence(text: str, sentence: Sentence) -> str:
    anchor = sentence_id(sentence)
    words = "".join(
        f'<span class="w{number}">{escaped(span.of(text))}</span>'
        for number, span in enumerate(tokens(sentence))
    )
    # Beside the sentence, and without text of its own: what can be copied is the article's.
    back = f'<a class="back" href="#from-{anchor}" aria-label="Back to the answer"></a>'
    return f'<span class="sentence" id="{anchor}" tabindex="-1">{words}</span>{back}'


def _byline(document: Document) -> str:
    """Agency, date, place and reporters in the article's own characters, linked to where they stand."""
    items = []
    for field, name in _BYLINE.items():
        found = [
            f'<a href="#{sentence_id(sentence)}">{escaped(span.of(document.article.text))}</a>'
            for span in document.article.metadata.get(field, ())
            for sentence in document.sentences
            if sentence.span.holds(span) and sentence.section is not Section.BYLINE
        ]
        if found:
            items.append(f"<div><dt>{name}</dt><dd>{', '.join(found)}</dd></div>")
    return f'<dl class="byline">{"".join(items)}</dl>' if items else ""


def _opening(document: Document) -> str:
    return next((s.text for s in document.sentences if s.section in PROSE), "")


def _by_anchor(
    cited: Sequence[tuple[Sentence, Citation | None]],
) -> dict[str, list[tuple[Sentence, Citation | None]]]:
    found: dict[str, list[tuple[Sentence, Citation | None]]] = {}
    for sentence, citation in cited:
        found.setdefault(sentence_id(sentence), []).append((sentence, citation))
    return found


def _short(sentence: Sentence, citation: Citation) -> list[int]:
    """The numbers of the tokens that a citation's short answer touches."""
    if citation.short_start is None or citation.short_end is None:
        return []
    return [
        number
        for number, span in enumerate(tokens(sentence))
        if span.start < citation.short_end and citation.short_start < span.end
    ]
