"""Measures what a user waits for: `python -m evals.bench`.

Prints a cold `assistant ask` (a new process), warm answers (p50 and p95 over eval cases), indexing beside the
bare float32 model's encode of the same passages in the same run, and the peak memory of this process. The
models are exported once for an index, which is timed apart. Figures depend on the machine: compare within
one run.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.build import MODELS, open_library, open_pipeline
from assistant.embedder import sentence_transformers_embedder
from assistant.loader import article_files, load_article
from assistant.runtime.exports import Exports
from assistant.settings import Settings
from evals.children import as_shipped
from evals.dataset import load_cases
from evals.statistics import percentile

FACTS = Path(__file__).with_name("facts")
ARTICLES = Path(__file__).with_name("tuning")
COLD_RUNS = 3
WARM_QUESTIONS = 40
QUESTION = "Who rejected Trump's remarks?"


def exporting(index: Path) -> float:
    """Seconds to export every model into an index folder that has none."""
    started = time.perf_counter()
    Exports(index, MODELS).refresh()
    return time.perf_counter() - started


def cold_ask(index: Path) -> float:
    """Median seconds of `assistant ask` in a new process with the index made."""
    command = as_shipped([sys.executable, "-m", "assistant", "ask", QUESTION, "--index", str(index)])
    seconds = []
    for _ in range(COLD_RUNS + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds[1:])


def warm_answers(settings: Settings) -> list[float]:
    """Milliseconds of one answer after another."""
    pipeline = open_pipeline(settings)
    article = load_article(article_files(settings.corpus)[0])
    cases = [c for c in load_cases(FACTS / f"{article.id}.yaml", article) if not c.follow_up][:WARM_QUESTIONS]
    pipeline.invoke(QUESTION)
    return [pipeline.invoke(case.question).milliseconds for case in cases]


def indexing(index: Path) -> tuple[float, float]:
    """Passages a second of indexing the tuning articles, their models exported, and of the bare encode."""
    exporting(index)
    embeddings = sentence_transformers_embedder()
    embeddings.embed_documents(["warm up"])
    started = time.perf_counter()
    library = open_library(Settings(corpus=ARTICLES, index=index))
    whole = time.perf_counter() - started
    texts = [p.text for id_ in library.articles() for p in library.document(id_).passages]
    started = time.perf_counter()
    embeddings.embed_documents(texts)
    bare = time.perf_counter() - started
    return len(texts) / whole, len(texts) / bare


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder)
        print(f"export, once      {exporting(index / 'cold'):8.2f} s")
        print(f"cold ask          {cold_ask(index / 'cold'):8.2f} s")
        times = warm_answers(Settings(index=index / "cold"))
        print(f"warm answer p50   {percentile(times, 50):8.0f} ms")
        print(f"warm answer p95   {percentile(times, 95):8.0f} ms")
        whole, bare = indexing(index / "tuning")
        print(f"indexing          {whole:8.1f} passages/s (model loaded, split, embedded, written)")
        print(f"bare encode       {bare:8.1f} passages/s (ratio {whole / bare:.2f})")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory       {peak:8.0f} MiB")


if __name__ == "__main__":
    main()
