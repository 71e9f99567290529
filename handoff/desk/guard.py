"""Who may see a page: session, role, CSRF token and strict headers, in one place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from handoff.accounts import Session
from handoff.desk import words
from handoff.desk.desk import Desk, Visit

__all__ = ["COOKIE", "Endpoint", "Page", "found_session", "guarded", "open_page", "strict"]

COOKIE: Final = "tincay_desk"
MOST_FORM_BYTES: Final = 64 * 1024

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
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


def found_session(desk: Desk, request: Request) -> Session | None:
    """The session of the request's cookie, while it is good."""
    token = request.cookies.get(COOKIE)
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
    """

    async def endpoint(request: Request) -> Response:
        if request.method == "POST" and not _same_origin(request):
            return strict(_refused(request, 403, words.BAD_FORM))
        form = await _form(request)
        return strict(await run_in_threadpool(page, desk, request, form))

    return endpoint


def _same_origin(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.split("://")[-1] == request.headers.get("host")
