"""Changes of one thing at a time, and what follows from what."""

import random

import pytest

from assistant.support.changes import WAYS, base_of, parts

STRANGERS = ("Ada Lovelace", "Iceland", "Bergen")


def _all(kind: str, text: str) -> set[tuple[str, str, str, str]]:
    """What the way makes of `text` with many seeds."""
    made = (WAYS[kind](text, random.Random(seed), STRANGERS) for seed in range(60))
    return {(c.before, c.after, c.forth, c.back) for c in made if c is not None}


@pytest.mark.parametrize(
    ("kind", "text", "after", "forth", "back"),
    [
        ("name", "Rutte is the leader of NATO.", "Iceland is the leader of NATO.", "refuted", "refuted"),
        ("name", "Ships left for Norway.", "Ships left for Iceland.", "unsupported", "unsupported"),
        ("number", "The fire killed two people.", "The fire killed nine people.", "refuted", "refuted"),
        ("date", "The talks ended on Friday.", "The talks ended on Monday.", "refuted", "refuted"),
        ("role", "Macron criticised Rutte.", "Rutte criticised Macron.", "unsupported", "unsupported"),
        ("opposite", "NATO approved the plan.", "NATO rejected the plan.", "refuted", "refuted"),
        ("negation", "NATO approved it.", "NATO did not approve it.", "refuted", "refuted"),
        ("negation", "NATO approved it.", "NATO has yet to approve it.", "refuted", "refuted"),
        ("negation", "The plan was approved.", "The plan was not approved.", "refuted", "refuted"),
        ("modality", "NATO will send ships.", "NATO may send ships.", "supported", "not_enough"),
        ("modality", "NATO may send ships.", "NATO will send ships.", "not_enough", "supported"),
        ("modality", "NATO sent ships.", "NATO planned to send ships.", "", "not_enough"),
        ("modality", "NATO sent ships.", "NATO refused to send ships.", "refuted", "refuted"),
        ("scope", "Some people left.", "All people left.", "not_enough", "supported"),
        ("scope", "All people left.", "No people left.", "refuted", "refuted"),
        ("attribution", "Trump claimed that the island is at risk.", "The island is at risk.", "not_enough",
         "not_enough"),
        ("shortened", "Two men were arrested by police on Friday.", "Two men were arrested by police.",
         "supported", "not_enough"),
        ("paraphrase", "The talks began early.", "The talks started early.", "supported", "supported"),
    ],
)  # fmt: skip
def test_a_change(kind: str, text: str, after: str, forth: str, back: str) -> None:
    assert (text, after, forth, back) in _all(kind, text)


def test_a_fact_becomes_what_somebody_claims() -> None:
    told = {
        after for _, after, forth, back in _all("attribution", "NATO approved it.") if forth == "not_enough"
    }
    assert any(after.endswith(" that NATO approved it.") for after in told)
    assert "NATO approved it." not in told


def test_a_bare_plural_becomes_some_and_all() -> None:
    made = _all("scope", "Danish officials rejected it.")
    assert (
        "Some Danish officials rejected it.",
        "All Danish officials rejected it.",
        "not_enough",
        "supported",
    ) in made


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "At least 20 people died."),
        ("negation", "NATO did not approve it."),
        ("opposite", "NATO never approved it."),
        ("attribution", "Police said the man was arrested."),  # plain news: left as it is, or another speaker
        ("role", "The talks ended on Friday."),
        ("shortened", "It ended."),
        ("name", "it ended."),
    ],
)
def test_no_change_that_would_be_labelled_wrong(kind: str, text: str) -> None:
    assert all(label == "unsupported" for _, _, *labels in _all(kind, text) for label in labels)


def test_the_parts_of_a_statement() -> None:
    assert parts("NATO sent ships to Greenland.") == ("NATO", "sent", " ships to Greenland.")
    assert parts("People died.") == ("People", "died", ".")
    assert parts("The plan was approved.") is None
    assert base_of("sent") == "send"
    assert base_of("ships") is None
