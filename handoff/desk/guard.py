"""Who may see a page: session, role, CSRF token and strict headers, in one place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from handoff.accounts import Session
from handoff.desk import words
from handoff.desk.desk import Desk, Visit

__all__ = [
    "COOKIE",
    "Endpoint",
    "Page",
    "cookie_name",
    "found_session",
    "guarded",
    "is_secure",
    "open_page",
    "strict",
]

COOKIE: Final = "tincay_desk"
"""Name of the session's cookie; over HTTPS with ``__Host-`` before it (:func:`cookie_name`)."""
MOST_FORM_BYTES: Final = 64 * 1024
HASHED_AT_ONCE: Final = 4

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex",
}

Page = Callable[[Desk, Visit], Response]
OpenPage = Callable[[Desk, Request, dict[str, str]], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def strict(response: Response, *, cache: bool = False) -> Response:
    """The response with our security headers; pages are never stored by the browser."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not cache:
        response.headers["Cache-Control"] = "no-store"
    return response


def is_secure(desk: Desk, request: Request) -> bool:
    """Whether the browser came over HTTPS, also where a proxy ends it."""
    return desk.secure or request.url.scheme == "https"


def cookie_name(secure: bool) -> str:
    """Name of the session's cookie.

    A browser takes ``__Host-`` only from this very host: a page of a sibling domain can set no
    session for us.
    """
    return f"__Host-{COOKIE}" if secure else COOKIE


def found_session(desk: Desk, request: Request) -> Session | None:
    """The session of the request's cookie, while it is good."""
    token = request.cookies.get(cookie_name(is_secure(desk, request)))
    if not token:
        return None
    with desk.database.reading() as tx:
        return desk.accounts.session(tx, token)


async def _form(request: Request) -> dict[str, str]:
    if request.method != "POST":
        return {}
    if int(request.headers.get("content-length") or MOST_FORM_BYTES + 1) > MOST_FORM_BYTES:
        return {}
    async with request.form(max_files=0, max_fields=40) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _refused(request: Request, status: int, message: str) -> Response:
    if _wants_json(request):
        return JSONResponse({"ok": False, "message": message}, status_code=status)
    return Response(message, status_code=status, media_type="text/plain; charset=utf-8")


def guarded(desk: Desk, role: str, page: Page) -> Endpoint:
    """An endpoint for colleagues with at least this role; POST needs the CSRF token."""

    def answer(request: Request, form: dict[str, str]) -> Response:
        session = found_session(desk, request)
        if session is None:
            if request.method == "GET" and not _wants_json(request):
                return RedirectResponse("/desk/login", status_code=303)
            return _refused(request, 401, words.EXPIRED)
        if not session.staff.may(role):
            return _refused(request, 403, words.FORBIDDEN)
        if request.method == "POST":
            token = request.headers.get("x-csrf-token") or form.get("csrf", "")
            if not desk.accounts.csrf_right(session, token):
                return _refused(request, 403, words.BAD_FORM)
        return page(desk, Visit(request, session, form))

    async def endpoint(request: Request) -> Response:
        form = await _form(request)
        # one trip to a thread for all of it: fifty desks ask at the same moment
        return strict(await run_in_threadpool(answer, request, form))

    return endpoint


def open_page(desk: Desk, page: OpenPage) -> Endpoint:
    """An endpoint for people who have not signed in: sign-in and invitations.

    A POST must come from our own page: browsers say so in ``Origin`` or ``Sec-Fetch-Site``.
    Hashing a password takes time and 64 MiB: those who try many leave the threads of the others
    alone.
    """
    limiter = CapacityLimiter(HASHED_AT_ONCE)

    async def endpoint(request: Request) -> Response:
        if request.method == "POST" and not _same_origin(request):
            return strict(_refused(request, 403, words.BAD_FORM))
        form = await _form(request)
        answer = partial(page, desk, request, form)
        return strict(await to_thread.run_sync(answer, limiter=limiter))

    return endpoint


def _same_origin(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.split("://")[-1] == request.headers.get("host")
