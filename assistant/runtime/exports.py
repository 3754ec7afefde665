"""The exported models in an index folder: which there are, whether they are right, made anew where not.

models/<name>.onnx    the model
models/<name>.json    its fingerprint and the SHA-256 of the model, written last
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant import weights
from assistant.index_folder import writing

FORMAT = 3
"""Raised whenever the same weights would be exported otherwise."""


class Head(StrEnum):
    """What stands on the trunk, by what it gives for one row of n tokens, as float32."""

    VECTOR = "vector"
    """(384,): the mean of the tokens, of unit norm."""
    SPANS = "spans"
    """(2, n): the logits of a span's start and of its end."""
    CLASSES = "classes"
    """(k,): a logit for each of k classes."""


@dataclass(frozen=True, slots=True)
class Export:
    """A model to be exported: the packaged trunk with a head, and an adapter merged into it, if any.

    `int8`: its matrices are quantised; else all is float32.
    """

    name: str
    head: Head
    adapter: Path | None = None
    int8: bool = True

    def fingerprint(self) -> dict[str, Any]:
        """What the exported model depends on.

        Raises:
            WeightsError: the adapter is missing.
        """
        digests = {}
        if self.adapter is not None:
            for name in weights.ADAPTER_FILES:
                digests[name] = weights.sha256(weights.adapter_file(self.adapter, name))
        return {
            "format": FORMAT,
            "head": self.head,
            "int8": self.int8,
            "model": weights.SHA256,
            "adapter": digests,
        }


class Exports:
    """The exported models of one index folder."""

    def __init__(self, index: Path, models: Sequence[Export]) -> None:
        self._index = index
        self._folder = index / "models"
        self._models = models

    def path(self, model: Export) -> Path:
        """Where a model lies once `refresh` has been called."""
        return self._folder / f"{model.name}.onnx"

    def wrong(self) -> dict[Export, str]:
        """The models that must be exported, and why.

        Raises:
            WeightsError: an adapter is missing.
        """
        found = {model: self._fault(model) for model in self._models}
        return {model: fault for model, fault in found.items() if fault is not None}

    def refresh(self) -> tuple[str, ...]:
        """Exports what is missing or wrong; says what was made anew, and why.

        Raises:
            IndexFolderError: the folder cannot be written, or is being written for long.
            WeightsError: the packaged weights or an adapter are missing or altered.
        """
        if not self.wrong():
            return ()
        with writing(self._index):
            wrong = self.wrong()  # another process may have mended it meanwhile
            for model in wrong:
                self._export(model)
        return tuple(f"The {model.name} was exported anew: {why}." for model, why in wrong.items() if why)

    def _fault(self, model: Export) -> str | None:
        """Why a model must be exported ("": it never was), or None where it is right."""
        path = self.path(model)
        kept = path.with_suffix(".json")
        if not kept.exists():
            return "its record was deleted" if path.exists() else ""
        try:
            content = json.loads(kept.read_text("utf-8"))
            known, digest = content["fingerprint"], content["sha256"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return "its record was damaged"
        if known != model.fingerprint():
            return "its weights or the way they are exported changed"
        if not path.is_file():
            return "it was deleted"
        return None if weights.sha256(path) == digest else "it was damaged"

    def _export(self, model: Export) -> None:
        from assistant.runtime.exporting import export

        fingerprint = model.fingerprint()
        self._folder.mkdir(exist_ok=True)
        path = self.path(model)
        new = path.with_suffix(".new")
        export(model, new)
        content = {"fingerprint": fingerprint, "sha256": weights.sha256(new)}
        new.replace(path)
        new.write_text(json.dumps(content, indent=1, sort_keys=True), "utf-8")
        new.replace(path.with_suffix(".json"))
