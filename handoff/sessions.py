"""The colleagues of a desk and the sessions of their browsers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.low_level import ARGON2_VERSION
from sqlalchemy.engine import Connection

from handoff import audit
from handoff.cipher import Cipher
from handoff.database import Database, metadata
from handoff.staff import AccountError, Staff, staff_table

__all__ = ["SESSION_HOURS", "Session", "Sessions", "hash_token", "sessions_table"]

SESSION_HOURS: Final = 12
IDLE_MINUTES: Final = 120
PRESENT_SECONDS: Final = 120
"""A desk page reports itself at least this often while it is open."""

sessions_table = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("token", sa.String(64), nullable=False, unique=True),
    sa.Column("staff_id", sa.Integer, nullable=False, index=True),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("seen_at", sa.Float, nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False, default=False),
)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; ``csrf`` is the token its forms must carry."""

    id: int
    staff: Staff
    csrf: str


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _unknowable(hasher: PasswordHasher) -> str:
    """A hash no password has, in the form and with the cost of a real one.

    Made of random bytes: really hashing something would cost a start of the service a quarter
    of a second and 64 MiB.
    """

    def random(length: int) -> str:
        return base64.b64encode(secrets.token_bytes(length)).rstrip(b"=").decode()

    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = random(hasher.salt_len), random(hasher.hash_len)
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


class Sessions:
    """Colleagues and who of them is signed in; the ground of :class:`handoff.accounts.Accounts`.

    Args:
        database: the store.
        secret: the installation's secret; CSRF tokens and TOTP secrets are derived from it.
        clock: seconds since the epoch.
        hasher: Argon2 parameters; tests use cheap ones.
        former: earlier secrets that may still have encrypted a TOTP secret.
    """

    def __init__(
        self,
        database: Database,
        secret: str,
        clock: Callable[[], float] = time.time,
        hasher: PasswordHasher | None = None,
        former: tuple[str, ...] = (),
    ) -> None:
        """Nothing is read yet."""
        self.database = database
        self._csrf_key = hashlib.sha256(b"tincay csrf " + secret.encode()).digest()
        self._cipher = Cipher(secret, former)
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        # compared when there is no such login, so that both answers take as long
        self._nobody = _unknowable(self._hasher)

    def _staff(self, row: Any) -> Staff:
        return Staff(
            row.id, row.login, row.name, row.role, row.disabled, row.capacity,
            row.secret_totp is not None,
        )  # fmt: skip

    def everybody(self, tx: Connection) -> list[Staff]:
        """All accounts by name, disabled ones too."""
        query = sa.select(staff_table).order_by(staff_table.c.name)
        return [self._staff(row) for row in tx.execute(query)]

    def names(self, tx: Connection) -> dict[int, str]:
        """Display names by id."""
        query = sa.select(staff_table.c.id, staff_table.c.name)
        return {row.id: row.name for row in tx.execute(query)}

    def get(self, tx: Connection, staff_id: int) -> Staff | None:
        """One account."""
        query = sa.select(staff_table).where(staff_table.c.id == staff_id)
        row = tx.execute(query).one_or_none()
        return None if row is None else self._staff(row)

    def change(
        self,
        tx: Connection,
        by: Staff,
        staff_id: int,
        *,
        role: str | None = None,
        disabled: bool | None = None,
        capacity: int | None = None,
    ) -> None:
        """Change an account; disabling one, or changing its role, ends its sessions.

        Raises:
            AccountError: it would leave the desk without an admin.
        """
        values: dict[str, Any] = {
            key: value
            for key, value in (("role", role), ("disabled", disabled), ("capacity", capacity))
            if value is not None
        }
        if not values:
            return
        tx.execute(staff_table.update().where(staff_table.c.id == staff_id).values(**values))
        if not self._has_admin(tx):
            raise AccountError("Phải còn ít nhất một quản trị viên.")
        if role is not None or disabled:
            self.revoke_all(tx, staff_id)
        detail: dict[str, Any] = {f"new_{key}": value for key, value in values.items()}
        audit.record(
            tx, "account_changed", staff_id=by.id, at=self._clock(), account=staff_id, **detail
        )

    def _has_admin(self, tx: Connection) -> bool:
        query = (
            sa.select(sa.func.count())
            .select_from(staff_table)
            .where(staff_table.c.role == "admin", staff_table.c.disabled.is_(False))
        )
        return int(tx.execute(query).scalar_one()) > 0

    def open_session(self, tx: Connection, staff_id: int) -> str:
        """A new session's cookie value."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        tx.execute(
            sessions_table.insert().values(
                token=hash_token(token),
                staff_id=staff_id,
                created_at=now,
                seen_at=now,
                revoked=False,
            )
        )
        return token

    def session(self, tx: Connection, token: str) -> Session | None:
        """The session of a cookie while it is good."""
        now = self._clock()
        query = sa.select(sessions_table).where(
            sessions_table.c.token == hash_token(token),
            sessions_table.c.revoked.is_(False),
            sessions_table.c.created_at > now - SESSION_HOURS * 3600,
            sessions_table.c.seen_at > now - IDLE_MINUTES * 60,
        )
        row = tx.execute(query).one_or_none()
        staff = None if row is None else self.get(tx, row.staff_id)
        if row is None or staff is None or staff.disabled:
            return None
        csrf = hmac.new(self._csrf_key, token.encode(), hashlib.sha256).hexdigest()
        return Session(row.id, staff, csrf)

    def seen(self, tx: Connection, session_id: int) -> None:
        """Note that the desk is open in this browser."""
        table = sessions_table
        tx.execute(
            table.update()
            .where(table.c.id == session_id, table.c.revoked.is_(False))
            .values(seen_at=self._clock())
        )

    def present(self, tx: Connection) -> set[int]:
        """Ids of staff whose desk is open right now."""
        table = sessions_table
        query = sa.select(table.c.staff_id).where(
            table.c.revoked.is_(False), table.c.seen_at > self._clock() - PRESENT_SECONDS
        )
        return {int(row.staff_id) for row in tx.execute(query)}

    def sign_out(self, tx: Connection, session: Session) -> None:
        """End one session."""
        table = sessions_table
        tx.execute(table.update().where(table.c.id == session.id).values(revoked=True))
        audit.record(tx, "signed_out", staff_id=session.staff.id, at=self._clock())

    def revoke_all(self, tx: Connection, staff_id: int) -> None:
        """End every session of an account."""
        table = sessions_table
        tx.execute(table.update().where(table.c.staff_id == staff_id).values(revoked=True))

    def csrf_right(self, session: Session, token: str) -> bool:
        """Whether a form carries its session's token, compared in constant time."""
        return hmac.compare_digest(session.csrf.encode(), token.encode())
