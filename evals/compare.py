"""Two runs, case by case: what got better, what got worse, and whether that can be chance."""

from collections.abc import Mapping
from dataclasses import dataclass

from evals.metrics import Share
from evals.outcomes import Outcome
from evals.statistics import mcnemar


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of each case; keys in order. `better` and `worse` are the new outcomes.

    Only cases that ask and expect the same in both are compared: `compared` of them. `p` is McNemar's over
    those, in (0, 1].
    """

    better: tuple[Outcome, ...]
    worse: tuple[Outcome, ...]
    unchanged: int
    added: tuple[str, ...]
    gone: tuple[str, ...]
    rewritten: tuple[str, ...]
    shares: Mapping[str, tuple[Share, Share]]

    @property
    def compared(self) -> int:
        return len(self.better) + len(self.worse) + self.unchanged

    @property
    def p(self) -> float:
        return mcnemar(len(self.better), len(self.worse))

    def worsened(self, chance: float) -> bool:
        """Whether more cases got worse than better, beyond this chance."""
        return len(self.worse) > len(self.better) and self.p <= chance


def compare(old: Mapping[str, Outcome], new: Mapping[str, Outcome]) -> Comparison:
    """The new outcomes held against the old ones."""
    both = sorted(old.keys() & new.keys())
    alike = [key for key in both if old[key].digest == new[key].digest]
    changed = [key for key in alike if old[key].right != new[key].right]
    measures = dict.fromkeys(measure for key in alike for measure in new[key].scores)
    shares = {"cases": (_right(old, alike), _right(new, alike))}
    shares |= {measure: (_share(old, alike, measure), _share(new, alike, measure)) for measure in measures}
    return Comparison(
        better=tuple(new[key] for key in changed if new[key].right),
        worse=tuple(new[key] for key in changed if not new[key].right),
        unchanged=len(alike) - len(changed),
        added=tuple(sorted(new.keys() - old.keys())),
        gone=tuple(sorted(old.keys() - new.keys())),
        rewritten=tuple(key for key in both if key not in set(alike)),
        shares=shares,
    )


def _right(found: Mapping[str, Outcome], keys: list[str]) -> Share:
    return Share(sum(found[key].right for key in keys), len(keys))


def _share(found: Mapping[str, Outcome], keys: list[str], measure: str) -> Share:
    return sum((found[key].scores.get(measure, Share()) for key in keys), Share())


def verdict(found: Comparison, chance: float) -> str:
    """The comparison in one line."""
    counts = f"{len(found.better)} better, {len(found.worse)} worse, {found.unchanged} as before"
    apart = [
        f"{len(keys)} {word}"
        for word, keys in (("new", found.added), ("gone", found.gone), ("rewritten", found.rewritten))
        if keys
    ]
    apart_told = f" ({', '.join(apart)}: not compared)" if apart else ""
    if not found.compared:
        return f"{counts}{apart_told}; NOTHING COMPARED: no case is asked and expected as it was"
    judged = "WORSE beyond chance" if found.worsened(chance) else "not worse beyond chance"
    return f"{counts}{apart_told}; McNemar p = {found.p:.3f}, {judged} ({chance:.2f})"


def told(found: Comparison, chance: float) -> str:
    """The comparison for the terminal: the verdict, each changed case, the shares side by side."""
    lines = [verdict(found, chance)]
    for name, changed in (("Worse", found.worse), ("Better", found.better)):
        lines += ["", f"{name}:"] if changed else []
        for outcome in changed:
            lines.append(f"- {outcome.key} ({outcome.kind}): {outcome.question}")
            lines += [f"    {reason}" for reason in outcome.reasons]
    lines += ["", f"{'measure':<18}{'old':>18}{'new':>18}"]
    lines += [f"{name:<18}{_told(old):>18}{_told(new):>18}" for name, (old, new) in found.shares.items()]
    return "\n".join(lines)


def _told(share: Share) -> str:
    return "–" if share.value is None else f"{share.right}/{share.of} = {share.value:.3f}"
