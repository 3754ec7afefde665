"""The whole command with answerers in place of the assistant: the gate fails for the right reason."""

import json
import random
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from assistant.answer import Answer, Citation, Statement, Status
from assistant.documents import Article, Passage, ScoredPassage, Sentence
from assistant.errors import QuestionError
from assistant.pipeline import Pipeline
from assistant.settings import PROJECT, Settings
from assistant.splitter import split_sentences
from assistant.support.exported import ExportedSupport
from evals.__main__ import main
from evals.asking import Answerer
from evals.cases import Case
from evals.dataset import FACTS, default_corpora, load_suite
from evals.gate import MEASURES, THRESHOLDS
from evals.grounding import product_support
from evals.outcomes import BASELINE
from evals.report import SHOWN_FAILURES
from evals.run import SEED, OpenSubject, RunOptions, Subject, digest_of_cases
from evals.scorers.ranking import Ranked
from evals.variations import variations

NIGHTLY = PROJECT / ".github" / "workflows" / "nightly.yml"
Corpora = Path | Sequence[Path]

CASES = """article: harbour
cases:
  - {id: who, kind: who, question: "Who cut the ribbon?", status: answered,
     facts: [["Ada Park"]], evidence: [["Mayor Ada Park cut the ribbon"]]}
  - {id: cost, kind: what, question: "What did it cost?", status: answered,
     facts: [["12 million"]], evidence: [["cost 12 million kroner"]]}
  - {id: both, kind: follow-up, turns: ["What reopened?", "When, and what was replaced?"], status: answered,
     facts: [["Tuesday"], ["forty steel cables"]],
     evidence: [["reopened on Tuesday"], ["forty steel cables"]]}
  - {id: name, kind: unanswerable, question: "What is the ship called?", status: declined}
  - {id: toll, kind: false-premise, question: "Why is the bridge closed for good?", status: declined,
     contradicted_by: "The harbour bridge reopened on Tuesday"}
  - {id: hello, kind: social, question: "Hello", status: social}
"""
CORRECTED = """article: harbour
cases:
  - {id: shut, kind: false-premise, question: "Why is the bridge closed for good?", status: corrected,
     evidence: [["The harbour bridge reopened on Tuesday"]]}
  - {id: who, kind: attribution, question: "Who cut the ribbon, and who says so?", status: answered,
     facts: [["Ada Park"]], evidence: [["Mayor Ada Park cut the ribbon"]], speaker: [["Mayor", "Coast News"]]}
  - {id: apples, kind: elsewhere, question: "What killed the apple blossom?", status: declined}
  - {id: all, kind: all-articles, question: "What did the work cost?", status: answered, scope: all,
     facts: [["12,000,000"]], evidence: [["cost 12 million kroner"]]}
"""
ORCHARD_CASES = """article: orchard
cases:
  - {id: who, kind: who, question: "Who expects less?", status: answered,
     facts: [["growers"]], evidence: [["Growers expect"]]}
  - {id: price, kind: unanswerable, question: "What does an apple cost?", status: declined}
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "harbour.yaml").write_text(CASES, "utf-8")
    return folder


def sentences_of(article: Article) -> list[Sentence]:
    return split_sentences(article, tokens=lambda text: [])


class Oracle:
    """Answers every case as it should be; the broken answerers below change what it says."""

    def __init__(self, facts: Path, corpus: Corpora) -> None:
        suite = load_suite(facts, corpus)
        self.cases = {(v.case.scope, v.turns): v.case for v in variations(suite.cases, SEED)}
        self.cases |= {(case.scope, case.turns): case for case in suite.cases}
        self.sentences = {id_: sentences_of(article) for id_, article in suite.articles.items()}
        self.calls = 0

    def converse(self, turns: Sequence[str], article: str | None = None) -> Answer:
        self.calls += 1
        return self.answer(self.cases[article, tuple(turns)])

    def answer(self, case: Case) -> Answer:
        fragments = [fragment for group in case.evidence for fragment in group]
        cited = [s for s in self.sentences[case.article] if any(f in s.text for f in fragments)]
        nearest = self.sentences[case.article][:1] if case.status is Status.DECLINED else []
        return self.said(case, case.status, cited, nearest)

    def said(
        self, case: Case, status: Status, cited: Sequence[Sentence], nearest: Sequence[Sentence] = ()
    ) -> Answer:
        citations = [Citation.of(sentence) for sentence in cited]
        return Answer(
            question=case.question,
            understood_as=case.question,
            status=status,
            text="\n\n".join(c.quote for c in citations) or "The article does not say.",
            statements=tuple(Statement(c.quote, (c,)) for c in citations),
            confidence=0.5,
            nearest=tuple(map(Citation.of, nearest)),
            answerer="oracle",
            milliseconds=random.randrange(1000),
        )


class FirstSentence(Oracle):
    def answer(self, case: Case) -> Answer:
        return self.said(case, Status.ANSWERED, self.sentences[case.article][:1])


class RandomSentence(Oracle):
    def answer(self, case: Case) -> Answer:
        chosen = random.Random(case.id).choice(self.sentences[case.article])
        return self.said(case, Status.ANSWERED, [chosen])


class AlwaysDeclining(Oracle):
    def answer(self, case: Case) -> Answer:
        return self.said(case, Status.DECLINED, [], self.sentences[case.article][:1])


class EverySentence(Oracle):
    def answer(self, case: Case) -> Answer:
        return self.said(case, Status.ANSWERED, self.sentences[case.article])


class WrongOffsets(Oracle):
    def answer(self, case: Case) -> Answer:
        right = super().answer(case)
        moved = [replace(c, start=c.start + 1, end=c.end + 1) for c in right.citations]
        return replace(right, statements=tuple(Statement(c.quote, (c,)) for c in moved))


class WrongSentence(Oracle):
    """The right words for the eye, cited to a sentence that does not hold them."""

    def answer(self, case: Case) -> Answer:
        right = super().answer(case)
        other = [s for s in self.sentences[case.article] if s.text not in right.text][:1]
        wrong = self.said(case, case.status, other if case.answerable else [])
        return replace(wrong, text=right.text)


class Correcting(Oracle):
    """What is to come: a false premise is answered with the sentence that contradicts it."""

    def answer(self, case: Case) -> Answer:
        if not case.contradicted_by:
            return super().answer(case)
        against = [s for s in self.sentences[case.article] if case.contradicted_by[0] in s.text]
        return self.said(case, Status.CORRECTED, against)


class GoingAlong(Oracle):
    """Answers what assumes something wrong as if it were so."""

    def answer(self, case: Case) -> Answer:
        right = super().answer(case)
        return replace(right, status=Status.ANSWERED) if case.status is Status.CORRECTED else right


class OverCiting(Oracle):
    """The right sentences, and all the others beside them."""

    def answer(self, case: Case) -> Answer:
        if not case.answerable:
            return super().answer(case)
        return self.said(case, case.status, self.sentences[case.article])


class Unsteady(Oracle):
    """Answers only what is asked in the words of the case."""

    def converse(self, turns: Sequence[str], article: str | None = None) -> Answer:
        case = self.cases[article, tuple(turns)]
        if case.turns == tuple(turns):
            return self.answer(case)
        return self.said(case, Status.DECLINED if case.answerable else Status.ANSWERED, [])


class SayingYesAndNo(Oracle):
    """Right, and with either word before the quotes where the case wants one."""

    def answer(self, case: Case) -> Answer:
        right = super().answer(case)
        return replace(right, text=f"{case.says.capitalize()}. {right.text}") if case.says else right


class WholeArticles:
    """A library whose articles are one passage each, the right one of which is found."""

    def __init__(self, facts: Path, corpus: Corpora) -> None:
        suite = load_suite(facts, corpus)
        self.about = {case.question: case.article for case in suite.cases if case.everywhere}
        self.passages = {
            id_: Passage(id_, id_, 0, 0, 0, len(article.text), article.text)
            for id_, article in suite.articles.items()
        }

    @property
    def retriever(self) -> "WholeArticles":
        return self

    def document(self, article: str) -> SimpleNamespace:
        return SimpleNamespace(passages=[self.passages[article]])

    def retrieve(self, question: str, k: int, article: str | None = None) -> list[ScoredPassage]:
        return [ScoredPassage(self.passages[article or self.about[question]], 1.0, 1.0, 1.0)]


class Refusing(Oracle):
    def answer(self, case: Case) -> Answer:
        raise QuestionError("The question is blank.")


FLOORS = """
[overall]
facts = 0.90
citations = 0.90
declined = 0.90
social = 0.90
exactness = 1.0
"""


def opened(
    make: Callable[[Path, Corpora], Answerer], shelve: Callable[[Path, Corpora], Ranked] | None = None
) -> OpenSubject:
    """A subject that is one of the answerers above."""

    @contextmanager
    def open_subject(options: RunOptions) -> Iterator[Subject]:
        library = shelve(options.facts, options.corpus) if shelve else None
        yield Subject(make(options.facts, options.corpus), {"answerer": "fake"}, library)

    return open_subject


def evaluate(
    make: Callable[[Path, Corpora], Answerer],
    facts: Path,
    corpus: Corpora,
    report: Path,
    *more: str,
) -> tuple[int, dict[str, object]]:
    """The exit status, and what report.json says of every floor: whether it is held.

    The floors are the tests' own, unless `more` names others: the suite's follow what the assistant reaches.
    """
    if "--thresholds" not in more:
        floors = report / "floors.toml"
        report.mkdir(parents=True, exist_ok=True)
        floors.write_text(FLOORS, "utf-8")
        more = (*more, "--thresholds", str(floors))
    corpora = [word for folder in ([corpus] if isinstance(corpus, Path) else corpus)
               for word in ("--corpus", str(folder))]  # fmt: skip
    arguments = ["run", "--facts", str(facts), *corpora, "--report", str(report), "--baseline", "none", *more]
    status = main(arguments, opened(make))
    content = json.loads((report / "report.json").read_text("utf-8"))
    return status, {floor["measure"]: floor["held"] for floor in content["floors"]} | {"all": content}


@pytest.mark.parametrize(
    ("make", "broken"),
    [
        (Oracle, set()),
        (Correcting, set()),
        (FirstSentence, {"facts", "citations", "declined", "social"}),
        (RandomSentence, {"facts", "citations", "declined", "social"}),
        (EverySentence, {"declined", "social"}),
        (AlwaysDeclining, {"facts", "citations", "social"}),
        (WrongOffsets, {"exactness"}),
        (WrongSentence, {"facts", "citations"}),
    ],
)
def test_the_gate_fails_for_the_right_reason(
    make: Callable[[Path, Corpora], Answerer], broken: set[str], facts: Path, corpus: Path, tmp_path: Path
) -> None:
    status, held = evaluate(make, facts, corpus, tmp_path / "report")
    assert {measure for measure, is_held in held.items() if is_held is False} == broken
    assert status == (1 if broken else 0)


def test_the_shares_by_hand(facts: Path, corpus: Path, tmp_path: Path) -> None:
    # Of six sentences (headline, two and two of the body, credits) "who" and "cost" need one, "both" two.
    _, held = evaluate(EverySentence, facts, corpus, tmp_path)
    overall = held["all"]["overall"]  # type: ignore[index]
    assert (overall["cases"]["right"], overall["cases"]["of"]) == (3, 6)
    assert (overall["facts"]["right"], overall["facts"]["of"]) == (3, 3)
    assert (overall["precision"]["right"], overall["precision"]["of"]) == (1 + 1 + 2, 6 * 3)
    assert (overall["declined"]["right"], overall["declined"]["of"]) == (0, 2)
    assert (overall["exactness"]["right"], overall["exactness"]["of"]) == (36, 36)
    kinds = held["all"]["kinds"]  # type: ignore[index]
    assert kinds["who"]["declined"] == {"right": 0, "of": 0, "value": None, "interval": None}


def test_two_runs_give_the_same_report(facts: Path, corpus: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        evaluate(WrongOffsets, facts, corpus, tmp_path / name)
    for file in ("report.json", "report.md"):
        first, second = ((tmp_path / name / file).read_bytes() for name in ("one", "two"))
        assert first == second
        assert str(tmp_path).encode() not in first
        assert b"milliseconds" not in first
    assert "milliseconds" in json.loads((tmp_path / "one" / "latency.json").read_text("utf-8"))


def test_the_pipeline_itself_can_be_asked(
    fake_pipeline: Answerer, facts: Path, corpus: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        status, held = evaluate(lambda f, c: fake_pipeline, facts, corpus, tmp_path / name)
        assert status == 1
        assert held["exactness"] is True
    first, second = ((tmp_path / name / "report.json").read_bytes() for name in ("one", "two"))
    assert first == second


def test_what_is_printed_and_told(
    facts: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (facts / "orchard.yaml").write_text(ORCHARD_CASES, "utf-8")
    evaluate(FirstSentence, facts, corpus, tmp_path)
    printed = capsys.readouterr().out
    assert "0/4 = 0.00" in printed
    assert "floor 0.90 NOT HELD" in printed
    assert "8 of 8 cases are wrong; 1 of the wrong ones are follow-ups." in printed
    assert "What reopened? → When, and what was replaced?" in printed
    assert "facts: missing: “Tuesday”; “forty steel cables”" in printed
    assert "declined: answered, not declined" in printed
    assert "harbour" in printed
    assert "orchard" in printed
    assert printed.rstrip().endswith("FAILED: a floor is not held.")
    assert printed.index("What is the ship called?") < printed.index("Who cut the ribbon?")
    markdown = (tmp_path / "report.md").read_text("utf-8")
    assert "NOT HELD" in markdown
    assert "## By article, the worst first" in markdown


def test_one_article_alone(facts: Path, corpus: Path, tmp_path: Path) -> None:
    (facts / "orchard.yaml").write_text(ORCHARD_CASES, "utf-8")
    floors = tmp_path / "floors.toml"
    floors.write_text("[overall]\nfacts = 1.0\n", "utf-8")
    more = ("--article", "orchard", "--thresholds", str(floors))
    status, held = evaluate(Oracle, facts, corpus, tmp_path / "report", *more)
    assert status == 0
    assert [case["id"] for case in held["all"]["cases"]] == ["who", "price"]  # type: ignore[index]


def test_a_floor_that_nothing_is_scored_for_is_not_held(
    facts: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (facts / "harbour.yaml").write_text(CASES[: CASES.index("  - {id: name")], "utf-8")
    status, held = evaluate(Oracle, facts, corpus, tmp_path)
    assert status == 1
    assert held["declined"] is False
    assert "NOT HELD: no case scores it; add one" in capsys.readouterr().out


def test_floors_of_a_kind(
    facts: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text(
        "[overall]\nexactness = 1\n[kinds.follow-up]\ncitations = 0.5\n[kinds.lists]\nfacts = 1\n", "utf-8"
    )
    status, _ = evaluate(FirstSentence, facts, corpus, tmp_path / "report", "--thresholds", str(floors))
    assert status == 1
    printed = capsys.readouterr().out
    assert "follow-up, citations: 0/1 = 0.00  floor 0.50 NOT HELD" in printed
    assert "kinds that no case has: lists" in printed


def test_text_is_data_in_the_markdown(facts: Path, corpus: Path, tmp_path: Path) -> None:
    nasty = CASES.replace("Who cut the ribbon?", "Who <b>cut</b> | the $ribbon$ `now`?")
    (facts / "harbour.yaml").write_text(nasty, "utf-8")
    evaluate(FirstSentence, facts, corpus, tmp_path)
    markdown = (tmp_path / "report.md").read_text("utf-8")
    assert r"Who \<b\>cut\</b\> \| the \$ribbon\$ \`now\`?" in markdown


@pytest.mark.parametrize(
    ("floors", "message"),
    [
        ("[overall]\nfact = 0.9\n", "there is no measure 'fact'. Use: cases, facts"),
        ("[overall]\nfacts = 90\n", "facts is 90. Write a share between 0 and 1"),
        ("[overall]\nfacts = true\n", "facts is True. Write a share"),
        ("[overall]\n", "write lines such as 'facts = 0.90'"),
        ("[kinds.who]\nfacts = 0.9\n", "needs [overall]"),
        ("[overall]\nfacts = 0.9\n[kind.who]\nfacts = 0.9\n", "needs [overall]"),
        ("[overall", "cannot be read as TOML"),
    ],
)
def test_bad_floors(floors: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(floors, "utf-8")
    arguments = ["run", "--thresholds", str(path), "--report", str(tmp_path / "report")]
    assert main(arguments, opened(Oracle)) == 2
    assert message in capsys.readouterr().err


def test_bad_input_is_told_before_anything_is_loaded(
    facts: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def never(options: RunOptions) -> Iterator[Subject]:
        raise AssertionError("the models were loaded")
        yield

    good = {"--facts": facts, "--corpus": corpus, "--report": tmp_path / "report"}
    for option, value, message in [
        ("--facts", tmp_path / "nowhere", "There is no case file in"),
        ("--corpus", tmp_path / "nowhere", "nowhere"),
        ("--article", "ships", "No case file is about ships. Name one of: harbour."),
        ("--thresholds", tmp_path / "none.toml", "cannot be read as TOML"),
        ("--baseline", tmp_path / "none.json", "or compare with none: --baseline none"),
        ("--baseline", tmp_path, "cannot be read"),
        ("--report", corpus / "harbour.txt", "Name another folder with --report"),
    ]:
        given = [str(word) for pair in (good | {option: value}).items() for word in pair]
        assert main(["run", *given], never) == 2
        assert message in capsys.readouterr().err


def test_a_question_that_cannot_be_asked_is_told_with_its_case(
    facts: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["run", "--facts", str(facts), "--corpus", str(corpus), "--report", str(tmp_path)]
    assert main(arguments, opened(Refusing)) == 2
    assert "harbour, 'who': The question is blank. Mend the question." in capsys.readouterr().err


def test_every_case_of_the_suite_can_be_got_right(tmp_path: Path) -> None:
    status, held = evaluate(Oracle, FACTS, default_corpora(), tmp_path)
    content = held["all"]
    assert [case["id"] for case in content["cases"] if not case["right"]] == []  # type: ignore[index]
    assert len(content["cases"]) >= 60  # type: ignore[index]
    assert status == 0


def test_the_digest_of_cases_changes_with_cases_and_articles(facts: Path, corpus: Path) -> None:
    before = digest_of_cases(load_suite(facts, corpus))
    assert digest_of_cases(load_suite(facts, corpus)) == before
    with (corpus / "harbour.txt").open("a", encoding="utf-8") as file:
        file.write("Boats pass again.\n")
    assert digest_of_cases(load_suite(facts, corpus)) != before


def test_the_list_of_failures_ends(facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(AlwaysDeclining, FACTS, default_corpora(), tmp_path)
    printed = capsys.readouterr().out
    assert printed.count("\n- ") == SHOWN_FAILURES + 1
    assert "more, in the report" in printed


NEW_FLOORS = """
[overall]
corrected = 0.9
attribution = 0.9
precision = 0.9
recall = 0.9
decline-precision = 0.9
same = 0.9
[kinds.elsewhere]
cases = 0.9
"""


@pytest.mark.parametrize(
    ("make", "broken"),
    [
        (Oracle, set()),
        (GoingAlong, {"corrected"}),
        (OverCiting, {"precision"}),
        (Unsteady, {"same"}),
        # One of three answers quotes evidence: that to "shut", whose sentence is not the first one.
        (AlwaysDeclining, {"corrected", "attribution", "precision", "recall", "decline-precision"}),
        (WrongSentence, {"corrected", "attribution", "precision", "recall"}),
    ],
)
def test_the_further_measures_fail_for_the_right_reason(
    make: Callable[[Path, Corpora], Answerer], broken: set[str], facts: Path, corpus: Path, tmp_path: Path
) -> None:
    (facts / "harbour.yaml").write_text(CORRECTED, "utf-8")
    floors = tmp_path / "floors.toml"
    floors.write_text(NEW_FLOORS, "utf-8")
    more = ("--thresholds", str(floors), "--variations", "all")
    status, held = evaluate(make, facts, corpus, tmp_path / "report", *more)
    assert {measure for measure, is_held in held.items() if is_held is False} == broken
    assert status == (1 if broken else 0)


def test_the_gate_is_shut_where_more_got_worse_than_better(
    facts: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text("[overall]\nexactness = 1.0\n[baseline]\nchance = 0.2\n", "utf-8")
    evaluate(Oracle, facts, corpus, tmp_path / "good", "--thresholds", str(floors))
    ratchet = ["ratchet", str(tmp_path / "good" / "report.json"), "--thresholds", str(floors)]
    baseline = tmp_path / "baseline.json"
    assert main([*ratchet, "--baseline", str(baseline)]) == 0
    more = ("--thresholds", str(floors), "--baseline", str(baseline))
    assert evaluate(Oracle, facts, corpus, tmp_path / "same", *more)[0] == 0
    # Three answered cases are declined and the small talk is, too: 4 of 4 worse, p 2/16.
    status, held = evaluate(AlwaysDeclining, facts, corpus, tmp_path / "bad", *more)
    assert status == 1
    assert held["exactness"] is True
    assert len(held["all"]["baseline"]["worse"]) == 4  # type: ignore[index]
    assert capsys.readouterr().out.rstrip().endswith("FAILED: more cases got worse than better.")


def test_floors_and_a_baseline_follow_the_whole_shipped_suite_alone(
    facts: Path,
    corpus: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The files that are shipped stand in tmp_path here; the report is given out for others."""
    floors, baseline = tmp_path / "thresholds.toml", tmp_path / "baseline.json"
    monkeypatch.setattr("evals.commands.THRESHOLDS", floors)
    monkeypatch.setattr("evals.commands.BASELINE", baseline)
    low = "[overall]\nfacts = 0.1\n"
    _, held = evaluate(Oracle, facts, corpus, tmp_path / "report")
    path, own = tmp_path / "report" / "report.json", tmp_path / "own.toml"
    report: dict[str, object] = held["all"]  # type: ignore[assignment]
    whole = {"shipped": True, "articles": [], "whole": True}

    def status(asked: dict[str, object], model: str = "", *named: Path) -> tuple[int, str]:
        for file in (floors, own):
            file.write_text(low, "utf-8")
        versions = {"answerer": "fake", **({"model": model} if model else {})}
        path.write_text(json.dumps(report | {"asked": asked, "versions": versions}), "utf-8")
        to, at = named or (floors, baseline)
        arguments = ["ratchet", str(path), "--thresholds", str(to), "--baseline", str(at)]
        return main(arguments), capsys.readouterr().out

    refused = [
        (
            whole | {"articles": ["nato-arctic-security"]},
            "",
            "nato-arctic-security. Run all of them, without",
        ),
        (whole | {"shipped": False}, "", "other cases than the shipped ones. Run those: python -m evals run"),
        (whole, "acme:large", "'acme:large' answered. Switch it off: run the cases without ASSISTANT_MODEL."),
    ]
    for asked, model, message in refused:
        failed, printed = status(asked, model)
        assert failed == 1
        assert message in printed
        assert printed.endswith(" Nothing is raised.\n")
        assert floors.read_text("utf-8") == low
        assert not baseline.exists()
    # A baseline that is shipped follows no more of it than the floors do.
    assert status(whole | {"shipped": False}, "", own, baseline)[0] == 1
    # Files of one's own follow cases of one's own; no file follows a part of them.
    mine = own, tmp_path / "own.json"
    assert status(whole | {"shipped": False, "articles": ["harbour"]}, "", *mine)[0] == 1
    assert own.read_text("utf-8") == low
    assert status(whole | {"shipped": False}, "", *mine)[0] == 0
    assert "facts: 0.10 -> " in status(whole)[1]
    assert baseline.exists()


def test_a_case_that_is_gone_is_told_and_what_shares_none_is_not_passed(
    facts: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (facts / "orchard.yaml").write_text(ORCHARD_CASES, "utf-8")
    evaluate(Oracle, facts, corpus, tmp_path / "old")
    old = str(tmp_path / "old" / "report.json")

    def status(*more: str) -> tuple[int, str]:
        arguments = ["run", "--facts", str(facts), "--corpus", str(corpus), "--report", str(tmp_path / "new")]
        capsys.readouterr()
        return main([*arguments, "--baseline", old, *more], opened(Oracle)), capsys.readouterr().out

    assert "0 worse, 6 as before; McNemar" in status("--article", "harbour")[1]  # the others were not asked
    (facts / "orchard.yaml").unlink()
    passed, printed = status()
    assert passed == 0
    assert "0 worse, 6 as before (2 gone: not compared)" in printed
    (facts / "harbour.yaml").write_text(CASES.replace("id: ", "id: new-"), "utf-8")
    for more in ((), ("--article", "harbour")):
        failed, printed = status(*more)
        assert failed == 1
        assert printed.rstrip().endswith("FAILED: the baseline shares no case with the run.")
    assert main(["compare", old, str(tmp_path / "new" / "report.json")]) == 1


def test_the_shipped_baseline_must_be_there_and_hold_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def never(options: RunOptions) -> Iterator[Subject]:
        raise AssertionError("the models were loaded")
        yield

    path = tmp_path / "baseline.json"
    monkeypatch.setattr("evals.run.BASELINE", path)
    assert main(["run", "--report", str(tmp_path)], never) == 2
    assert f"There is no baseline at {str(path)!r}" in capsys.readouterr().err
    path.write_text('{"format": 1, "baseline": {}}', "utf-8")
    assert main(["run", "--report", str(tmp_path)], never) == 2
    assert "holds no case. Name another, or compare with none: --baseline none" in capsys.readouterr().err


def test_a_part_of_the_shipped_cases_is_held_against_the_baseline_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def status(make: Callable[[Path, Corpora], Answerer], *more: str) -> tuple[int, str]:
        arguments = ["run", "--article", "ferry-order", "--report", str(tmp_path), "--variations", "0", *more]
        return main(arguments, opened(make)), capsys.readouterr().out

    # Not every measure is scored of what these answerers say: the floors of the whole would not be held.
    passed, printed = status(Oracle)
    assert passed == 0
    assert "floor " not in printed
    assert "gone" not in printed
    assert printed.rstrip().endswith(
        "No floors bind a part of the cases: they are held against the baseline alone."
    )
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["asked"] == {"shipped": True, "articles": ["ferry-order"], "whole": False}
    failed, printed = status(AlwaysDeclining)
    assert failed == 1
    assert printed.rstrip().endswith("FAILED: more cases got worse than better.")
    assert status(Oracle, "--thresholds", str(THRESHOLDS))[0] == 1


def test_reports_are_compared_and_written_again(
    facts: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, make in (("old", Oracle), ("new", FirstSentence)):
        evaluate(make, facts, corpus, tmp_path / name)
    old, new = (str(tmp_path / name / "report.json") for name in ("old", "new"))
    capsys.readouterr()
    assert main(["compare", old, new]) == 1
    assert "0 better, 6 worse, 0 as before; McNemar p = 0.031, WORSE beyond chance" in capsys.readouterr().out
    assert main(["compare", new, old]) == 0
    assert main(["report", new, "--out", str(tmp_path / "again")]) == 0
    for file in ("report.json", "report.md", "report.html", "junit.xml"):
        assert (tmp_path / "again" / file).read_bytes() == (tmp_path / "new" / file).read_bytes()
    assert main(["ratchet", new, "--baseline", str(tmp_path / "b.json")]) == 1
    assert not (tmp_path / "b.json").exists()
    assert main(["compare", old, str(tmp_path / "none.json")]) == 2


def test_the_sampling_is_told_and_fixed_by_the_seed(facts: Path, corpus: Path, tmp_path: Path) -> None:
    def same(*more: str) -> tuple[object, object]:
        _, held = evaluate(Unsteady, facts, corpus, tmp_path / "report", *more)
        return held["all"]["sampling"], held["all"]["overall"]["same"]["of"]  # type: ignore[index]

    sampling, of = same("--variations", "3")
    assert (sampling["drawn"], of) == (3, 3)  # type: ignore[index]
    assert same("--variations", "3")[0] == sampling
    everything, of = same("--variations", "all")
    assert everything["drawn"] == everything["of"] == of > 3  # type: ignore[index]
    assert same("--variations", "0")[1] == 0


def test_the_users_own_example_loads(tmp_path: Path, corpus: Path) -> None:
    """The example of evals/README.md is a facts file for the article of these tests."""
    text = (FACTS.parent / "README.md").read_text("utf-8")
    example = text.partition("```yaml\n")[2].partition("```")[0]
    path = tmp_path / "mine.yaml"
    path.write_text(example, "utf-8")
    assert len(load_suite(path, corpus).cases) == 4
    assert main(["run", "--facts", str(path), "--corpus", str(corpus), "--report", str(tmp_path)],
                opened(Oracle)) == 0  # fmt: skip


def test_the_shipped_files_bind_the_shipped_cases_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same cases under another name have neither floors nor a baseline, unless they are given some."""
    mine = tmp_path / "mine"
    mine.mkdir()
    shipped = FACTS / "ferry-order.yaml"
    (mine / shipped.name).write_bytes(shipped.read_bytes())

    def status(*more: str) -> tuple[int, str]:
        report = ["--report", str(tmp_path / "report"), "--variations", "0"]
        return main(["run", *report, *more], opened(AlwaysDeclining)), capsys.readouterr().out

    told = status("--facts", str(mine))
    assert told[0] == 0
    assert "facts" in told[1]
    assert "floor " not in told[1]
    assert "There is no baseline to compare with.\n" in told[1]
    assert told[1].rstrip().endswith("No floors: the shares are told as they are.")
    # There is nothing that the shipped floors could be raised to.
    assert main(["ratchet", str(tmp_path / "report" / "report.json"), "--thresholds", str(tmp_path)]) == 1
    assert "Nothing is raised." in capsys.readouterr().out
    assert status("--facts", str(mine), "--thresholds", str(THRESHOLDS))[0] == 1
    assert "Since the baseline" in status("--facts", str(mine), "--baseline", str(BASELINE))[1]
    for named in ([], ["--facts", str(FACTS.parent / "tuning" / ".." / "facts")]):
        failed, printed = status(*named)
        assert failed == 1
        assert "Since the baseline" in printed


def test_the_nightly_run_can_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what the job hands to make, on the shipped cases and floors."""
    given = re.search(r'make evals EVALS="([^"]*)"', NIGHTLY.read_text("utf-8"))
    assert given
    arguments = ["run", *shlex.split(given[1]), "--report", str(tmp_path)]
    assert main(arguments, opened(SayingYesAndNo, WholeArticles)) == 0
    printed = capsys.readouterr().out
    assert "does not bind: not asked in variations" in printed
    assert printed.rstrip().endswith("PASSED: every floor is held; not asked in variations.")
    # What else nobody scores is not held: here the ranks, and which of yes and no is said.
    assert main(arguments, opened(Oracle)) == 1
    floors = json.loads((tmp_path / "report.json").read_text("utf-8"))["floors"]
    unscored = {floor["measure"]: floor["held"] for floor in floors if floor["value"] is None}
    ranks = dict.fromkeys(("recall@5", "mrr", "ndcg@10"), False)
    assert unscored == {"same": None, "polarity": False, **ranks}


def test_statements_are_judged_by_the_support_model_that_the_product_runs(
    nato_pipeline: Pipeline, nato_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_INDEX", str(nato_settings.index))  # where the pipeline's models are
    judge = product_support()
    assert isinstance(judge, ExportedSupport)
    (verdict,) = judge.judge([("The bridge is open.", "The harbour bridge is open.")])
    assert verdict.supported > verdict.refuted


def test_only_the_nightly_evals_are_given_the_keys() -> None:
    (job,) = yaml.safe_load(NIGHTLY.read_text("utf-8"))["jobs"].values()
    key = re.compile(r"\$\{\{ secrets\.\w+ \}\}")
    given = [step for step in job["steps"] if any(map(key.search, step.get("env", {}).values()))]
    assert not any(map(key.search, job["env"].values()))
    assert [step["run"].split()[:2] for step in given] == [["make", "evals"]]


def test_the_readme_tells_every_measure() -> None:
    text = (FACTS.parent / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    assert {name for row in rows for name in row.split(", ")} >= set(MEASURES) - {"cases"}


def test_help_tells_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    assert all(command in printed for command in ("run", "compare", "report", "ratchet", "cases"))
    with pytest.raises(SystemExit):
        main(["run", "--variations", "many"])
    assert "'many' is neither a number nor 'all'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--squad FILE --limit 0", "'0' is not a number of questions. Write 1 or more."),
        ("--squad FILE --limit -1", "'-1' is not a number of questions. Write 1 or more."),
        ("--squad FILE --limit some", "'some' is not a number of questions"),
        ("--limit 5", "--limit does nothing without --squad"),
        ("--squad FILE --thresholds t.toml", "--squad does nothing with --thresholds. Leave that out."),
        (
            "--squad FILE --baseline none --article harbour",
            "--squad does nothing with --article, --baseline.",
        ),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    options: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def never(options: RunOptions) -> Iterator[Subject]:
        raise AssertionError("the models were loaded")
        yield

    with pytest.raises(SystemExit) as ended:
        main(["run", *options.split()], never)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_squad_is_handed_what_it_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none.json")
    given = ["--limit", "3", "--seed", "1", "--report", str(tmp_path)]
    assert main(["run", "--squad", missing, *given]) == 2
    assert f"{missing!r} cannot be read" in capsys.readouterr().err
