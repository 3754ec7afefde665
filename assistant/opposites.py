"""Words that exclude each other in news: what was approved was not rejected."""

import re
from collections import defaultdict
from functools import lru_cache

from assistant.inflection import forms
from assistant.terms import terms

_PAIRS = (
    "approved/rejected accepted/rejected welcomed/condemned welcomed/rejected welcomed/criticised "
    "welcomed/criticized supported/opposed praised/criticised praised/criticized confirmed/denied "
    "increased/decreased rose/fell won/lost began/ended opened/closed arrested/released joined/left "
    "attacked/defended hired/dismissed raised/lowered raised/cut bought/sold passed/failed allowed/banned "
    "arrived/departed found/lost strengthened/weakened gained/lost agreed/refused agreed/disagreed "
    "before/after more/fewer more/less first/last highest/lowest largest/smallest northern/southern "
    "eastern/western north/south east/west early/late higher/lower guilty/innocent alive/dead male/female "
    "public/private legal/illegal approves/rejects supports/opposes increase/decrease success/failure "
    "victory/defeat convicted/acquitted started/stopped launched/cancelled launched/canceled inside/outside "
    "positive/negative safe/dangerous same/different old/new old/young strong/weak growing/receding "
    "growing/shrinking growing/melting delayed/early resigned/stayed closed/open full/empty ahead/behind "
    "cheaper/dearer cheaper/costlier profit/loss up/down unanimous/divided signed/postponed "
    "temporary/permanent"
).split()

SIDES = (
    "rise climb grow increase gain jump surge soar advance / "
    "fall drop decline decrease shrink plunge slide slip tumble",
    "raise lift hike increase boost / lower cut reduce slash trim",
    "accelerate quicken speed hasten / slow",
    "approve accept back endorse welcome praise applaud cheer hail support embrace / "
    "reject oppose condemn criticise criticize denounce dismiss resist",
    "win beat defeat overcome / lose",
    "begin start launch open resume / end finish close shut stop halt cancel suspend scrap abandon abolish",
    "continue remain stay keep / stop end leave quit resign scrap abolish",
    "confirm admit acknowledge prove concede / deny dispute",
    "allow permit legalise legalize authorise authorize / ban forbid prohibit bar block prevent",
    "arrest detain jail imprison charge convict / release free acquit clear",
    "join enter / leave quit exit",
    "agree / disagree refuse",
    "succeed / fail",
    "buy purchase acquire / sell",
    "hire appoint employ recruit / dismiss sack fire",
    "find discover locate / lose miss",
    "arrive come enter / depart leave",
    "attack / defend",
    "die perish / survive live",
    "destroy demolish ruin / survive spare save restore build preserve",
    "strengthen tighten / weaken loosen ease",
    "improve / worsen deteriorate",
    "expand widen extend / shrink narrow shorten",
    "include / exclude",
    "love like enjoy / hate dislike",
    "publish reveal disclose / withhold conceal hide",
    "lend / borrow",
    "invite / exclude",
    "unite / divide split",
    "encourage urge / discourage deter",
    "cost charge / free",
    "move / stay remain",
    "postpone delay defer / hasten",
    "majority / minority",
    "maximum most / minimum least",
    "happy pleased satisfied delighted glad warm / angry unhappy furious disappointed sad cool",
    "rich wealthy / poor",
    "hot warm / cold cool",
    "likely / unlikely",
    "possible / impossible",
    "known / unknown",
    "complete whole entire / partial incomplete",
    "voluntary optional / compulsory mandatory",
    "peaceful calm / violent",
    "ally friend / enemy rival",
    "winner / loser",
    "deep / shallow",
    "major / minor",
    "optimistic / pessimistic",
    "wide broad / narrow",
    "mild slight light moderate / severe serious heavy grave intense",
    "large big huge vast great / small little tiny",
    "high / low",
    "tall long / short",
    "thick / thin",
    "fast quick rapid swift / slow",
    "easy simple / hard difficult tough",
    "cheap inexpensive affordable / expensive costly dear",
    "loud noisy / quiet silent",
    "clean / dirty polluted contaminated",
    "wet rainy / dry",
    "empty vacant / full crowded packed",
    "awake / asleep",
    "sympathetic / hostile",
    "reasonable fair justified / excessive unjust",
    "true correct right accurate / false wrong mistaken",
    "domestic / foreign",
    "urban / rural",
    "remember / forget",
    "export / import",
    "deposit / withdraw",
    "obey / defy violate",
    "rescue save / abandon",
    "help assist aid / hinder hamper obstruct",
    "thank / blame",
    "forgive / punish",
    "earn / lose",
    "married / single divorced",
    "friendly / hostile",
    "safe secure / dangerous hazardous risky",
    "toxic poisonous harmful / harmless safe",
    "broken damaged / intact",
    "injure hurt wound / unscathed",
    "willing eager keen / reluctant",
    "full-time / part-time",
    "man men / woman women",
    "victory win / loss",  # not "defeat": whoever defeats another wins
    "drop withdraw / file pursue",
    "proceed / halt stop",
    "recover rebound / worsen relapse",
    "rise ascend climb / sink descend",
    "appear emerge / disappear vanish",
    "create establish / destroy abolish dissolve",
    "promote / demote relegate",
    "indoor / outdoor",
    "front / rear",
    "top / bottom",
    "upper / lower",
    "freeze / thaw melt",
    "heat warm / cool",
    "impose introduce / lift scrap repeal",
    "add / remove subtract",
    "install / remove dismantle",
    "attach / detach",
    "busy / idle",
    "active / inactive idle dormant",
    "strict tough / lenient lax",
    "hawkish / dovish",
    "liberal / conservative",
    "tie draw / win",
    "tie draw / lose",
    "repay return / keep",
    "trust / distrust suspect doubt",
    "optional / mandatory compulsory",
    "prosecution / defence defense",
    "plaintiff / defendant",
    "buyer / seller",
    "hope / fear",
    "relieved / worried concerned",
    "calm / nervous anxious",
    "honest / dishonest",
    "proud / ashamed",
    "overstate exaggerate overestimate / understate underestimate",
    "exceed surpass / miss undershoot",
    "speed hasten / delay slow",
    "advance / retreat",
    "invade occupy / withdraw leave",
    "cause / prevent",
    "pay / owe",
    "overturn overrule reverse annul / uphold affirm",
    "convict sentence / acquit exonerate",
    "settle / sue",
    "grant award / deny refuse withhold",
    "morning / evening night afternoon",
    "day / night",
    "summer / winter",
    "spring / autumn",
    "sunrise dawn / sunset dusk",
)
"""Base forms that exclude each other, on either side of the stroke; for what is compared, in any form."""
_UNLIKE = re.compile(r"^un(?=\w{4})")
_PHRASES = (
    (re.compile(r"\b(?:go|goes|went|gone|going|come|comes|came|coming) up\b", re.IGNORECASE), "risen"),
    (re.compile(r"\b(?:go|goes|went|gone|going|come|comes|came|coming) down\b", re.IGNORECASE), "fallen"),
    (re.compile(r"\b(?:turn|turns|turned|turning) down\b", re.IGNORECASE), "rejected"),
    (re.compile(r"\b(?:call|calls|called|calling) off\b", re.IGNORECASE), "cancelled"),
    (re.compile(r"\b(?:put|puts|putting) off\b", re.IGNORECASE), "postponed"),
    (re.compile(r"\b(?:let|lets|letting) go\b", re.IGNORECASE), "released"),
    (re.compile(r"\bswitch(?:es|ed|ing)? off\b|\bturn(?:s|ed|ing)? off\b", re.IGNORECASE), "stopped"),
    (re.compile(r"\bswitch(?:es|ed|ing)? on\b|\bturn(?:s|ed|ing)? on\b", re.IGNORECASE), "started"),
    (re.compile(r"\bfree of charge\b", re.IGNORECASE), "free"),
)
"""Verbs of two words, and one word that has the same opposites."""

OPPOSITES: dict[str, list[str]] = {}
"""Each word, in lower case, with its opposites."""

for _word, _other in (pair.split("/") for pair in _PAIRS):
    OPPOSITES.setdefault(_word, []).append(_other)
    OPPOSITES.setdefault(_other, []).append(_word)


@lru_cache
def opposite_terms() -> dict[str, frozenset[str]]:
    """The opposites of a word by terms, as `assistant.terms` makes them of words in any form."""
    pairs = [pair.split("/") for pair in _PAIRS]
    sides = [[side.split() for side in line.split(" / ")] for line in SIDES]
    known: dict[str, set[str]] = {}
    for base in {base for line in sides for side in line for base in side}:
        known[base] = {term for form in forms(base) for term in terms(form)}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in [*(([a], [b]) for a, b in pairs), *sides]:
        for ours, theirs in ((one, other), (other, one)):
            opposed = {term for word in theirs for term in known.get(word) or terms(word)}
            for term in {term for word in ours for term in known.get(word) or terms(word)}:
                found[term] |= opposed
    return {term: frozenset(others - {term}) for term, others in found.items()}


def opposed(term: str, other: str) -> bool:
    """Whether one term is the opposite of the other: a known one, or the same with "un" before it."""
    if other in opposite_terms().get(term, frozenset()):
        return True
    return _UNLIKE.sub("", other) == term != other or _UNLIKE.sub("", term) == other != term


def plain(text: str) -> str:
    """A text with one word in place of the verbs of two that have an opposite: "went up" is "risen"."""
    for phrase, word in _PHRASES:
        text = phrase.sub(word, text)
    return text
