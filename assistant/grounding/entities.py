"""Names of persons, places and bodies, and the offices people hold, must stand in what is cited."""

import itertools
import re

from assistant.documents import Span
from assistant.grounding.evidence import Evidence
from assistant.grounding.numbers import NUMBER_WORDS
from assistant.grounding.places import capitals, is_location, place_names, same_place
from assistant.inflection import is_adverb, is_participle, lemmas
from assistant.names import proper_names
from assistant.nations import NATIONS, nation
from assistant.terms import STOP_WORDS, fold, same_word, terms, words

_OFFICES = frozenset(
    """president minister premier chancellor secretary general governor mayor senator councillor judge king
    queen prince princess captain lieutenant chief director commissioner professor chairman chairwoman chair
    ceo executive head boss leader coach manager referee ambassador envoy negotiator mediator auditor analyst
    economist lawmaker spokesman spokeswoman scientist founder owner commander inspector officer architect
    engineer pilot doctor surgeon lawyer prosecutor bishop pope chairperson deputy former ex""".split()
)
_COMMON_ENDING = re.compile(
    r"(?:s|ly|\w{2}ing|ion|ment|ness|ity|\w{3}(?:ance|ence|ice)|^(?:staff|people|work|research))$"
)
_ANYBODY = re.compile(r"^(?:some|any|every|no)(?:one|body|thing)$")
_ENDINGS = re.compile(r"(?:n|an|ian|ean|ese|ish|ic)?s?|ers")
"""What a name may end in besides: "Rovers", "Pellanians", "Milanese", "Democratic", "Londoners"."""
DATES = frozenset(
    """january february march april may june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday""".split()
)


def check_names(statement: str, evidence: Evidence) -> str:
    """Each name is in a cited sentence, or explains its pronoun, or is the fuller form of a name there."""
    near = f"{evidence.text} {evidence.before}"
    for span in names_of(statement, evidence):
        name = span.of(statement)
        if not _known(name, near, evidence) or _other_city(statement, span, near):
            return f"The sentences cited do not name “{name}”."
    return ""


def check_offices(statement: str, evidence: Evidence) -> str:
    """A title or office ("chief", "president") is not given to anyone by the model alone."""
    near = [*words(evidence.text), *words(evidence.before), *_titles_of(statement, evidence)]
    known = {stem for word in near for stem in terms(word)} | set(near)
    for word in words(statement):
        if (
            word in _OFFICES
            and word not in known
            and not any(same_word(stem, other) for stem in terms(word) for other in known)
        ):
            return f"The sentences cited call nobody “{word}”."
    return _other_holder(statement, evidence)


def _other_holder(statement: str, evidence: Evidence) -> str:
    """An office put right before a name, where the article only puts it right before other names."""
    held = [pair for sentence in evidence.around for pair in _held(sentence.line)]
    for office, name in _held(statement):
        holders = [other for told, other in held if told == office]
        if holders and not any(same_name(name, other) for other in holders):
            return f"In the article it is not “{name}” who is {office}."
    return ""


def _held(text: str) -> list[tuple[str, str]]:
    """Every office that stands right before a name, in lower case, with the name."""
    found = []
    for span in proper_names(text):
        before = re.search(r"(\w+) $", text[: span.start])
        tokens = [*([before[1]] if before and fold(before[1]) in _OFFICES else ()), *span.of(text).split()]
        held = list(itertools.takewhile(lambda token: token.casefold() in _OFFICES, tokens))
        name = " ".join(tokens[len(held) :])
        if held and name and name[0].isupper():
            found.append((" ".join(held).casefold(), name))
    return found


def names_of(statement: str, evidence: Evidence) -> list[Span]:
    """The names in a statement; a common word that only has its capital from opening it is none."""
    found = []
    for span in proper_names(statement):
        first, _, rest = span.of(statement).partition(" ")
        if not _at_start(statement, span) or not _common(first, evidence):
            found.append(span)
        elif rest and fold(first) not in _capitalised(evidence):
            rest = re.sub(r"^(?:of|the|de) (?=[A-Z])", "", rest)
            found.append(Span(span.end - len(rest), span.end))
        elif rest:
            found.append(span)
    return found


def same_name(name: str, other: str) -> bool:
    """Whether two names can be one's: one is part of the other, or they are of one country."""
    first, second = words(name), words(other)
    if first == second or same_place(" ".join(first), " ".join(second)):
        return True
    own, others = (frozenset(found) - (STOP_WORDS - {"us"}) for found in (first, second))
    if own - _OFFICES and others - _OFFICES:
        own, others = own - _OFFICES, others - _OFFICES
    if own <= others or others <= own:
        return bool(own and others)
    return any(same_place(a, b) or _inflected(a, b) for a in own for b in others) and not own & others


def _capitalised(evidence: Evidence) -> set[str]:
    return {fold(word) for word in re.findall(r"\b[A-Z]\w+", evidence.article)}


def _at_start(text: str, span: Span) -> bool:
    before = text[: span.start].rstrip("\"'“‘( \n")
    return not before or before[-1] in ".!?:;"


def _common(word: str, evidence: Evidence) -> bool:
    """Whether a word with a capital that opens a sentence is no name."""
    if word.isupper() or "." in word:
        return False
    folded = fold(word)
    if re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", evidence.article):
        return True  # the article has it in lower case
    if re.search(rf"[a-z,] {re.escape(word)}(?!\w)", evidence.article):
        return False  # the article has it with a capital inside a sentence
    return (
        folded in STOP_WORDS | NUMBER_WORDS
        or is_adverb(folded)
        or bool(_ANYBODY.match(folded))
        or (not _is_place(folded) and ("-" in folded or _in_dictionary(folded)))
    )


def _is_place(folded: str) -> bool:
    return bool(place_names(folded)) or nation(folded) in NATIONS


def _in_dictionary(folded: str) -> bool:
    """Whether the dictionary has a word that by its ending is hardly a name: "Talks", "Asked", "Evidence"."""
    if folded.endswith("ed"):
        return is_participle(folded)
    return bool(_COMMON_ENDING.search(folded) and lemmas(folded))


def _known(name: str, near: str, evidence: Evidence) -> bool:
    if re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", near):
        return True
    wanted = [
        w for w in words(name) if (w not in STOP_WORDS or w == "us") and w not in DATES and not w.isdigit()
    ]
    have = set(words(near))
    missing = [w for w in wanted if not _in(w, have)]
    if not missing or _same_place(name, near):
        return True
    return len(missing) < len(wanted) and _as_one(name, evidence.article, wanted)


def _in(word: str, have: set[str]) -> bool:
    return word in have or any(
        same_place(word, other) or _inflected(word, other) or _hyphenated(word, other) for other in have
    )


def _inflected(word: str, other: str) -> bool:
    """The same name with another ending: "Rovers" and "Rover", "Pellanian" and "Pellania"; not "Martinez"."""
    if {nation(word), nation(other)} & NATIONS:
        return nation(word) == nation(other)
    return min(len(word), len(other)) >= 4 and (_made_of(word, other) or _made_of(other, word))


def _made_of(word: str, name: str) -> bool:
    """Whether a word is a name, or what is left of it without its last vowel or "s", with an ending."""
    for stem in (name, re.sub("[aeoy]$", "", name), name.removesuffix("s")):
        ending = word.removeprefix(stem)
        long = len(stem) >= 5 or {stem[-1], name[-1]} & set("aeiouy") or ending in ("s", "ers")
        if word.startswith(stem) and ending and _ENDINGS.fullmatch(ending) and long:  # not "Norman" of "Norm"
            return True
    return False


def _hyphenated(word: str, other: str) -> bool:
    return "-" in other and word in other.split("-")


def _other_city(statement: str, span: Span, near: str) -> bool:
    """Whether something is put in a capital of which there is no word: its country's name does not say so."""
    cities = capitals(" ".join(words(span.of(statement))))
    return bool(cities - capitals(" ".join(words(near)))) and is_location(statement, span)


def _same_place(name: str, near: str) -> bool:
    own = place_names(fold(name).replace(".", ""))
    folded = " ".join(words(near))
    have = place_names(folded) - ({"us"} if not re.search(r"\bU\.?S\b", near) else set())
    return bool(own) and all(any(n == other or same_place(n, other) for other in have) for n in own)


def _as_one(name: str, article: str, wanted: list[str]) -> bool:
    """Whether the article somewhere has the name's words together: "Mark Rutte" for "Rutte"."""
    for span in proper_names(article):
        together = set(words(span.of(article)))
        if set(wanted) <= together:
            return True
    return False


def _titles_of(statement: str, evidence: Evidence) -> list[str]:
    """The words that stand around the statement's names anywhere in the article."""
    found: list[str] = []
    for span in proper_names(statement):
        for word in span.of(statement).split():
            if len(word) < 3 or fold(word) in _OFFICES:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(word.strip('.,'))}(?!\w)", evidence.article):
                around = evidence.article[max(0, match.start() - 60) : match.end() + 60]
                found += words(around)
    return found
