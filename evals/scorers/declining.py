"""How well it knows what the article does not say: precision, recall, and of what kind the errors are."""

from collections import Counter
from collections.abc import Sequence

from assistant.answer import Answer, Status
from evals.metrics import Score, Share, unscored

ERRORS = {
    (Status.DECLINED, Status.ANSWERED): "answered what the article does not say",
    (Status.DECLINED, Status.CORRECTED): "corrected what the article does not contradict",
    (Status.DECLINED, Status.SOCIAL): "took a question for small talk",
    (Status.ANSWERED, Status.DECLINED): "declined what the article says",
    (Status.ANSWERED, Status.CORRECTED): "corrected a premise that holds",
    (Status.ANSWERED, Status.SOCIAL): "took a question for small talk",
    (Status.CORRECTED, Status.DECLINED): "declined where the article contradicts the premise",
    (Status.CORRECTED, Status.ANSWERED): "went along with a false premise",
    (Status.CORRECTED, Status.SOCIAL): "took a question for small talk",
    (Status.SOCIAL, Status.DECLINED): "took small talk for a question",
    (Status.SOCIAL, Status.ANSWERED): "took small talk for a question",
    (Status.SOCIAL, Status.CORRECTED): "took small talk for a question",
}
"""What it means that the first status was expected and the second was given."""


def decline_precision(expected: Status, answer: Answer) -> Score:
    """Of an answer that declines: 1 of 1 if it was to."""
    if answer.status is not Status.DECLINED:
        return unscored("it does not decline")
    error = ERRORS.get((expected, Status.DECLINED))
    return Score(Share(0 if error else 1, 1), error or "rightly declined")


def error_kinds(pairs: Sequence[tuple[Status, Status]]) -> dict[str, int]:
    """How often each kind of error was made, the most frequent first; `pairs` are (expected, given)."""
    found = Counter(ERRORS[pair] for pair in pairs if pair in ERRORS)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
