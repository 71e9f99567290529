"""Accounts and roster pages, for admins and supervisors."""

from __future__ import annotations

from sqlalchemy.engine import Connection
from starlette.responses import RedirectResponse, Response

from handoff.accounts import ROLES, AccountError
from handoff.case import Case
from handoff.desk import words
from handoff.desk.actions import release
from handoff.desk.desk import Desk, Visit
from handoff.roster import RosterError

__all__ = ["change_roster", "change_staff", "hand_over", "roster", "staff"]


def staff(desk: Desk, visit: Visit, *, problem: str = "", link: str = "") -> Response:
    """Everybody with an account, and invitations."""
    with desk.database.reading() as tx:
        people = desk.accounts.everybody(tx)
        here = desk.accounts.present(tx)
    return desk.render(
        "staff.html", 422 if problem else 200, visit=visit, page="staff", people=people,
        here=here, roles=ROLES, problem=problem, link=link,
    )  # fmt: skip


def change_staff(desk: Desk, visit: Visit) -> Response:
    """Invite somebody, renew a password, change or disable an account."""
    by, wanted = visit.session.staff, visit.field("do")
    account = visit.field("account")
    link = ""
    try:
        with desk.database.atomic() as tx:
            found = desk.accounts.get(tx, int(account)) if account.isdecimal() else None
            if wanted == "invite":
                token = desk.accounts.invite(tx, by, visit.field("role"))
                link = f"{visit.request.base_url}desk/invite/{token}"
            elif found is None:
                raise AccountError("Không có tài khoản này.")
            elif wanted == "password":
                token = desk.accounts.invite(tx, by, found.role, found.id)
                link = f"{visit.request.base_url}desk/invite/{token}"
            elif wanted == "totp":
                desk.accounts.clear_totp(tx, found, by)
            elif wanted in ("disable", "enable"):
                desk.accounts.change(tx, by, found.id, disabled=wanted == "disable")
            elif wanted == "change":
                capacity = visit.field("capacity")
                role = visit.field("role")
                if role not in ROLES or not capacity.isdecimal() or not 1 <= int(capacity) <= 50:
                    raise AccountError("Vai trò hoặc số ca chưa đúng.")
                desk.accounts.change(
                    tx, by, found.id, role=role if role != found.role else None,
                    capacity=int(capacity),
                )  # fmt: skip
    except (AccountError, ValueError) as error:
        return staff(desk, visit, problem=str(error))
    if link:
        return staff(desk, visit, link=link)
    return RedirectResponse("/desk/staff", status_code=303)


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal()):
        raise RosterError("Giờ bắt đầu và kết thúc chưa đúng.")
    return int(hours) * 60 + int(minutes)


def roster(desk: Desk, visit: Visit, *, problem: str = "") -> Response:
    """Who is on when."""
    with desk.database.reading() as tx:
        values = {
            "shifts": desk.roster.shifts(tx),
            "colleagues": desk.roster.colleagues(tx),
            "names": desk.accounts.names(tx),
            "duty": desk.roster.on_duty(tx),
            "mine": len(_held(desk, tx, visit)),
        }
    status = 422 if problem else 200
    return desk.render("roster.html", status, visit=visit, page="roster", problem=problem, **values)


def _held(desk: Desk, tx: Connection, visit: Visit) -> list[Case]:
    me = visit.session.staff.id
    return [case for case in desk.cases.queue(tx) if case.owner == me]


def hand_over(desk: Desk, visit: Visit) -> Response:
    """Give every case one holds to a colleague, or back to the queue, before going home."""
    me, wanted = visit.session.staff.id, visit.field("to")
    problem = ""
    with desk.database.atomic() as tx:
        held = _held(desk, tx, visit)
        found = [c for c in desk.roster.colleagues(tx) if str(c.staff.id) == wanted]
        to = found[0] if found else None
        if wanted != "queue" and (to is None or to.staff.id == me):
            problem = words.NO_COLLEAGUE
        elif to is not None and not to.available:
            problem = words.NOT_ON.format(name=to.staff.name)
        elif to is not None and to.room < len(held):
            problem = words.TOO_MANY.format(name=to.staff.name, room=to.room, count=len(held))
        else:
            for case in held:
                if to is None:
                    release(desk, tx, case, me)
                else:
                    desk.cases.transfer(tx, case.id, me, to.staff.id)
    if problem:
        return roster(desk, visit, problem=problem)
    return RedirectResponse("/desk/roster", status_code=303)


def change_roster(desk: Desk, visit: Visit) -> Response:
    """Add or remove a shift."""
    by = visit.session.staff
    try:
        with desk.database.atomic() as tx:
            if visit.field("do") == "remove":
                desk.roster.remove(tx, by, int(visit.field("shift") or 0))
            else:
                weekday, day = visit.field("weekday"), visit.field("day")
                desk.roster.add(
                    tx,
                    by,
                    int(visit.field("staff") or 0),
                    _minutes(visit.field("start")),
                    _minutes(visit.field("end")),
                    weekday=int(weekday) if weekday and not day else None,
                    day=day or None,
                )
    except (RosterError, ValueError) as error:
        return roster(desk, visit, problem=str(error))
    return RedirectResponse("/desk/roster", status_code=303)
