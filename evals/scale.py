"""How well one article is found among many: `python -m evals.scale --others FILE.jsonl.gz`.

The tuning questions are asked of all articles at once, among as many others as make 1, 10 and 1,000
articles; the others are the paragraphs (`context`) of a reading set. With one article each question is
kept to its own.
"""

import argparse
import gzip
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from assistant.answer import Status
from assistant.build import open_pipeline
from assistant.loader import load_article
from assistant.pipeline import Pipeline, Query
from assistant.questions import Intent
from assistant.settings import Settings
from evals.calibrate import TUNING
from evals.cases import Case
from evals.dataset import load_cases

SIZES = (1, 10, 1000)


@dataclass(frozen=True, slots=True)
class Found:
    """What was answered to one question: whether its sentence came first, and whether it was cited."""

    answerable: bool
    first: bool
    answered: bool
    cited: bool


def others(path: Path, count: int) -> list[str]:
    """Up to `count` different paragraphs of at least 60 words, in the file's order."""
    found: dict[str, None] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            context = " ".join(json.loads(line)["context"].split())
            if len(context.split()) >= 60:
                found.setdefault(context)
            if len(found) >= count:
                break
    return list(found)


def fill(folder: Path, paragraphs: Sequence[str], size: int) -> int:
    """The tuning articles and as many paragraphs as make `size` articles, in `folder`; how many there are."""
    own = sorted(TUNING.glob("*.txt"))
    for path in own:
        shutil.copy(path, folder)
    added = paragraphs[: max(0, size - len(own))]
    for number, paragraph in enumerate(added):
        (folder / f"other-{number:04}.txt").write_text(paragraph + "\n", encoding="utf-8")
    return len(own) + len(added)


def cases() -> Iterator[Case]:
    """The tuning questions that stand alone; which article they are about they need not say."""
    for path in sorted(TUNING.glob("*.yaml")):
        yield from (c for c in load_cases(path, load_article(path.with_suffix(".txt"))) if not c.follow_up)


def ask(pipeline: Pipeline, case: Case, one: bool) -> Found | None:
    """The case asked of its article alone or of all; None where it is not one to be read for."""
    question = pipeline.understand(Query(case.question))
    if question.intent is not Intent.READ:
        return None
    kept = case.article if one else None
    fragments = [fragment for group in case.evidence for fragment in group]
    answerable = case.status is Status.ANSWERED

    def right(article: str, text: str) -> bool:
        return article == case.article and any(fragment in text for fragment in fragments)

    reading = pipeline.answerer.read(question.text, kept)
    first = reading.candidates[0].sentence
    citations = pipeline.answerer.citations(reading) if reading.answers else []
    return Found(
        answerable,
        answerable and right(first.article, first.text),
        reading.answers,
        answerable and any(right(c.article, c.quote) for c in citations),
    )


def row(articles: int, found: Sequence[Found]) -> str:
    """A line of the table; `articles` are those that each question was asked of."""
    known, unknown = [f for f in found if f.answerable], [f for f in found if not f.answerable]
    first = sum(f.first for f in known) / len(known)
    cited = sum(f.cited for f in known) / len(known)
    false = sum(f.answered for f in unknown) / len(unknown)
    return f"| {articles:,} | {first:.3f} | {cited:.3f} | {false:.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--others", type=Path, required=True, help="reading set whose paragraphs are the others"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    arguments = parser.parse_args()
    paragraphs = others(arguments.others, max(arguments.sizes))
    print("| articles | right sentence first | cited rightly | unanswerable answered |\n|---|---|---|---|")
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as corpus, tempfile.TemporaryDirectory() as index:
            filled = fill(Path(corpus), paragraphs, size)
            articles = 1 if size == 1 else filled
            pipeline = open_pipeline(Settings(corpus=Path(corpus), index=Path(index)))
            asked = [ask(pipeline, c, size == 1) for c in tqdm(list(cases()), desc=f"{articles} articles")]
            print(row(articles, [f for f in asked if f is not None]), flush=True)


if __name__ == "__main__":
    main()
