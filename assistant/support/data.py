"""From JSONL data sets to training pairs for the support model: (claim, evidence, label).

A data folder has `support/*.jsonl.gz` (claims with evidence), `yesno/*.jsonl.gz` and
`reader/*.jsonl.gz` (questions, whose claims their passages bear out). Besides what people labelled,
pairs are made of news and encyclopaedia sentences:

    asked     the claim of a question, or the statement that its answer makes of it; supported
    other     the same with another passage of the article; not enough
    assumed   the claim of an unanswerable question; unsupported
    name ...  one change to a statement or a sentence: see assistant/support/changes.py

And of articles that were written to train on (assistant/reader/data/written.py):

    told      a claim with its sentence, as labelled, alone or among its neighbours
    premise   the claim of a question, with the sentence that answers or contradicts it
    beside    either with another sentence of the article, the nearest or any; not enough
    question  a question itself, with the sentence that answers it or says yes (supported), says no or
              contradicts what it takes for granted (refuted), or comes closest (not enough)
    stated    what a language model may write, with the sentences that it cites, as labelled
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.claims import claim_of
from assistant.reader.data.records import Claim, Question, Span
from assistant.reader.data.sources import SENTENCE_SETS, load_questions, read_lines
from assistant.reader.data.splitting import context_key, split
from assistant.reader.data.text import Rarity, content_words
from assistant.reader.data.text import sentences as split_into_sentences
from assistant.reader.data.written import Asked, Written
from assistant.support.changes import NOT_ENOUGH, REFUTED, SUPPORTED, UNKNOWN, UNSUPPORTED, WAYS, Change

# Kind of pair (a file stem, or a maker's name) -> weight in the mix.
MIX: dict[str, int] = {
    "ling_in_loop_train": 14000,
    "mnli_val_matched": 8500,
    "mnli_train_3000": 2600,
    "fever_dev_evidence": 9000,
    "fever_symmetric": 1200,
    "climate_fever": 3000,
    "cad_snli_counterfactual": 5000,
    "snli_test_1000": 600,
    "negnli_mnli_snli": 2300,
    "monli": 700,
    "med_monotonicity": 1000,
    "conjnli_dev": 500,
    "verb_veridicality": 2200,
    "commitmentbank_items": 600,
    "dnc_megaveridicality_templates": 600,
    "boolq_val": 1500,
    "condaqa": 2500,
    "asked": 4500,
    "other": 5000,
    "assumed": 900,
    "name": 2400,
    "number": 1100,
    "date": 900,
    "role": 1600,
    "opposite": 1800,
    "negation": 1500,
    "modality": 1300,
    "scope": 700,
    "attribution": 1500,
    "shortened": 1600,
    "paraphrase": 900,
}
WHOLE = (
    "healthver_devtest",
    "fm2_devtest",
    "covidfact",
    "factcheckgpt_stance",
    "dialfact_small",
    "rte_train_2way",
    "wice_oracle_chunks_2way",
    "fib_xsum_cnndm_2way",
)
"""Sources kept apart whole: nothing is trained on that shares a sentence of evidence with them."""

WRITTEN_KINDS = ("told", "premise", "beside", "question", "stated")
"""Kinds of pairs made of articles that were written to train on."""

_STATEMENT_SETS = (
    *SENTENCE_SETS, "squad_train_fragments", "squad11_dev_articles_not_in_squad2_dev",
    "squadshifts_new_wiki", "nq_qed", "multispanqa_valid", "timeqa_answerable",
)  # fmt: skip
_UNANSWERABLE = ("squad2_train_unanswerable_join", "unansq_unanswerable")
_YES_NO = {"yes": SUPPORTED, "no": REFUTED, "unknown": NOT_ENOUGH}
_MOST_WORDS = 110  # of evidence
_MOST_ANSWER_WORDS = 8
_VAGUE = re.compile(r"\bsome(?:one|body|thing|where)\b|^(?:It|He|She|They|This|That) ", re.IGNORECASE)
_NEWS_SHARE = 0.65  # of the made pairs


@lru_cache(maxsize=50_000)
def sentences(text: str) -> tuple[Span, ...]:
    """As spans; makers come back to the same passages again and again."""
    return tuple(split_into_sentences(text))


@dataclass(frozen=True, slots=True)
class Pair:
    """What the model learns from; `label` may be "unsupported": refuted or not enough."""

    kind: str  # a key of MIX, or a source kept apart
    claim: str
    evidence: str
    label: str


def load_claims(data: Path, stems: Iterable[str], limit: int | None = None, seed: int = 0) -> list[Claim]:
    """Claims of those files that there are, at most `limit` of each; `source` is the file's stem.

    In files named `_2way`, "not_enough" means unsupported.
    """
    loaded: list[Claim] = []
    for stem in stems:
        path = data / "support" / f"{stem}.jsonl.gz"
        if not path.exists():
            continue
        rows = list(read_lines(path))
        if limit is not None and len(rows) > limit:
            rows = random.Random(seed).sample(rows, limit)
        two_way = stem.endswith("_2way")
        loaded += [
            Claim(
                stem,
                _spaced(r["claim"]),
                _spaced(r["evidence"]),
                UNSUPPORTED if two_way and r["label"] != SUPPORTED else r["label"],
            )
            for r in rows
        ]
    return loaded


def load_yes_no(data: Path) -> list[Claim]:
    """Yes/no questions as claims, where the rules find one."""
    loaded = []
    for stem, file in (("boolq_val", "boolq_val"), ("condaqa", "condaqa")):
        path = data / "yesno" / f"{file}.jsonl.gz"
        for row in read_lines(path) if path.exists() else ():
            claim = claim_of(row["question"])
            if claim and len(row["context"].split()) <= _MOST_WORDS:
                loaded.append(Claim(stem, claim, _spaced(row["context"]), _YES_NO[row["label"]]))
    return loaded


def _spaced(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the split."""

    questions: list[Question]
    claims: list[Claim]


def load(data: Path) -> tuple[Side, Side]:
    """(training, held-out), apart by article, passage and sentence of evidence; without WHOLE.

    Held out is what two draws both hold out, about 0.6%: earlier runs learnt from what was left of one.
    """
    kept_apart = {
        context_key(text[s:e])
        for text in {c.evidence for c in load_claims(data, WHOLE, limit=3000)}
        for s, e in sentences(text)
    }
    files = [stem for stem in MIX if stem not in WAYS and stem not in ("boolq_val", "condaqa")]
    claims = [
        c
        for c in load_claims(data, files) + load_yes_no(data)
        if not kept_apart & {context_key(part) for part in re.split(r"(?<=[.!?]) ", c.evidence)}
    ]
    used = (*_STATEMENT_SETS, *_UNANSWERABLE)
    questions = [q for q in load_questions(data) if q.source in used]
    first, drawn = split(questions, claims, seed=0)
    second, test = split(*drawn, seed=1)
    return Side(first[0] + second[0], first[1] + second[1]), Side(*test)


def whole_sources(data: Path, limit: int | None = None, seed: int = 0) -> list[Pair]:
    """The pairs of the sources kept apart."""
    return [Pair(c.source, c.claim, c.evidence, c.label) for c in load_claims(data, WHOLE, limit, seed)]


class Maker:
    """Makes pairs of every kind in MIX from one side of the split."""

    def __init__(self, side: Side, seed: int) -> None:
        self._rng = random.Random(seed)
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for c in side.claims:
            self._claims[c.source].append(c)
        self._news = [q for q in side.questions if q.answers and q.source in SENTENCE_SETS]
        self._wiki = [
            q
            for q in side.questions
            if q.answers and q.source in _STATEMENT_SETS and q.source not in SENTENCE_SETS
        ]
        self._unanswerable = [q for q in side.questions if q.source in _UNANSWERABLE]
        self._texts: dict[str, set[str]] = defaultdict(set)
        for q in self._news:
            self._texts[q.title].add(q.context)
        self._rarity = Rarity(q.context for q in side.questions)
        asked = self._rng.sample(self._news + self._wiki, min(4000, len(self._news + self._wiki)))
        names = {q.context[s:e] for q in asked for s, e in q.answers[:1]}
        self._strangers = sorted(
            n for n in names if re.fullmatch(r"(?:[A-Z][\w.'-]+ ?){1,3}", n) and not n.endswith(" ")
        ) or ["Ada Lovelace", "Iceland"]

    def pairs(self, mix: dict[str, int], count: int) -> list[Pair]:
        """About `count` pairs in the proportions of `mix`, shuffled; fewer where a set runs out."""
        total = sum(mix.values())
        made = [p for kind, weight in mix.items() for p in self.of_kind(kind, round(weight * count / total))]
        self._rng.shuffle(made)
        return made

    def of_kind(self, kind: str, count: int) -> list[Pair]:
        """Up to `count` pairs."""
        if kind in WAYS or kind in ("asked", "other", "assumed"):
            return self._made(kind, count)
        pool = self._claims.get(kind, [])
        chosen = self._rng.sample(pool, min(count, len(pool)))
        return [Pair(kind, c.claim, c.evidence, c.label) for c in chosen]

    def _made(self, kind: str, count: int) -> list[Pair]:
        made: list[Pair] = []
        for _ in range(40 * count):
            if len(made) >= count:
                break
            pair = self._try(kind)
            if pair is not None and pair.label != UNKNOWN and len(pair.evidence.split()) <= _MOST_WORDS:
                made.append(pair)
        return made

    def _question(self) -> Question | None:
        pool = self._news if self._rng.random() < _NEWS_SHARE else self._wiki
        pool = pool or self._wiki or self._news
        return self._rng.choice(pool) if pool else None

    def _try(self, kind: str) -> Pair | None:
        if kind == "assumed":
            return self._assumed()
        q = self._question()
        if q is None:
            return None
        if kind in ("asked", "other"):
            claim = statement_of(q) if self._rng.random() < 0.5 else claim_of(q.question)
            if claim is None or (kind == "other" and _VAGUE.search(claim)):
                return None
            evidence = self._evidence(q) if kind == "asked" else self._other(q, claim)
            return (
                Pair(kind, claim, evidence, SUPPORTED if kind == "asked" else NOT_ENOUGH)
                if evidence
                else None
            )
        text = statement_of(q) if self._rng.random() < 0.7 else self._sentence(q)
        change = WAYS[kind](text, self._rng, self._strangers) if text and len(text.split()) <= 45 else None
        return self._changed(q, text, change) if text and change else None

    def _changed(self, q: Question, text: str, change: Change) -> Pair:
        """The claim before or after, with evidence for the other; now and then with its own."""
        chance = self._rng.random()
        own = self._evidence(q) if change.before == text else self._around(q, change.before)
        if chance < 0.10:
            return Pair(change.kind, change.after, self._around(q, change.after), SUPPORTED)
        if chance < 0.15:
            return Pair(change.kind, change.before, own, SUPPORTED)
        if chance < 0.60 and change.forth:
            return Pair(change.kind, change.after, own, change.forth)
        return Pair(change.kind, change.before, self._around(q, change.after), change.back)

    def _assumed(self) -> Pair | None:
        """Only claims that name what is asked about: "Someone did it" may well be true."""
        if not self._unanswerable:
            return None
        q = self._rng.choice(self._unanswerable)
        claim = claim_of(q.question)
        if claim is None or len(claim.split()) < 5 or re.search(r"\b[Ss]ome(?:one|thing)\b", claim):
            return None
        words = content_words(claim)
        spans = sentences(q.context)
        at = max(range(len(spans)), key=lambda i: self._rarity.overlap(words, q.context[slice(*spans[i])]))
        return Pair("assumed", claim, self._window(q.context, at), UNSUPPORTED)

    def _sentence(self, q: Question) -> str:
        spans = sentences(q.context)
        return q.context[slice(*spans[_place(q, spans)])]

    def _evidence(self, q: Question) -> str:
        """One to three sentences with the one that answers."""
        return self._window(q.context, _place(q, sentences(q.context)))

    def _window(self, context: str, at: int) -> str:
        spans = sentences(context)
        size = self._rng.choices((1, 2, 3), (60, 25, 15))[0]
        low = max(0, min(at - self._rng.randrange(size), len(spans) - size))
        return context[spans[low][0] : spans[min(low + size, len(spans)) - 1][1]]

    def _around(self, q: Question, text: str) -> str:
        """`text` in place of the sentence that answers, with up to two neighbours."""
        spans = sentences(q.context)
        at = _place(q, spans)
        size = self._rng.choices((0, 1, 2), (60, 25, 15))[0]
        before = q.context[slice(*spans[at - 1])] if at and size else ""
        after = q.context[slice(*spans[at + 1])] if at + 1 < len(spans) and size > 1 - bool(before) else ""
        return " ".join(part for part in (before, text, after) if part)

    def _other(self, q: Question, claim: str) -> str | None:
        """Other sentences of the article: the nearest half the time, any otherwise."""
        own = self._sentence(q)
        texts = sorted(self._texts[q.title]) if q.source in SENTENCE_SETS else [q.context]
        found = [(t, i) for t in texts for i, (s, e) in enumerate(sentences(t)) if own not in t[s:e]]
        found = [(t, i) for t, i in found if len(t[slice(*sentences(t)[i])].split()) > 4]
        if not found:
            return None
        words = content_words(claim)
        if self._rng.random() < 0.5:
            text, at = max(
                found, key=lambda f: self._rarity.overlap(words, f[0][slice(*sentences(f[0])[f[1]])])
            )
        else:
            text, at = self._rng.choice(found)
        window = self._window(text, at)
        return window if own not in window else text[slice(*sentences(text)[at])]


_TOLD = {"supported": SUPPORTED, "refuted": REFUTED, "unsaid": NOT_ENOUGH, "unsupported": UNSUPPORTED}
_SAID = {None: SUPPORTED, "yes": SUPPORTED, "no": REFUTED}


def written_pairs(
    written: Sequence[Written], seed: int, shares: Mapping[str, float] | None = None
) -> list[Pair]:
    """What is claimed, asked and stated of each article; of a kind that `shares` names only that share."""
    rng = random.Random(seed)
    kept = shares or {}
    pairs = (pair for w in written for pair in _of_article(w, rng))
    return [pair for pair in pairs if rng.random() < kept.get(pair.kind, 1.0)]


def _of_article(w: Written, rng: random.Random) -> Iterator[Pair]:
    rarity = Rarity(s.text for s in w.sentences)
    held = [("told", told.claim, told.sentence.index, _TOLD[told.label]) for told in w.told]
    held += [("premise", *found) for asked in w.asked for found in _premises(w, asked)]
    for kind, claim, at, label in held:
        yield Pair(kind, claim, _among(w, at, _ROUND_CLAIMS, rng), label)
        others = [s for s in w.sentences if abs(s.index - at) > 1]
        if label == SUPPORTED and others:
            words = content_words(claim)
            nearest = max(others, key=lambda s: rarity.overlap(words, s.text))
            yield Pair("beside", claim, rng.choice((nearest, rng.choice(others))).text, NOT_ENOUGH)
    for asked in w.asked:
        question = asked.read_as(asked.question)
        at, label = _answered(w, asked, rng)
        yield Pair("question", question, _among(w, at, _ROUND_QUESTIONS, rng), label)
        told = {
            s.index for s in w.sentences for start, end in asked.answers if s.start < end and start < s.end
        }
        others = [s for s in w.sentences if not any(abs(s.index - i) <= 2 for i in told)]
        if label == SUPPORTED and others:
            words = content_words(asked.question)
            ranked = sorted(others, key=lambda s: -rarity.overlap(words, s.text))
            found = rng.choice((ranked[0], rng.choice(ranked[:3]), rng.choice(ranked)))
            yield Pair("question", question, _among(w, found.index, _ROUND_QUESTIONS, rng), NOT_ENOUGH)
    for stated in w.stated:
        yield Pair("stated", stated.statement, " ".join(s.text for s in stated.cited), _TOLD[stated.label])


_ROUND_CLAIMS = ((0, 0), (0, 0), (1, 0), (0, 1), (1, 1))
_ROUND_QUESTIONS = ((0, 0), (1, 0), (0, 1), (1, 1), (1, 1), (1, 1))
"""How many sentences stand before and after the one judged; the product asks a question of three."""


def _among(w: Written, at: int, around: Sequence[tuple[int, int]], rng: random.Random) -> str:
    """The sentence with that number, with as many neighbours as is drawn."""
    low, high = rng.choice(around)
    return " ".join(s.text for s in w.sentences[max(0, at - low) : at + high + 1])


def _answered(w: Written, asked: Asked, rng: random.Random) -> tuple[int, str]:
    """(number of the sentence that a question is held against, label)."""
    if asked.answers:
        start, _ = rng.choice(asked.answers)
        return next(s.index for s in w.sentences if s.start <= start < s.end), _SAID[asked.says]
    assert asked.beside is not None
    return asked.beside.index, REFUTED if asked.kind == "false" else NOT_ENOUGH


def _premises(w: Written, asked: Asked) -> list[tuple[str, int, str]]:
    """(claim, number of the sentence it is held against, label), where the rules find one.

    None of a list, nor of what the article does not say: what is taken for granted there may well be true.
    """
    if len(asked.answers) > 1 or asked.kind == "near" or asked.before:
        return []
    q = Question("written", "", w.article.text, asked.question, asked.answers)
    claims = {claim_of(asked.question), statement_of(q) if asked.answers and not asked.says else None}
    if asked.answers:
        at = next(s.index for s in w.sentences if s.start <= asked.answers[0][0] < s.end)
        label = REFUTED if asked.says == "no" else SUPPORTED
    else:
        assert asked.beside is not None
        at, label = asked.beside.index, REFUTED
    return [(claim, at, label) for claim in sorted(claims - {None}, key=str) if claim]


def _place(q: Question, spans: Sequence[tuple[int, int]]) -> int:
    """The sentence in which the first answer begins."""
    start = q.answers[0][0]
    return next((i for i, (_, e) in enumerate(spans) if start < e), len(spans) - 1)


def statement_of(q: Question) -> str | None:
    """The claim of `q` with its answer filled in: "Who approved it?", "NATO" -> "NATO approved it."."""
    claim = claim_of(q.question)
    if claim is None:
        return None
    answer = q.context[slice(*q.answers[0])].strip(" .,\"'")
    match = re.search(r"\b(?:some(?:one|body)|something)\b", claim, re.IGNORECASE)
    if match is None:
        return claim
    if not answer or len(answer.split()) > _MOST_ANSWER_WORDS:
        return None
    whole = claim[: match.start()] + answer + claim[match.end() :]
    return whole[:1].upper() + whole[1:]
