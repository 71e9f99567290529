"""The desk as routes for a Starlette application."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from handoff.accounts import Accounts
from handoff.cases import Cases
from handoff.contacts import ContactDirectory
from handoff.database import Database
from handoff.desk import actions, board, files, people, queue, records, signin
from handoff.desk.canned import load_canned
from handoff.desk.desk import Desk, Send
from handoff.desk.guard import guarded, open_page, strict
from handoff.desk.stream import stream
from handoff.live import LiveFeed
from handoff.roster import Roster

__all__ = ["desk_routes"]

_STATIC = Path(__file__).with_name("static")
_FILES = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "signin.js": "text/javascript; charset=utf-8",
}


def _version() -> str:
    digest = hashlib.sha256()
    for name in _FILES:
        digest.update((_STATIC / name).read_bytes())
    return digest.hexdigest()[:12]


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        return strict(PlainTextResponse("", status_code=404))
    response = FileResponse(_STATIC / name, media_type=_FILES[name])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return strict(response, cache=True)


def desk_routes(
    database: Database,
    cases: Cases,
    accounts: Accounts,
    contacts: ContactDirectory,
    send: Send,
    *,
    feed: LiveFeed | None = None,
    roster: Roster | None = None,
    place_name: Callable[[str], str] = str,
    timezone: str = "Asia/Ho_Chi_Minh",
    secure: bool = False,
    clock: Callable[[], float] = time.time,
) -> list[Route]:
    """Every address of the desk, all under ``/desk``.

    Args:
        database: the store.
        cases: its cases.
        accounts: its staff accounts.
        contacts: numbers offered to staff by place.
        send: puts a reply to a citizen into the outbox, within the given transaction.
        feed: live events; one a process, share it with the web chat.
        roster: who is on; made from ``accounts`` when not given.
        place_name: the Vietnamese name of a place id.
        timezone: of the times the desk shows.
        secure: mark cookies as HTTPS only, also behind a proxy that ends TLS.
        clock: seconds since the epoch.
    """
    desk = Desk(
        database=database,
        cases=cases,
        accounts=accounts,
        contacts=contacts,
        roster=roster or Roster(accounts, timezone, clock),
        feed=feed or LiveFeed(database),
        send=send,
        canned=load_canned(),
        zone=ZoneInfo(timezone),
        place_name=place_name,
        secure=secure,
        version=_version(),
        clock=clock,
    )
    staff = partial(guarded, desk, "staff")
    supervisor = partial(guarded, desk, "supervisor")
    admin = partial(guarded, desk, "admin")
    one = "/desk/cases/{case}"  # not :int, which breaks on thousands of digits
    return [
        Route("/desk/login", open_page(desk, signin.sign_in), methods=["GET", "POST"]),
        Route("/desk/invite/{token}", open_page(desk, signin.invitation), methods=["GET", "POST"]),
        Route("/desk/static/{version}/{name}", _static),
        Route("/desk/logout", staff(signin.sign_out), methods=["POST"]),
        Route("/desk/account", staff(signin.account), methods=["GET"]),
        Route("/desk/account", staff(signin.account_changed), methods=["POST"]),
        Route("/desk/events", stream(desk)),
        Route("/desk", staff(board.board)),
        Route("/desk/", staff(board.to_board)),
        Route("/desk/queue", staff(queue.queue)),
        Route(one, staff(board.case_page)),
        Route(f"{one}/head", staff(board.head)),
        Route(f"{one}/talk", staff(board.talk)),
        Route(f"{one}/side", staff(board.side)),
        Route(f"{one}/referral", staff(records.referral)),
        Route(one + "/files/{file}", staff(files.file)),
        Route(f"{one}/typing", staff(actions.typing), methods=["POST"]),
        Route(f"{one}/unmask", supervisor(actions.unmask), methods=["POST"]),
        Route(one + "/{action}", staff(actions.act), methods=["POST"]),
        Route("/desk/search", staff(records.search)),
        Route("/desk/roster", staff(people.roster), methods=["GET"]),
        Route("/desk/roster", supervisor(people.change_roster), methods=["POST"]),
        Route("/desk/handover", staff(people.hand_over), methods=["POST"]),
        Route("/desk/numbers", supervisor(records.numbers)),
        Route("/desk/numbers.xlsx", supervisor(records.numbers_file)),
        Route("/desk/trail", admin(records.trail)),
        Route("/desk/staff", admin(people.staff), methods=["GET"]),
        Route("/desk/staff", admin(people.change_staff), methods=["POST"]),
    ]
