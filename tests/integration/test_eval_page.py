"""The page of the eval reports in Streamlit's own test runner, on report files as the evals write them."""

import json
from pathlib import Path

import pytest
from eval_reports import UnreadableReportError, cases, changes, found
from streamlit.testing.v1 import AppTest

from assistant.settings import PROJECT


def report(folder: Path, **rights: bool) -> None:
    """A report.json as far as the page reads it, and a report.html."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = [
        {"article": "harbour", "id": id_, "kind": "who", "turns": ["Who?"], "digest": "d", "right": right,
         "text": f"said {id_}"}
        for id_, right in rights.items()
    ]  # fmt: skip
    (folder / "report.json").write_text(json.dumps({"cases": entries}), "utf-8")
    (folder / "report.html").write_text("<!doctype html><p>the whole report</p>", "utf-8")


def draw(folder: str) -> None:
    """The script that AppTest runs."""
    import importlib.util
    from pathlib import Path

    from assistant.settings import PROJECT

    spec = importlib.util.spec_from_file_location("evals_page", PROJECT / "ui" / "pages" / "Evals.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.page(Path(folder))


def opened(folder: Path) -> AppTest:
    page = AppTest.from_function(draw, args=(str(folder),)).run(timeout=60)
    assert not page.exception
    return page


def test_without_a_report_it_says_how_to_make_one(tmp_path: Path) -> None:
    assert "make evals" in opened(tmp_path).info[0].value


def test_a_report_is_shown_and_another_compared(tmp_path: Path) -> None:
    report(tmp_path, a=False, b=True, c=True)
    report(tmp_path / "before", a=True, b=False, c=True)
    page = opened(tmp_path)
    assert page.selectbox[0].options == ["latest", "before"]
    assert not page.dataframe
    page.selectbox[1].set_value("before").run(timeout=60)
    assert not page.exception
    assert page.markdown[0].value == "1 worse, 1 better, 1 as before."
    worse, better = (table.value for table in page.dataframe)
    assert list(worse["Case"]) == ["harbour/a"]
    assert list(better["Case"]) == ["harbour/b"]


def test_a_damaged_report_is_told(tmp_path: Path) -> None:
    report(tmp_path, a=True)
    report(tmp_path / "before", a=True)
    (tmp_path / "before" / "report.json").write_text("{", "utf-8")
    page = opened(tmp_path)
    page.selectbox[1].set_value("before").run(timeout=60)
    assert "before/report.json cannot be read" in page.error[0].value


def test_what_the_evals_write_can_be_read(tmp_path: Path) -> None:
    report(tmp_path, a=True)
    old = cases(found(tmp_path)["latest"])
    rewritten = {key: case for key, case in old.items() if key == "none"}
    assert changes(old, old).unchanged == 1
    assert changes(rewritten, old).unchanged == 0
    with pytest.raises(UnreadableReportError):
        cases(tmp_path / "report.html")


def test_streamlit_finds_it_by_itself() -> None:
    assert (PROJECT / "ui" / "app.py").is_file()
    assert (PROJECT / "ui" / "pages" / "Evals.py").is_file()
