"""Who the article says somebody is: "Dutch Prime Minister Mark Rutte", "Josie Farrant, Castra's coach"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile

from assistant.documents import Sentence
from assistant.inflection import is_adverb, is_gerund, is_participle
from assistant.names import people
from assistant.nations import NATIONS
from assistant.terms import STOP_WORDS, fold, terms

_OFFICES = frozenset(
    """president premier minister chancellor secretary governor mayor senator ambassador king queen
    pope prince chairman chairwoman chair chief director head coach captain manager general admiral
    colonel commissioner treasurer attorney prosecutor principal rector dean bishop
    archbishop sheriff executive editor ceo spokesman spokeswoman spokesperson negotiator""".split()
)
"""Posts that one person holds at a time, as a rule: who is a prime minister is not a secretary general."""
_PRESIDING = frozenset("head chair chairman chairwoman".split())
"""Posts that go with any other: a king is the head of a church."""
_BUSINESS = frozenset("president chief executive ceo director manager editor principal".split())
"""Posts that go with each other: a firm's president is its chief executive, too."""
_ALIKE = (
    "spokesman spokeswoman spokesperson",
    "chairman chairwoman chair head",
    "premier minister",
    "minister secretary",
    "chief commissioner",
    "coach manager",
    "ceo executive",
)
"""Words for one post: a premier is a prime minister, a foreign secretary a foreign minister."""
_TRADES = frozenset("expert guard judge nurse agent engineer volunteer vet doctor speaker".split())
"""Further words that name what somebody is although most can be verbs, too."""
_ROLE = re.compile(
    r"(?:er|or|ist|ian|man|woman|person|ant|expert|guard|coach|chief|judge|nurse|president|agent)$"
)
_NOT_ROLES = frozenset(
    """other under over later earlier former order power number water paper border weather matter
    letter summer winter september october november december quarter centre center never whether""".split()
)
_GENERIC = frozenset("man woman person people one official politician member leader boss".split())
_PAST = frozenset("former ex previous retired".split())
_DEPUTY = _PAST | frozenset("deputy vice assistant acting interim next incoming".split())
_BELOW = frozenset("deputy vice assistant former ex".split())
"""What says outright that somebody does not hold the post it stands before."""
_GAINED = r"became|was (?:appointed|named|elected|made|sworn in)(?: as)?"
_CLAIM = re.compile(rf"^(?P<who>.+?) (?P<be>is|has been|{_GAINED}|was) (?P<role>(?!an? )[^,;]+?)\.?$")
_DETERMINERS = frozenset("the this these its their his her our my your".split())
_LINKS = frozenset(
    """to by about as than against above after among around before behind below beside between beyond but
    despite during except if inside into like near nor off onto or out outside over since so through toward
    towards unlike until up upon via when where while within without worth because of for at in from on with
    who whose that which under""".split()
)
"""What stands within no post before the word it turns on: "close to the mayor", "older than the king"."""
_ONCE = frozenset("then candidate hopeful nominee".split())
_RANKS = frozenset("chief head admiral colonel captain general".split())
"""Titles that somebody may have beside an office; a secretary general is no general."""
_DENIED = re.compile(r"\b(?:not?|never|no longer)\b|n['’]t\b", re.IGNORECASE)
_WHO_IS = re.compile(
    r"^(?:(?:and|so|but) )?(?:who(?:['’]?s| is| was)|what(?:['’]?s| is| was) the name of)"
    r" (?P<role>[^?]+?)\W*$",
    re.IGNORECASE,
)
_CAME_TO_BE = re.compile(
    r"\b(?:as|became|becomes?|being|was|been|elected|named|appointed|made|won|wins?|once|formerly"
    r"|candidate for) (?:(?:an?|the|its|his|her|their) )?(?:new |next )?(?P<post>[\w’'-]+(?: [\w’'-]+)?)"
)
_KIN = {"president": "presidential", "mayor": "mayoral", "governor": "gubernatorial"}
_BEFORE_NOW = re.compile(r"\b(?:then|once)[ -]", re.IGNORECASE)
_ALSO = re.compile(r"^who is (?:also )?(?:an? |the |its |their |his |her )?")
_TITLE_OF = re.compile(
    r"\b(?P<office>[A-Z]\w+)(?P<whose>(?: of (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)+) ?$"
)
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

    None where the claim is of another form or of what was, where X has that role too, and where both may be
    true: that a teacher is the mayor is only contradicted if somebody else is, that a minister is the mayor
    always. X may be both, and whoever became the mayor a minister by now, if the article knows X as a mayor
    at all.
    """
    post = _post(claim)
    if post is None:
        return None
    who, claimed = post
    knows_as = _knows_as if re.search(rf" (?:{_GAINED}) ", claim) else _says_became
    if any(knows_as(who, claimed, sentence.text) for sentence in sentences):
        return None
    told = _told(sentences)
    own = [(sentence, role) for sentence, name, role in told if _same_person(who, name)]
    if any(_agree(claimed, role) for _, role in own):
        return None
    exclusive = next((sentence for sentence, role in own if _exclude(claimed, role)), None)
    if exclusive:
        return exclusive
    holders: list[Sentence] = []
    bare: list[Sentence] = []  # "director Helene Vasko": of what is left to the article
    for sentence, name, role in told:
        if not _same_person(who, name) and _agree(claimed, role):
            said = role.words - (_terms(_BUSINESS) if role.head in _terms(_BUSINESS) else frozenset())
            if claimed.words & said or not said:
                (holders if said else bare).append(sentence)
    if own:
        return own[0][0] if holders else bare[0] if bare else None
    return holders[0] if holders else None


def other_title(question: str, sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence that gives somebody whom a question calls by an office ("Why did Mayor Ada Park ...?") one
    that nobody holds beside it.

    None where the question says that it was theirs, or may be ("former", "then-Mayor"), where a sentence has
    the person and that word, and of ranks.
    """
    if (_DEPUTY | _ONCE).intersection(re.findall(r"\w+", fold(question))):
        return None
    for who, claimed in roles(question):
        if _is_rank(claimed) or any(_knows_as(who, claimed, sentence.text) for sentence in sentences):
            continue
        for sentence, name, role in _told(sentences):
            if _same_person(who, name) and not _is_rank(role) and _exclude(claimed, role):
                return sentence
    return None


def bears_out_post(claim: str, text: str) -> bool:
    """Whether a text gives the person of "X is the mayor of Y." just that role, all of its words."""
    post = _post(claim)
    return post is not None and any(
        _same_person(post[0], name) and _agree(post[1], role) and post[1].words <= role.words
        for name, role in roles(text)
    )


def held_elsewhere(question: str, text: str, short: str) -> bool:
    """Whether "Who is the Danish prime minister?" would be answered by the one who holds that post elsewhere.

    Args:
        text: the sentence that would answer.
        short: the words in it that would.
    """
    match = _WHO_IS.match(question)
    asked = role_of(match["role"].removeprefix("the ")) if match else None
    return asked is not None and any(
        name in short and role.head == asked.head and _of_other_country(asked, role)
        for name, role in roles(text)
    )


def _post(claim: str) -> tuple[str, Role] | None:
    """The person and the post of "X is the mayor of Y."; None of another claim, or of what was."""
    match = None if _DENIED.search(claim) else _CLAIM.match(claim)
    if match is None or match["be"] == "was":
        return None
    who = match["who"]
    names = people(who) or _single(who)
    if len(names) != 1 or not who.endswith(names[0]) or _LINKS.intersection(who.casefold().split()):
        return None  # "The brother of Ada Park is the mayor", "Ada Park's firm is the director's"
    claimed = _claimed(match["role"])
    return (names[0], claimed) if claimed else None


def _told(sentences: Sequence[Sentence]) -> list[tuple[Sentence, str, Role]]:
    """Who is what, sentence by sentence."""
    return [(sentence, name, role) for sentence in sentences for name, role in roles(sentence.text)]


def _knows_as(who: str, claimed: Role, text: str) -> bool:
    """Whether a text has the person and the post, not as another's title: "once mayor, Ada Park"."""
    found, kin = terms(text), _kin(claimed.head)
    others = [role.head for name, role in roles(text) if not _same_person(who, name)]
    named = sum(stem in kin for stem in found) > sum(head in kin for head in others)
    return named and set(terms(who.rsplit(maxsplit=1)[-1])) <= set(found)


def _says_became(who: str, claimed: Role, text: str) -> bool:
    """Whether a text that has the person has the post as what somebody came to be: "takes over as coach"."""
    posts = {stem for match in _CAME_TO_BE.finditer(text) for stem in terms(match["post"])}
    return bool(_kin(claimed.head) & posts) and _knows_as(who, claimed, text)


def _kin(head: str) -> frozenset[str]:
    """The stems of a post's name and of its adjective: "president", "presidential"."""
    return frozenset({head, *(_stem(kin) for post, kin in _KIN.items() if _stem(post) == head)})


def _stem(word: str) -> str:
    return terms(word)[0]


def _same_person(who: str, name: str) -> bool:
    """Whether two names are one person's: the same, or alike in the surname that one of them is."""
    bare = " " not in who or " " not in name
    return name == who or (bare and name.split()[-1:] == who.split()[-1:])


def _claimed(words: str) -> Role | None:
    """The post that words claim for somebody alone; None where others may have it: "a lawyer", "angry"."""
    role = role_of(words.removeprefix("the "))
    if role is None or role.head in _terms(_GENERIC) or not _is_one_noun(words):
        return None
    definite = re.match(r"the\b|.*['’]", words) is not None
    return role if definite or role.head in _terms(_OFFICES) else None


def _is_one_noun(words: str) -> bool:
    """Whether all up to the word that a role turns on goes with it: "the club's new coach", "acting mayor".

    Not "suing the mayor" or "becoming mayor": a verb's form only describes behind a determiner or a genitive.
    """
    whole = [word for word in _turned_on(words)[0][:-1] if word.casefold() not in _DEPUTY]
    before = list(dropwhile(lambda word: word in ("now", "still") or is_adverb(word), whole))
    lowered = [word.casefold() for word in before]
    if _LINKS.intersection(map(str.casefold, whole)) or _DETERMINERS.intersection(lowered[1:]):
        return False
    opened = [i for i, word in enumerate(lowered) if word in _DETERMINERS or re.search(r"['’]s?$", word)]
    verbs = [i for i, word in enumerate(before) if word.islower() and _is_verbal(word)]
    return all(i - 1 in opened or (opened and opened[-1] < i) for i in verbs)


def _is_verbal(word: str) -> bool:
    return is_gerund(word) or is_participle(word)


def roles(text: str) -> list[tuple[str, Role]]:
    """The people a text names together with what it says they are, before the name or after it."""
    found = []
    for name in people(text):
        start = text.find(name)
        before = re.search(r"((?:[\w.'’-]+ ){1,6})$", text[:start])
        after = re.match(
            rf"{re.escape(name)},(?: \d+,)? (?:an? |the |its |their |his |her )?([^,.;:]+)", text[start:]
        )
        told = _ALSO.sub("", after[1]) if after else ""
        for words in (_title(before[1]) if before else "", *_each(told)):
            role = role_of(words)
            if role is not None:
                found.append((name, role))
    return found


def _each(words: str) -> list[str]:
    """ "president and chief executive of Acme" as "president of Acme" and "chief executive of Acme"."""
    before, rest = _turned_on(words)
    parts = " ".join(before).split(" and ")
    if before and before[0].casefold() in _PAST:  # "former director and secretary"
        parts[1:] = [f"{before[0]} {part}" for part in parts[1:]]
    return [f"{part} {rest}".strip() for part in parts] if all(map(role_of, parts)) else [words]


def role_of(words: str) -> Role | None:
    """The role that words name: "the union's chief negotiator", "coach of Castra"; None if they name none."""
    before, rest = _turned_on(words)
    head = terms(before[-1]) if before and _is_role(before[-1]) else []
    if not head:
        return None
    return Role(head[0], frozenset(terms(" ".join(before[:-1]))), frozenset(terms(rest)))


def head_of(words: str) -> str:
    """The word that a role turns on, folded: "director" of "Finance Director of Sundfell"; "" of no words."""
    before, _ = _turned_on(words)
    return before[-1].casefold() if before else ""


def _turned_on(words: str) -> tuple[list[str], str]:
    """The words up to the one that a role turns on, those with a hyphen apart, and what follows it."""
    words = _BEFORE_NOW.sub("previous ", words)
    rest = _REST.search(words)
    end = rest.start() if rest else len(words)
    return re.findall(r"\w[\w.'’]*", words[:end]), words[end:]


def _title(before: str) -> str:
    """The words right before a name that may be a title: "Foreign Minister", "Secretary of State"."""
    match = _TITLE_OF.search(before)
    if match and is_office(match["office"].casefold()):
        return _last_role(before[: match.end("office")]) + match["whose"]
    return _last_role(before)


def _last_role(before: str) -> str:
    """The last words that may be a title: up to the last stop word."""
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
    """Whether a role said of somebody bears out the claimed one; a deputy is none, nor another country's."""
    rank = _terms(_DEPUTY)
    same = _alike(claimed.head, said.head) and claimed.before & rank == said.before & rank
    return same and not _of_other_country(claimed, said)


def _alike(head: str, other: str) -> bool:
    """Whether two heads may name one post."""
    return head == other or any({head, other} <= _terms(frozenset(line.split())) for line in _ALIKE)


def _is_rank(role: Role) -> bool:
    return role.head in _terms(_RANKS) and "secretari" not in role.before


def _of_other_country(one: Role, other: Role) -> bool:
    nations = [role.words & _terms(NATIONS) for role in (one, other)]
    return all(nations) and nations[0].isdisjoint(nations[1])


def _exclude(claimed: Role, said: Role) -> bool:
    """Whether nobody holds both: of one post, that of two countries, or the deputy's or former one's, too."""
    if _alike(claimed.head, said.head):
        more = (said.before ^ claimed.before) - _terms(NATIONS)
        below = claimed.head == said.head and bool(more) and more <= _terms(_BELOW)
        return _of_other_country(claimed, said) or below
    if (claimed.before | said.before) & _terms(_DEPUTY | _ONCE):
        return False
    heads = {claimed.head, said.head}
    return heads <= _terms(_OFFICES) - _terms(_PRESIDING) and not heads <= _terms(_BUSINESS)


def _single(who: str) -> list[str]:
    return [who] if re.fullmatch(r"[A-Z][\w'’-]+", who) else []


@lru_cache
def _terms(words: frozenset[str]) -> frozenset[str]:
    return frozenset(terms(" ".join(sorted(words))))
