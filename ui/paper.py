"""An article set like a newspaper page, and the stylesheet that lights up what a chat cites in it.

The HTML depends on the article alone, so a lit sentence stays lit while the chat goes on. All that a
chat changes in an article is a stylesheet over the ids and classes made here.
"""

import re
from collections import Counter
from collections.abc import Sequence

from markup import escaped, sentence_id

from assistant.answer import Citation
from assistant.documents import PROSE, Block, Field, Section, Sentence, Span
from assistant.indexing import Document

LINE = 90
"""Characters that an article's line holds at most."""
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


def opening(document: Document) -> str:
    """An article's first sentence, as it stands under its headline where several are listed."""
    first = next((s.text for s in document.sentences if s.section in PROSE), "")
    return f'<p class="opening">{escaped(first)}</p>'


def highlights(cited: Sequence[tuple[str, Sentence, Citation]]) -> str:
    """The stylesheet for the sentences that a chat's answers rest on.

    A sentence comes with a citation that rests on it and the id of that citation's link. It is
    underlined at all times, and the margin shows how many citations rest on it; lit by one of the
    links, it shows the short answer of that citation.
    """
    rules = [":root {}"]
    times = Counter(sentence for _, sentence, _ in cited)
    for sentence, count in times.items():
        anchor, told = sentence_id(sentence), f"cited {count} time{'s' * (count > 1)}: "
        aside = "--aside: 1.3rem; " if any(_may_share_line(sentence, other) for other in times) else ""
        rules.append(f"#{anchor} {{ text-decoration-color: var(--cited); }}")
        rules.append(f'#{anchor}::before {{ {aside}content: "{count}" / "{told}"; }}')
    for link, sentence, citation in cited:
        if short := _short(sentence, citation):
            words = ", ".join(f".w{number}" for number in short)
            lit = f':root[data-from="{link}"] #{sentence_id(sentence)}:target'
            rules.append(f"{lit} :is({words}) {{ background: var(--short); }}")
    return f"<style>{' '.join(rules)}</style>"


def _may_share_line(sentence: Sentence, other: Sentence) -> bool:
    """Whether a sentence can begin in the line that the other, right before it, begins in."""
    one = (other.article, other.paragraph) == (sentence.article, sentence.paragraph)
    return one and other.index == sentence.index - 1 and len(other.text) < LINE


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
    back = '<a class="back" href="#" aria-label="Back to the answer"></a>'
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


def _short(sentence: Sentence, citation: Citation) -> list[int]:
    """The numbers of the tokens that a citation's short answer touches."""
    if citation.short_start is None or citation.short_end is None:
        return []
    return [
        number
        for number, span in enumerate(tokens(sentence))
        if span.start < citation.short_end and citation.short_start < span.end
    ]
