"""SQuAD 2.0's scores, against published examples and one worked by hand, and its files."""

import json
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from evals.errors import SquadError
from evals.scorers.squad import Prediction, best_threshold, exact, f1, normalised, score
from evals.squad import Contexts, Read, SquadQuestion, load
from evals.squad_run import figures, run_squad

CONTEXT = (
    "The harbour bridge of Bergen, a town in Norway, was shut in the 3rd and 4th weeks of May. It is open."
)
GOLDS = {
    "country": ["Norway", "Norway"],
    "when": ["3rd and 4th weeks", "in the 3rd and 4th weeks"],
    "name": [],
}
PREDICTED = {
    "country": Prediction("a town in Norway", 0.2),
    "when": Prediction("The 3rd and 4th Weeks.", 0.1),
    "name": Prediction("Bergen", 0.6),
}


@pytest.mark.parametrize(
    ("texts", "value"),
    [
        ({"56e10a3be3433e1400422b22": "1976"}, 100.0),
        ({"56e10a3be3433e1400422b22": "1999"}, 0.0),
        (
            {
                "56e10a3be3433e1400422b22": "1976",
                "56d2051ce7d4791d0090260b": "Beyonce",
                "5733b5344776f419006610e1": "climate change",
            },
            66.66666666666667,
        ),
    ],
)
def test_the_published_examples(texts: dict[str, str], value: float) -> None:
    """Those of the metric card "SQuAD v2" (huggingface/datasets, metrics/squad_v2) about the script."""
    known = {
        "56e10a3be3433e1400422b22": ["1976"],
        "56d2051ce7d4791d0090260b": ["Beyoncé and Bruno Mars"],
        "5733b5344776f419006610e1": ["climate change"],
    }
    golds = {id_: known[id_] for id_ in texts}
    found = score(golds, texts)
    assert (100 * found["all"].exact, 100 * found["all"].f1) == (pytest.approx(value), pytest.approx(value))
    assert found["HasAns"] == found["all"]
    predictions = {id_: Prediction(text, 0.0) for id_, text in texts.items()}
    for measure in (0, 1):
        best = best_threshold(golds, predictions, measure)
        assert (100 * best.value, best.threshold) == (pytest.approx(value), 0.0)


def test_an_example_by_hand() -> None:
    # country: no exact match; "town in norway" and "norway" share 1 word: precision 1/3, recall 1, F1 1/2.
    # when: equal once case, "the" and the point are gone. name: an answer where there is none.
    found = score(GOLDS, {id_: p.text for id_, p in PREDICTED.items()})
    assert (found["all"].exact, found["all"].f1) == (pytest.approx(1 / 3), pytest.approx(1.5 / 3))
    assert (found["HasAns"].exact, found["HasAns"].f1, found["HasAns"].questions) == (0.5, 0.75, 2)
    assert (found["NoAns"].exact, found["NoAns"].f1, found["NoAns"].questions) == (0.0, 0.0, 1)


def test_the_best_threshold_by_hand() -> None:
    # From 1 (all declined): "when" gives 2 of 3; "country" adds 0 exact, or 0.5 of F1; "name" takes 1 off.
    best = best_threshold(GOLDS, PREDICTED, measure=0)
    assert (best.value, best.threshold) == (pytest.approx(2 / 3), 0.1)
    best = best_threshold(GOLDS, PREDICTED, measure=1)
    assert (best.value, best.threshold) == (pytest.approx(2.5 / 3), 0.2)
    with pytest.raises(ValueError, match="there are no questions"):
        best_threshold({}, {}, measure=0)


@pytest.mark.parametrize(
    ("text", "form"),
    [("The  Cat, an owl.", "cat owl"), ("a", ""), ("U.S.", "us"), ("theory", "theory"), ("It’s", "it’s")],
)
def test_normalised(text: str, form: str) -> None:
    assert normalised(text) == form


def test_words_are_counted_as_often_as_both_have_them() -> None:
    # "new york new york" and "new york city": new and york shared once each: 2/3 and 2/4, F1 4/7.
    assert f1("New York, New York", "New York City") == pytest.approx(4 / 7)
    assert (f1("", ""), f1("", "x"), f1("the", "the")) == (1.0, 0.0, 1.0)
    assert exact("The end.", "end") == 1.0


def test_golds_of_articles_alone_stand_for_no_answer() -> None:
    assert score({"q": ["the"]}, {"q": ""})["all"].exact == 1.0


def squad(tmp_path: Path) -> Path:
    qas = [
        {"id": id_, "question": f"{id_}?", "answers": [{"text": t, "answer_start": 0} for t in texts]}
        for id_, texts in GOLDS.items()
    ]
    content = {
        "version": "v2.0",
        "data": [{"title": "Bridges", "paragraphs": [{"context": CONTEXT, "qas": qas}]}],
    }
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    questions = load(squad(tmp_path))
    assert [(q.id, q.golds) for q in questions] == [(id_, tuple(texts)) for id_, texts in GOLDS.items()]
    drawn = load(squad(tmp_path), limit=2, seed=3)
    assert len(drawn) == 2
    assert drawn == load(squad(tmp_path), limit=2, seed=3)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "is not in SQuAD 2.0's JSON form"),
        ("[", "is not in SQuAD 2.0's JSON form"),
        ('{"data": []}', "holds no question"),
    ],
)
def test_other_files_are_refused(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "squad.json"
    path.write_text(content, "utf-8")
    with pytest.raises(SquadError, match=message):
        load(path)


def test_the_command_prints_what_the_script_would(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def read(questions: list[SquadQuestion]) -> dict[str, Read]:
        return {q.id: Read(PREDICTED[q.id], answers=PREDICTED[q.id].no_answer < 0.5) for q in questions}

    assert run_squad(squad(tmp_path), tmp_path / "out", None, 0, read) == 0  # type: ignore[arg-type]
    found = json.loads((tmp_path / "out" / "squad.json").read_text("utf-8"))
    assert found["always answering"]["all"] == {"exact": 33.33, "f1": 50.0, "questions": 3}
    assert found["the product's threshold"]["all"]["f1"] == 83.33
    assert found["best threshold"]["exact"] == {"value": 66.67, "no_answer_above": 0.1}
    printed = capsys.readouterr().out
    assert "the product's threshold" in printed
    assert "83.33" in printed
    assert figures(load(squad(tmp_path)), read(load(squad(tmp_path)))) == found


def test_a_context_is_split_as_an_article_in_memory() -> None:
    context = "  One came. Two went.\n\nThree stayed."
    contexts = Contexts([context], ["Who?"], DeterministicFakeEmbedding(size=384))
    (id_,) = contexts.articles()
    document = contexts.document(id_)
    assert [s.text for s in document.sentences] == ["One came.", "Two went.", "Three stayed."]
    assert all(context[s.start : s.end] == s.text for s in document.sentences)
    assert contexts.vectors(id_).shape == (3, 384)
    assert contexts.embed("Who?").shape == (384,)
    assert contexts.passage_count == len(document.passages) > 0
