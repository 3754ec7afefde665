"""Text made safe for HTML and for widgets' labels, and the ids that links and sentences share.

Whatever comes from an article or a reader passes through `escaped` or `label`: it shows as typed.
"""

import hashlib
import html
import re

from assistant.documents import Sentence

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&])")


def escaped(text: str) -> str:
    """Text for HTML, in content or in an attribute, on one line so that no line of it is trimmed."""
    return html.escape(text, quote=True).replace("\n", "&#10;").replace("\t", "&#9;")


def label(text: str) -> str:
    """Text for a widget's label, which Streamlit would read as Markdown."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def slug(article: str) -> str:
    """An article's id as part of an HTML id: ASCII, no white space, no two articles the same."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "-", article)
    return plain if plain == article else f"{plain}-{hashlib.sha256(article.encode()).hexdigest()[:8]}"


def sentence_id(sentence: Sentence) -> str:
    """The HTML id of a sentence in the article."""
    return f"s-{slug(sentence.article)}-{sentence.index}"
