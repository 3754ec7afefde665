"""Questions that name somebody of an article's byline, credits or agency.

"Is this a Reuters story?" and "Did Ada Park write this?" are held against what the article states; "What was
Ada Park's role?" is answered by the credits where the story itself does not speak of her.
"""

import re
from dataclasses import dataclass

from assistant.documents import PROSE, Article, Field, Span
from assistant.names import names_within
from assistant.terms import words

_THIS = r"(?:this(?: (?:article|story|piece|report|interview))?|(?:the|your) (?:article|story|piece)|it)"
_NAMED = re.compile(r"\b(?:article|story|piece)\b", re.IGNORECASE)
_TITLES = frozenset("mr mrs ms miss dr sir".split())
_VERB = r"(?P<verb>writ(?:e|ten)|author(?:ed)?|report(?:ed)?|edit(?:ed)?|publish(?:ed)?)"
_NAME = r"(?P<name>[^,?]+?)"
_OF_ARTICLE = (
    rf"(?:is|was) {_THIS} (?:an? |from |by ){_NAME}(?: (?:article|story|piece|report|interview))?",
    rf"did {_NAME} {_VERB} {_THIS}",
    rf"(?:is|was) {_THIS} {_VERB} by {_NAME}",
)
_OF_SOMEBODY = (
    rf"who (?:is|was) {_NAME}",
    rf"what (?:is|was) {_NAME}['’]s? (?:role|job|part|function|contribution)(?: (?:in|on) {_THIS})?",
    rf"what did {_NAME} do(?: (?:for|on) {_THIS})?",
)
_FIELDS = {
    "writ": (Field.AUTHORS,),
    "auth": (Field.AUTHORS,),
    "edit": (Field.EDITORS,),
    "publ": (Field.AGENCY,),
}
"""What a verb's first letters ask for; "reported" may be said of any."""
_MAKERS = (Field.AGENCY, Field.AUTHORS, Field.EDITORS)


@dataclass(frozen=True, slots=True)
class Credited:
    """Where an article names who made it: spans of its text, and what that says to a yes/no question."""

    spans: tuple[Span, ...]
    yes: bool | None


def credited(question: str, article: Article) -> Credited | None:
    """What the article states of the one name in a question about who made it; None of any other question.

    No is said where the question names the article, asks who wrote, edited or published it, and nobody
    whom the article names for that, nor its agency, has a word of the name.
    """
    bare = " ".join(question.split()).rstrip(" ?.!")
    for pattern in _OF_ARTICLE:
        if match := re.fullmatch(pattern, bare, re.IGNORECASE):
            verb = match.groupdict().get("verb", "")
            fields = _FIELDS.get(verb[:4].casefold(), ())
            found = _naming(article, fields or _MAKERS, match["name"])
            if found:
                return Credited(found, True)
            others = _stated(article, fields)
            if not others or not _NAMED.search(bare) or not _is_name(match["name"]):
                return None
            alike = _alike(article, (*fields, Field.AGENCY), match["name"])
            return None if alike else Credited(others, False)
    for pattern in _OF_SOMEBODY:
        if match := re.fullmatch(pattern, bare, re.IGNORECASE):
            found = _naming(article, _MAKERS, match["name"])
            told = (block.span.of(article.text) for block in article.blocks if block.section in PROSE)
            apart = set(words(match["name"])).isdisjoint(word for text in told for word in words(text))
            return Credited(found, None) if found and apart else None
    return None


def _naming(article: Article, fields: tuple[Field, ...], name: str) -> tuple[Span, ...]:
    """Where the first of the fields that has the name gives it."""
    asked = set(words(name)) - _TITLES
    for field in fields:
        spans = article.metadata.get(field, ())
        if found := tuple(s for s in spans if asked and asked <= set(words(s.of(article.text)))):
            return found
    return ()


def _stated(article: Article, fields: tuple[Field, ...]) -> tuple[Span, ...]:
    return tuple(span for field in fields for span in article.metadata.get(field, ()))


def _alike(article: Article, fields: tuple[Field, ...], name: str) -> bool:
    """Whether the fields have a word of the name: "Ms Park", "A. Park"."""
    made = (word for span in _stated(article, fields) for word in words(span.of(article.text)))
    return not set(words(name)).isdisjoint(made)


def _is_name(text: str) -> bool:
    """Whether it is one name: "Ada Park", not "a Norwegian"."""
    return names_within(text) == [text]
