"""Names of countries and peoples that stand for each other, and capitals for their governments."""

import re
from functools import lru_cache

from assistant.documents import Span

_SAME = (
    "us|united states|america|american|americans|washington|u.s.",
    "uk|united kingdom|britain|british|britons|london",
    "eu|european union|brussels",
    "un|united nations",
    "russia|russian|russians|moscow|kremlin",
    "china|chinese|beijing",
    "denmark|danish|danes|dane|copenhagen",
    "greenland|greenlandic|greenlander|greenlanders",
    "germany|german|germans|berlin",
    "france|french|paris",
    "netherlands|dutch|the hague",
    "europe|european|europeans",
    "spain|spanish|spaniards|madrid",
    "italy|italian|italians|rome",
    "norway|norwegian|norwegians",
    "sweden|swedish|swedes|swede",
    "finland|finnish|finns",
    "poland|polish|poles",
    "turkey|turkish|turks",
    "greece|greek|greeks",
    "ireland|irish",
    "scotland|scottish|scots",
    "wales|welsh",
    "england|english",
    "switzerland|swiss",
    "portugal|portuguese",
    "japan|japanese|tokyo",
    "philippines|philippine|filipino|filipinos",
    "thailand|thai|thais",
    "peru|peruvian|peruvians",
    "ukraine|ukrainian|ukrainians|kyiv",
    "israel|israeli|israelis",
    "iceland|icelandic|icelanders",
    "croatia|croatian|croatians",
    "arctic|high north",
)
_CAPITALS = frozenset(
    """washington london brussels moscow kremlin beijing copenhagen berlin paris madrid rome tokyo
    kyiv""".split()
) | {"the hague"}
_PLACED = re.compile(
    r"\b(?i:in|at|(?<!according )to|from|near|outside|inside|around|across|visit(?:s|ed|ing)?)"
    r"(?: (?:the|central|downtown|inner|greater|occupied|north(?:ern)?|south(?:ern)?|east(?:ern)?|"
    r"west(?:ern)?))*(?: [A-Z][\w.-]*(?:, [A-Z][\w.-]*)*,? (?:and|or))? $"
)
_OF_A_CITY = re.compile(
    r"(?:['’]s?(?: [a-z-]+)?)? (?:streets?|roads?|squares?|districts?|neighbou?rhoods?|suburbs?|outskirts|"
    r"centre|center|airports?|stations?|metro|port|river|bridges?|parks?|museums?|hotels?|hospitals?|"
    r"universit(?:y|ies)|cathedral|stadium|residents|mayor|skyline)\b"
)


@lru_cache
def _groups() -> dict[str, int]:
    return {name: number for number, line in enumerate(_SAME) for name in line.split("|")}


def same_place(name: str, other: str) -> bool:
    """Whether two folded names stand for one country, people or region."""
    groups = _groups()
    return name in groups and groups.get(name) == groups.get(other)


def capitals(folded: str) -> set[str]:
    """The capitals of the table that a folded text names."""
    return place_names(folded) & _CAPITALS


def is_location(text: str, name: Span) -> bool:
    """Whether a capital stands for the city: "in Paris", "Paris's streets"; not "Paris rejected the plan"."""
    rest = text[name.end :]
    placed = not rest.startswith(("'", "’")) and _PLACED.search(text[: name.start])  # "at Paris's request"
    return bool(placed or _OF_A_CITY.match(rest))


def place_names(folded: str) -> set[str]:
    """The names of the table that a folded text holds, those of two words included."""
    padded = f" {folded} "
    return {name for name in _groups() if f" {name} " in padded}
