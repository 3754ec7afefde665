"""What names an agency or an outlet, not a person or a place, where an article says who made it."""

_KNOWN = frozenset(
    name.strip()
    for name in """aap; afp; agence france-presse; al jazeera; anadolu; ani; ansa; ap; associated press; bbc;
    bloomberg; business wire; canadian press; cnn; dpa; efe; globenewswire; ians; interfax; kyodo; npr; ntb;
    pa; press association; press trust; prnewswire; pti; reuters; ritzau; stt; tass; thomson reuters;
    united press international; upi; xinhua; yonhap""".split(";")
)
_LAST = frozenset("agency magazine media news newswire times tv".split())
_BODIES = frozenset(
    """apec asean ecowas europol fifa frontex iaea interpol mercosur nafta nasa nato noaa oecd opec osce uefa
    unesco unhcr unicef unrwa usaid""".split()
)


def is_known_agency(name: str) -> bool:
    """Whether it is a well-known agency: "Reuters", "The Associated Press"."""
    known = " ".join(word for word in name.casefold().split() if word not in ("the", "staff")) in _KNOWN
    return known and not (len(name) <= 3 and name.istitle())  # "Ani" is a person's name


def is_agency(name: str) -> bool:
    """Whether it is one, by its name or its form: "Coast News", "The Guardian"."""
    first, *others = name.casefold().split()
    return is_known_agency(name) or first == "the" or (bool(others) and others[-1] in _LAST)


def is_acronym(word: str) -> bool:
    """Whether a word in capitals is short for a body: three letters, or a known one."""
    return len(word) <= 3 or word.casefold() in _BODIES
