"""One process at a time writes an index folder, and what goes wrong is blamed on the file it is about."""

from pathlib import Path

import pytest
from filelock import FileLock

from assistant.errors import ArticleError, IndexFolderError
from assistant.index_folder import writing


def _free(index: Path) -> bool:
    with FileLock(index / ".lock", timeout=0):
        return True


def test_a_folder_is_made_and_held(index: Path) -> None:
    with writing(index):
        (index / "manifest.json").write_text("{}", "utf-8")
    assert _free(index)


def test_a_folder_below_a_file_cannot_be_written(index: Path) -> None:
    index.write_text("in the way", "utf-8")
    with pytest.raises(IndexFolderError, match=rf"'{index}' cannot be written.*--index"), writing(index):
        pass


def test_a_file_elsewhere_is_not_blamed_on_the_folder(index: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexFolderError, match=r"No such file.*weights.*Mend that") as told, writing(index):
        (tmp_path / "weights").read_bytes()
    assert "cannot be written" not in str(told.value)
    assert _free(index)


def test_a_file_of_the_folder_is_named(index: Path) -> None:
    index.mkdir()
    (index / "models").write_text("in the way", "utf-8")
    with pytest.raises(IndexFolderError, match=rf"cannot be made.*{index}/models.*--index"), writing(index):
        (index / "models").mkdir()


def test_what_is_told_already_stays_as_it_is(index: Path) -> None:
    with pytest.raises(ArticleError, match=r"^It is empty$"), writing(index):
        raise ArticleError("It is empty")
    assert _free(index)
