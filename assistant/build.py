"""The composition root: Settings to a pipeline that answers."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from assistant.chat_model import ChatModel, ModelChoice, open_chat_model
from assistant.correction import Corrector
from assistant.embedder import EMBEDDER, ExportedEmbedder
from assistant.extractive import ExtractiveAnswerer
from assistant.generator import GenerativeAnswerer
from assistant.grounding.gate import Gate
from assistant.indexing import Changes, Library, Progress
from assistant.loader import article_files
from assistant.pipeline import Pipeline
from assistant.reader.exported import READER, ExportedReader
from assistant.runtime.exports import Exports
from assistant.selection import Calibration
from assistant.settings import Settings
from assistant.support.exported import SUPPORT, ExportedSupport

MODELS = (EMBEDDER, READER, SUPPORT)
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
    exports = Exports(settings.index, MODELS)
    reader, support = ExportedReader(exports.path(READER)), ExportedSupport(exports.path(SUPPORT))
    calibration = Calibration.packaged()
    answerer = ExtractiveAnswerer(library, reader, calibration)
    corrector = Corrector(support, calibration)
    generator = _generator(library, settings, support)
    return Pipeline(library, answerer, corrector, generator, tracing=settings.tracing)


def _generator(library: Library, settings: Settings, support: ExportedSupport) -> GenerativeAnswerer | None:
    """The language model with its gate, where one is switched on; nothing is loaded or dialled otherwise."""
    if not settings.model:
        return None
    provider, _, name = settings.model.partition(":")
    choice = ModelChoice(provider, name, settings.model_url, settings.model_key, settings.model_silence)
    model = ChatModel(settings.model, partial(open_chat_model, choice), choice.silence, settings.tracing)
    return GenerativeAnswerer(library, model, Gate(support))
