"""`python -m evals run`: asks every case, scores the answers, writes the report, holds the floors."""

import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from tqdm import tqdm

import assistant
from assistant import embedder, splitter, weights
from assistant.answer import Answer
from assistant.errors import AssistantError, QuestionError
from assistant.settings import PROJECT, Settings
from evals import report as reports
from evals.dataset import Suite, load_suite
from evals.errors import CaseError, EvalsError
from evals.gate import THRESHOLDS, load_thresholds
from evals.report import Report
from evals.results import Result, score

FACTS = Path(__file__).with_name("facts")
LIBRARIES = ("bm25s", "chromadb", "numpy", "onnxruntime", "sentencex", "tokenizers", "torch", "transformers")
"""The packages whose versions may change an answer."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What is asked, of which articles, and where the report goes.

    `index` None stands for a folder that is made for the run and removed after it; `articles` empty
    for all that have cases.
    """

    facts: Path = FACTS
    corpus: Path = PROJECT / "corpus"
    index: Path | None = None
    report: Path = PROJECT / "build" / "evals"
    thresholds: Path = THRESHOLDS
    articles: tuple[str, ...] = ()


class Answerer(Protocol):
    """What is evaluated; assistant.pipeline.Pipeline is one."""

    def converse(self, turns: Sequence[str], article: str | None = None) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """An answerer, and the versions of what its answers depend on."""

    answerer: Answerer
    versions: Mapping[str, str]


OpenSubject = Callable[[RunOptions], AbstractContextManager[Subject]]


def run(options: RunOptions, open_subject: OpenSubject | None = None) -> int:
    """The whole command: 0 if every floor is held, 1 if not, 2 if it cannot be run."""
    try:
        # What can be wrong with the files is told before the models are loaded.
        thresholds = load_thresholds(options.thresholds)
        suite = load_suite(options.facts, options.corpus, options.articles)
        reports.make_folder(options.report)
        with (open_subject or packaged_subject)(options) as subject:
            results = ask(suite, subject.answerer)
        versions = {**subject.versions, "cases": digest_of_cases(suite)}
        report = Report(results, thresholds, versions)
        reports.write(report, options.report)
    except (EvalsError, AssistantError) as error:
        print(error, file=sys.stderr)
        return 2
    latency = reports.latency(results)
    print(reports.as_console(report))
    print(f"\nmilliseconds an answer: p50 {latency['p50']}, p95 {latency['p95']}")
    print(f"The report is in {options.report}: report.md, report.json, latency.json.")
    print("PASSED: every floor is held." if report.passed else "FAILED: a floor is not held.")
    return 0 if report.passed else 1


def ask(suite: Suite, answerer: Answerer) -> list[Result]:
    """Every case's conversation, kept to the case's article, with the last answer scored.

    Raises:
        CaseError: a case holds a question that cannot be asked.
    """
    results = []
    # Where standard error is no terminal (disable=None), no progress is shown.
    for case in tqdm(suite.cases, desc="Asking", unit="case", leave=False, file=sys.stderr, disable=None):
        try:
            answer = answerer.converse(case.turns, case.article)
        except QuestionError as error:
            raise CaseError(f"{case.article}, {case.id!r}: {error} Mend the question.") from error
        results.append(score(case, answer, suite.articles[case.article].text))
    return results


@contextmanager
def packaged_subject(options: RunOptions) -> Iterator[Subject]:
    """The assistant as it is shipped, on an index of its own unless one is given."""
    from assistant.build import open_pipeline

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = Settings(corpus=options.corpus, index=options.index or Path(folder))
        yield Subject(open_pipeline(settings), packaged_versions())


def packaged_versions() -> dict[str, str]:
    """What the shipped assistant's answers depend on; hashes are SHA-256."""
    from assistant.reader.exported import ADAPTER
    from assistant.selection import CALIBRATION

    return {
        "assistant": assistant.__version__,
        "weights": weights.SHA256,  # the file's own hash was checked against it when it was loaded
        "adapter": weights.sha256(ADAPTER / "adapter_model.safetensors"),
        "adapter config": weights.sha256(ADAPTER / "adapter_config.json"),
        "calibration": weights.sha256(CALIBRATION),
        "embedder": embedder.VERSION,
        "splitter": str(splitter.VERSION),
        # The local part, as in 2.13.0+cpu, tells of the machine.
        **{name: version(name).split("+")[0] for name in LIBRARIES},
    }


def digest_of_cases(suite: Suite) -> str:
    """The SHA-256 of the cases and their articles: two reports with the same one can be compared."""
    texts = [repr(case) for case in suite.cases]
    texts += [f"{id_}\0{article.text}" for id_, article in sorted(suite.articles.items())]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
