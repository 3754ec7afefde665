"""Questions that name somebody of an article's byline, credits or agency.

"Is this a Reuters story?" and "Did Ada Park write this?" are held against what the article states; "What was
Ada Park's role?" is answered by the credits where the story itself does not speak of her.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.documents import PROSE, Article, Field, Span
from assistant.metadata import ARTICLE, EDITING, NOUNS, PUBLISHING, WRITING
from assistant.names import proper_names
from assistant.questions import QUESTION_WORDS, Form, form_of
from assistant.terms import STOP_WORDS, words

_MAKERS = (Field.AGENCY, Field.AUTHORS, Field.EDITORS)
_DEEDS = {Field.AUTHORS: WRITING, Field.EDITORS: EDITING, Field.AGENCY: PUBLISHING}
_DECIDED = frozenset("write wrote written author authored edit edited publish published".split())
"""Where one of these is asked about, somebody else named by the article means no."""
_OF_THE_STORY = frozenset("about say said says tell told mention mentioned quote quoted name named".split())
_ROLE = frozenset(
    "role job part function position task contribution contribute contributed work worked credited".split()
)


@dataclass(frozen=True, slots=True)
class Credited:
    """Where an article names who made it: spans of its text, and what that says to a yes/no question."""

    spans: tuple[Span, ...]
    yes: bool | None


def credited(question: str, article: Article) -> Credited | None:
    """What the article states of the one name in a question about who made it; None if it asks for more."""
    names = [span.of(question) for span in proper_names(question)]
    names = [name for name in names if words(name)[0] not in QUESTION_WORDS]
    if len(names) != 1:
        return None
    name, asked = set(words(names[0])), words(question)
    stated = {field: article.metadata.get(field, ()) for field in _MAKERS}
    rest = set(asked) - name - STOP_WORDS - ARTICLE
    if form_of(question) is Form.YES_NO:
        of_article = bool((ARTICLE | {"this"}) & set(asked)) and not _OF_THE_STORY & set(asked)
        return _held_against(stated, name, rest, article.text) if of_article else None
    found = _naming(stated, _MAKERS, name, article.text)
    told = (block.span.of(article.text) for block in article.blocks if block.section in PROSE)
    apart = name.isdisjoint(word for text in told for word in words(text))
    return Credited(found, None) if found and apart and rest <= _ROLE | WRITING | EDITING else None


def _held_against(
    stated: Mapping[Field, Sequence[Span]], name: set[str], rest: set[str], text: str
) -> Credited | None:
    known = frozenset().union(*(NOUNS[field] | _DEEDS[field] for field in _MAKERS))
    if not rest <= known:
        return None
    asked = [field for field in _MAKERS if rest & (NOUNS[field] | _DEEDS[field])]
    found = _naming(stated, asked or _MAKERS, name, text)
    if found:
        return Credited(found, True)
    others = tuple(span for field in asked for span in stated[field])
    return Credited(others, False) if others and rest & _DECIDED else None


def _naming(
    stated: Mapping[Field, Sequence[Span]], fields: Sequence[Field], name: set[str], text: str
) -> tuple[Span, ...]:
    return tuple(span for field in fields for span in stated[field] if name <= set(words(span.of(text))))
