"""Signing in and out, invitations, and one's own account."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from handoff import audit
from handoff.accounts import SESSION_HOURS, AccountError, LockedError
from handoff.desk.desk import Desk, Visit
from handoff.desk.guard import cookie_name, found_session, is_secure

__all__ = ["account", "account_changed", "invitation", "sign_in", "sign_out"]


def _signed_in(desk: Desk, request: Request, token: str) -> Response:
    response = RedirectResponse("/desk", status_code=303)
    secure = is_secure(desk, request)
    response.set_cookie(
        cookie_name(secure),
        token,
        max_age=SESSION_HOURS * 3600,
        path="/" if secure else "/desk",  # as __Host- demands
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    return response


def sign_in(desk: Desk, request: Request, form: dict[str, str]) -> Response:
    """The sign-in form and what comes of it."""
    if request.method == "GET":
        if found_session(desk, request) is not None:
            return RedirectResponse("/desk", status_code=303)
        return desk.render("login.html", problem="", login="")
    login = form.get("login", "")
    try:
        token = desk.accounts.sign_in(login, form.get("password", ""), form.get("code", ""))
    except AccountError as error:
        status = 429 if isinstance(error, LockedError) else 403
        return desk.render("login.html", status, problem=str(error), login=login)
    return _signed_in(desk, request, token)


def sign_out(desk: Desk, visit: Visit) -> Response:
    """End the session."""
    with desk.database.atomic() as tx:
        desk.accounts.sign_out(tx, visit.session)
    response = RedirectResponse("/desk/login", status_code=303)
    secure = is_secure(desk, visit.request)
    path = "/" if secure else "/desk"
    response.delete_cookie(cookie_name(secure), path=path, secure=secure, httponly=True)
    return response


def invitation(desk: Desk, request: Request, form: dict[str, str]) -> Response:
    """The page behind a one-time link: make an account, or set a new password."""
    token = request.path_params["token"]
    with desk.database.reading() as tx:
        invited = desk.accounts.invitation(tx, token)
    if invited is None:
        return desk.render("invite.html", 410, invited=None, problem="", form=form)
    if request.method == "GET":
        return desk.render("invite.html", invited=invited, problem="", form=form)
    password = form.get("password", "")
    try:
        if password != form.get("again", ""):
            raise AccountError("Hai lần nhập mật khẩu không giống nhau.")
        with desk.database.atomic() as tx:
            staff = desk.accounts.join(
                tx, token, form.get("login", ""), form.get("name", ""), password
            )
            if invited.staff is None:
                return _signed_in(desk, request, desk.accounts.open_session(tx, staff.id))
    except AccountError as error:
        return desk.render("invite.html", 422, invited=invited, problem=str(error), form=form)
    return RedirectResponse("/desk/login", status_code=303)


def account(desk: Desk, visit: Visit) -> Response:
    """One's own account: the second factor."""
    secret, address = desk.accounts.new_totp(visit.session.staff)
    return desk.render(
        "account.html", visit=visit, page="account", secret=secret, address=address, problem=""
    )


def account_changed(desk: Desk, visit: Visit) -> Response:
    """Turn the second factor on or off, or end every session of one's own."""
    staff = visit.session.staff
    if visit.field("do") == "leave":
        with desk.database.atomic() as tx:
            desk.accounts.revoke_all(tx, staff.id)
            audit.record(tx, "signed_out_everywhere", staff_id=staff.id, at=desk.clock())
        return RedirectResponse("/desk/login", status_code=303)
    secret, code = visit.field("secret"), visit.field("code")
    try:
        with desk.database.atomic() as tx:
            if staff.totp:
                desk.accounts.drop_totp(tx, staff, code)
            else:
                desk.accounts.set_totp(tx, staff, secret, code)
    except (AccountError, ValueError) as error:
        if staff.totp and not isinstance(error, LockedError):
            with desk.database.atomic() as tx:
                desk.accounts.missed(tx, staff)
        return desk.render(
            "account.html", 422, visit=visit, page="account", secret=secret, address="",
            problem=str(error),
        )  # fmt: skip
    return RedirectResponse("/desk/account", status_code=303)
