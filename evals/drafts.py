"""`python -m evals cases CHAT.json`: a chat that the page exported, as a draft of a facts file.

The answers are the assistant's own, so nothing of the draft is gold before a person has checked it: the
file says so, what was stopped or got a thumb down is left in as a comment alone, with the reason given, and
what got a thumb up says that.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from assistant.answer import Status, says_more
from evals.errors import ChatError

MAX_TURNS = 5
"""A follow-up keeps so many of the chat's questions, itself included."""
_HEAD = """# A draft, made from a chat: facts and evidence are what the assistant answered, right or wrong.
# Check every case against the article: mend or delete what is wrong, give it a kind, add other wordings of
# its facts. Then run it: python -m evals run --facts THIS_FILE --corpus FOLDER_OF_THE_ARTICLE
"""


def load_chat(path: Path) -> list[Mapping[str, Any]]:
    """The exchanges of an exported chat.

    Raises:
        ChatError: the file cannot be read, or is something else.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ChatError(f"{str(path)!r} cannot be read ({error.strerror}). Name another file.") from error
    except ValueError as error:
        raise ChatError(f"{str(path)!r} is not JSON ({error}). Export the chat as JSON again.") from error
    if not isinstance(content, list) or not all(
        isinstance(entry, dict) and isinstance(entry.get("question"), str) for entry in content
    ):
        raise ChatError(f"{str(path)!r} is no exported chat: a list of questions with answers is needed.")
    return content


def draft(exchanges: Sequence[Mapping[str, Any]], article: str | None = None) -> str:
    """A facts file about one article; `article` None for the only one the chat is about.

    Raises:
        ChatError: the chat is about several articles, or about none, or of another version.
    """
    try:
        about = article or _only_article(exchanges)
        # Where a chat never meets a second article, to ask all of them is to ask the one.
        several = len({id_ for e in exchanges if e.get("answer") for id_ in _met(e["answer"])}) > 1
        entries, names = [], Counter[str]()
        for place, exchange in enumerate(exchanges):
            answer = exchange.get("answer")
            if answer is None or not _concerns(answer, about):
                continue
            case = _case(exchanges[: place + 1], about, names)
            if several and answer.get("article") is None:
                case["scope"] = "all"
            entries.append(_entry(case, exchange))
    except (KeyError, TypeError, ValueError) as error:
        raise ChatError(
            f"The chat is of another version ({type(error).__name__}: {error}). Export it again."
        ) from error
    if not entries:
        raise ChatError(f"Nothing in the chat was answered about {about!r}. Name another with --article.")
    return f"{_HEAD}article: {json.dumps(about, ensure_ascii=False)}\ncases:\n" + "".join(entries)


def _only_article(exchanges: Sequence[Mapping[str, Any]]) -> str:
    ids = sorted({id_ for e in exchanges if e.get("answer") for id_ in _articles(e["answer"])})
    if len(ids) == 1:
        return ids[0]
    if not ids:
        raise ChatError("No answer of the chat tells which article it is about. Name it with --article.")
    raise ChatError(f"The chat is about several articles: {', '.join(ids)}. Name one with --article.")


def _articles(answer: Mapping[str, Any]) -> set[str]:
    """The article a question was kept to, or those that the answer cites."""
    cited = {citation["article"] for citation in _citations(answer)}
    return {answer["article"]} if answer.get("article") else cited


def _met(answer: Mapping[str, Any]) -> set[str]:
    """Those, and the articles that were read for the answer."""
    read = [*answer.get("nearest", ()), *answer.get("read", ())]
    return _articles(answer) | {place["article"] for place in read}


def _concerns(answer: Mapping[str, Any], article: str) -> bool:
    return not _articles(answer) or article in _articles(answer)


def _citations(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [citation for statement in answer["statements"] for citation in statement["citations"]]


def _case(so_far: Sequence[Mapping[str, Any]], about: str, names: Counter[str]) -> dict[str, Any]:
    """One case as the schema has it; the last of the exchanges is asked; the quotes of one article count."""
    question, answer = str(so_far[-1]["question"]), so_far[-1]["answer"]
    status = Status(answer["status"])
    name = "-".join(re.findall(r"[a-z0-9]+", question.casefold())[:6]) or "question"
    names[name] += 1
    case: dict[str, Any] = {"id": name if names[name] == 1 else f"{name}-{names[name]}", "kind": "chat"}
    earlier = [str(exchange["question"]) for exchange in so_far[:-1] if exchange.get("answer")]
    if earlier and says_more(answer["understood_as"], question):
        case["turns"] = [*earlier[1 - MAX_TURNS :], question]
    else:
        case["question"] = question
    case["status"] = str(status)
    if status in (Status.ANSWERED, Status.CORRECTED):
        citations = [citation for citation in _citations(answer) if citation["article"] == about]
        shorts = [_short(citation) for citation in citations]
        case["facts"] = [[short] for short in dict.fromkeys(shorts) if short]
        case["evidence"] = [[citation["quote"]] for citation in citations]
    return case


def _short(citation: Mapping[str, Any]) -> str:
    """The short answer marked in a quote; empty where none is."""
    start, end = citation.get("short_start"), citation.get("short_end")
    if start is None or end is None:
        return ""
    return str(citation["quote"])[start - citation["start"] : end - citation["start"]]


def _entry(case: Mapping[str, Any], exchange: Mapping[str, Any]) -> str:
    """A case in YAML below the key "cases"; one that was stopped or got a thumb down only as a comment."""
    thumb, why = exchange.get("thumb"), " ".join(str(exchange.get("why") or "").split())
    said = f": {why}" if why else ""
    lines = yaml.safe_dump([dict(case)], allow_unicode=True, sort_keys=False, width=100).splitlines()
    wrong = ["was stopped before the answer was whole"] if exchange.get("stopped") else []
    wrong += [f"got a thumb down{said}"] if thumb == "down" else []
    if wrong:
        review = f"  # REVIEW: {'; '.join(wrong)}. Write what is right, and take out the # signs."
        return "\n".join([review, *(f"  # {line}" for line in lines)]) + "\n"
    praise = [f"  # Got a thumb up{said}."] if thumb == "up" else []
    return "\n".join([*praise, *(f"  {line}" for line in lines)]) + "\n"
