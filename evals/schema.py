"""One entry of a case file, checked: a Case, or an error that says what to write instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answer import Status
from assistant.documents import Article
from evals.cases import Alternatives, Case
from evals.errors import CaseError

SEE = "The head of evals/dataset.py shows an example."
_KEYS = {
    "id", "kind", "question", "turns", "status", "facts", "evidence", "contradicted_by", "says", "speaker",
    "scope",
}  # fmt: skip
_SCOPES = ("article", "all")


def parse_case(where: str, article: Article, entry: Any) -> Case:
    """The case of an entry; `where` says in errors which one it is.

    Raises:
        CaseError: what is wrong with it, and what it should be.
    """
    if not isinstance(entry, dict):
        raise CaseError(f"{where}: is not a mapping. Write '- id: ...' with the other keys below it. {SEE}")
    id_ = _word(where, entry, "id")
    where = f"{where}, {id_!r}"
    unknown = sorted(set(map(str, entry)) - _KEYS)
    if unknown:
        raise CaseError(f"{where}: unknown keys {', '.join(unknown)}. {only(_KEYS)}")
    if entry.get("status") not in list(Status):
        raise CaseError(f"{where}: 'status' is {entry.get('status')!r}. {only(Status)}")
    if entry.get("scope", "article") not in _SCOPES:
        raise CaseError(f"{where}: 'scope' is {entry['scope']!r}. {only(_SCOPES)}")
    case = Case(
        article=article.id,
        id=id_,
        kind=_word(where, entry, "kind"),
        turns=_turns(where, entry),
        status=Status(entry["status"]),
        facts=_alternatives(where, "facts", entry.get("facts", [])),
        evidence=_alternatives(where, "evidence", entry.get("evidence", [])),
        contradicted_by=_contradicted_by(where, entry.get("contradicted_by", [])),
        says=_says(where, entry.get("says")),
        speaker=_alternatives(where, "speaker", entry.get("speaker", [])),
        everywhere=entry.get("scope") == "all",
    )
    if case.says and (case.kind != "yesno" or case.status is not Status.ANSWERED):
        raise CaseError(f"{where}: only an answered case of kind yesno has 'says'. Take it out.")
    if case.answerable and not case.evidence:
        raise CaseError(
            f"{where}: an answered or a corrected case needs 'evidence': a fragment of the sentence that "
            "answers, or that contradicts the question."
        )
    if not case.answerable and (case.facts or case.evidence or case.speaker):
        raise CaseError(
            f"{where}: a {case.status} case has neither 'facts' nor 'evidence'. Take them out, or make "
            "the status 'answered'; what a false premise goes against stands in 'contradicted_by'."
        )
    return case


def _word(where: str, entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CaseError(f"{where}: '{key}' is {value!r}. Write a word, in quotes if it is a number.")
    return value


def _turns(where: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
    if ("question" in entry) == ("turns" in entry):
        raise CaseError(
            f"{where}: needs either 'question' or 'turns'. Write a question, or a list of the questions "
            "of one conversation."
        )
    turns = entry["turns"] if "turns" in entry else [entry["question"]]
    if not isinstance(turns, list) or not _texts(turns):
        raise CaseError(f"{where}: every turn is a question in words. Put each in quotes, 'turns' in [ ].")
    return tuple(turns)


def _alternatives(where: str, key: str, value: Any) -> Alternatives:
    if not isinstance(value, list) or not all(isinstance(group, list) and _texts(group) for group in value):
        raise CaseError(
            f"{where}: '{key}' is a list of lists of alternatives, each in quotes. "
            f'Write {key}: [["one", "or this"], ["and this"]].'
        )
    return tuple(tuple(group) for group in value)


def _contradicted_by(where: str, value: Any) -> tuple[str, ...]:
    fragments = [value] if isinstance(value, str) else value
    if not isinstance(fragments, list) or (fragments and not _texts(fragments)):
        raise CaseError(
            f"{where}: 'contradicted_by' is a fragment of the article, or a list of them, quoted."
        )
    return tuple(fragments)


def _says(where: str, value: Any) -> str | None:
    # YAML reads a bare yes or no as true or false.
    said = ("yes" if value else "no") if isinstance(value, bool) else value
    if said not in (None, "yes", "no"):
        raise CaseError(f"{where}: 'says' is {value!r}. Write says: yes or says: no, or leave it out.")
    return said


def _texts(values: Sequence[Any]) -> bool:
    """Whether there are values and all of them are text with something in it."""
    return bool(values) and all(isinstance(value, str) and value.strip() for value in values)


def only(words: Sequence[str] | set[str] | type[Status]) -> str:
    return f"Use only: {', '.join(sorted(words))}."
