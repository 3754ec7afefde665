"""The gate of the evals: two runs held against each other, and the floors that go up and never down."""

from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest

from assistant.answer import Status
from evals.cases import Case
from evals.compare import compare, told, verdict
from evals.errors import ReportError
from evals.gate import Thresholds, checks, load_thresholds
from evals.metrics import Share
from evals.outcomes import Outcome, as_baseline, digest, load_outcomes
from evals.ratchet import raise_floors
from evals.results import Measure, Tally
from evals.statistics import Mean


def outcome(key: str, right: bool, digest: str = "d") -> Outcome:
    return Outcome(key, "who", digest, right, {"facts": Share(int(right), 1)}, f"{key}?")


def outcomes(**rights: bool) -> dict[str, Outcome]:
    return {key: outcome(key, right) for key, right in rights.items()}


def test_what_became_of_each_case() -> None:
    old = outcomes(a=True, b=False, c=True, d=True, gone=True)
    new = outcomes(a=False, b=True, c=True, new=False) | {"d": outcome("d", False, "rewritten")}
    found = compare(old, new)
    assert [o.key for o in found.worse] == ["a"]
    assert [o.key for o in found.better] == ["b"]
    assert (found.unchanged, found.added, found.gone, found.rewritten) == (1, ("new",), ("gone",), ("d",))
    assert found.shares["facts"] == (Share(2, 3), Share(2, 3))
    assert found.p == 1.0


@pytest.mark.parametrize(
    ("worse", "better", "shut"),
    [(4, 0, False), (5, 0, True), (0, 5, False), (6, 1, False), (8, 1, True), (0, 0, False)],
)
def test_worse_beyond_chance(worse: int, better: int, shut: bool) -> None:
    # p is 2/16 at 4 to 0, 2/32 at 5 to 0, 16/128 at 6 to 1, 20/512 at 8 to 1.
    keys = [f"k{n}" for n in range(worse + better)]
    old = {key: outcome(key, place < worse) for place, key in enumerate(keys)}
    new = {key: outcome(key, place >= worse) for place, key in enumerate(keys)}
    found = compare(old, new)
    assert found.worsened(0.10) is shut
    assert ("WORSE beyond chance" in verdict(found, 0.10)) is shut


def test_where_no_case_is_alike_nothing_is_compared() -> None:
    old = outcomes(a=True, b=True)
    for new in (outcomes(c=True), {key: replace(o, digest="rewritten") for key, o in old.items()}):
        found = compare(old, new)
        assert found.compared == 0
        assert not found.worsened(0.99)
        assert "NOTHING COMPARED" in verdict(found, 0.10)
        assert "worse beyond chance" not in verdict(found, 0.10)
    assert compare(old, outcomes(a=False, b=True, c=True)).compared == 2


def test_the_digest_of_a_case_stays_what_it_is_in_the_baseline() -> None:
    case = Case("harbour", "who", "who", ("Who?",), Status.ANSWERED, (("Ada Park",),), (("Ada Park cut",),))
    assert digest(case) == "ac997646"

    @dataclass(frozen=True, slots=True)
    class Longer(Case):
        """A case with a field that says nothing of what is asked."""

        author: str = "nobody"

    assert digest(Longer(*(getattr(case, field.name) for field in fields(case)))) == digest(case)
    for change in ({"turns": ("Whom?",)}, {"kind": "what"}, {"says": "no"}, {"everywhere": True}):
        assert digest(replace(case, **change)) != digest(case)  # type: ignore[arg-type]


def test_it_is_told_with_reasons() -> None:
    new = outcomes(a=False)
    new["a"] = replace(new["a"], reasons=("facts: missing: “Rutte”",))
    lines = told(compare(outcomes(a=True), new), 0.1)
    assert "0 better, 1 worse, 0 as before; McNemar p = 1.000, not worse beyond chance (0.10)" in lines
    assert "- a (who): a?\n    facts: missing: “Rutte”" in lines
    assert "cases" in lines
    assert "1/1 = 1.000" in lines


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = outcomes(a=True, b=False)
    found["a"] = replace(found["a"], scores={"facts": Share(1, 1), Measure.SAME: Share(0, 3)})
    path = tmp_path / "baseline.json"
    path.write_text(as_baseline(found), "utf-8")
    read = load_outcomes(path)
    assert read["a"].scores == {"facts": Share(1, 1)}  # variations are drawn anew: not kept
    assert read["b"] == replace(found["b"], question="")
    assert as_baseline(found).count("\n") == 4  # a line a case


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"cases": []}', '{"format": 3, "cases": [{}]}', '{"format": 1, "baseline": {"a": {}}}'],
)
def test_what_is_no_report_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ReportError, match="is no report of this suite"):
        load_outcomes(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"format": 2, "cases": []}', "is a report of format 2, not 3. Run the suite again."),
        ('{"format": 2, "baseline": {}}', "is a baseline of format 2, not 1. Run the suite again, and make "),
    ],
)
def test_what_is_of_another_format_is_refused(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ReportError, match=message):
        load_outcomes(path)


def test_a_missing_report_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="cannot be read"):
        load_outcomes(tmp_path / "none.json")


FLOORS = """# why they are what they are
[overall]
facts = 0.10      # stays beside its floor
social = 0.9
exactness = 1.0

[kinds.who]
cases = 0.2
"""


def reached(facts: Share = Share(50, 100)) -> Tally:  # noqa: B008
    measures = dict.fromkeys(Measure, Share()) | {
        Measure.FACTS: facts,
        Measure.SOCIAL: Share(5, 10),
        Measure.EXACTNESS: Share(300, 300),
    }
    return Tally(facts, measures, {"mrr": Mean(0.8, 50, (0.75, 0.85))})


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "thresholds.toml"
    path.write_text(FLOORS, "utf-8")
    return path


def test_floors_go_up_to_the_lower_bound_and_never_down(floors: Path) -> None:
    # Wilson's interval of 50 of 100 begins at 0.4038, that of social below its floor.
    raised = raise_floors(floors, reached(), {"who": reached()})
    assert [(r.where, r.measure, r.old, r.new) for r in raised] == [
        ("[overall]", "facts", 0.10, 0.40),
        ("[kinds.who]", "cases", 0.20, 0.40),
    ]
    text = floors.read_text("utf-8")
    assert text == FLOORS.replace("facts = 0.10", "facts = 0.4").replace("cases = 0.2", "cases = 0.4")
    assert raise_floors(floors, reached(Share(1, 100)), {"who": reached(Share(1, 100))}) == []
    assert floors.read_text("utf-8") == text


def test_floors_are_added_where_asked_for(floors: Path) -> None:
    raise_floors(
        floors, reached(), {"who": reached(), "few": reached(Share(7, 7)), "many": reached()}, add=True
    )
    found = load_thresholds(floors)
    assert found.overall["mrr"] == 0.75
    assert "declined" not in found.overall  # nothing is scored for it
    assert set(found.kinds) == {"who", "many"}
    assert found.kinds["many"] == {"cases": 0.40}
    assert found.overall["exactness"] == 1.0


def test_a_kind_without_cases_does_not_hold_its_floor_in_a_whole_run() -> None:
    thresholds = Thresholds({"facts": 0.4}, {"who": {"cases": 0.4}, "injection": {"cases": 0.0, "mrr": 0.1}})
    part = checks(thresholds, reached(), {"who": reached()})
    assert [(check.kind, check.held) for check in part] == [(None, True), ("who", True)]
    whole = checks(thresholds, reached(), {"who": reached()}, whole=True)
    assert [(c.kind, c.measure, c.held) for c in whole[2:]] == [
        ("injection", "cases", False),
        ("injection", "mrr", False),
    ]
