"""Who says it is kept: what the article only reports as somebody's words is not told as a fact."""

import re
from dataclasses import dataclass

from assistant.grounding.entities import names_of, same_name
from assistant.grounding.evidence import Evidence
from assistant.grounding.places import same_place
from assistant.grounding.quotes import quotations
from assistant.grounding.wording import AFTER_BE, alike, content
from assistant.inflection import AUXILIARIES, is_base, is_noun, is_past, is_present
from assistant.names import proper_names
from assistant.terms import by_country, same_word, words

LEAST_REPORTED = 0.5
"""The share of shared words that are reported speech from which a statement must name a source."""

_COMPLEMENT = (
    r"(?=\s*(?:[,.:;\"“”]|$)|\s(?:that|how|why)\b|\s(?:(?!\b(?:that|which|who|whose|after|before|because|when|as|"
    r"and|but|where|while|if)\b)[^,.:;\"“”])*\b(?:is|are|was|were|has|had|have|will|would|can|could|may|might|"
    r"should|must|did|does|do)\b)"
)
"""What follows a verb where it tells speech: a pause, a quotation, a clause; not "claimed three lives"."""

LONGEST_SPEAKER = 14
"""More words than these name nobody."""

_SPEECH = re.compile(
    r"\b(?:said|says?|saying|told|tells?|warn(?:s|ed)|stress(?:es|ed)|emphasi[sz]e[sd]?|confirm(?:s|ed)|"
    rf"(?:claim(?:s|ed)?|add(?:s|ed|ing)|maintain(?:s|ed)?|reported|noted|recalled)\b{_COMPLEMENT}|"
    r"announced?|announces|argue[sd]?|believe[sd]?|insist(?:s|ed)?|suggest(?:s|ed)|"
    r"estimate[sd]?|den(?:y|ies|ied)|explained|predict(?:s|ed)|stated|accused|according to|replied|"
    r"described|acknowledged|admitted|conceded|complained|wrote|writes|blam(?:es|ed)|"
    r"call(?:s|ed)(?! (?:for|an?|by|off|up)\b)|puts?(?=.{3,60}\bat\b)|asked)\b",
    re.IGNORECASE,
)
_TOLD_BY = re.compile(
    _SPEECH.pattern + r"|\b(?:expect(?:s|ed)?|think(?:s)?|thought|hop(?:e|es|ed)|see(?:s)?|rated?|judged|"
    r"view(?:s|ed)?|fear(?:s|ed)?|rul(?:e|es|ed) out|reject(?:s|ed)|dismiss(?:es|ed)|recommend(?:s|ed)?|"
    r"urg(?:es|ed)|declin(?:es|ed)|"
    r"refus(?:es|ed)|spoke of|speaks of|promis(?:es|ed)|praised?|critici[sz]ed|welcom(?:es|ed)|demand(?:s|"
    r"ed)?|mention(?:s|ed)|"
    r"want(?:s|ed)?|call(?:s|ed)? for|propos(?:es|ed)|express(?:es|ed)|point(?:s|ed) (?:out|to)|"
    r"declar(?:es|ed)|agree(?:s|d)?|"
    r"in .{2,40} (?:view|words|opinion)|quoted|wonder(?:s|ed)|question(?:s|ed)|cite[sd]?|remark(?:s|ed)?|"
    r"statement|"
    r"forecast(?:s|ers)?|poll(?:ed)?)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[\"“]?([A-Z][\w.]+(?: [A-Z][\w.]+)?): ")
_PRONOUN = frozenset("he she they it who i we".split())
_VAGUE = frozenset("article report story paper text".split())
_FILLER = frozenset("the a an of that has have had also in on and at for to by".split())
_GAP = re.compile(r"[,;—–\"“”]")
_BY_WHOM = re.compile(r"[^,;—–\"“”]*(?:, [A-Z][^,;—–\"“”]*)?")
_WHEN_OR_WHERE = re.compile(
    r"(?:after|as|asked|at|before|during|earlier|for|in|last|on|since|speaking|when|while)\b", re.IGNORECASE
)
_QUOTE_BEFORE = re.compile(r"[\"”’']\s*$")
_CIRCUMSTANCE = re.compile(
    r"^\s*(?:(?:\w+ )?reporters\b|on\b|in\b|at\b|after\b|during\b|last\b|this\b|late\b|earlier\b|via\b|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Speech:
    """Reported speech in a sentence: the words that name who speaks, and the range of what is said."""

    speaker: str
    start: int
    end: int


def names_a_source(statement: str) -> bool:
    """Whether a statement is told as somebody's words."""
    return bool(_TOLD_BY.search(statement) or quotations(statement))


def check_attribution(statement: str, evidence: Evidence) -> str:
    """Speech is told as speech, and as the speech of whoever said it."""
    labelled = sum(_LABEL.match(s.text) is not None for s in evidence.around) > 1
    spoken = [(text, reported(text, labelled)) for text in (s.line for s in evidence.cited)]
    if not names_a_source(statement):
        if _opens_with_speaker(statement, spoken, evidence):
            return ""
        return "" if _share_reported(statement, spoken) < LEAST_REPORTED else _dropped(spoken)
    return _other_speaker(statement, spoken, evidence)


def _opens_with_speaker(statement: str, spoken: list[tuple[str, list[Speech]]], evidence: Evidence) -> bool:
    """Whether the statement is about who speaks: "Park put it down to the storm"."""
    first = next(iter(names_of(statement, evidence)), None)
    if first is None or len(statement[: first.start].split()) > 3:
        return False
    speakers = [speech.speaker for _, speeches in spoken for speech in speeches]
    if any(_PRONOUN & set(words(speaker)) for speaker in speakers):
        speakers.append(evidence.before)
    return any(same_name(first.of(statement), span.of(s)) for s in speakers for span in proper_names(s))


def reported(text: str, labelled: bool = True) -> list[Speech]:
    """The parts of a sentence that are somebody's words; `labelled` where an opening "Name:" tells whose."""
    found = []
    label = _LABEL.match(text) if labelled else None
    if label:
        found.append(Speech(label[1], label.end(), len(text)))
    for match in _SPEECH.finditer(text):
        found.append(_speech(text, match))
    for start, end in quotations(text):
        if end - start > 12 and not any(speech.start <= start < speech.end for speech in found):
            found.append(Speech(found[0].speaker if found else "", start, end))
    return found


def _speech(text: str, verb: re.Match[str]) -> Speech:
    """What one verb of saying reports: what follows it, or, where it closes a sentence, what precedes it."""
    stop = text.find(";", verb.end())
    stop = len(text) if stop < 0 else stop
    if verb[0].casefold() == "according to":
        gap = _GAP.search(text, verb.end())
        end = gap.start() if gap else len(text)
        speaker = text[verb.end() : end]
        return Speech(speaker, 0, verb.start()) if verb.start() > 15 else Speech(speaker, end, len(text))
    since = max(text.rfind(mark, 0, verb.start()) + 1 for mark in (";", ". ", '."', ".”"))
    gaps = list(_GAP.finditer(text, since, verb.start()))
    opening = gaps[-1].end() if gaps else since
    rest = _GAP.split(text[verb.end() :])[0].rstrip(". ")
    if not text[opening : verb.start()].strip() and (
        _QUOTE_BEFORE.search(text[: verb.start()]) or _inverted(text[since:opening], verb[0], rest)
    ):
        by = _BY_WHOM.match(text, verb.end())
        return Speech(by[0].strip(". ") if by else rest, since, opening)  # "...," said Magda Orsini
    if opening - since > 20 and _CIRCUMSTANCE.match(rest):
        return Speech(text[opening : verb.start()], since, opening)  # ..., Tarrant said.
    return Speech(text[since : verb.start()], verb.end(), stop)


def _inverted(before: str, verb: str, rest: str) -> bool:
    """Whether who speaks follows "said" after a whole clause: "it would close, said Ada Holt"."""
    clause = _GAP.split(before.rstrip(" ,"))[-1].strip()
    return (
        verb.casefold() in ("said", "says")
        and _has_verb(clause)
        and not clause.startswith(("who ", "which "))
        and not _has_verb(rest)
    )


def _has_verb(text: str) -> bool:
    return any(
        word in AUXILIARIES | {"that"}
        or (not is_noun(word) and (is_past(word) or is_present(word) or is_base(word)))
        for word in text.split()
        if word.islower()
    )


def _share_reported(statement: str, spoken: list[tuple[str, list[Speech]]]) -> float:
    shared = inside = 0
    for word in {w.stem for w in content(statement)}:
        places = [
            any(speech.start <= other.start < speech.end for speech in speeches)
            for text, speeches in spoken
            for other in content(text)
            if same_word(word, other.stem)
        ]
        if places:
            shared += 1
            inside += all(places)
    return inside / shared if shared else 0.0


def _dropped(spoken: list[tuple[str, list[Speech]]]) -> str:
    speakers = [speech.speaker.strip() for _, speeches in spoken for speech in speeches]
    who = f" ({speakers[0]})" if speakers and 0 < len(speakers[0]) < 60 else ""
    return f"The article only reports this as somebody’s words{who}; the statement does not say whose."


def _other_speaker(statement: str, spoken: list[tuple[str, list[Speech]]], evidence: Evidence) -> str:
    """Where the statement opens with who says it, that is who says it in the sentences cited."""
    own = _told(statement)
    who = _subject(own.speaker) if own else ""
    if own is None or not set(words(who)) - _FILLER or set(words(who)) & (_PRONOUN | _VAGUE):
        return ""
    speeches = [(text, speech) for text, found in spoken for speech in found]
    if not speeches:
        labelled = any(_LABEL.match(s.text) for s in evidence.around)
        return (
            "" if labelled or not _SPEECH.search(statement) else "The sentences cited report nobody’s words."
        )
    said = {w.stem for w in content(statement) if own.start <= w.start < own.end}
    overlap = [_overlap(said, text, speech) for text, speech in speeches]
    told = " / ".join(
        speech.speaker for (_, speech), n in zip(speeches, overlap, strict=True) if n == max(overlap)
    )
    if not words(told) or set(words(told)) & _PRONOUN:
        told = f"{told} / {evidence.before} / {evidence.text}"
    if _same_speaker(who, told, evidence):
        return ""
    return f"In the sentences cited it is not “{who}” who says so."


def _told(statement: str) -> Speech | None:
    """What a statement tells as somebody's words, by its first verb of saying or "according to"."""
    verbs = [
        verb
        for verb in _SPEECH.finditer(statement)
        if verb[0].endswith("ing") or not AFTER_BE.search(statement[: verb.start()])
    ]
    named = [verb for verb in verbs if verb[0].casefold() == "according to"]
    speech = _speech(statement, (named or verbs)[0]) if verbs else None
    return speech if speech and len(speech.speaker.split()) <= LONGEST_SPEAKER else None


def _subject(speaker: str) -> str:
    """The words that name who speaks, without when and where: "At a meeting in Split, Rutte"."""
    parts = [part.strip() for part in _GAP.split(speaker) if part.strip()]
    return parts[-1] if parts and _WHEN_OR_WHERE.match(parts[0]) else speaker.strip()


def _overlap(said: set[str], text: str, speech: Speech) -> int:
    inside = [w.stem for w in content(text) if speech.start <= w.start < speech.end]
    return sum(any(same_word(stem, other) for other in inside) for stem in said)


def _same_speaker(who: str, told: str, evidence: Evidence) -> bool:
    """Whether one of the names is the same, or, where none is named, most of the words."""
    names = [span.of(who) for span in names_of(who, evidence)]
    others = [span.of(told) for span in proper_names(told)]
    bare = " ".join(word for word in words(who) if word not in _FILLER)
    if any(same_place(bare, " ".join(words(other))) for other in others):
        return True
    if any(" " in name for name in names):
        return any(same_name(name, other) for name in names for other in others)
    wanted = [word for word in by_country(who) if word not in _FILLER]
    known = by_country(told)
    return sum(any(_same_word(word, other) for other in known) for word in wanted) > len(wanted) / 2


def _same_word(word: str, other: str) -> bool:
    return word == other or same_place(word, other) or (len(word) > 3 and alike(word, other))
