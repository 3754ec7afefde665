"""The claim that a question asks about or takes for granted, by rule and without a model.

"Is Rutte NATO's secretary general?" -> "Rutte is NATO's secretary general."
"When did NATO approve the operation?" -> "NATO approved the operation."
"Who approved the plan?" -> "Someone approved the plan."
"""

import re
from collections.abc import Callable, Sequence

from assistant.inflection import (
    AUXILIARIES,
    BE,
    DO,
    HAVE,
    MODALS,
    inflected,
    is_adjective,
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
from assistant.questions import ORDERS

MAX_WORDS = 60

_QUOTES = str.maketrans("“”„‘`", '"""\'\'')
_ADVERBIAL = frozenset("when where why how".split())
_PRONOUNS = frozenset("i you he she it we they this that these those everyone anyone someone".split())
_DETERMINERS = frozenset(
    "a an the any some no every each all both his her its their our my your another many several".split()
)
_PREPOSITIONS = frozenset(
    """of in on at to for from by with without about against after before during between into onto over
    under near inside outside behind through as than since until among across around despite toward
    towards within off up down out per via""".split()
)
_JOINING = frozenset("and or but nor & to".split())
_RELATIVE = frozenset("who whom whose which that".split())
_ADVERBS = frozenset("not never also now still already ever even just only always really actually".split())
_EMPTY_ADVERBS = frozenset("ever even really actually".split())
_TIMES = frozenset("year month day date time week decade century hour season weekday point moment".split())
_PLACES = frozenset("place way manner".split())
_DEGREES = frozenset("long often soon far fast quickly well badly late early frequently exactly".split())
_BARE_INFINITIVE = frozenset("help let make see dare have watch hear".split())  # "helped write"
_KIND = re.compile(
    r"^(?:kinds?|types?|sorts?|percent(?:age)?|proportion|share|part|number|amount) of (?:the )?",
    re.IGNORECASE,
)
_ANY = {"any": "some", "anyone": "someone", "anybody": "somebody", "anything": "something"}
_TOPIC = re.compile(r"\bsomething (?:about|regarding|concerning) .+")
"""What something is said about is not claimed: "Danish officials said something about a sale."."""
_OPENING = re.compile(
    r"^(?:(?:and|so|but|or|ok|okay|also|then|well|now|hi|hello|please|exactly|just)\b[\s,]*)+", re.IGNORECASE
)
_NOT = r"(?:is|are|was|were|ai|do|does|did|has|have|had|wo|would|ca|could|should|sha|might|must)n'?t"
_HANGING = (
    rf"(?:,? (?:or )?{_NOT}|(?:,|,? or) (?:{'|'.join(sorted(AUXILIARIES))}))"
    rf" (?:{'|'.join(sorted(_PRONOUNS))}|there)(?: not)?"
)
_TAG = re.compile(
    r"(?:,? (?:right|correct|true|yes|no|is(?: that|n't that| it) (?:true|right|correct|so))"
    rf"|,? (?:and|or) (?:when|where|why|how|who|what|not)(?: \w+)?|{_HANGING})$",
    re.IGNORECASE,
)
"""What is hung on a question or a statement: "right", "and when", "isn't it", "has he not"."""
_THAT = re.compile(
    r"^(?:is it (?:true|correct|right|a fact|the case)|did you know|do you (?:think|know|believe)) that ",
    re.IGNORECASE,
)
_CONTRACTIONS = (
    (re.compile(r"\b(can)'?t\b", re.IGNORECASE), r"\1 not"),
    (re.compile(r"\bwon'?t\b", re.IGNORECASE), "will not"),
    (re.compile(r"\bshan'?t\b", re.IGNORECASE), "shall not"),
    (re.compile(r"\b(is|are|was|were|do|does|did|has|have|had|could|would|should|might|must)n'?t\b",
     re.IGNORECASE), r"\1 not"),
    (re.compile(r"\b(who|what|when|where|why|how)'s\b", re.IGNORECASE), r"\1 is"),
    (re.compile(r"\b(who|what|when|where|why|how)'d\b", re.IGNORECASE), r"\1 did"),
    (re.compile(r"\b(who|what|when|where|why|how)'re\b", re.IGNORECASE), r"\1 are"),
)  # fmt: skip
_PEOPLE_ADJECTIVE = re.compile(r"[A-Z]\w*(?:ish|ese|ian|ean|can|man|dic|utch|ench|aeli|aqi|eek)$")
Words = Sequence[str]


def claim_of(question: str) -> str | None:
    """A sentence that must be true for the question to make sense, or to be answered yes.

    Args:
        question: one question, also without a question mark or capitals.

    Returns:
        The claim with a capital and a full stop; None where no rule finds one, as for keywords, for
        "What is ...?" and for questions to the assistant.
    """
    text = _plain(question)
    if _THAT.match(text):
        text = _THAT.sub("", text)
        return _sentence(text.split()) if text else None
    words = text.split()
    if not 2 < len(words) <= MAX_WORDS:
        return None
    claim = _claim(words)
    if claim is None or len(claim) < 2 or claim[0].lower() in {"i", "you", "we"} | AUXILIARIES:
        return None
    if "not" not in claim:
        claim = [_ANY.get(word.lower(), word) for word in claim]
    return _TOPIC.sub("something.", _sentence(claim))


def _plain(question: str) -> str:
    """One line without quotes about it, closing marks, opening words, contractions and tags."""
    text = " ".join(question.replace("’", "'").translate(_QUOTES).split())
    text = _OPENING.sub("", text.strip("'\" ")).rstrip("?!. \"'…")
    text = _without_tags(text)
    for pattern, whole in _CONTRACTIONS:
        text = pattern.sub(whole, text)
    return _without_tags(text)


def _without_tags(text: str) -> str:
    while (shorter := _TAG.sub("", text).rstrip(" ,")) != text:
        text = shorter
    return text


def _sentence(words: Words) -> str:
    text = " ".join(word for word in words if word)
    return text[:1].upper() + text[1:] + "."


def _claim(words: Words) -> list[str] | None:
    first = words[0].lower()
    if first in AUXILIARIES:  # "Isn't he Dutch?" asks what "Is he Dutch?" asks
        return _undone([w for i, w in enumerate(words) if i != 1 or w != "not"])
    if first in _PREPOSITIONS and words[1].lower() in ("what", "which", "whom", "who", "whose", "how"):
        at = _first(words, 2, lambda w: w.lower() in AUXILIARIES)
        return _undone(words[at:]) if at else None
    if first in _ADVERBIAL:
        return _of_adverbial(words)
    if first in ("who", "whom", "what", "which", "whose"):
        return _of_pronoun(words)
    states = first not in ORDERS and _first(words, 1, _is_finite)  # "Name those who came" claims nothing
    return list(words) if states and not _asks(words) else None


def _asks(words: Words) -> bool:
    return any(w.lower() in ("who", "what", "when", "where", "why", "how", "which", "whose") for w in words)


def _is_finite(word: str) -> bool:
    return word.lower() in AUXILIARIES or (
        (is_past(word) or (is_present(word) and not is_noun(word))) and not word[0].isupper()
    )


def _first(words: Words, start: int, test: Callable[[str], bool]) -> int:
    """The first place from `start` on whose word passes; 0 where none does."""
    return next((i for i in range(start, len(words)) if test(words[i])), 0)


# --- question words ------------------------------------------------------------------


def _of_adverbial(words: Words) -> list[str] | None:
    """when, where, why, how: what is left without the question word."""
    rest = list(words[1:])
    if words[0].lower() == "how":
        if rest[0].lower() in ("many", "much"):
            return _of_amount(rest[0].lower(), rest[1:])
        if rest[0].lower() == "come":
            return rest[1:] if _first(rest, 2, _is_finite) else None
        if rest[0].lower() in _DEGREES:
            rest = rest[1:]
        elif rest[0].lower() not in AUXILIARIES:
            return None
    if rest and rest[0].lower() in AUXILIARIES:
        return _undone(rest)
    return rest if _first(rest, 1, _is_finite) else None  # "why NATO approved it"


def _of_amount(amount: str, words: Words) -> list[str] | None:
    """ "How many troops did X send?" -> "X sent troops."; "How much did it cost?" -> "It cost."."""
    at = _first(words, 0, lambda w: w.lower() in AUXILIARIES)
    if words and words[0].lower() in AUXILIARIES:
        return _undone(words)
    if amount == "many" and words and words[0].lower() in _TIMES | {t + "s" for t in _TIMES}:
        return _undone(words[at:]) if at else None
    return _of_noun(words, at)


def _of_pronoun(words: Words) -> list[str] | None:
    """who, whom, what, which, whose."""
    first, rest = words[0].lower(), words[1:]
    if rest[0].lower() in AUXILIARIES or first in ("who", "whom"):
        return _of_unknown(rest, "someone" if first in ("who", "whom") else "something")
    if first == "whose":
        return ["someone's", *rest] if _first(rest, 1, _is_finite) and not _inverted(rest) else None
    if first == "what" and _is_finite(rest[0]):
        return ["something", *rest] if not rest[0].lower().startswith("happen") else None
    nouns = _KIND.sub("", " ".join(rest)).split()
    at = _first(nouns, 0, lambda w: w.lower() in AUXILIARIES)
    if nouns and nouns[0].lower() in _TIMES | _PLACES and at:
        return _undone(nouns[at:])
    return _of_noun(nouns, at)


def _of_unknown(rest: Words, unknown: str) -> list[str] | None:
    """ "Who approved it?", "Who was arrested?": a subject; "What is Trump planning?": an object."""
    auxiliary, after = rest[0].lower(), [w for w in rest[1:] if w.lower() not in _ADVERBS]
    if auxiliary not in AUXILIARIES:
        return [unknown, *rest] if _is_finite(rest[0]) or is_present(rest[0]) else None
    if not after:
        return None
    is_subject = not after[0][0].isupper() and (
        (auxiliary in BE and (is_participle(after[0]) or is_gerund(after[0])))
        or (auxiliary in HAVE and is_participle(after[0]))
        or (auxiliary in MODALS and is_base(after[0]))
        or (auxiliary not in DO and after[0].lower() in _PREPOSITIONS)
    )
    return [unknown, *rest] if is_subject else _with_object(_undone(rest, gap=True), unknown)


def _of_noun(words: Words, at: int) -> list[str] | None:
    """`words` name what is asked for up to an auxiliary at `at`, or up to the first verb."""
    if not words:
        return None
    if not at:
        at = _first(words, 1, lambda w: _is_finite(w) or (is_base(w) and not is_noun(w)))
        at = at or _first(words, 1, lambda w: is_base(w) or is_present(w))
        return [*_indefinite(words[:at]), *words[at:]] if at else None
    noun = _indefinite(words[:at])
    if not _inverted(words[at:]):
        return [*noun, *words[at:]] if len(words) > at + 1 else None
    return _with_object(_undone(words[at:], gap=True), " ".join(noun))


def _inverted(words: Words) -> bool:
    """Whether a subject follows the auxiliary in front, not a verb: "did X send", not "were sent"."""
    at = _first(words, 0, lambda w: w.lower() in AUXILIARIES)
    if not (words and words[0].lower() in AUXILIARIES):
        words = words[at:]
    auxiliary, after = words[0].lower(), [w for w in words[1:] if w.lower() not in _ADVERBS]
    if not after or after[0][0].isupper():
        return bool(after)
    if auxiliary in DO:
        return True
    lowered = after[0].lower()
    if lowered in _PREPOSITIONS or is_adjective(lowered):
        return False
    if auxiliary in MODALS:
        return not is_base(lowered)
    return not (is_participle(lowered) or is_gerund(lowered) or lowered in ("there", "able"))


def _indefinite(noun: Words) -> list[str]:
    """ "country" -> "a country"; plurals and what has a determiner stay."""
    words = list(noun)
    if words[0].lower() in ("other", "of") or words[0].lower() in _DETERMINERS:
        return words
    if is_plural(words[-1]) or not is_noun(words[-1]) or (len(words) > 1 and words[1].lower() == "of"):
        return words
    if words[-1].lower() in ("money", "information", "evidence", "damage", "aid", "time", "land", "support"):
        return words
    return ["an" if words[0][0].lower() in "aeiou" else "a", *words]


# --- undoing the order of a question -------------------------------------------------


def _undone(words: Words, gap: bool = False) -> list[str] | None:
    """ "did NATO approve it" -> "NATO approved it"; with a gap, the verb may be what comes last.

    With `gap` an empty word marks the place behind the verb, where what is asked for belongs.
    """
    auxiliary, rest = words[0].lower(), list(words[1:])
    negated = bool(rest) and rest[0].lower() == "not"
    rest = rest[negated:]
    if not rest:
        return None
    if auxiliary in DO | MODALS:
        at = _verb_place(rest, is_base, pick_plain=True)
    elif auxiliary in HAVE:
        at = _verb_place(rest, is_participle) or _nominal_place(rest)
    else:
        at = _predicate_place(rest)
    if not at or at >= len(rest):
        return None
    subject, tail = rest[:at], rest[at:]
    adverbs = [w for w in tail[: _adverbs(tail)] if w.lower() not in _EMPTY_ADVERBS]
    tail = tail[_adverbs(tail) :]
    while subject and subject[-1].lower() in _ADVERBS:
        adverbs = [w for w in [subject.pop()] if w.lower() not in _EMPTY_ADVERBS] + adverbs
    if not subject or (not tail and auxiliary not in BE):
        return None
    negated = negated or "not" in adverbs
    adverbs = [w for w in adverbs if w != "not"]
    if auxiliary in DO and not negated:
        front, verb, tail = adverbs, inflected(tail[0], auxiliary), tail[1:]
        return [*subject, *front, verb, *([""] if gap else []), *tail]
    verbs = [*tail[:1]] if auxiliary not in BE or _is_verbal(tail) else []
    gaps = [""] if gap else []
    return [*subject, auxiliary, *(["not"] if negated else []), *adverbs, *verbs, *gaps, *tail[len(verbs) :]]


def _is_verbal(tail: Words) -> bool:
    return bool(tail) and (is_participle(tail[0]) or is_gerund(tail[0]))


def _adverbs(tail: Words) -> int:
    return next((i for i, w in enumerate(tail) if w.lower() not in _ADVERBS), len(tail))


def _with_object(claim: list[str] | None, what: str) -> list[str] | None:
    """Puts `what` where the claim has its gap: behind the verb, or at the end after a preposition."""
    if claim is None or "" not in claim:
        return claim
    at = claim.index("")
    head, tail = claim[:at], claim[at + 1 :]
    if head[-1].lower() in BE:  # "What is the capital of Greenland?"
        return None
    direct = not tail or (tail[0].lower() in _PREPOSITIONS - {"to"} and tail[-1].lower() not in _PREPOSITIONS)
    return [*head, what, *tail] if direct else [*head, *tail, what]


def _complete(words: Words, at: int) -> bool:
    """Whether a subject can end before `at`."""
    if at < 1:
        return False
    last = words[at - 1].lower().rstrip(",")
    if last in _PRONOUNS and last not in ("this", "that", "these", "those"):
        return True
    if last in _DETERMINERS | _PREPOSITIONS | _JOINING | _RELATIVE or last.endswith(("'s", "s'")):
        return False
    is_named = words[at - 1][0].isupper() and not _PEOPLE_ADJECTIVE.match(words[at - 1])
    return is_named or not (is_adjective(last) or is_adverb(last))


def _verb_place(words: Words, test: Callable[[str], bool], pick_plain: bool = False) -> int:
    """Where the verb is that belongs to the auxiliary in front; 0 where there is none.

    A word that is a noun, too, loses against a verb right behind it ("did the police force enter").
    """
    skipped = 0  # verbs of relative clauses, which come first
    for i in range(1, len(words)):
        if words[i - 1].lower() in _RELATIVE and i > 1:
            skipped += 1
        end = i
        while end > 1 and words[end - 1].lower() in _ADVERBS:
            end -= 1
        if not test(words[i]) or not _complete(words, end) or _is_name(words, i):
            continue
        following = words[i + 1] if i + 1 < len(words) else ""
        is_doubtful = pick_plain and is_noun(words[i]) and words[i].lower() not in _BARE_INFINITIVE
        is_described = _can_be_adjective(words[i - 1]) and words[i - 1].islower()
        if is_doubtful and is_base(following) and (is_described or not is_noun(following)):
            continue
        if skipped:
            return 0
        return i
    return 0


def _is_name(words: Words, at: int) -> bool:
    return words[at][0].isupper() and not all(w[0].isupper() for w in words if w[0].isalpha())


def _nominal_place(words: Words) -> int:
    """ "Has Denmark a base?": before the first determiner behind a complete subject."""
    return _first(words, 1, lambda w: w.lower() in ("a", "an", "any", "no", "the", "his", "its", "their"))


def _predicate_place(words: Words) -> int:
    """Where the predicate of a form of "be" begins; 0 where it cannot be told."""
    if words[0].lower() in _PRONOUNS or words[0].lower() == "there":
        determined = words[0].lower() in ("this", "that", "these", "those")
        if not (determined and len(words) > 1 and is_noun(words[1])):
            return 1 if len(words) > 1 else 0
    places = [i for i in range(1, len(words)) if _complete(words, i)]
    for begins in (_begins_plainly, _begins_acronym, _begins_adjective, _begins_phrase, _begins_name):
        for i in places:
            if begins(words, i):
                return i
    return 0


def _begins_plainly(words: Words, i: int) -> bool:
    lowered = words[i].lower()
    if lowered in _ADVERBS or (lowered in _DETERMINERS and words[i - 1].lower() not in _PREPOSITIONS):
        return True
    if words[i][0].isdigit():
        return True
    is_named = words[i - 1][0].isupper() or not lemmas(words[i - 1])
    if words[i].endswith(("'s", "s'")) and is_named:
        return not any(w.endswith("'s") for w in words[:i])
    return not _is_name(words, i) and (is_gerund(lowered) or is_participle(lowered))


def _begins_acronym(words: Words, i: int) -> bool:
    """ "Rutte NATO chief": an acronym behind another name, with more to come."""
    before, here = words[i - 1], words[i]
    is_name = before[0].isupper() and any(c.islower() for c in before)
    return is_name and here.isupper() and len(here) > 1 and i + 1 < len(words)


def _begins_adjective(words: Words, i: int) -> bool:
    last = i + 1 == len(words) or words[i + 1].lower() in _PREPOSITIONS - {"of"} | {"that"}
    if _PEOPLE_ADJECTIVE.match(words[i]):
        return last
    return last and _can_be_adjective(words[i]) and not _is_name(words, i)


def _can_be_adjective(word: str) -> bool:
    return "ADJ" in lemmas(word) and not is_plural(word)


def _begins_phrase(words: Words, i: int) -> bool:
    return words[i].lower() in _PREPOSITIONS - {"of"}


def _begins_name(words: Words, i: int) -> bool:
    """A name behind a common noun, or a common noun behind a name: "the head Rutte", "Rutte head"."""
    before, here = words[i - 1], words[i]
    return (before[0].isupper() != here[0].isupper()) or i + 1 == len(words)
