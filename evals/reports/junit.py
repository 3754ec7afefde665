"""A report as JUnit XML: a test suite a kind, a test a case, and one suite for the gate itself."""

import re
from xml.etree import ElementTree

from evals.compare import verdict
from evals.report import Report
from evals.reports.words import held, model_told, told
from evals.results import Result

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(report: Report) -> str:
    """The whole report; no times stand in it, so that two runs give the same."""
    root = ElementTree.Element("testsuites", name="evals")
    _gate(root, report)
    for kind in report.kinds:
        cases = [result for result in report.results if result.case.kind == kind]
        suite = _suite(root, kind, len(cases), sum(not result.right for result in cases))
        for result in cases:
            _case(suite, result)
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _gate(root: ElementTree.Element, report: Report) -> None:
    model = report.of_model.of > 0
    apart = report.worsened or report.uncompared
    failed = sum(not check.held for check in report.checks) + apart + report.model_failed
    suite = _suite(root, "gate", len(report.checks) + 1 + model, failed)
    suite.set("skipped", str(sum(not check.asked for check in report.checks)))
    for check in report.checks:
        test = _of_gate(suite, f"{check.kind or 'all cases'}: {check.measure}")
        if not check.asked:
            ElementTree.SubElement(test, "skipped", message=held(check))
        elif not check.held:
            ElementTree.SubElement(test, "failure", message=f"{told(check.share)}, {held(check)}")
    if model:
        test = _of_gate(suite, "the language model answered")
        if report.model_failed:
            ElementTree.SubElement(test, "failure", message=model_told(report.of_model))
    test = _of_gate(suite, "not worse than the baseline")
    if report.comparison is not None and apart:
        failure = ElementTree.SubElement(
            test, "failure", message=verdict(report.comparison, report.thresholds.chance)
        )
        failure.text = _clean("\n".join(f"{o.key}: {o.question}" for o in report.comparison.worse))


def _of_gate(suite: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", classname="gate", name=name)


def _suite(root: ElementTree.Element, name: str, tests: int, failures: int) -> ElementTree.Element:
    return ElementTree.SubElement(
        root, "testsuite", name=_clean(name), tests=str(tests), failures=str(failures), errors="0"
    )


def _case(suite: ElementTree.Element, result: Result) -> None:
    case, answer = result.case, result.answer
    name = _clean(f"{case.id}: {' → '.join(case.turns)}")
    test = ElementTree.SubElement(suite, "testcase", classname=_clean(case.article), name=name)
    if not result.right:
        failure = ElementTree.SubElement(test, "failure", message=_clean("; ".join(result.reasons)))
        failure.text = _clean(f"expected {case.status}, got {answer.status}:\n{answer.text}")


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
