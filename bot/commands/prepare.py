"""``tincay prepare``: make encoder, index and model without starting anything."""

from __future__ import annotations

import click

from bot.preparing import Preparation
from bot.settings import Settings

__all__ = ["prepare"]


@click.command()
@click.option("--quiet-when-ready", is_flag=True, help="Không in gì khi mọi thứ đã sẵn sàng.")
def prepare(quiet_when_ready: bool) -> None:
    """Chuẩn bị mô hình ngôn ngữ, chỉ mục các kế hoạch và trợ lý."""
    preparation = Preparation(Settings(), click.echo)
    preparation.check_disk()
    if preparation.ready:
        if not quiet_when_ready:
            click.echo("Mọi thứ đã sẵn sàng.")
        return
    preparation.prepare()
    click.echo("Đã chuẩn bị xong.")
