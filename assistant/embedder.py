"""The packaged MiniLM as LangChain Embeddings. The only module that loads sentence-transformers."""

import io
import warnings
from contextlib import redirect_stderr

from langchain_core.embeddings import Embeddings

from assistant.weights import minilm_folder

DIMENSIONS = 384
VERSION = "sentence-transformers/float32"


def packaged_embedder() -> Embeddings:
    """An embedder of texts into unit vectors of 384 floats; opens no socket.

    Raises:
        WeightsError: the packaged weights are missing or altered.
    """
    folder = minilm_folder()
    with warnings.catch_warnings(), redirect_stderr(io.StringIO()):  # progress bars, deprecations
        warnings.simplefilter("ignore")
        from langchain_huggingface import HuggingFaceEmbeddings

        return HuggingFaceEmbeddings(
            model_name=str(folder),
            model_kwargs={"device": "cpu", "local_files_only": True},
            encode_kwargs={"normalize_embeddings": True, "batch_size": 32},
        )
