"""A question being answered in the background, watched by the session that asked it."""

import logging
import threading

from assistant.answer import Answer
from assistant.errors import AssistantError
from assistant.pipeline import Pipeline, Query

UNFORESEEN = "Something unforeseen happened. Ask again; the log says more."


class Asking:
    """An answer as it grows. The page asks for it again and again; it can be left at any time.

    `so_far` is what has come of the answer, `done` whether that is all, `error` why it went wrong.
    """

    def __init__(self, pipeline: Pipeline, query: Query) -> None:
        self.so_far: Answer | None = None
        self.error: str | None = None
        self.done = False
        self._left = False
        self._grown = threading.Condition()
        threading.Thread(target=self._run, args=(pipeline, query), name="asking", daemon=True).start()

    def grown(self, known: Answer | None, seconds: float) -> bool:
        """Whether there is more than `known`, or no more to come, after waiting so long at most."""
        with self._grown:
            return self._grown.wait_for(lambda: self.done or self.so_far is not known, seconds)

    def leave(self) -> None:
        """Takes no more of the answer."""
        self._left = True

    def _run(self, pipeline: Pipeline, query: Query) -> None:
        error = None
        try:
            for answer in pipeline.stream(query):
                self._tell(answer)
                if self._left:
                    return
        except AssistantError as found:
            error = str(found)
        except Exception:
            logging.getLogger(__name__).exception("A question could not be answered")
            error = UNFORESEEN
        with self._grown:
            self.error, self.done = error, True
            self._grown.notify_all()

    def _tell(self, answer: Answer) -> None:
        with self._grown:
            self.so_far = answer
            self._grown.notify_all()
