"""`python -m evals run`: asks every case, scores the answers, writes the report, holds the gate."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

import assistant
from assistant import embedder, prompts, splitter, weights
from assistant.errors import AssistantError
from assistant.settings import EVAL_REPORTS, Settings
from evals import report as reports
from evals.asking import Answerer, ask, ranked, vary
from evals.cases import Suite
from evals.compare import Comparison, compare
from evals.dataset import FACTS, corpus_files, default_corpora, load_suite
from evals.errors import EvalsError, ReportError
from evals.gate import THRESHOLDS, Thresholds, load_thresholds
from evals.outcomes import BASELINE, Outcome, load_outcomes, outcomes
from evals.report import Asked, Report, Source
from evals.reports.console import as_console
from evals.results import Result
from evals.scorers.ranking import Ranked
from evals.variations import sample, variations

VARIATIONS = 40
SEED = 20
NO_BASELINE = Path("none")
LIBRARIES = ("bm25s", "chromadb", "numpy", "onnxruntime", "sentencex", "tokenizers", "torch", "transformers")
"""The packages whose versions may change an answer."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What is asked, of which articles, and where the report goes.

    `index` None stands for a folder that is made for the run and removed after it; `articles` empty
    for all that have cases; `variations` is how many are drawn with `seed`, None for all. `thresholds` and
    `baseline` None stand for the shipped ones where the shipped cases are asked, for none where others are;
    a baseline of the name `none` is none. Floors are of the whole: none of the shipped ones binds a part.
    """

    facts: Path = FACTS
    corpus: Sequence[Path] = field(default_factory=default_corpora)
    index: Path | None = None
    report: Path = EVAL_REPORTS
    thresholds: Path | None = None
    baseline: Path | None = None
    articles: tuple[str, ...] = ()
    variations: int | None = VARIATIONS
    seed: int = SEED

    @property
    def asked(self) -> Asked:
        """Which cases are asked; the shipped floors follow what the shipped ones reach as a whole."""
        return Asked(self.facts.resolve() == FACTS.resolve(), self.articles)


@dataclass(frozen=True, slots=True)
class Subject:
    """An answerer, the versions of what its answers depend on, and what its retrieval is ranked in.

    It is asked `at_once` questions at a time.
    """

    answerer: Answerer
    versions: Mapping[str, str]
    library: Ranked | None = None
    at_once: int = 1


OpenSubject = Callable[[RunOptions], AbstractContextManager[Subject]]


def run(options: RunOptions, open_subject: OpenSubject | None = None) -> int:
    """The whole command: 0 if the gate is open, 1 if not, 2 if it cannot be run."""
    try:
        # What can be wrong with the files is told before the models are loaded.
        thresholds, baseline = _floors(options), _before(options)
        suite = load_suite(options.facts, options.corpus, options.articles)
        reports.make_folder(options.report)
        with (open_subject or packaged_subject)(options) as subject:
            results = _evaluated(suite, subject, options)
        report = Report(
            results=results,
            thresholds=thresholds,
            versions={**subject.versions, "cases": digest_of_cases(suite)},
            sampling=_sampling(suite, options),
            comparison=_since(baseline, options.articles, results),
            sources=_sources(suite),
            asked=options.asked,
        )
        reports.write(report, options.report)
    except (EvalsError, AssistantError) as error:
        print(error, file=sys.stderr)
        return 2
    latency = reports.latency(results)
    print(as_console(report))
    print(
        f"\nmilliseconds an answer, {subject.at_once} at a time: p50 {latency['p50']}, p95 {latency['p95']}"
    )
    print(f"The report is in {options.report}: report.html, report.md, report.json, junit.xml, latency.json.")
    print(report.verdict)
    return 0 if report.passed else 1


def _floors(options: RunOptions) -> Thresholds:
    """The floors that bind the run."""
    if options.thresholds is not None:
        return load_thresholds(options.thresholds)
    if not options.asked.shipped:
        return Thresholds({})
    shipped = load_thresholds(THRESHOLDS)
    return shipped if options.asked.whole else Thresholds({}, chance=shipped.chance)


def _before(options: RunOptions) -> Mapping[str, Outcome]:
    """The baseline's outcomes, by case; empty where nothing is to be compared.

    Raises:
        ReportError: there is nothing at the path named or where the shipped one is to be, no baseline, or
            no case in it.
    """
    path = options.baseline or (BASELINE if options.asked.shipped else NO_BASELINE)
    if path == NO_BASELINE:
        return {}
    if not path.exists():
        raise ReportError(
            f"There is no baseline at {str(path)!r}. Name one that is there, or compare with none: "
            f"--baseline {NO_BASELINE}"
        )
    found = load_outcomes(path)
    if not found:
        raise ReportError(
            f"The baseline at {str(path)!r} holds no case. Name another, or compare with none: "
            f"--baseline {NO_BASELINE}"
        )
    return found


def _evaluated(suite: Suite, subject: Subject, options: RunOptions) -> list[Result]:
    sampled = sample(suite.cases, options.variations, options.seed)
    results = ask(suite, subject.answerer, subject.at_once)
    results = vary(results, sampled, subject.answerer, subject.at_once)
    return ranked(results, subject.library, subject.at_once) if subject.library else results


def _sampling(suite: Suite, options: RunOptions) -> dict[str, int]:
    """How many variations were asked, of how many there are, and the seed that drew them."""
    every = len(variations(suite.cases, options.seed))
    drawn = every if options.variations is None else min(every, options.variations)
    return {"drawn": drawn, "of": every, "seed": options.seed}


def _since(
    baseline: Mapping[str, Outcome], articles: Sequence[str], results: Sequence[Result]
) -> Comparison | None:
    """What became of the baseline's cases, about these articles where some are named; None without one."""
    known = {
        key: outcome for key, outcome in baseline.items() if not articles or key.partition("/")[0] in articles
    }
    return compare(known, outcomes(results)) if baseline else None


def _sources(suite: Suite) -> dict[str, Source]:
    return {
        id_: Source(article.title, article.text, id_ in suite.invented)
        for id_, article in suite.articles.items()
    }


@contextmanager
def packaged_subject(options: RunOptions) -> Iterator[Subject]:
    """The assistant as it is shipped and set up, over one corpus of all the folders, on a private index."""
    from assistant.build import open_pipeline

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for path in corpus_files(options.corpus).values():
            shutil.copyfile(path, corpus / path.name)
        settings = Settings.from_environment()
        index = options.index or _private_index(Path(folder), settings.index)
        settings = replace(settings, corpus=corpus, index=index)
        pipeline = open_pipeline(settings)
        versions = {**packaged_versions(), **_model_versions(settings)}
        # A language model's server may refuse more than one question at a time.
        yield Subject(pipeline, versions, pipeline.library, 1 if settings.model else os.cpu_count() or 1)


def _private_index(folder: Path, own: Path) -> Path:
    """An index to be made anew, but for the models exported to the product's own, if they are still right."""
    index = folder / "index"
    if (own / "models").is_dir():
        shutil.copytree(own / "models", index / "models")
    return index


def _model_versions(settings: Settings) -> dict[str, str]:
    """The language model that is switched on and the hash of its prompts; nothing where none is."""
    return {"model": settings.model, "prompts": prompts.version()} if settings.model else {}


def packaged_versions() -> dict[str, str]:
    """What the shipped assistant's answers depend on; hashes are SHA-256."""
    from assistant.reader.exported import ADAPTER
    from assistant.selection import CALIBRATION
    from assistant.support.exported import ADAPTER as SUPPORT_ADAPTER

    return {
        "assistant": assistant.__version__,
        "weights": weights.SHA256,  # the file's own hash was checked against it when it was loaded
        "adapter": weights.sha256(ADAPTER / "adapter_model.safetensors"),
        "adapter config": weights.sha256(ADAPTER / "adapter_config.json"),
        "support adapter": weights.sha256(SUPPORT_ADAPTER / "adapter_model.safetensors"),
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
