"""What a comparison compares, each side made a question of its own, by rule and without a model.

"Which is worth more, the boat or a house?" -> "boat worth", "house worth"
"Is the reward bigger than the fine?" -> "reward", "fine"
"How do the owner and the tenant differ over the rent?" -> "owner rent", "tenant rent"
"Was the vote held before or after the strike?" -> "vote held", "strike"
"""

import re

from assistant.inflection import DO, is_base, is_comparative, is_noun, is_participle
from assistant.questions import AUXILIARIES, QUESTION_WORDS
from assistant.terms import STOP_WORDS, words

_EITHER = re.compile(
    r"(?P<asked>.*?\b(?:which|who|whose|what|when|where)\b.*?)[,:;–—] ?"
    r"(?P<one>[^,;:]+?),? or (?P<other>[^,;:]+?)",
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
_THAN = re.compile(r" than ", re.IGNORECASE)
_ASKED_FOR = re.compile(r"(?:who|which|what|whose)\b", re.IGNORECASE)
"""Whoever is asked for is no side: "Who earns more than the mayor?"."""
_ABOUT_ANOTHER = re.compile(r" (?:do|does|did) ", re.IGNORECASE)
_DONE = frozenset("it this that so more most better best worse worst less least well first".split())
"""What follows a "did" that is the verb itself: "Who did more, Ada or Ben?"."""
_NUMBER = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    "seventy|eighty|ninety|(?:dozen|hundred|thousand|million|billion|trillion|third|quarter|fifth|tenth)s?|"
    "couple|few|half|majority|twice"
)
_TIME = (
    "(?:second|minute|hour|day|night|week|fortnight|weekend|month|season|year|decade|generation|"
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?|century|centuries"
)
_MEASURE = re.compile(
    r"(?:(?:about|around|at least|nearly|almost|over|just|only|some|in|since|at|by) )*"
    rf"(?:[$€£¥]?\d|(?:an? )?(?:{_NUMBER})\b"
    r"|(?:(?:an?|the|this|that|last|next|past|previous|same|full|whole|several|many) )*"
    rf"(?:{_TIME})(?: (?:ago|before|earlier|later|in|on|for|of|to|or|and|from|since|at)\b.*)?$"
    r"|(?:usual|normal|average|necessary|possible|before|ever)\b)",
    re.IGNORECASE,
)
"""What follows "than" and is a number, a share, a time or no thing at all."""
_HAVING_BEEN = frozenset("previously first originally initially once had has was were is been be".split())


def sides(question: str) -> list[str]:
    """A question in keywords for each of the two things that a question compares; none where it does not.

    "more than 500 people", "longer than a week" and "later than planned" compare no two things.
    """
    text = " ".join(question.split()).strip(" ?.!")
    for pattern in (_EITHER, _BEFORE_OR_AFTER, _DIFFER, _BETWEEN, _EITHER_PLACE):
        match = pattern.fullmatch(text)
        if match and pattern is _EITHER and not _is_whole(match["asked"]):
            return []
        if match and (pattern is not _EITHER_PLACE or is_comparative(match["how"])):
            return _sides(match["one"], match["other"], match["asked"])
    before, *after = _THAN.split(text, maxsplit=1)
    if _ASKED_FOR.match(before) and not _ABOUT_ANOTHER.search(before):
        return []
    tokens = [word.strip(",;:") for word in before.split()]
    how = next((i for i, word in enumerate(tokens) if is_comparative(word) or word == "sooner"), None)
    if how is None or not after or not _is_thing(after[0]):
        return []
    return _sides(" ".join(tokens[:how]), after[0], " ".join(tokens[how + 1 :]))


def _is_whole(asked: str) -> bool:
    """Whether what is asked with "did" has its verb: "What did they like", not "What did Ada"."""
    tokens = [word.strip(",:") for word in asked.lower().split()]
    at = next((i for i, word in enumerate(tokens) if word in DO), None)
    after = tokens[at + 1 :] if at is not None else []
    return not after or after[0] in _DONE or any(is_base(word) for word in after)


def _is_thing(other: str) -> bool:
    """Whether what follows "than" can be compared: not "50", "half", "a week", "expected", "this"."""
    tokens = other.split()
    while tokens and tokens[0].lower() in _HAVING_BEEN:
        tokens = tokens[1:]
    if not tokens or _MEASURE.match(other):
        return False
    ends = len(tokens) == 1 or tokens[1].lower() in STOP_WORDS or not is_noun(tokens[1])
    is_deed = tokens[0].islower() and is_participle(tokens[0])
    return not (ends and (is_deed or tokens[0].lower() in ("this", "that")))


def _sides(one: str, other: str, asked: str) -> list[str]:
    first, second, shared = _content(one), _content(other), _content(asked)
    if not first:  # "How much bigger is the cut than ...?"
        first, shared = shared, []
    return [" ".join([*side, *shared]) for side in (first, second)] if first and second else []


def _content(text: str) -> list[str]:
    """The words that carry meaning, as they are written."""
    empty = STOP_WORDS | QUESTION_WORDS | AUXILIARIES
    return [word for word in text.split() if not set(words(word)) <= empty]
