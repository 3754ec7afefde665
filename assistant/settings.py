"""The product's settings. The only module that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import SettingsError

_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
"""Where each provider's key is read from."""

PROJECT = Path(__file__).resolve().parent.parent
EVAL_REPORTS = PROJECT / "build" / "evals"
"""Where the evals write their reports and the page looks for them: here, and in the folders inside it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are, whether LangChain may trace, and the language model, if any is switched on.

    Attributes:
        corpus: folder of articles.
        index: folder of the index; made when missing.
        tracing: let LangSmith trace, which opens connections. Off unless asked for.
        chats: SQLite file of the page's chats; made when missing.
        model: "provider:model" of a language model; "" for none.
        model_url: the model's server, where it is not the provider's own; a password may be in it, so it is
            left out of the settings' representation.
        model_silence: seconds that the model may say nothing before it is given up.
        model_key: the provider's key; left out as well.
    """

    corpus: Path = PROJECT / "corpus"
    index: Path = PROJECT / ".index"
    tracing: bool = False
    chats: Path = PROJECT / ".chats" / "chats.sqlite3"
    model: str = ""
    model_url: str = field(default="", repr=False)
    model_silence: float = 60.0
    model_key: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads ASSISTANT_CORPUS, ASSISTANT_INDEX, ASSISTANT_CHATS, ASSISTANT_TRACING (1 for on),
        ASSISTANT_MODEL and, for it, ASSISTANT_MODEL_URL, ASSISTANT_MODEL_TIMEOUT (seconds) and the
        provider's own key.

        Raises:
            SettingsError: ASSISTANT_MODEL_TIMEOUT is no number of seconds.
        """
        default = cls()
        model = environment.get("ASSISTANT_MODEL", "").strip()
        return cls(
            corpus=Path(environment.get("ASSISTANT_CORPUS") or default.corpus),
            index=Path(environment.get("ASSISTANT_INDEX") or default.index),
            tracing=environment.get("ASSISTANT_TRACING") == "1",
            chats=Path(environment.get("ASSISTANT_CHATS") or default.chats),
            model=model,
            model_url=environment.get("ASSISTANT_MODEL_URL", "").strip(),
            model_silence=_seconds(environment.get("ASSISTANT_MODEL_TIMEOUT"), default.model_silence),
            model_key=environment.get(_KEYS.get(model.partition(":")[0], ""), "").strip(),
        )


def _seconds(given: str | None, default: float) -> float:
    if not given:
        return default
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise SettingsError(
            f"ASSISTANT_MODEL_TIMEOUT is {given!r}. Give seconds, more than 0 and at most 3600."
        )
    return seconds
