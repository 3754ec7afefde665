"""A follow-up made standalone, without a model: the ways it can be understood.

`readings` only proposes; which reading is meant is decided by what the article answers best.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.answer import Status, Turn
from assistant.documents import Span
from assistant.inflection import BE, DO, is_gerund, is_participle, is_past, is_plural, is_present, lemmas
from assistant.names import people, proper_names
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
    r"(so|that|it|this)\b",
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
    r"(?:and|so|but|ok|or)?,?\s*(?:(?:what|how) about|according to|for|by|in|on)?\s*(?P<rest>.+?)[\s?.!]*",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:(?:and|so|but|ok|okay|then|or|i mean|no|sorry)\b[,\s]+)+", re.IGNORECASE)
_BEHIND = re.compile(r"\? \S")
_PREPOSITION = re.compile(r"(?:in|for|at|by|on|from|with|among|according to|under|over|to)\b", re.I)


_NOUN_PHRASE = re.compile(
    r"\b(?:the|a|an) (?:[\w'-]+ ){0,3}?[\w'-]+(?=\W*$| \w+ing\b| (?:of|in|for|to|on)\b)"
)
_TOPIC = re.compile(
    r"\b((?:the|a|an|this|these|any) (?:[\w'’-]+ ){0,3}?[\w'’-]+?)(?= (?:of|in|for|to|on|at|by|is|are|was"
    r"|were|be|do|does|did|has|have|had|will|would|could|should|can|said|going|being|there|here|before|ever"
    r"|yet|now|already|again|say|think|want|mean)\b|\W*$)"
)
_COUNTED = re.compile(r"^how many (?:of the )?(?P<noun>[\w'’-]+)\b", re.IGNORECASE)


def is_follow_up(question: str) -> bool:
    """Whether the question leans on what went before it."""
    bare = _OPENING.sub("", question)
    content = _content(bare)
    refers = any(points(pronoun, bare) for pronoun in (HE_SHE, THEY, IT, THERE))
    short = len(content) <= 1 and not proper_names(bare[:1].lower() + bare[1:])
    joined = bare != question and len(content) <= 4
    return refers or short or joined or _is_of_a_set(words(bare)) or _names_only(bare)


def _is_of_a_set(asked: Sequence[str]) -> bool:
    """Whether a question is about another of what was told: "Who else?", "And the second one?"."""
    alone = (w for w, after in pairwise([*asked, ""]) if after in AUXILIARIES | {"", "one", "ones"})
    return bool(_OF_A_SET & set(asked)) or bool(_OF_A_SET_ALONE & set(alone))


def readings(question: str, history: Sequence[Turn]) -> list[str]:
    """Standalone questions that a follow-up may mean; the question itself first, if it says anything."""
    turns = [turn for turn in history[-MAX_TURNS:] if turn.answer.status is not Status.SOCIAL]
    if not turns or not is_follow_up(question):
        return [question]
    last = turns[-1]
    bare = _OPENING.sub("", question)
    if _MORE.fullmatch(bare.strip(" ?.!")):
        return [f"What about {thing}?" for thing in _things(last)[:1]] or [question]
    whole = not _BEHIND.search(last.answer.understood_as)  # what was read in its context is no one question
    put = [*_ellipsis(bare, last), *_substitutions(bare, last)] if whole else []
    found = [*put, *_resolved(bare, turns)]
    known = (_tidy(question), _tidy(bare))
    unique = [tidy for tidy in dict.fromkeys(map(_tidy, found)) if tidy not in known]
    if not unique:
        unique = [_tidy(f"{bare.rstrip(' ?.!')} {' '.join(_content(last.answer.understood_as))}?")]
    itself = [question] if _content(bare) else []
    return [*itself, *unique][:MAX_READINGS]


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
    last = next((turn for turn in reversed(history) if turn.answer.status is not Status.SOCIAL), None)
    if last is None:
        return None
    asked = last.answer.understood_as
    shorts = [c.short for c in last.answer.citations if c.short and form_of(asked) is not Form.YES_NO]
    return asked, ", ".join(dict.fromkeys(shorts))


def _content(text: str) -> list[str]:
    return [w for w in words(text) if w not in STOP_WORDS | QUESTION_WORDS | AUXILIARIES]


def _ellipsis(question: str, last: Turn) -> list[str]:
    """ "When?", "For how much?", "Why did he say so?": the new question word asked of the old question."""
    match = _ASKED.search(question)
    left = set(_content(question)) - set(words(match[0])) if match else {""}
    before = last.answer.understood_as.rstrip(" ?.!")
    first, _, rest = before.partition(" ")
    if match is None or not left <= _EMPTY_VERBS or _is_order(before):
        return []
    if " " in match["asked"] and match.end() < len(question.rstrip(" ?.!")):
        return []  # "how long has she been there?" asks something of its own
    if words(match["word"]) == words(first):
        return [f"{before}?"]
    asked = match[0][:1].upper() + match[0][1:]
    if first.casefold() in AUXILIARIES:
        return [f"{asked} {before[:1].lower()}{before[1:]}?"]
    if first.casefold() not in QUESTION_WORDS:
        return [f"{asked} {before}?"]
    return [f"{asked} {_asked_of(first.casefold(), rest.split(), _short(last) or '')}?"]


def _asked_of(word: str, rest: Sequence[str], short: str) -> str:
    """What follows another question word in the place of `word`, where `short` was its answer.

    "sold the club" of "who": "did Castra sell the club"; "did Ines say" of "what": "did Ines say so".
    """
    place = next((i for i, token in enumerate(rest) if token.casefold() in AUXILIARIES), len(rest))
    if word not in ("who", "which", "what"):
        return " ".join(rest)
    if place == len(rest):
        begins = next((i for i, token in enumerate(rest) if is_past(token) or is_present(token)), 0)
        return f"did {short} {_with_base(' '.join(rest[begins:]))}" if short else " ".join(rest)
    auxiliary, after, named = rest[place], " ".join(rest[place + 1 :]), " ".join(rest[:place])
    if auxiliary.casefold() in DO:
        return f"{auxiliary} {after} {named or short}".strip()
    if word == "who" and short:
        verb = after.split(" ")[0]
        subject = auxiliary.casefold() not in BE or is_gerund(verb) or is_participle(verb)
        return f"{auxiliary} {short} {after}" if subject else f"{auxiliary} {after} {short}"
    return f"{auxiliary} {named} {after}" if named else " ".join(rest)


def _with_base(clause: str) -> str:
    """A clause that opens with its verb, as it follows "did": "reject the plan" of "rejected the plan"."""
    verb, _, rest = clause.partition(" ")
    if is_past(verb) or is_present(verb):
        verb = lemmas(verb)["VERB"][0]
    return f"{verb} {rest}".strip()


def _substitutions(question: str, last: Turn) -> list[str]:
    """ "And Marta?" after "What does Gideon do?": the new name in the old one's place, or added."""
    about = _WHAT_ABOUT.match(question)
    if (set(words(question)) & (QUESTION_WORDS | AUXILIARIES) and not about) or _orders(question):
        return []
    match = _AND_WHAT_ABOUT.fullmatch(question)
    rest = match["rest"] if match else ""
    before = last.answer.understood_as
    if not rest or len(rest.split()) > 6 or rest in before:
        return []
    phrases = [span.of(before) for span in proper_names(before)] + _NOUN_PHRASE.findall(before)
    replaced = [before.replace(phrase, rest, 1) for phrase in phrases[:2]]
    if _PREPOSITION.match(question):
        return [f"{before.rstrip(' ?.!')} {question.rstrip(' ?.!')}?", *replaced]
    return replaced


def _resolved(question: str, turns: Sequence[Turn]) -> list[str]:
    """Pronouns replaced by what they may stand for."""
    last = turns[-1]
    statement = _statement(last)
    found = []
    for person in _antecedents(question, turns) or [""]:
        reading = replaced(HE_SHE, question, person) if person else question
        if _SAID.search(reading) and statement:
            found.append(_SAID.sub(lambda match: f"{match[1]} {statement}", reading))
        elif any(points(pronoun, reading) for pronoun in (IT, THEY, THERE)):
            for thing in _things(last)[:2]:
                meant = reading
                for pronoun in (THEY, IT, THERE):
                    meant = replaced(pronoun, meant, thing, count=1)
                found.append(meant)
        else:
            found.append(reading)
    return found


def _antecedents(question: str, turns: Sequence[Turn]) -> list[str]:
    """Whom "he" or "she" may be: the last question's person, the answer's, then earlier ones."""
    if not points(HE_SHE, question):
        return []
    found: list[str] = []
    for turn in reversed(turns):
        said = " ".join(citation.short or "" for citation in turn.answer.citations)
        quoted = " ".join(citation.quote for citation in turn.answer.citations)
        for text in (turn.answer.understood_as, said, quoted):
            found += people(text)
            if not people(text) and text is not quoted:
                found += [span.of(text) for span in proper_names(text) if _may_be_person(text, span)][:1]
    return list(dict.fromkeys(found))[:2]


def _may_be_person(text: str, span: Span) -> bool:
    """A single name counts unless a word of place or an article stands before it."""
    before = words(text[: span.start])[-1:]
    return not before or before[0] not in ("the", "in", "at", "from", "of", "on", "to", "into", "near", "a")


def _things(turn: Turn) -> list[str]:
    """What "it", "they" or "there" may be: the short answer, or what the question was about."""
    found = []
    short = _short(turn)
    asked = turn.answer.understood_as
    topic = _TOPIC.search(asked)
    if topic:
        passive = words(asked)[0] in BE and len(topic[1].split()) > 2 and is_participle(topic[1].split()[-1])
        found.append(topic[1].rpartition(" ")[0] if passive else topic[1])
    counted = _COUNTED.match(asked)
    if counted and is_plural(counted["noun"]):
        found.append(f"the {counted['noun']}")
    names = [span.of(asked) for span in proper_names(asked)]
    if short and len(short.split()) <= 8 and not is_past(short.split()[0]):
        found.append(short)
    return list(dict.fromkeys([*found, *names[-1:]]))


def _short(turn: Turn) -> str | None:
    return next((c.short for c in turn.answer.citations if c.short), None)


def _statement(turn: Turn) -> str | None:
    """What was said: the short answer where it is a clause, else the quoted sentence."""
    short = _short(turn)
    if short and len(short.split()) >= 4 and any(is_past(word) or is_present(word) for word in words(short)):
        return short
    if not turn.answer.citations:
        return short
    return turn.answer.citations[0].quote.rstrip(".")


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
