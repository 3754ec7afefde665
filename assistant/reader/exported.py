"""The reader as the product runs it: exported, without torch."""

from collections.abc import Sequence
from pathlib import Path

from assistant.documents import Passage, Sentence
from assistant.reader.spans import ReadSpan
from assistant.reader.windows import read_spans
from assistant.runtime.exports import Export, Head
from assistant.runtime.session import ExportedModel

ADAPTER = Path(__file__).with_name("adapter")
READER = Export("reader", Head.SPANS, ADAPTER)


class ExportedReader:
    """Reads passages for the answer to a question; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._model = ExportedModel(path)

    def read(
        self, question: str, passages: Sequence[Passage], sentences: Sequence[Sequence[Sentence]]
    ) -> list[ReadSpan]:
        """The best span of every sentence in every passage; see `read_spans`."""
        return read_spans(self._model.run, question, passages, sentences)
