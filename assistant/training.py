"""What training an adapter of the packaged MiniLM takes, whatever its head: the run and its files.

LoRA (Hu et al. 2021) on every linear layer, of rank 64 or that of the adapter it starts from, AdamW, and a
rate that rises and falls.
"""

import json
import math
import random
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import torch
from peft import LoraConfig, PeftModel, get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import load_file, save_file
from tqdm import tqdm
from transformers import AutoTokenizer

from assistant.weights import NAME, minilm_folder

RATE, HEAD_RATE = 6e-4, 8e-4
WARM_UP = 0.05
FRESH = {"r": 64, "lora_alpha": 128}
AVERAGE_RANK = 90
"""Of the mean of adapters: as much as 8 MB hold, at which 0.04% of the squares of two of rank 64 are lost."""
SORTED_BATCHES = 40  # so many batches are sorted by length together
LOADING: dict[str, Any] = {
    "local_files_only": True,
    "dtype": torch.float32,
    "hidden_dropout_prob": 0.0,  # few pairs are seen twice; and dropout is slow on a CPU
    "attention_probs_dropout_prob": 0.0,
}


class Tokens(Protocol):
    """A tokenised pair: token ids, and 0 or 1 for the part each belongs to."""

    @property
    def ids(self) -> list[int]: ...

    @property
    def types(self) -> list[int]: ...


Row = TypeVar("Row", bound=Tokens)


def load_tokenizer() -> Any:
    return AutoTokenizer.from_pretrained(str(minilm_folder()), local_files_only=True)


def lora(head: str, like: Path | None = None) -> LoraConfig:
    """A fresh adapter beside a head that is trained whole; of the rank and scale of another, if given."""
    known = json.loads((like / "adapter_config.json").read_text("utf-8")) if like else FRESH
    return _lora(head, known)


def lora_on_top(head: str, rank: int) -> LoraConfig:
    """A small adapter for a model that has another one merged in; the lowest layer stays as it is.

    On a CPU a step takes about two thirds of the time that one of rank 90 on every layer does.
    """
    return _lora(head, {"r": rank, "lora_alpha": 2 * rank}, left_out=r".*\.layer\.0\..*")


def _lora(head: str, known: dict[str, Any], left_out: str | None = None) -> LoraConfig:
    return LoraConfig(
        r=known["r"],
        lora_alpha=known["lora_alpha"],
        target_modules=["query", "key", "value", "dense"],
        exclude_modules=left_out,
        modules_to_save=[head],
    )


def adapter_state(model: PeftModel) -> dict[str, torch.Tensor]:
    """What is learnt, by name; without the embeddings, about which peft would ask the model hub."""
    return dict(get_peft_model_state_dict(model, save_embedding_layers=False))


def save_adapter(model: PeftModel, folder: Path) -> None:
    """Write a loadable adapter: float16 safetensors, the base under its public name."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    weights = {k: v.detach().cpu().half().contiguous() for k, v in adapter_state(model).items()}
    save_file(weights, fresh / "adapter_model.safetensors", metadata={"format": "pt"})
    config = model.peft_config["default"]
    config.base_model_name_or_path = NAME
    config.inference_mode, trained = True, config.inference_mode
    config.save_pretrained(str(fresh))
    config.inference_mode = trained
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def average(adapters: Sequence[Path], out: Path, rank: int = AVERAGE_RANK) -> None:
    """Writes the mean of adapters that were trained on from one start (Wortsman et al. 2022, "Model soups").

    The mean of what they add to a weight has the sum of their ranks; of it the `rank` largest singular
    values are kept, so that it is an adapter again. Their own ranks may differ; one named twice weighs twice.

    Raises:
        ValueError: they have other weights or shapes.
    """
    found, configs = _load(adapters)
    shapes = [{name: _shape(name, weight) for name, weight in one.items()} for one in found]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("The adapters differ in their weights' names or shapes: they have no mean.")
    whole = {
        name: torch.stack([one[name].float() for one in found]).mean(dim=0).to(weight.dtype)
        for name, weight in found[0].items()
        if "lora_" not in name
    }
    _write(whole | _summed(found, configs, 1 / len(found), rank), configs[0], rank, out)


def add(under: Path, on_top: Path, out: Path, rank: int = AVERAGE_RANK) -> None:
    """Writes one adapter for two, the second of which was trained on a model with the first merged in.

    What is trained whole is the second's; where one adapts nothing, the other's stands.
    """
    found, configs = _load((under, on_top))
    whole = {name: weight for name, weight in found[1].items() if "lora_" not in name}
    _write(whole | _summed(found, configs, 1.0, rank), configs[0], rank, out)


def _load(adapters: Sequence[Path]) -> tuple[list[dict[str, torch.Tensor]], list[dict[str, Any]]]:
    """(weights, configurations) of adapters."""
    found = [load_file(adapter / "adapter_model.safetensors") for adapter in adapters]
    return found, [json.loads((adapter / "adapter_config.json").read_text("utf-8")) for adapter in adapters]


def _write(weights: dict[str, torch.Tensor], config: dict[str, Any], rank: int, out: Path) -> None:
    """Write an adapter of that rank whose scale is 1, otherwise configured as another."""
    out.mkdir(parents=True, exist_ok=True)
    save_file(weights, out / "adapter_model.safetensors", metadata={"format": "pt"})
    config = config | {"r": rank, "lora_alpha": rank}
    (out / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True), "utf-8")


def _summed(
    found: Sequence[dict[str, torch.Tensor]], configs: Sequence[dict[str, Any]], share: float, rank: int
) -> dict[str, torch.Tensor]:
    """The factors, of that rank, of `share` of what the adapters add to each weight together."""
    factors = {}
    for name in sorted({name for one in found for name in one if "lora_A" in name}):
        partner = name.replace("lora_A", "lora_B")
        having = [(one, config) for one, config in zip(found, configs, strict=True) if name in one]
        added = [
            one[partner].float() @ one[name].float() * (config["lora_alpha"] / config["r"])
            for one, config in having
        ]
        both = _factors(torch.stack(added).sum(dim=0) * share, rank, having[0][0][name].dtype)
        factors[partner], factors[name] = both
    return factors


def _shape(name: str, weight: torch.Tensor) -> tuple[int, ...]:
    """What has to be the same in adapters that have a mean: of LoRA's factors all but the rank."""
    if "lora_A" in name:
        return tuple(weight.shape[1:])
    return tuple(weight.shape[:1] if "lora_B" in name else weight.shape)


def _factors(matrix: torch.Tensor, rank: int, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    """The two matrices, (n, rank) and (rank, m), whose product is nearest to one of shape (n, m)."""
    left, sizes, right = torch.linalg.svd(matrix, full_matrices=False)
    half = sizes[:rank].sqrt()
    both = left[:, :rank] * half, half[:, None] * right[:rank]
    return both[0].to(dtype).contiguous(), both[1].to(dtype).contiguous()


def batches(rows: Sequence[Row], size: int, seed: int) -> list[list[Row]]:
    """Shuffled batches of rows of like length, so that little is padded."""
    rng = random.Random(seed)
    order = list(rows)
    rng.shuffle(order)
    made = []
    for i in range(0, len(order), size * SORTED_BATCHES):
        near = sorted(order[i : i + size * SORTED_BATCHES], key=lambda r: len(r.ids))
        made += [near[j : j + size] for j in range(0, len(near), size)]
    rng.shuffle(made)
    return made


def inputs(batch: Sequence[Tokens], device: torch.device) -> dict[str, torch.Tensor]:
    """Input tensors of shape (batch, longest); padding has id 0."""
    longest = max(len(r.ids) for r in batch)

    def padded(values: list[list[int]]) -> torch.Tensor:
        return torch.tensor([v + [0] * (longest - len(v)) for v in values], device=device)

    return {
        "input_ids": padded([r.ids for r in batch]),
        "token_type_ids": padded([r.types for r in batch]),
        "attention_mask": padded([[1] * len(r.ids) for r in batch]),
    }


def rate_at(progress: float) -> float:
    """Share of the peak rate, in [0, 1], at `progress`, in [0, 1]: linearly up, then down to 0."""
    return min(progress / WARM_UP, (1 - progress) / (1 - WARM_UP), 1.0) if progress < 1 else 0.0


class Training(ABC, Generic[Row]):
    """One run: a model, its optimiser, and how far it has come. What a model learns says `loss`."""

    def __init__(
        self, model: PeftModel, head: str, out: Path, *, bf16: bool, minutes: float | None, rate: float
    ) -> None:
        self._out, self._minutes, self._bf16 = out, minutes, bf16
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = model.to(self._device).train()
        named = [(n, p) for n, p in self.model.named_parameters() if p.requires_grad]
        heads = [p for n, p in named if head in n]
        body = [p for n, p in named if head not in n]
        self._rates = (rate, rate * HEAD_RATE / RATE)
        self._optimizer = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=0.01)
        self._step, self._elapsed = 0, 0.0

    @abstractmethod
    def loss(self, batch: Sequence[Row], device: torch.device) -> torch.Tensor:
        """The mean loss of a batch, a scalar."""

    def run(self, made: Sequence[Sequence[Row]], save_every: float = 600.0) -> float:
        """Train on each batch once, saving every `save_every` seconds and at the end; its loss.

        Where `minutes` was given the rate also falls with the clock and reaches 0 by then. The loss
        is a running mean of about 50 batches, NaN if there was none left.
        """
        began, saved = time.monotonic() - self._elapsed, time.monotonic()
        mean = float("nan")
        bar = tqdm(total=len(made), initial=self._step, mininterval=20, desc="training", unit="batch")
        while self._step < len(made):
            self._elapsed = time.monotonic() - began
            clock = self._elapsed / (60 * self._minutes) if self._minutes else 0.0
            progress = max((self._step + 0.5) / len(made), clock)
            if progress >= 1:
                break
            loss = self._learn(made[self._step], rate_at(progress))
            mean = loss if math.isnan(mean) else 0.98 * mean + 0.02 * loss
            self._step += 1
            bar.update()
            bar.set_postfix(loss=f"{mean:.3f}", refresh=False)
            if time.monotonic() - saved > save_every:
                self.save()
                saved = time.monotonic()
        bar.close()
        self.save()
        return mean

    def _learn(self, batch: Sequence[Row], share: float) -> float:
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * share
        with torch.autocast(self._device.type, dtype=torch.bfloat16, enabled=self._bf16):
            loss = self.loss(batch, self._device)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([p for g in self._optimizer.param_groups for p in g["params"]], 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        return float(loss.detach())

    def save(self) -> None:
        """A loadable adapter in out/adapter, and in out/checkpoint.pt what `resume` needs."""
        save_adapter(self.model, self._out / "adapter")
        state = {
            "step": self._step,
            "elapsed": self._elapsed,
            "adapter": adapter_state(self.model),
            "optimizer": self._optimizer.state_dict(),
        }
        fresh = self._out / "checkpoint.pt.new"
        torch.save(state, fresh)
        fresh.replace(self._out / "checkpoint.pt")

    def resume(self) -> None:
        """Go on from out/checkpoint.pt; the same data, seed and pairs give the same run."""
        state = torch.load(self._out / "checkpoint.pt", map_location=self._device, weights_only=True)
        set_peft_model_state_dict(self.model, state["adapter"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._step, self._elapsed = state["step"], state["elapsed"]
