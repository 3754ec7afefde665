"""Training the reader: the data made is exact, and a tiny run gives an adapter that can be read."""

import gzip
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from assistant import training
from assistant.documents import Passage, Section, Sentence
from assistant.reader import data, train
from assistant.reader.model import SpanReader
from assistant.weights import NAME

PLACES = ("Aberdeen", "Bergen", "Cordoba", "Dresden", "Esbjerg", "Ferrara", "Granada", "Haarlem")
PEOPLE = (
    "Ada Park",
    "Ben Stone",
    "Cara Holm",
    "Dan Reed",
    "Eva Lind",
    "Fay Marsh",
    "Gus Nye",
    "Hal Orr",
)


def _context(place: str, person: str, year: int) -> str:
    return (
        f"The harbour of {place} opened in {year}. It was planned by {person}, an engineer. "
        f"The town of {place} paid half of it. Ships from the north still call there."
    )


def _rows() -> list[dict[str, Any]]:
    rows = []
    for i, (place, person) in enumerate(zip(PLACES, PEOPLE, strict=True)):
        context = _context(place, person, 1900 + i)
        for question, answer in (
            (f"Who planned the harbour of {place}?", person),
            (f"When did the harbour of {place} open?", str(1900 + i)),
        ):
            rows.append(
                {
                    "title": place,
                    "context": context,
                    "question": question,
                    "answers": [{"text": answer, "answer_start": context.index(answer)}],
                }
            )
    return rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder of 16 questions about 8 places, 8 unanswerable ones, and 8 claims."""
    rows = _rows()
    hard = [{**row, "question": "Why did the ferry sink?", "answers": []} for row in rows[::2]]
    claims = [
        {
            "source": "fever_dev",
            "claim": f"{place} is a harbour town.",
            "evidence": f"{place} is a town by the sea. It has a harbour.",
            "label": "supported",
        }
        for place in PLACES
    ]
    for name, lines in (
        ("reader/squad_train_fragments", rows),
        ("reader/squad2_train_unanswerable_join", hard),
        ("support/fever_dev_evidence", claims),
    ):
        path = tmp_path / "data" / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(path, "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(line) + "\n" for line in lines)
    return tmp_path / "data"


def _question(**changes: Any) -> data.Question:
    context = _context("Bergen", "Ben Stone", 1901)
    start = context.index("Ben Stone")
    fields: dict[str, Any] = {
        "source": "squad_train_fragments",
        "title": "Bergen",
        "context": context,
        "question": "Who planned the harbour of Bergen?",
        "answers": ((start, start + len("Ben Stone")),),
    }
    return data.Question(**{**fields, **changes})


# --- data ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answer", "tidied"),
    [
        ("They do n't know `` Ada '' .", "Ada", 'They don\'t know "Ada ".'),
        ("It rose -- by 5 % , he said", "5 %", "It rose – by 5%, he said"),
        ("the town 's mayor ( Ben )", "town 's", "the town's mayor (Ben)"),
        ("nothing to do", "to", "nothing to do"),
    ],
)
def test_tidying_moves_spans_along(text: str, answer: str, tidied: str) -> None:
    start = text.index(answer)
    found, [(s, e)] = data.sources.tidy(text, [(start, start + len(answer))])
    assert found == tidied
    assert found[s:e] == data.sources.tidy(answer, [])[0]


def test_every_made_span_is_an_answer(folder: Path) -> None:
    questions, claims = data.load_questions(folder), data.load_claims(folder)
    pairs = data.Maker(questions, claims, seed=1).pairs(data.MIX, 200)
    golds = {q.context[s:e] for q in questions for s, e in q.answers}
    assert {p.kind for p in pairs} >= {"squad_train_fragments", "swap", "removed", "yes_no"}
    for pair in pairs:
        for start, end in pair.spans:
            whole = pair.kind == "yes_no"
            assert (pair.passage[start:end] in golds) != whole
            assert not whole or (start, end) in data.text.sentences(pair.passage)
    answerable = {"squad_train_fragments", "yes_no"}
    assert all(bool(p.spans) == (p.kind in answerable) for p in pairs)


def test_pairs_are_seeded(folder: Path) -> None:
    questions, claims = data.load_questions(folder), data.load_claims(folder)
    first, again, other = (data.Maker(questions, claims, seed).pairs(data.MIX, 60) for seed in (1, 1, 2))
    assert first == again != other


def test_removed_and_other_leave_no_answer() -> None:
    removed = data.unanswerable.removed(_question())
    assert removed is not None
    assert removed.context.startswith("The harbour of Bergen opened in 1901. The town of Bergen")
    texts = {_context("Bergen", "Ben Stone", 1901), _context("Dresden", "Dan Reed", 1903)}
    other = data.unanswerable.other(_question(), data.text.Rarity(texts), {"Bergen": texts})
    assert other is not None
    assert "Dan Reed" in other.context


def test_an_answer_in_every_sentence_cannot_be_removed() -> None:
    context = "Ada came. Ada saw. Ada left."
    assert data.unanswerable.removed(_question(context=context, answers=((0, 3),))) is None


def test_a_swap_changes_the_question_and_not_to_its_answer() -> None:
    chances = map(random.Random, range(20))
    tried = [data.unanswerable.swapped(_question(), ["Rome Harbour"], chance) for chance in chances]
    found = [swapped for swapped in tried if swapped is not None]
    assert found
    for swapped in found:
        assert swapped.question != _question().question
        assert "Ben Stone" not in swapped.question
        assert swapped.answers == ()


def test_windows_hold_their_anchor_in_whole_sentences() -> None:
    question = _question()
    starts = {s for s, _ in data.text.sentences(question.context)}
    ends = {e for _, e in data.text.sentences(question.context)}
    for seed in range(20):
        start, end = data.windows.window(question.context, question.answers[0], 0.5, random.Random(seed))
        assert start in starts
        assert end in ends
        assert start <= question.answers[0][0]
        assert question.answers[0][1] <= end


def test_the_split_shares_neither_paragraph_nor_article_nor_evidence() -> None:
    names = [("a", "title:x"), ("b", "title:x"), ("b",), ("c",), ("c", "title:y"), ("d",)]
    for seed in range(30):
        kept = data.splitting.held_out(names, 0.5, seed)
        assert kept[0] == kept[1] == kept[2]
        assert kept[3] == kept[4]
    assert len({tuple(data.splitting.held_out(names, 0.5, seed)) for seed in range(30)}) > 2


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("Bergen is a town.", "Is Bergen a town?"),
        ("The town was not rebuilt.", "Was the town not rebuilt?"),
        ("Ada Park has two sons.", "Does Ada Park have two sons?"),
        ("Ada Park has won a prize.", "Has Ada Park won a prize?"),
        ("There are ships.", "Are there ships?"),
        ("Ships sank.", None),
        ("The man who was mayor left.", None),
        ("is", None),
    ],
)
def test_claims_become_yes_no_questions(claim: str, question: str | None) -> None:
    assert data.yes_no.yes_no_question(claim) == question


def test_a_detail_is_asked_only_where_there_is_none() -> None:
    priced = _question(context="It cost $5 million. " * 2, answers=((0, 2),))
    for seed in range(50):
        pair = data.unanswerable.detail(priced, 0.5, random.Random(seed))
        assert pair is None or "cost" not in pair.question


# --- training and evaluation -----------------------------------------------------------


def test_a_tiny_run_gives_an_adapter_that_can_be_read(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    sizes = ["--pairs", "40", "--batch", "8", "--seed", "3", "--threads", "1"]
    train.main(["--data", str(folder), "--out", str(out), *sizes])
    weights = out / "adapter" / "adapter_model.safetensors"
    assert weights.stat().st_size <= 8_000_000
    assert {v.dtype for v in load_file(weights).values()} == {torch.float16}
    config = json.loads((out / "adapter" / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == NAME

    text = _context("Bergen", "Ben Stone", 1901)
    spans = data.text.sentences(text)
    found = [Sentence("a", i, 0, Section.BODY, s, e, text[s:e]) for i, (s, e) in enumerate(spans)]
    passage = Passage("p", "a", 0, len(found) - 1, 0, len(text), text)
    read = SpanReader(out / "adapter").read("Who planned it?", [passage], [found])
    assert len(read) == len(found)
    assert all(np.isfinite(r.score) for r in read)


class _Interrupted(list[list[train.Row]]):
    """Batches of which the third never comes."""

    def __getitem__(self, at: Any) -> Any:
        if at == 2:
            raise KeyboardInterrupt
        return super().__getitem__(at)


def test_a_resumed_run_ends_like_an_unbroken_one(folder: Path, tmp_path: Path) -> None:
    pairs = data.Maker(data.load_questions(folder), [], 0).pairs(data.MIX, 40)
    made = training.batches(train.tokenise(pairs, training.load_tokenizer()), 4, 0)[:4]

    def run(out: Path, init: Path | None) -> train.Training:
        return train.Training(out, init, bf16=False, minutes=None)

    torch.manual_seed(0)
    run(tmp_path / "init", None).save()
    init = tmp_path / "init" / "adapter"
    run(tmp_path / "whole", init).run(made)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "broken", init).run(_Interrupted(made), save_every=0)
    resumed = run(tmp_path / "broken", init)
    resumed.resume()
    resumed.run(made)
    whole, broken = (
        load_file(tmp_path / run / "adapter" / "adapter_model.safetensors") for run in ("whole", "broken")
    )
    start = load_file(init / "adapter_model.safetensors")
    assert all(torch.allclose(whole[k], broken[k], atol=1e-4) for k in whole)
    assert any(not torch.equal(whole[k], start[k]) for k in whole)


def test_tokens_point_at_the_answer() -> None:
    question = _question()
    pair = data.Pair("k", question.question, question.context, question.answers)
    tokenizer = training.load_tokenizer()
    [row] = train.tokenise([pair], tokenizer)
    assert tokenizer.decode(row.ids[row.start : row.end + 1]) == "ben stone"
    assert train.tokenise([pair], tokenizer, max_tokens=15) == []  # the answer was cut off
    [none] = train.tokenise([data.Pair("k", "Why?", question.context, ())], tokenizer)
    assert (none.start, none.end) == (0, 0)


def test_the_rate_rises_falls_and_ends() -> None:
    assert training.rate_at(0.0) == 0.0
    assert training.rate_at(training.WARM_UP) == 1.0
    assert training.rate_at(0.525) == pytest.approx(0.5)
    assert training.rate_at(1.0) == training.rate_at(1.3) == 0.0


def test_auc_by_hand() -> None:
    # 6 pairs: 2 > 0, 2 > 1, 2 = 2, 1 > 0, 1 = 1, 1 < 2 -> (3 + 2/2) / 6
    assert train.auc(np.array([2.0, 1.0]), np.array([0.0, 1.0, 2.0])) == pytest.approx(4 / 6)


def test_the_best_threshold_by_hand() -> None:
    # Above 2.5: 1 of F1, and 2 declined rightly of 4 questions; above 0.5 it would be 1.5 and 1.
    scores = np.array([3.0, 2.0, 1.0, 0.0])
    f1 = np.array([1.0, float("nan"), 0.5, float("nan")])
    assert train.best_threshold(scores, f1) == (2.5, 3 / 4)
    assert train.threshold_at(np.arange(10.0)) == 9.0


@pytest.mark.parametrize(
    ("given", "gold", "f1"),
    [
        ("the Ben Stone", "Ben Stone.", 1.0),
        ("Ben", "Ben Stone", 2 / 3),
        ("Ada", "Ben", 0.0),
    ],
)
def test_f1_by_hand(given: str, gold: str, f1: float) -> None:
    assert train.overlap_f1(given, gold) == pytest.approx(f1)


def test_intervals_hold_the_figure_and_the_difference() -> None:
    def reading(i: int, score: float) -> train.Reading:
        f1 = 1.0 if i % 2 else float("nan")
        return train.Reading("k", f"passage {i // 4}", bool(i % 2), "a", score, f1, f1)

    worse = [reading(i, float(i % 3)) for i in range(60)]
    better = [reading(i, float(i % 2)) for i in range(60)]
    first, second, difference = train.intervals([worse, better], resamples=50)
    low, high = first["AUC"]
    assert low <= train.figures(worse)["AUC"] <= high
    assert second["AUC"] == (1.0, 1.0)
    assert difference["AUC"][0] > 0


def test_the_mean_of_adapters_is_written_and_unlike_ones_are_refused(tmp_path: Path) -> None:
    for name, weight in (("one", torch.zeros(2)), ("two", torch.ones(2)), ("other", torch.ones(3))):
        (tmp_path / name).mkdir()
        save_file({"w": weight.half()}, tmp_path / name / "adapter_model.safetensors")
        (tmp_path / name / "adapter_config.json").write_text('{"r": 1, "lora_alpha": 1}', encoding="utf-8")
    training.average([tmp_path / "one", tmp_path / "two"], tmp_path / "mean")
    assert load_file(tmp_path / "mean" / "adapter_model.safetensors")["w"].tolist() == [0.5, 0.5]
    with pytest.raises(ValueError, match="no mean"):
        training.average([tmp_path / "one", tmp_path / "other"], tmp_path / "mean")


def test_the_mean_is_of_what_adapters_add_to_a_weight(tmp_path: Path) -> None:
    """2 (1, 0)' (1, 0) and 1 (0, 1)' (0, 2): their mean is the unit matrix; that of the factors is not."""
    for name, left, right, alpha in (("one", [1.0, 0.0], [1.0, 0.0], 2), ("two", [0.0, 1.0], [0.0, 2.0], 1)):
        (tmp_path / name).mkdir()
        factors = {"x.lora_B.weight": torch.tensor([left]).T, "x.lora_A.weight": torch.tensor([right])}
        factors = {key: factor.contiguous() for key, factor in factors.items()}
        save_file(factors, tmp_path / name / "adapter_model.safetensors")
        config = {"r": 1, "lora_alpha": alpha, "peft_type": "LORA"}
        (tmp_path / name / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
    training.average([tmp_path / "one", tmp_path / "two"], tmp_path / "mean", rank=2)
    mean = load_file(tmp_path / "mean" / "adapter_model.safetensors")
    added = mean["x.lora_B.weight"] @ mean["x.lora_A.weight"]
    assert torch.allclose(added, torch.eye(2), atol=1e-6)
    kept = json.loads((tmp_path / "mean" / "adapter_config.json").read_text("utf-8"))
    assert kept == {"r": 2, "lora_alpha": 2, "peft_type": "LORA"}
    training.average([tmp_path / "mean", tmp_path / "mean", tmp_path / "two"], tmp_path / "third", rank=2)
    third = load_file(tmp_path / "third" / "adapter_model.safetensors")
    added = third["x.lora_B.weight"] @ third["x.lora_A.weight"]
    assert torch.allclose(added, torch.tensor([[2 / 3, 0.0], [0.0, 4 / 3]]), atol=1e-6)


def test_what_was_trained_on_top_of_an_adapter_is_added_to_it(tmp_path: Path) -> None:
    """Where only the lower one adapts a weight its part stands; the head is the upper one's."""
    under = {"x.lora_A.weight": [[1.0, 0.0]], "x.lora_B.weight": [[2.0], [0.0]],
             "y.lora_A.weight": [[0.0, 3.0]], "y.lora_B.weight": [[1.0], [0.0]], "head": [[1.0]]}  # fmt: skip
    on_top = {"x.lora_A.weight": [[0.0, 1.0]], "x.lora_B.weight": [[0.0], [1.0]], "head": [[5.0]]}
    for name, weights, alpha in (("under", under, 1), ("on_top", on_top, 4)):
        (tmp_path / name).mkdir()
        save_file(
            {key: torch.tensor(w) for key, w in weights.items()},
            tmp_path / name / "adapter_model.safetensors",
        )
        config = {"r": 1, "lora_alpha": alpha, "peft_type": "LORA", "exclude_modules": name}
        (tmp_path / name / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
    training.add(tmp_path / "under", tmp_path / "on_top", tmp_path / "on_top", rank=2)
    both = load_file(tmp_path / "on_top" / "adapter_model.safetensors")
    x, y = (both[f"{name}.lora_B.weight"] @ both[f"{name}.lora_A.weight"] for name in "xy")
    assert torch.allclose(x, torch.tensor([[2.0, 0.0], [0.0, 4.0]]), atol=1e-6)
    assert torch.allclose(y, torch.tensor([[0.0, 3.0], [0.0, 0.0]]), atol=1e-6)
    assert both["head"].tolist() == [[5.0]]
    kept = json.loads((tmp_path / "on_top" / "adapter_config.json").read_text("utf-8"))
    assert kept == {"r": 2, "lora_alpha": 2, "peft_type": "LORA", "exclude_modules": "under"}
