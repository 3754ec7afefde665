"""Whether who said it is kept: "officials said X" must not become "X"."""

from collections.abc import Sequence

from evals.metrics import Score, facts, unscored


def attribution(speakers: Sequence[Sequence[str]], statements: Sequence[str]) -> Score:
    """1 of 1 if one name of every speaker stands in a statement itself, not only in what it cites."""
    if not speakers:
        return unscored("no speaker is expected")
    found = facts(speakers, statements)
    said = found.reason.removeprefix("quoted: ").removeprefix("nothing is quoted; ")
    return Score(found.share, f"named: {said}" if found.right else f"who says so is {said}")
