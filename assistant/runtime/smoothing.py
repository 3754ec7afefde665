"""Moves outlying activations into the weights, so that int8 holds both: SmoothQuant (Xiao et al. 2022).

A channel of a layer's input is divided by a factor and the weights that take it are multiplied by the
same, so that the model computes what it did. The factor of channel j, with `STRENGTH` s, is

    max |input j| ** s / max |weight j| ** (1 - s)
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

STRENGTH = 0.65
"""Of 0 (the weights stay even) to 1 (the inputs become even); chosen in docs/decisions/0007-speed.md."""
_LEAST = 1e-3

SAMPLES = (
    (
        "Who opened the new bridge?",
        "MALVERN, May 4 (Agency) - The mayor, Ada Park, opened the town's new bridge on Monday, three years "
        'and $12.5 million after the old one was closed. "We are glad," she said, but would not say when '
        "lorries may use it.",
    ),
    (
        "Was the plan approved?",
        "The council has not decided on the plan, officials said, because two of its nine members asked for "
        "a report first.",
    ),
    (
        "why did workers strike",
        "About 1,400 workers at the factory in Lyon walked out on Friday after the company, which reported a "
        "loss of 8% last year, refused to raise their pay, according to the union.",
    ),
    (
        "The minister welcomed the ruling.",
        'Finance Minister Jonas Berg rejected the court\'s ruling of 17 March as "an attack on the voters"; '
        "his Norwegian colleague had earlier called it fair.",
    ),
    (
        "How long will the repairs take?",
        "Reporting by Mira Tolan in Oslo; editing by P. Adeyemi. The storm, the worst since 1987, tore off "
        "60 roofs and left one man dead.",
    ),
    (
        "What did the researchers find?",
        "The team at the University of Quito found that the frogs, thought to be extinct, sing at night. "
        "Their study has yet to be reviewed.",
    ),
)
"""Questions or claims with texts, of which the size of the inputs is taken."""


def smooth(model: Any, samples: Sequence[dict[str, Tensor]]) -> None:
    """Smooths the encoder of a BERT model in place; `samples` are inputs of the model, one row each."""
    trunk = getattr(model, model.base_model_prefix, model)
    with torch.inference_mode(), _largest_inputs(trunk.encoder.layer) as largest:
        for sample in samples:
            model(**sample)
    with torch.no_grad():
        for layer in trunk.encoder.layer:
            attention, dense = layer.attention.self, layer.attention.output.dense
            taking = [attention.query, attention.key, attention.value]
            _divide(attention, _moved(taking, largest[attention.query]))
            factor = _moved([dense], largest[dense])
            attention.value.weight /= factor[:, None]
            attention.value.bias /= factor
            for feed_forward in (layer.intermediate.dense, layer.output.dense):
                _divide(feed_forward, _moved([feed_forward], largest[feed_forward]))


@contextmanager
def _largest_inputs(layers: nn.Module) -> Iterator[dict[nn.Module, Tensor]]:
    """Collects, for every linear layer, the largest absolute input of each channel."""
    largest: dict[nn.Module, Tensor] = {}

    def collect(module: nn.Module, inputs: tuple[Tensor]) -> None:
        found = inputs[0].abs().flatten(0, -2).amax(0)
        largest[module] = torch.maximum(largest.get(module, found), found)

    linear = [module for module in layers.modules() if isinstance(module, nn.Linear)]
    hooks = [module.register_forward_pre_hook(collect) for module in linear]
    try:
        yield largest
    finally:
        for hook in hooks:
            hook.remove()


def _moved(taking: Sequence[nn.Linear], largest: Tensor) -> Tensor:
    """Multiplies the weights that take an input by each channel's factor, which is returned: (channels,)."""
    weight = torch.stack([linear.weight.abs().amax(0) for linear in taking]).amax(0)
    factor = largest.clamp(min=_LEAST) ** STRENGTH / weight.clamp(min=_LEAST) ** (1 - STRENGTH)
    for linear in taking:
        linear.weight *= factor
    return factor


def _divide(module: nn.Module, factor: Tensor) -> None:
    """Has the module divide what comes in."""
    inverse = 1 / factor
    module.register_forward_pre_hook(lambda _, inputs: (inputs[0] * inverse, *inputs[1:]))
