"""Words as the lexical side of the product compares them: folded, stemmed, stop words apart."""

import math
import re
import threading
import unicodedata

import Stemmer

from assistant.nations import nation, short_names

_WORD = re.compile(r"[^\W_]+(?:[.,'’:][^\W_]+)*")

STOP_WORDS = frozenset(
    """a about above according after again all also am an and any are as at be been before being below between
    both but by can could did do does doing done down during each else ever few for from further had has
    have having he her here hers him his how i if in into is it its just many may me might more most much
    must my no nor not now of off on once only or other our out over own please same shall she should since so
    some such tell than that the their them then there these they this those through to too under until
    up us very was we were what when where whether which while who whom whose why will with would you
    your""".split()
)


_own = threading.local()


def _stemmer() -> Stemmer.Stemmer:
    """The stemmer of this thread: one is not safe to share."""
    if not hasattr(_own, "stemmer"):
        _own.stemmer = Stemmer.Stemmer("english")
    return _own.stemmer


def fold(text: str) -> str:
    """Lower case without accents; not of the same length as `text` in general."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words in order: "U.S. allies’ 1,200" gives us, allies, 1200."""
    found = []
    for match in _WORD.finditer(fold(text)):
        word = match[0].removesuffix("'s")
        found.append(re.sub(r"[.,':]", "", word))
    return found


def by_country(text: str) -> list[str]:
    """The folded words in order, those of a country by its name: "Danish" is "denmark".

    "us" is one where it is written so ("US", "U.S.").
    """
    text = short_names(text)
    country = re.search(r"\bU\.?S\b", text) is not None
    return [nation(w) if w != "us" or country else w for w in words(text)]


def terms(text: str) -> list[str]:
    """The stems of the words that carry meaning, by country, in order; repeated as often as they occur."""
    stems: list[str] = _stemmer().stemWords([w for w in by_country(text) if w not in STOP_WORDS])
    return stems


def same_word(stem: str, other: str) -> bool:
    """Whether two stems belong to one family: equal, or alike in their first letters.

    At least four letters and 60% of the longer stem: "china" and "chines", "russia" and "russian".
    """
    if stem == other:
        return True
    longer = max(len(stem), len(other))
    shared = max(4, math.ceil(0.6 * longer))
    return len(stem) >= 4 and len(other) >= 4 and stem[:shared] == other[:shared]
