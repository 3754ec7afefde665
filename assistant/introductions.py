"""Where an article says who or what a name is: "finance director Noor Haddad", "Vey, who heads the agency".

News introduces each name once, by a title, an apposition or a clause right beside it.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.documents import Section, Sentence
from assistant.inflection import is_noun, lemmas
from assistant.names import proper_names
from assistant.roles import head_of, is_office, role_of
from assistant.terms import STOP_WORDS, words

MAX_NAME = 6
"""A name and what is written large before it are at most so many words."""

_ASKS = re.compile(
    r"(?:(?:and|so|but) )?(?:who|what)(?: exactly)?(?:['’]?s| is| was| are| were) (?P<name>.+)"
    r"|(?:(?:and|so|but) )?(?:who|what) (?P<told>.+) (?:is|was|are|were)",
    re.IGNORECASE,
)
_DETERMINED = r"(?:an?|the|its|their|his|her|my|our|your|one of|[\w.’'-]+['’]s?)"
_OPENED = r"(?:,| \(| [—–-]) ?(?:\d+, )?"
_AFTER = re.compile(
    rf"{_OPENED}(?:{_DETERMINED} (?:[^,.;:()—–?!]+)(?=[,.;:()—–]|$)|(?:who|whose|which)\b)"
    rf"| (?:is|was|are|were) {_DETERMINED} \w| of (?:the )?[A-Z]"
)
_APPOSED = re.compile(rf"{_OPENED}(?P<role>[^,.;:()—–]+)")
_ADVERBIAL = re.compile(
    r"\b(?:to|about|in|at|on|for|after|before|during|from|under|over|into|since|until)"
    r"(?: (?:an?|the|its|their|his|her|[\w.’'-]+['’]s?)(?: [\w’'-]+){0,6})?,? $",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b{_DETERMINED} (?:[\w’'-]+ ){{0,5}}?(?P<noun>[\w’'-]+)(?P<comma>,?) (?:[A-Z]\w{{1,3}}\. )?$",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"(?P<noun>[\w’'-]+) (?:(?:Dr|Mr|Mrs|Ms|Lt|Sgt|St)\. )?$")
_BY = re.compile(r"\b(?:reporting|writing|editing|edited|written|photographs?|graphics?|by)\b", re.IGNORECASE)
_TRAINEE = re.compile(r"\w{3,}ee$")
_KIN = frozenset(
    """brother sister mother father wife husband son daughter uncle aunt cousin niece nephew grandmother
    grandfather friend partner colleague neighbour neighbor twin widow fiance fiancee""".split()
)


def asked_name(question: str) -> list[str]:
    """The folded words of what a question asks who or what it is; none where it asks anything else."""
    match = _ASKS.fullmatch(question.strip(" ?!."))
    return words((match["name"] or match["told"]) if match else "")[: MAX_NAME + 1]


def introduces(asked: Sequence[str], sentence: Sentence) -> bool:
    """Whether a sentence names what is asked for, by its folded words, and says beside it who that is."""
    if not 0 < len(asked) <= MAX_NAME or not set(asked) <= set(words(sentence.text)):
        return False
    if sentence.section in (Section.CREDITS, Section.BYLINE):
        return bool(_BY.search(sentence.text))
    text = re.sub(r"\s", " ", sentence.text)
    return any(_introduced(text, start, end) for start, end in _names(text, list(asked)))


def _names(text: str, asked: list[str]) -> Iterator[tuple[int, int]]:
    """Where the name asked for stands in `text`: as asked, and with first names or titles before it."""
    for span in proper_names(text):
        tokens = list(re.finditer(r"\S+", span.of(text)))
        named = [" ".join(words(token[0])) for token in tokens]
        for place in range(len(named) - len(asked) + 1):
            if named[place : place + len(asked)] == asked:
                end = span.start + tokens[place + len(asked) - 1].end()
                for token in tokens[max(0, place - MAX_NAME) : place + 1]:
                    yield span.start + token.start(), end


def _introduced(text: str, start: int, end: int) -> bool:
    """Whether what stands beside the name at `start` to `end` says who or what it is."""
    before, after = text[:start], text[end:]
    adverbial = _ADVERBIAL.search(before) is not None  # "According to Rutte, the talks began."
    apposed = _APPOSED.match(after)
    if not adverbial and (_AFTER.match(after) or (apposed and _is_role(apposed["role"]))):
        return True
    beside = _BEFORE.search(before)
    if beside is not None and beside["comma"]:  # "Its director, Conrad Vey, said so"
        noun = beside["noun"].casefold()
        return not adverbial and after.startswith(",") and is_noun(noun) and noun not in STOP_WORDS
    if beside is not None and beside["noun"].casefold() in _KIN:
        return True
    title = _WORD_BEFORE.search(before)
    return title is not None and _is_role(title["noun"].rsplit("-", 1)[-1])


def _is_role(text: str) -> bool:
    """Whether words name a role, by a noun that can be no verb ("driver", not "consider")."""
    word = head_of(text)
    known = lemmas(word)
    if known and "NOUN" not in known:
        return False
    surely = is_office(word) or "VERB" not in known
    return bool(_TRAINEE.fullmatch(word)) or (surely and role_of(text) is not None)
