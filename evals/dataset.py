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
        speaker: [["Rutte"]]           # optional: who the answer must name as saying so
        scope: article                 # optional; "all" asks over every article of the corpus

`facts`, `evidence` and `speaker` are lists of alternatives: of each inner list one must be met, a fact
anywhere in what the answer states, in any usual form of a number or date; an evidence fragment inside one
cited sentence. Fragments are the article's own characters. A corrected case has as evidence the sentence
that contradicts the question; its facts are optional. A declined or social case has none of the three;
`contradicted_by`, a fragment or a list of them, may tell what a false premise goes against. `says: yes` or
`says: no`, in an answered case of kind yesno, is what the right answer begins with, where that is clear.
Cases of the kind "attribution" without a `speaker` ask who says so: their facts are the speakers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from assistant.documents import Article
from assistant.errors import CorpusError
from assistant.loader import article_files, load_article
from assistant.settings import PROJECT
from assistant.splitter import split_sentences
from evals.cases import Case, Suite
from evals.errors import CaseError
from evals.schema import SEE, only, parse_case

FACTS = Path(__file__).with_name("facts")
ARTICLES = Path(__file__).with_name("articles")
"""Articles invented for the suite; they are never in the corpus."""
_FILE_KEYS = {"article", "invented", "cases"}


def default_corpora() -> tuple[Path, ...]:
    """The product's corpus and the suite's own articles."""
    return (PROJECT / "corpus", *([ARTICLES] if ARTICLES.is_dir() else []))


def corpus_files(corpora: Path | Sequence[Path]) -> dict[str, Path]:
    """Every article's file, by the article's id.

    Raises:
        CorpusError: a folder is missing or empty, or two articles have one id.
    """
    files: dict[str, Path] = {}
    for corpus in [corpora] if isinstance(corpora, Path) else corpora:
        for path in article_files(corpus):
            if path.stem in files:
                raise CorpusError(
                    f"Two articles are named {path.stem!r}: {str(files[path.stem])!r} and {str(path)!r}. "
                    "Rename one of them."
                )
            files[path.stem] = path
    return files


def load_suite(facts: Path, corpora: Path | Sequence[Path], articles: Sequence[str] = ()) -> Suite:
    """The cases of a file, or of every YAML file of a folder; where `articles` are named, theirs alone.

    Raises:
        CaseError: what is wrong, in which file and case, and what to do.
        CorpusError: a corpus is missing or empty, or a file in it is no article.
    """
    paths = [facts] if facts.is_file() else sorted([*facts.glob("*.yaml"), *facts.glob("*.yml")])
    if not paths:
        raise CaseError(f"There is no case file in {str(facts)!r}. Put a .yaml file there. {SEE}")
    files = corpus_files(corpora)
    about = {path: _article_id(path, files) for path in paths}
    unknown = sorted(set(articles) - set(about.values()))
    if unknown:
        known = ", ".join(sorted(set(about.values())))
        raise CaseError(f"No case file is about {', '.join(unknown)}. Name one of: {known}.")
    wanted = {path: id_ for path, id_ in about.items() if not articles or id_ in articles}
    loaded = {id_: load_article(files[id_]) for id_ in sorted(set(wanted.values()))}
    cases = [case for path, id_ in wanted.items() for case in load_cases(path, loaded[id_])]
    twice = _repeated(case.key for case in cases)
    if twice:
        raise CaseError(f"Ids occur in two files: {', '.join(twice)}. Give each case its own id.")
    if any(case.everywhere for case in cases):
        loaded |= {id_: load_article(path) for id_, path in files.items() if id_ not in loaded}
    invented = {id_ for path, id_ in wanted.items() if _content(path).get("invented")}
    invented |= {id_ for id_ in loaded if files[id_].parent == ARTICLES}
    return Suite(tuple(cases), loaded, frozenset(invented))


def load_cases(path: Path, article: Article) -> list[Case]:
    """The cases of one file.

    Raises:
        CaseError: what is wrong, in which case, and what it should be.
    """
    content = _content(path)
    unknown = sorted(set(map(str, content)) - _FILE_KEYS)
    if unknown:
        raise CaseError(f"{path}: unknown keys {', '.join(unknown)}. {only(_FILE_KEYS)}")
    if content["article"] != article.id:
        raise CaseError(
            f"{path}: 'article' is {content['article']!r}, not {article.id!r}. Write the article's id there."
        )
    cases = [parse_case(f"{path}, case {n}", article, entry) for n, entry in enumerate(content["cases"], 1)]
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
        raise CaseError(f"{path}: needs 'article', an article's id, and 'cases', a list of cases. {SEE}")
    return content


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
