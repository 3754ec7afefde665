"""The exported models in an index folder: made once, checked, and made anew where they are wrong."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import weights
from assistant.errors import IndexFolderError, WeightsError
from assistant.reader.exported import ADAPTER
from assistant.runtime import exporting
from assistant.runtime.exports import Export, Exports, Head

PLAIN = Export("plain", Head.VECTOR)


@pytest.fixture
def adapted(tmp_path: Path) -> Export:
    """A model with an adapter of its own, to be changed."""
    return Export("adapted", Head.SPANS, Path(shutil.copytree(ADAPTER, tmp_path / "adapter")))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the models that were exported; what is written costs nothing and runs nowhere."""
    names: list[str] = []

    def export(model: Export, path: Path) -> None:
        names.append(model.name)
        path.write_text(f"{model.name} {len(names)}", "utf-8")

    monkeypatch.setattr(exporting, "export", export)
    return names


def test_the_first_time_is_not_worth_a_word(index: Path, adapted: Export, made: list[str]) -> None:
    exports = Exports(index, (PLAIN, adapted))
    assert exports.refresh() == ()
    assert made == ["plain", "adapted"]
    assert exports.wrong() == {}
    assert exports.path(PLAIN).read_text("utf-8") == "plain 1"


def test_twice_exports_once(index: Path, adapted: Export, made: list[str]) -> None:
    Exports(index, (PLAIN, adapted)).refresh()
    assert Exports(index, (PLAIN, adapted)).refresh() == ()
    assert made == ["plain", "adapted"]


def _damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def _record_garbled(path: Path) -> None:
    path.with_suffix(".json").write_text('{"fingerprint": ', "utf-8")


def _record_without_digest(path: Path) -> None:
    path.with_suffix(".json").write_text("{}", "utf-8")


def _of_another_format(path: Path) -> None:
    record = path.with_suffix(".json")
    content = json.loads(record.read_text("utf-8"))
    content["fingerprint"]["format"] = 0
    record.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_damaged, "it was damaged"),
        (Path.unlink, "it was deleted"),
        (lambda path: path.with_suffix(".json").unlink(), "its record was deleted"),
        (_record_garbled, "its record was damaged"),
        (_record_without_digest, "its record was damaged"),
        (_of_another_format, "its weights or the way they are exported changed"),
    ],
)
def test_what_is_wrong_is_made_anew_and_said(
    index: Path, adapted: Export, made: list[str], spoil: Callable[[Path], None], why: str
) -> None:
    exports = Exports(index, (PLAIN, adapted))
    exports.refresh()
    spoil(exports.path(adapted))
    assert exports.wrong() == {adapted: why}
    assert exports.refresh() == (f"The adapted was exported anew: {why}.",)
    assert made == ["plain", "adapted", "adapted"]
    assert exports.path(adapted).read_text("utf-8") == "adapted 3"
    assert exports.refresh() == ()


@pytest.mark.parametrize("name", weights.ADAPTER_FILES)
def test_another_adapter_is_another_model(index: Path, adapted: Export, made: list[str], name: str) -> None:
    exports = Exports(index, (PLAIN, adapted))
    exports.refresh()
    assert adapted.adapter is not None
    with (adapted.adapter / name).open("ab") as file:
        file.write(b"\n")
    assert exports.refresh() == (
        "The adapted was exported anew: its weights or the way they are exported changed.",
    )
    assert made == ["plain", "adapted", "adapted"]


def test_float32_and_int8_are_two_models(index: Path, made: list[str]) -> None:
    Exports(index, (PLAIN,)).refresh()
    full = replace(PLAIN, int8=False)
    assert Exports(index, (full,)).wrong() == {full: "its weights or the way they are exported changed"}


def test_an_export_that_was_cut_off_leaves_no_half_model(
    index: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(model: Export, path: Path) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "export", cut_off)
        with pytest.raises(KeyboardInterrupt):
            Exports(index, (PLAIN,)).refresh()
    exports = Exports(index, (PLAIN,))
    assert exports.refresh() == ()
    assert exports.path(PLAIN).read_text("utf-8") == "plain 1"


def test_a_missing_adapter_is_said(index: Path, adapted: Export, made: list[str]) -> None:
    assert adapted.adapter is not None
    (adapted.adapter / "adapter_model.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"no adapter_model\.safetensors in .*git checkout"):
        Exports(index, (adapted,)).refresh()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, made: list[str]) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(IndexFolderError, match=r"file.*cannot be written.*--index"):
        Exports(tmp_path / "file", (PLAIN,)).refresh()
    assert made == []
