"""An exported model at work in onnxruntime."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding

Output = NDArray[np.float32]


class ExportedModel:
    """Runs tokenised texts through an exported model, each on its own; safe to share between threads.

    Nothing is padded and no row sees another, so a text's output depends neither on its company nor on
    the number of threads. It is faster than batches, too: docs/decisions/0007-speed.md. The file is read
    beside whatever else is starting; the first run waits for it.
    """

    def __init__(self, path: Path) -> None:
        self._threads = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix=path.stem)
        self._session = self._threads.submit(_session, path)

    def run(self, rows: Sequence[Encoding]) -> list[Output]:
        """The model's output for each row, in order; its shape is the head's (assistant.runtime.exports)."""
        if len(rows) == 1:
            return [self._run(rows[0])]
        longest_first = sorted(range(len(rows)), key=lambda place: -len(rows[place].ids))
        done = dict(
            zip(longest_first, self._threads.map(self._run, (rows[i] for i in longest_first)), strict=True)
        )
        return [done[place] for place in range(len(rows))]

    def _run(self, row: Encoding) -> Output:
        feed = {
            "input_ids": np.array([row.ids], dtype=np.int64),
            "token_type_ids": np.array([row.type_ids], dtype=np.int64),
        }
        output: Output = self._session.result().run(None, feed)[0]
        return output


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors alone
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
