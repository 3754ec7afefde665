"""Trains and evaluates the reader: `python -m assistant.reader.train --data DIR --out DIR`.

LoRA (Hu et al. 2021) on every linear layer of the packaged MiniLM, and a span head
(Devlin et al. 2019, section 4.3). The loss is the cross entropy of the start and of the end token,
the first token where the passage does not answer. The score of a span, in logits, unbounded, higher
is better:

    start logit + end logit - (start logit + end logit of the first token)
"""

import argparse
import json
import math
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from peft import PeftModel, get_peft_model
from tqdm import tqdm
from transformers import AutoModelForQuestionAnswering

from assistant import training
from assistant.documents import Article, Block, Passage, Section, Span
from assistant.reader.data import (
    HELD_OUT_MIX,
    MIX,
    Maker,
    Pair,
    load_claims,
    load_questions,
    split,
)
from assistant.reader.data.text import Rarity, content_words
from assistant.reader.data.typed import as_typed
from assistant.reader.data.written import Asked, Written, load_written
from assistant.reader.exported import ExportedReader
from assistant.reader.model import SpanReader
from assistant.reader.spans import Reader
from assistant.runtime.exporting import export
from assistant.runtime.exports import Export, Head
from assistant.splitter import covering, split_passages, split_sentences
from assistant.training import LOADING, RATE, batches, inputs, load_tokenizer, lora
from assistant.weights import minilm_folder, sha256

FloatArray = NDArray[np.float64]

MAX_TOKENS = 256  # while training; the reader itself reads up to 384
HEAD = "qa_outputs"
ANSWERING, NEAREST, NEAREST_ALONE = 2, 2, 3
"""Of a written question's passages: so many that answer, and so many of those that come nearest without (of
twice as many); the last where none answers."""


@dataclass(frozen=True, slots=True)
class Row:
    """A tokenised pair; `start` and `end` are tokens, inclusive, both 0 where unanswerable."""

    ids: list[int]
    types: list[int]
    start: int
    end: int


def load_model(adapter: Path | None, trainable: bool = False) -> PeftModel:
    """The packaged MiniLM with `adapter`, or with a fresh one."""
    base = AutoModelForQuestionAnswering.from_pretrained(str(minilm_folder()), **LOADING)
    if adapter is not None:
        return PeftModel.from_pretrained(base, str(adapter), is_trainable=trainable)
    return get_peft_model(base, lora(HEAD))


def tokenise(pairs: Sequence[Pair], tokenizer: Any, max_tokens: int = MAX_TOKENS) -> list[Row]:
    """Rows of at most `max_tokens` tokens; a pair whose answer lies beyond is left out."""
    encoded = tokenizer(
        [p.question[:400] for p in pairs],
        [p.passage for p in pairs],
        truncation="only_second",
        max_length=max_tokens,
        return_offsets_mapping=True,
    )
    rows = []
    for i, pair in enumerate(pairs):
        start = end = 0
        if pair.spans:
            low, high = pair.spans[0]
            inside = [
                t
                for t, ((s, e), part) in enumerate(
                    zip(encoded["offset_mapping"][i], encoded.sequence_ids(i), strict=True)
                )
                if part == 1 and s < high and low < e
            ]
            reached = inside and encoded["offset_mapping"][i][inside[-1]][1] >= high
            if not reached:
                continue
            start, end = inside[0], inside[-1]
        rows.append(Row(encoded["input_ids"][i], encoded["token_type_ids"][i], start, end))
    return rows


def tensors(batch: Sequence[Row], device: torch.device) -> dict[str, torch.Tensor]:
    """Input tensors of shape (batch, longest), positions of shape (batch,)."""
    return inputs(batch, device) | {
        "start_positions": torch.tensor([r.start for r in batch], device=device),
        "end_positions": torch.tensor([r.end for r in batch], device=device),
    }


class Training(training.Training[Row]):
    """A run of the reader."""

    def __init__(
        self, out: Path, init: Path | None, bf16: bool, minutes: float | None, rate: float = RATE
    ) -> None:
        super().__init__(load_model(init, trainable=True), HEAD, out, bf16=bf16, minutes=minutes, rate=rate)

    def loss(self, batch: Sequence[Row], device: torch.device) -> torch.Tensor:
        found: torch.Tensor = self.model(**tensors(batch, device)).loss
        return found


def written_rows(
    written: Sequence[Written], tokenizer: Any, rounds: int, seed: int, reader: Reader | None = None
) -> list[Row]:
    """Rows of every written question, drawn `rounds` times among the passages of its article.

    Nearest without an answer are those that hold the sentences in which `reader` reads one with the highest
    score ("hard negatives", Xiong et al. 2021); without a reader, those that share the rarest words with the
    question.
    """
    rng = random.Random(seed)
    drawn: list[Pair] = []
    for w in tqdm(written, desc="passages that come near", mininterval=20):
        rarity = Rarity(passage.text for passage in w.passages)
        for asked in w.asked:
            near = _read_in(w, asked, reader) if reader else _shared_with(w, asked, rarity)
            pairs = [pair for _, pair in sorted(zip(near, w.pairs(asked), strict=True), key=lambda n: -n[0])]
            right, wrong = ([p for p in pairs if bool(p.spans) is answers] for answers in (True, False))
            count = NEAREST if right else NEAREST_ALONE
            nearest = wrong[: 2 * count]
            for _ in range(rounds):
                chosen = rng.sample(right, min(ANSWERING, len(right)))
                chosen += rng.sample(nearest, min(count, len(nearest)))
                drawn += [
                    replace(pair, question=asked.read_as(as_typed(asked.question, rng))) for pair in chosen
                ]
    return tokenise(drawn, tokenizer)


def _read_in(w: Written, asked: Asked, reader: Reader) -> list[float]:
    """The highest score of what is read in the sentences of each passage, each read in one passage only."""
    once = covering(w.passages)
    scores = [-math.inf] * len(w.sentences)
    question = asked.read_as(asked.question)
    for span in reader.read(question, once, [w.sentences[p.first : p.last + 1] for p in once]):
        scores[span.sentence] = max(scores[span.sentence], span.score)
    return [max(scores[p.first : p.last + 1]) for p in w.passages]


def _shared_with(w: Written, asked: Asked, rarity: Rarity) -> list[float]:
    """How much of the question's words each passage has."""
    return [rarity.overlap(content_words(asked.question), passage.text) for passage in w.passages]


# --- evaluation ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read for one question: score in logits, em and f1 of the span in [0, 1], forced."""

    kind: str
    passage: str
    answerable: bool
    answer: str
    score: float
    em: float  # NaN where unanswerable
    f1: float  # NaN where unanswerable


def normalised(text: str) -> list[str]:
    """SQuAD's words: lower case, without articles and punctuation."""
    bare = re.sub(r"[^\w\s]", "", text.lower())
    return [word for word in bare.split() if word not in ("a", "an", "the")]


def overlap_f1(given: str, gold: str) -> float:
    """SQuAD's F1 of words, in [0, 1]."""
    a, b = normalised(given), normalised(gold)
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else float(a == b)


def read_all(pairs: Sequence[Pair], adapter: Path, windows: bool) -> list[Reading]:
    """Read every pair as the product does: its windows of sentences, or its passage whole."""
    reader = SpanReader(adapter)
    return [_read(reader, p, windows) for p in tqdm(pairs, desc=f"reading with {adapter}", mininterval=20)]


def _read(reader: SpanReader, pair: Pair, windows: bool) -> Reading:
    text = pair.passage
    block = Block(Section.BODY, Span(0, len(text)))
    article = Article("held-out", text, (block,), {})
    found = split_sentences(article)
    passages = split_passages(article, found)
    if not windows:
        passages = [Passage("whole", article.id, 0, len(found) - 1, 0, len(text), text)]
    spans = reader.read(pair.question, passages, [found[p.first : p.last + 1] for p in passages])
    best = max(spans, key=lambda s: s.score)
    answer = best.span.of(text)
    golds = [text[s:e] for s, e in pair.spans]
    return Reading(
        kind=pair.kind,
        passage=text,
        answerable=bool(golds),
        answer=answer,
        score=best.score,
        em=max((float(normalised(answer) == normalised(g)) for g in golds), default=float("nan")),
        f1=max((overlap_f1(answer, g) for g in golds), default=float("nan")),
    )


def auc(right: FloatArray, wrong: FloatArray) -> float:
    """The chance that an answerable question scores above an unanswerable one; ties are half."""
    below = np.searchsorted(np.sort(wrong), right, side="left")
    upto = np.searchsorted(np.sort(wrong), right, side="right")
    return float((below + upto).mean() / (2 * len(wrong)))


def best_threshold(scores: FloatArray, f1: FloatArray) -> tuple[float, float]:
    """(threshold, mean F1) where answering only above it is best; `f1` is NaN if unanswerable.

    Declining earns 1 on an unanswerable question and 0 on another, as in SQuAD 2.0.
    """
    order = np.argsort(-scores, kind="stable")
    unanswerable = np.isnan(f1[order])
    gains = np.where(unanswerable, -1.0, np.nan_to_num(f1[order]))
    totals = np.concatenate([[0.0], np.cumsum(gains)]) + unanswerable.sum()
    best = int(totals.argmax())
    ranked = np.concatenate([[scores.max() + 1], scores[order], [scores.min() - 1]])
    return float(ranked[best : best + 2].mean()), float(totals[best] / len(scores))


def threshold_at(wrong: FloatArray, false_answers: float = 0.10) -> float:
    """The lowest threshold above which at most that share of the unanswerable questions scores."""
    return float(np.quantile(wrong, 1 - false_answers, method="higher"))


def figures(readings: Sequence[Reading]) -> dict[str, float]:
    """Every figure of a set of readings; shares in [0, 1], thresholds in logits."""
    scores = np.array([r.score for r in readings])
    f1 = np.array([r.f1 for r in readings])
    answerable = ~np.isnan(f1)
    right, wrong = scores[answerable], scores[~answerable]
    if not len(right) or not len(wrong):
        raise ValueError("Both answerable and unanswerable questions are needed; give more readings")
    threshold, thresholded = best_threshold(scores, f1)
    strict = threshold_at(wrong)
    return {
        "forced EM": float(np.mean([r.em for r in readings if r.answerable])),
        "forced F1": float(f1[answerable].mean()),
        "AUC": auc(right, wrong),
        "F1 at best threshold": thresholded,
        "best threshold": threshold,
        "answered at 10% false answers": float((right > strict).mean()),
        "threshold at 10% false answers": strict,
    }


def intervals(
    sets: Sequence[Sequence[Reading]], resamples: int = 1000, seed: int = 0
) -> list[dict[str, tuple[float, float]]]:
    """95% bootstrap intervals over passages: of each set, then of each later set less the first.

    The sets are readings of the same questions in the same order, and are resampled together.
    """
    groups: dict[str, list[int]] = {}
    for i, reading in enumerate(sets[0]):
        groups.setdefault(reading.passage, []).append(i)
    members, rng = list(groups.values()), np.random.default_rng(seed)
    drawn: list[list[dict[str, float]]] = []
    for _ in range(resamples):
        rows = [i for g in rng.integers(len(members), size=len(members)) for i in members[g]]
        found = [figures([readings[i] for i in rows]) for readings in sets]
        drawn.append(found + [{k: f[k] - found[0][k] for k in f} for f in found[1:]])
    return [
        {k: tuple(np.quantile([d[n][k] for d in drawn], [0.025, 0.975]).tolist()) for k in drawn[0][n]}
        for n in range(len(drawn[0]))
    ]


def held_out_pairs(data: Path, seed: int) -> list[Pair]:
    """The held-out questions on whole paragraphs, none of which the training part shares."""
    _, (questions, claims) = split(load_questions(data), load_claims(data))
    made = Maker(questions, claims, seed, short_share=0.0)
    return made.pairs(HELD_OUT_MIX, sum(HELD_OUT_MIX.values()), typed=False)


def write_pairs(pairs: Sequence[Pair], path: Path) -> None:
    """One pair a line, in the form that the data sets have."""
    rows = (
        {
            "id": f"held-out-{i}",
            "source": pair.kind,
            "context": pair.passage,
            "question": pair.question,
            "answers": [{"text": pair.passage[s:e], "answer_start": s} for s, e in pair.spans],
            "is_impossible": not pair.spans,
        }
        for i, pair in enumerate(pairs)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def evaluate(pairs: Sequence[Pair], adapters: Sequence[Path], out: Path, windows: bool) -> str:
    """Read `pairs` with each adapter, keep the readings in `out`, and report on them."""
    way = "windows" if windows else "paragraphs"
    sets = []
    write_pairs(pairs, out / "held_out.jsonl")
    for adapter in adapters:
        read = (out / "held_out.jsonl", adapter / "adapter_model.safetensors")
        kept = out / ("-".join(["readings", way, *(sha256(p)[:8] for p in read)]) + ".jsonl")
        if not kept.exists():
            lines = [json.dumps(asdict(r)) + "\n" for r in read_all(pairs, adapter, windows)]
            kept.write_text("".join(lines), encoding="utf-8")
        sets.append([Reading(**json.loads(line)) for line in kept.read_text(encoding="utf-8").splitlines()])
    ranges, found = intervals(sets), [figures(readings) for readings in sets]
    found += [{k: f[k] - found[0][k] for k in f} for f in found[1:]]
    names = [str(a) for a in adapters] + [f"{a} less {adapters[0]}" for a in adapters[1:]]
    report = [f"{len(pairs)} questions, {sum(not p.spans for p in pairs)} unanswerable, read by {way}"]
    for name, values, ends in zip(names, found, ranges, strict=True):
        report.append(f"\n{name}")
        report += [f"  {k:32} {v:7.3f}  [{ends[k][0]:.3f}, {ends[k][1]:.3f}]" for k, v in values.items()]
    return "\n".join([*report, "", *_by_kind(sets)])


def _by_kind(sets: Sequence[Sequence[Reading]]) -> list[str]:
    """Per kind: how many; for each set, forced F1 and the share above its best threshold."""
    lines = []
    thresholds = [figures(readings)["best threshold"] for readings in sets]
    for kind in sorted({r.kind for r in sets[0]}):
        cells = []
        for readings, threshold in zip(sets, thresholds, strict=True):
            of_kind = [r for r in readings if r.kind == kind]
            f1 = np.mean([r.f1 for r in of_kind])
            answered = np.mean([r.score > threshold for r in of_kind])
            cells.append(f"F1 {f1:.2f} answered {answered:.2f}")
        lines.append(f"  {kind:42} {sum(r.kind == kind for r in sets[0]):4}  " + "   ".join(cells))
    return lines


def _exported(adapter: Path | None, out: Path) -> ExportedReader | None:
    if adapter is None:
        return None
    export(Export("reader", Head.SPANS, adapter), out / "init.onnx")
    return ExportedReader(out / "init.onnx")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m assistant.reader.train", description="Train the reader's adapter."
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with reader/ and support/ (*.jsonl.gz)"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the adapter and the checkpoint")
    parser.add_argument("--init", type=Path, help="adapter to start from; without it, a fresh one")
    parser.add_argument(
        "--hard", type=Path, help="adapter that reads for the hard negatives (default --init)"
    )
    parser.add_argument("--pairs", type=int, default=20_000, help="how many pairs to make (default 20,000)")
    parser.add_argument("--written", type=Path, help="folder of articles written to train on, learnt as well")
    parser.add_argument(
        "--rounds", type=int, default=2, help="how often a written question is drawn (default 2)"
    )
    parser.add_argument("--batch", type=int, default=32, help="pairs in a batch (default 32)")
    parser.add_argument("--rate", type=float, default=RATE, help=f"peak learning rate (default {RATE})")
    parser.add_argument("--minutes", type=float, help="end by then: the rate also falls with the clock")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bf16", action="store_true", help="bfloat16 autocast; worth it on a GPU")
    parser.add_argument("--threads", type=int, help="CPU threads; 1 where others use the machine")
    parser.add_argument(
        "--save-every", type=float, default=600.0, help="seconds between checkpoints (default 600)"
    )
    parser.add_argument(
        "--evaluate", type=Path, nargs="+", metavar="ADAPTER", help="evaluate instead of training"
    )
    parser.add_argument(
        "--average", type=Path, nargs="+", metavar="ADAPTER", help="write the mean of their weights instead"
    )
    parser.add_argument(
        "--windows", action="store_true", help="evaluate on windows of sentences, not paragraphs"
    )
    parser.add_argument("--limit", type=int, help="evaluate on so many held-out questions only")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    args = parser.parse_args(arguments)
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    if args.average:
        training.average(args.average, args.out / "adapter")
        return
    if args.evaluate:
        pairs = held_out_pairs(args.data, args.seed)[: args.limit]
        print(evaluate(pairs, args.evaluate, args.out, args.windows))
        return
    (questions, claims), _ = split(load_questions(args.data), load_claims(args.data))
    if not questions:
        parser.error(f"There are no questions in {str(args.data / 'reader')!r}: give --data DIR")
    pairs = Maker(questions, claims, args.seed).pairs(MIX, args.pairs)
    tokenizer = load_tokenizer()
    rows = tokenise(pairs, tokenizer)
    run = Training(args.out, args.init, args.bf16, args.minutes, args.rate)
    if args.written:
        rows += written_rows(
            load_written(args.written),
            tokenizer,
            args.rounds,
            args.seed,
            _exported(args.hard or args.init, args.out),
        )
    if args.resume:
        run.resume()
    loss = run.run(batches(rows, args.batch, args.seed), args.save_every)
    print(f"{len(rows)} pairs, last loss {loss:.3f}, adapter in {args.out / 'adapter'}")


if __name__ == "__main__":
    main()
