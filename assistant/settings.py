"""The product's settings. The only module that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
EVAL_REPORTS = PROJECT / "build" / "evals"
"""Where the evals write their reports and the page looks for them: here, and in the folders inside it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are, and whether LangChain may trace.

    Attributes:
        corpus: folder of articles.
        index: folder of the index; made when missing.
        tracing: let LangSmith trace, which opens connections. Off unless asked for.
        chats: SQLite file of the page's chats; made when missing.
    """

    corpus: Path = PROJECT / "corpus"
    index: Path = PROJECT / ".index"
    tracing: bool = False
    chats: Path = PROJECT / ".chats" / "chats.sqlite3"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads ASSISTANT_CORPUS, ASSISTANT_INDEX, ASSISTANT_CHATS and ASSISTANT_TRACING (1 for on)."""
        default = cls()
        return cls(
            corpus=Path(environment.get("ASSISTANT_CORPUS") or default.corpus),
            index=Path(environment.get("ASSISTANT_INDEX") or default.index),
            tracing=environment.get("ASSISTANT_TRACING") == "1",
            chats=Path(environment.get("ASSISTANT_CHATS") or default.chats),
        )
