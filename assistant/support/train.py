"""Trains, calibrates and evaluates the support model.

    python -m assistant.support.train --data DIR --out DIR

LoRA on every linear layer of the packaged MiniLM and a head of three labels over its pooled
first token. The loss is the cross entropy; a pair of which is known only that it is unsupported has that of
"refuted or not enough". The probabilities are calibrated on held-out pairs, which are drawn apart from
those evaluated on.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import PeftModel, get_peft_model, set_peft_model_state_dict
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification

from assistant import training
from assistant.reader.data.written import load_written
from assistant.support.changes import WAYS
from assistant.support.data import (
    MIX,
    WRITTEN_KINDS,
    Maker,
    Pair,
    load,
    whole_sources,
    written_pairs,
)
from assistant.support.evaluation import ALLOWED, LABELS, table
from assistant.support.model import SupportModel
from assistant.training import LOADING, adapter_state, batches, inputs, load_tokenizer, lora, lora_on_top
from assistant.weights import minilm_folder

MAX_TOKENS = 256  # while training; the model itself reads up to 384
HEAD = "classifier"
RATE = 5e-4
CALIBRATION_PAIRS, HELD_OUT_PAIRS, OF_EACH_KIND = 1000, 1000, 120


@dataclass(frozen=True, slots=True)
class Row:
    """A tokenised pair and the label columns it allows."""

    ids: list[int]
    types: list[int]
    allowed: tuple[int, ...]


def load_model(init: Path | None, rank: int | None = None) -> PeftModel:
    """The packaged MiniLM with a fresh adapter, in which what `init` shares with it is filled in.

    `init` may be the reader's adapter: its head is left out. With a rank, what `init` adds is merged in and
    a fresh adapter of that rank trained on top.
    """
    base = AutoModelForSequenceClassification.from_pretrained(
        str(minilm_folder()), num_labels=len(LABELS), **LOADING
    )
    model = get_peft_model(base, lora(HEAD, like=init))
    if init is not None:
        own = adapter_state(model)
        given = load_file(init / "adapter_model.safetensors")
        shared = {n: v.float() for n, v in given.items() if n in own and own[n].shape == v.shape}
        set_peft_model_state_dict(model, own | shared)
    return get_peft_model(model.merge_and_unload(), lora_on_top(HEAD, rank)) if rank else model


def tokenise(pairs: Sequence[Pair], tokenizer: Any, max_tokens: int = MAX_TOKENS) -> list[Row]:
    """Rows of at most `max_tokens` tokens; longer evidence is cut."""
    encoded = tokenizer(
        [p.claim[:600] for p in pairs],
        [p.evidence for p in pairs],
        truncation="only_second",
        max_length=max_tokens,
    )
    return [
        Row(ids, types, ALLOWED[p.label])
        for ids, types, p in zip(encoded["input_ids"], encoded["token_type_ids"], pairs, strict=True)
    ]


def loss_of(logits: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    """Mean of -log P(an allowed label); both of shape (batch, 3), `allowed` boolean."""
    log = torch.log_softmax(logits.float(), dim=-1)
    return -torch.logsumexp(log.masked_fill(~allowed, float("-inf")), dim=-1).mean()


def allowed_of(rows: Sequence[tuple[int, ...]]) -> torch.Tensor:
    """Boolean, of shape (rows, 3)."""
    return torch.tensor([[column in allowed for column in range(3)] for allowed in rows])


class Training(training.Training[Row]):
    """A run of the support model."""

    def loss(self, batch: Sequence[Row], device: torch.device) -> torch.Tensor:
        logits = self.model(**inputs(batch, device)).logits
        return loss_of(logits, allowed_of([r.allowed for r in batch]).to(device))


def fit_scaling(logits: torch.Tensor, allowed: torch.Tensor) -> tuple[float, list[float]]:
    """(temperature, biases) with the least loss of softmax(logits / temperature + bias)."""
    log_temperature = torch.zeros(1, requires_grad=True)
    bias = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_temperature, bias], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = loss_of(logits / log_temperature.exp() + bias, allowed)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    centred = (bias - bias.mean()).detach()
    return float(log_temperature.detach().exp()), [float(b) for b in centred]


def write_scaling(adapter: Path, temperature: float, bias: Sequence[float]) -> None:
    scaling = {"temperature": round(temperature, 4), "bias": [round(b, 4) for b in bias]}
    (adapter / "calibration.json").write_text(json.dumps(scaling, indent=2) + "\n", encoding="utf-8")


def calibrate(adapter: Path, pairs: Sequence[Pair]) -> None:
    """Fit the scaling on `pairs` and write it beside the adapter."""
    write_scaling(adapter, 1.0, (0.0, 0.0, 0.0))
    logits = SupportModel(adapter).logits([(p.claim, p.evidence) for p in pairs])
    allowed = allowed_of([ALLOWED[p.label] for p in pairs])
    write_scaling(adapter, *fit_scaling(torch.tensor(logits).float(), allowed))


def held_out(data: Path, seed: int) -> tuple[list[Pair], list[Pair]]:
    """(to calibrate on, to evaluate on): of the held-out side, no text of evidence in both."""
    _, side = load(data)
    maker = Maker(side, seed)
    made = maker.pairs(MIX, CALIBRATION_PAIRS + HELD_OUT_PAIRS)
    texts = sorted({p.evidence for p in made})
    first = set(texts[::2])
    kinds = [p for kind in WAYS for p in maker.of_kind(kind, OF_EACH_KIND)]
    fresh = [p for p in [*made, *kinds] if p.evidence not in first]
    return [p for p in made if p.evidence in first], list(dict.fromkeys(fresh))


def evaluate(adapter: Path, pairs: Sequence[Pair], out: Path) -> str:
    """The report on `pairs`; the verdicts are kept in `out`."""
    verdicts = SupportModel(adapter).judge([(p.claim, p.evidence) for p in pairs])
    found = np.array([[v.supported, v.refuted, v.not_enough] for v in verdicts])
    rows = (
        {"kind": p.kind, "label": p.label, "found": [round(x, 4) for x in row], "claim": p.claim,
         "evidence": p.evidence}
        for p, row in zip(pairs, found.tolist(), strict=True)
    )  # fmt: skip
    (out / "verdicts.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return "\n".join([str(adapter), *table(pairs, found)])


def main(arguments: Sequence[str] | None = None) -> None:
    args = _arguments(arguments)
    if args.rank and not args.init:
        raise SystemExit("--rank trains on top of an adapter: name it with --init ADAPTER")
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    if args.evaluate or args.calibrate:
        to_fit, to_judge = held_out(args.data, args.seed)
        if args.calibrate:
            calibrate(args.calibrate, to_fit)
        adapter = args.evaluate or args.calibrate
        print(evaluate(adapter, [*to_judge, *whole_sources(args.data, args.limit)], args.out))
        return
    side, _ = load(args.data)
    pairs = Maker(side, args.seed).pairs(MIX, args.pairs)
    if not pairs:
        raise SystemExit(f"There are no pairs to be made from {str(args.data)!r}: give --data DIR")
    if args.written:
        written = load_written(args.written)
        for turn in range(args.rounds):
            pairs += written_pairs(written, args.seed + turn, dict(args.share))
    rows = tokenise(pairs, load_tokenizer())
    run = Training(
        load_model(args.init, args.rank), HEAD, args.out, bf16=args.bf16, minutes=args.minutes, rate=args.rate
    )
    if args.resume:
        run.resume()
    loss = run.run(batches(rows, args.batch, args.seed), args.save_every)
    if args.rank:
        training.add(args.init, args.out / "adapter", args.out / "adapter")
    write_scaling(args.out / "adapter", 1.0, (0.0, 0.0, 0.0))
    print(f"{len(rows)} pairs, last loss {loss:.3f}, adapter in {args.out / 'adapter'}")


def _share(given: str) -> tuple[str, float]:
    kind, _, share = given.partition("=")
    if kind not in WRITTEN_KINDS:
        raise argparse.ArgumentTypeError(f"{kind!r} is none of {', '.join(WRITTEN_KINDS)}: give KIND=SHARE")
    return kind, float(share)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m assistant.support.train", description="Train the support model's adapter."
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with support/, yesno/ and reader/ (*.jsonl.gz)"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the adapter and the checkpoint")
    parser.add_argument(
        "--init", type=Path, help="adapter to start from, the reader's, too; else a fresh one"
    )
    parser.add_argument(
        "--rank",
        type=int,
        help="train a fresh adapter of that rank on top of --init's; they are saved as one",
    )
    parser.add_argument("--pairs", type=int, default=45_000, help="how many pairs to make (default 45,000)")
    parser.add_argument("--written", type=Path, help="folder of articles written to train on, learnt as well")
    parser.add_argument(
        "--rounds", type=int, default=2, help="how often what was written is drawn (default 2)"
    )
    parser.add_argument(
        "--share",
        type=_share,
        nargs="*",
        default=(),
        metavar="KIND=SHARE",
        help=f"of a kind of what was written ({', '.join(WRITTEN_KINDS)}) learn only that share",
    )
    parser.add_argument("--batch", type=int, default=32, help="pairs in a batch (default 32)")
    parser.add_argument("--rate", type=float, default=RATE, help=f"peak learning rate (default {RATE})")
    parser.add_argument("--minutes", type=float, help="end by then: the rate also falls with the clock")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bf16", action="store_true", help="bfloat16 autocast, where the processor has it")
    parser.add_argument("--threads", type=int, help="CPU threads")
    parser.add_argument("--save-every", type=float, default=300.0, help="seconds between checkpoints")
    parser.add_argument("--calibrate", type=Path, metavar="ADAPTER", help="calibrate and evaluate it instead")
    parser.add_argument("--evaluate", type=Path, metavar="ADAPTER", help="evaluate it instead of training")
    parser.add_argument(
        "--limit", type=int, default=250, help="pairs of each source kept apart (default 250)"
    )
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
