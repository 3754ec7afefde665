"""A report for a pull request's comment: the verdict, the shares, what changed, the wrong cases."""

import re
from collections.abc import Mapping, Sequence

from evals.compare import Comparison, verdict
from evals.gate import Check
from evals.outcomes import Outcome
from evals.report import Report
from evals.reports.words import TABLE_MEASURES, UNSCORED, follow_ups, held, interval, model_told, told
from evals.results import Result, Tally

SHOWN_IN_FULL = 30
"""So many wrong cases are told with their reasons and quotes; the others in a line each."""
MAX_CHARACTERS = 60_000
"""GitHub refuses comments of more than 65,536."""


def as_markdown(report: Report) -> str:
    """The run for people who review a change.

    What would make it too long is left out by whole rows and cases, the last first: of the other wrong
    cases, then of those told in full, then of what changed.
    """
    wrong = report.failures
    lists = [
        _changes(report.comparison, report.thresholds.chance),
        ["\n".join(_failure(result)) for result in wrong[:SHOWN_IN_FULL]],
        [_other(result) for result in wrong[SHOWN_IN_FULL:]],
    ]
    room = MAX_CHARACTERS - len(_text(report, *(_first(blocks, 0) for blocks in lists)))
    kept = []
    for blocks in lists:
        count, room = _fitting(blocks, room)
        kept.append(_first(blocks, count))
    return _text(report, *kept)


def _fitting(blocks: Sequence[str], room: int) -> tuple[int, int]:
    """How many blocks, each with a line's end, fit into so many characters; and how many are left."""
    for place, block in enumerate(blocks):
        if len(block) + 1 > room:
            return place, room
        room -= len(block) + 1
    return len(blocks), room


def _first(blocks: Sequence[str], count: int) -> list[str]:
    """So many blocks, and how many are left out."""
    left_out = len(blocks) - count
    note = [f"\n… {left_out} more: report.html holds every case."] if left_out else []
    return [*blocks[:count], *note]


def _text(report: Report, changes: Sequence[str], full: Sequence[str], others: Sequence[str]) -> str:
    """The whole text, with these lines of what changed and of the wrong cases."""
    parts = [f"# Evals: {report.verdict}", ""]
    parts += _measures(report)
    parts += [
        "",
        f"{told(report.overall.cases)} cases are right in everything; {follow_ups(report.failures)}.",
        *filter(None, [model_told(report.of_model)]),
    ]
    parts += [f"- {times} × {error}" for error, times in report.errors.items()]
    parts += ["", "## Since the baseline", "", *changes]
    parts += ["", "## By kind, the worst first", "", *_groups("kind", report.kinds, report.overall)]
    if len(report.articles) > 1:
        parts += ["", "## By article, the worst first", ""]
        parts += _groups("article", report.articles, report.overall)
    parts += ["", "## Wrong, the worst first" if report.failures else "## Nothing is wrong"]
    parts += [*full, *_others(len(report.failures) - SHOWN_IN_FULL, others)]
    parts += ["", "## Versions", ""]
    parts += [f"- {_escaped(name)}: `{value}`" for name, value in report.versions.items()]
    return "\n".join(parts) + "\n"


def _measures(report: Report) -> list[str]:
    rows = [_row("measure", "reached", "95% interval", "floor"), _row("---", "---:", "---:", "---")]
    for name in report.measures:
        share = report.overall.of(name)
        rows.append(_row(name, told(share), interval(share), held(report.floors.get(name))))
    return rows + [_kind_row(check) for check in report.missed]


def _kind_row(check: Check) -> str:
    return _row(f"{check.measure} ({check.kind})", told(check.share), interval(check.share), held(check))


def _changes(found: Comparison | None, chance: float) -> list[str]:
    if found is None:
        return ["There is no baseline to compare with."]
    lines = [_escaped(verdict(found, chance)) + "."]
    for name, changed in (("Worse", found.worse), ("Better", found.better)):
        lines += ["", f"{name}:", ""] if changed else []
        lines += [_changed(outcome) for outcome in changed]
    return lines


def _changed(outcome: Outcome) -> str:
    reasons = f" — {'; '.join(outcome.reasons)}" if outcome.reasons else ""
    return "- " + _escaped(f"{outcome.key} ({outcome.kind}): {outcome.question}{reasons}")


def _groups(name: str, groups: Mapping[str, Tally], overall: Tally) -> list[str]:
    rows = [_row(name, "right", "95% interval", *TABLE_MEASURES)]
    rows.append(_row("---", *["---:"] * (2 + len(TABLE_MEASURES))))
    for group, found in (*groups.items(), ("all", overall)):
        measures = [told(found.measures[measure]) for measure in TABLE_MEASURES]
        rows.append(_row(group, told(found.cases), interval(found.cases), *measures))
    return rows


def _failure(result: Result) -> list[str]:
    case, answer = result.case, result.answer
    lines = ["", f"### {_escaped(case.key)} ({_escaped(case.kind)})", ""]
    lines += [f"- asked: {_escaped(' → '.join(case.turns))}"]
    if answer.understood_otherwise:
        lines.append(f"- understood as: {_escaped(answer.understood_as)}")
    lines.append(f"- expected {case.status}, got {answer.status}, confidence {answer.confidence:.2f}")
    lines += [f"- note: {_escaped(answer.note)}"] if answer.note else []
    lines += [f"- {_escaped(reason)}" for reason in result.reasons]
    lines += [f"- cited [{c.start}:{c.end}]: {_escaped(c.quote)}" for c in answer.citations]
    lines += [f"- nearest [{c.start}:{c.end}]: {_escaped(c.quote)}" for c in answer.nearest]
    if not answer.citations:
        lines.append(f"- said: {_escaped(answer.text)}")
    return lines


def _others(count: int, rows: Sequence[str]) -> list[str]:
    if count <= 0:
        return []
    head = [_row("case", "kind", "question", "why"), _row(*["---"] * 4)]
    return ["", f"<details><summary>{count} more</summary>", "", *head, *rows, "", "</details>"]


def _other(result: Result) -> str:
    case = result.case
    return _row(case.key, case.kind, " → ".join(case.turns), "; ".join(result.reasons))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell if _plain(cell) else _escaped(cell) for cell in cells)} |"


def _plain(cell: str) -> bool:
    return cell == UNSCORED or set(cell) <= set("-:")


def _escaped(text: str) -> str:
    """A text that Markdown shows as it stands, on one line: it is data, not markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~!&@])", r"\\\1", " ".join(text.split()))
