"""The queue: the same for everybody, but for whose cases are whose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy.engine import Connection
from starlette.responses import Response

from handoff.case import Case, CaseState
from handoff.cases import cases_table
from handoff.desk.desk import Desk, Visit
from handoff.live import latest

__all__ = ["Section", "queue", "queue_of"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the queue: how many cases, and their rows as HTML."""

    count: int
    rows: Markup

    def choosing(self, case_id: int | None) -> Section:
        """The same with one case marked as the one on the page."""
        link = f'data-case="{case_id}"'
        if case_id is None or link not in self.rows:
            return self
        return Section(
            self.count, Markup(str(self.rows).replace(link, f'{link} aria-current="true"'))
        )


def _section(rows: Iterable[str]) -> Section:
    found = list(rows)
    return Section(len(found), Markup("".join(found)))


def queue_of(desk: Desk, tx: Connection, visit: Visit, chosen: int | None) -> dict[str, Any]:
    """What ``_queue.html`` shows this colleague, with the case ``chosen`` marked."""
    newest = latest(tx)
    shared = desk.shared.get(newest, lambda: _everybodys(desk, tx))
    me = visit.session.staff.id
    owned: list[tuple[Case, str]] = shared["owned"]
    sections = {
        **{name: shared[name] for name in ("waiting", "returned", "due")},
        "held": _section(row for case, row in owned if case.owner == me),
        "others": _section(row for case, row in owned if case.owner != me),
    }
    return {
        **shared,
        **{name: section.choosing(chosen) for name, section in sections.items()},
        "unanswered": sum(case.unanswered for case, _ in owned if case.owner == me),
        "latest": newest,
    }


def _everybodys(desk: Desk, tx: Connection) -> dict[str, Any]:
    """What is the same in everybody's queue."""
    names = desk.accounts.names(tx)
    cases = desk.cases.queue(tx)
    waiting = [case for case in cases if case.owner is None]
    returned = desk.cases.select(tx, cases_table.c.state == CaseState.RETURNED.value, limit=20)
    return {
        "waiting": _section(desk.row(case, names) for case in waiting),
        "returned": _section(desk.row(case, names) for case in returned),
        "due": _section(desk.row(case, names) for case in desk.cases.due(tx)),
        "owned": [(case, desk.row(case, names)) for case in cases if case.owner is not None],
        "danger": sum(case.level == "emergency" and not case.withdrawn_at for case in waiting),
        "newest": ",".join(str(case.id) for case in waiting),
        "names": names,
        "duty": desk.roster.on_duty(tx),
    }


def queue(desk: Desk, visit: Visit) -> Response:
    """The queue alone, fetched again whenever something happened; 304 where nothing did.

    Waiting times are no reason to send it again: the page itself lets them go on.
    """
    selected = visit.request.query_params.get("case", "")
    chosen = int(selected) if selected.isdecimal() else None
    with desk.database.reading() as tx:
        values = queue_of(desk, tx, visit, chosen)
    told = (values["latest"], visit.session.id, chosen, values["due"].count, values["duty"])
    tag = f'"{"-".join(map(str, told))}"'
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    answer = desk.render("_queue.html", visit=visit, **values)
    answer.headers["ETag"] = tag
    return answer
