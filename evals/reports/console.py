"""A report for the terminal: the shares and the worst cases."""

from evals.compare import verdict
from evals.report import SHOWN_FAILURES, Report
from evals.reports.words import TABLE_MEASURES, follow_ups, held, interval, model_told, told
from evals.results import Tally


def as_console(report: Report) -> str:
    """The tables, the errors, what changed since the baseline, and the worst cases."""
    return "\n".join([*_tables(report), *_shares(report), *_changes(report), *_worst(report)])


def _tables(report: Report) -> list[str]:
    width = max([len("article"), *map(len, report.kinds), *map(len, report.articles)])
    lines = [
        f"{'kind':<{width}}     n    right  " + "".join(f"{m:>18}" for m in TABLE_MEASURES),
        *[_row(kind, found, width) for kind, found in report.kinds.items()],
        _row("all", report.overall, width),
        "",
    ]
    if len(report.articles) > 1:
        lines += [_row(name, found, width) for name, found in report.articles.items()] + [""]
    return lines


def _row(name: str, found: Tally, width: int) -> str:
    columns = "".join(f"{told(found.measures[measure]):>18}" for measure in TABLE_MEASURES)
    return f"{name:<{width}}  {found.cases.of:>4}  {found.cases.right:>7}  {columns}"


def _shares(report: Report) -> list[str]:
    lines = []
    for name in report.measures:
        share, floor = report.overall.of(name), held(report.floors.get(name))
        lines.append(f"{name:<18}{told(share):>20}  {interval(share):<14}  {floor}".rstrip())
    lines += [f"{check.kind}, {check.measure}: {told(check.share)}  {held(check)}" for check in report.missed]
    absent = [] if report.asked.whole else sorted(set(report.thresholds.kinds) - set(report.kinds))
    if absent:
        lines.append(f"The thresholds name kinds that no case has: {', '.join(absent)}.")
    lines += filter(None, [model_told(report.of_model)])
    if report.sampling:
        sampled = ", ".join(f"{name} {value}" for name, value in report.sampling.items())
        lines.append(f"Variations (scored as 'same'): {sampled}.")
    return lines


def _changes(report: Report) -> list[str]:
    if report.comparison is None:
        makes = report.asked.whole and not report.model
        make = "; `python -m evals ratchet --baseline` makes one" if makes else ""
        return ["", f"There is no baseline to compare with{make}."]
    return ["", f"Since the baseline: {verdict(report.comparison, report.thresholds.chance)}."] + [
        f"    worse: {outcome.key} ({outcome.kind}): {outcome.question}"
        for outcome in report.comparison.worse
    ]


def _worst(report: Report) -> list[str]:
    lines = ["", f"{len(report.failures)} of {len(report.results)} cases are wrong; "
             f"{follow_ups(report.failures)}."]  # fmt: skip
    lines += [f"    {times} × {error}" for error, times in report.errors.items()]
    for result in report.failures[:SHOWN_FAILURES]:
        lines.append(f"- {result.case.id} ({result.case.kind}): {' → '.join(result.case.turns)}")
        lines += [f"    {reason}" for reason in result.reasons]
        lines += [f"    cited: {citation.quote!r}" for citation in result.answer.citations]
    if len(report.failures) > SHOWN_FAILURES:
        lines.append(f"- and {len(report.failures) - SHOWN_FAILURES} more, in the report")
    return lines
