"""How a sentence stands to a claim, worked out by hand."""

import pytest

from assistant.correction import stance
from assistant.support.verdict import Support

NEITHER = Support(0.5, 0.0, 0.5)


@pytest.mark.parametrize(
    ("claim", "text", "opposed", "beside"),
    [
        # the opposite word, and all of the claim's other words in its clause
        (
            "Danish officials welcomed the remarks.",
            "The remarks were rejected by Danish officials.",
            1.0,
            1.0,
        ),
        # the opposite word in another clause than the officials and the remarks
        (
            "Danish officials welcomed the remarks.",
            "He rejected it; the remarks of Danish officials came.",
            1.0,
            0.0,
        ),
        ("Danish officials welcomed the remarks.", "Danish officials heard the remarks.", 0.0, 0.0),
    ],
)
def test_an_opposite_counts_for_the_words_beside_it(
    claim: str, text: str, opposed: float, beside: float
) -> None:
    found = stance(claim, text, NEITHER)
    assert (found["opposed"], found["beside"]) == (opposed, pytest.approx(beside))


def test_a_denial_counts_for_the_words_beside_it() -> None:
    """Both words that are no name are denied, and the clause has all of the claim's words."""
    found = stance("NATO approved the plan.", "At NATO no plan has been approved.", NEITHER)
    assert (found["turned"], found["beside"]) == (1.0, 1.0)
