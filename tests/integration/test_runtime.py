"""The models as the product runs them, against the same models in torch."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Encoding
from transformers import AutoTokenizer

from assistant.build import MODELS
from assistant.documents import Article, Block, Passage, Section, Span
from assistant.embedder import EMBEDDER, ExportedEmbedder, sentence_transformers_embedder
from assistant.loader import load_article
from assistant.pipeline import Pipeline
from assistant.reader.exported import READER, ExportedReader
from assistant.reader.model import SpanReader
from assistant.runtime.exporting import export
from assistant.runtime.exports import Export, Exports, Head
from assistant.runtime.session import ExportedModel
from assistant.runtime.smoothing import smooth
from assistant.runtime.tokens import tokenizer
from assistant.runtime.trunk import load
from assistant.settings import PROJECT, Settings
from assistant.splitter import split_passages, split_sentences
from assistant.weights import minilm_folder

QUESTIONS = (
    "Who rejected Trump's remarks?",
    "Was an operation approved?",
    "how many trrops are in greenland",
    "What did the minister of fisheries say?",
)
LEAST_CORRELATION = 0.97
"""Of one question's scores in int8 and in float32."""
MOST_LOGITS = 3.0
"""Of a sentence's score, read in int8 and in float32; scores span about 20 logits."""
LEAST_COSINE = 0.985
"""Of a text's vectors in int8 and in float32."""

QUERY = """
import sys
from assistant.cli import app
try:
    app(prog_name="assistant")
finally:
    heavy = ("torch", "transformers", "sentence_transformers", "peft", "sklearn", "onnx", "streamlit")
    print("LOADED", *(name for name in heavy if name in sys.modules), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def exports(nato_pipeline: Pipeline, nato_settings: Settings) -> Exports:
    """The exported models beside the article's index."""
    return Exports(nato_settings.index, MODELS)


@pytest.fixture(scope="module")
def reader(exports: Exports) -> ExportedReader:
    return ExportedReader(exports.path(READER))


def test_everything_that_is_exported_is_right(exports: Exports) -> None:
    assert exports.wrong() == {}


def test_the_reader_agrees_with_torch(reader: ExportedReader, nato: Path) -> None:
    article = load_article(nato)
    sentences = split_sentences(article)
    passages = split_passages(article, sentences)
    inside = [sentences[p.first : p.last + 1] for p in passages]
    full = SpanReader()
    for question in QUESTIONS:
        wanted, found = (r.read(question, passages, inside) for r in (full, reader))
        assert [(s.passage, s.sentence) for s in found] == [(s.passage, s.sentence) for s in wanted]
        a, b = (np.array([span.score for span in spans]) for spans in (wanted, found))
        assert np.corrcoef(a, b)[0, 1] >= LEAST_CORRELATION
        assert np.abs(a - b).max() <= MOST_LOGITS


def test_what_is_longer_than_the_model_reads_is_read_in_windows(reader: ExportedReader, nato: Path) -> None:
    """The last words of 1,400 are found, and offsets are of the whole text."""
    text = " ".join(nato.read_text("utf-8").split() * 3)
    text += " The bridge was opened by Mayor Ada Park."
    article = Article("long", text, (Block(Section.BODY, Span(0, len(text))),), {})
    sentences = split_sentences(article)
    passage = Passage("whole", "long", 0, len(sentences) - 1, 0, len(text), text)
    best = max(reader.read("Who opened the bridge?", [passage], [sentences]), key=lambda span: span.score)
    assert best.span.of(text).endswith("Ada Park")
    assert best.sentence == len(sentences) - 1


@pytest.mark.parametrize(
    "text",
    [
        "Rutte said: “It's 5.2 million kroner – café, naïve, ΩMEGA”.",
        "Danish\nand Greenlandic officials\t\tsaid so ",
        "北京 and Москва",
        "NATO " * 900,
    ],
)
def test_tokens_are_those_that_transformers_makes(text: str) -> None:
    """Pairs, cut as the reader cuts them, overflow included."""
    theirs = AutoTokenizer.from_pretrained(str(minilm_folder()), local_files_only=True)
    wanted = theirs(
        "Who said it?",
        text,
        truncation="only_second",
        max_length=384,
        stride=128,
        return_overflowing_tokens=True,
    )
    first = tokenizer(384, 128).encode("Who said it?", text)
    rows = [first, *first.overflowing]
    assert [row.ids for row in rows] == wanted["input_ids"]
    assert [row.type_ids for row in rows] == wanted["token_type_ids"]


def test_the_embedder_agrees_with_sentence_transformers(exports: Exports, nato: Path) -> None:
    texts = [s.text for s in split_sentences(load_article(nato))] + list(QUESTIONS) + ["long words " * 400]
    found = np.array(ExportedEmbedder(exports.path(EMBEDDER)).embed_documents(texts))
    wanted = np.array(sentence_transformers_embedder().embed_documents(texts))
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (found * wanted).sum(axis=1).min() >= LEAST_COSINE


def test_a_question_and_a_document_of_one_text_have_one_vector(exports: Exports) -> None:
    embedder = ExportedEmbedder(exports.path(EMBEDDER))
    twice = embedder.embed_documents(["The frost came.", "Something else.", "The frost came."])
    assert twice[0] == twice[2] == embedder.embed_query("The frost came.")
    assert twice[0] != twice[1]
    assert embedder.embed_documents([]) == []


def test_what_is_run_beside_a_row_does_not_change_it(exports: Exports) -> None:
    """To the last bit, in any order and on any number of threads."""
    model = ExportedModel(exports.path(READER))
    rows: list[Encoding] = [tokenizer().encode(q, "NATO has no plan. " * n) for n, q in enumerate(QUESTIONS)]
    together = model.run(rows)
    for row, output in zip(rows, together, strict=True):
        assert output.shape == (2, len(row.ids))
        assert (model.run([row])[0] == output).all()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_smoothing_changes_nothing_that_is_computed_in_full(model: Export) -> None:
    row = tokenizer().encode("Who decided?", "The council has not decided, said Mayor Ada Park (61).")
    inputs = {"input_ids": torch.tensor([row.ids]), "token_type_ids": torch.tensor([row.type_ids])}
    loaded = load(model.head, model.adapter)
    before = {name: weight.clone() for name, weight in loaded.state_dict().items()}
    with torch.inference_mode():
        wanted = loaded(**inputs)[0]
        smooth(loaded, [inputs])
        found = loaded(**inputs)[0]
    assert found.numpy() == pytest.approx(wanted.numpy(), abs=1e-3)
    changed = {name for name, weight in loaded.state_dict().items() if not weight.equal(before[name])}
    layers = loaded.config.num_hidden_layers
    assert sum(name.endswith("output.dense.weight") for name in changed) == 2 * layers


def test_a_classifier_is_exported_too(tmp_path: Path) -> None:
    """One with a fresh adapter on the trunk: its own logits, within what int8 costs."""
    lora = LoraConfig(r=4, target_modules=["query", "dense"], modules_to_save=["classifier"])
    model = get_peft_model(load(Head.CLASSES), lora)
    model.save_pretrained(str(tmp_path / "adapter"))
    export(Export("classifier", Head.CLASSES, tmp_path / "adapter"), tmp_path / "classifier.onnx")
    row = tokenizer().encode("NATO approved it.", "No plan was approved.")
    (found,) = ExportedModel(tmp_path / "classifier.onnx").run([row])
    with torch.inference_mode():
        wanted = load(Head.CLASSES, tmp_path / "adapter")(
            input_ids=torch.tensor([row.ids]), token_type_ids=torch.tensor([row.type_ids])
        ).logits[0]
    assert found == pytest.approx(wanted.numpy(), abs=0.2)


def test_a_question_loads_nothing_that_only_training_needs(
    nato_pipeline: Pipeline, nato_settings: Settings, tmp_path: Path
) -> None:
    result = subprocess.run(
        [
            sys.executable, "-c", QUERY, "ask", QUESTIONS[0],
            "--corpus", str(nato_settings.corpus), "--index", str(nato_settings.index),
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert result.stdout
    assert result.stderr.split() == ["LOADED"]
