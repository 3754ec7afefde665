"""What was written to train on: read to the character, wrong lines named, and learnt as the product reads."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.documents import Passage, Sentence, Span
from assistant.reader import train
from assistant.reader.data.written import Written, load_written
from assistant.reader.spans import ReadSpan
from assistant.settings import PROJECT
from assistant.support.data import written_pairs
from assistant.training import load_tokenizer

TRAINING = PROJECT / "evals" / "training"
GENERAL = 6
"""Shorter questions may be asked of any article: "What was the final score?"."""
TEXT = """Harbour of Bergen to Close for Repairs

BERGEN, May 4 (North News) - The harbour of Bergen closes on Monday.
Ada Park, its master, refused to say for how long.
Fishermen protested against the plan. "Nobody asked us," Ben Stone said. The mayor, Cara Holm, stood by it.
The quay was built in 1907. It sank by four centimetres last winter. Two cranes will be taken down first.
"""
LINES = [
    {"q": "Who runs the harbour?", "k": "paraphrase", "a": "Ada Park", "in": "Ada Park, its master"},
    {
        "q": "Who spoke?",
        "k": "list",
        "a": ["Ada Park", "Ben Stone"],
        "in": ["Ada Park, its", "Ben Stone said"],
    },
    {"q": "Was the quay built in 1950?", "k": "yesno", "says": "no", "in": "was built in 1907"},
    {"q": "How long will it be closed?", "k": "near", "near": "refused to say"},
    {"q": "Why did fishermen welcome the plan?", "k": "false", "against": "Fishermen protested"},
    {"claim": "Cara Holm is the mayor.", "label": "supported", "in": "The mayor, Cara Holm"},
    {"claim": "The quay rose last winter.", "label": "refuted", "in": "It sank by"},
    {"claim": "The quay sank because it is old.", "label": "unsaid", "in": "It sank by"},
]


def _folder(path: Path, *lines: Any) -> Path:
    (path / "harbour.txt").write_text(TEXT, "utf-8")
    (path / "harbour.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


@pytest.fixture
def written(tmp_path: Path) -> Written:
    [found] = load_written(_folder(tmp_path, *LINES))
    return found


def test_answers_are_the_characters_named(written: Written) -> None:
    text = written.article.text
    found = [[text[start:end] for start, end in asked.answers] for asked in written.asked]
    assert found == [["Ada Park"], ["Ada Park", "Ben Stone"], ["The quay was built in 1907."], [], []]
    assert [asked.beside.text for asked in written.asked if asked.beside] == [
        "Ada Park, its master, refused to say for how long.",
        "Fishermen protested against the plan.",
    ]
    assert [told.sentence.text for told in written.told][1:] == [
        "It sank by four centimetres last winter."
    ] * 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            {"q": "Who?", "k": "plain", "a": "Eva", "in": "Ada Park, its master"},
            "line 2: 'Eva' occurs 0 times",
        ),
        ({"q": "What?", "k": "near", "near": "a"}, "line 2: 'a' occurs"),
        ({"q": "What?", "k": "near", "near": 'the plan. "Nobody'}, "goes over more than one sentence"),
        ({"claim": "It rose.", "label": "refuted"}, "line 2: 'in'"),
        ({"k": "plain", "a": "Ada", "in": "Ada Park, its"}, "line 2: 'q'"),
        (
            {"q": "Why?", "k": "near", "before": "Who sings?", "near": "It sank by"},
            "line 2: no line above asks 'Who sings",
        ),
        ({"statement": "It rose.", "label": "unsaid", "in": ["a"]}, "line 2: 'a' occurs"),
        (
            {"statement": "It rose.", "label": "false", "in": ["It sank by"]},
            "line 2: 'label' is 'false', not one of supported, refuted, unsaid, unsupported",
        ),
        (LINES[2] | {"says": "No"}, "line 2: 'says' is 'No', not one of yes, no"),
        (LINES[2] | {"says": True}, "line 2: 'says' is True, not one of yes, no"),
        (
            LINES[5] | {"label": "suported"},
            "line 2: 'label' is 'suported', not one of supported, refuted, unsaid",
        ),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"harbour.jsonl, .*{message}"):
        load_written(_folder(tmp_path, LINES[0], line))


def test_a_folder_without_any_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "typo"):
        with pytest.raises(ValueError, match=rf"'{folder}' holds no article.*Name the folder"):
            load_written(folder)


def test_passages_are_the_products_and_most_do_not_answer(written: Written) -> None:
    pairs = written.pairs(written.asked[0])
    assert [pair.passage for pair in pairs] == [passage.text for passage in written.passages]
    assert {pair.passage[s:e] for pair in pairs for s, e in pair.spans} == {"Ada Park"}
    assert any(not pair.spans for pair in pairs)
    assert not any(pair.spans for pair in written.pairs(written.asked[3]))


def test_rows_of_a_round(written: Written) -> None:
    rows = train.written_rows([written], load_tokenizer(), rounds=1, seed=0)
    answering = [row for row in rows if row.start]
    assert 3 <= len(answering) <= 3 * train.ANSWERING
    assert len(rows) > 2 * len(answering)
    assert len(train.written_rows([written], load_tokenizer(), rounds=2, seed=0)) == 2 * len(rows)
    assert train.written_rows([written], load_tokenizer(), rounds=1, seed=0) == rows


def test_a_follow_up_is_read_behind_what_it_leans_on(tmp_path: Path) -> None:
    leaning = {"q": "Did she say for how long?", "k": "yesno", "says": "no", "in": "refused to say"}
    listed = {"q": "how come", "k": "near", "near": "It sank by"}
    lines = [*LINES[:2], leaning | {"before": LINES[0]["q"]}, listed | {"before": LINES[1]["q"]}]
    [written] = load_written(_folder(tmp_path, *lines))
    assert {pair.question for pair in written.pairs(written.asked[2])} == {
        "Who runs the harbour? Ada Park. Did she say for how long?"
    }
    assert written.asked[3].read_as("How?") == "Who spoke? Ada Park, Ben Stone. How?"
    tokenizer = load_tokenizer()
    rows = train.written_rows([replace(written, asked=written.asked[2:3])], tokenizer, rounds=1, seed=0)
    assert all("who runs the harbour? ada park. " in tokenizer.decode(row.ids) for row in rows)
    judged = [pair for pair in written_pairs([written], seed=0) if "how long" in pair.claim]
    assert {(pair.kind, pair.claim) for pair in judged} == {
        ("question", "Who runs the harbour? Ada Park. Did she say for how long?")
    }


class _Keen:
    """A reader that finds most in what stands last."""

    def read(
        self, question: str, passages: Sequence[Passage], sentences: Sequence[Sequence[Sentence]]
    ) -> list[ReadSpan]:
        return [
            ReadSpan(
                passage.article, passage.id, passage.last, Span(passage.start, passage.end), float(place)
            )
            for place, passage in enumerate(passages)
        ]


def test_with_a_reader_what_misleads_it_is_learnt(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of what is drawn of a question that is not answered."""
    monkeypatch.setattr(train, "NEAREST_ALONE", 2)
    unanswered = replace(written, asked=(written.asked[3],))
    tokenizer = load_tokenizer()
    for seed in range(5):
        rows = train.written_rows([unanswered], tokenizer, rounds=1, seed=seed, reader=_Keen())
        read = {tokenizer.decode(row.ids, skip_special_tokens=True) for row in rows}
        last = [passage.text for passage in written.passages[-4:]]
        assert len(rows) == 2
        assert all(any(text[-20:].lower().strip() in row for text in last) for row in read)


def test_claims_and_premises_are_held_against_their_sentence(written: Written) -> None:
    pairs = written_pairs([written], seed=0)
    told = {pair.claim: pair for pair in pairs if pair.kind == "told"}
    assert [told[line["claim"]].label for line in LINES[5:]] == ["supported", "refuted", "not_enough"]
    premises = {(pair.claim, pair.label) for pair in pairs if pair.kind == "premise"}
    assert ("The quay was built in 1950.", "refuted") in premises
    assert ("Fishermen welcomed the plan.", "refuted") in premises
    assert ("Ada Park runs the harbour.", "supported") in premises
    assert not any("closed" in claim for claim, _ in premises)
    beside = [pair for pair in pairs if pair.kind == "beside"]
    assert beside
    assert all(pair.label == "not_enough" for pair in beside)


def test_questions_are_held_against_what_answers_contradicts_or_comes_closest(written: Written) -> None:
    pairs = [pair for pair in written_pairs([written], seed=0) if pair.kind == "question"]
    found = {(pair.claim, pair.label) for pair in pairs}
    assert ("Who runs the harbour?", "supported") in found
    assert ("Was the quay built in 1950?", "refuted") in found
    assert ("How long will it be closed?", "not_enough") in found
    assert ("Why did fishermen welcome the plan?", "refuted") in found
    answered = [p.evidence for p in pairs if p.label == "supported" and p.claim == "Who runs the harbour?"]
    assert all("Ada Park, its master" in evidence for evidence in answered)


def test_nothing_that_answers_is_left_open(tmp_path: Path) -> None:
    listed = {
        "q": "Who spoke?",
        "k": "list",
        "a": ["Ada Park", "Fishermen"],
        "in": ["Ada Park, its", "Fishermen"],
    }
    [written] = load_written(_folder(tmp_path, listed))
    for seed in range(20):
        left = [pair.evidence for pair in written_pairs([written], seed) if pair.label == "not_enough"]
        assert left
        assert all("Ada Park" not in evidence and "Fishermen" not in evidence for evidence in left)


def test_a_statement_is_held_against_just_what_it_cites(tmp_path: Path) -> None:
    stated = {"statement": "It sank after 1907.", "label": "unsupported", "in": ["was built in", "It sank"]}
    [written] = load_written(_folder(tmp_path, stated))
    [pair] = written_pairs([written], seed=0)
    assert pair.kind == "stated"
    assert pair.evidence == "The quay was built in 1907. It sank by four centimetres last winter."
    assert pair.label == "unsupported"
    assert not written_pairs([written], seed=0, shares={"stated": 0.0})


def test_what_is_trained_on_is_sound_and_no_eval_case() -> None:
    written = load_written(TRAINING)
    asked = {asked.question.casefold() for one in written for asked in one.asked}
    asked = {question for question in asked if len(question.split()) >= GENERAL}
    assert len(asked) > 2000
    cases = [
        line.partition("question: ")[2].strip().strip('"').casefold()
        for folder in ("facts", "blind", "tuning")
        for path in (PROJECT / "evals" / folder).glob("*.yaml")
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith("question: ")
    ]
    assert len(cases) > 1000
    assert not asked.intersection(cases)
