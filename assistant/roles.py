"""Who the article says somebody is: "Dutch Prime Minister Mark Rutte", "Josie Farrant, Castra's coach"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.documents import Sentence
from assistant.names import people
from assistant.terms import STOP_WORDS, terms

_OFFICES = frozenset(
    """president premier minister chancellor secretary governor mayor senator ambassador king queen
    pope prince chairman chairwoman chair chief director head coach captain manager general admiral
    colonel commissioner treasurer speaker attorney prosecutor principal rector dean bishop
    archbishop sheriff executive editor ceo spokesman spokeswoman spokesperson negotiator""".split()
)
"""Posts that one person holds at a time, as a rule: who is a prime minister is not a secretary general."""
_TRADES = frozenset("expert guard judge nurse agent engineer volunteer vet doctor".split())
"""Further words that name what somebody is although most can be verbs, too."""
_ROLE = re.compile(
    r"(?:er|or|ist|ian|man|woman|person|ant|expert|guard|coach|chief|judge|nurse|president|agent)$"
)
_NOT_ROLES = frozenset(
    """other under over later earlier former order power number water paper border weather matter
    letter summer winter september october november december quarter centre center never whether""".split()
)
_GENERIC = frozenset("man woman person people one official politician member leader boss".split())
_DEPUTY = frozenset("deputy vice former acting interim assistant ex next".split())
_CLAIM = re.compile(r"^(?P<who>.+?) (?:is|was) (?P<role>(?:the|[\w.'’ -]+['’]s?) [^,;]+?)\.?$")
_REST = re.compile(r"\b(?:of|for|at|in|from|on|with|who|that|which|under)\b")


@dataclass(frozen=True, slots=True)
class Role:
    """A role by terms: the word it turns on, the words before it, and whose it is."""

    head: str
    before: frozenset[str]
    rest: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """All but the head."""
        return self.before | self.rest


def other_role(claim: str, sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence that gives the person of "X is the mayor of Y." another role, or another person the role.

    None where the claim is of another form, where X has that role too, and where both may be true: that a
    teacher is the mayor is only contradicted if somebody else is, that a minister is the mayor always.
    """
    match = _CLAIM.match(claim)
    names = people(match["who"]) or _single(match["who"]) if match else []
    if match is None or len(names) != 1:
        return None
    who, claimed = names[0], role_of(match["role"].removeprefix("the "))
    if claimed is None or claimed.head in _terms(_GENERIC):
        return None
    own: list[tuple[Sentence, Role]] = []
    holders: list[Sentence] = []
    bare: list[Sentence] = []  # "director Helene Vasko": of what is left to the article
    for sentence in sentences:
        for name, role in roles(sentence.text):
            if name.split()[-1] == who.split()[-1] and (" " not in who or " " not in name or name == who):
                if _agree(claimed, role):
                    return None
                own.append((sentence, role))
            elif _agree(claimed, role) and (claimed.words & role.words or not role.words):
                (holders if role.words else bare).append(sentence)
    exclusive = [s for s, role in own if {claimed.head, role.head} <= _terms(_OFFICES)]
    if exclusive:
        return exclusive[0]
    if own:
        return own[0][0] if holders else bare[0] if bare else None
    return holders[0] if holders else None


def roles(text: str) -> list[tuple[str, Role]]:
    """The people a text names together with what it says they are, before the name or after it."""
    found = []
    for name in people(text):
        start = text.find(name)
        before = re.search(r"((?:[\w.'’-]+ ){1,6})$", text[:start])
        after = re.match(
            rf"{re.escape(name)},(?: \d+,)? (?:an? |the |its |their |his |her )?([^,.;:]+)", text[start:]
        )
        for words in (_last_role(before[1]) if before else "", after[1] if after else ""):
            role = role_of(words)
            if role is not None:
                found.append((name, role))
    return found


def role_of(words: str) -> Role | None:
    """The role that words name: "the union's chief negotiator", "coach of Castra"; None if they name none."""
    before, rest = _turned_on(words)
    if not before or not _is_role(before[-1]):
        return None
    return Role(terms(before[-1])[0], frozenset(terms(" ".join(before[:-1]))), frozenset(terms(rest)))


def head_of(words: str) -> str:
    """The word that a role turns on, folded: "director" of "Finance Director of Sundfell"; "" of no words."""
    before, _ = _turned_on(words)
    return before[-1].casefold() if before else ""


def _turned_on(words: str) -> tuple[list[str], str]:
    """The words up to the one that a role turns on, and what follows it."""
    rest = _REST.search(words)
    end = rest.start() if rest else len(words)
    return re.findall(r"[\w.'’-]+", words[:end]), words[end:]


def _last_role(before: str) -> str:
    """The words right before a name that may be a title: up to the last stop word."""
    kept: list[str] = []
    for word in reversed(before.split()):
        if word.casefold() in STOP_WORDS or (word.endswith((".", ",")) and len(word) > 4):
            break
        kept.insert(0, word)
    return " ".join(kept)


def is_office(word: str) -> bool:
    """Whether a word alone names a post or a trade: "minister", "coach"."""
    return word in _OFFICES or word in _TRADES


def _is_role(word: str) -> bool:
    lowered = word.casefold()
    return is_office(lowered) or (
        bool(_ROLE.search(lowered)) and lowered not in _NOT_ROLES | STOP_WORDS and len(lowered) > 3
    )


def _agree(claimed: Role, said: Role) -> bool:
    """Whether a role said of somebody bears out the claimed one; a deputy is none."""
    rank = _terms(_DEPUTY)
    return claimed.head == said.head and claimed.before & rank == said.before & rank


def _single(who: str) -> list[str]:
    return [who] if re.fullmatch(r"[A-Z][\w'’-]+", who) else []


@lru_cache
def _terms(words: frozenset[str]) -> frozenset[str]:
    return frozenset(terms(" ".join(sorted(words))))
