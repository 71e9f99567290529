"""What every page of the desk has at hand, and the visit of one signed-in colleague."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse

from handoff.accounts import Accounts, Session
from handoff.case import Case
from handoff.cases import Cases
from handoff.cleaning import visible
from handoff.contacts import ContactDirectory
from handoff.database import Database
from handoff.desk import words
from handoff.desk.canned import CannedReply
from handoff.live import LiveFeed
from handoff.reply import Reply
from handoff.roster import Roster

__all__ = ["Desk", "Send", "Shared", "Visit", "whole_number"]

SHARED_SECONDS: Final = 1.0


def whole_number(text: str) -> int | None:
    """The number of an address or a form field; ``None`` for what no id of ours can be."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class Send(Protocol):
    """Puts a reply to a citizen into the outbox, within the transaction that records it."""

    def __call__(self, tx: Connection, conversation: str, reply: Reply, /) -> object:
        """Send ``reply`` once ``tx`` commits."""


class Shared:
    """What fifty desks ask for at the same moment, made once.

    A new event makes it anew at once, time alone after a second.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """Nothing is kept yet."""
        self._clock = clock
        self._lock = threading.Lock()
        self._newest, self._made_at = -1, 0.0
        self._values: dict[str, Any] = {}

    def get(self, newest: int, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The values as of the event ``newest``, from ``make`` where they are not kept."""
        with self._lock:
            now = self._clock()
            if self._newest != newest or not 0 <= now - self._made_at < SHARED_SECONDS:
                self._values = make()
                self._newest, self._made_at = newest, now
            return self._values


@dataclass(frozen=True)
class Desk:
    """Everything the pages use.

    Attributes:
        place_name: the Vietnamese name of a place id.
        secure: cookies only over HTTPS.
        version: changes whenever the page's own files do, so that browsers fetch them anew.
    """

    database: Database
    cases: Cases
    accounts: Accounts
    contacts: ContactDirectory
    roster: Roster
    feed: LiveFeed
    send: Send
    canned: tuple[CannedReply, ...]
    zone: ZoneInfo
    place_name: Callable[[str], str]
    secure: bool
    version: str
    clock: Callable[[], float] = time.time
    templates: Environment = field(init=False)
    shared: Shared = field(init=False)
    _rendered: Callable[[Case, str, str], str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare the templates."""
        folder = Path(__file__).with_name("templates")
        environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(words=words, version=self.version)
        environment.filters["clock_time"] = lambda at: words.clock_time(at, self.zone, self.clock())
        environment.filters["date_time"] = lambda at: words.date_time(at, self.zone)
        environment.filters["waited"] = lambda at: words.waiting(self.clock() - at)
        environment.filters["day"] = words.day
        environment.filters["place"] = self.place
        row = environment.get_template("_row.html")

        @lru_cache(maxsize=4096)
        def rendered(case: Case, owner: str, waited: str) -> str:
            return row.render(case=case, owner=owner, waited=waited)

        object.__setattr__(self, "_rendered", rendered)
        object.__setattr__(self, "templates", environment)
        object.__setattr__(self, "shared", Shared(self.clock))

    def row(self, case: Case, names: Mapping[int, str]) -> str:
        """A row of the queue: the same for everybody, and mostly from one look to the next."""
        waited = words.waiting(self.clock() - case.opened_at)
        return self._rendered(case, names.get(case.owner or 0, words.SOMEONE), waited)

    def place(self, place_id: str | None) -> str:
        """The name of a place, or that it is not known."""
        return self.place_name(place_id) if place_id else words.NO_PLACE

    def render(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page."""
        page = self.templates.get_template(template).render(**values)
        return HTMLResponse(page, status_code=status)


@dataclass(frozen=True)
class Visit:
    """One request of a signed-in colleague."""

    request: Request
    session: Session
    form: Mapping[str, str]

    @property
    def scripted(self) -> bool:
        """Whether our script asks (it wants JSON) rather than the browser itself."""
        return "application/json" in self.request.headers.get("accept", "")

    def number(self, name: str) -> int:
        """An id in the path; 0, which is nobody's, where there is none."""
        return whole_number(self.request.path_params[name]) or 0

    def field(self, name: str) -> str:
        """A form field without what cannot be seen, stripped; ``""`` when missing."""
        return visible(self.form.get(name, "")).strip()
