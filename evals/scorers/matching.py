"""Whether a text says a fact: letter case, typography, and the usual forms of numbers and dates aside."""

import re
from decimal import Decimal

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        "\u00ad": None,  # the soft hyphen
    }
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?:,? (?P<year>\d{4})\b)?"
_DATES = (
    re.compile(rf"\b{_MONTH} {_DAY}{_YEAR}"),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH}{_YEAR}"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"),
)
_TIME = re.compile(r"\b(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?")

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES["dozen"] = 12
_ORDINAL = r"(?:first|second|third|(?:four|fif|six|seven|eigh|nin)th)"
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(reversed(_UNITS))})"
_SCALE = rf"(?:{'|'.join(_SCALES)})"
_WORDS = (
    rf"(?:(?:a|{_SMALL}) hundred(?: (?:and )?{_SMALL})?|(?:half )?a (?={_SCALE})|half (?={_SCALE})"
    rf"|{_SMALL} and a half(?= {_SCALE})|{_SMALL})"
)
_NUMBER = re.compile(
    rf"(?<![\w.,@:-])(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)|(?P<words>\b{_WORDS}))"
    rf"(?:[- ]?(?P<scale>{_SCALE}))?(?![\w:]|-{_ORDINAL})"
)
_SHORT_SCALES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion"}
_SHORT_SUM = re.compile(r"([$€£]) ?(\d[\d,.]*) ?(k|mn?|bn)\b")
_SIGN = re.compile(r"(?:\bus)?([$€£]) ?(?=\d)")
_PLAIN = r"(\d+(?:\.\d+)?)"
_CURRENCIES = {"$": r"(?:u\.?s\.? )?dollars?|usd", "€": r"euros?|eur", "£": r"pounds?(?: sterling)?|gbp"}


def folded(text: str) -> str:
    """Case, white space and typographic quotes, dashes and dots made alike."""
    return " ".join(text.translate(_TYPOGRAPHY).casefold().split())


def canonical(text: str) -> str:
    """A text, folded, with its dates, times, numbers, sums and percentages in one form each.

    "Jan. 12, 2026" and "12 January 2026" give "@01-12 2026"; "5 p.m." gives "17:00"; "two dozen" 24;
    "US$1.5m" and "1.5 million dollars" "$1500000"; "five per cent" "5%".
    """
    found = folded(text)
    for pattern in _DATES:
        found = pattern.sub(_date, found)
    found = _TIME.sub(_time, found)
    found = _SHORT_SUM.sub(lambda m: f"{m[1]}{m[2]} {_SHORT_SCALES[m[3]]}", found)
    found = _NUMBER.sub(_number, _SIGN.sub(r"\1 ", found))  # a sign is kept off the digits meanwhile
    for sign, names in _CURRENCIES.items():
        found = re.sub(rf"\b(?:{names}) (?=\d)", f"{sign} ", found)
        found = re.sub(rf"(?<![\d.]){_PLAIN} (?:{names})\b", rf"{sign} \1", found)
        found = found.replace(f"{sign} ", sign)
    return re.sub(rf"{_PLAIN} ?(?:percent|per cent|pct|%)", r"\1%", found)


def says(text: str, fact: str) -> bool:
    """Whether a fact occurs in a text, as it is written or in another usual form, at a word's beginning.

    The end of a word is free: "Russian" occurs in "Russians". A number is only ever whole: "5" occurs
    neither in "15", "1.5" nor "5,000".
    """
    return _occurs(folded(fact), folded(text)) or _occurs(canonical(fact), canonical(text))


def _occurs(wanted: str, text: str) -> bool:
    before = r"(?<!\w)(?<!\d[.,])" if wanted[:1].isalnum() else ""
    after = r"(?![.,]?\d)" if wanted[-1:].isdigit() else ""
    return bool(wanted) and re.search(before + re.escape(wanted) + after, text) is not None


def _date(match: re.Match[str]) -> str:
    month, day, year = match["month"], int(match["day"]), match["year"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    if not 1 <= day <= 31 or not 1 <= number <= 12:
        return match[0]
    return f"@{number:02}-{day:02}" + (f" {year}" if year else "")


def _time(match: re.Match[str]) -> str:
    hour = int(match["hour"]) % 12 + (12 if match["half"] == "p" else 0)
    return f"{hour:02}:{match['minute'] or '00'}"


def _number(match: re.Match[str]) -> str:
    value = _spelt(match["words"]) if match["words"] else Decimal(match["digits"].replace(",", ""))
    return f"{(value * _SCALES.get(match['scale'] or '', 1)).normalize():f}"


def _spelt(words: str) -> Decimal:
    """The value of a number in words below a thousand, or of a half with what stands before it."""
    words, half, _ = words.strip().partition(" and a half")
    if half or words.startswith("half"):
        return Decimal("0.5") + (_spelt(words) if half else 0)
    before, hundred, after = words.partition(" hundred")
    small = sum(_VALUES.get(word, 0) for word in re.split(r"[- ]", after if hundred else before))
    if not hundred:
        return Decimal(small or (1 if words == "a" else 0))
    return Decimal(100 * (1 if before == "a" else sum(_VALUES[w] for w in re.split(r"[- ]", before))) + small)
