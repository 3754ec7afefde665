"""The page of the eval reports in Streamlit's own test runner, on report files as the evals write them."""

import json
from pathlib import Path

import pytest
from eval_reports import Case, UnreadableReportError, cases, changes, found
from streamlit.testing.v1 import AppTest

from assistant.answer import Answer, Status
from evals.cases import Case as Asked
from evals.gate import Thresholds
from evals.outcomes import digest
from evals.report import Report
from evals.reports.json_form import as_json
from evals.results import Result, score


def result(id_: str, right: bool) -> Result:
    """Small talk that is declined where it is wrong."""
    status = Status.SOCIAL if right else Status.DECLINED
    answer = Answer("Who?", "Who?", status, f"said {id_}", (), 0.5, (), "fake", 7)
    return score(Asked("harbour", id_, "who", ("Hm?", "Who?"), Status.SOCIAL), answer, {})


def report(folder: Path, **rights: bool) -> None:
    """The report.json of these cases, and a report.html."""
    folder.mkdir(parents=True, exist_ok=True)
    written = as_json(Report([result(id_, right) for id_, right in rights.items()], Thresholds({}), {}))
    (folder / "report.json").write_text(written, "utf-8")
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
    read = cases(found(tmp_path)["latest"])
    hashed = digest(result("a", right=True).case)
    assert read == {"harbour/a": Case("harbour/a", "who", "Hm? → Who?", hashed, True, "said a")}
    with pytest.raises(UnreadableReportError):
        cases(tmp_path / "report.html")


def test_a_case_that_was_rewritten_is_not_compared(tmp_path: Path) -> None:
    report(tmp_path / "before", a=True, b=True, c=True)
    report(tmp_path, a=False, b=False, c=True)
    path = tmp_path / "report.json"
    content = json.loads(path.read_text("utf-8"))
    content["cases"][1]["digest"] = "another"
    path.write_text(json.dumps(content), "utf-8")
    old, new = cases(tmp_path / "before" / "report.json"), cases(path)
    assert changes(old, new).worse == (new["harbour/a"],)
    assert changes(old, new).unchanged == 1
    assert changes(new, old).better == (old["harbour/a"],)
