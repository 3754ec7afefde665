"""The command line: ask, chat, index, doctor. Exit status 0 for success, 2 for what the user can mend."""

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from tqdm import tqdm

from assistant.answer import Answer, Status, Turn
from assistant.errors import AssistantError, QuestionError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.indexing import Changes
    from assistant.pipeline import Pipeline

app = typer.Typer(
    help="Asks news articles questions, and answers with their own sentences.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Corpus = Annotated[Path | None, typer.Option(help="Folder of articles, in place of corpus/.")]
Index = Annotated[Path | None, typer.Option(help="Folder of the index, in place of .index/.")]
ArticleId = Annotated[str | None, typer.Option(help="Keep to one article: its file's stem.")]


@app.command()
def ask(  # noqa: PLR0917 - typer makes options of them
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    batch: Annotated[
        Path | None,
        typer.Option(
            help="Answer a file ('-' for standard input), one line each: a question, or a JSON list of a "
            "conversation's turns, of which the last is answered. Prints one JSON object a line."
        ),
    ] = None,
    article: ArticleId = None,
    corpus: Corpus = None,
    index: Index = None,
) -> None:
    """Answer a question with cited sentences."""
    with _errors_told():
        if (question is None) == (batch is None):
            raise QuestionError('Give either a question in quotes or --batch FILE, as in: ask "Who …?"')
        if batch is not None:
            lines = _batch_lines(batch)
            pipeline = _pipeline(corpus, index)
            bad = sum(not _answer_line(pipeline, line, article) for line in lines)
            if bad:
                raise typer.Exit(2)
            return
        from assistant.questions import check

        assert question is not None
        check(question)
        answer = _pipeline(corpus, index).converse([question], article)
        typer.echo(json.dumps(answer.as_dict(), ensure_ascii=False) if as_json else _told(answer))


@app.command()
def chat(article: ArticleId = None, corpus: Corpus = None, index: Index = None) -> None:
    """Talk in the terminal; an empty line or Ctrl-D ends it."""
    with _errors_told():
        pipeline = _pipeline(corpus, index)
        from assistant.pipeline import Query

        history: tuple[Turn, ...] = ()
        while question := _prompt():
            try:
                answer = pipeline.invoke(Query(question, history, article))
            except AssistantError as error:
                typer.echo(str(error), err=True)
                continue
            typer.echo(_told(answer) + "\n")
            history = (*history, Turn(question, answer))


@app.command("index")
def index_command(corpus: Corpus = None, index: Index = None) -> None:
    """Bring the index up to date with the articles."""
    with _errors_told():
        from assistant.build import open_library

        told: list[str] = []
        with _progress() as progress:
            library = open_library(_settings(corpus, index), progress, lambda c: told.extend(_changes(c)))
        for line in told or ["Nothing has changed."]:
            typer.echo(line)
        count = len(library.articles())
        typer.echo(f"{count} article{'s' * (count != 1)}, {library.passage_count} passages.")


@app.command()
def doctor(corpus: Corpus = None, index: Index = None) -> None:
    """Check what is installed, the weights, the articles and the index; say how to mend each."""
    with _errors_told():
        from assistant.doctor import examine

        wrong = 0
        for finding in examine(_settings(corpus, index)):
            typer.echo(f"{'ok  ' if finding.ok else 'BAD '} {finding.what}: {finding.found}")
            if not finding.ok:
                wrong += 1
                typer.echo(f"     {finding.remedy}")
        if wrong:
            raise typer.Exit(2)


def _settings(corpus: Path | None, index: Path | None) -> Settings:
    found = Settings.from_environment()
    return replace(found, corpus=corpus or found.corpus, index=index or found.index)


def _pipeline(corpus: Path | None, index: Path | None) -> "Pipeline":
    told: list[str] = []
    with _progress() as progress, _uncollected():
        from assistant.build import open_pipeline

        pipeline = open_pipeline(
            _settings(corpus, index), progress, lambda changes: told.extend(_changes(changes))
        )
    for line in told:
        typer.echo(line, err=True)
    return pipeline


@contextmanager
def _uncollected() -> Iterator[None]:
    """What a starting process makes stays: to look for garbage in it, then and on leaving, takes long."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except AssistantError as error:
        typer.echo(f"{error}", err=True)
        raise typer.Exit(2) from error


@contextmanager
def _progress() -> Iterator[Any]:
    """A progress bar on standard error once indexing has taken longer than a second."""
    bars: list[tqdm[Any]] = []

    def progress(done: int, total: int) -> None:
        if not bars:
            bars.append(tqdm(desc="Indexing", unit="text", delay=1, leave=False, file=sys.stderr))
        bars[0].total = total
        bars[0].update(done - bars[0].n)

    try:
        yield progress
    finally:
        for bar in bars:
            bar.close()


def _changes(changes: "Changes") -> list[str]:
    lines = list(changes.exported)
    if changes.rebuilt:
        lines.append(f"The index was built anew: {changes.rebuilt}.")
    for verb, ids in (
        ("Added", changes.added),
        ("Changed", changes.changed),
        ("Removed", changes.removed),
    ):
        if ids:
            shown = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
            lines.append(f"{verb}: {shown}.")
    return lines


def _batch_lines(batch: Path) -> list[str]:
    try:
        text = sys.stdin.read().removeprefix("\ufeff") if str(batch) == "-" else batch.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(
            f"The file of questions {str(batch)!r} cannot be read ({error}). Give a text file in UTF-8 "
            "with one question a line."
        ) from error
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        raise QuestionError(f"The file of questions {str(batch)!r} is empty. Put one question on each line.")
    return lines


def _answer_line(pipeline: "Pipeline", line: str, article: str | None) -> bool:
    """Prints the answer to one line of a batch, or its error; whether it could be answered."""
    try:
        result = pipeline.converse(_turns(line), article).as_dict()
    except AssistantError as error:
        typer.echo(json.dumps({"question": line.strip(), "error": str(error)}, ensure_ascii=False))
        return False
    typer.echo(json.dumps(result, ensure_ascii=False))
    return True


def _turns(line: str) -> list[str]:
    """A line as the turns of a conversation; one that is no JSON list is a question itself."""
    if not line.lstrip().startswith("["):
        return [line]
    try:
        turns = json.loads(line)
    except (ValueError, RecursionError):  # no JSON, a number too long, too deep
        return [line]
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise QuestionError("A conversation is a JSON list of questions in quotes. Mend the line.")
    return turns


def _prompt() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _told(answer: Answer) -> str:
    """An answer for the terminal: what it says, and where it stands."""
    lines = []
    if answer.understood_otherwise:
        lines.append(f"(understood as: {answer.understood_as})")
    if answer.status in (Status.DECLINED, Status.SOCIAL):
        lines.append(answer.text)
    elif answer.lead:
        lines.append(answer.lead)
    if answer.note:
        lines.append(f"({answer.note})")
    reached = 0
    for statement in answer.statements:
        numbers = range(reached + 1, reached + len(statement.citations) + 1)
        reached += len(statement.citations)
        quoted = [citation.quote for citation in statement.citations] == [statement.text]
        text = f"“{statement.text}”" if quoted else statement.text
        lines.append(f"{text} {''.join(f'[{number}]' for number in numbers)}")
    for number, citation in enumerate(answer.citations, start=1):
        short = f": {citation.short}" if citation.short else ""
        lines.append(f"  [{number}] {citation.article}, characters {citation.start}–{citation.end}{short}")
    if answer.nearest:
        lines.append("Nearest in the article:")
    lines += [f"  – “{citation.quote}”" for citation in answer.nearest]
    lines += [f"  struck: {struck.text} {struck.reason}" for struck in answer.struck]
    if answer.tokens is not None:
        lines.append(f"({answer.tokens:,} tokens)")
    return "".join(
        c if c == "\n" or c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in "\n".join(lines)
    )
