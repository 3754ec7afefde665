"""What the "he", "it", "they", "there" and "that" of a follow-up may stand for.

Antecedents come from the question asked last, as it was understood, and from its answer: people, things and
what was said.
"""

import re
from collections.abc import Sequence
from itertools import dropwhile

from assistant.answer import Turn
from assistant.claims import claim_of
from assistant.inflection import (
    BE,
    DO,
    HAVE,
    MODALS,
    is_adverb,
    is_base,
    is_gerund,
    is_noun,
    is_participle,
    is_past,
    is_plural,
    is_present,
    lemmas,
)
from assistant.names import names_within, people, proper_names
from assistant.questions import AUXILIARIES, ORDERS, QUESTION_WORDS, Form, form_of
from assistant.references import HE_SHE, IT, THERE, THEY, TIMES, points
from assistant.replies import NO
from assistant.terms import STOP_WORDS, words

MOST_WORDS = 8
"""A short answer of more is no name for a thing."""

_DETERMINERS = frozenset("a an the this that these those any some no his her its their".split())
_UNKNOWN = frozenset("someone somebody something anyone anybody anything nobody nothing there".split())
_GROUPS = frozenset("police people staff crew team jury public family couple".split())
"""Nouns without a plural ending that "they" may stand for."""
_SOMETHING = "something"
_OBJECT_ASKED = re.compile(r"what (?:did|does|do|has|have|had|will|would|can|could|should) ", re.IGNORECASE)
_ABOUT = re.compile(r"\babout (?P<topic>[^?]+?)[\s?.!]*$", re.IGNORECASE)
_REPORTED = re.compile(r"^[^,]+? (?:said|says|claimed|believes|thinks) (?:that )?(?!to\b)", re.IGNORECASE)
_ROUGHLY = frozenset("about around some nearly almost over only".split())
_OPENING_QUOTES = frozenset('"“')
_ARTICLE = re.compile(r"^(?:an?|any|some) ", re.IGNORECASE)
_NUMBERS = frozenset("one two three four five six seven eight nine ten eleven twelve dozens hundreds".split())
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_NUMBERS)})\b", re.IGNORECASE)


def short_answer(turn: Turn) -> str | None:
    """The first short answer that an answer marks, on one line, as it stands within a sentence."""
    short = next((" ".join(c.short.split()) for c in turn.answer.citations if c.short), None)
    common = short and (words(short) or [""])[0] in STOP_WORDS | _NUMBERS
    return f"{short[:1].lower()}{short[1:]}" if short and common else short


def persons(question: str, turns: Sequence[Turn]) -> list[str]:
    """Whom "he" or "she" may be, at most two: who was asked about, or named by an answer, last; else who is
    in the sentences cited."""
    if not points(HE_SHE, question):
        return []
    latest = turns[::-1]
    asked = [turn.answer.understood_as for turn in latest]
    told = [short_answer(turn) or "" for turn in latest]
    quoted = [name for turn in latest for name in _people_in(_quoted(turn))]
    found = [name for pair in zip(asked, told, strict=True) for text in pair for name in _people_in(text)]
    found += [name for turn in latest for name in _who(turn) if name not in " ".join(found)]
    named = " ".join(found)
    alone = [name for text in asked for name in _names(text) if " " not in name and name not in named]
    known = [name for name in alone if any(name in whole.split() for whole in quoted)]
    meant = [*found, *known] or quoted or alone
    if not meant:
        meant = [_definite(phrase) for phrase in noun_phrases(asked[0]) if not is_several(phrase)]
    return list(dict.fromkeys(meant))[:2]


def things(pronoun: re.Pattern[str], turn: Turn) -> list[str]:
    """What "it", "they" or "there" may be: what the question was about or asked for, or its short answer."""
    asked = turn.answer.understood_as
    phrases = [_definite(phrase) for phrase in noun_phrases(asked) if not _is_time(phrase)]
    names = [name for name in _names(asked) if not _is_time(name) and not _is_surname(name, turn)][-1:]
    short = short_answer(turn)
    named = short and _names_a_thing(short) and not _is_surname(short, turn)
    answers = [_ARTICLE.sub("the ", short)] if short and named else []
    counted = _NUMBER.match(" ".join(dropwhile(_ROUGHLY.__contains__, words(short or ""))))
    if pronoun is IT and ((words(asked)[:1] == ["who"] and people(short or "")) or counted):
        answers = []
    if pronoun is THEY:
        several = [phrase for phrase in [*phrases, *answers] if is_several(phrase)]
        groups = [name for name in [*answers, *names] if names_within(name)]
        return list(dict.fromkeys(several or groups))
    one = [phrase for phrase in phrases if not is_several(phrase)]
    if pronoun is THERE:
        named_place = [short] if short and named and words(asked)[:1] == ["where"] else []
        return list(dict.fromkeys([*(_places(short) or named_place), *one, *names]))
    what, topic = asked_for(asked), topic_asked_about(asked)
    about = [topic] if topic else []
    found = [*answers, *about, what, *one] if what else [*about, *one, *answers]
    return list(dict.fromkeys([*found, *names]))


def noun_phrases(question: str) -> list[str]:
    """What a question names by nouns, in order, each up to the first "of": "the council", "the bridge plan".

    Where the verb is in its base form they are told in the claim that is made ("The police questioned
    somebody." of "Did the police question anybody?"), in which subject and verb stand apart.
    """
    bare = (DO | MODALS).intersection(words(question))
    claim = claim_of(question) if bare else None
    tokens = (claim or question).rstrip(" ?.!").split()
    if claim and len(tokens) > 2 and not any(map(_is_finite, tokens[1:-1])) and _is_finite(tokens[-1]):
        tokens[-1] = ""  # its verb, whatever else it can be: "the match ends"
    found = []
    place = 0
    while place < len(tokens):
        end = _end(tokens, place) if tokens[place] and _begins(tokens, place, question) else place
        if end > place:
            phrase = " ".join(tokens[place:end]).strip(",;:?")
            here = _within(question, phrase) or _within(question, _bare(phrase))
            found += [here] if here else []
        place = max(end, place + 1)
    return found


def statement(turn: Turn) -> str | None:
    """What was said: what a yes/no question claims, denied where the answer was no; a short answer that is a
    clause; or what is cited."""
    asked = turn.answer.understood_as
    claim = claim_of(asked) if form_of(asked) is Form.YES_NO else None
    if claim:
        told = _inside(_REPORTED.sub("", claim))
        return _denied(told) if turn.answer.lead == NO else told
    short, quote = short_answer(turn), _quoted(turn).rstrip(".")
    if short and is_clause(short):
        return short
    return _inside(quote) if quote and not _OPENING_QUOTES.intersection(quote) else None


def _denied(claim: str) -> str:
    """ "the bridge is not open" of "the bridge is open"; a claim without an auxiliary as it is."""
    tokens = claim.split()
    place = next((i for i, token in enumerate(tokens) if token in BE | HAVE | MODALS), None)
    return claim if place is None else " ".join([*tokens[: place + 1], "not", *tokens[place + 1 :]])


def is_clause(text: str) -> bool:
    """Whether it says something by itself: four words or more, of which one may be a finite verb."""
    told = words(text)
    return len(told) >= 4 and any(is_past(w) or is_present(w) or w in AUXILIARIES for w in told)


def asked_for(question: str) -> str | None:
    """What a question with "what" asks for, as a clause: "what Ada Park said about the plan"."""
    claim = claim_of(question) if _OBJECT_ASKED.match(question) else None
    if not claim or not re.search(rf"\b{_SOMETHING}\b", claim):
        return None
    subject_and_verb, _, rest = claim.rstrip(".").partition(f" {_SOMETHING}")
    topic = topic_asked_about(question)
    rest = rest or (f" about {topic}" if topic else "")
    return f"what {_inside(subject_and_verb)}{rest}"


def topic_asked_about(question: str) -> str | None:
    """ "the plan" of "What did Ada Park say about the plan?"."""
    about = _ABOUT.search(question)
    return about["topic"] if about else None


def _begins(tokens: Sequence[str], place: int, question: str) -> bool:
    """Whether a noun phrase begins here: with a determiner, as a subject, or as a bare plural."""
    word = tokens[place].lower()
    if word in _DETERMINERS:
        return True
    if word in STOP_WORDS | _UNKNOWN | QUESTION_WORDS | AUXILIARIES or not lemmas(word):
        return False
    if place == 0:
        return tokens[0] not in question.split() and not is_adverb(word)
    before = tokens[place - 1].lower()
    plain = is_plural(word) and tokens[place].islower() and not is_past(word)
    governed = before in (STOP_WORDS | AUXILIARIES) - QUESTION_WORDS
    verbal = is_past(before) or is_present(before) or is_base(before)
    return plain and (governed or (not is_present(word) and verbal))


def _end(tokens: Sequence[str], place: int) -> int:
    """Where the noun phrase ends that begins at `place`: before what is no noun nor describes one."""
    first = place + (tokens[place].lower() in _DETERMINERS)
    end = first
    while end < len(tokens):
        word = tokens[end].lower().strip(",;:")
        following = tokens[end + 1] if end + 1 < len(tokens) else ""
        if not word or word in STOP_WORDS | AUXILIARIES | QUESTION_WORDS | _UNKNOWN:
            break
        if end > first and (is_gerund(word) or (is_adverb(word) and not is_noun(word))):
            break
        verbal = is_past(word) or is_participle(word) or is_present(word)
        verbal = verbal or (is_base(word) and is_plural(tokens[end - 1]))
        if end > first and verbal and _is_verb(word, following):
            break
        end += 1
        if tokens[end - 1].endswith((",", ";", ":")):
            break
    return end if end > first else place


def _is_finite(word: str) -> bool:
    return word in AUXILIARIES or is_past(word) or is_present(word)


def _is_verb(word: str, following: str) -> bool:
    """Whether a word that can be a finite verb is one here: a noun, too, it is before what it may govern."""
    if not is_noun(word):
        return True
    after = following.lower()
    governs = after in _DETERMINERS | _UNKNOWN or following[:1].isupper() or is_noun(after)
    return bool(after) and governs and after not in AUXILIARIES


def _definite(phrase: str) -> str:
    """What was told of before: "the economists" of "economists", "the walkout" of "a walkout"."""
    phrase = _ARTICLE.sub("the ", phrase)
    determined = words(phrase)[:1] and words(phrase)[0] in _DETERMINERS
    return phrase if determined else f"the {phrase[:1].lower()}{phrase[1:]}"


def is_several(phrase: str) -> bool:
    """Whether "they" stands for it: "the workers", "the police", "Ada and Ben"; not "the Netherlands"."""
    head = (words(phrase) or [""])[-1]
    named = bool(names_within(phrase)) and " " in phrase
    return " and " in phrase or (not named and (head in _GROUPS or is_plural(head)))


def _names_a_thing(short: str) -> bool:
    """Whether a short answer names something: no clause, no mere number and no time."""
    told = list(dropwhile(_ROUGHLY.__contains__, words(short)))
    if not told or len(told) > MOST_WORDS or is_past(told[0]) or told[0] in STOP_WORDS - _DETERMINERS:
        return False
    if not AUXILIARIES.isdisjoint(told):
        return False
    nouns = [w for w in told if not _NUMBER.search(w) and w not in STOP_WORDS]
    return any(len(w) > 2 for w in nouns) and not (_NUMBER.search(short) and any(map(_is_time, nouns)))


def _places(short: str | None) -> list[str]:
    """A short answer that says where, without its preposition: "Geneva" of "in Geneva"."""
    match = re.fullmatch(r"(?:in|at|near|outside|on) (?P<place>.+)", short or "")
    place = match["place"] if match else ""
    return [place] if place and _names_a_thing(place) and not _is_time(place) else []


def _is_time(phrase: str) -> bool:
    last = (words(phrase) or [""])[-1]
    return not TIMES.isdisjoint([last, *lemmas(last).get("NOUN", ())])


def _people_in(text: str) -> list[str]:
    """The names of people, without those of places: "on Chandler Street"."""
    places = (rf"\b(?:in|at|on|near|the) {re.escape(name)}" for name in people(text))
    return [name for name, place in zip(people(text), places, strict=True) if not re.search(place, text)]


def _is_surname(name: str, turn: Turn) -> bool:
    """Whether it is part of a longer name in the question, or in what answered it."""
    known = [*people(turn.answer.understood_as), *people(_quoted(turn))]
    return " " not in name and any(name in whole.split()[1:] for whole in known)


def _who(turn: Turn) -> list[str]:
    """The single name that answers a question with "who", as people() does not tell it."""
    short, asked = short_answer(turn) or "", turn.answer.understood_as
    told = words(asked)[:1] == ["who"] and " " not in short and not people(asked) and not is_several(short)
    return _names(f"x {short}") if told else []


def _names(text: str) -> list[str]:
    """The proper names of a question; "Where's" is none."""
    found = [span.of(text) for span in proper_names(text)]
    return [name for name in found if words(name)[0] not in QUESTION_WORDS | AUXILIARIES | ORDERS]


def _quoted(turn: Turn) -> str:
    return " ".join(word for citation in turn.answer.citations for word in citation.quote.split())


def _within(text: str, phrase: str) -> str | None:
    at = text.casefold().find(phrase.casefold())
    return text[at : at + len(phrase)] if at >= 0 else None


def _bare(phrase: str) -> str:
    """A phrase without the determiner that its claim has put there: "guarantee" of "a guarantee"."""
    return phrase.partition(" ")[2] or phrase


def _inside(claim: str) -> str:
    """A claim as it stands within a sentence."""
    bare = claim.rstrip(".")
    named = any(map(bare.startswith, names_within(bare)[:1]))
    return bare if named and words(bare)[0] not in STOP_WORDS else f"{bare[:1].lower()}{bare[1:]}"
