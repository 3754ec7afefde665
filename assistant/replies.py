"""The fixed lines of the assistant. They claim nothing about the news."""

from assistant.documents import Article, Field
from assistant.indexing import Library
from assistant.terms import words

DECLINED = "The article does not say."
NOT_PLAIN = "The article does not say it in so many words."
ARTICLE_INSTEAD = "What follows is the article itself."
NOTHING_STANDS = "The article bears out nothing that the model wrote."
CUT = "The model's reply was cut at its limit: there may be more to say."
CORRECTED = "The article says otherwise:"
YES, NO = "Yes.", "No."
WHICH_ARTICLE = "There are many articles. Choose the one you mean, and ask again."

_GREETING = "Hello."
_THANKS = "You are welcome."
_OFFER = (
    "Ask me anything about the article: I answer with its own sentences and show where they stand, and I "
    "say so when it does not tell. You could try:"
)
_THANKED = frozenset("thanks thank thx cheers".split())
_GREETED = frozenset("hi hello hey hiya howdy greetings morning afternoon evening".split())
_ABOUT_FIELD = {
    Field.AUTHORS: "Who wrote the article?",
    Field.DATE: "When was it published?",
    Field.AGENCY: "Which agency is it from?",
}


def starters(article: Article) -> list[str]:
    """Questions to begin with, each of which the article answers."""
    questions = ["What is the article about?"]
    questions += [text for field, text in _ABOUT_FIELD.items() if field in article.metadata]
    return questions


def social(said: str, library: Library, focus: str | None) -> str:
    """The reply to small talk: what can be asked, with questions to try."""
    id_ = focus or library.articles()[0]
    lines = [f"- {question}" for question in starters(library.document(id_).article)]
    heard = set(words(said))
    first = _THANKS if heard & _THANKED else _GREETING if heard & _GREETED else ""
    return "\n".join([f"{first} {_OFFER}".strip(), *lines])
