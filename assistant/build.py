"""The composition root: Settings to a pipeline that answers.

What takes longest to import, LangChain and Chroma, is imported while the models are checked and read.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import inflection
from assistant.embedder import EMBEDDER, ExportedEmbedder
from assistant.loader import article_files
from assistant.reader.exported import READER, ExportedReader
from assistant.runtime.exports import Exports
from assistant.selection import Calibration
from assistant.settings import Settings
from assistant.support.exported import SUPPORT, ExportedSupport

if TYPE_CHECKING:
    from assistant.generator import GenerativeAnswerer
    from assistant.indexing import Changes, Library, Progress
    from assistant.pipeline import Pipeline

MODELS = (EMBEDDER, READER, SUPPORT)
"""What is exported into the index folder."""


@dataclass(frozen=True, slots=True)
class Models:
    """The exported models of an index folder; `exported` says in words which were made anew."""

    embedder: ExportedEmbedder
    reader: ExportedReader
    support: ExportedSupport
    exported: tuple[str, ...]


def open_models(index: Path) -> Models:
    """The models, exported into an index folder where they are not there yet.

    Raises:
        IndexFolderError, WeightsError: as their messages say.
    """
    exports = Exports(index, MODELS)
    exported = exports.refresh()
    return Models(
        ExportedEmbedder(exports.path(EMBEDDER)),
        ExportedReader(exports.path(READER)),
        ExportedSupport(exports.path(SUPPORT)),
        exported,
    )


def open_library(
    settings: Settings,
    progress: "Progress" = lambda done, total: None,
    tell: "Callable[[Changes], None]" = lambda changes: None,
) -> "Library":
    """The corpus with its models and its index brought up to date; `tell` hears what changed.

    Raises:
        CorpusError, IndexFolderError, WeightsError: as their messages say.
    """
    return _library(settings, _opening(settings), progress, tell)


def open_pipeline(
    settings: Settings,
    progress: "Progress" = lambda done, total: None,
    tell: "Callable[[Changes], None]" = lambda changes: None,
) -> "Pipeline":
    """Everything loaded and ready to answer.

    Raises:
        CorpusError, IndexFolderError, WeightsError: as their messages say.
    """
    opening = _opening(settings)
    from assistant.correction import Corrector
    from assistant.extractive import ExtractiveAnswerer
    from assistant.pipeline import Pipeline

    library = _library(settings, opening, progress, tell)
    models, calibration = opening.result(), Calibration.packaged()
    answerer = ExtractiveAnswerer(library, models.reader, calibration, models.support)
    corrector = Corrector(models.support, calibration)
    generator = _generator(library, settings, models.support)
    inflection.load()
    return Pipeline(library, answerer, corrector, generator, tracing=settings.tracing)


def _opening(settings: Settings) -> Future[Models]:
    """Opens the models in a thread of its own."""
    article_files(settings.corpus)  # a missing corpus is told before the models take their time
    thread = ThreadPoolExecutor(1, thread_name_prefix="models")
    opening = thread.submit(open_models, settings.index)
    thread.shutdown(wait=False)
    return opening


def _library(
    settings: Settings,
    opening: Future[Models],
    progress: "Progress",
    tell: "Callable[[Changes], None]",
) -> "Library":
    from assistant.indexing import Library

    models = opening.result()
    library = Library(settings.corpus, settings.index, models.embedder)
    tell(replace(library.refresh(progress), exported=models.exported))
    return library


def _generator(
    library: "Library", settings: Settings, support: ExportedSupport
) -> "GenerativeAnswerer | None":
    """The language model with its gate, where one is switched on; nothing is loaded or dialled otherwise."""
    if not settings.model:
        return None
    from assistant.chat_model import ChatModel, ModelChoice, open_chat_model
    from assistant.generator import GenerativeAnswerer
    from assistant.grounding.gate import Gate

    choice = ModelChoice.of(settings)
    model = ChatModel(settings.model, partial(open_chat_model, choice), choice.silence, settings.tracing)
    return GenerativeAnswerer(library, model, Gate(support))
