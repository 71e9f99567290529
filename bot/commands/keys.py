"""``tincay keys``: the installation's key, changed without losing what is stored."""

from __future__ import annotations

import click

from bot.errors import OperatorError
from bot.settings import Settings

__all__ = ["keys"]


@click.group()
def keys() -> None:
    """Khoá mã hoá của bản cài."""


@keys.command()
def rotate() -> None:
    """Viết lại mọi dữ liệu đã mã hoá bằng khoá hiện tại, để bỏ được khoá cũ."""
    import sqlalchemy as sa

    from bot.store import open_store, tracker_url
    from channels.rotation import OURS as CHANNELS
    from handoff.cipher import Cipher, UnreadableTextError
    from handoff.database import Database
    from handoff.rotation import OURS as HANDOFF
    from handoff.rotation import rotate as rotate_columns

    settings = Settings()
    cipher = Cipher(settings.secret, settings.old_secrets)
    events = sa.Table(
        "events", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("data", sa.Text)
    )
    written: dict[str, int] = {}
    try:
        with open_store(settings) as database:
            written |= rotate_columns(database, cipher, (*HANDOFF, *CHANNELS))
        tracker = Database(tracker_url(settings))
        try:
            if sa.inspect(tracker.engine).has_table("events"):
                written |= rotate_columns(tracker, cipher, (events.c.data,))
        finally:
            tracker.close()
    except UnreadableTextError as error:
        raise OperatorError(
            "Có dữ liệu viết bằng một khoá không còn biết. Thêm khoá đó vào "
            "TINCAY_PREVIOUS_SECRET_KEYS rồi chạy lại; những gì đã viết lại vẫn đúng."
        ) from error
    for name, count in written.items():
        click.echo(f"{name}\t{count}")
    click.echo("Xong. Giờ có thể bỏ TINCAY_PREVIOUS_SECRET_KEYS và khởi động lại.")
