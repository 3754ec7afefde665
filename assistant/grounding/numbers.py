"""Numbers, amounts, times and dates of a statement must stand in what it cites, in any usual form."""

import itertools
import re
from dataclasses import dataclass, replace

from assistant.grounding.evidence import Evidence
from assistant.inflection import is_adjective, is_noun, is_plural
from assistant.names import proper_names
from assistant.terms import STOP_WORDS, fold

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
    **{f"{word}th": value for value, word in enumerate(_UNITS[13:], start=13)},
    **{f"{word[:-1]}ieth": 10 * value for value, word in enumerate(_TENS, start=2)},
}  # fmt: skip
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "bn": 1e9,
    "k": 1e3,
    "mn": 1e6,
}
_OTHER = {
    "half": 0.5, "halves": 0.5, "halved": 0.5, "halving": 0.5, "quarter": 0.25, "dozen": 12.0, "twice": 2.0,
    "double": 2.0, "doubled": 2.0, "doubling": 2.0, "thrice": 3.0, "triple": 3.0, "tripled": 3.0,
    "decade": 10.0, "couple": 2.0, "pair": 2.0, "century": 100.0, "both": 2.0, "fortnight": 14.0,
    "twenties": 20.0, "thirties": 30.0, "forties": 40.0, "fifties": 50.0, "sixties": 60.0,
    "seventies": 70.0, "eighties": 80.0, "nineties": 90.0,
    "three quarters": 0.75, "three-quarters": 0.75, "two thirds": 2 / 3, "two-thirds": 2 / 3,
    "one third": 1 / 3, "one-third": 1 / 3, "a third of": 1 / 3, "by a third": 1 / 3,
    "a hundred": 1e2, "a thousand": 1e3, "a million": 1e6, "a billion": 1e9, "half a dozen": 6.0,
    "half a million": 5e5, "half a billion": 5e8, "quarter of a million": 2.5e5,
}  # fmt: skip
NUMBER_WORDS = frozenset(
    {*_UNITS, *_TENS, *_SCALES, *_ORDINALS, "percent", "per", "cent", "half", "twice", "minus"}
)
"""Words that the numbers' own check weighs."""

_FREE = frozenset({"both", "pair", "couple", "second", "first", "third", "quarter", "double"})
"""Words that often mean no number: they are not asked for, but they can bear out one."""

_WORDS = {
    **{word: float(value) for value, word in enumerate(_UNITS)},
    **{word: 10.0 * value for value, word in enumerate(_TENS, start=2)},
    **{word: float(value) for word, value in _ORDINALS.items()},
    **_OTHER,
}
_PERCENT = r"%|per ?cent\b|percent\b|pct\b|percentage[ -]points?"
_UNIT = rf"[ -]?(?:{_PERCENT}|(?:(?:u\.?s\.?|american) )?dollars?|pounds?|euros?|usd|eur|gbp)(?!\w)"
_CURRENCY = {
    "$": "$",
    "dollar": "$",
    "dollars": "$",
    "usd": "$",
    "us$": "$",
    "gbp": "£",
    "£": "£",
    "pound": "£",
    "pounds": "£",
    "€": "€",
    "euro": "€",
    "euros": "€",
    "eur": "€",
}
_TIME = re.compile(
    r"\b(\d{1,2})(?:[:.](\d{2}))?\s*(?:([ap])\.?m\b\.?|(at night|in the (?:afternoon|evening)))"
    r"|\b(\d{1,2}):(\d{2})\b"
)
_NUMBER = re.compile(
    r"(?P<minus>(?:(?<!\S)[-−–]|\bminus )(?=[\d$£€]))?"
    rf"(?:(?P<sign>us\$|[$£€]|\b(?:usd|eur|gbp)\b) ?)?(?P<digits>\d[\d,]*(?:\.\d+)?)(?:st|nd|rd|th)?"
    rf"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|bn|mn|m|k)\b)?"
    rf"(?P<unit>{_UNIT})?"
)
_MEASURES = {
    "second": ("time", 1.0), "minute": ("time", 60.0), "hour": ("time", 3600.0), "day": ("time", 86400.0),
    "week": ("time", 604800.0), "month": ("months", 1.0), "year": ("months", 12.0),
    "decade": ("months", 120.0), "mile": ("length", 1609.0), "kilomet": ("length", 1000.0),
    "km": ("length", 1000.0), "met": ("length", 1.0), "ton": ("weight", 1.0), "time": ("times", 1.0),
}  # fmt: skip
"""What is measured in a unit, and how much one of it is."""
_MEASURED = re.compile(
    r"[ -](second|minute|hour|day|week|month|year|decade|mile|kilomet|km|met(?=er|re)|ton(?=s|nes?\b)|"
    r"time(?=s\b))"
)
_UPPER = r"at most|up to|(?:no|not) more than|nearly|almost|(?:less|fewer) than|under|below"
_LOWER = r"at least|more than|over|above|(?:no|not) (?:less|fewer) than|exceed(?:s|ed|ing)?"
_BOUND = re.compile(rf"\b(?:(?P<upper>{_UPPER})|(?P<lower>{_LOWER})) (?:an? )?$")
_WAY = re.compile(
    rf"(?<!\bup )\b(by|to|from) (?:(?:about|around|roughly|some|just|{_UPPER}|{_LOWER}) )?(?:an? )?$"
)
_LONG = re.compile(r"[ -](?:square|sq|high|tall|long|wide|deep|thick|away|apart)\b")
"""What follows a length in metres."""
_JOINED = re.compile(r" ?(?:(?P<up>to|-|–)|and|or) ?")
_YEAR = re.compile(r"[12]\d{3}")
_OWN_PLURALS = frozenset("aircraft cattle cod deer fish herring poultry salmon sheep trout".split())
_LISTED = re.compile(r"(?:,|,? and|,? or| &)(?: [^\W\d_A-Z][\w-]*){0,3} ")
_LAST = re.compile(r"\b(?:and|or)\b|&")
_TWO_WORDS = f"(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_UNITS[1:10])})"
_SPELLED = re.compile(
    rf"\b(?P<word>{_TWO_WORDS}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b"
    rf"(?:[ -](?P<scale>hundred|thousand|million|billion|trillion|dozen)\b)?"
    rf"(?P<unit>{_UNIT})?"
)
_HALVES = re.compile(rf"\b(\d+|{'|'.join(_UNITS)}) and a half\b")
_HUNDREDS = re.compile(
    rf"\b(?:({'|'.join(_UNITS[1:])})|a) hundred(?: and)? ({_TWO_WORDS}|{'|'.join([*_TENS, *_UNITS[1:]])})\b"
)
_TENTHS = re.compile(rf"\b({'|'.join(_TENS)})[ -]({'|'.join([*_ORDINALS][:9])})\b")
"""Numbers of several words: "two and a half", "one hundred and twenty", "twenty-first"."""
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?|\b(?:" + "|".join(_MONTHS) + r")\b",
    re.IGNORECASE,
)
_DAYS = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:last|next|this|past|previous|following) (?:year|month|week|summer|winter|spring|autumn|season)\b"
    r"|\b(?:yesterday|today|tomorrow|tonight)\b"
    r"|\b(?:spring|summer|autumn|winter)\b"
)


_PERIODS = (
    (re.compile(r"\b(?:a|one) year and a half\b"), "18 months"),
    (re.compile(r"\bhalf a year\b"), "6 months"),
    (re.compile(r"\b(?:a )?quarter of a century\b"), "25 years"),
    (re.compile(r"\bhalf a century\b"), "50 years"),
    (re.compile(r"\bhalf an hour\b"), "30 minutes"),
)
"""Periods in words, and the same in figures."""

_EACH = re.compile(
    r"(?:\b(?:a|an|per|each|every) )(hour|day|week|month|year)\b|\b(hour|dai|week|month|year)ly\b"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and what it counts: "%", a currency's sign, or "" where none is told."""

    value: float
    unit: str
    text: str
    free: bool = False
    measure: str = ""
    bound: int = 0
    way: str = ""

    def borne_out(self, known: "list[Amount]") -> bool:
        """Whether the number is known, and with its unit if it has one: 5% is not the 5 of "5 stations".

        Nor is "at most 5" known from "at least 5", "to 5" from "by 5", or "5 hours" from "5 minutes".
        """
        return any(
            self.bound * other.bound >= 0
            and (self.way == other.way or not self.way or not other.way)
            and (self._equals(other) or self._same_share(other))
            for other in known
        )

    def _same_share(self, other: "Amount") -> bool:
        """Whether one is in percent and the other the same as a fraction in words: 50% and half."""
        percent, fraction = (self, other) if self.unit == "%" else (other, self)
        written = any(c.isdigit() for c in fraction.text)
        return (
            percent.unit == "%"
            and not fraction.unit
            and not written
            and 0 < fraction.value < 1
            and round(percent.value) == round(100 * fraction.value)
        )

    def _equals(self, other: "Amount") -> bool:
        if self.measure and other.measure and self.measure != other.measure:
            (kind, one), (other_kind, another) = _MEASURES[self.measure], _MEASURES[other.measure]
            near = 0.03 if kind == "length" else 1e-6
            return (
                kind == other_kind
                and abs(self.value * one - other.value * another) <= near * other.value * another
            )
        return abs(self.value - other.value) <= 1e-6 * max(1.0, abs(other.value)) and (
            self.unit == other.unit or (not self.unit and other.unit != "%")
        )


def check_numbers(statement: str, evidence: Evidence) -> str:
    """Each amount, time of day, date and weekday of the statement is in the sentences it cites."""
    said, cited = fold(statement), fold(evidence.text)
    missing_times = times(said) - times(cited)
    if missing_times:
        minutes = min(missing_times)
        return f"The sentences cited do not give the time {minutes // 60}:{minutes % 60:02}."
    known = amounts(cited)
    listed = {*lists_of_names(statement), *lists_of_names(evidence.text)}
    for amount in amounts(said):
        counted = not amount.unit and not amount.measure and amount.value in listed
        if not amount.free and not counted and not amount.borne_out(known):
            return f"The sentences cited do not give the number “{amount.text.strip()}”."
    return _missing_period(said, cited) or _missing_dates(statement, evidence)


def lists_of_names(text: str) -> list[int]:
    """How many names stand in each list of names: 3 for "Ada Park, Olaf Brun and the lawyer Mia Holt"."""
    names = proper_names(text)
    found, length = [], 1
    for first, second in itertools.pairwise(names):
        between = text[first.end : second.start]
        length += 1 if _LISTED.fullmatch(between) else 0
        if not _LISTED.fullmatch(between) or _LAST.search(between):
            found.append(length)
            length = 1
    return [length for length in [*found, length] if length > 1]


def _missing_period(said: str, cited: str) -> str:
    """ "70 a month" is not "70 a week"."""
    known = {match[1] or match[2] for match in _EACH.finditer(cited)}
    for match in _EACH.finditer(said):
        if known and (match[1] or match[2]) not in known:
            return f"The sentences cited do not say “{match[0]}”."
    return ""


def _missing_dates(statement: str, evidence: Evidence) -> str:
    cited = f"{evidence.text} {evidence.before}"
    known = _months(evidence.text)
    for month in _months(statement):
        if month not in known:
            return f"The sentences cited do not name {_MONTHS[month - 1].capitalize()}."
    days = {match[0].casefold() for match in _DAYS.finditer(evidence.text)}
    for match in _DAYS.finditer(statement):
        if match[0].casefold() not in days:
            return f"The sentences cited do not name {match[0]}."
    when = {match[0].split()[-1] for match in _RELATIVE.finditer(fold(cited))}
    for match in _RELATIVE.finditer(fold(statement)):
        if match[0].split()[-1] not in when and not re.search(rf"\b{match[0].split()[-1]}", fold(cited)):
            return f"The sentences cited do not say “{match[0]}”."
    return ""


def times(folded: str) -> set[int]:
    """The times of day as minutes after midnight; 5:12 without a.m. or p.m. counts as the morning's."""
    found = set()
    for match in _TIME.finditer(folded):
        hour, minute = int(match[1] or match[5]), int(match[2] or match[6] or 0)
        if match[3] or match[4]:
            hour = hour % 12 + (0 if match[3] == "a" else 12)
        found.add(60 * hour + minute)
    return found | {12 * 60 for _ in re.finditer(r"\b(?:at|by|until|before|after|around) noon\b", folded)}


def amounts(folded: str) -> list[Amount]:
    """Every number in figures or words, times and names of months left aside."""
    text = _TIME.sub(lambda match: " " * len(match[0]), folded)
    for pattern, figures in _PERIODS:
        text = pattern.sub(figures, text)
    text = _HALVES.sub(lambda match: f"{_figure(match[1]):g}.5", text)
    text = _HUNDREDS.sub(lambda match: f"{100 * _figure(match[1] or 'one') + _figure(match[2]):g}", text)
    text = _TENTHS.sub(lambda match: f"{_figure(match[1]) + _figure(match[2]):g}th", text)
    found = []
    for match in _NUMBER.finditer(text):
        value = float(match["digits"].replace(",", "").rstrip("."))
        scale = _SCALES[match["scale"]] if match["scale"] and _scales(text, match) else 1.0
        unit = _unit(match["sign"] or "", match["unit"] or "")
        value *= -1 if match["minus"] else 1
        found.append((match.span(), Amount(value * scale, unit, match[0])))
    for match in _SPELLED.finditer(text):
        word = match["word"]
        value = _figure(word)
        scale = 12.0 if match["scale"] == "dozen" else _SCALES.get(match["scale"] or "", 1.0)
        free = word in _FREE or (word == "one" and scale == 1.0)
        found.append((match.span(), Amount(value * scale, _unit("", match["unit"] or ""), match[0], free)))
    placed = [(span, _in_place(text, span, amount)) for span, amount in found]
    return _with_shared_units(text, sorted(placed, key=lambda pair: pair[0]))


def _figure(written: str) -> float:
    """The value of a number in figures or in words ("forty-five")."""
    if written[0].isdigit():
        return float(written)
    return _WORDS[written] if written in _WORDS else sum(_WORDS[part] for part in re.split("[ -]", written))


def _in_place(text: str, span: tuple[int, int], amount: Amount) -> Amount:
    """An amount with what stands around it: what it measures, whether as a bound, "by", "to" or "from"."""
    before = text[: span[0]]
    measured, bound, way = _MEASURED.match(text, span[1]), _BOUND.search(before), _WAY.search(before)
    return replace(
        amount,
        measure=measured[1] if measured else "",
        bound=0 if bound is None else -1 if bound["upper"] else 1,
        way=way[1] if way and (amount.unit or not _YEAR.fullmatch(amount.text.strip())) else "",
    )


def _scales(text: str, match: re.Match[str]) -> bool:
    """Whether "m" or "k" is a million or a thousand: "$5m", "5m people"; not "5m wall", "5k run"."""
    if match["scale"] not in ("m", "k") or match["sign"] or match["unit"]:
        return True
    if not match[0][-2].isdigit() or _LONG.match(text, match.end()):
        return False
    following = itertools.takewhile(lambda word: word not in STOP_WORDS, _words_after(text, match.end()))
    things = list(itertools.takewhile(is_noun, itertools.dropwhile(is_adjective, following)))
    return not things or any(is_plural(word) or word in _OWN_PLURALS for word in things)


def _words_after(text: str, place: int) -> list[str]:
    """The words that follow without punctuation."""
    found = re.compile(r"(?: [a-z]+)*").match(text, place)
    return found[0].split() if found else []


def _with_shared_units(text: str, found: list[tuple[tuple[int, int], Amount]]) -> list[Amount]:
    """The amounts in order, those of a range with the same unit: "5 to 7%", "$40-45"; years have none."""
    shared = [amount for _, amount in found]
    for place, ((_, end), (start, _)) in enumerate(itertools.pairwise(span for span, _ in found)):
        joined = _JOINED.fullmatch(text, end, start)
        one, other = shared[place : place + 2]
        if joined and other.way == "to" and one.way != "from":
            other = shared[place + 1] = replace(other, way="")  # "5 to 7"
        if joined and not one.unit and not _YEAR.fullmatch(one.text):
            shared[place] = replace(one, unit=other.unit)
        elif joined and joined["up"] and not other.unit:
            shared[place + 1] = replace(other, unit=one.unit)
    return shared


def _unit(sign: str, following: str) -> str:
    following = following.strip(" -")
    if re.fullmatch(_PERCENT, following):
        return "%"
    return _CURRENCY.get(sign, _CURRENCY.get(following.split(" ")[-1], ""))


def _months(text: str) -> set[int]:
    """The months named, 1 to 12; "may" and "march" only with a capital."""
    found = set()
    for match in _MONTH.finditer(text):
        if match[0][0].isupper():
            short = match[0].casefold()[:3]
            found.add(1 + next(i for i, month in enumerate(_MONTHS) if month.startswith(short)))
    return found
