"""What every HTTP answer of the front has in common: strict headers, small bodies, clear errors."""

from __future__ import annotations

import json
import logging
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels import messages

__all__ = ["BODY_LIMIT", "BodyLimit", "Headers", "error", "handlers", "read_json"]

logger = logging.getLogger(__name__)

BODY_LIMIT: Final = 1_000_000
"""Bytes of a request body: room for 100,000 Vietnamese characters written as ``\\uXXXX``."""

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)


class Headers:
    """Adds the security headers a response does not set itself.

    Args:
        app: the application.
        secure: people come over HTTPS.
        embeddable: path prefixes that other sites may show in a frame.
    """

    def __init__(self, app: ASGIApp, secure: bool, embeddable: tuple[str, ...] = ()) -> None:
        """Prepare the headers once."""
        self._app, self._embeddable = app, embeddable
        self._always = {
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
            "cross-origin-opener-policy": "same-origin",
            "cache-control": "no-store",
        }
        if secure:
            self._always["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        framed = scope["path"].startswith(self._embeddable) if self._embeddable else False

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._always.items():
                    headers.setdefault(name, value)
                ancestors = "*" if framed else "'none'"
                headers.setdefault("content-security-policy", _POLICY.format(ancestors=ancestors))
                if not framed:
                    headers.setdefault("x-frame-options", "DENY")
                    headers.setdefault("cross-origin-resource-policy", "same-origin")
            await send(message)

        await self._app(scope, receive, with_headers)


class _TooLargeError(Exception):
    pass


class BodyLimit:
    """Refuses bodies above a limit, also those that do not say their length.

    Args:
        app: the application.
        limit: bytes.
    """

    def __init__(self, app: ASGIApp, limit: int = BODY_LIMIT) -> None:
        """Keep the limit."""
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._limit:
            await error(413, messages.TOO_LARGE)(scope, receive, send)
            return
        seen, started = 0, False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                raise _TooLargeError
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except _TooLargeError:
            if not started:
                await error(413, messages.TOO_LARGE)(scope, receive, send)


def error(status: int, sentence: str) -> JSONResponse:
    """An error answer: one sentence."""
    return JSONResponse({"error": sentence}, status_code=status)


async def read_json(request: Request) -> dict[str, Any]:
    """The JSON object of a body.

    Raises:
        HTTPException: 400, it is none.
    """
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError) as problem:
        raise HTTPException(400, messages.NOT_JSON) from problem
    if not isinstance(body, dict):
        raise HTTPException(400, messages.NOT_JSON)
    return body


async def _refused(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    known = {404: messages.NOT_FOUND, 405: messages.NOT_ALLOWED}
    sentence = problem.detail
    if problem.status_code in known and sentence in ("Not Found", "Method Not Allowed"):
        sentence = known[problem.status_code]
    response = error(problem.status_code, sentence)
    response.headers.update(problem.headers or {})
    return response


async def _broken(request: Request, problem: Exception) -> Response:
    logger.error("request failed", exc_info=problem)
    return error(500, messages.WENT_WRONG)


handlers: Final[dict[Any, Any]] = {HTTPException: _refused, Exception: _broken}
"""Exception handlers of the application."""
