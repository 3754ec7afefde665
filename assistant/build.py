"""The composition root: Settings to a pipeline that answers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.embedder import EMBEDDER, ExportedEmbedder
from assistant.extractive import ExtractiveAnswerer
from assistant.indexing import Changes, Library, Progress
from assistant.loader import article_files
from assistant.pipeline import Pipeline
from assistant.reader.exported import READER, ExportedReader
from assistant.runtime.exports import Exports
from assistant.selection import Calibration
from assistant.settings import Settings

MODELS = (EMBEDDER, READER)
"""What is exported into the index folder."""


def open_models(index: Path) -> tuple[ExportedEmbedder, ExportedReader]:
    """The embedder and the reader, exported into an index folder where they are not there yet.

    Raises:
        IndexFolderError, WeightsError: as their messages say.
    """
    exports = Exports(index, MODELS)
    exports.refresh()
    return ExportedEmbedder(exports.path(EMBEDDER)), ExportedReader(exports.path(READER))


def open_library(
    settings: Settings,
    progress: Progress = lambda done, total: None,
    tell: Callable[[Changes], None] = lambda changes: None,
) -> Library:
    """The corpus with its models and its index brought up to date; `tell` hears what changed.

    Raises:
        CorpusError, IndexFolderError, WeightsError: as their messages say.
    """
    article_files(settings.corpus)  # told before the models take their time
    exports = Exports(settings.index, MODELS)
    exported = exports.refresh()
    library = Library(settings.corpus, settings.index, ExportedEmbedder(exports.path(EMBEDDER)))
    tell(replace(library.refresh(progress), exported=exported))
    return library


def open_pipeline(
    settings: Settings,
    progress: Progress = lambda done, total: None,
    tell: Callable[[Changes], None] = lambda changes: None,
) -> Pipeline:
    """Everything loaded and ready to answer.

    Raises:
        CorpusError, IndexFolderError, WeightsError: as their messages say.
    """
    library = open_library(settings, progress, tell)
    reader = ExportedReader(Exports(settings.index, MODELS).path(READER))
    answerer = ExtractiveAnswerer(library, reader, Calibration.packaged())
    return Pipeline(library, answerer, tracing=settings.tracing)
