"""The gate: floors for the shares, from thresholds.toml, and the comparison with the committed baseline.

    [overall]                 # every measure named must be scored and reach its floor
    facts = 0.90

    [kinds.follow-up]         # the same for the cases of one kind
    cases = 0.85

    [baseline]
    chance = 0.10             # see evals/compare.py

The measures are "cases" (right in everything), those of `evals.results.Measure` and those of
`evals.scorers.ranking.MEASURES`. A floor is in [0, 1]; a share reaches it at >=. A floor for `same` does not
bind a run that was told to ask no variation; that of a kind which no case has binds the shipped cases, asked
whole, and is not held there.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.errors import ThresholdsError
from evals.metrics import Share
from evals.results import Measure, Tally, tally
from evals.scorers import ranking
from evals.statistics import Mean

THRESHOLDS = Path(__file__).with_name("thresholds.toml")
MEASURES = ("cases", *Measure, *ranking.MEASURES)
CHANCE = 0.10

Floors = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least share of every measure, for all cases and for kinds of them.

    `chance`: the comparison with the baseline fails at a McNemar p of at most this. `overall` is empty where
    nothing is to be held, which no file can say.
    """

    overall: Floors
    kinds: Mapping[str, Floors] = field(default_factory=dict)
    chance: float = CHANCE


@dataclass(frozen=True, slots=True)
class Check:
    """One floor and the share it is held against; `kind` is None for all cases.

    `asked` is false where the run was told not to ask for what the floor is about: then it does not bind.
    """

    measure: str
    kind: str | None
    floor: float
    share: Share | Mean
    asked: bool = True

    @property
    def held(self) -> bool:
        """Whether the share reaches the floor, if it binds; one that nothing was scored for does not."""
        value = self.share.value
        return not self.asked or (value is not None and value >= self.floor)


def load_thresholds(path: Path = THRESHOLDS) -> Thresholds:
    """The floors of a file.

    Raises:
        ThresholdsError: what is wrong with it, and what it should be.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThresholdsError(
            f"{path}: cannot be read as TOML: {error}. Mend it, or name another."
        ) from error
    unknown = sorted(set(content) - {"overall", "kinds", "baseline"})
    kinds = content.get("kinds", {})
    if unknown or "overall" not in content or not isinstance(kinds, dict):
        raise ThresholdsError(
            f"{path}: needs [overall] and may have [kinds.NAME] and [baseline]; nothing else."
        )
    return Thresholds(
        _floors(f"{path}, [overall]", content["overall"]),
        {kind: _floors(f"{path}, [kinds.{kind}]", floors) for kind, floors in kinds.items()},
        _chance(f"{path}, [baseline]", content.get("baseline", {"chance": CHANCE})),
    )


def checks(
    thresholds: Thresholds,
    overall: Tally,
    kinds: Mapping[str, Tally],
    varied: bool = True,
    whole: bool = False,
) -> list[Check]:
    """Every floor against its share.

    Args:
        varied: whether questions were to be asked in variations, too.
        whole: whether every kind is to have cases; else the floors of a kind that none has are left out.
    """

    def against(found: Tally, floors: Floors, kind: str | None = None) -> list[Check]:
        return [
            Check(name, kind, floor, found.of(name), asked=varied or name != Measure.SAME)
            for name, floor in floors.items()
        ]

    held = against(overall, thresholds.overall)
    for kind, floors in thresholds.kinds.items():
        if whole or kind in kinds:
            held += against(kinds.get(kind, tally([])), floors, kind)
    return held


def _floors(where: str, value: Any) -> Floors:
    if not isinstance(value, dict) or not value:
        raise ThresholdsError(f"{where}: write lines such as 'facts = 0.90'.")
    for name, floor in value.items():
        if name not in MEASURES:
            raise ThresholdsError(f"{where}: there is no measure {name!r}. Use: {', '.join(MEASURES)}.")
        if isinstance(floor, bool) or not isinstance(floor, int | float) or not 0 <= floor <= 1:
            raise ThresholdsError(f"{where}: {name} is {floor!r}. Write a share between 0 and 1.")
    return {name: float(floor) for name, floor in value.items()}


def _chance(where: str, value: Any) -> float:
    if not isinstance(value, dict) or set(value) != {"chance"}:
        raise ThresholdsError(f"{where}: write one line such as 'chance = {CHANCE:.2f}'.")
    chance = value["chance"]
    if isinstance(chance, bool) or not isinstance(chance, int | float) or not 0 < chance < 1:
        raise ThresholdsError(f"{where}: chance is {chance!r}. Write a share between 0 and 1.")
    return float(chance)
