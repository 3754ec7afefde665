"""One article among many: how many there really are."""

from pathlib import Path

import pytest

from evals.calibrate import TUNING
from evals.scale import Found, fill, row

OWN = len(list(TUNING.glob("*.txt")))


@pytest.mark.parametrize(
    ("paragraphs", "size", "articles"), [(3, 1000, OWN + 3), (3, OWN + 2, OWN + 2), (3, 1, OWN)]
)
def test_the_articles_there_are_are_counted(
    paragraphs: int, size: int, articles: int, tmp_path: Path
) -> None:
    assert fill(tmp_path, [f"Paragraph {n}." for n in range(paragraphs)], size) == articles
    assert len(list(tmp_path.glob("*.txt"))) == articles


def test_a_row_by_hand() -> None:
    known = [Found(answerable=True, first=first, answered=True, cited=cited) for first, cited in
             ((True, True), (True, False), (False, False), (False, False))]  # fmt: skip
    unknown = [
        Found(answerable=False, first=False, answered=answered, cited=False) for answered in (True, False)
    ]
    assert row(1234, [*known, *unknown]) == "| 1,234 | 0.500 | 0.250 | 0.500 |"
