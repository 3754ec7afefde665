"""The commands that work on reports that were written: compare, report, ratchet, and cases."""

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path

from evals import report as reports
from evals.compare import compare, told
from evals.drafts import draft, load_chat
from evals.errors import EvalsError, ReportError
from evals.gate import THRESHOLDS, load_thresholds
from evals.outcomes import BASELINE, as_baseline, load_outcomes, outcomes
from evals.ratchet import raise_floors
from evals.report import Report
from evals.reports.json_form import load

Command = Callable[[argparse.Namespace], int]


def _telling(command: Command) -> Command:
    """A command that tells what is wrong with what it was given, and returns 2."""

    @wraps(command)
    def told_of(given: argparse.Namespace) -> int:
        try:
            return command(given)
        except EvalsError as error:
            print(error, file=sys.stderr)
            return 2

    return told_of


@_telling
def compare_reports(given: argparse.Namespace) -> int:
    """0, or 1 if more got worse than better beyond chance, or nothing can be compared."""
    chance = load_thresholds(given.thresholds).chance
    found = compare(load_outcomes(given.old), load_outcomes(given.new))
    print(told(found, chance))
    return 1 if found.worsened(chance) or not found.compared else 0


@_telling
def write_again(given: argparse.Namespace) -> int:
    report = load(given.report)
    folder = given.out or given.report.parent
    reports.write(report, folder, with_latency=False)
    print(f"{report.verdict}\nThe report is in {folder}: report.html, report.md, report.json, junit.xml.")
    return 0


@_telling
def ratchet(given: argparse.Namespace) -> int:
    """0, or 1 if the report did not pass, had nothing to, or is of too few cases: then nothing is changed."""
    report = load(given.report)
    partial = _partial(report, [path for path in (given.thresholds, given.baseline) if path])
    if partial:
        print(f"{partial} Nothing is raised.")
        return 1
    if not report.checks:
        print(f"{report.verdict} Nothing is raised. Run the cases with --thresholds FILE first.")
        return 1
    if not report.passed:
        print(f"{report.verdict} Nothing is raised. What is right to lower is lowered by hand, in a review.")
        return 1
    raised = raise_floors(given.thresholds, report.overall, report.kinds, given.add)
    print("\n".join(map(str, raised)) if raised else "No floor can go up.")
    if given.baseline is not None:
        _write(given.baseline, as_baseline(outcomes(report.results)))
        print(f"{given.baseline}: {len(report.results)} cases to compare later runs with.")
    return 0


def _partial(report: Report, files: Sequence[Path]) -> str:
    """Why a report says too little to change these files, and what to do; empty where it says enough.

    What floors and a baseline hold every case to must come of every case; the shipped ones, of the shipped
    cases as the product answers them by itself.
    """
    if report.asked.articles:
        articles = ", ".join(report.asked.articles)
        return f"The report is about a part of the cases: {articles}. Run all of them, without --article."
    if not {path.resolve() for path in files} & {THRESHOLDS.resolve(), BASELINE.resolve()}:
        return ""
    if not report.asked.shipped:
        return (
            "The report is about other cases than the shipped ones. Run those: python -m evals run; or name "
            "files of your own with --thresholds and --baseline."
        )
    if report.model:
        return (
            f"The report is about what the language model {report.model!r} answered. Switch it off: run the "
            "cases without ASSISTANT_MODEL."
        )
    return ""


@_telling
def draft_cases(given: argparse.Namespace) -> int:
    print(draft(load_chat(given.chat), given.article), end="")
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise ReportError(f"{str(path)!r} cannot be written ({error.strerror}). Name another.") from error
