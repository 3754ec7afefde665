"""From JSONL data sets to training pairs for the reader: (question, passage, answer spans).

A data folder has `reader/*.jsonl.gz` (questions with checked spans) and `support/*.jsonl.gz`
(claims with evidence). Nothing here is downloaded. What the pairs must look like follows from how
the product reads: windows of about three sentences, many of which do not hold the answer. So most
pairs are windows of one to five sentences, the others paragraphs; and the unanswerable are those
that people wrote, plus made ones:

    removed   the paragraph without its answer sentence
    other     the nearest other paragraph, by shared rare words; of the same article where known
    swap      a name, number or date in the question exchanged; a role reversed; a negation
    detail    a detail such texts often have (age, cost, reaction) asked where there is none
    yes_no_unknown   a claim made a question, asked of evidence that leaves it open

Spans are half-open character offsets into their passage; a pair without spans is unanswerable.
"""

import gzip
import hashlib
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sentencex import segment

Span = tuple[int, int]

SHORT_SHARE = 0.7  # of the pairs are windows of one to five sentences, the rest paragraphs
WINDOW_SENTENCES = ((1, 2, 3, 4, 5), (5, 15, 45, 20, 15))  # sizes, and their weights in percent
PARAGRAPH_WORDS = 140  # about 200 word pieces together with the question

# Kind of pair (a file stem, or a maker's name) -> weight in the mix; about 39% is unanswerable.
MIX: dict[str, int] = {
    "squad_train_fragments": 5600,
    "squad11_dev_articles_not_in_squad2_dev": 2200,
    "squadshifts_new_wiki": 2200,
    "nq_qed": 3600,
    "unansq_answerable": 1300,
    "qamr": 1600,
    "qadiscourse": 1200,
    "qasrl_gs": 300,
    "multispanqa_valid": 450,
    "timeqa_answerable": 500,
    "quoref_original_subset_20": 300,
    "ester_news": 450,
    "fairytaleqa_spans": 1100,
    "narrativeqa_summary_spans": 250,
    "tatqa_text": 300,
    "squadshifts_reddit": 400,
    "squadshifts_amazon_reviews": 300,
    "condaqa_answerable": 40,
    "yes_no": 2600,
    "squad2_train_unanswerable_join": 4200,
    "unansq_unanswerable": 1600,
    "squad_train_number_swap_unanswerable": 400,
    "condaqa_unanswerable": 450,
    "nq_qed_none_unanswerable": 150,
    "timeqa_unanswerable": 300,
    "yes_no_unknown": 1700,
    "removed": 1300,
    "other": 2600,
    "swap": 1900,
    "detail": 700,
}
# The same for evaluation: as many as that many, of whole paragraphs.
HELD_OUT_MIX: dict[str, int] = {
    "squad_train_fragments": 330,
    "nq_qed": 150,
    "nq_open_oracle": 120,
    "squadshifts_new_wiki": 90,
    "unansq_answerable": 60,
    "timeqa_answerable": 40,
    "multispanqa_valid": 40,
    "qamr": 25,
    "qadiscourse": 30,
    "ester_news": 25,
    "quoref_original_subset_20": 13,
    "yes_no": 80,
    "squad2_train_unanswerable_join": 250,
    "unansq_unanswerable": 60,
    "squad_train_number_swap_unanswerable": 35,
    "condaqa_unanswerable": 28,
    "nq_qed_none_unanswerable": 10,
    "timeqa_unanswerable": 30,
    "yes_no_unknown": 40,
    "removed": 40,
    "other": 40,
    "swap": 60,
    "detail": 25,
}
MADE = ("removed", "other", "swap", "detail")
HELD_OUT_ONLY = (
    "nq_open_oracle",
)  # never trained on, so that one part of the evaluation is new in kind, too
_READER_FILES = (
    "squad_train_fragments",
    "squad2_train_unanswerable_join",
    "unansq_squad2train_dev_lower",
    "squad_train_number_swap_unanswerable",
    "squad11_dev_articles_not_in_squad2_dev",
    "squadshifts_new_wiki",
    "nq_qed",
    "nq_qed_none_unanswerable",
    "nq_open_oracle",
    "qadiscourse",
    "qamr",
    "qasrl_gs",
    "multispanqa_valid",
    "timeqa_human_windows",
    "quoref_original_subset_20",
    "ester_news",
    "fairytaleqa_spans",
    "narrativeqa_summary_spans",
    "tatqa_text",
    "squadshifts_reddit",
    "squadshifts_amazon_reviews",
    "condaqa_span_and_dontknow",
)
_SUPPORT_FILES = (
    "fever_dev_evidence",
    "fm2_devtest",
    "ling_in_loop_train",
    "ling_in_loop_val",
    "mnli_val_matched",
    "snli_test_1000",
)
_TOPIC_TITLES = ("ester_news",)  # their titles name a kind of question, not an article
_SENTENCE_SETS = (
    "qamr",
    "qasrl_gs",
    "qadiscourse",
)  # single sentences of known articles, joined again below
# sets of whose questions no unanswerable ones are made: lower-cased, informal or of one sentence
_NOT_CHANGED = (
    *_SENTENCE_SETS,
    "unansq_answerable",
    "ester_news",
    "fairytaleqa_spans",
    "squadshifts_reddit",
    "squadshifts_amazon_reviews",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its paragraph. `answers` are spans of `context`; none means unanswerable."""

    source: str
    title: str  # names the article; "" where the set does not say
    context: str
    question: str
    answers: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with evidence; `label` is "supported", "refuted" or "not_enough"."""

    source: str
    claim: str
    evidence: str
    label: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What the reader learns from: `spans` of `passage` answer `question`; the first is learnt."""

    kind: str  # a key of MIX
    question: str
    passage: str
    spans: tuple[Span, ...]


# --- reading -------------------------------------------------------------------------


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def load_questions(data: Path) -> list[Question]:
    """Every question of the files used, cleaned of tokenisation, with its spans moved along."""
    loaded: list[Question] = []
    for stem in _READER_FILES:
        path = data / "reader" / f"{stem}.jsonl.gz"
        if not path.exists():
            continue
        rows = [_read(stem, row) for row in _lines(path) if ":wikipedia:" not in (row["title"] or "")]
        loaded += _with_neighbours(rows) if stem in _SENTENCE_SETS else rows
    return [q for q in loaded if '""' not in q.question and len(q.question) > 8 and len(q.context) > 20]


def _read(stem: str, row: dict[str, Any]) -> Question:
    spans = [(a["answer_start"], a["answer_start"] + len(a["text"])) for a in row["answers"]]
    if stem == "multispanqa_valid":
        spans = _one_range(row["context"], spans)
    context, spans = tidy(row["context"], spans)
    source = stem
    if stem.startswith(("unansq", "timeqa", "condaqa")):  # both labels in one file: two keys of MIX
        source = stem.split("_", maxsplit=1)[0] + ("_answerable" if spans else "_unanswerable")
    title = "" if stem in _TOPIC_TITLES else row["title"] or ""
    return Question(
        source,
        title,
        context,
        tidy(row["question"], [])[0].strip(),
        _majority_first(context, spans),
    )


def _one_range(context: str, spans: list[Span]) -> list[Span]:
    """Several spans of one sentence become the range over them; otherwise the first stays."""
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    whole = any(start <= low and high <= end for start, end in sentences(context))
    return [(low, high)] if whole else spans[:1]


def _majority_first(context: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Distinct spans, what most annotators marked first, the shorter of two as common."""
    counts = Counter(spans)
    return tuple(sorted(counts, key=lambda s: (-counts[s], s[1] - s[0], s)))


_TIDY = re.compile(
    r"`` ?|''(?=\s|$)| (?=n't\b)| (?='(?:s|re|ve|ll|d|m)\b)| (?=[,.;:?!%)](?:\s|$))|(?<=\() | -- "
)
_TIDY_TO = {"``": '"', "`` ": '"', "''": '"', " -- ": " – "}


def tidy(text: str, spans: Iterable[Span]) -> tuple[str, list[Span]]:
    """Undo pre-tokenised spacing and quotes in `text`, and move `spans` along exactly."""
    parts: list[str] = []
    moved = [0] * (len(text) + 1)  # old offset -> new offset
    old = new = 0
    for match in _TIDY.finditer(text):
        start, end = match.span()
        put = _TIDY_TO.get(match.group(), "")
        for i in range(old, start + 1):
            moved[i] = new + i - old
        new += start - old
        for i in range(start + 1, end):
            moved[i] = new + len(put)
        parts += [text[old:start], put]
        new, old = new + len(put), end
    for i in range(old, len(text) + 1):
        moved[i] = new + i - old
    return "".join(parts) + text[old:], [(moved[s], moved[e]) for s, e in spans]


def _with_neighbours(rows: list[Question]) -> list[Question]:
    """Single sentences get up to two known neighbours on each side, in the article's order."""
    place = {q: tuple(q.title.rsplit(":", 2)) for q in rows}  # article, paragraph, sentence
    articles: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for article, paragraph, sentence in set(place.values()):
        articles[article][int(paragraph), int(sentence)] = ""
    for q, (article, paragraph, sentence) in place.items():
        articles[article][int(paragraph), int(sentence)] = q.context.strip()
    ordered = {article: sorted(found.items()) for article, found in articles.items()}
    joined = []
    for q, (article, paragraph, sentence) in place.items():
        around = ordered[article]
        at = next(i for i, (key, _) in enumerate(around) if key == (int(paragraph), int(sentence)))
        low = max(0, at - 2)
        before = "".join(text + " " for _, text in around[low:at])
        after = "".join(" " + text for _, text in around[at + 1 : at + 3])
        shift = len(before) - (len(q.context) - len(q.context.lstrip()))
        spans = tuple((s + shift, e + shift) for s, e in q.answers)
        joined.append(replace(q, title=article, context=before + q.context.strip() + after, answers=spans))
    return joined


def load_claims(data: Path) -> list[Claim]:
    """Claims with evidence, of the files used; missing files are left out."""
    paths = [data / "support" / f"{stem}.jsonl.gz" for stem in _SUPPORT_FILES]
    rows = (row for path in paths if path.exists() for row in _lines(path))
    claims = (Claim(r["source"], r["claim"].strip(), r["evidence"].strip(), r["label"]) for r in rows)
    return [c for c in claims if c.evidence[-1:] in '.!?"' and not c.evidence[:1].islower()]


# --- splitting -----------------------------------------------------------------------


def held_out(contexts: Sequence[tuple[str, ...]], share: float, seed: int) -> list[bool]:
    """Which rows are kept for evaluation: about `share` of them, in [0, 1], as whole groups.

    `contexts` names, for each row, all that it must not share with the other side (its article,
    its paragraph, its evidence sentences). Rows are grouped by what they share, directly or through
    others, and the groups drawn by hash, so that a row stays on its side when the mix changes.
    """
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    for names in contexts:
        for name in names[1:]:
            first, second = sorted((root(names[0]), root(name)))
            parent[second] = first
    drawn = {}
    for names in contexts:
        group = root(names[0])
        digest = hashlib.sha256(f"{seed}:{group}".encode()).digest()
        drawn[group] = int.from_bytes(digest[:8]) / 2**64 < share
    return [drawn[root(names[0])] for names in contexts]


def context_key(text: str) -> str:
    """The same for texts that differ only in case, spacing and punctuation."""
    return "".join(re.findall(r"\w+", text.lower()))


def split(
    questions: list[Question], claims: list[Claim], share: float = 0.08, seed: int = 0
) -> tuple[tuple[list[Question], list[Claim]], tuple[list[Question], list[Claim]]]:
    """(training, held-out): apart by paragraph, by article, and by sentence of evidence."""
    names: list[tuple[str, ...]] = [
        (context_key(q.context), *(["title:" + context_key(q.title)] if q.title else [])) for q in questions
    ]
    names += [tuple(context_key(c.evidence[s:e]) for s, e in sentences(c.evidence)) for c in claims]
    kept = held_out(names, share, seed)
    asked, claimed = kept[: len(questions)], kept[len(questions) :]

    def side(wanted: bool) -> tuple[list[Question], list[Claim]]:
        return (
            [q for q, k in zip(questions, asked, strict=True) if k is wanted],
            [c for c, k in zip(claims, claimed, strict=True) if k is wanted],
        )

    train, test = side(False), side(True)
    return ([q for q in train[0] if q.source not in HELD_OUT_ONLY], train[1]), test


# --- sentences and words -------------------------------------------------------------


def sentences(text: str) -> list[Span]:
    """The sentences of `text` as spans without surrounding space, in order."""
    found, at = [], 0
    for piece in segment("en", text):
        start = text.find(piece, at)
        at = start + len(piece)
        stripped = piece.strip()
        if stripped:
            start += piece.find(stripped)
            found.append((start, start + len(stripped)))
    return found


_WORD = re.compile(r"\w+")
_STOP = frozenset(
    "a an the of in on at to for from by with and or is are was were be been has have had do does "
    "did can could will would should may might must what which who whom whose when where why how "
    "it its this that these those there he she they his her their as into about than then s t i "
    "you me tell please".split()
)


def content_words(text: str) -> set[str]:
    """Lower-cased words that are no stop words."""
    return {w for w in _WORD.findall(text.lower()) if w not in _STOP}


class Rarity:
    """How rare words are in `texts`: log(1 + texts / texts with the word); finds the nearest."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = sorted(set(texts))
        self._where: dict[str, list[int]] = defaultdict(list)
        for i, text in enumerate(self._texts):
            for word in content_words(text):
                self._where[word].append(i)

    def overlap(self, words: set[str], text: str) -> float:
        """Summed rarity of the words that `text` shares, 0 or more; higher is nearer."""
        return sum(self._weight(w) for w in sorted(words & content_words(text)))

    def nearest(self, words: set[str], refused: re.Pattern[str], among: set[str] | None) -> str | None:
        """The text nearest to `words` that `refused` does not match, of `among` or of all."""
        scores: defaultdict[int, float] = defaultdict(float)
        for word in sorted(words):
            if len(self._where.get(word, ())) < 300:
                for i in self._where.get(word, ()):
                    scores[i] += self._weight(word)
        ranked = sorted(scores, key=lambda i: (-scores[i], i))
        for i in ranked[:2000]:
            text = self._texts[i]
            if (among is None or text in among) and not refused.search(text):
                return text
        return None

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self._texts) / max(1, len(self._where.get(word, ()))))


# --- windows -------------------------------------------------------------------------


def _grow(
    count: int, low: int, high: int, fits: Callable[[int, int], bool], rng: random.Random
) -> tuple[int, int]:
    """Extend the sentences [low, high) to either side by chance, in [0, count), while it fits."""
    while True:
        options = [o for o in ((low - 1, high), (low, high + 1)) if o[0] >= 0 and o[1] <= count and fits(*o)]
        if not options:
            return low, high
        low, high = rng.choice(options)


def window(context: str, anchor: Span, short_share: float, rng: random.Random) -> Span:
    """A span of whole sentences of `context` around `anchor`: short, or up to a paragraph."""
    found = sentences(context)
    touching = [i for i, (s, e) in enumerate(found) if s < anchor[1] and anchor[0] < e] or [0]
    low, high = touching[0], touching[-1] + 1
    if rng.random() < short_share:
        size = rng.choices(*WINDOW_SENTENCES)[0]
        low, high = _grow(len(found), low, high, lambda a, b: b - a <= size, rng)
    else:
        words = [len(context[s:e].split()) for s, e in found]
        low, high = _grow(len(found), low, high, lambda a, b: sum(words[a:b]) <= PARAGRAPH_WORDS, rng)
    return min(found[low][0], anchor[0]), max(found[high - 1][1], anchor[1])


def _pair(q: Question, kind: str, anchor: Span, short_share: float, rng: random.Random) -> Pair:
    start, end = window(q.context, anchor, short_share, rng)
    spans = tuple((s - start, e - start) for s, e in q.answers if start <= s and e <= end)
    return Pair(kind, q.question, q.context[start:end], spans)


def _likeliest_sentence(q: Question, rarity: Rarity) -> Span:
    """Where a careless reader would look: the sentence that shares most with the question."""
    words = content_words(q.question)
    return max(sentences(q.context), key=lambda s: rarity.overlap(words, q.context[s[0] : s[1]]))


# --- made unanswerables --------------------------------------------------------------

_ENTITY = re.compile(r"\b[A-Z][\w'’.-]*[\w](?: (?:(?:of|the|de|van|von|and) )?[A-Z][\w'’.-]*[\w])*")
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


def _names(text: str) -> list[str]:
    """Capitalised names of `text`, in order, without those that only begin a sentence."""
    found = dict.fromkeys(m.group() for m in _ENTITY.finditer(text))
    return [n for n in found if len(n) > 3 and n.lower() not in _STOP and (" " in n or text.count(n) > 1)]


def _swap_name(q: Question, strangers: Sequence[str], rng: random.Random) -> str | None:
    names, asked = _names(q.context), q.question.lower()
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
    words = [w for w in _WORD.findall(q.question) if w.lower() in _OPPOSITE]
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
    names = [n for n in _names(passage) if n.count(" ") == 1 and " of" not in n and not re.search(r"\d", n)]
    fitting = [
        question
        for question, pattern in _DETAILS
        if not pattern.search(passage) and (names or "{name}" not in question)
    ]
    if not fitting:
        return None
    return Pair("detail", rng.choice(fitting).replace("{name}", rng.choice(names or [""])), passage, ())


# --- yes/no questions ----------------------------------------------------------------

_BE = "is are was were will can could would should must did does do may might".split()
_HAVE = {"has": "Does", "have": "Do", "had": "Did"}
_PARTICIPLE = re.compile(
    r"(?:\w+e[dn]|been|had|won|made|sold|known|taken|held|become|gone|done|led|sung|set|put|built)$"
)


def yes_no_question(claim: str) -> str | None:
    """`claim` with its first verb moved to the front; None if that is no plain auxiliary.

    "X is a Y." -> "Is X a Y?"; "X has a Y." -> "Does X have a Y?"; "X has won Y." -> "Has X won Y?"
    """
    words = claim.strip().rstrip(".").split()
    for i, word in enumerate(words[:9]):
        if i and (
            words[i - 1].endswith(",") or word.lower() in ("who", "that", "which", "and", "if", "when")
        ):
            return None
        if not i or word not in (*_BE, *_HAVE) or i + 1 >= len(words):
            continue
        subject, rest = words[:i], words[i + 1 :]
        if subject[0].lower() in _STOP | {
            "some",
            "many",
            "all",
            "people",
            "one",
            "no",
            "two",
            "both",
            "my",
            "our",
        }:
            subject = [subject[0].lower(), *subject[1:]]
        plain = (
            rest[1] if rest[0] in ("not", "never", "always", "also", "only") and len(rest) > 1 else rest[0]
        )
        if word in _HAVE and not _PARTICIPLE.match(plain):
            return " ".join([_HAVE[word], *subject, "have", *rest]) + "?"
        return " ".join([word.capitalize(), *subject, *rest]) + "?"
    return None


def _head(claim: str) -> str:
    match = _ENTITY.search(claim)
    return match.group() if match else ""


class YesNo:
    """Makes yes/no pairs from claims; the answer is the whole sentence that decides."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._about: dict[str, list[str]] = defaultdict(
            list
        )  # head of the claim -> sentences of its evidence
        for c in claims:
            if head := _head(c.claim):
                self._about[head] += [c.evidence[s:e] for s, e in sentences(c.evidence)]
        self._about = {head: sorted(set(found)) for head, found in self._about.items()}
        self._strangers = [c.evidence for c in claims if 8 < len(c.evidence.split()) < 40]

    def decided(self, c: Claim, rarity: Rarity, rng: random.Random) -> Pair | None:
        """Supported or refuted: the evidence among other sentences about the same thing."""
        question = yes_no_question(c.claim)
        if question is None:
            return None
        own = [c.evidence[s:e] for s, e in sentences(c.evidence)]
        best = max(own, key=lambda s: rarity.overlap(content_words(c.claim), s))
        if len(best.split()) > 60:
            return None
        company = self._company(c, own, rng, rng.choice((0, 1, 2, 2)))
        at = rng.randint(0, len(company))
        passage = " ".join([*company[:at], *own, *company[at:]])
        start = passage.index(best)
        return Pair("yes_no", question, passage, ((start, start + len(best)),))

    def unknown(self, c: Claim, rng: random.Random) -> Pair | None:
        """Not enough evidence as people judged it; or sentences about the same thing only."""
        question = yes_no_question(c.claim)
        if question is None:
            return None
        if c.label == "not_enough":
            return Pair("yes_no_unknown", question, c.evidence, ())
        own = [c.evidence[s:e] for s, e in sentences(c.evidence)]
        rest = content_words(c.claim) - content_words(_head(c.claim))
        found = [s for s in self._company(c, own, rng, 6) if not rest & content_words(s)][
            : rng.choice((2, 3, 3))
        ]
        return Pair("yes_no_unknown", question, " ".join(found), ()) if len(found) > 1 and rest else None

    def _company(self, c: Claim, own: list[str], rng: random.Random, count: int) -> list[str]:
        found = [s for s in self._about.get(_head(c.claim), []) if s not in own and len(s.split()) < 60]
        chosen = rng.sample(found, min(count, len(found)))
        while len(chosen) < min(count, 2) and self._strangers:  # claims of which nothing else is known
            chosen.append(rng.choice(self._strangers))
        return chosen


# --- as people type ------------------------------------------------------------------

_FRAMES = (
    "Can you tell me {}",
    "Could you tell me {}",
    "Please tell me {}",
    "I want to know {}",
    "Hi, {}",
    "Do you know {}",
    "According to the article, {}",
    "In the text, {}",
    "{} Thanks",
    "Quick question: {}",
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def as_typed(question: str, rng: random.Random) -> str:
    """`question` as someone might type it: polite, in keywords, with typos, unpunctuated.

    Every question goes through here, whatever its label, so that its last character tells nothing.
    """
    text = question.strip().rstrip("?. ").strip()
    chance = rng.random()
    if chance < 0.05 and len(kept := [w for w in text.split() if w.lower() not in _STOP]) >= 2:
        return " ".join(kept)
    if 0.05 <= chance < 0.10:
        text = rng.choice(_FRAMES[:6] * 2 + _FRAMES).replace("{}", text[:1].lower() + text[1:])
    if rng.random() < 0.08:
        text = _typo(text, rng)
    return text if rng.random() < 0.2 else text + "?"


def _typo(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    long = [i for i, w in enumerate(words) if len(w) > 3 and w.isalpha()]
    for i in rng.sample(long, min(len(long), rng.choice((1, 1, 2)))):
        w = words[i]
        at = rng.randrange(1, len(w) - 1)
        words[i] = rng.choice(
            (
                w[:at] + w[at + 1] + w[at] + w[at + 2 :],
                w[:at] + w[at + 1 :],
                w[:at] + w[at] + w[at:],
                w[:at] + rng.choice(_LETTERS) + w[at + 1 :],
            )
        )
    return " ".join(words)


# --- the mix -------------------------------------------------------------------------


class Maker:
    """Makes pairs of every kind in MIX from one side of the split."""

    def __init__(
        self,
        questions: Sequence[Question],
        claims: Sequence[Claim],
        seed: int,
        short_share: float = SHORT_SHARE,
    ) -> None:
        self._rng = random.Random(seed)
        self._short_share = short_share
        self._questions: dict[str, list[Question]] = defaultdict(list)
        for q in questions:
            self._questions[q.source].append(q)
        self._makeable = [q for q in questions if q.answers and q.source not in _NOT_CHANGED]
        self._claims = list(claims)
        self._rarity = Rarity(q.context for q in questions)
        self._articles: dict[str, set[str]] = defaultdict(set)
        for q in questions:
            self._articles[q.title].add(q.context)
        contexts = sorted({q.context for q in questions})
        chosen = self._rng.sample(contexts, min(1500, len(contexts)))
        self._strangers = [n for text in chosen for n in _names(text)] or ["Ada Lovelace"]
        self._yes_no = YesNo(claims)

    def pairs(self, mix: dict[str, int], count: int, typed: bool = True) -> list[Pair]:
        """About `count` pairs in the proportions of `mix`, shuffled; fewer where a set runs out."""
        total = sum(mix.values())
        made = [p for kind, weight in mix.items() for p in self.of_kind(kind, round(weight * count / total))]
        self._rng.shuffle(made)
        return [replace(p, question=as_typed(p.question, self._rng)) for p in made] if typed else made

    def of_kind(self, kind: str, count: int) -> list[Pair]:
        """Up to `count` pairs; each question or claim used at most twice, in different windows."""
        made: list[Pair] = []
        pool = self._pool(kind)
        self._rng.shuffle(pool)
        for item in pool * 2:
            if len(made) >= count:
                break
            pair = self._make(kind, item)
            if pair is not None and len(pair.passage) > 20:
                made.append(pair)
        return made

    def _pool(self, kind: str) -> list[Question] | list[Claim]:
        if kind == "other":  # the news sentences are the nearest to what the product reads
            return self._makeable + self._questions["qamr"] + self._questions["qadiscourse"]
        if kind in MADE:
            return list(self._makeable)
        if kind == "yes_no":
            return [c for c in self._claims if c.label != "not_enough" and "snli" not in c.source]
        if kind == "yes_no_unknown":
            return [c for c in self._claims if c.label == "not_enough" or c.source.startswith("fever")]
        return list(self._questions.get(kind, ()))

    def _make(self, kind: str, item: Question | Claim) -> Pair | None:
        if isinstance(item, Claim):
            if kind == "yes_no":
                return self._yes_no.decided(item, self._rarity, self._rng)
            return self._yes_no.unknown(item, self._rng)
        if kind == "detail":
            return detail(item, self._short_share, self._rng)
        changed = self._changed(kind, item)
        if changed is None:
            return None
        anchor = changed.answers[0] if changed.answers else None
        if kind == "swap":
            anchor = item.answers[0]
        if anchor is None:
            anchor = _likeliest_sentence(changed, self._rarity)
        return _pair(changed, kind, anchor, self._short_share, self._rng)

    def _changed(self, kind: str, q: Question) -> Question | None:
        if kind == "swap":
            return swapped(q, self._strangers, self._rng)
        if kind == "removed":
            return removed(q)
        if kind == "other":
            return other(q, self._rarity, self._articles)
        return q
