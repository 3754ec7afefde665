"""One change at a time to a plain statement, and what then follows from what.

A change gives two texts, the one before and the one after, and two labels: of the claim "after" in the
light of "before", and the other way round. Training uses both directions, so that neither the changed
text nor its words give the label away.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.inflection import (
    inflected,
    is_base,
    is_noun,
    is_participle,
    is_past,
    is_plural,
    lemmas,
)
from assistant.opposites import OPPOSITES

SUPPORTED, REFUTED, NOT_ENOUGH = "supported", "refuted", "not_enough"
UNSUPPORTED = "unsupported"  # refuted or not enough; which of them is left open
UNKNOWN = ""  # not to be learnt from


@dataclass(frozen=True, slots=True)
class Change:
    """`forth`: the label of claim `after` given `before`; `back`: of claim `before` given `after`."""

    kind: str
    before: str
    after: str
    forth: str
    back: str


_ENTITY = re.compile(r"\b[A-Z][\w'’.-]*\w(?: (?:(?:of|the|de|van|von) )?[A-Z][\w'’.-]*\w)*")
_NUMBER = re.compile(r"(?<![\w.,$£€-])\d[\d,.]*(?![\w-])(?<![.,])")
_BOUND = re.compile(
    r"\b(?:at least|at most|more than|less than|over|under|up to|about|nearly)\b", re.IGNORECASE
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April June July August September October November December".split()
_COUNTS = "two three four five six seven eight nine ten twelve twenty".split()
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|must|may|might) (?!not\b|n't|no\b|never\b)"
)
_NEGATED = re.compile(r"\b(?:not|never|no|none|nobody|nothing|neither|without)\b|n't\b", re.IGNORECASE)
_HEDGES = ("may", "might", "could", "is expected to", "plans to", "is likely to", "has promised to")
_CLOSED = ("refused to", "failed to", "has yet to", "decided not to", "did not", "never managed to")
_OPEN = ("wanted to", "planned to", "promised to", "was expected to", "might", "will", "hoped to", "tried to")
_SPEAKERS = (
    "Officials", "A spokesman", "Critics", "The opposition", "An analyst", "Local media", "The minister",
    "Witnesses", "The company", "Activists", "One report", "Residents", "The union", "His lawyer",
)  # fmt: skip
_SAYING = (
    "said",
    "claimed",
    "alleged",
    "argued",
    "suggested",
    "believes",
    "insisted",
    "speculated",
    "said",
    "said",
)
_SAID_THAT = re.compile(
    r"^(?P<who>(?:[A-Z]|The |A )[\w .'’-]{2,50}?) (?P<verb>said|says|claimed|claims|argued|argues|alleged|"
    r"believes|believed|suggested|warned|predicted|insisted|hopes|hoped|stated|added|told reporters)"
    r"(?P<that> that)? (?P<what>(?:the|a|an|it|he|she|they|there|this|that|his|her|its|[A-Z]).{15,})$"
)  # fmt: skip
_BEFORE_NOUNS = frozenset("the a an of in his her its their".split())
_QUANTIFIED = re.compile(r"\b(some|most|many|several|few|all|every|every one of|none of)\b", re.IGNORECASE)


def name(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """Another name. What is said to be somebody's role or place is refuted; else it may just be unsaid."""
    found = [m for m in _ENTITY.finditer(text) if len(m[0]) > 2 and not (m.start() == 0 and _is_common(m[0]))]
    if not found:
        return None
    match = rng.choice(found)
    words = match[0].count(" ")
    like = [s for s in rng.choices(strangers, k=12) if s not in text and match[0] not in s]
    like = [s for s in like if s.count(" ") == words] or like
    if not like or match[0] in _DAYS + _MONTHS:
        return None
    after = text[: match.start()] + rng.choice(like) + text[match.end() :]
    is_role = match.start() == 0 and re.match(r" (?:is|was) (?:the|\w+'s)\b", text[match.end() :])
    label = REFUTED if is_role else UNSUPPORTED
    return Change("name", text, after, label, label)


def _is_common(word: str) -> bool:
    return " " not in word and bool(
        lemmas(word.lower()) or word.lower() in ("the", "a", "an", "in", "it", "he")
    )


def number(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """Another number; a year counts as a date."""
    del strangers
    found = [m for m in _NUMBER.finditer(text) if not re.fullmatch(r"(?:1\d|20)\d\d", m[0])]
    words = [m for m in re.finditer(r"\b\w+\b", text) if m[0] in _COUNTS]
    if _BOUND.search(text) or not (found or words):
        return None
    match = rng.choice(found or words)
    if found:
        digits = re.sub(r"\D", "", match[0])
        if "." in match[0] or len(digits) > 6:
            new = str(rng.choice((3, 7, 12, 18, 25, 40, 60, 85)))
        else:
            new = str(max(1, round(int(digits) * rng.choice((0.3, 0.5, 2, 3, 1.5))) + rng.choice((1, 2, 3))))
    else:
        new = rng.choice([w for w in _COUNTS if w != match[0]])
    if new == match[0]:
        return None
    return Change("number", text, text[: match.start()] + new + text[match.end() :], REFUTED, REFUTED)


def date(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """Another weekday, month or year."""
    del strangers
    pattern = "|".join((*_DAYS, *_MONTHS, r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)"))
    found = list(re.finditer(rf"\b(?:{pattern})\b", text))
    if not found:
        return None
    match = rng.choice(found)
    if match[0][0].isdigit():
        new = str(int(match[0]) + rng.choice((-20, -7, -3, -2, -1, 1, 2, 3, 9)))
    else:
        new = rng.choice([w for w in (_DAYS if match[0] in _DAYS else _MONTHS) if w != match[0]])
    return Change("date", text, text[: match.start()] + new + text[match.end() :], REFUTED, REFUTED)


def role(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """Subject and object of "X did something to Y" exchanged; said of the object, it is still the same."""
    del strangers
    found = list(_ENTITY.finditer(text))
    if len(found) < 2 or found[0].start() != 0 or _is_common(found[0][0]):
        return None
    first, second = found[0], found[1]
    between = text[first.end() : second.start()].split()
    if not between or len(between) > 4 or not is_past(between[0]) or between[0] in ("was", "were", "said"):
        return None
    if (
        between[-1] in ("in", "on", "at", "since", "during")
        or "and" in between
        or "," in text[: second.start()]
    ):
        return None
    rest = text[second.end() :]
    exchanged = second[0] + text[first.end() : second.start()] + first[0] + rest
    participle = participle_of(between[0])
    if len(between) > 1 or participle is None or rng.random() < 0.4:
        return Change("role", text, exchanged, UNSUPPORTED, UNSUPPORTED)
    passive, reverse = (
        f"{second[0]} was {participle} by {first[0]}{rest}",
        f"{first[0]} was {participle} by {second[0]}{rest}",
    )
    if rng.random() < 0.5:
        return Change("role", text, passive, SUPPORTED, SUPPORTED)
    return Change("role", text, reverse, UNSUPPORTED, UNSUPPORTED)


def opposite(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """A word turned into its opposite."""
    del strangers
    found = [m for m in re.finditer(r"\b[a-z]+\b", text) if m[0] in OPPOSITES]
    if not found or _NEGATED.search(text):
        return None
    match = rng.choice(found)
    after = text[: match.start()] + rng.choice(OPPOSITES[match[0]]) + text[match.end() :]
    return Change("opposite", text, after, REFUTED, REFUTED)


def negation(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """The main verb negated."""
    del strangers
    if _NEGATED.search(text) or text.startswith(("Some", "Many", "Something")):
        return None
    clause = parts(text)
    if clause is not None:
        subject, verb, rest = clause
        put = rng.choice(("did not", "did not", "never", "has not", "has not yet", *_CLOSED[:3]))
        form = verb if put.split()[0] == "never" else base_of(verb)
        if put.startswith("has not"):
            form = verb if is_participle(verb) and lemmas(verb) else None
        if form:
            return Change("negation", text, f"{subject} {put} {form}{rest}", REFUTED, REFUTED)
        return None
    match = _AUXILIARY.search(text)
    if match is None or match.start() > 80 or text[: match.start()].count(",") % 2:
        return None
    put = rng.choice(("not", "not", "not", "never"))
    after = f"{text[: match.end()]}{put} {text[match.end() :]}"
    return Change("negation", text, after, REFUTED, REFUTED)


def modality(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """What will be or was is only possible, planned or wanted."""
    del strangers
    if _NEGATED.search(text):
        return None
    if match := re.search(r"\b(will|may|might|could)\b(?= [a-z]+)", text):
        if match[0] == "will":
            after = text[: match.start()] + rng.choice(_HEDGES[:5]) + text[match.end() :]
            return Change("modality", text, after, SUPPORTED, NOT_ENOUGH)
        after = text[: match.start()] + "will" + text[match.end() :]
        return Change("modality", text, after, NOT_ENOUGH, SUPPORTED)
    clause = parts(text)
    base = base_of(clause[1]) if clause else None
    if clause is None or base is None:
        return None
    subject, _, rest = clause
    if rng.random() < 0.4:
        return Change("modality", text, f"{subject} {rng.choice(_CLOSED)} {base}{rest}", REFUTED, REFUTED)
    after = f"{subject} {rng.choice(_OPEN)} {base}{rest}"
    return Change("modality", text, after, UNKNOWN, NOT_ENOUGH)


def scope(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """Some become all, all become some, one becomes the only one."""
    del strangers
    if _NEGATED.search(text):
        return None
    if match := _QUANTIFIED.search(text):
        old = match[0].lower()
        to, forth, back = {
            "all": rng.choice((("some", SUPPORTED, NOT_ENOUGH), ("none of", REFUTED, REFUTED))),
            "every": ("almost every", UNSUPPORTED, NOT_ENOUGH),
            "few": ("most", REFUTED, REFUTED),
        }.get(
            old,
            ("all", NOT_ENOUGH, SUPPORTED) if old in ("some", "most", "many", "several") else ("", "", ""),
        )
        following = text[match.end() :].lstrip()
        if to == "none of" and not following.startswith(("the ", "of ")):
            to = "no"
        if not to or following.startswith(("of", "more", "as ")):
            return None
        to = to.capitalize() if match[0][0].isupper() else to
        return Change("scope", text, text[: match.start()] + to + text[match.end() :], forth, back)
    return _bare_plural(text, rng)


def _bare_plural(text: str, rng: random.Random) -> Change | None:
    """ "Officials rejected it." becomes "Some officials ..." and "All officials ..."."""
    match = re.match(r"(?P<first>[A-Z]\w+ )?(?P<noun>[A-Za-z]+s)(?= (?:are|were|have|will|\w+ed) )", text)
    if (
        match is None
        or not is_plural(match["noun"])
        or (match["first"] and _is_common(match["first"].strip()))
    ):
        return None
    noun = (match["first"] or "") + match["noun"].lower()
    rest = text[match.end() :]
    some = f"{rng.choice(('Some', 'Several', 'A few'))} {noun}{rest}"
    every = f"{rng.choice(('All', 'All of the'))} {noun}{rest}"
    return Change("scope", some, every, NOT_ENOUGH, SUPPORTED)


def attribution(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """What somebody said is stated as a fact, and the other way round; or somebody else said it."""
    if match := _SAID_THAT.match(text):
        what = match["what"]
        is_contested = match["verb"] not in (
            "said",
            "says",
            "stated",
            "added",
            "told reporters",
        ) or re.search(
            r"\b(?:should|would|could|may|might|must|will|best|worst|great|wrong|right|better)\b", what
        )
        if rng.random() < 0.5 and strangers:
            after = text.replace(match["who"], rng.choice(strangers), 1)
            return Change("attribution", text, after, UNSUPPORTED, UNSUPPORTED)
        if not is_contested:
            return None
        bare = what[:1].upper() + what[1:]
        return Change("attribution", text, bare, NOT_ENOUGH, NOT_ENOUGH)
    if _NEGATED.search(text) or " said" in text or not (parts(text) or _AUXILIARY.search(text)):
        return None
    return _reported(text, rng)


def _reported(text: str, rng: random.Random) -> Change | None:
    begin = text if not _is_common(text.split(maxsplit=1)[0]) else text[:1].lower() + text[1:]
    verb = rng.choice(_SAYING)
    if rng.random() < 0.2:
        after = f"{rng.choice(_SPEAKERS)} denied that {begin}"
        return Change("attribution", text, after, NOT_ENOUGH, UNSUPPORTED)
    told = f"{rng.choice(_SPEAKERS)} {verb} that {begin}"
    if rng.random() < 0.4:
        told = f"{text.rstrip('.')}, {rng.choice(_SPEAKERS).lower()} {verb}."
    if verb == "said" and not re.search(r"\b(?:should|would|could|may|might|must|will)\b", text):
        return None
    return Change("attribution", text, told, NOT_ENOUGH, NOT_ENOUGH)


_ADJUNCT = re.compile(
    r"^(?P<kept>.{20,}[^,]),? "
    r"(?:in|on|at|after|before|during|since|near|with|against|by|for|because|following|despite)"
    r" [^,.;]{4,45}\.$"
)


def shortened(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """Without its last phrase it still holds; with one more than is known it may not."""
    del rng, strangers
    match = _ADJUNCT.match(text)
    if match is None or _NEGATED.search(text):
        return None
    return Change("shortened", text, match["kept"] + ".", SUPPORTED, NOT_ENOUGH)


def paraphrase(text: str, rng: random.Random, strangers: Sequence[str]) -> Change | None:
    """The same in other words, by rule."""
    del strangers
    ways = [(a, b) for a, b in _SAME if re.search(rf"\b{a}\b", text)]
    if not ways:
        return None
    old, new = rng.choice(ways)
    return Change("paraphrase", text, re.sub(rf"\b{old}\b", new, text, count=1), SUPPORTED, SUPPORTED)


_SAME = [
    tuple(pair.split("/"))
    for pair in (
        "said/stated|said/told reporters|began/started|started/began|will/is going to|"
        "about/around|more than/over|bought/purchased|children/kids|found/discovered|near/close to|"
        "showed/demonstrated|help/assist|helped/assisted|many/a lot of|several/a number of|"
        "large/big|the United States/the US|the United Kingdom/Britain|is not/isn't|"
        "did not/didn't|was not/wasn't|two/2|three/3|four/4|five/5|ten/10|percent/per cent|"
        "announced/made public|"
        "wanted/sought|asked/requested|allowed/permitted|rejected/turned down|approved/gave approval to|"
        "criticised/criticized|because/since|currently/at present|before/prior to|after/following|"
        "also/in addition|"
        "ended/finished|injured/hurt|police/police officers|built/constructed|chose/selected"
    ).split("|")
]


def parts(text: str) -> tuple[str, str, str] | None:
    """(subject, past-tense verb, rest) of a simple statement; None where the verb is not plain."""
    words = text.split(" ")
    for i, word in enumerate(words[1:9], start=1):
        if word.lower() in (
            "is",
            "are",
            "was",
            "were",
            "has",
            "have",
            "had",
            "who",
            "which",
            "that",
            "to",
            "by",
        ):
            return None
        if word.endswith(",") or words[i - 1].endswith(","):
            return None
        verbal = word.islower() and is_past(word.rstrip(".")) and not is_noun(word)
        if verbal and words[i - 1].lower() not in _BEFORE_NOUNS:
            verb = word.rstrip(".")
            return " ".join(words[:i]), verb, "".join(f" {w}" for w in words[i + 1 :]) or "."
    return None


def participle_of(verb: str) -> str | None:
    """The past participle of a past tense: "took" -> "taken"."""
    base = base_of(verb)
    return inflected(base, "been") if base else None


def base_of(verb: str) -> str | None:
    """The base form of a past tense: "sent" -> "send"."""
    for lemma in lemmas(verb).get("VERB", ()):
        if is_base(lemma) and inflected(lemma, "did") == verb:
            return lemma
    return None


Way = Callable[[str, random.Random, Sequence[str]], Change | None]
WAYS: dict[str, Way] = {
    "name": name,
    "number": number,
    "date": date,
    "role": role,
    "opposite": opposite,
    "negation": negation,
    "modality": modality,
    "scope": scope,
    "attribution": attribution,
    "shortened": shortened,
    "paraphrase": paraphrase,
}
