"""A report as one self-contained HTML page: no script, no other file, everything in it escaped."""

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.answer import Citation
from assistant.settings import PROJECT
from evals.compare import verdict
from evals.report import Report, Source
from evals.reports import risk
from evals.reports.words import TABLE_MEASURES, held, interval, model_told, told
from evals.results import Result

_TEMPLATES = PROJECT / "evals" / "reports" / "templates"
_MAX_AROUND = 400
"""So many characters of the passage are shown on either side of a quote."""


@dataclass(frozen=True, slots=True)
class Lit:
    """A quote in its passage, cut where the light changes; `exact` says its offsets are right."""

    before: str
    quote: tuple[str, str, str]
    after: str
    where: str
    exact: bool


def as_html(report: Report) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    points = risk.curve(report.results)
    by_kind = {kind: [r for r in report.results if r.case.kind == kind] for kind in report.kinds}
    return environment.get_template("report.html").render(
        report=report,
        by_kind={kind: sorted(found, key=lambda r: r.right) for kind, found in by_kind.items()},
        columns=TABLE_MEASURES,
        told=told,
        model_told=model_told,
        interval=interval,
        held=held,
        verdict=verdict,
        points=points,
        area=risk.area(points),
        risk=risk,
        lit=lambda citation: _lit(citation, report.sources.get(citation.article)),
        stated=_stated,
        scored=lambda result: [(m, s) for m, s in result.scores.items() if s.share.of],
    ) + "\n"  # fmt: skip


def _stated(result: Result) -> Sequence[str]:
    """What an answer says besides its quotes: the statements of a model, or the fixed line."""
    quotes = {citation.quote for citation in result.answer.citations}
    own = [statement.text for statement in result.answer.statements if statement.text not in quotes]
    lead = [result.answer.lead] if result.answer.lead else []
    return [*lead, *own] or ([] if quotes else [result.answer.text])


def _lit(citation: Citation, source: Source | None) -> Lit:
    """A quote with what stands around it in its paragraph."""
    start, end = citation.start, citation.end
    where = f"{source.title if source else citation.article}, characters {start}–{end}"
    if source is None or source.text[start:end] != citation.quote:
        return Lit("", ("", citation.quote, ""), "", where, exact=False)
    text = source.text
    first = max(text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0, start - _MAX_AROUND)
    last = text.find("\n\n", end)
    last = min(len(text) if last < 0 else last, end + _MAX_AROUND)
    short_start, short_end = citation.short_start, citation.short_end
    if short_start is None or short_end is None:
        quote = (citation.quote, "", "")
    else:
        quote = (text[start:short_start], text[short_start:short_end], text[short_end:end])
    return Lit(text[first:start], quote, text[end:last], where, exact=True)
