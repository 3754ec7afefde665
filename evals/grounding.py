"""How well the gate tells true statements from false ones: `python -m evals.grounding`.

Scripted replies about the evals' articles, written before the gate was measured on them: one YAML
file an article in evals/statements/ (those in tuning/ are what the gate was developed on, those in decided/
what its bars are chosen on as well; those in hard/ and apart/ have subtler faults and freer paraphrases).

    article: nato-arctic-security    # the article's id: its file's stem
    sentences: 21                    # of the article, so that numbers cannot come to mean others
    supported: ["Rutte spoke in Croatia. [7]"]
    unsupported: {number: ["Rutte spoke in two countries. [7]"]}  # by what is wrong
    misplaced: [{said: "Rutte spoke in Croatia. [99]", rests_on: [7]}]   # true, but the source is wrong

A false statement is let through if it stands; a misplaced one if it stands on other sentences than those
that bear it out. The support model is the product's own, exported to its index folder. With --pairs FILE
the gate is tried on claims and evidence of others instead: JSON lines with "claim", "evidence" and "label"
("supported" or anything else).
"""

import argparse
import gzip
import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.citations import Draft, drafts
from assistant.documents import Article, Block, Section, Sentence, Span
from assistant.errors import AssistantError
from assistant.grounding.gate import Gate, Verdict
from assistant.loader import load_article
from assistant.settings import PROJECT, Settings
from assistant.splitter import split_sentences
from assistant.support.verdict import Judge
from evals.errors import CaseError, EvalsError
from evals.metrics import Share

STATEMENTS = PROJECT / "evals" / "statements"
ARTICLES = tuple(
    PROJECT / p for p in ("corpus", "evals/articles", "evals/tuning", "evals/tuning/decided", "evals/apart")
)
SAMPLE = 600
"""So many pairs of another's set are tried, drawn with a fixed seed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One scripted statement; `kind` is "true", "misplaced" or what is wrong with it.

    `on` holds the numbers, from 1, of the sentences that bear a misplaced statement out.
    """

    article: str
    kind: str
    said: str
    on: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the gate made of a statement: `right` where it told true from false."""

    statement: Statement
    right: bool
    reason: str


def load(folder: Path) -> list[tuple[list[Sentence], list[Statement]]]:
    """Per file of a folder the article's sentences and the statements about it.

    Raises:
        CaseError: there is no file, one has another form or no article, or the article's sentences are not
            those that were numbered.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise CaseError(
            f"There is no file of statements in {str(folder)!r}. Name a folder that has .yaml files of them."
        )
    return [_load_file(path) for path in paths]


def _load_file(path: Path) -> tuple[list[Sentence], list[Statement]]:
    given = _content(path)
    statements = list(_statements(given))
    sentences = split_sentences(load_article(_article_file(given["article"], path)))
    if len(sentences) != given["sentences"]:
        raise CaseError(
            f"{path.name}: the article has {len(sentences)} sentences, the statements were numbered for "
            f"{given['sentences']}. Number them anew."
        )
    return sentences, statements


def _content(path: Path) -> Mapping[str, Any]:
    """A file's mapping, of the form that the head of this module shows."""
    try:
        given: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CaseError(f"{path}: cannot be read as YAML: {error}. Mend the place it names.") from error
    if not _of_statements(given):
        raise CaseError(
            f"{path}: needs 'article', an article's id, 'sentences', their number, and statements: a list "
            "'supported', lists by what is wrong in 'unsupported', a list 'misplaced'. The head of "
            "evals/grounding.py shows an example."
        )
    return given


def _of_statements(given: Any) -> bool:
    """Whether this has a file's form, and a statement in it."""
    if not isinstance(given, dict) or not isinstance(given.get("article"), str):
        return False
    unsupported, misplaced = given.get("unsupported", {}), given.get("misplaced", [])
    if not isinstance(unsupported, dict) or not isinstance(misplaced, list):
        return False
    lists = [given.get("supported", []), *unsupported.values()]
    return (
        isinstance(given.get("sentences"), int)
        and all(isinstance(said, list) and all(isinstance(s, str) for s in said) for said in lists)
        and all(_is_misplaced(entry) for entry in misplaced)
        and bool(misplaced or any(lists))
    )


def _is_misplaced(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("said"), str)
        and isinstance(entry.get("rests_on"), list)
        and all(isinstance(number, int) for number in entry["rests_on"])
    )


def _article_file(article: str, path: Path) -> Path:
    for folder in ARTICLES:
        for found in folder.glob(f"{article}.*"):
            if found.suffix != ".yaml":
                return found
    raise CaseError(
        f"{path.name}: there is no article {article!r}. Add it to evals/articles or mend the name."
    )


def _statements(given: Mapping[str, Any]) -> Iterator[Statement]:
    id_ = given["article"]
    yield from (Statement(id_, "true", said) for said in given.get("supported", ()))
    for kind, listed in given.get("unsupported", {}).items():
        yield from (Statement(id_, kind, said) for said in listed)
    for entry in given.get("misplaced", ()):
        yield Statement(id_, "misplaced", entry["said"], frozenset(entry["rests_on"]))


def measure(gate: Gate, files: Iterable[tuple[list[Sentence], list[Statement]]]) -> list[Outcome]:
    """The gate's outcome on every statement, each held against its article."""
    return [_outcome(gate, sentences, statement) for sentences, said in files for statement in said]


def _outcome(gate: Gate, sentences: list[Sentence], statement: Statement) -> Outcome:
    verdicts = [_check(gate, draft, sentences) for draft in drafts(statement.said)]
    stands = all(verdict.stands for verdict in verdicts)
    reason = next((verdict.reason for verdict in verdicts if not verdict.stands), "")
    if statement.kind == "true":
        return Outcome(statement, stands, reason)
    if statement.kind == "misplaced":
        return Outcome(statement, not stands or _on(verdicts) <= statement.on, reason)
    return Outcome(statement, not stands, reason)


def _check(gate: Gate, draft: Draft, sentences: list[Sentence]) -> Verdict:
    """The gate's verdict where these are all sentences of the article."""
    return gate.check(draft, sentences, lambda _: sentences)


def _on(verdicts: Sequence[Verdict]) -> set[int]:
    return {sentence.index + 1 for verdict in verdicts for sentence in verdict.sentences}


def shares(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """By kind how many were taken wrongly: false ones let through, true ones struck; "false" is all kinds."""
    found: dict[str, Share] = {"false": Share(), "true": Share()}
    for outcome in outcomes:
        kind = outcome.statement.kind
        wrong = Share(int(not outcome.right), 1)
        if kind != "true":
            found["false"] += wrong
        found[kind] = found.get(kind, Share()) + wrong
    return found


def table(named: Mapping[str, Sequence[Outcome]]) -> str:
    """The shares of several gates as a Markdown table."""
    columns = {name: shares(outcomes) for name, outcomes in named.items()}
    kinds = list(next(iter(columns.values())))
    lines = ["| taken wrongly | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    for kind in kinds:
        title = {"false": "**false let through**", "true": "**true struck**"}.get(kind, kind)
        lines.append(f"| {title} | " + " | ".join(_told(column[kind]) for column in columns.values()) + " |")
    return "\n".join(lines)


def _told(share: Share) -> str:
    interval = share.interval()
    if share.value is None or interval is None:
        return "–"
    return f"{share.right} of {share.of}: {share.value:.1%} [{interval[0]:.1%}, {interval[1]:.1%}]"


def load_pairs(path: Path) -> list[tuple[list[Sentence], Statement]]:
    """Another's claims, each with the sentences of its evidence and all of them cited.

    Raises:
        CaseError: the file cannot be read, has another form, or holds no claim.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file if line.strip()]
        random.Random(0).shuffle(rows)
        pairs = [_pair(row) for row in rows[:SAMPLE]]
    except OSError as error:
        raise CaseError(f"{str(path)!r} cannot be read ({error}). Name another file.") from error
    except (ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
        raise CaseError(
            f"{str(path)!r} does not hold claims and evidence ({type(error).__name__}: {error}). A line is "
            '{"claim": ..., "evidence": ..., "label": "supported" or another}.'
        ) from error
    if not pairs:
        raise CaseError(f"{str(path)!r} holds no claim. Name another file.")
    return pairs


def _pair(row: dict[str, Any]) -> tuple[list[Sentence], Statement]:
    text = " ".join(row["evidence"].split())
    article = Article("evidence", text, (Block(Section.BODY, Span(0, len(text))),), {})
    return split_sentences(article), Statement(
        "evidence", "true" if row["label"] == "supported" else "unsupported", row["claim"]
    )


def measure_pairs(gate: Gate, pairs: Sequence[tuple[list[Sentence], Statement]]) -> list[Outcome]:
    """The gate's outcome where a claim cites all of its evidence."""
    outcomes = []
    for sentences, statement in pairs:
        draft = Draft(statement.said, tuple(range(1, len(sentences) + 1)))
        verdict = _check(gate, draft, sentences)
        right = verdict.stands == (statement.kind == "true")
        outcomes.append(Outcome(statement, right, verdict.reason))
    return outcomes


def gates(judge: Judge | None) -> dict[str, Gate]:
    """The gate without a support model and, where one is given, with it."""
    found = {"exact checks alone": Gate()}
    if judge is not None:
        found["with the support model"] = Gate(judge)
    return found


def product_support() -> Judge:
    """The support model as the product runs it, exported to its index folder where it is not there yet.

    Raises:
        IndexFolderError, WeightsError: as their messages say.
    """
    from assistant.build import open_models

    return open_models(Settings.from_environment().index).support


def main(arguments: Sequence[str] | None = None, open_support: Callable[[], Judge] = product_support) -> int:
    """Prints the shares; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.grounding", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--statements", type=Path, default=STATEMENTS, metavar="DIR", help="in place of evals/statements"
    )
    parser.add_argument(
        "--pairs", type=Path, metavar="FILE", help="claims and evidence of others, as JSON lines"
    )
    parser.add_argument("--without-model", action="store_true", help="the exact checks alone")
    parser.add_argument("--wrong", action="store_true", help="list what was taken wrongly")
    given = parser.parse_args(arguments)
    try:
        measured = _measured(given)  # what is wrong with the files is told before the model is opened
        judge = None if given.without_model else open_support()
        named = {name: measured(gate) for name, gate in gates(judge).items()}
    except (EvalsError, AssistantError) as error:
        print(error, file=sys.stderr)
        return 2
    print(table(named))
    for name, outcomes in named.items() if given.wrong else ():
        print(f"\n{name}:")
        for outcome in (o for o in outcomes if not o.right):
            print(f"  {outcome.statement.kind}: {outcome.statement.said} ({outcome.reason or 'let through'})")
    return 0


def _measured(given: argparse.Namespace) -> Callable[[Gate], list[Outcome]]:
    """What a gate makes of the statements, or the pairs, that are named."""
    if given.pairs:
        pairs = load_pairs(given.pairs)
        return lambda gate: measure_pairs(gate, pairs)
    files = load(given.statements)
    return lambda gate: measure(gate, files)


if __name__ == "__main__":
    sys.exit(main())
