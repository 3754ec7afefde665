"""The packaged model in torch, an adapter merged into it: for training, judging and exporting adapters."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from safetensors import SafetensorError
from transformers import AutoModel, AutoModelForQuestionAnswering, AutoModelForSequenceClassification
from transformers.utils import logging

from assistant.errors import WeightsError
from assistant.runtime.exports import Head
from assistant.weights import ADAPTER_FILES, adapter_file, minilm_folder

CLASSES = 3
_KINDS = {
    Head.VECTOR: AutoModel,
    Head.SPANS: AutoModelForQuestionAnswering,
    Head.CLASSES: AutoModelForSequenceClassification,
}


def load(head: Head, adapter: Path | None = None) -> Any:
    """The transformers model of a head, in float32, ready to run.

    Raises:
        WeightsError: the packaged weights or the adapter are missing or altered.
    """
    folder = minilm_folder()
    options: dict[str, Any] = {"num_labels": CLASSES} if head is Head.CLASSES else {}
    if adapter is not None:
        for name in ADAPTER_FILES:
            adapter_file(adapter, name)
    with quiet():
        model = _KINDS[head].from_pretrained(
            str(folder),
            local_files_only=True,
            dtype=torch.float32,
            attn_implementation="eager",
            **options,
        )
        if adapter is None:
            return model.eval()
        try:
            return PeftModel.from_pretrained(model, str(adapter)).merge_and_unload().eval()
        except (SafetensorError, ValueError, RuntimeError) as error:
            raise WeightsError(
                f"The adapter in {str(adapter)!r} cannot be loaded ({error}). "
                f"It is part of the repository: git checkout -- {adapter}"
            ) from error


@contextmanager
def quiet() -> Iterator[None]:
    """Keeps progress bars, deprecations and reports of what was loaded from being printed."""
    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings(), redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(verbosity)
