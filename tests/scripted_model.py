"""A server on loopback that speaks the OpenAI protocol as its script says, and tells what became of it."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

Reply = Callable[["ScriptedModel"], Response]
"""Makes the response to one request."""


@dataclass
class ScriptedModel:
    """What the server is to answer, one entry a request (the last again and again), and what it saw."""

    script: Sequence[Reply]
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)

    async def answer(self, request: Request) -> Response:
        self.requests.append(await request.json())
        return self.script[min(len(self.requests), len(self.script)) - 1](self)


def says(
    *pieces: str, pause: float = 0.0, cut: bool = False, forever: bool = False, why: str = "stop"
) -> Reply:
    """Streams pieces with a pause before each; `cut` breaks the connection off, `forever` begins again.

    `why` is what the server gives as the reason that the reply has ended.
    """

    def reply(model: ScriptedModel) -> Response:
        async def stream() -> AsyncIterator[bytes]:
            try:
                while True:
                    for piece in pieces:
                        await asyncio.sleep(pause)
                        yield _event([{"index": 0, "delta": {"role": "assistant", "content": piece}}])
                    if not forever:
                        break
                    await asyncio.sleep(0)
                if cut:
                    raise ConnectionAbortedError("cut off, as the script says")
                yield _event([{"index": 0, "delta": {}, "finish_reason": why}])
                yield _event([], usage={"prompt_tokens": 30, "completion_tokens": 12, "total_tokens": 42})
                yield b"data: [DONE]\n\n"
            except (asyncio.CancelledError, GeneratorExit):
                model.hung_up.set()
                raise

        return StreamingResponse(stream(), media_type="text/event-stream")

    return reply


def fails(status: int, message: str = "refused") -> Reply:
    """An error in the protocol's form."""
    return lambda _: JSONResponse({"error": {"message": message, "type": "error", "code": None}}, status)


def silent(_: ScriptedModel) -> Response:
    """Takes the request and says nothing for a minute."""

    async def stream() -> AsyncIterator[bytes]:
        await asyncio.sleep(60)
        yield b""

    return StreamingResponse(stream(), media_type="text/event-stream")


@contextmanager
def served(*script: Reply) -> Iterator[ScriptedModel]:
    """Runs the script on a free port of this machine."""
    model = ScriptedModel(script)
    app = Starlette(routes=[Route("/v1/chat/completions", model.answer, methods=["POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        model.url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        try:
            yield model
        finally:
            server.should_exit = True
            thread.join(10)


def _event(choices: list[dict[str, Any]], usage: dict[str, int] | None = None) -> bytes:
    chunk = {
        "id": "scripted",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": choices,
        "usage": usage,
    }
    return f"data: {json.dumps(chunk)}\n\n".encode()
