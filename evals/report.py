"""A run as JSON and as Markdown, the same to the byte in every run, and as a table for the terminal.

    report.json    everything: versions, floors, shares, every case with its answer, scores and reasons
    report.md      for a pull request: the verdict, the shares, each wrong case with its reasons
    latency.json   milliseconds a case: a file of its own, since no two runs take the same time

The reports hold no time, no date and no path.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from statistics import quantiles
from typing import Any

from assistant.answer import Answer, Citation
from evals.errors import ReportError
from evals.gate import Check, Thresholds, checks
from evals.metrics import Share
from evals.results import Measure, Result, Tally, failures, tallies, tally

FORMAT = 1
"""Of report.json; raised when a key changes its meaning."""

UNSCORED = "–"
SHOWN_FAILURES = 20
_NOT_IN_TABLES = (Measure.EXACTNESS, Measure.NOT_MISLED, Measure.POLARITY_TOLD)
_TABLE_MEASURES = [measure for measure in Measure if measure not in _NOT_IN_TABLES]


@dataclass(frozen=True)
class Report:
    """Everything a run found. `versions` says what the answers depend on besides the code."""

    results: Sequence[Result]
    thresholds: Thresholds
    versions: Mapping[str, str]

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
        return checks(self.thresholds, self.overall, self.kinds)

    @property
    def passed(self) -> bool:
        return all(check.held for check in self.checks)


def make_folder(folder: Path) -> None:
    """Makes the report's folder where it is missing.

    Raises:
        ReportError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(folder, error) from error


def write(report: Report, folder: Path) -> None:
    """Writes report.json, report.md and latency.json.

    Raises:
        ReportError: the folder cannot be written.
    """
    make_folder(folder)
    files = {
        "report.json": as_json(report),
        "report.md": as_markdown(report),
        "latency.json": _json(latency(report.results)),
    }
    for name, text in files.items():
        try:
            (folder / name).write_text(text, "utf-8", newline="\n")
        except OSError as error:
            raise _not_written(folder, error) from error


def _not_written(folder: Path, error: OSError) -> ReportError:
    return ReportError(
        f"The report cannot be written to {str(folder)!r} ({error}). Name another folder with --report."
    )


def as_json(report: Report) -> str:
    """The whole run, the cases in the order of their files."""
    return _json(
        {
            "format": FORMAT,
            "passed": report.passed,
            "versions": dict(report.versions),
            "floors": [_check(check) for check in report.checks],
            "overall": _tally(report.overall),
            "kinds": {kind: _tally(found) for kind, found in report.kinds.items()},
            "articles": {article: _tally(found) for article, found in report.articles.items()},
            "cases": [_result(result) for result in report.results],
        }
    )


def latency(results: Sequence[Result]) -> dict[str, Any]:
    """Milliseconds of the scored question of each case, with p50 and p95 of them."""
    times = [result.answer.milliseconds for result in results]
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
    cases = {f"{r.case.article}/{r.case.id}": r.answer.milliseconds for r in results}
    return {"p50": round(cuts[49]), "p95": round(cuts[94]), "milliseconds": cases}


def as_markdown(report: Report) -> str:
    """The run for people: the verdict, the shares, and each case that is wrong with its reasons."""
    wrong = report.failures
    right = [result for result in report.results if result.right]
    parts = [
        f"# Evals: {'every floor held' if report.passed else 'below the floors'}",
        "",
        _row("measure", "right", "share", "95% interval", "floor", ""),
        _row("---", *["---:"] * 4, "---"),
        *[_measure_row(report, measure) for measure in Measure],
        *[_kind_check_row(check) for check in report.checks if check.kind],
        "",
        f"{_told(report.overall.cases)} cases are right in everything; {_follow_ups(wrong)}.",
        "",
        "## By kind, the worst first",
        "",
        *_group_table("kind", report.kinds, report.overall),
    ]
    if len(report.articles) > 1:
        parts += ["", "## By article, the worst first", ""]
        parts += _group_table("article", report.articles, report.overall)
    parts += ["", "## Wrong, the worst first" if wrong else "## Nothing is wrong"]
    parts += [line for result in wrong for line in _failure(result)]
    parts += ["", "## Right", "", "<details><summary>The cases that are right</summary>", ""]
    parts += [_row("case", "kind", "question", "got"), _row(*["---"] * 4)] if right else []
    parts += [_row(r.case.id, r.case.kind, " → ".join(r.case.turns), _brief(r.answer)) for r in right]
    parts += ["", "</details>", "", "## Versions", ""]
    parts += [f"- {_escaped(name)}: `{value}`" for name, value in report.versions.items()]
    return "\n".join(parts) + "\n"


def as_console(report: Report) -> str:
    """The shares and the worst cases for the terminal."""
    width = max([len("article"), *map(len, report.kinds), *map(len, report.articles)])
    lines = [
        f"{'kind':<{width}}     n    right  " + "".join(f"{m:>18}" for m in _TABLE_MEASURES),
        *[_console_row(kind, found, width) for kind, found in report.kinds.items()],
        _console_row("all", report.overall, width),
        "",
    ]
    if len(report.articles) > 1:
        lines += [_console_row(name, found, width) for name, found in report.articles.items()] + [""]
    floors = {(check.kind, check.measure): check for check in report.checks}
    for measure in Measure:
        share = report.overall.measures[measure]
        lines.append(f"{measure:<14}{_told(share):>18}  {_interval(share):<14}  "
                     + _verdict(floors.get((None, measure))))  # fmt: skip
    lines += [
        f"{check.kind}, {check.measure}: {_told(check.share)}  {_verdict(check)}"
        for check in report.checks
        if check.kind
    ]
    absent = sorted(set(report.thresholds.kinds) - set(report.kinds))
    if absent:
        lines.append(f"The thresholds name kinds that no case has: {', '.join(absent)}.")
    lines += ["", f"{len(report.failures)} of {len(report.results)} cases are wrong; "
              f"{_follow_ups(report.failures)}."]  # fmt: skip
    for result in report.failures[:SHOWN_FAILURES]:
        lines.append(f"- {result.case.id} ({result.case.kind}): {' → '.join(result.case.turns)}")
        lines += [f"    {reason}" for reason in result.reasons]
        lines += [f"    cited: {citation.quote!r}" for citation in result.answer.citations]
    if len(report.failures) > SHOWN_FAILURES:
        lines.append(f"- and {len(report.failures) - SHOWN_FAILURES} more, in the report")
    return "\n".join(lines)


# --- values for JSON ---


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _share(share: Share) -> dict[str, Any]:
    interval = share.interval()
    return {
        "right": share.right,
        "of": share.of,
        "value": None if share.value is None else round(share.value, 4),
        "interval": None if interval is None else [round(bound, 4) for bound in interval],
    }


def _tally(found: Tally) -> dict[str, Any]:
    return {
        "cases": _share(found.cases),
        **{measure: _share(share) for measure, share in found.measures.items()},
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "measure": check.measure,
        "kind": check.kind,
        "floor": check.floor,
        "value": _share(check.share)["value"],
        "held": check.held,
    }


def _result(result: Result) -> dict[str, Any]:
    case, answer = result.case, result.answer
    return {
        "article": case.article,
        "id": case.id,
        "kind": case.kind,
        "turns": case.turns,
        "understood_as": answer.understood_as,
        "expected": {
            "status": case.status,
            "facts": case.facts,
            "evidence": case.evidence,
            "contradicted_by": case.contradicted_by,
            "says": case.says,
        },
        "status": answer.status,
        "text": answer.text,
        "citations": [_citation(citation) for citation in answer.citations],
        "nearest": [_citation(citation) for citation in answer.nearest],
        "confidence": round(answer.confidence, 4),
        "answerer": answer.answerer,
        "right": result.right,
        "scores": {
            measure: {"right": s.share.right, "of": s.share.of, "reason": s.reason}
            for measure, s in result.scores.items()
        },
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {**asdict(citation), "short": citation.short}


# --- words for people ---


def _told(share: Share) -> str:
    """As "9/10 = 0.90", or a dash where nothing was scored."""
    return UNSCORED if share.value is None else f"{share.right}/{share.of} = {share.value:.2f}"


def _interval(share: Share) -> str:
    interval = share.interval()
    return UNSCORED if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"


def _verdict(check: Check | None) -> str:
    if check is None:
        return ""
    if check.held:
        return f"floor {check.floor:.2f} held"
    if check.share.value is None:
        return f"floor {check.floor:.2f} NOT HELD: no case scores it; add one"
    return f"floor {check.floor:.2f} NOT HELD"


def _follow_ups(wrong: Sequence[Result]) -> str:
    return f"{sum(result.case.follow_up for result in wrong)} of the wrong ones are follow-ups"


def _console_row(name: str, found: Tally, width: int) -> str:
    columns = "".join(f"{_told(found.measures[measure]):>18}" for measure in _TABLE_MEASURES)
    return f"{name:<{width}}  {found.cases.of:>4}  {found.cases.right:>7}  {columns}"


def _measure_row(report: Report, measure: Measure) -> str:
    share = report.overall.measures[measure]
    value = UNSCORED if share.value is None else f"{share.value:.3f}"
    floor = report.thresholds.overall.get(measure)
    check = next((c for c in report.checks if c.kind is None and c.measure is measure), None)
    return _row(
        measure,
        f"{share.right}/{share.of}",
        value,
        _interval(share),
        UNSCORED if floor is None else f"{floor:.2f}",
        _held(check),
    )


def _kind_check_row(check: Check) -> str:
    share = check.share
    value = UNSCORED if share.value is None else f"{share.value:.3f}"
    name = f"{check.measure} ({check.kind})"
    return _row(
        name, f"{share.right}/{share.of}", value, _interval(share), f"{check.floor:.2f}", _held(check)
    )


def _held(check: Check | None) -> str:
    if check is None:
        return ""
    return "held" if check.held else "NOT HELD"


def _group_table(name: str, groups: Mapping[str, Tally], overall: Tally) -> list[str]:
    rows = [*groups.items(), ("all", overall)]
    return [
        _row(name, "n", "right", *_TABLE_MEASURES),
        _row("---", *["---:"] * (2 + len(_TABLE_MEASURES))),
        *[
            _row(
                group,
                str(found.cases.of),
                str(found.cases.right),
                *[_told(found.measures[measure]) for measure in _TABLE_MEASURES],
            )
            for group, found in rows
        ],
    ]


def _failure(result: Result) -> list[str]:
    case, answer = result.case, result.answer
    lines = ["", f"### {_escaped(case.id)} ({_escaped(case.kind)})", ""]
    lines += [f"- asked: {_escaped(' → '.join(case.turns))}"]
    if answer.understood_as != answer.question.strip():
        lines.append(f"- understood as: {_escaped(answer.understood_as)}")
    lines.append(f"- expected {case.status}, got {answer.status}, confidence {answer.confidence:.2f}")
    lines += [f"- {_escaped(reason)}" for reason in result.reasons]
    lines += [f"- cited [{c.start}:{c.end}]: {_escaped(c.quote)}" for c in answer.citations]
    lines += [f"- nearest [{c.start}:{c.end}]: {_escaped(c.quote)}" for c in answer.nearest]
    if not answer.citations:
        lines.append(f"- said: {_escaped(answer.text)}")
    return lines


def _brief(answer: Answer) -> str:
    """The short answers where any are marked, else the status."""
    marked = [citation.short for citation in answer.citations if citation.short]
    return "; ".join(marked) or str(answer.status)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell if set(cell) <= set('-:') else _escaped(cell) for cell in cells)} |"


def _escaped(text: str) -> str:
    """A text that Markdown shows as it stands, on one line: it is data, not markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~!&])", r"\\\1", " ".join(text.split()))
