"""What the measurement of the gate makes of its verdicts, by hand, and of files that are none."""

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.citations import Draft
from assistant.documents import Article, Block, Section, Sentence, Span
from assistant.errors import WeightsError
from assistant.grounding.gate import Verdict
from assistant.splitter import split_sentences
from assistant.support.verdict import Judge, Support
from evals.errors import CaseError
from evals.grounding import Outcome, Statement, _outcome, load, load_pairs, main, shares, table
from evals.metrics import Share

TEXT = "The yard was sold. Anna Berg leads it. It rained."
SENTENCES = split_sentences(Article("boats", TEXT, (Block(Section.BODY, Span(0, len(TEXT))),), {}))
GOOD = """article: ferry-order
sentences: 31
supported: ["The ferries are new. [3]"]
unsupported: {number: ["There are ninety ferries. [3]"]}
misplaced: [{said: "The ferries are new. [9]", rests_on: [3]}]
"""


class ScriptedGate:
    """Lets a statement stand on the sentences of these numbers, or strikes it for want of any."""

    def __init__(self, *stands_on: tuple[int, ...]) -> None:
        self.stands_on = iter(stands_on)

    def check(
        self, draft: Draft, sources: Sequence[Sentence], article_of: Callable[[str], Sequence[Sentence]]
    ) -> Verdict:
        numbers = next(self.stands_on)
        reason = "" if numbers else f"no sentence says {draft.text!r}"
        return Verdict(bool(numbers), tuple(sources[number - 1] for number in numbers), reason)


class Supporting:
    """Bears everything out, and remembers that it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Support]:
        self.asked += len(pairs)
        return [Support(supported=1.0, refuted=0.0, not_enough=0.0)] * len(pairs)


@pytest.mark.parametrize(
    ("kind", "on", "stands_on", "right"),
    [
        ("true", (), [(1,)], True),
        ("true", (), [()], False),
        ("number", (), [(1,)], False),
        ("number", (), [()], True),
        ("misplaced", (2,), [(2,)], True),
        ("misplaced", (2, 3), [(2,)], True),
        ("misplaced", (2,), [(1,)], False),
        ("misplaced", (2,), [(1, 2)], False),
        ("misplaced", (2,), [()], True),
    ],
)
def test_an_outcome_by_hand(
    kind: str, on: tuple[int, ...], stands_on: list[tuple[int, ...]], right: bool
) -> None:
    statement = Statement("boats", kind, "Berg leads the yard. [2]", frozenset(on))
    found = _outcome(ScriptedGate(*stands_on), SENTENCES, statement)  # type: ignore[arg-type]
    assert (found.statement, found.right) == (statement, right)
    assert bool(found.reason) is (stands_on == [()])


def test_what_says_two_things_stands_if_both_do() -> None:
    statement = Statement("boats", "true", "Berg leads the yard. [2]\nIt snowed. [3]")
    found = _outcome(ScriptedGate((2,), ()), SENTENCES, statement)  # type: ignore[arg-type]
    assert (found.right, found.reason) == (False, "no sentence says 'It snowed.'")


def test_shares_by_hand() -> None:
    def outcome(kind: str, right: bool) -> Outcome:
        return Outcome(Statement("boats", kind, "It rained. [3]"), right, "")

    rights = [("true", True), ("true", False), ("true", True), ("number", False), ("number", False)]
    outcomes = [outcome(*given) for given in [*rights, ("misplaced", True)]]
    assert shares(outcomes) == {
        "false": Share(2, 3), "true": Share(1, 3), "number": Share(2, 2), "misplaced": Share(0, 1)
    }  # fmt: skip
    assert "| **false let through** | 2 of 3: 66.7%" in table({"gate": outcomes})


def test_the_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "ferry.yaml").write_text(GOOD, "utf-8")
    ((sentences, said),) = load(tmp_path)
    assert len(sentences) == 31
    assert [(s.kind, s.on) for s in said] == [
        ("true", frozenset()), ("number", frozenset()), ("misplaced", frozenset({3}))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "There is no file of statements"),
        ("sentences: 31\n", "needs 'article', an article's id"),
        ("- ferry-order\n", "needs 'article', an article's id"),
        ("article: ferry-order\nsupported: ['It. [1]']\n", "needs 'article', an article's id, 'sentences'"),
        ("article: ferry-order\nsentences: 31\n", "a list 'supported', lists by what is wrong"),
        (GOOD.replace("supported: [", "supported: {a: ").replace('[3]"]\nun', '[3]"}\nun'), "a list 'supp"),
        (GOOD.replace("rests_on: [3]", "on: [3]"), "a list 'misplaced'"),
        (GOOD.replace("ferry-order", "ferries"), "there is no article 'ferries'"),
        (GOOD.replace("31", "30"), "Number them anew"),
        ("article: [", "cannot be read as YAML"),
    ],
)
def test_what_holds_no_statements_is_told_before_the_model_is_opened(
    content: str | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def never() -> Judge:
        raise AssertionError("the model was opened")

    if content is not None:
        (tmp_path / "ferry.yaml").write_text(content, "utf-8")
    assert main(["--statements", str(tmp_path)], never) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("", "holds no claim"),
        ("{\n", "does not hold claims and evidence"),
        ('{"claim": "It rained.", "label": "supported"}\n', "does not hold claims and evidence"),
        ('["It rained."]\n', "does not hold claims and evidence"),
    ],
)
def test_what_holds_no_pairs_is_told(
    content: str | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs.jsonl"
    if content is not None:
        path.write_text(content, "utf-8")
    assert main(["--pairs", str(path), "--without-model"]) == 2
    assert message in capsys.readouterr().err


def test_pairs_that_are_not_compressed_as_they_say(tmp_path: Path) -> None:
    row = json.dumps({"claim": "It rained.", "evidence": TEXT, "label": "supported"})
    path = tmp_path / "pairs.jsonl.gz"
    path.write_bytes(gzip.compress(row.encode())[:-9])
    with pytest.raises(CaseError, match="pairs"):
        load_pairs(path)
    path.write_bytes(gzip.compress(row.encode()))
    ((sentences, statement),) = load_pairs(path)
    assert (len(sentences), statement) == (3, Statement("evidence", "true", "It rained."))


def test_the_gate_is_tried_with_the_support_model_and_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"claim": "It rained.", "evidence": "It rained.", "label": "supported"}
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    judge = Supporting()
    assert main(["--pairs", str(path)], lambda: judge) == 0
    assert judge.asked == 1
    printed = capsys.readouterr().out
    assert "| taken wrongly | exact checks alone | with the support model |" in printed
    assert "| **true struck** | 0 of 1" in printed
    assert main(["--pairs", str(path), "--without-model"], lambda: judge) == 0
    assert "with the support model" not in capsys.readouterr().out
    assert judge.asked == 1


def test_a_model_that_cannot_be_opened_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def damaged() -> Judge:
        raise WeightsError("The weights are damaged. Install them again.")

    (tmp_path / "ferry.yaml").write_text(GOOD, "utf-8")
    assert main(["--statements", str(tmp_path)], damaged) == 2
    assert capsys.readouterr().err == "The weights are damaged. Install them again.\n"
