"""A follow-up made standalone, without a model: the ways it can be understood.

`readings` only proposes; which reading is meant is decided by what the article answers best.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.answer import Status, Turn
from assistant.antecedents import (
    asked_for,
    is_clause,
    is_several,
    noun_phrases,
    persons,
    short_answer,
    statement,
    things,
)
from assistant.inflection import (
    BE,
    DO,
    HAVE,
    MODALS,
    is_gerund,
    is_noun,
    is_participle,
    is_past,
    is_present,
    lemmas,
)
from assistant.names import names_within, proper_names
from assistant.questions import AUXILIARIES, ORDERS, QUESTION_WORDS, Form, form_of
from assistant.references import HE_SHE, IT, THERE, THEY, points, replaced
from assistant.terms import STOP_WORDS, words

MAX_READINGS = 5
MAX_TURNS = 6
"""How far back an antecedent is looked for."""

MOST_ASKED, MOST_SAID = 40, 25
"""So many words of the question asked last, and of its short answer, are read before a follow-up."""

_ASKED = re.compile(
    r"\b(?:(?:by|for|from|in|at|on|to|with|until|till|since) )?"
    r"(?P<asked>(?P<word>who|whom|whose|when|where|why|how|whos|whens|wheres|whys|hows)\b"
    r"(?: (?:much|many|long|often|far|soon|come)\b)?)",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(r"(?:what|how) about\b", re.IGNORECASE)
_SAID = re.compile(
    r"\b(says?|said|saying|told|claims?|claimed|thinks?|believes?|denied|deny|confirmed?)\s+"
    r"(so|that|it|this)(?=\W*$|\s+(?:to|before|about)\b)",
    re.IGNORECASE,
)
_WHO_SAYS = re.compile(r"who (?:says?|said)\b", re.IGNORECASE)
_WHOSE_WORDS = re.compile(
    r"(?:who (?:says?|said|claims?|claimed|told (?:you|them))(?: (?:so|that|it|this))?|(?:says?|said) who"
    r"|according to whom?|whose (?:words|view|opinion|claim) (?:is|was|are|were) (?:that|this|it|those))"
    r"[\s?.!]*",
    re.IGNORECASE,
)
_EMPTY_VERBS = frozenset("say says said tell told happen happened do done else exactly so".split())
_OF_A_SET = frozenset("other others ones else another same too".split())
_OF_A_SET_ALONE = frozenset("rest one second latter former".split())
"""Words that mean one of what was told before; the latter only with no noun after them."""
_MORE = re.compile(
    r"(?:please )?(?:(?:tell me|say|give me|show me) )?(?:some |any )?more(?: details?| info(?:rmation)?)?"
    r"|(?:more )?details|go on|continue|anything (?:else|more)|what else",
    re.IGNORECASE,
)
_AND_WHAT_ABOUT = re.compile(
    r"(?:(?:and|so|but|ok|or)\b)?,?\s*(?:(?:(?:what|how) about|according to|for|by|in|on)\b)?\s*"
    r"(?P<rest>.+?)[\s?.!]*",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:(?:and|so|but|ok|okay|then|or|i mean|no|sorry)\b[,\s]+)+", re.IGNORECASE)
_ALSO = re.compile(
    r",? (?:too|then|though|also|as well|instead|exactly|specifically|again|alone|personally)$", re.IGNORECASE
)
_BEHIND = re.compile(r"\? \S")
_TO_THAT = re.compile(r"\b(?:to|on|with|at|by|before|after) (?:that|this|it)\b", re.IGNORECASE)
_SPEAKS = re.compile(
    r"( (?:say|tell|claim|announce|warn|argue|suggest|believe|think|add))(?: (?:about|of) .+)?$"
)
_ORDINALS = frozenset("first second third fourth fifth last next previous other".split())
_NEGATED = {"can": "can't", "will": "won't", "shall": "shan't"} | {
    word: f"{word}n't" for word in BE | DO | HAVE | MODALS - {"am", "can", "may", "shall", "will"}
}
_OF_SEVERAL = {"does": "do", "is": "are", "was": "were", "has": "have"}
_PREPOSITIONS = r"(?:in|for|at|by|on|from|with|among|according to|under|over|to)\b"
_PREPOSITION = re.compile(_PREPOSITIONS, re.IGNORECASE)


def is_follow_up(question: str) -> bool:
    """Whether the question leans on what went before it."""
    bare = _OPENING.sub("", question)
    content = _content(bare)
    refers = any(points(pronoun, bare) for pronoun in (HE_SHE, THEY, IT, THERE))
    short = len(content) <= 1 and not proper_names(bare[:1].lower() + bare[1:])
    another = _WHAT_ABOUT.match(bare) is not None and len(content) <= 4
    joined = bare != question and len(content) <= 4
    return refers or short or joined or another or _is_of_a_set(words(bare)) or _names_only(bare)


def asks_whose_words(question: str) -> bool:
    """Whether a follow-up asks who says what was answered last, and no more: "Who says so?", "says who?"."""
    return _WHOSE_WORDS.fullmatch(_OPENING.sub("", question)) is not None


def _is_of_a_set(asked: Sequence[str]) -> bool:
    """Whether a question is about another of what was told: "Who else?", "And the second one?"."""
    alone = (w for w, after in pairwise([*asked, ""]) if after in AUXILIARIES | {"", "one", "ones"})
    return bool(_OF_A_SET & set(asked)) or bool(_OF_A_SET_ALONE & set(alone))


def readings(question: str, history: Sequence[Turn]) -> list[str]:
    """Standalone questions that a follow-up may mean; the question itself first, if it says anything."""
    turns = _told(history)
    if not turns or not is_follow_up(question):
        return [question]
    last = turns[-1]
    bare = _OPENING.sub("", question)
    if asks_whose_words(bare) and not _SAID.search(bare):
        bare = "Who says so?"
    if _MORE.fullmatch(bare.strip(" ?.!")):
        return [f"What about {thing}?" for thing in things(IT, last)[:1]] or [question]
    whole = not _BEHIND.search(last.answer.understood_as)  # what was read in its context is no one question
    put = [*_ellipsis(bare, last), *_substitutions(bare, last)] if whole else []
    found = [*put, *_resolved(bare, turns)]
    known = (_tidy(question), _tidy(bare))
    unique = [tidy for tidy in dict.fromkeys(map(_tidy, found)) if tidy not in known]
    itself = [question] if _content(bare) else []
    return [*itself, *unique][:MAX_READINGS] or [question]


def in_context(question: str, asked: str, short: str = "") -> str:
    """A follow-up behind the question asked before it and its short answer, as the reader has learnt it.

    "Who won? Ada Park. And why?" Of what is long, the end of the question and the beginning of the answer.
    """
    before, said = asked.split()[-MOST_ASKED:], short.split()[:MOST_SAID]
    return " ".join([*before, *([" ".join(said) + "."] if said else []), question])


def said_last(history: Sequence[Turn]) -> tuple[str, str] | None:
    """The last question but small talk, as it was understood, and its short answers, none if yes or no.

    None where there is no such question.
    """
    turns = _told(history)
    if not turns:
        return None
    last = turns[-1]
    asked = last.answer.understood_as
    shorts = [c.short for c in last.answer.citations if c.short and form_of(asked) is not Form.YES_NO]
    return asked, ", ".join(dict.fromkeys(shorts))


def _told(history: Sequence[Turn]) -> list[Turn]:
    """The last turns, without small talk."""
    return [turn for turn in history[-MAX_TURNS:] if turn.answer.status is not Status.SOCIAL]


def _content(text: str) -> list[str]:
    return [w for w in words(text) if w not in STOP_WORDS | QUESTION_WORDS | AUXILIARIES]


def _ellipsis(question: str, last: Turn) -> list[str]:
    """ "When?", "For how much?", "Why did he say so?": the new question word asked of the old question."""
    match = _ASKED.search(question)
    left = set(_content(question)) - set(words(match[0])) if match else {""}
    before = last.answer.understood_as.rstrip(" ?.!")
    first, _, rest = before.partition(" ")
    if match is None or not left <= _EMPTY_VERBS or _is_order(before) or _WHO_SAYS.match(question):
        return []
    if " " in match["asked"] and match.end() < len(question.rstrip(" ?.!")):
        return []  # "how long has she been there?" asks something of its own
    if words(match["word"]) == words(first):
        return [f"{before}?"]
    asked = match[0][:1].upper() + match[0][1:]
    if first.casefold() in AUXILIARIES:
        negated = words(question)[-2:] == [words(match["word"])[0], "not"]
        first = _NEGATED.get(first.casefold(), first) if negated else first
        if words(match["word"]) == ["who"] and words(rest)[:1] in (["anyone"], ["anybody"]):
            rest = rest.partition(" ")[2]
        return [f"{asked} {first.lower()} {rest}?"]
    if first.casefold() not in QUESTION_WORDS:
        return [f"{asked} {before}?"]
    put = _asked_of(first.casefold(), rest.split(), last)
    return [f"{asked} {put}?"] if put else []


def _asked_of(word: str, rest: Sequence[str], last: Turn) -> str:
    """What follows another question word in the place of `word`, where `last` has answered it.

    "sold the club" of "who": "did Castra sell the club"; "did Ines say" of "what": "did Ines say that ...".
    """
    short = short_answer(last) or ""
    place = _auxiliary(word, rest)
    auxiliary, named, after = "".join(rest[place : place + 1]), rest[:place], " ".join(rest[place + 1 :])
    deed = is_past(short.split(" ")[0]) or _inverts(short)
    if deed and after.endswith(" do"):
        return _did(after.removesuffix(" do"), short, auxiliary)
    if deed and named[:2] == ["happened", "to"]:
        return _did(" ".join(named[2:]), short)
    if word in ("who", "which", "what"):
        return _of_noun(word, auxiliary, named, after, short)
    counted = named[1:] if word == "how" and named[:1] in (["many"], ["much"]) else []
    if not auxiliary:  # "how many people fled the city"
        verb = next((i for i, token in enumerate(counted) if i and is_past(token)), 0)
        done = _with_base(" ".join(counted[verb:]))
        return " ".join(["did", *counted[:verb], done]) if verb else ""
    described = named if word == "how" and not counted and named[:1] != ["come"] else []
    if auxiliary.casefold() in BE and described:
        return " ".join([auxiliary, after, *described])
    return " ".join([auxiliary, *counted, after])


def _done_by_whom(question: str) -> str:
    """What a question asks the doers of: "sign the treaty" of "Which countries signed the treaty?"; or ""."""
    word, *rest = question.rstrip(" ?.!").split() or [""]
    if word.casefold() not in ("who", "which", "what") or _auxiliary(word.casefold(), rest) < len(rest):
        return ""
    verb = next((place for place, token in enumerate(rest) if is_past(token)), len(rest))
    return _with_base(" ".join(rest[verb:]))


def _auxiliary(word: str, rest: Sequence[str]) -> int:
    """The place of the auxiliary that belongs to a question word; the end where there is none.

    "Who said the talks had failed?" has a verb before its first: none belongs to "who".
    """
    for place, token in enumerate(rest):
        if token.casefold() in AUXILIARIES:
            return place
        if word in ("who", "what") and (is_past(token) or is_present(token)):
            break
    return len(rest)


def _inverts(clause: str) -> bool:
    """Whether a clause opens with an auxiliary: "was injured", "had been shot", "could not come"."""
    verb, following = [*clause.split(), "", ""][:2]
    return verb in BE | MODALS or (verb in HAVE and is_participle(following))


def _did(subject: str, clause: str, auxiliary: str = "did") -> str:
    """A clause without its subject, asked of: "did Ada fall", "was Ada injured", "could Ada not come"."""
    verb, _, rest = clause.partition(" ")
    return f"{verb} {subject} {rest}" if _inverts(clause) else f"{auxiliary} {subject} {_with_base(clause)}"


def _of_noun(word: str, auxiliary: str, named: Sequence[str], after: str, short: str) -> str:
    """What `_asked_of` has of "who", "which" and "what"."""
    if not auxiliary:
        begins = next((i for i, token in enumerate(named) if is_past(token) or is_present(token)), 0)
        return f"did {short} {_with_base(' '.join(named[begins:]))}" if short else " ".join(named)
    if auxiliary.casefold() in DO:
        if _SPEAKS.search(after) and is_clause(short):
            return f"{auxiliary} " + _SPEAKS.sub(lambda match: f"{match[1]} that {short}", after)
        return f"{auxiliary} {after} {' '.join(named) or short}".strip()
    if word in ("who", "what") and short and not named and is_participle((after or " ").split(" ")[0]):
        return _agreeing(f"{auxiliary} {short} {after}", short)
    if word == "who" and short:
        verb = after.split(" ", maxsplit=1)[0]
        inverted = auxiliary.casefold() not in BE or is_gerund(verb) or is_participle(verb)
        return f"{auxiliary} {short} {after}" if inverted else f"{auxiliary} {after} {short}"
    subject = [short or " ".join(["the", *named])] if named else []
    return " ".join([auxiliary, *subject, after])


def _with_base(clause: str) -> str:
    """A clause that opens with its verb, as it follows "did": "reject the plan" of "rejected the plan"."""
    verb, _, rest = clause.partition(" ")
    if is_past(verb) or is_present(verb):
        verb = lemmas(verb)["VERB"][0]
    return f"{verb} {rest}".strip()


def _substitutions(question: str, last: Turn) -> list[str]:
    """ "And Marta?" after "What does Gideon do?": what is new in the place of what is like it, or added."""
    about = _WHAT_ABOUT.match(question)
    if (set(words(question)) & (QUESTION_WORDS | AUXILIARIES) and not about) or _orders(question):
        return []
    match = _AND_WHAT_ABOUT.fullmatch(question)
    rest = match["rest"] if match else ""
    before = last.answer.understood_as
    if not words(rest) or len(rest.split()) > 6 or rest in before:
        return []
    preposition = _PREPOSITION.match(question)
    if preposition:
        phrase = rf" {preposition[0]} .+?(?=(?: {_PREPOSITIONS}.*)?[\s?.!]*$)"
        same = re.search(phrase, before, re.IGNORECASE)
        kept = before[: same.start()] + before[same.end() :] if same else before
        return [f"{kept.rstrip(' ?.!')} {question.rstrip(' ?.!')}?"]
    rest = _ALSO.sub("", rest)
    if not _may_name(rest):
        return []
    named, names = bool(names_within(rest)), [span.of(before) for span in proper_names(before)]
    if named and not names and (done := _done_by_whom(before)):
        return [f"Did {rest} {done}?"]
    phrases = noun_phrases(before)
    alike = (names or phrases) if named else (phrases or names)
    rest = re.sub(r" ones?$", "", rest)
    of_a_kind = words(rest)[-1] in _ORDINALS
    put = [
        before.replace(phrase, f"{rest} {phrase.split()[-1]}" if of_a_kind else rest, 1)
        for phrase in alike[:2]
    ]
    return [_agreeing(re.sub(r"\b[Tt]he (?=the\b)", "", reading), rest) for reading in put]


def _may_name(phrase: str) -> bool:
    """Whether it can be a noun phrase: "Marta", "the wounded", "the second"; not "Really", "Good to know"."""
    first, *_, last = [*words(phrase)[:1], *words(phrase)]
    return not lemmas(last) or is_noun(last) or first in ("a", "an", "the") or last in _ORDINALS


def _resolved(question: str, turns: Sequence[Turn]) -> list[str]:
    """Pronouns replaced by what they may stand for."""
    last = turns[-1]
    told = statement(last)
    found = []
    for person in persons(question, turns) or [""]:
        reading = replaced(HE_SHE, question, person) if person else question
        if _SAID.search(reading) and told:
            found.append(_SAID.sub(lambda match: f"{match[1]} that {told}", reading))
        else:
            found += _with_things(reading, last)
    return found


def _with_things(question: str, last: Turn) -> list[str]:
    """A question with what was told of in the place of its "it", "they", "there"; itself, if it has none."""
    pronouns = [pronoun for pronoun in (THEY, IT, THERE) if points(pronoun, question)][:2]
    if not pronouns:
        return [question]
    meant = [things(pronoun, last) for pronoun in pronouns]
    said = asked_for(last.answer.understood_as) if _TO_THAT.search(question) else None
    if pronouns == [IT] and said:
        meant = [[said, *meant[0]]]
    found = []
    for place in range(min(2, max(map(len, meant)))):
        reading = question
        for pronoun, possible in zip(pronouns, meant, strict=True):
            new = [thing for thing in possible if not _has(reading, thing)]
            if new:
                thing = new[min(place, len(new) - 1)]
                reading = _agreeing(replaced(pronoun, reading, thing, count=1), thing)
        found.append(reading)
    return found


def _has(question: str, thing: str) -> bool:
    """Whether a question names a thing already, so that its "it" means another."""
    return re.search(rf"\b{re.escape(thing)}(?![\w'’])", question, re.IGNORECASE) is not None


def _agreeing(question: str, subject: str) -> str:
    """A question whose auxiliary agrees with its new subject, if that is no name: "do the leaders"."""
    if not (subject.split() or [""])[-1].islower():
        return question
    forms = _OF_SEVERAL if is_several(subject) else {several: one for one, several in _OF_SEVERAL.items()}
    wrong = rf"\b(?:{'|'.join(forms)})(?= {re.escape(subject)}(?! and\b)[^\w'’])"
    return re.sub(wrong, lambda match: forms[match[0].casefold()], question, flags=re.IGNORECASE)


def _names_only(question: str) -> bool:
    asked = words(question)
    return 0 < len(asked) <= 4 and not set(asked) & (QUESTION_WORDS | AUXILIARIES) and not _orders(question)


def _orders(question: str) -> bool:
    """Whether it begins with an order: "Describe the operation"."""
    return bool(ORDERS.intersection(words(question)[:1]))


def _is_order(question: str) -> bool:
    return _orders(question) or _WHAT_ABOUT.match(question) is not None


def _tidy(question: str) -> str:
    question = " ".join(question.split())
    return question[:1].upper() + question[1:]
