"""``tincay staff``: accounts of the desk, for the person at the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.errors import OperatorError
from bot.settings import Settings
from bot.store import open_store
from handoff.accounts import Accounts
from handoff.database import Database

__all__ = ["staff"]


@contextmanager
def _accounts() -> Iterator[tuple[Accounts, Database]]:
    settings = Settings()
    with open_store(settings) as database:
        yield Accounts(database, settings.secret), database


@click.group()
def staff() -> None:
    """Tài khoản của bàn trực."""


@staff.command("list")
def list_staff() -> None:
    """Ai có tài khoản, vai gì."""
    with _accounts() as (accounts, database), database.reading() as tx:
        for person in accounts.everybody(tx):
            click.echo(f"{person.login}\t{person.role}\t{person.name}")


@staff.command()
def link() -> None:
    """In lại liên kết một lần cho quản trị đầu tiên."""
    settings = Settings()
    with _accounts() as (accounts, _database):
        token = accounts.first_admin_token()
    if token is None:
        raise OperatorError("Đã có quản trị; người đó mời thêm nhân viên ngay trong bàn trực.")
    base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    click.echo(f"{base}/desk/invite/{token}")
