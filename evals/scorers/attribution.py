"""Whether who said it is kept: "officials said X" must not become "X"."""

from collections.abc import Sequence

from evals.metrics import Score, Share, met, unscored


def attribution(speakers: Sequence[Sequence[str]], statements: Sequence[str]) -> Score:
    """1 of 1 if one name of every speaker stands in a statement itself, not only in what it cites."""
    if not speakers:
        return unscored("no speaker is expected")
    every, who = met(speakers, statements)
    return Score(Share(int(every), 1), f"named: {who}" if every else f"who says so is {who}")
