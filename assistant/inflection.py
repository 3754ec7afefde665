"""English verb forms, looked up in LemmInflect's dictionary: which a word can be, and how to make them."""

from collections.abc import Mapping
from functools import lru_cache

BE = frozenset("is are was were am".split())
HAVE = frozenset("has have had".split())
DO = frozenset("do does did".split())
MODALS = frozenset("will would can could should may might must shall".split())
AUXILIARIES = BE | HAVE | DO | MODALS
_NEVER_VERBS = frozenset(
    """over like down up out back us nato near past outside inside under off on in round through less more
    well still even better best second one two own people united even no yes dr mr mrs ms st""".split()
)
_BARE = frozenset("be have do go come make take give get say see find let put tell help".split())


def load() -> None:
    """Reads the dictionary, a third of a second; else the first word looked up does."""
    is_past("be")


@lru_cache(maxsize=4096)
def lemmas(word: str) -> Mapping[str, tuple[str, ...]]:
    """The lemmas of `word` by part of speech (VERB, NOUN, ADJ, ADV); empty where it is unknown."""
    import lemminflect

    found: dict[str, tuple[str, ...]] = lemminflect.getAllLemmas(word.lower())
    return found


@lru_cache(maxsize=4096)
def _forms(lemma: str, tag: str) -> tuple[str, ...]:
    import lemminflect

    found: tuple[str, ...] = lemminflect.getInflection(lemma, tag, inflect_oov=False)
    return found


def _is_form(word: str, tag: str) -> bool:
    lowered = word.lower()
    if lowered in _NEVER_VERBS:
        return False
    return any(lowered in _forms(lemma, tag) for lemma in lemmas(lowered).get("VERB", ()))


def is_base(word: str) -> bool:
    """Whether `word` can be a verb's base form ("approve")."""
    lowered = word.lower()
    known = lowered not in _NEVER_VERBS and lowered in lemmas(lowered).get("VERB", ())
    return lowered in _BARE or (known and lowered not in BE | MODALS)


def is_past(word: str) -> bool:
    """Whether it can be a past tense ("approved", "sent")."""
    return _is_form(word, "VBD")


def is_present(word: str) -> bool:
    """Whether it can be a third person singular ("approves")."""
    return _is_form(word, "VBZ")


def is_participle(word: str) -> bool:
    """Whether it can be a past participle ("taken", "been") or a past tense, often the same."""
    return word.lower() == "been" or _is_form(word, "VBN") or _is_form(word, "VBD")


def is_gerund(word: str) -> bool:
    """Whether it can be a present participle ("approving")."""
    return word.lower().endswith("ing") and (word.lower() == "being" or _is_form(word, "VBG"))


def is_noun(word: str) -> bool:
    return "NOUN" in lemmas(word)


def is_adjective(word: str) -> bool:
    """Whether it is an adjective and no noun nor verb ("angry")."""
    found = lemmas(word)
    return "ADJ" in found and "NOUN" not in found and "VERB" not in found


def is_comparative(word: str) -> bool:
    """Whether it compares ("more", "warmer"; not "minister", "other")."""
    lowered = word.lower()
    if lowered in ("more", "less", "fewer", "better", "worse"):
        return True
    return lowered.endswith("er") and any(lemma != lowered for lemma in lemmas(lowered).get("ADJ", ()))


def is_adverb(word: str) -> bool:
    return "ADV" in lemmas(word) and set(lemmas(word)) <= {"ADV", "ADJ"}


def is_plural(word: str) -> bool:
    """Whether it can be a plural noun ("troops", "people")."""
    lowered = word.lower()
    return lowered == "people" or any(
        lemma != lowered for lemma in lemmas(lowered).get("NOUN", ()) if lowered.endswith(("s", "en"))
    )


def inflected(base: str, auxiliary: str) -> str:
    """The form that "did", "does" or "been" asks for: "took", "takes", "taken"; else the base."""
    tag = {"did": "VBD", "does": "VBZ", "been": "VBN"}.get(auxiliary)
    forms = _forms(base.lower(), tag) if tag else ()
    return forms[0] if forms else base


def forms(base: str) -> set[str]:
    """`base` and all that can be made of it: "rise", "rises", "rose", "risen", "rising"."""
    import lemminflect

    found: dict[str, tuple[str, ...]] = lemminflect.getAllInflections(base)
    return {base, *(form for same in found.values() for form in same)}
