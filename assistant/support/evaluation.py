"""How good verdicts are: accuracies with intervals, calibration, and the baselines to beat."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.reader.data.text import content_words
from assistant.support.changes import NOT_ENOUGH, REFUTED, SUPPORTED, UNSUPPORTED
from assistant.support.data import Pair

LABELS = (SUPPORTED, REFUTED, NOT_ENOUGH)
ALLOWED: dict[str, tuple[int, ...]] = {
    **{label: (place,) for place, label in enumerate(LABELS)},
    UNSUPPORTED: (1, 2),
}
"""The columns of LABELS that a label allows."""

Probabilities = NDArray[np.float64]
Flags = NDArray[np.bool_]


def right(pairs: Sequence[Pair], found: Probabilities) -> Flags:
    """Whether the likeliest label, of probabilities of shape (n, 3), is one that the pair allows."""
    return np.array([int(row.argmax()) in ALLOWED[p.label] for p, row in zip(pairs, found, strict=True)])


def accuracy(pairs: Sequence[Pair], found: Probabilities) -> float:
    return float(right(pairs, found).mean())


def balanced_accuracy(pairs: Sequence[Pair], found: Probabilities) -> float:
    """Of supported against the rest: the mean of both recalls; NaN without one of the two."""
    gold = np.array([p.label == SUPPORTED for p in pairs])
    said = found.argmax(axis=1) == 0
    if gold.all() or not gold.any():
        return float("nan")
    return float((said[gold].mean() + (~said[~gold]).mean()) / 2)


def interval(
    figure: Callable[[Sequence[Pair], Probabilities], float],
    pairs: Sequence[Pair],
    found: Probabilities,
    resamples: int = 500,
    seed: int = 0,
) -> tuple[float, float]:
    """The 95% bootstrap interval over texts of evidence, as pairs of one text are judged alike."""
    groups: dict[str, list[int]] = {}
    for i, pair in enumerate(pairs):
        groups.setdefault(pair.evidence, []).append(i)
    members, rng = list(groups.values()), np.random.default_rng(seed)
    drawn = []
    for _ in range(resamples):
        rows = [i for g in rng.integers(len(members), size=len(members)) for i in members[g]]
        drawn.append(figure([pairs[i] for i in rows], found[rows]))
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def calibration_error(pairs: Sequence[Pair], found: Probabilities, bins: int = 10) -> float:
    """Expected calibration error of the likeliest label, in [0, 1], over bins of equal width.

    Of pairs whose label is settled; NaN where there is none.
    """
    kept = [i for i, p in enumerate(pairs) if p.label != UNSUPPORTED]
    if not kept:
        return float("nan")
    correct = right([pairs[i] for i in kept], found[kept])
    confidence = found[kept].max(axis=1)
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(float(correct[places == b].mean() - confidence[places == b].mean())) * float((places == b).mean())
        for b in np.unique(places)
    ]
    return float(sum(gaps))


def majority(pairs: Sequence[Pair]) -> Probabilities:
    """The baseline that always says what is commonest."""
    counts = [sum(place in ALLOWED[p.label] for p in pairs) for place in range(3)]
    return np.tile(np.eye(3)[int(np.argmax(counts))], (len(pairs), 1))


def overlap(pairs: Sequence[Pair], threshold: float = 0.75) -> Probabilities:
    """The baseline that finds a claim supported if so many of its words are in the evidence."""
    found = np.zeros((len(pairs), 3))
    for i, pair in enumerate(pairs):
        words = content_words(pair.claim)
        share = len(words & content_words(pair.evidence)) / len(words) if words else 0.0
        found[i, 0 if share >= threshold else 2] = 1.0
    return found


def table(pairs: Sequence[Pair], found: Probabilities) -> list[str]:
    """A line a kind: how many, and the figures with intervals beside both baselines' ones."""
    lines = ["kind, pairs: accuracy; balanced accuracy of supported (majority, overlap); calibration error"]
    for kind in sorted({p.kind for p in pairs}):
        rows = [i for i, p in enumerate(pairs) if p.kind == kind]
        own, said = [pairs[i] for i in rows], found[rows]
        cells = [f"{kind:32} {len(own):5}"]
        for figure in (accuracy, balanced_accuracy):
            low, high = interval(figure, own, said)
            others = ", ".join(f"{figure(own, base):.3f}" for base in (majority(own), overlap(own)))
            cells.append(f"{figure(own, said):.3f} [{low:.3f}, {high:.3f}] ({others})")
        lines.append("  ".join([*cells, f"{calibration_error(own, said):.3f}"]))
    return lines
