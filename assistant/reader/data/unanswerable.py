"""Makes unanswerable pairs of answerable ones: removed, other, swap, detail."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.reader.data.records import Pair, Question
from assistant.reader.data.sources import SENTENCE_SETS
from assistant.reader.data.text import STOP_WORDS, WORD, Rarity, content_words, sentences
from assistant.reader.data.windows import window

MADE = ("removed", "other", "swap", "detail")
# sets of whose questions no unanswerable ones are made: lower-cased, informal or of one sentence
NOT_CHANGED = (
    *SENTENCE_SETS,
    "unansq_answerable",
    "ester_news",
    "fairytaleqa_spans",
    "squadshifts_reddit",
    "squadshifts_amazon_reviews",
)

ENTITY = re.compile(r"\b[A-Z][\w'’.-]*[\w](?: (?:(?:of|the|de|van|von|and) )?[A-Z][\w'’.-]*[\w])*")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*(?!\w)(?<![.,])")
_YEAR = re.compile(r"^(?:1\d|20)\d\d$")
_REVERSED = [
    tuple(line.split("/"))
    for line in (
        "first/last before/after largest/smallest oldest/youngest highest/lowest north/south "
        "east/west northern/southern eastern/western won/lost win/lose wins/loses more/less "
        "most/least increase/decrease increased/decreased early/late born/married died/married "
        "husband/brother wife/sister father/uncle mother/aunt son/nephew daughter/niece "
        "president/treasurer director/editor author/translator buy/sell bought/sold begin/stop "
        "began/stopped open/close opened/closed founded/dissolved joined/left attack/defend "
        "attacked/defended killed/rescued arrested/released approved/rejected "
        "supported/opposed gained/lost rise/fall rose/fell earlier/later city/village "
        "river/mountain male/female men/women boys/girls public/private minimum/maximum "
        "import/export arrive/depart started/finished"
    ).split()
]
_OPPOSITE = {a: b for pair in _REVERSED for a, b in (pair, pair[::-1])}
_NEGATABLE = re.compile(
    r"\b(did|does|do|was|were|is|are|has|have|had|can|could|will|would)\b( \w+)", re.IGNORECASE
)


def answer_pattern(q: Question) -> re.Pattern[str]:
    """Matches a text in which an answer of `q` occurs as words, in any case."""
    texts = {q.context[s:e].strip().lower() for s, e in q.answers}
    return re.compile("|".join(rf"(?<!\w){re.escape(t)}(?!\w)" for t in sorted(texts)), re.IGNORECASE)


def removed(q: Question) -> Question | None:
    """`q` of its paragraph without the sentences that hold an answer, if two or more remain."""
    pattern = answer_pattern(q)
    kept = [
        q.context[s:e]
        for s, e in sentences(q.context)
        if not pattern.search(q.context[s:e]) and not any(s < b and a < e for a, b in q.answers)
    ]
    return replace(q, context=" ".join(kept), answers=()) if len(kept) >= 2 else None


def other(q: Question, rarity: Rarity, articles: dict[str, set[str]]) -> Question | None:
    """`q` asked of the nearest other paragraph without its answer, of its article if known."""
    among = articles.get(q.title, set()) - {q.context} if q.title else None
    if among is not None and len(among) < 2:
        among = None
    refused = re.compile(answer_pattern(q).pattern + "|" + re.escape(q.context[:80]), re.IGNORECASE)
    text = rarity.nearest(content_words(q.question), refused, among)
    return replace(q, context=text, answers=()) if text else None


def swapped(q: Question, strangers: Sequence[str], rng: random.Random) -> Question | None:
    """`q` with one name, number or role exchanged, so that its paragraph no longer answers it."""
    ways = [_swap_name, _swap_number, _reverse]
    rng.shuffle(ways)
    for way in ways:
        question = way(q, strangers, rng)
        if question is not None and question.lower() != q.question.lower():
            return replace(q, question=question, answers=())
    return None


def names_in(text: str) -> list[str]:
    """Capitalised names of `text`, in order, without those that only begin a sentence."""
    found = dict.fromkeys(m.group() for m in ENTITY.finditer(text))
    return [
        n for n in found if len(n) > 3 and n.lower() not in STOP_WORDS and (" " in n or text.count(n) > 1)
    ]


def _swap_name(q: Question, strangers: Sequence[str], rng: random.Random) -> str | None:
    names, asked = names_in(q.context), q.question.lower()
    answers = " ".join(q.context[s:e] for s, e in q.answers).lower()
    inside = [n for n in names if re.search(rf"(?<!\w){re.escape(n.lower())}(?!\w)", asked)]
    if not inside:
        return None
    old = max(inside, key=len)
    fresh = [
        n for n in names if n.lower() not in asked and n.lower() not in answers and answers not in n.lower()
    ]
    if not fresh or rng.random() < 0.3:
        fresh = [n for n in rng.choices(strangers, k=8) if n.lower() not in q.context.lower()]
    same = [n for n in fresh if n.count(" ") == old.count(" ")] or fresh
    if not same:
        return None
    new = rng.choice(same)
    return re.sub(re.escape(old), lambda _: new, q.question, count=1, flags=re.IGNORECASE)


def _swap_number(q: Question, strangers: Sequence[str], rng: random.Random) -> str | None:
    numbers = [m.group() for m in _NUMBER.finditer(q.question)]
    if not numbers:
        return None
    old = rng.choice(numbers)
    near = [n for n in _NUMBER.findall(q.context) if bool(_YEAR.match(n)) == bool(_YEAR.match(old))]
    near = [n for n in near if n not in q.question]
    if near and rng.random() < 0.6:
        new = rng.choice(near)
    elif _YEAR.match(old):
        new = str(int(old) + rng.choice((-30, -12, -5, -3, -2, -1, 1, 2, 3, 5, 12)))
    else:
        digits = re.sub(r"\D", "", old)
        new = (
            str(max(1, int(digits) + rng.choice((-10, -3, -2, -1, 1, 2, 3, 10, 25))))
            if len(digits) < 7
            else ""
        )
    return q.question.replace(old, new, 1) if new and new not in q.context.split() else None


def _reverse(q: Question, strangers: Sequence[str], rng: random.Random) -> str | None:
    words = [w for w in WORD.findall(q.question) if w.lower() in _OPPOSITE]
    if words:
        old = rng.choice(words)
        return re.sub(rf"\b{old}\b", _OPPOSITE[old.lower()], q.question, count=1)
    if rng.random() < 0.1 and (match := _NEGATABLE.search(q.question)) and "how" not in q.question.lower():
        return q.question[: match.end()] + " never" + q.question[match.end() :]
    return None


# what is asked -> what a window that might answer it would have in it
_DETAILS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (question, re.compile(pattern, re.IGNORECASE))
    for question, pattern in (
        ("How old is {name}?", r"\d|\bage|old|born"),
        ("When was {name} born?", r"\d|\bborn|birth"),
        ("How much did it cost?", r"[$£€]|cost|price|paid|dollar|euro|pound|million|billion|worth"),
        (
            "How much did {name} pay?",
            r"[$£€]|cost|price|paid|dollar|euro|pound|million|billion|worth",
        ),
        ("How many people were injured?", r"injur|hurt|wound|casualt|dead|died|kill"),
        ("How many people died?", r"dead|died|kill|death|casualt|victim|fatal|lives"),
        ("How many people attended?", r"\d|attend|crowd|audience|people|thousand|hundred|visitor"),
        ("What was the name of {name}'s wife?", r"wife|married|spouse|wed|husband"),
        ("Who is {name} married to?", r"wife|married|spouse|wed|husband|widow|partner"),
        (
            "How did {name} react?",
            r"sa(?:id|ys)|told|react|respon|welcom|critic|condemn|call|angry|upset|pleased",
        ),
        (
            "What did {name} say about it?",
            r"sa(?:id|ys)|told|react|stat|respon|comment|accord|announc|claim|call|\"",
        ),
        ("What did the police say?", r"police|officer|sa(?:id|ys)|told|stat"),
        (
            "At what time did it happen?",
            r"[ap]\.?m\b|o'clock|noon|midnight|morning|evening|hour|\d:\d|night",
        ),
        (
            "What was the weather like?",
            r"weather|rain|sun|wind|cloud|storm|snow|cold|hot|warm|temperature|°",
        ),
        ("What is {name}'s phone number?", r"phone|\d{4}"),
        (
            "Where did {name} go to school?",
            r"school|college|universit|educat|stud|academy|degree|graduat",
        ),
        ("Why did {name} resign?", r"resign|left|leav|quit|step|depart|because|due to"),
        ("Who photographed {name}?", r"photo|picture|image|camera"),
        ("What salary does {name} earn?", r"[$£€]|salar|earn|paid|pay|wage|income|million"),
        ("What was the final score?", r"\d|score|won|beat|defeat|goal|point"),
        ("How long did it take?", r"year|month|day|hour|minute|week|decade|century|until|since"),
        ("How far away is it?", r"mile|kilom|\bkm|met(?:er|re)|feet|distance|away"),
        ("Who paid for it?", r"pa(?:id|y)|fund|financ|sponsor|money|[$£€]|donat|grant|budget"),
        (
            "What colour is it?",
            r"colou?r|red|blue|green|black|white|yellow|brown|gold|orange|purple|pink|gr[ae]y",
        ),
        ("What time does it open?", r"open|[ap]\.?m\b|o'clock|hour"),
        ("What was the motive?", r"motive|because|reason|due to|in order|motivat|caus"),
    )
)


def detail(q: Question, short_share: float, rng: random.Random) -> Pair | None:
    """A detail asked of a window of `q`'s paragraph without anything of the kind, if any fits."""
    start, end = window(q.context, q.answers[0], short_share, rng)
    passage = q.context[start:end]
    names = [n for n in names_in(passage) if n.count(" ") == 1 and " of" not in n and not re.search(r"\d", n)]
    fitting = [
        question
        for question, pattern in _DETAILS
        if not pattern.search(passage) and (names or "{name}" not in question)
    ]
    if not fitting:
        return None
    return Pair("detail", rng.choice(fitting).replace("{name}", rng.choice(names or [""])), passage, ())
