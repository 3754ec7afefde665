"""Names of countries and peoples that stand for each other."""

from functools import lru_cache

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


@lru_cache
def _groups() -> dict[str, int]:
    return {name: number for number, line in enumerate(_SAME) for name in line.split("|")}


def same_place(name: str, other: str) -> bool:
    """Whether two folded names stand for one country, people or region."""
    groups = _groups()
    return name in groups and groups.get(name) == groups.get(other)


def place_names(folded: str) -> set[str]:
    """The names of the table that a folded text holds, those of two words included."""
    padded = f" {folded} "
    return {name for name in _groups() if f" {name} " in padded}
