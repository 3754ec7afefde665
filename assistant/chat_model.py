"""A chat model behind LangChain, held to limits, its failures told in plain words without any key.

The model runs on an event loop of its own, so that a reply can be waited for and given up at any moment:
closing the iterator cancels the request and closes its connection.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langsmith import tracing_context
from pydantic import AnyHttpUrl, TypeAdapter, ValidationError
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from assistant.errors import ModelError
from assistant.settings import Settings

MAX_TOKENS = 1_024
"""So many tokens a reply may have."""

MAX_CHARACTERS = 8_000
"""After so many characters a reply is broken off, whatever the server does."""

HEARTBEAT = 0.2
"""Seconds after which an empty piece is given where the model is silent, so that it can be stopped."""

_OPENING = threading.Lock()
"""A cache does not keep two threads from making the same thing at once."""

_WHY_ENDED = ("finish_reason", "stop_reason", "done_reason")
"""Where OpenAI, Anthropic and Ollama tell why a reply ended."""

_AT_LIMIT = ("length", "max_tokens")
_ATTEMPTS = 3
_PATIENCE = 5
"""A whole reply may take so many times the longest silence."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model to ask, and how; `key` and `url`, which may hold a password, are in no representation.

    Attributes:
        provider: "openai", "anthropic" or "ollama".
        model: its name with the provider.
        url: of the server, where it is not the provider's own.
        key: "" where none is set.
        silence: the seconds that the model may say nothing.
    """

    provider: str
    model: str
    url: str
    key: str
    silence: float

    @classmethod
    def of(cls, settings: Settings) -> "ModelChoice":
        """The one that the settings name; whether there is such a model is told when it is opened."""
        provider, _, model = settings.model.partition(":")
        return cls(provider, model, settings.model_url, settings.model_key, settings.model_silence)

    @property
    def name(self) -> str:
        return f"{self.provider}:{self.model}"

    def __repr__(self) -> str:
        return f"ModelChoice({self.name!r})"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a reply, often none; `tokens` of the whole exchange, where the server tells them.

    `cut` says that the reply ends here for its limit, not because the model had done.
    """

    text: str = ""
    tokens: int | None = None
    cut: bool = False


class ChatModel:
    """Streams replies of one chat model."""

    def __init__(
        self, name: str, open_model: Callable[[], BaseChatModel], silence: float = 60.0, tracing: bool = False
    ) -> None:
        """`open_model` is called when the first question is asked: what it raises is told there."""
        self.name = name
        self._open = lru_cache(maxsize=1)(open_model)
        self._silence = silence
        self._tracing = tracing

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[Piece]:
        """The reply in pieces; an empty one at least every 0.2 seconds. Closing it stops the model.

        Raises:
            ModelError: what happened, and what to do.
        """
        pieces: queue.SimpleQueue[Piece | ModelError | None] = queue.SimpleQueue()
        with _OPENING:
            model, loop = self._open(), _loop()  # opening is outside of the reply's time limit
        future = asyncio.run_coroutine_threadsafe(self._reply(model, messages, pieces.put), loop)
        try:
            while True:
                try:
                    piece = pieces.get(timeout=HEARTBEAT)
                except queue.Empty:
                    piece = Piece()
                if isinstance(piece, ModelError):
                    raise piece
                if piece is None:
                    return
                yield piece
        finally:
            future.cancel()

    async def _reply(
        self,
        model: BaseChatModel,
        messages: Sequence[BaseMessage],
        put: Callable[[Piece | ModelError | None], None],
    ) -> None:
        """Puts the reply's pieces, then None; or, whatever goes wrong, an error in the reader's words."""
        began = threading.Event()

        def worth_another_try(error: BaseException) -> bool:
            return not began.is_set() and _is_transient(error)

        tries = AsyncRetrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_exponential_jitter(initial=0.3, max=2.0, jitter=0.3),
            retry=retry_if_exception(worth_another_try),
            reraise=True,
        )
        try:
            with tracing_context(enabled=None if self._tracing else False):
                async with asyncio.timeout(_PATIENCE * self._silence):
                    await tries(self._one_try, model, messages, put, began)
        except Exception as error:  # noqa: BLE001 - a provider may raise anything; all of it is told
            put(ModelError(explained(error, self.name, self._silence, began.is_set())))
        else:
            put(None)

    async def _one_try(
        self,
        model: BaseChatModel,
        messages: Sequence[BaseMessage],
        put: Callable[[Piece], None],
        began: threading.Event,
    ) -> None:
        chunks = aiter(model.astream(list(messages)))
        characters = 0
        while True:
            try:
                chunk = await asyncio.wait_for(anext(chunks), self._silence)
            except StopAsyncIteration:
                return
            began.set()
            usage = chunk.usage_metadata if hasattr(chunk, "usage_metadata") else None
            characters += len(chunk.text)
            endless = characters > MAX_CHARACTERS
            cut = endless or any(chunk.response_metadata.get(key) in _AT_LIMIT for key in _WHY_ENDED)
            put(Piece(chunk.text, usage["total_tokens"] if usage else None, cut))
            if endless:
                await chunks.aclose()  # type: ignore[attr-defined]
                return


def open_chat_model(choice: ModelChoice) -> BaseChatModel:
    """The LangChain model of a choice. Imports its provider's package; opens no connection.

    Raises:
        ModelError: the provider is unknown, its package or key is missing, or the address is none.
    """
    if choice.provider not in _OPTIONS:
        known = ", ".join(_OPTIONS)
        raise ModelError(
            f"ASSISTANT_MODEL names the provider {choice.provider!r}; known are {known}. Write it as "
            "provider:model, for example ollama:llama3.2."
        )
    if not choice.model:
        raise ModelError(
            "ASSISTANT_MODEL names no model. Write it as provider:model, for example ollama:llama3.2."
        )
    if choice.url:
        _check(choice.url)
    from langchain.chat_models import init_chat_model

    options = _OPTIONS[choice.provider](choice)
    try:
        model: BaseChatModel = init_chat_model(choice.model, model_provider=choice.provider, **options)
    except ImportError as error:
        raise ModelError(
            f"The package for {choice.provider!r} models is not installed. Run: "
            f"pip install -c constraints.txt -e '.[{choice.provider}]'"
        ) from error
    return model


def _check(url: str) -> None:
    """Refuses what is no address of a server; it is not repeated, for a key may be in it."""
    try:
        TypeAdapter(AnyHttpUrl).validate_python(url)
    except ValidationError:
        raise ModelError(
            "ASSISTANT_MODEL_URL is no address of a server. Write it as http://host:port/v1, for example "
            "http://127.0.0.1:11434."
        ) from None


def _openai(choice: ModelChoice) -> dict[str, Any]:
    if not choice.key and not choice.url:
        raise ModelError("There is no key for 'openai'. Set OPENAI_API_KEY.")
    return {
        "api_key": choice.key or "none",  # a local server asks for none, its client does
        "base_url": choice.url or None,
        "max_tokens": MAX_TOKENS,
        "timeout": choice.silence,
        "max_retries": 0,
        "stream_usage": True,
    }


def _anthropic(choice: ModelChoice) -> dict[str, Any]:
    if not choice.key:
        raise ModelError("There is no key for 'anthropic'. Set ANTHROPIC_API_KEY.")
    options = {"api_key": choice.key, "max_tokens": MAX_TOKENS, "timeout": choice.silence, "max_retries": 0}
    return options | ({"base_url": choice.url} if choice.url else {})


def _ollama(choice: ModelChoice) -> dict[str, Any]:
    return {
        "base_url": choice.url or None,
        "num_predict": MAX_TOKENS,
        "temperature": 0,
        "client_kwargs": {"timeout": choice.silence},
    }


_OPTIONS: dict[str, Callable[[ModelChoice], dict[str, Any]]] = {
    "openai": _openai,
    "anthropic": _anthropic,
    "ollama": _ollama,
}


def explained(error: BaseException, name: str, silence: float, began: bool = False) -> str:
    """What went wrong, in fixed words: a provider's own message may repeat a part of the key.

    `began` says that a part of the reply had come.
    """
    if isinstance(error, ModelError):
        return str(error)
    status = _status(error)
    if status is not None:
        told = _OF_STATUS.get(status) or _OF_STATUS[500 if status >= 500 else 400]
        return f"The server of {name!r} {told.format(status=status)}"
    if _is_a(error, "Timeout"):
        return (
            f"The model {name!r} was silent for {silence:g} seconds, or did not finish. Ask again, or raise "
            "ASSISTANT_MODEL_TIMEOUT."
        )
    if began or _is_a(error, "Protocol"):
        return f"The reply of {name!r} broke off. Ask again."
    if _is_a(error, "Connect", "Network", "Transport"):
        return f"The server of {name!r} cannot be reached. Is it running, and is ASSISTANT_MODEL_URL right?"
    return f"The model {name!r} failed ({type(error).__name__}). Ask again."


_REFUSED = "refused the key ({status}). Check the provider's key in the environment."
_OF_STATUS = {
    400: "refused the request ({status}). Check ASSISTANT_MODEL.",
    401: _REFUSED,
    403: _REFUSED,
    404: "does not know the model (404). Check ASSISTANT_MODEL and ASSISTANT_MODEL_URL.",
    429: "takes no more requests for now (429). Ask again in a while.",
    500: "failed ({status}). Ask again in a while.",
}


def _is_transient(error: BaseException) -> bool:
    status = _status(error)
    if status is not None:
        return status in (408, 409, 429) or status >= 500
    return _is_a(error, "Connect", "Network", "Transport", "Protocol") and not _is_a(error, "Timeout")


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status > 0 else None


def _is_a(error: BaseException, *parts: str) -> bool:
    """Whether the error, or what caused it, is of a class so named: the providers share no base class."""
    chain = [error, error.__cause__, error.__context__]
    names = [cls.__name__ for link in chain if link is not None for cls in type(link).__mro__]
    return any(part in name for name in names for part in parts)


@lru_cache
def _loop() -> asyncio.AbstractEventLoop:
    """The one event loop of all models; providers keep connections that belong to a loop. Under _OPENING."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop
