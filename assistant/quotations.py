"""What a question has in quotation marks, and whether it asks whose words these are."""

import re

from assistant.questions import AUXILIARIES
from assistant.terms import words

_QUOTED = re.compile(
    r"(?<!\d)[\"“„«]([^\"“”„«»]+)(?<!\d)[\"”“»]|(?<!\w)['‘](?=\w)((?:[^'‘’]|(?<=\w)['’](?=\w))+)['’](?!\w)"
)
MAX_QUOTED = 5
_PIECES = re.compile(r"\.\.\.|…|[.?!]\s+")
_FRAME = re.compile(
    r"^\W*(?:(?:and|so|but|ok|please|(?:can you )?tell me|do you know|any idea)\b[,\s]*)+", re.IGNORECASE
)
_OPENINGS = tuple(tuple(o.split()) for o in ("who", "whose", "by whom", "by who", "according to whom"))
_SAYING = frozenset("say says said saying told quoted calls called describes described put puts".split())
_WORDS = frozenset("word words quote quotation phrase sentence remark line statement comment".split())
_GIVEN = frozenset("told called described".split())
"""What is done to whoever is asked for where the verb is passive: "Who was told ...?" asks for no speaker."""
_BETWEEN = frozenset("it that this these as of the with in first actually".split())


def quoted(question: str) -> list[str]:
    """The phrases of two words or more that a question has in quotation marks, at most five.

    Folded, with a space on either side: so a text's folded words hold a phrase or do not. Where something is
    left out ("...") or a sentence ends, each piece is a phrase.
    """
    found = (match[1] or match[2] for match in _QUOTED.finditer(question))
    phrases = (" ".join(words(piece)) for text in found for piece in _PIECES.split(text))
    return [f" {phrase} " for phrase in phrases if " " in phrase][:MAX_QUOTED]


def asks_who_is_quoted(question: str) -> bool:
    """Whether a question asks whose words it has in quotation marks, and no more.

    'Who said "we will see"?', 'Whose words are "we will see"?', '"We will see": who said that?'; not 'When
    did the mayor say "we will see"?', 'Who was told "we will see"?'.
    """
    asked = words(_FRAME.sub("", _QUOTED.sub(" ", question)))
    opening = next((o for o in _OPENINGS if tuple(asked[: len(o)]) == o), None)
    if opening is None or not quoted(question):
        return False
    rest = set(asked[len(opening) :])
    passive = AUXILIARIES & rest and _GIVEN & rest
    told = (_SAYING | _WORDS) & rest or len(opening) > 1
    return bool(told) and not passive and rest <= _SAYING | _WORDS | _BETWEEN | AUXILIARIES
