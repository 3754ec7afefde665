"""A chat that the page exported, as a draft of cases that the suite can load."""

import json
from pathlib import Path

import pytest
import yaml
from exports import as_json
from state import Chat

from assistant.answer import Answer, Citation, Statement, Status
from assistant.loader import load_article
from evals.dataset import load_cases
from evals.drafts import draft, load_chat
from evals.errors import ChatError

RIBBON = "Mayor Ada Park cut the ribbon."


def answer(question: str, status: Status, quote: str = "", understood_as: str = "") -> Answer:
    cited = (Citation("harbour", 0, len(quote), quote, 0, 14),) if quote else ()
    statements = tuple(Statement(c.quote, (c,)) for c in cited)
    return Answer(question, understood_as or question, status, quote, statements, 0.5, (), "f", 1, "harbour")


def exported(*answers: Answer) -> list[dict[str, object]]:
    """What the page writes for these answers."""
    chat = Chat()
    for place, given in enumerate(answers, start=1):
        chat = chat.asked(given.question).answered(place, given)
    return json.loads(as_json(chat))


def test_a_chat_becomes_cases_that_load(corpus: Path, tmp_path: Path) -> None:
    chat = exported(
        answer("Who cut the ribbon?", Status.ANSWERED, RIBBON),
        answer("And when?", Status.DECLINED, understood_as="When did the mayor cut the ribbon?"),
        answer("Hello", Status.SOCIAL),
        answer("Hello", Status.SOCIAL),
    )
    text = draft(chat)
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    found = load_cases(path, load_article(corpus / "harbour.txt"))
    assert [(c.id, c.kind, c.turns, c.status) for c in found] == [
        ("who-cut-the-ribbon", "chat", ("Who cut the ribbon?",), Status.ANSWERED),
        ("and-when", "chat", ("Who cut the ribbon?", "And when?"), Status.DECLINED),
        ("hello", "chat", ("Hello",), Status.SOCIAL),
        ("hello-2", "chat", ("Hello",), Status.SOCIAL),
    ]
    assert found[0].facts == (("Mayor Ada Park",),)
    assert found[0].evidence == ((RIBBON,),)
    assert "right or wrong" in text


def test_a_question_that_stands_alone_is_no_follow_up_however_it_is_written() -> None:
    chat = exported(
        answer("Who cut the ribbon?", Status.ANSWERED, RIBBON),
        answer("Hi!  Who paid?", Status.DECLINED, understood_as="Who paid?"),
    )
    assert yaml.safe_load(draft(chat))["cases"][1]["question"] == "Hi!  Who paid?"


def test_a_thumb_down_is_left_as_a_comment_to_be_reviewed() -> None:
    chat = exported(
        answer("Who cut the ribbon?", Status.ANSWERED, RIBBON), answer("Who paid?", Status.ANSWERED, RIBBON)
    )
    chat[0] |= {"thumb": "up", "why": ""}
    chat[1] |= {"thumb": "down", "why": "the mayor\ndid not pay"}
    text = draft(chat)
    assert [case["question"] for case in yaml.safe_load(text)["cases"]] == ["Who cut the ribbon?"]
    assert "  # REVIEW: got a thumb down: the mayor did not pay. Write what is right" in text
    assert "  #   question: Who paid?" in text
    assert "  # Got a thumb up." in text


def test_text_of_a_chat_is_data() -> None:
    nasty = exported(answer('a: "b"\n# c\n- d: [', Status.DECLINED))
    assert yaml.safe_load(draft(nasty))["cases"][0]["question"] == 'a: "b"\n# c\n- d: ['


def test_an_article_is_picked_where_there_are_several() -> None:
    chat = exported(answer("Who?", Status.DECLINED), answer("What?", Status.DECLINED))
    chat[1]["answer"] |= {"article": "orchard"}  # type: ignore[operator]
    with pytest.raises(ChatError, match=r"several articles: harbour, orchard. Name one with --article"):
        draft(chat)
    assert yaml.safe_load(draft(chat, "orchard"))["cases"][0]["question"] == "What?"
    with pytest.raises(ChatError, match="Nothing in the chat was answered about 'ships'"):
        draft(chat, "ships")


@pytest.mark.parametrize("content", ["", "{}", '[{"answer": 1}]', "[3]"])
def test_what_is_no_chat_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "chat.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ChatError, match=r"is (no exported chat|not JSON)"):
        load_chat(path)


def test_a_chat_of_another_version_is_told() -> None:
    with pytest.raises(ChatError, match="another version"):
        draft([{"question": "Who?", "answer": {"article": "harbour", "status": "odd", "statements": []}}])
