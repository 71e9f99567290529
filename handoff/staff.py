"""A colleague with an account, and what may go wrong with one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from handoff.database import metadata

__all__ = [
    "ROLES",
    "AccountError",
    "LockedError",
    "Staff",
    "WrongPasswordError",
    "staff_table",
]

ROLES: Final = ("staff", "supervisor", "admin")
"""From least to most; each may do what those before it may."""

staff_table = sa.Table(
    "staff",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("login", sa.String(60), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("role", sa.String(12), nullable=False),
    sa.Column("password", sa.String(200), nullable=False),
    sa.Column("secret_totp", sa.Text),
    sa.Column("totp_used", sa.Integer, nullable=False, default=0),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("locked_until", sa.Float, nullable=False, default=0.0),
    sa.Column("disabled", sa.Boolean, nullable=False, default=False),
    sa.Column("capacity", sa.Integer, nullable=False, default=5),
    sa.Column("created_at", sa.Float, nullable=False),
    sqlite_autoincrement=True,
)


class AccountError(Exception):
    """Something an account may not do; the message is Vietnamese, for the person signing in."""


class WrongPasswordError(AccountError):
    """No such login, wrong password or wrong code: which of them is not told."""


class LockedError(AccountError):
    """Too many failures; ``seconds`` until the next attempt."""

    def __init__(self, seconds: float) -> None:
        """Say when to try again."""
        super().__init__(f"Đăng nhập sai nhiều lần. Thử lại sau {math.ceil(seconds / 60)} phút.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Staff:
    """A colleague with an account. ``capacity``: how many cases she can hold at once."""

    id: int
    login: str
    name: str
    role: str
    disabled: bool
    capacity: int
    totp: bool

    def may(self, role: str) -> bool:
        """Whether the account has this role or a higher one."""
        return ROLES.index(self.role) >= ROLES.index(role)
