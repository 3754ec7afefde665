"""A report as JSON, and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Citation, Statement, Status
from evals.cases import Case
from evals.compare import Comparison
from evals.errors import ReportError
from evals.gate import Check, Thresholds
from evals.metrics import Score, Share
from evals.outcomes import REPORT_FORMAT, Outcome, check_format, digest
from evals.report import Asked, Report, Source
from evals.results import Measure, Result, Tally
from evals.statistics import Mean


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_json(report: Report) -> str:
    """The whole run, the cases in the order of their files."""
    return dumped(
        {
            "format": REPORT_FORMAT,
            "passed": report.passed,
            "verdict": report.verdict,
            "versions": dict(report.versions),
            "asked": {**asdict(report.asked), "whole": report.asked.whole},
            "sampling": dict(report.sampling),
            "chance": report.thresholds.chance,
            "floors": [_check(check) for check in report.checks],
            "thresholds": {"overall": report.thresholds.overall, "kinds": report.thresholds.kinds},
            "baseline": None if report.comparison is None else _comparison(report.comparison),
            "overall": _tally(report.overall),
            "errors": report.errors,
            "kinds": {kind: _tally(found) for kind, found in report.kinds.items()},
            "articles": {article: _tally(found) for article, found in report.articles.items()},
            "cases": [_result(result) for result in report.results],
            "sources": {id_: asdict(source) for id_, source in sorted(report.sources.items())},
        }
    )


def load(path: Path) -> Report:
    """The report of a report.json; its answers have no latency.

    Raises:
        ReportError: the file is missing, or no report of this format.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        check_format(path, content)
        asked = content["asked"]
        return Report(
            results=[_loaded(entry) for entry in content["cases"]],
            thresholds=Thresholds(**content["thresholds"], chance=content["chance"]),
            versions=content["versions"],
            sampling=content["sampling"],
            comparison=None if content["baseline"] is None else _compared(content["baseline"]),
            sources={id_: Source(**source) for id_, source in content["sources"].items()},
            asked=Asked(asked["shipped"], tuple(asked["articles"])),
        )
    except OSError as error:
        raise ReportError(
            f"There is no report at {str(path)!r} ({error.strerror}). Make one: python -m evals run"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportError(
            f"{str(path)!r} is no report of this suite ({type(error).__name__}: {error}). Name a report.json "
            "that `python -m evals run` wrote."
        ) from error


def _share(share: Share | Mean) -> dict[str, Any]:
    interval = share.interval()
    right = {"right": share.right} if isinstance(share, Share) else {}
    return {
        **right,
        "of": share.of,
        "value": None if share.value is None else round(share.value, 4),
        "interval": None if interval is None else [round(bound, 4) for bound in interval],
    }


def _tally(found: Tally) -> dict[str, Any]:
    return {
        "cases": _share(found.cases),
        **{measure: _share(share) for measure, share in found.measures.items()},
        "retrieval": {name: _share(mean) for name, mean in found.retrieval.items()},
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "measure": check.measure,
        "kind": check.kind,
        "floor": check.floor,
        "value": _share(check.share)["value"],
        "held": check.held if check.asked else None,
    }


def _comparison(found: Comparison) -> dict[str, Any]:
    return {**asdict(found), "p": round(found.p, 6)}


def _compared(content: Mapping[str, Any]) -> Comparison:
    def outcome(entry: Mapping[str, Any]) -> Outcome:
        scores = {measure: Share(**share) for measure, share in entry["scores"].items()}
        return Outcome(**{**entry, "scores": scores, "reasons": tuple(entry["reasons"])})

    return Comparison(
        better=tuple(map(outcome, content["better"])),
        worse=tuple(map(outcome, content["worse"])),
        unchanged=content["unchanged"],
        added=tuple(content["added"]),
        gone=tuple(content["gone"]),
        rewritten=tuple(content["rewritten"]),
        shares={m: (Share(**old), Share(**new)) for m, (old, new) in content["shares"].items()},
    )


def _result(result: Result) -> dict[str, Any]:
    case, answer = result.case, result.answer
    return {
        "article": case.article,
        "id": case.id,
        "kind": case.kind,
        "turns": case.turns,
        "scope": "all" if case.everywhere else "article",
        "understood_as": answer.understood_as,
        "digest": digest(case),
        "expected": {
            "status": case.status,
            "facts": case.facts,
            "evidence": case.evidence,
            "contradicted_by": case.contradicted_by,
            "says": case.says,
            "speaker": case.speaker,
        },
        "status": answer.status,
        "text": answer.text,
        "lead": answer.lead,
        "statements": [
            {"text": s.text, "citations": [_citation(c) for c in s.citations]} for s in answer.statements
        ],
        "nearest": [_citation(citation) for citation in answer.nearest],
        "confidence": round(answer.confidence, 4),
        "answerer": answer.answerer,
        "note": answer.note,
        "right": result.right,
        "scores": {
            measure: {"right": s.share.right, "of": s.share.of, "reason": s.reason}
            for measure, s in result.scores.items()
        },
        "retrieval": dict(result.retrieval),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {**asdict(citation), "short": citation.short}


def _loaded(entry: Mapping[str, Any]) -> Result:
    expected = entry["expected"]
    case = Case(
        article=entry["article"],
        id=entry["id"],
        kind=entry["kind"],
        turns=tuple(entry["turns"]),
        status=Status(expected["status"]),
        facts=tuple(map(tuple, expected["facts"])),
        evidence=tuple(map(tuple, expected["evidence"])),
        contradicted_by=tuple(expected["contradicted_by"]),
        says=expected["says"],
        speaker=tuple(map(tuple, expected["speaker"])),
        everywhere=entry["scope"] == "all",
    )
    answer = Answer(
        question=case.question,
        understood_as=entry["understood_as"],
        status=Status(entry["status"]),
        text=entry["text"],
        statements=tuple(
            Statement(s["text"], tuple(map(_cited, s["citations"]))) for s in entry["statements"]
        ),
        confidence=entry["confidence"],
        nearest=tuple(map(_cited, entry["nearest"])),
        answerer=entry["answerer"],
        milliseconds=0,
        article=case.scope,
        lead=entry["lead"],
        note=entry["note"],
    )
    scores = {
        Measure(measure): Score(Share(s["right"], s["of"]), s["reason"])
        for measure, s in entry["scores"].items()
    }
    return Result(case, answer, scores, entry["retrieval"])


def _cited(entry: Mapping[str, Any]) -> Citation:
    return Citation(**{name: value for name, value in entry.items() if name != "short"})
