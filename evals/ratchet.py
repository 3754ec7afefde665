"""Raises the floors of thresholds.toml to what a report reached; never lowers one.

A floor goes up to the lower end of the 95% interval (Wilson's for shares, bootstrap for means), rounded
down to two decimals: what is reached by luck does not become a duty. Comments stay where they are.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from evals.errors import ThresholdsError
from evals.gate import load_thresholds
from evals.results import Measure, Tally

LEAST_CASES = 8
"""A kind with fewer cases is given no floor of its own: its interval says next to nothing."""


@dataclass(frozen=True, slots=True)
class Raised:
    """One floor that went up; `old` is None where there was none."""

    where: str
    measure: str
    old: float | None
    new: float

    def __str__(self) -> str:
        before = "none" if self.old is None else f"{self.old:.2f}"
        return f"{self.where} {self.measure}: {before} -> {self.new:.2f}"


def raise_floors(path: Path, overall: Tally, kinds: Mapping[str, Tally], add: bool = False) -> list[Raised]:
    """Rewrites the file where a floor can go up.

    Args:
        add: also give a floor to every scored measure overall, and one for "cases" to every kind of
            at least 8 cases, where there is none.

    Raises:
        ThresholdsError: the file cannot be read or written.
    """
    load_thresholds(path)  # tells what is wrong with it
    content: Any = tomlkit.parse(path.read_text("utf-8"))
    raised = _raise(content["overall"], "[overall]", overall)
    if add:
        scored = [m for m in (*Measure, *overall.retrieval) if overall.of(m).value is not None]
        raised += _add(content["overall"], "[overall]", overall, scored)
    tables = (
        content.setdefault("kinds", tomlkit.table(is_super_table=True)) if add else content.get("kinds", {})
    )
    for kind, found in sorted(kinds.items()):
        if kind in tables:
            raised += _raise(tables[kind], f"[kinds.{kind}]", found)
        elif add and found.cases.of >= LEAST_CASES:
            table = tomlkit.table()
            added = _add(table, f"[kinds.{kind}]", found, ["cases"])
            if added:
                tables[kind] = table
                raised += added
    try:
        if raised:
            path.write_text(tomlkit.dumps(content), "utf-8", newline="\n")
    except OSError as error:
        raise ThresholdsError(f"{path}: cannot be written ({error.strerror}). Make it writable.") from error
    return raised


def reached(found: Tally, measure: str) -> float | None:
    """The floor that a measure has earned; None where nothing was scored."""
    interval = found.of(measure).interval()
    return None if interval is None else math.floor(interval[0] * 100 + 1e-9) / 100


def _raise(table: Any, where: str, found: Tally) -> list[Raised]:
    raised = []
    for measure, old in list(table.items()):
        new = reached(found, measure)
        if new is not None and new > old:
            table[measure] = new
            raised.append(Raised(where, measure, float(old), new))
    return raised


def _add(table: Any, where: str, found: Tally, measures: list[str]) -> list[Raised]:
    raised = []
    for measure in measures:
        new = reached(found, measure)
        if measure not in table and new:
            table[str(measure)] = new
            raised.append(Raised(where, str(measure), None, new))
    return raised
