"""The support model: what it is trained on, a tiny run from data to verdicts, and its figures by hand."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from assistant.errors import WeightsError
from assistant.reader.model import ADAPTER as READER
from assistant.support import data, evaluation, train
from assistant.support.data import Pair
from assistant.support.model import ADAPTER, SupportModel, by_length
from assistant.support.verdict import Label, Support

PLACES = ("Aberdeen", "Bergen", "Cordoba", "Dresden", "Esbjerg", "Ferrara", "Granada", "Haarlem")


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder of 16 claims and 8 questions about 8 places, and a source kept apart."""
    folder = tmp_path / "data"
    claims, asked = [], []
    for i, place in enumerate(PLACES):
        context = (
            f"The council of {place} approved the harbour in {1900 + i}. Some ships will call in May. "
            f"Engineers from {PLACES[i - 1]} planned it for three years."
        )
        evidence = f"{place} is a town by the sea. It has a harbour."
        for claim, label in ((f"{place} has a harbour.", "supported"), (f"{place} is a desert.", "refuted")):
            claims.append({"source": "fever_dev", "claim": claim, "evidence": evidence, "label": label})
        answer = f"The council of {place}"
        asked.append(
            {
                "title": place,
                "context": context,
                "question": "Who approved the harbour?",
                "answers": [{"text": answer, "answer_start": 0}],
            }
        )
    _write(folder / "support/fever_dev_evidence.jsonl.gz", claims)
    _write(folder / "reader/squad_train_fragments.jsonl.gz", asked)
    apart = {"source": "rte", "claim": "Bergen is wet.", "evidence": "It rains.", "label": "not_enough"}
    shared = {**apart, "evidence": "Haarlem is a town by the sea. More is said.", "label": "supported"}
    _write(folder / "support/rte_train_2way.jsonl.gz", [apart, shared])
    context = "The bridge was not built in Bergen."
    asked_yes_no = {"source": "b", "context": context, "question": "was the bridge built", "label": "no"}
    _write(folder / "yesno/boolq_val.jsonl.gz", [asked_yes_no])
    return folder


# --- data ------------------------------------------------------------------------------


def test_nothing_is_shared_with_a_source_kept_apart(folder: Path) -> None:
    sides = data.load(folder)
    evidence = {c.evidence for side in sides for c in side.claims}
    assert any(e.startswith("Bergen is a town") for e in evidence)
    assert not any(e.startswith("Haarlem is a town") for e in evidence)
    texts = [{c.evidence for c in side.claims} | {q.context for q in side.questions} for side in sides]
    assert not texts[0] & texts[1]


def test_two_way_sources_never_say_what_kind_of_unsupported(folder: Path) -> None:
    assert [p.label for p in data.whole_sources(folder)] == ["unsupported", "supported"]


def test_a_yes_no_question_is_a_claim(folder: Path) -> None:
    [claim] = data.load_yes_no(folder)
    assert (claim.claim, claim.label) == ("The bridge was built.", "refuted")


def test_pairs_are_seeded_and_of_many_kinds(folder: Path) -> None:
    side, _ = data.load(folder)
    first, again, other = (data.Maker(side, seed).pairs(data.MIX, 300) for seed in (1, 1, 2))
    assert first == again != other
    assert {p.kind for p in first} >= {"asked", "other", "name", "negation", "date", "fever_dev_evidence"}
    assert {p.label for p in first} == {"supported", "refuted", "not_enough", "unsupported"}
    assert all(p.claim and p.evidence for p in first)
    assert all(p.claim not in p.evidence for p in first if p.kind == "other")


def test_the_answer_completes_the_claim(folder: Path) -> None:
    side, _ = data.load(folder)
    question = side.questions[0]
    assert data.statement_of(question) == f"The council of {question.title} approved the harbour."


# --- training and judging --------------------------------------------------------------


@pytest.fixture
def adapter(folder: Path, tmp_path: Path) -> Path:
    """What a run over 40 pairs gives."""
    out = tmp_path / "out"
    sizes = ["--pairs", "40", "--batch", "8", "--seed", "3", "--threads", "1"]
    train.main(["--data", str(folder), "--out", str(out), *sizes])
    return out / "adapter"


def test_a_tiny_run_gives_an_adapter_that_judges(folder: Path, adapter: Path, tmp_path: Path) -> None:
    weights = adapter / "adapter_model.safetensors"
    assert weights.stat().st_size <= 8_000_000
    assert {v.dtype for v in load_file(weights).values()} == {torch.float16}
    pairs = [("Bergen has a harbour.", "Bergen is a town."), ("x", "Long evidence. " * 300), ("", "")]
    model = SupportModel(adapter)
    verdicts = model.judge(pairs)
    assert [v.supported + v.refuted + v.not_enough for v in verdicts] == pytest.approx([1.0] * 3)
    assert model.judge([]) == []
    alone = [model.judge([pair])[0].supported for pair in pairs]
    assert alone == pytest.approx([v.supported for v in verdicts], abs=1e-4)

    train.calibrate(adapter, [Pair("k", "a claim", "some evidence", label) for label in evaluation.LABELS])
    calibrated = SupportModel(adapter).judge([("a claim", "some evidence")])[0]
    assert calibrated.supported == pytest.approx(1 / 3, abs=0.02)  # each label once for one text
    report = train.evaluate(adapter, data.whole_sources(folder), tmp_path)
    assert "rte_train_2way" in report


def test_a_run_can_start_from_the_readers_adapter() -> None:
    fresh, filled = train.load_model(None), train.load_model(READER)
    own, given = train.adapter_state(fresh), train.adapter_state(filled)
    name = "base_model.model.bert.encoder.layer.0.attention.self.query.lora_B.weight"
    assert not own[name].any()
    assert given[name].any()
    assert given.keys() == own.keys()


def test_a_run_on_top_of_an_adapter_starts_where_that_ended() -> None:
    tokenizer = train.load_tokenizer()
    model = train.load_model(ADAPTER, rank=2).eval()
    with torch.no_grad():
        logits = model(
            **tokenizer("The quay sank.", "It sank by four centimetres.", return_tensors="pt")
        ).logits
    expected = SupportModel().logits([("The quay sank.", "It sank by four centimetres.")])
    assert torch.allclose(logits, torch.tensor(expected).float(), atol=1e-3)
    learnt = train.adapter_state(model)
    assert learnt
    assert not any("layer.0." in name for name in learnt)


def test_missing_parts_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"no adapter_config\.json"):
        SupportModel(tmp_path)


def test_an_altered_adapter_is_refused(tmp_path: Path) -> None:
    for file in ADAPTER.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "calibration.json").write_text('{"temperature": 1}')
    told = rf"calibration\.json.*git checkout -- {re.escape(str(tmp_path))}"
    with pytest.raises(WeightsError, match=told):
        SupportModel(tmp_path)


def test_the_packaged_adapter_tells_the_plain_cases() -> None:
    evidence = "NATO has not approved an operation in the Arctic, its spokesman said on Friday."
    verdicts = SupportModel().judge(
        [
            ("NATO has not approved an operation in the Arctic.", evidence),
            ("NATO approved an operation in the Arctic.", evidence),
            ("The mayor of Bergen resigned.", evidence),
        ]
    )
    assert [v.label for v in verdicts] == [Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH]
    assert sum(f.stat().st_size for f in ADAPTER.glob("*.safetensors")) <= 8_000_000


def test_the_label_is_the_likeliest_and_of_equals_the_more_cautious() -> None:
    assert Support(0.5, 0.3, 0.2).label is Label.SUPPORTED
    assert Support(0.2, 0.5, 0.3).label is Label.REFUTED
    assert Support(0.4, 0.2, 0.4).label is Label.NOT_ENOUGH


def test_batches_by_length() -> None:
    assert by_length([5, 1, 3, 9], 10) == [[1, 2], [0], [3]]


# --- figures ---------------------------------------------------------------------------


def _pairs(*labels: str) -> list[Pair]:
    return [Pair("k", "claim words", f"evidence {i}", label) for i, label in enumerate(labels)]


def test_the_loss_of_an_open_label_by_hand() -> None:
    logits = torch.log(torch.tensor([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]]))
    allowed = train.allowed_of([(0,), (1, 2)])
    assert float(train.loss_of(logits, allowed)) == pytest.approx(-np.log(0.5))


def test_accuracies_by_hand() -> None:
    pairs = _pairs("supported", "supported", "refuted", "unsupported")
    found = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.1, 0.1, 0.8]])
    assert evaluation.accuracy(pairs, found) == 2 / 4
    assert evaluation.balanced_accuracy(pairs, found) == (1 / 2 + 2 / 2) / 2
    assert np.isnan(evaluation.balanced_accuracy(pairs[:2], found[:2]))
    assert evaluation.accuracy(pairs, evaluation.majority(pairs)) == 2 / 4
    # of three settled ones at 0.8, one is right
    assert evaluation.calibration_error(pairs, found) == pytest.approx(0.8 - 1 / 3)
    low, high = evaluation.interval(evaluation.accuracy, pairs, found, resamples=50)
    assert low <= 2 / 4 <= high


def test_overlap_by_hand() -> None:
    pairs = [Pair("k", "Ships left Bergen", e, "supported") for e in ("Ships left Bergen.", "Ships sank.")]
    assert evaluation.overlap(pairs).argmax(axis=1).tolist() == [0, 2]


def test_scaling_mends_overconfidence() -> None:
    logits = torch.tensor([[4.0, 0.0, 0.0]] * 10)
    allowed = train.allowed_of([(0,)] * 6 + [(1,)] * 2 + [(2,)] * 2)
    temperature, bias = train.fit_scaling(logits, allowed)
    shares = torch.softmax(logits[0] / temperature + torch.tensor(bias), dim=0)
    assert shares.tolist() == pytest.approx([0.6, 0.2, 0.2], abs=0.02)


def test_a_rank_without_an_adapter_under_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="--init ADAPTER"):
        train.main(["--data", str(tmp_path), "--out", str(tmp_path / "out"), "--rank", "4"])


def test_a_share_of_an_unknown_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        train.main(["--data", str(tmp_path), "--out", str(tmp_path / "out"), "--share", "questions=0.3"])
    assert "'questions' is none of told, premise, beside, question, stated" in capsys.readouterr().err
