"""What `python -m evals run --squad FILE` prints and writes."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from evals import report as reports
from evals.errors import EvalsError, ReportError
from evals.scorers import squad as scorer
from evals.squad import Read, SquadQuestion, golds, load, read_all

ReadAll = Callable[[Sequence[SquadQuestion]], Mapping[str, Read]]


def run_squad(path: Path, folder: Path, limit: int | None, seed: int, read: ReadAll = read_all) -> int:
    """The whole command: 0 if it could be run, 2 if not. Nothing is gated."""
    try:
        questions = load(path, limit, seed)
        reports.make_folder(folder)
        found = figures(questions, read(questions))
        _write(folder / "squad.json", found)
    except (EvalsError, AssistantError) as error:
        print(error, file=sys.stderr)
        return 2
    print(told(found))
    print(f"The same as JSON is in {folder / 'squad.json'}.")
    return 0


def figures(questions: Sequence[SquadQuestion], reads: Mapping[str, Read]) -> dict[str, Any]:
    """Exact match and F1, times 100 as the official script prints them, in three ways of declining."""
    wanted = golds(questions)
    predictions = {id_: read.prediction for id_, read in reads.items()}
    always = {id_: p.text for id_, p in predictions.items()}
    product = {id_: read.prediction.text if read.answers else "" for id_, read in reads.items()}
    best = {
        name: scorer.best_threshold(wanted, predictions, measure)
        for measure, name in enumerate(("exact", "f1"))
    }
    return {
        "questions": len(questions),
        "always answering": _groups(scorer.score(wanted, always)),
        "the product's threshold": _groups(scorer.score(wanted, product)),
        "best threshold": {
            name: {"value": round(100 * found.value, 2), "no_answer_above": round(found.threshold, 4)}
            for name, found in best.items()
        },
    }


def _groups(found: Mapping[str, scorer.SquadScore]) -> dict[str, Any]:
    return {
        name: {"exact": _hundred(s.exact), "f1": _hundred(s.f1), "questions": s.questions}
        for name, s in found.items()
    }


def _hundred(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 2)


def told(found: Mapping[str, Any]) -> str:
    """The figures as a table."""
    lines = [f"{'':<26}{'':<8}{'questions':>10}{'exact':>8}{'F1':>8}"]
    for way in ("always answering", "the product's threshold"):
        for group, s in found[way].items():
            values = "".join(f"{'–' if v is None else format(v, '.2f'):>8}" for v in (s["exact"], s["f1"]))
            lines.append(f"{way:<26}{group:<8}{s['questions']:>10}{values}")
    best = found["best threshold"]
    lines.append(f"{'best threshold':<34}{found['questions']:>10}"
                 f"{best['exact']['value']:>8.2f}{best['f1']['value']:>8.2f}")  # fmt: skip
    thresholds = [best[name]["no_answer_above"] for name in ("exact", "f1")]
    lines.append(f"    (chosen on these questions: no answer above {thresholds[0]} and {thresholds[1]})")
    return "\n".join(lines)


def _write(path: Path, found: Mapping[str, Any]) -> None:
    try:
        path.write_text(json.dumps(found, indent=1) + "\n", "utf-8", newline="\n")
    except OSError as error:
        raise ReportError(f"{str(path)!r} cannot be written ({error.strerror}). Use --report.") from error
