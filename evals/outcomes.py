"""What of a report is compared with another: per case whether it is right, and its scores.

A baseline is a report with nothing else in it: small enough to be committed, a case a line.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.errors import ReportError
from evals.metrics import Share
from evals.results import DECIDING, Measure, Result

BASELINE = Path(__file__).with_name("baseline.json")
BASELINE_FORMAT = 1
REPORT_FORMAT = 3
"""Of a baseline, and of a report.json; raised when a key changes its meaning, or another one is needed."""
_DIGESTED = (
    "article", "id", "kind", "turns", "status", "facts", "evidence", "contradicted_by", "says", "speaker",
    "everywhere",
)  # fmt: skip
"""What of a case its digest stands for, in the order of old: another order, or name, makes all others."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one case came out. `digest` stands for what was asked and expected; `reasons` say why it is
    wrong, where the file tells them."""

    key: str
    kind: str
    digest: str
    right: bool
    scores: Mapping[str, Share]
    question: str = ""
    reasons: tuple[str, ...] = ()


def digest(case: Case) -> str:
    """A short hash of what a case asks and expects; what else a case may come to hold leaves it as it is."""
    told = ", ".join(f"{name}={getattr(case, name)!r}" for name in _DIGESTED)
    return hashlib.sha256(f"Case({told})".encode()).hexdigest()[:8]


def outcomes(results: Sequence[Result]) -> dict[str, Outcome]:
    """The outcomes of a run, by case."""
    return {
        r.case.key: Outcome(
            r.case.key,
            r.case.kind,
            digest(r.case),
            r.right,
            {m: s.share for m, s in r.scores.items() if s.share.of},
            " → ".join(r.case.turns),
            tuple(r.reasons),
        )
        for r in results
    }


def as_baseline(found: Mapping[str, Outcome]) -> str:
    """The outcomes as a file to be committed."""
    lines = []
    for key in sorted(found):
        outcome = found[key]
        scores = {m: [s.right, s.of] for m, s in outcome.scores.items() if m != Measure.SAME}
        entry = {"kind": outcome.kind, "digest": outcome.digest, "right": outcome.right, "scores": scores}
        lines.append(f" {json.dumps(key, ensure_ascii=False)}: {json.dumps(entry, ensure_ascii=False)}")
    return f'{{"format": {BASELINE_FORMAT}, "baseline": {{\n' + ",\n".join(lines) + "\n}}\n"


def load_outcomes(path: Path) -> dict[str, Outcome]:
    """The outcomes of a baseline, or of a report.json.

    Raises:
        ReportError: the file is missing, or neither of these formats.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        check_format(path, content)
        entries = _of_report(content) if "cases" in content else content["baseline"]
        return {key: _outcome(key, entry) for key, entry in entries.items()}
    except OSError as error:
        raise ReportError(f"{str(path)!r} cannot be read ({error.strerror}). Name a report.json.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportError(
            f"{str(path)!r} is no report of this suite ({type(error).__name__}: {error}). Name a "
            "report.json that `python -m evals run` wrote, or a baseline."
        ) from error


def check_format(path: Path, content: Mapping[str, Any]) -> None:
    """Refuses what was written when some key of a report, or of a baseline, meant something else.

    Raises:
        ReportError: it is of another format.
        KeyError: it tells no format, or is no baseline.
    """
    expected = REPORT_FORMAT if "cases" in content else BASELINE_FORMAT
    if content["format"] != expected:
        what = "a report" if "cases" in content else "a baseline"
        raise ReportError(
            f"{str(path)!r} is {what} of format {content['format']!r}, not {expected}. Run the suite again"
            f"{'.' if 'cases' in content else ', and make another: python -m evals ratchet --baseline'}"
        )


def _of_report(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    entries: dict[str, Mapping[str, Any]] = {}
    for case in content["cases"]:
        scores = {m: [s["right"], s["of"]] for m, s in case["scores"].items() if s["of"]}
        reasons = [
            f"{m}: {s['reason']}" for m, s in case["scores"].items() if s["right"] < s["of"] and m in DECIDING
        ]
        told = {"question": " → ".join(case["turns"]), "reasons": reasons}
        entries[f"{case['article']}/{case['id']}"] = {**case, "scores": scores, **told}
    return entries


def _outcome(key: str, entry: Mapping[str, Any]) -> Outcome:
    return Outcome(
        key,
        str(entry["kind"]),
        str(entry["digest"]),
        bool(entry["right"]),
        {str(m): Share(right, of) for m, (right, of) in entry["scores"].items()},
        str(entry.get("question", "")),
        tuple(map(str, entry.get("reasons", ()))),
    )
