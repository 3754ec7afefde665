"""Words that exclude each other in news: what was approved was not rejected."""

from collections import defaultdict
from functools import lru_cache

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

OPPOSITES: dict[str, list[str]] = {}
"""Each word, in lower case, with its opposites."""

for _word, _other in (pair.split("/") for pair in _PAIRS):
    OPPOSITES.setdefault(_word, []).append(_other)
    OPPOSITES.setdefault(_other, []).append(_word)


@lru_cache
def opposite_terms() -> dict[str, frozenset[str]]:
    """The same by terms, as `assistant.terms` makes them of words in any form."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word, others in OPPOSITES.items():
        for term in terms(word):
            found[term].update(t for other in others for t in terms(other))
    return {term: frozenset(others) for term, others in found.items()}
