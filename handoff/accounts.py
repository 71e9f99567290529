"""Staff accounts: Argon2 passwords, invitations, lockout, optional TOTP."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

import pyotp
import sqlalchemy as sa
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.engine import Connection

from handoff import audit
from handoff.cipher import UnreadableTextError
from handoff.cleaning import visible
from handoff.database import metadata
from handoff.sessions import SESSION_HOURS, Session, Sessions, hash_token, sessions_table
from handoff.staff import (
    ROLES,
    AccountError,
    LockedError,
    Staff,
    WrongPasswordError,
    staff_table,
)
from handoff.store import insert_once
from handoff.strangers import Strangers

__all__ = [
    "ROLES",
    "SESSION_HOURS",
    "AccountError",
    "Accounts",
    "Invitation",
    "LockedError",
    "Session",
    "Staff",
    "WrongPasswordError",
    "invitations_table",
    "sessions_table",
    "staff_table",
]

INVITATION_HOURS: Final = 72
FAILURES_BEFORE_LOCK: Final = 5
LOCK_MINUTES: Final = 15
PASSWORD_LEAST: Final = 10

invitations_table = sa.Table(
    "invitations",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("token", sa.String(64), nullable=False, unique=True),
    sa.Column("role", sa.String(12), nullable=False),
    sa.Column("staff_id", sa.Integer),  # set: a new password for that account
    sa.Column("invited_by", sa.Integer),
    sa.Column("expires_at", sa.Float, nullable=False),
    sa.Column("used_at", sa.Float),
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An unused, unexpired invitation; ``staff`` is set where it only renews a password."""

    id: int
    role: str
    staff: Staff | None


def _login(text: str) -> str:
    # cut first: composing many marks takes long, and no login is that long
    return unicodedata.normalize("NFC", text[:200]).strip().casefold()


class Accounts(Sessions):
    """The accounts of a store: how colleagues come in and sign in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """As :class:`handoff.sessions.Sessions`."""
        super().__init__(*args, **options)
        self._strangers = Strangers(FAILURES_BEFORE_LOCK, LOCK_MINUTES * 60)

    def first_admin_token(self) -> str | None:
        """A one-time token for the first admin's link while there is no admin, else ``None``.

        Each call makes a new one and ends the former.
        """
        with self.database.atomic() as tx:
            if self._has_admin(tx):
                return None
            table = invitations_table
            tx.execute(table.delete().where(table.c.role == "admin", table.c.invited_by.is_(None)))
            return self._invite(tx, "admin", None, None)

    def invite(self, tx: Connection, by: Staff, role: str, staff_id: int | None = None) -> str:
        """A one-time token for a new account, or for a new password of ``staff_id``.

        Raises:
            AccountError: only admins invite.
            ValueError: no such role.
        """
        if not by.may("admin"):
            raise AccountError("Chỉ quản trị viên được mời.")
        if role not in ROLES:
            raise ValueError(f"no such role: {role!r}")
        audit.record(tx, "invited", staff_id=by.id, at=self._clock(), role=role, account=staff_id)
        return self._invite(tx, role, staff_id, by.id)

    def _invite(self, tx: Connection, role: str, staff_id: int | None, by: int | None) -> str:
        token = secrets.token_urlsafe(24)
        tx.execute(
            invitations_table.insert().values(
                token=hash_token(token),
                role=role,
                staff_id=staff_id,
                invited_by=by,
                expires_at=self._clock() + INVITATION_HOURS * 3600,
            )
        )
        return token

    def invitation(self, tx: Connection, token: str) -> Invitation | None:
        """The invitation of a token while it can be used."""
        table = invitations_table
        row = tx.execute(
            sa.select(table).where(
                table.c.token == hash_token(token),
                table.c.used_at.is_(None),
                table.c.expires_at > self._clock(),
            )
        ).one_or_none()
        if row is None:
            return None
        staff = self.get(tx, row.staff_id) if row.staff_id is not None else None
        return Invitation(row.id, row.role, staff)

    def join(self, tx: Connection, token: str, login: str, name: str, password: str) -> Staff:
        """Use an invitation: make the account, or renew its password.

        Raises:
            AccountError: used or expired, login taken, or the password is too weak.
        """
        invitation = self.invitation(tx, token)
        if invitation is None:
            raise AccountError("Đường dẫn mời đã dùng hoặc đã hết hạn.")
        login, name = _login(login), visible(name).strip()
        if invitation.staff is not None:
            login, name = invitation.staff.login, invitation.staff.name
        if not login or not name or len(login) > 60 or len(name) > 80:
            raise AccountError("Cần có tên đăng nhập và tên hiển thị.")
        self._check_password(password, login, name)
        now = self._clock()
        used = tx.execute(
            invitations_table.update()
            .where(invitations_table.c.id == invitation.id, invitations_table.c.used_at.is_(None))
            .values(used_at=now)
        )
        if used.rowcount != 1:
            raise AccountError("Đường dẫn mời đã dùng hoặc đã hết hạn.")
        hashed = self._hasher.hash(password)
        if invitation.staff is not None:
            staff_id: int | None = invitation.staff.id
            tx.execute(
                staff_table.update()
                .where(staff_table.c.id == staff_id)
                .values(password=hashed, failures=0, locked_until=0.0)
            )
            self.revoke_all(tx, invitation.staff.id)
        else:
            values = {
                "login": login,
                "name": name,
                "role": invitation.role,
                "password": hashed,
                "totp_used": 0,
                "failures": 0,
                "locked_until": 0.0,
                "disabled": False,
                "capacity": 5,
                "created_at": now,
            }
            staff_id = insert_once(tx, staff_table, values)
        if staff_id is None:
            raise AccountError("Tên đăng nhập này đã có người dùng.")
        audit.record(tx, "joined", staff_id=staff_id, at=now, role=invitation.role)
        staff = self.get(tx, staff_id)
        assert staff is not None
        return staff

    def _check_password(self, password: str, login: str, name: str) -> None:
        if len(password) < PASSWORD_LEAST:
            raise AccountError(f"Mật khẩu cần ít nhất {PASSWORD_LEAST} ký tự.")
        plain = password.casefold()
        if len(set(plain)) < 5 or login in plain or name.casefold() in plain:
            raise AccountError("Mật khẩu này dễ đoán; hãy chọn một câu dài hơn, không có tên mình.")

    def sign_in(self, login: str, password: str, code: str = "") -> str:
        """Check a login and return the session's cookie value.

        Opens its own transactions, because a failure must be counted although it raises.

        Raises:
            WrongPasswordError: login, password or code is wrong.
            LockedError: too many failures.
        """
        login = _login(login)
        now = self._clock()
        with self.database.reading() as tx:
            known = self._not_locked(tx, login, now)
        hashed = self._nobody if known is None else known.password
        right = self._verify(hashed, password)
        with self.database.atomic() as tx:
            # again: those who try many passwords at once must not outrun the lock
            row = self._not_locked(tx, login, now)
            if row is None:
                self._strangers.fail(hash_token(login), now)
                audit.record(tx, "sign_in_failed", at=now)
            else:
                right = right and row.password == hashed and not row.disabled
                if right and self._code_right(tx, row, code):
                    return self._session_for(tx, row, password, now)
                self._fail(tx, row, now)
        raise WrongPasswordError("Tên đăng nhập, mật khẩu hoặc mã chưa đúng.")

    def _not_locked(self, tx: Connection, login: str, now: float) -> Any:
        """The row of a login, ``None`` where there is none.

        Raises:
            LockedError: too many failures, also at a login nobody has.
        """
        query = sa.select(staff_table).where(staff_table.c.login == login)
        row = tx.execute(query.with_for_update()).one_or_none()
        until = self._strangers.locked_until(hash_token(login)) if row is None else row.locked_until
        if until > now:
            raise LockedError(until - now)
        return row

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return bool(self._hasher.verify(hashed, password))
        except (VerificationError, InvalidHashError):
            return False

    def _fail(self, tx: Connection, row: Any, now: float) -> None:
        table = staff_table
        failures = tx.execute(
            sa.select(table.c.failures).where(table.c.id == row.id).with_for_update()
        ).scalar_one()
        lock = failures + 1 >= FAILURES_BEFORE_LOCK
        values = {"failures": 0 if lock else failures + 1}
        if lock:
            values["locked_until"] = now + LOCK_MINUTES * 60
        tx.execute(table.update().where(table.c.id == row.id).values(**values))
        audit.record(tx, "locked" if lock else "sign_in_failed", staff_id=row.id, at=now)

    def _code_right(self, tx: Connection, row: Any, code: str) -> bool:
        if row.secret_totp is None:
            return True
        try:
            totp = pyotp.TOTP(self._cipher.decrypt(row.secret_totp))
        except UnreadableTextError as error:
            raise AccountError(
                "Mã hai lớp của tài khoản này không đọc được bằng khoá hiện nay. "
                "Nhờ quản trị viên tắt mã hai lớp rồi bật lại."
            ) from error
        step = int(self._clock()) // 30
        for candidate in (step, step - 1, step + 1):
            if candidate > row.totp_used and hmac.compare_digest(
                totp.generate_otp(candidate).encode(), code.strip().encode()
            ):
                used = tx.execute(
                    staff_table.update()
                    .where(staff_table.c.id == row.id, staff_table.c.totp_used < candidate)
                    .values(totp_used=candidate)
                )
                return bool(used.rowcount == 1)  # a code is good once
        return False

    def _session_for(self, tx: Connection, row: Any, password: str, now: float) -> str:
        values: dict[str, Any] = {"failures": 0, "locked_until": 0.0}
        if self._hasher.check_needs_rehash(row.password):
            values["password"] = self._hasher.hash(password)
        tx.execute(staff_table.update().where(staff_table.c.id == row.id).values(**values))
        audit.record(tx, "signed_in", staff_id=row.id, at=now)
        return self.open_session(tx, row.id)

    def new_totp(self, staff: Staff) -> tuple[str, str]:
        """A fresh secret and its ``otpauth://`` address; kept only by :meth:`set_totp`."""
        secret = pyotp.random_base32()
        address = pyotp.TOTP(secret).provisioning_uri(name=staff.login, issuer_name="Tin Cậy")
        return secret, address

    def set_totp(self, tx: Connection, staff: Staff, secret: str, code: str) -> None:
        """Turn the second factor on, once a code shows that the phone has the secret.

        Raises:
            AccountError: the code is wrong.
        """
        totp, step = pyotp.TOTP(secret), int(self._clock()) // 30
        right = [s for s in (step, step - 1, step + 1) if totp.generate_otp(s) == code.strip()]
        if not right:
            raise AccountError("Mã chưa đúng; hãy nhập mã đang hiện trên điện thoại.")
        # this code too is good once
        self._store_totp(tx, staff, self._cipher.encrypt(secret), used=max(right))
        audit.record(tx, "totp_on", staff_id=staff.id, at=self._clock())

    def drop_totp(self, tx: Connection, staff: Staff, code: str) -> None:
        """Turn one's own second factor off, with a code from the phone.

        Raises:
            AccountError: the code is wrong.
            LockedError: too many codes were; each is to be told to :meth:`missed`.
        """
        row = self._not_locked(tx, staff.login, self._clock())
        if not self._code_right(tx, row, code):
            raise AccountError("Mã chưa đúng; hãy nhập mã đang hiện trên điện thoại.")
        self.clear_totp(tx, staff, staff)

    def missed(self, tx: Connection, staff: Staff) -> None:
        """Count a wrong code of somebody signed in: a stolen browser must not try them all."""
        query = sa.select(staff_table).where(staff_table.c.id == staff.id)
        self._fail(tx, tx.execute(query).one(), self._clock())

    def clear_totp(self, tx: Connection, staff: Staff, by: Staff) -> None:
        """Turn the second factor off, for a colleague who lost her phone."""
        self._store_totp(tx, staff, None)
        audit.record(tx, "totp_off", staff_id=by.id, at=self._clock(), account=staff.id)

    def _store_totp(self, tx: Connection, staff: Staff, secret: str | None, used: int = 0) -> None:
        statement = staff_table.update().where(staff_table.c.id == staff.id)
        tx.execute(statement.values(secret_totp=secret, totp_used=used))
