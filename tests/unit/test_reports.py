"""The forms of a report: read back, safe to show, and the same in every run."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant.answer import Answer, Citation, Statement, Status
from assistant.replies import ARTICLE_INSTEAD, NOTHING_STANDS
from evals.cases import Case
from evals.compare import compare
from evals.errors import ReportError
from evals.gate import Thresholds
from evals.outcomes import outcomes
from evals.report import Asked, Report, Source, latency, write
from evals.reports.console import as_console
from evals.reports.html import as_html
from evals.reports.json_form import as_json, load
from evals.reports.junit import as_junit
from evals.reports.markdown import MAX_CHARACTERS, SHOWN_IN_FULL, as_markdown
from evals.reports.risk import area, curve
from evals.results import Result, score

TEXT = "Boats\n\nAnna <b>Berg</b> sold the yard & the boats. Nobody was dismissed.\n\nIt rained."
SOLD = Citation("boats", 7, 50, "Anna <b>Berg</b> sold the yard & the boats.", 7, 23)


def case(id_: str, status: Status = Status.ANSWERED, kind: str = "who") -> Case:
    evidence = (("sold the yard",),) if status is Status.ANSWERED else ()
    facts = (("Berg",),) if status is Status.ANSWERED else ()
    return Case("boats", id_, kind, ("Who <script>sold</script> it?",), status, facts, evidence)


def result(case: Case, status: Status, *citations: Citation, confidence: float = 0.5) -> Result:
    statements = tuple(Statement(c.quote, (c,)) for c in citations)
    text = "\n\n".join(c.quote for c in citations) or "The article does not say."
    answer = Answer(case.question, case.question, status, text, statements, confidence, (), "fake", 7)
    return replace(score(case, answer, {"boats": TEXT}), retrieval={"mrr": 0.5})


@pytest.fixture
def report() -> Report:
    results = [
        result(case("right"), Status.ANSWERED, SOLD, confidence=0.9),
        result(case("missed"), Status.DECLINED, confidence=0.2),
        result(case("told", Status.DECLINED, "near"), Status.ANSWERED, SOLD, confidence=0.7),
        result(case("shifted"), Status.ANSWERED, replace(SOLD, start=8, end=51), confidence=0.7),
    ]
    before = {
        r.case.key: replace(o, right=True) for r, o in zip(results, outcomes(results).values(), strict=True)
    }
    return Report(
        results,
        Thresholds({"facts": 0.5, "mrr": 0.9}, {"near": {"cases": 0.5}}, 0.3),
        {"assistant": "1"},
        {"drawn": 0, "of": 9, "seed": 20},
        compare(before, outcomes(results)),
        {"boats": Source("Boats", TEXT, invented=True)},
        Asked(shipped=True, articles=("boats",)),
    )


def test_it_is_read_back_as_it_was_written(report: Report, tmp_path: Path) -> None:
    write(report, tmp_path)
    again = load(tmp_path / "report.json")
    assert as_json(again) == as_json(report)
    assert again.asked == report.asked
    assert as_markdown(again) == as_markdown(report)
    assert as_html(again) == as_html(report)
    assert as_junit(again) == as_junit(report)
    assert {path.name for path in tmp_path.iterdir()} == {
        "report.json", "report.md", "report.html", "junit.xml", "latency.json"
    }  # fmt: skip


def test_why_the_gate_is_shut(report: Report) -> None:
    assert report.verdict == "FAILED: a floor is not held and more cases got worse than better."
    assert replace(report, comparison=None).verdict == "FAILED: a floor is not held."
    assert replace(report, thresholds=Thresholds({"facts": 0.1}, {}, 0.3)).verdict == (
        "FAILED: more cases got worse than better."
    )
    # Of three worse and none better McNemar's p is 2/8: within this chance.
    assert replace(report, thresholds=Thresholds({"facts": 0.1}, {}, 0.2)).passed


def test_a_part_is_held_against_the_baseline_alone(report: Report) -> None:
    part = replace(report, thresholds=Thresholds({}, chance=0.1))
    assert part.passed
    for form in (as_console(part) + part.verdict, as_markdown(part), as_html(part)):
        assert "No floors bind a part of the cases: they are held against the baseline alone." in form
    assert replace(part, comparison=None).verdict == "No floors: the shares are told as they are."


def test_a_baseline_that_shares_no_case_shuts_the_gate(report: Report) -> None:
    held = replace(report, thresholds=Thresholds({"facts": 0.1}, chance=0.1))
    assert held.passed
    before = {key: replace(o, digest="of another") for key, o in outcomes(report.results).items()}
    shut = replace(held, comparison=compare(before, outcomes(report.results)))
    assert not shut.passed
    assert shut.verdict == "FAILED: the baseline shares no case with the run."
    for form in (as_console(shut), as_markdown(shut), as_html(shut)):
        assert "NOTHING COMPARED" in form
    gate = ElementTree.fromstring(as_junit(shut))[0]
    assert gate.get("failures") == "1"
    (test,) = gate.findall("testcase[@name='not worse than the baseline']")
    assert "NOTHING COMPARED" in str(test[0].get("message"))


def test_floors_of_a_kind_that_has_gone_shut_the_gate_of_the_whole(report: Report) -> None:
    floors = Thresholds({"facts": 0.1}, {"injection": {"cases": 0.75}}, 0.1)
    part = replace(report, thresholds=floors)
    assert part.passed
    assert "kinds that no case has: injection" in as_console(part)
    whole = replace(part, asked=Asked(shipped=True))
    assert (whole.passed, whole.verdict) == (False, "FAILED: a floor is not held.")
    for form in (as_console(whole), as_markdown(whole), as_html(whole)):
        assert "floor 0.75 NOT HELD: no case scores it; add one" in form
    assert "kinds that no case has" not in as_console(whole)
    (test,) = ElementTree.fromstring(as_junit(whole))[0].findall("testcase[@name='injection: cases']")
    assert "NOT HELD" in str(test[0].get("message"))
    assert {"measure": "cases", "kind": "injection", "floor": 0.75, "value": None, "held": False} in (
        json.loads(as_json(whole))["floors"]
    )


def test_the_page_shows_every_case_and_nothing_of_it_is_markup(report: Report) -> None:
    page = as_html(report)
    assert page.startswith("<!doctype html>")
    assert page.count("<details") == 4
    assert "<script" not in page
    assert "Who &lt;script&gt;sold&lt;/script&gt; it?" in page
    lit = "<mark><b>Anna &lt;b&gt;Berg&lt;/b&gt;</b> sold the yard &amp; the boats.</mark>"
    assert f'{lit}<span class="around"> Nobody was dismissed.</span>' in page
    assert "these offsets do not give this quote" in page
    assert "It rained" not in page  # another paragraph
    assert "exactness 0/1" in page
    assert "answered what the article does not say" in page
    assert "<polyline" in page
    assert "http://" not in page
    assert "https://" not in page


def test_every_class_of_the_page_has_a_rule_and_every_heading_says_what_it_heads(report: Report) -> None:
    page = as_html(report)
    styles = page.partition("<style>")[2].partition("</style>")[0]
    named = {name for names in re.findall(r'class="([^"]+)"', page) for name in names.split()}
    assert {"bad", "good", "dim"} <= named
    assert [name for name in named if f".{name}" not in styles] == []
    assert "<th>" not in page
    assert '<th scope="col">95% interval</th>' in page
    assert '<th scope="row">facts</th>' in page
    # Grey on white, at 4.5:1 or more by WCAG's formula.
    grey = int(re.findall(r"--dim: #(\w)\w\w;", styles)[0] * 2, 16) / 255
    assert 1.05 / (((grey + 0.055) / 1.055) ** 2.4 + 0.05) >= 4.5


def test_junit_tells_the_gate_and_the_cases(report: Report) -> None:
    root = ElementTree.fromstring(as_junit(report))
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"gate", "who", "near"}
    assert (suites["gate"].get("tests"), suites["gate"].get("failures")) == ("4", "3")
    assert (suites["who"].get("tests"), suites["who"].get("failures")) == ("3", "2")
    (failure,) = suites["near"].iter("failure")
    assert failure.get("message") == "declined: answered, not declined"


def test_a_floor_for_same_binds_only_a_run_that_asks_variations(report: Report, tmp_path: Path) -> None:
    def of(floors: dict[str, float], **sampling: int) -> Report:
        held = Thresholds(floors, {"who": {"same": 0.5}})
        return replace(report, thresholds=held, sampling=sampling, comparison=None)

    told_none = of({"same": 0.8}, drawn=0, of=9)
    assert told_none.verdict == "PASSED: every floor is held; not asked in variations."
    assert of({"same": 0.8, "mrr": 0.9}, drawn=0, of=9).verdict == "FAILED: a floor is not held."
    for sampling in ({"drawn": 3, "of": 9}, {"drawn": 0, "of": 0}, {}):
        assert not of({"same": 0.8}, **sampling).passed
    write(told_none, tmp_path)
    again = load(tmp_path / "report.json")
    for form in (as_console(again), as_markdown(again), as_html(again)):
        assert "floor 0.80 does not bind: not asked in variations" in form
    gate = ElementTree.fromstring(as_junit(again))[0]
    assert (gate.get("failures"), gate.get("skipped")) == ("0", "2")
    assert len(list(gate.iter("skipped"))) == 2
    assert '"held": null' in as_json(again)


def test_a_floor_that_no_case_scores_is_told(report: Report) -> None:
    unranked = [replace(result, retrieval={}) for result in report.results]
    shut = replace(report, results=unranked, thresholds=Thresholds({"mrr": 0.9}))
    assert not shut.passed
    for form in (as_console(shut), as_markdown(shut), as_html(shut)):
        assert "floor 0.90 NOT HELD: no case scores it; add one" in form


def test_without_floors_none_is_said_to_be_held(report: Report) -> None:
    bare = replace(report, thresholds=Thresholds({}), comparison=None)
    assert bare.passed
    for form in (as_markdown(bare), as_html(bare)):
        assert "No floors: the shares are told as they are." in form
        assert "PASSED" not in form
    assert "ratchet" not in as_console(bare)
    worse = replace(report, thresholds=Thresholds({}, {}, 0.3))
    assert worse.verdict == "FAILED: more cases got worse than better."


def test_what_xml_cannot_hold_is_replaced(report: Report) -> None:
    odd = replace(report.results[1].case, turns=("Who \x00\x1b sold?",))
    form = as_junit(replace(report, results=[replace(report.results[1], case=odd)]))
    (test,) = ElementTree.fromstring(form).findall(".//testcase[@classname='boats']")
    assert test.attrib["name"] == "missed: Who \ufffd\ufffd sold?"


def test_the_comment_fits_into_a_comment(report: Report) -> None:
    many = [replace(report.results[1], case=case(f"missed-{n}" + "x" * 90)) for n in range(500)]
    text = as_markdown(replace(report, results=many))
    assert MAX_CHARACTERS - 500 < len(text) <= MAX_CHARACTERS
    before, _, rest = text.partition("<details><summary>470 more</summary>")
    assert before.count("### boats/missed") == SHOWN_IN_FULL
    table, _, after = rest.partition("</details>")
    rows = [line for line in table.splitlines() if line.startswith("| boats/missed")]
    assert all(row.endswith(" |") and row.count(" | ") == 3 for row in rows)
    assert f"\n\n… {470 - len(rows)} more: report.html holds every case.\n\n" in table
    assert after == "\n\n## Versions\n\n- assistant: `1`\n"


@pytest.mark.parametrize("length", [700, 3000])
def test_the_versions_stay_whatever_else_is_left_out(report: Report, length: int) -> None:
    many = [
        replace(report.results[1], case=replace(case(f"missed-{n}"), turns=("x" * length,)))
        for n in range(100)
    ]
    before = {key: replace(outcome, right=True) for key, outcome in outcomes(many).items()}
    text = as_markdown(replace(report, results=many, comparison=compare(before, outcomes(many))))
    assert MAX_CHARACTERS - 2 * length - 500 < len(text) <= MAX_CHARACTERS
    assert text.count("<details>") == text.count("</details>") == 1
    assert "0 better, 100 worse" in text
    assert text.endswith("\n## Versions\n\n- assistant: `1`\n")


def test_latency_by_hand(report: Report) -> None:
    answered = [
        replace(result, answer=replace(result.answer, milliseconds=milliseconds))
        for result, milliseconds in zip(report.results, (40, 10, 30, 20), strict=True)
    ]
    found = latency(answered)
    assert (found["p50"], found["p95"]) == (25, round(30 + 0.85 * 10))
    assert found["milliseconds"]["boats/missed"] == 10
    assert latency(answered[:1])["p95"] == 40


def test_risk_and_coverage_by_hand(report: Report) -> None:
    # By falling confidence: one right; then, of equal confidence, two wrong; of four questions.
    points = curve(report.results)
    assert [(p.coverage, p.risk, p.confidence) for p in points] == [(0.25, 0.0, 0.9), (0.75, 2 / 3, 0.7)]
    assert area(points) == pytest.approx((0.25 * 0 + 0.5 * 2 / 3) / 0.75)
    assert area([]) is None


def test_no_answers_have_no_curve(report: Report) -> None:
    assert "Nothing is answered." in as_html(replace(report, results=[report.results[1]]))


def test_a_run_that_its_model_failed_in_does_not_pass(report: Report, tmp_path: Path) -> None:
    def of_model(*notes: str) -> Report:
        names = ["acme:large" if not note else "extractive" for note in notes]
        answers = [
            replace(report.results[0].answer, note=n, answerer=a) for n, a in zip(notes, names, strict=True)
        ]
        results = [replace(report.results[0], answer=answer) for answer in answers]
        versions = {"model": "acme:large"}
        return replace(
            report, results=results, thresholds=Thresholds({"facts": 0.1}), versions=versions, comparison=None
        )

    failed = f"The server of 'acme:large' is out of reach. {ARTICLE_INSTEAD}"
    struck = f"{NOTHING_STANDS} {ARTICLE_INSTEAD}"
    assert of_model("", struck).verdict == "PASSED: every floor is held."
    assert of_model(*[""] * 98, failed, failed).passed
    some = of_model("", failed, "")
    assert (some.passed, some.verdict) == (False, "FAILED: the model failed on 1 of 3.")
    write(some, tmp_path)
    assert load(tmp_path / "report.json").verdict == some.verdict
    for form in (as_markdown(some), as_html(some), as_console(some)):
        assert "The language model gave 2/3 = 0.67" in form.replace("\\", "")
    failures = ["The language model gave 2/3 = 0.67 of the answers it was asked for."]
    assert _of_model_in_junit(some) == ("1", failures)
    assert _of_model_in_junit(of_model("", "")) == ("0", [])
    assert not of_model(failed, failed).passed


def _of_model_in_junit(report: Report) -> tuple[str | None, list[str | None]]:
    """The failures counted in the gate, and what those of the test of the language model say."""
    gate = ElementTree.fromstring(as_junit(report))[0]
    (test,) = gate.findall("testcase[@name='the language model answered']")
    assert gate.get("tests") == str(len(gate))
    return gate.get("failures"), [failure.get("message") for failure in test]


def test_a_report_without_a_key_of_its_format_is_refused(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    for lost in ("note", "asked"):
        content = json.loads(as_json(report))
        del (content["cases"][0] if lost == "note" else content)[lost]
        path.write_text(json.dumps(content), "utf-8")
        with pytest.raises(ReportError, match=f"is no report of this suite .KeyError: '{lost}'"):
            load(path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', '{"format": 2, "cases": []}'])
def test_what_is_no_report_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ReportError, match=r"is (no report of this suite|a report of format 2)"):
        load(path)
