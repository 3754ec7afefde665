"""What all sessions share: the pipeline, opened in the background, the store of chats, suggestions."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from state import Chat

from assistant.build import open_pipeline
from assistant.chats import ChatStore
from assistant.indexing import Document, Progress
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from assistant.suggestions import suggestions

Opener = Callable[[Progress], Pipeline]
"""Opens a pipeline, telling how far the index is."""


def open_from_environment(progress: Progress) -> Pipeline:
    """The pipeline that the environment's settings describe."""
    return open_pipeline(Settings.from_environment(), progress)


def chats_from_environment() -> ChatStore[Chat]:
    """The store of chats that the environment's settings name."""
    return ChatStore(Settings.from_environment().chats, Chat)


class Opening:
    """A pipeline that is, or will be, open. Safe to share between sessions."""

    def __init__(self, opener: Opener) -> None:
        self._indexed = (0, 0)
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening")
        self._future: Future[Pipeline] = pool.submit(opener, self._progress)
        pool.shutdown(wait=False)

    def ready(self, seconds: float = 0.0) -> bool:
        """Whether it is open, or has failed, after waiting so long at most."""
        wait([self._future], timeout=seconds)
        return self._future.done()

    @property
    def stage(self) -> tuple[float, str]:
        """How much of the index is made, from 0 to 1, and what is being done in words."""
        done, total = self._indexed
        if not total:
            return 0.0, "Loading the models. This takes a moment after every start."
        if done < total:
            return done / total, f"Indexing the articles: {done:,} of {total:,} sentences."
        return 1.0, "The articles are indexed. Loading the reader."

    def pipeline(self) -> Pipeline:
        """The open pipeline.

        Raises:
            AssistantError: it could not be opened; the message says why and what to do.
        """
        return self._future.result()

    def _progress(self, done: int, total: int) -> None:
        self._indexed = (done, total)


class Suggesting:
    """Questions to begin with, tried out in the background, one article at a time, each article once."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="suggesting")
        self._found: dict[tuple[str, str], Future[tuple[str, ...]]] = {}

    def of(self, document: Document) -> tuple[str, ...] | None:
        """An article's questions; None while they are still being tried, () where trying them failed."""
        id_ = document.article.id
        key = (id_, document.article.text)
        if key not in self._found:
            self._found[key] = self._pool.submit(self._try, id_)
        found = self._found[key]
        return found.result() if found.done() else None

    def _try(self, article: str) -> tuple[str, ...]:
        try:
            return suggestions(self._pipeline, article)
        except Exception:
            logging.getLogger(__name__).exception("No questions could be suggested for %r", article)
            return ()
