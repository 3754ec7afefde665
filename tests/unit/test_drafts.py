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
    chat[0] |= {"thumb": "up", "why": "so Ada Park did"}
    chat[1] |= {"thumb": "down", "why": "the mayor\ndid not pay"}
    text = draft(chat)
    assert [case["question"] for case in yaml.safe_load(text)["cases"]] == ["Who cut the ribbon?"]
    assert "  # REVIEW: got a thumb down: the mayor did not pay. Write what is right" in text
    assert "  #   question: Who paid?" in text
    assert "  # Got a thumb up: so Ada Park did." in text


def test_a_stopped_answer_is_left_as_a_comment_to_be_reviewed() -> None:
    part = answer("Who paid?", Status.ANSWERED, RIBBON)
    chat = Chat().asked("Who cut the ribbon?").answered(1, answer("Who cut the ribbon?", Status.DECLINED))
    chat = chat.asked(part.question).stopped(2, part).asked("What for?").stopped(3, part)
    exchanges = json.loads(as_json(chat.judged(3, "down", "no word of it")))
    text = draft(exchanges)
    assert [case["question"] for case in yaml.safe_load(text)["cases"]] == ["Who cut the ribbon?"]
    assert "  # REVIEW: was stopped before the answer was whole. Write what is right" in text
    assert "  #   question: Who paid?" in text
    assert "  # REVIEW: was stopped before the answer was whole; got a thumb down: no word of it." in text
    del exchanges[1]["stopped"]  # as an older page exported it
    assert len(yaml.safe_load(draft(exchanges))["cases"]) == 2


def _over_all(question: str, *cited: Citation) -> Answer:
    """An answer from all articles."""
    statements = tuple(Statement(c.quote, (c,)) for c in cited)
    status = Status.ANSWERED if cited else Status.DECLINED
    return Answer(question, question, status, "", statements, 0.5, (), "f", 1)


def test_a_question_over_all_articles_keeps_its_scope_and_the_evidence_of_one(
    corpus: Path, tmp_path: Path
) -> None:
    frost = Citation("orchard", 37, 43, "A frost in May killed most of the blossom in the valley.", 37, 44)
    chat = exported(
        _over_all("What happened?", Citation("harbour", 0, len(RIBBON), RIBBON, 0, 14), frost),
        answer("Who cut the ribbon?", Status.ANSWERED, RIBBON),
        _over_all("Who paid?"),
    )
    path = tmp_path / "mine.yaml"
    path.write_text(draft(chat, "harbour"), "utf-8")
    found = load_cases(path, load_article(corpus / "harbour.txt"))
    assert [(case.question, case.scope) for case in found] == [
        ("What happened?", None),
        ("Who cut the ribbon?", "harbour"),
        ("Who paid?", None),
    ]
    assert found[0].evidence == ((RIBBON,),)
    assert found[0].facts == (("Mayor Ada Park",),)
    path.write_text(draft(chat, "orchard"), "utf-8")
    found = load_cases(path, load_article(corpus / "orchard.txt"))
    assert [case.question for case in found] == ["What happened?", "Who paid?"]
    assert found[0].evidence == ((frost.quote,),)


def test_where_the_chat_knows_of_one_article_alone_its_questions_are_about_that(corpus: Path) -> None:
    chat = exported(_over_all("Who?", Citation("harbour", 0, len(RIBBON), RIBBON)), _over_all("Who paid?"))
    assert [case.get("scope") for case in yaml.safe_load(draft(chat))["cases"]] == [None, None]
    chat[1]["answer"] |= {"read": [{"article": "orchard", "start": 0, "end": 9, "score": -3.0}]}  # type: ignore[operator]
    assert [case.get("scope") for case in yaml.safe_load(draft(chat))["cases"]] == ["all", "all"]


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
