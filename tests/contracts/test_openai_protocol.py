"""The product against a real HTTP server that speaks the OpenAI protocol, well and badly."""

import itertools
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from assistant.answer import Answer, Status, Turn
from assistant.chat_model import MAX_CHARACTERS, ChatModel, ModelChoice, open_chat_model
from assistant.generator import GenerativeAnswerer
from assistant.grounding.gate import Gate
from assistant.pipeline import Pipeline, Query
from tests.scripted_model import Reply, ScriptedModel, fails, says, served, silent

QUESTION = "What did the engineers replace?"
KEY = "sk-secret-0123456789abcdef"
EXTRACTIVE = "Engineers replaced forty steel cables."


@pytest.fixture
def asked(fake_pipeline: Pipeline) -> Callable[..., object]:
    """Opens a pipeline whose model is a script on loopback."""

    @contextmanager
    def opened(*script: Reply, silence: float = 5.0) -> Iterator[tuple[Pipeline, ScriptedModel]]:
        with served(*script) as server:
            choice = ModelChoice("openai", "scripted", server.url, KEY, silence)
            model = ChatModel(choice.name, partial(open_chat_model, choice), silence)
            generator = GenerativeAnswerer(fake_pipeline.library, model, Gate())
            yield Pipeline(fake_pipeline.library, fake_pipeline.answerer, generator=generator), server

    return opened


def _fell_back(answer: Answer, told: str) -> None:
    assert answer.answerer == "extractive"
    assert told in answer.note
    assert [citation.quote for citation in answer.citations] == [EXTRACTIVE]
    assert all(statement.settled for statement in answer.statements)


def test_a_reply_is_streamed_checked_and_cited(asked: Callable[..., object]) -> None:
    pieces = (
        "The engineers re",
        "placed forty steel",
        " cables. [5]\n",
        "The work cost 12 million kroner. [4]",
    )
    with asked(says(*pieces, pause=0.02)) as (pipeline, server):
        answers = list(pipeline.stream(Query(QUESTION, article="harbour")))
    last = answers[-1]
    assert (last.status, last.answerer, last.note) == (Status.ANSWERED, "openai:scripted", "")
    assert [statement.text for statement in last.statements] == [
        "The engineers replaced forty steel cables.",
        "The work cost 12 million kroner.",
    ]
    assert last.citations[0].quote == EXTRACTIVE
    assert all(statement.settled for statement in last.statements)
    assert last.tokens == 42
    assert any(not s.settled for answer in answers[:-1] for s in answer.statements), "seen before checked"
    said = [answer.text for answer in answers if answer.text]
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(said))
    assert server.requests[0]["stream"] is True
    assert "[5] Engineers replaced forty steel cables." in json.dumps(server.requests[0])


def test_what_the_article_does_not_bear_out_is_struck(asked: Callable[..., object]) -> None:
    reply = "The engineers replaced forty steel cables. [5]\nThe engineers replaced fifty bolts. [5]\n"
    with asked(says(reply)) as (pipeline, _):
        answer = pipeline.invoke(Query(QUESTION, article="harbour"))
    assert [statement.text for statement in answer.statements] == [
        "The engineers replaced forty steel cables."
    ]
    (struck,) = answer.struck
    assert struck.text == "The engineers replaced fifty bolts."
    assert "fifty" in struck.reason


def test_where_nothing_stands_the_article_answers(asked: Callable[..., object]) -> None:
    with asked(says("The mayor is 50 years old. [3]")) as (pipeline, _):
        answer = pipeline.invoke(Query(QUESTION, article="harbour"))
    _fell_back(answer, "bears out nothing")
    assert len(answer.struck) == 1


def test_a_model_may_decline(asked: Callable[..., object]) -> None:
    with asked(says("The article does not say.")) as (pipeline, _):
        answer = pipeline.invoke(Query("Who painted the bridge?", article="harbour"))
    assert (answer.status, answer.statements, answer.text) == (
        Status.DECLINED,
        (),
        "The article does not say.",
    )
    assert answer.answerer == "openai:scripted"


def test_stopping_hangs_up(asked: Callable[..., object]) -> None:
    with asked(says("The bridge ", pause=0.05, forever=True)) as (pipeline, server):
        answers = pipeline.stream(Query(QUESTION, article="harbour"))
        assert next(answer for answer in answers if answer.statements), "the model has begun"
        answers.close()
        assert server.hung_up.wait(5), "the connection is closed"
        assert list(pipeline.stream("hello"))[-1].status is Status.SOCIAL


def test_a_silent_model_can_be_stopped_at_once(asked: Callable[..., object]) -> None:
    with asked(silent, silence=30) as (pipeline, _):
        answers = pipeline.stream(Query(QUESTION, article="harbour"))
        began = time.monotonic()
        assert next(answers).statements == ()
        answers.close()
        assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("reply", "told", "requests"),
    [
        (fails(401, f"Incorrect API key provided: {KEY}"), "refused the key", 1),
        (fails(404), "does not know the model", 1),
        (fails(429), "no more requests", 3),
        (fails(500), "failed (500)", 3),
        (fails(400), "refused the request (400)", 1),
        (says("The engineers replaced", cut=True), "broke off", 1),
        (says(""), "was empty", 2),
        (says("Forty steel cables were replaced."), "did not say which sentences", 2),
        (silent, "silent for 0.5 seconds", 1),
    ],
    ids=["401", "404", "429", "500", "400", "cut", "empty", "form", "silence"],
)
def test_whatever_goes_wrong_the_article_answers_and_the_chat_goes_on(
    asked: Callable[..., object],
    reply: Reply,
    told: str,
    requests: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    began = time.monotonic()
    with asked(reply, silence=0.5) as (pipeline, server):
        answer = pipeline.invoke(Query(QUESTION, article="harbour"))
        _fell_back(answer, told)
        assert len(server.requests) == requests
        following = pipeline.invoke(Query("hello", (Turn(QUESTION, answer),)))
    assert following.status is Status.SOCIAL
    assert time.monotonic() - began < 15
    for told_anywhere in (json.dumps(answer.as_dict()), caplog.text):
        assert KEY not in told_anywhere
        assert KEY[-8:] not in told_anywhere


def test_an_endless_reply_is_broken_off(asked: Callable[..., object]) -> None:
    with asked(says("The bridge is long and old. " * 20, forever=True)) as (pipeline, server):
        answer = pipeline.invoke(Query(QUESTION, article="harbour"))
        assert server.hung_up.wait(5)
    assert answer.answerer == "extractive"
    assert len(answer.text) < MAX_CHARACTERS


def test_a_reply_cut_at_its_limit_is_told_and_its_last_line_left_out(asked: Callable[..., object]) -> None:
    reply = says("The engineers replaced forty steel cables. [5]\nThe work cost 12 mil", why="length")
    with asked(reply) as (pipeline, server):
        answer = pipeline.invoke(Query(QUESTION, article="harbour"))
        assert len(server.requests) == 1
    assert [statement.text for statement in answer.statements] == [
        "The engineers replaced forty steel cables."
    ]
    assert (answer.answerer, answer.struck) == ("openai:scripted", ())
    assert "cut at its limit" in answer.note


def test_a_server_that_is_down_is_told(fake_pipeline: Pipeline) -> None:
    choice = ModelChoice("openai", "scripted", "http://127.0.0.1:9/v1", KEY, 2.0)
    model = ChatModel(choice.name, partial(open_chat_model, choice), 2.0)
    pipeline = Pipeline(
        fake_pipeline.library,
        fake_pipeline.answerer,
        generator=GenerativeAnswerer(fake_pipeline.library, model, Gate()),
    )
    _fell_back(pipeline.invoke(Query(QUESTION, article="harbour")), "cannot be reached")


def test_a_follow_up_is_rewritten_by_the_model(asked: Callable[..., object]) -> None:
    with asked(
        says("What did the repairs of the bridge cost?"), says("The work cost 12 million kroner. [4]")
    ) as (
        pipeline,
        server,
    ):
        before = Turn("How long did the repairs take?", pipeline.invoke("hello"))
        answer = pipeline.invoke(Query("And what did they cost?", (before,), "harbour"))
    assert answer.understood_as == "What did the repairs of the bridge cost?"
    assert [statement.text for statement in answer.statements] == ["The work cost 12 million kroner."]
    assert answer.tokens == 84
    assert len(server.requests) == 2
