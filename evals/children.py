"""How a measurement starts another process: without what the caller has set for the assistant."""

from collections.abc import Sequence

SETTINGS = (
    "ASSISTANT_CORPUS", "ASSISTANT_INDEX", "ASSISTANT_CHATS", "ASSISTANT_TRACING", "ASSISTANT_MODEL",
    "ASSISTANT_MODEL_URL", "ASSISTANT_MODEL_TIMEOUT", "OPENAI_API_KEY", "ANTHROPIC_API_KEY",
)  # fmt: skip
"""The variables that assistant/settings.py reads."""


def as_shipped(command: Sequence[str], **settings: str) -> list[str]:
    """The command with the assistant's own settings, whatever the environment says, but for those given here.

    It is run in the caller's environment, by POSIX's `env`, which becomes the command itself.
    """
    cleared = [word for name in SETTINGS for word in ("-u", name)]
    return ["env", *cleared, *(f"{name}={value}" for name, value in settings.items()), *command]
