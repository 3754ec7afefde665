"""The mix of all kinds of pairs."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assistant.reader.data.records import Claim, Pair, Question
from assistant.reader.data.text import Rarity
from assistant.reader.data.typed import as_typed
from assistant.reader.data.unanswerable import MADE, NOT_CHANGED, detail, names_in, other, removed, swapped
from assistant.reader.data.windows import SHORT_SHARE, likeliest_sentence, pair_of
from assistant.reader.data.yes_no import YesNo

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
        self._makeable = [q for q in questions if q.answers and q.source not in NOT_CHANGED]
        self._claims = list(claims)
        self._rarity = Rarity(q.context for q in questions)
        self._articles: dict[str, set[str]] = defaultdict(set)
        for q in questions:
            self._articles[q.title].add(q.context)
        contexts = sorted({q.context for q in questions})
        chosen = self._rng.sample(contexts, min(1500, len(contexts)))
        self._strangers = [n for text in chosen for n in names_in(text)] or ["Ada Lovelace"]
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
            anchor = likeliest_sentence(changed, self._rarity)
        return pair_of(changed, kind, anchor, self._short_share, self._rng)

    def _changed(self, kind: str, q: Question) -> Question | None:
        if kind == "swap":
            return swapped(q, self._strangers, self._rng)
        if kind == "removed":
            return removed(q)
        if kind == "other":
            return other(q, self._rarity, self._articles)
        return q
