"""What a comparison compares, each side made a question of its own, by rule and without a model.

"Which is worth more, the casket or a coin?" -> "the casket worth", "a coin worth"
"Is the reward bigger than the fine?" -> "reward", "the fine"
"How do the owner and the tenant differ over the rent?" -> "owner rent", "tenant rent"
"Was the vote held before or after the strike?" -> "vote held", "strike"
"""

import re

from assistant.inflection import is_comparative
from assistant.questions import AUXILIARIES, QUESTION_WORDS
from assistant.terms import STOP_WORDS, words

_EITHER = re.compile(
    r"(?P<asked>.*?\b(?:which|who|whose|what|when|where)\b.*?)[,:;–—] ?"
    r"(?P<one>[^,;:]+?),? or (?P<other>[^,;:]+?)",
    re.IGNORECASE,
)
_THAN = re.compile(
    r"(?P<one>.*?)\b(?P<how>more|less|fewer|better|worse|(?!other\b|rather\b|another\b)\w{2,}er)\b"
    r"(?P<asked>.*?) than (?P<other>.+)",
    re.IGNORECASE,
)
_DIFFER = re.compile(
    r"(?:how|where|on what|in what way) (?:do|does|did) (?P<one>.+?) and (?P<other>.+?)"
    r" (?:differ|disagree|diverge)\b(?: (?:over|about|on|as to|in|from each other))?(?P<asked>.*)",
    re.IGNORECASE,
)
_EITHER_PLACE = re.compile(
    r"(?P<asked>(?:is|are|was|were) [^?]{1,80}?\b(?P<how>more|less|fewer|better|worse|\w{2,}er)\b[^?]{0,80}?)"
    r" (?P<one>(?:in|on|at|for|with|among) [^?]{1,80}?) or (?P<other>(?:in|on|at|for|with|among) .+)",
    re.IGNORECASE,
)
_BEFORE_OR_AFTER = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|will) (?P<one>.+?),? (?P<asked>)"
    r"(?:before or after|earlier or later than|sooner or later than) (?P<other>.+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?P<asked>.*)\bdifference between (?P<one>.+?) and (?P<other>.+)", re.IGNORECASE)


def sides(question: str) -> list[str]:
    """A question in keywords for each of the two things that a question compares; none where it does not."""
    text = " ".join(question.split()).strip(" ?.!")
    for pattern in (_EITHER, _BEFORE_OR_AFTER, _DIFFER, _BETWEEN, _EITHER_PLACE, _THAN):
        match = pattern.fullmatch(text)
        if match and (pattern is not _EITHER_PLACE or is_comparative(match["how"])):
            one, other, asked = (_content(match[name]) for name in ("one", "other", "asked"))
            if not one:  # "How much bigger is the cut than ...?"
                one, asked = asked, []
            return [" ".join([*side, *asked]) for side in (one, other)] if one and other else []
    return []


def _content(text: str) -> list[str]:
    """The words that carry meaning, as they are written."""
    empty = STOP_WORDS | QUESTION_WORDS | AUXILIARIES
    return [word for word in text.split() if not set(words(word)) <= empty]
