"""Words that exclude each other in news: what was approved was not rejected."""

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

_SIDES = (
    "rise climb grow increase gain jump surge soar advance / "
    "fall drop decline decrease shrink plunge slide slip tumble",
    "raise lift hike increase boost / lower cut reduce slash trim",
    "accelerate quicken speed hasten / slow",
    "approve accept back endorse welcome praise applaud cheer hail support embrace / "
    "reject oppose condemn criticise criticize denounce dismiss resist",
    "win beat defeat overcome / lose",
    "begin start launch open resume / end finish close stop halt cancel suspend scrap abandon abolish",
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
)
"""Base forms that exclude each other, on either side of the stroke; for what is compared, in any form."""

OPPOSITES: dict[str, list[str]] = {}
"""Each word, in lower case, with its opposites."""

for _word, _other in (pair.split("/") for pair in _PAIRS):
    OPPOSITES.setdefault(_word, []).append(_other)
    OPPOSITES.setdefault(_other, []).append(_word)


@lru_cache
def opposite_terms() -> dict[str, frozenset[str]]:
    """The opposites of a word by terms, as `assistant.terms` makes them of words in any form."""
    pairs = [pair.split("/") for pair in _PAIRS]
    sides = [[side.split() for side in line.split(" / ")] for line in _SIDES]
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
