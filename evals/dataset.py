"""The eval cases: one YAML file an article, checked when it is loaded.

    article: nato-arctic-security      # the article's id: its file's stem
    invented: true                     # for articles written for the suite
    cases:
      - id: who-rejected               # unique in the file
        kind: who                      # any word; scores are told by kind
        question: "Who rejected ...?"  # or  turns: ["...", "..."]: the last one is scored
        status: answered               # answered, corrected, declined or social
        facts: [["Danish and Greenlandic officials", "Danes"]]
        evidence: [["remarks that were rejected by Danish"]]

`facts` and `evidence` are lists of alternatives: of each inner list one must be met, a fact anywhere in
the answer's quotes, an evidence fragment inside one cited sentence. Fragments are the article's own
characters. A corrected case has as evidence the sentence that contradicts the question; its facts are
optional. A declined or social case has neither; `contradicted_by`, a fragment or a list of them, may
tell what a false premise goes against. `says: yes` or `says: no`, in an answered case of kind yesno, is
what the right answer begins with, where that is clear.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.answer import Status
from assistant.documents import Article
from assistant.loader import article_files, load_article
from assistant.splitter import split_sentences
from evals.errors import CaseError

__all__ = ["Alternatives", "Case", "CaseError", "Suite", "load_cases", "load_suite"]

Alternatives = tuple[tuple[str, ...], ...]
_FILE_KEYS = {"article", "invented", "cases"}
_KEYS = {"id", "kind", "question", "turns", "status", "facts", "evidence", "contradicted_by", "says"}
_SEE = "The head of evals/dataset.py shows an example."


@dataclass(frozen=True, slots=True)
class Case:
    """One question, or conversation whose last question counts, and what is expected."""

    article: str
    id: str
    kind: str
    turns: tuple[str, ...]
    status: Status
    facts: Alternatives
    evidence: Alternatives
    contradicted_by: tuple[str, ...]
    says: str | None = None
    """"yes" or "no", or None: not a yes/no question, or not clear."""

    @property
    def question(self) -> str:
        return self.turns[-1]

    @property
    def answerable(self) -> bool:
        return self.status in (Status.ANSWERED, Status.CORRECTED)

    @property
    def follow_up(self) -> bool:
        """Whether the question is asked in a conversation."""
        return len(self.turns) > 1


@dataclass(frozen=True, slots=True)
class Suite:
    """All cases in the order of their files, and the articles they are about, by id."""

    cases: tuple[Case, ...]
    articles: Mapping[str, Article]


def load_suite(facts: Path, corpus: Path, articles: Sequence[str] = ()) -> Suite:
    """The cases of every facts/*.yaml; where `articles` are named, those about them alone.

    Raises:
        CaseError: what is wrong, in which file and case, and what to do.
        CorpusError: the corpus is missing or empty, or a file in it is no article.
    """
    paths = sorted([*facts.glob("*.yaml"), *facts.glob("*.yml")])
    if not paths:
        raise CaseError(f"There is no case file in {str(facts)!r}. Put a .yaml file there. {_SEE}")
    files = {path.stem: path for path in article_files(corpus)}
    about = {path: _article_id(path, files) for path in paths}
    unknown = sorted(set(articles) - set(about.values()))
    if unknown:
        known = ", ".join(sorted(set(about.values())))
        raise CaseError(f"No case file is about {', '.join(unknown)}. Name one of: {known}.")
    wanted = {path: id_ for path, id_ in about.items() if not articles or id_ in articles}
    loaded = {id_: load_article(files[id_]) for id_ in sorted(set(wanted.values()))}
    cases = [case for path, id_ in wanted.items() for case in load_cases(path, loaded[id_])]
    twice = _repeated(f"{case.article}/{case.id}" for case in cases)
    if twice:
        raise CaseError(f"Ids occur in two files: {', '.join(twice)}. Give each case its own id.")
    return Suite(tuple(cases), loaded)


def load_cases(path: Path, article: Article) -> list[Case]:
    """The cases of one file.

    Raises:
        CaseError: what is wrong, in which case, and what it should be.
    """
    content = _content(path)
    unknown = sorted(set(map(str, content)) - _FILE_KEYS)
    if unknown:
        raise CaseError(f"{path}: unknown keys {', '.join(unknown)}. {_only(_FILE_KEYS)}")
    if content["article"] != article.id:
        raise CaseError(
            f"{path}: 'article' is {content['article']!r}, not {article.id!r}. Write the article's id there."
        )
    cases = [_case(f"{path}, case {n}", article, entry) for n, entry in enumerate(content["cases"], 1)]
    twice = _repeated(case.id for case in cases)
    if twice:
        raise CaseError(f"{path}: ids occur more than once: {', '.join(twice)}. Give each case its own id.")
    _check_fragments(path, cases, article)
    return cases


def _article_id(path: Path, files: Mapping[str, Path]) -> str:
    id_ = _content(path)["article"]
    if id_ not in files:
        raise CaseError(
            f"{path}: there is no article {id_!r} in the corpus. There are: {', '.join(sorted(files))}. "
            "Write one of them after 'article', or name another folder with --corpus."
        )
    return str(id_)


def _content(path: Path) -> Mapping[str, Any]:
    """A case file's mapping, which has an article's id and a list of cases."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}: is not UTF-8 ({error}). Save it as UTF-8.") from error
    except (OSError, yaml.YAMLError) as error:
        raise CaseError(f"{path}: cannot be read as YAML: {error}. Mend the place it names.") from error
    if (
        not isinstance(content, dict)
        or not isinstance(content.get("article"), str)
        or not isinstance(content.get("cases"), list)
        or not content["cases"]
    ):
        raise CaseError(f"{path}: needs 'article', an article's id, and 'cases', a list of cases. {_SEE}")
    return content


def _case(where: str, article: Article, entry: Any) -> Case:
    if not isinstance(entry, dict):
        raise CaseError(f"{where}: is not a mapping. Write '- id: ...' with the other keys below it. {_SEE}")
    id_ = _word(where, entry, "id")
    where = f"{where}, {id_!r}"
    unknown = sorted(set(map(str, entry)) - _KEYS)
    if unknown:
        raise CaseError(f"{where}: unknown keys {', '.join(unknown)}. {_only(_KEYS)}")
    if entry.get("status") not in list(Status):
        raise CaseError(f"{where}: 'status' is {entry.get('status')!r}. {_only(Status)}")
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
    )
    if case.says and (case.kind != "yesno" or case.status is not Status.ANSWERED):
        raise CaseError(f"{where}: only an answered case of kind yesno has 'says'. Take it out.")
    if case.answerable and not case.evidence:
        raise CaseError(
            f"{where}: an answered or a corrected case needs 'evidence': a fragment of the sentence that "
            "answers, or that contradicts the question."
        )
    if not case.answerable and (case.facts or case.evidence):
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


def _check_fragments(path: Path, cases: Sequence[Case], article: Article) -> None:
    """Every fragment stands in one sentence of the article; else no citation could ever hold it."""
    # A sentence that is too long for the embedder is not cut here: no tokenizer, no weights.
    sentences = [sentence.text for sentence in split_sentences(article, tokens=lambda text: [])]
    for case in cases:
        for fragment in [*case.contradicted_by, *(f for group in case.evidence for f in group)]:
            where = f"{path}, {case.id!r}: {fragment!r}"
            if fragment not in article.text:
                raise CaseError(
                    f"{where} does not stand in {article.id!r}. Copy it from the article, to the letter."
                )
            if not any(fragment in sentence for sentence in sentences):
                raise CaseError(f"{where} runs over the end of a sentence. Shorten it to stay inside one.")


def _repeated(ids: Iterator[str]) -> list[str]:
    return sorted(id_ for id_, times in Counter(ids).items() if times > 1)


def _only(words: Sequence[str] | set[str] | type[Status]) -> str:
    return f"Use only: {', '.join(sorted(words))}."
