"""``tincay letters``: replies that never arrived and messages that could not be handled."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import click

from bot.settings import Settings

__all__ = ["letters"]

_AUTHORS = {"bot": "trợ lý", "staff": "người trực", "system": "báo động"}
_MOST = 200


@click.group()
def letters() -> None:
    """Thư chết: câu trả lời không gửi được, tin chưa xử lý được."""


@letters.command("list")
def list_letters() -> None:
    """Số, kênh, ai nói, lúc nào, lỗi gì; không có lời nhắn, không có danh tính."""
    from bot.store import open_store
    from channels.inbox import Inbox
    from channels.outbox import Outbox
    from handoff.cipher import Cipher

    settings = Settings()
    zone = ZoneInfo(settings.timezone)
    with open_store(settings) as database, database.reading() as tx:
        cipher = Cipher(settings.secret, settings.old_secrets)
        dead = Outbox(database, cipher).dead_letters(tx, _MOST)
        failed = Inbox(database, cipher).failures(tx, _MOST)
    for letter in dead:
        author = _AUTHORS.get(letter.author, letter.author)
        when = _clock(letter.created_at, zone)
        click.echo(f"{letter.id}\t{letter.channel}\t{author}\t{when}\t{letter.error}")
    for id, channel, at in failed:
        click.echo(f"nhận {id}\t{channel}\tngười nhắn\t{_clock(at, zone)}\tchưa xử lý được")
    if not dead and not failed:
        click.echo("Không có thư chết.")


@letters.command()
@click.argument("numbers", nargs=-1, type=int, metavar="[SỐ…]")
def retry(numbers: tuple[int, ...]) -> None:
    """Gửi lại các số đã nêu; không nêu số nào thì gửi và xử lý lại tất cả."""
    from bot.store import open_store
    from channels.inbox import Inbox
    from channels.outbox import Outbox
    from handoff.cipher import Cipher

    settings = Settings()
    with open_store(settings) as database, database.atomic() as tx:
        cipher = Cipher(settings.secret, settings.old_secrets)
        sent = Outbox(database, cipher).revive(tx, numbers)
        handled = 0 if numbers else Inbox(database, cipher).revive(tx)
    click.echo(f"Sẽ gửi lại {sent} câu, xử lý lại {handled} tin trong vài giây tới.")


def _clock(at: int, zone: ZoneInfo) -> str:
    return dt.datetime.fromtimestamp(at / 1000, zone).strftime("%d/%m/%Y %H:%M")
