"""Everything a run found, and the files it is written to.

    report.json    everything: versions, floors, shares, every case with its answer, scores and reasons
    report.md      for a pull request: the verdict, the shares, what changed, the wrong cases
    report.html    one page with every case, to be opened in a browser; the chat page shows it, too
    junit.xml      for whatever shows test results
    latency.json   milliseconds a case: a file of its own, since no two runs take the same time

All but the last are the same to the byte in every run of one commit: they hold no time, date or path.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from evals.compare import Comparison
from evals.errors import ReportError
from evals.gate import MEASURES, Check, Thresholds, checks
from evals.metrics import Share
from evals.results import Result, Tally, failures, tallies, tally
from evals.scorers.declining import error_kinds
from evals.statistics import percentile

SHOWN_FAILURES = 20
"""So many wrong cases are shown in full on the terminal."""

MODEL_GIVES = 0.98
"""Of the answers that a language model is asked for it must give so many: a run without it tells nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article as the report quotes it."""

    title: str
    text: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases a run was to ask: whether the shipped ones, and about which articles alone (none: all)."""

    shipped: bool = False
    articles: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether these are the shipped cases, every one of them."""
        return self.shipped and not self.articles


@dataclass(frozen=True)
class Report:
    """What a run found.

    `versions` says what the answers depend on besides the code, "model" among it where a language model
    was asked, and `sampling` how the variations were drawn. `comparison` is with the baseline, None where
    there is none. `sources` are the articles by id.
    """

    results: Sequence[Result]
    thresholds: Thresholds
    versions: Mapping[str, str]
    sampling: Mapping[str, int | str] = field(default_factory=dict)
    comparison: Comparison | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    asked: Asked = Asked()

    @cached_property
    def overall(self) -> Tally:
        return tally(self.results)

    @cached_property
    def kinds(self) -> dict[str, Tally]:
        """By kind, the worst first."""
        return tallies(self.results, lambda case: case.kind)

    @cached_property
    def articles(self) -> dict[str, Tally]:
        """By article, the worst first."""
        return tallies(self.results, lambda case: case.article)

    @cached_property
    def failures(self) -> list[Result]:
        """The cases that are not right, the worst first."""
        return failures(self.results)

    @cached_property
    def checks(self) -> list[Check]:
        """Every floor against its share."""
        return checks(self.thresholds, self.overall, self.kinds, self.varied, self.asked.whole)

    @cached_property
    def floors(self) -> dict[str, Check]:
        """The floors that hold for all cases, by measure."""
        return {check.measure: check for check in self.checks if check.kind is None}

    @property
    def missed(self) -> list[Check]:
        """The floors of single kinds that are not held."""
        return [check for check in self.checks if check.kind and not check.held]

    @property
    def measures(self) -> list[str]:
        """What is told of all cases: every measure that was scored or has a floor."""
        return [name for name in MEASURES if self.overall.of(name).of or name in self.floors]

    @property
    def varied(self) -> bool:
        """Whether variations were to be asked; not so where none was drawn of those there are."""
        return self.sampling.get("drawn") != 0 or not self.sampling.get("of")

    @cached_property
    def errors(self) -> dict[str, int]:
        """How often each kind of wrong status was given."""
        return error_kinds([(result.case.status, result.answer.status) for result in self.results])

    @property
    def worsened(self) -> bool:
        """Whether more cases got worse than better since the baseline, beyond chance."""
        return self.comparison is not None and self.comparison.worsened(self.thresholds.chance)

    @property
    def uncompared(self) -> bool:
        """Whether there is a baseline, and no case to hold against it."""
        return self.comparison is not None and not self.comparison.compared

    @property
    def model(self) -> str:
        """The language model that was asked, as "provider:model"; empty where none was."""
        return self.versions.get("model", "")

    @cached_property
    def of_model(self) -> Share:
        """Of the answers that the language model was asked for those it gave; 0 of 0 where none was asked."""
        given = sum(r.answer.answerer == self.versions.get("model") for r in self.results)
        return Share(given, given + sum(r.model_failed for r in self.results))

    @property
    def model_failed(self) -> bool:
        """Whether the language model failed too often for the run to tell of it."""
        return self.of_model.value is not None and self.of_model.value < MODEL_GIVES

    @property
    def passed(self) -> bool:
        held = all(check.held for check in self.checks)
        return held and not self.worsened and not self.uncompared and not self.model_failed

    @property
    def verdict(self) -> str:
        """Why the gate is open or shut, in a line."""
        below = "" if all(check.held for check in self.checks) else "a floor is not held"
        worse = "more cases got worse than better" if self.worsened else ""
        apart = "the baseline shares no case with the run" if self.uncompared else ""
        asked = self.of_model
        failed = f"the model failed on {asked.of - asked.right} of {asked.of}" if self.model_failed else ""
        faults = " and ".join(fault for fault in (below, worse, apart, failed) if fault)
        if faults:
            return f"FAILED: {faults}."
        if not self.checks and self.asked.shipped and self.asked.articles and self.comparison:
            return "No floors bind a part of the cases: they are held against the baseline alone."
        if not self.checks:
            return "No floors: the shares are told as they are."
        unasked = "" if all(check.asked for check in self.checks) else "; not asked in variations"
        return f"PASSED: every floor is held{unasked}."


def make_folder(folder: Path) -> None:
    """Makes the report's folder where it is missing.

    Raises:
        ReportError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(folder, error) from error


def write(report: Report, folder: Path, with_latency: bool = True) -> None:
    """Writes every form of a report; latency only of a run, since reports do not keep it.

    Raises:
        ReportError: the folder cannot be written.
    """
    from evals.reports.html import as_html
    from evals.reports.json_form import as_json, dumped
    from evals.reports.junit import as_junit
    from evals.reports.markdown import as_markdown

    make_folder(folder)
    files = {
        "report.json": as_json(report),
        "report.md": as_markdown(report),
        "report.html": as_html(report),
        "junit.xml": as_junit(report),
    }
    if with_latency:
        files["latency.json"] = dumped(latency(report.results))
    for name, text in files.items():
        try:
            (folder / name).write_text(text, "utf-8", newline="\n")
        except OSError as error:
            raise _not_written(folder, error) from error


def latency(results: Sequence[Result]) -> dict[str, Any]:
    """Milliseconds of the scored question of each case, with p50 and p95 of them."""
    cases = {result.case.key: result.answer.milliseconds for result in results}
    p50, p95 = (round(percentile(list(cases.values()), share)) for share in (50, 95))
    return {"p50": p50, "p95": p95, "milliseconds": cases}


def _not_written(folder: Path, error: OSError) -> ReportError:
    return ReportError(
        f"The report cannot be written to {str(folder)!r} ({error}). Name another folder with --report."
    )
