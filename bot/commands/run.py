"""``tincay run``: everything on one machine."""

from __future__ import annotations

import time

import click
import httpx

from bot.errors import OperatorError
from bot.preparing import Preparation
from bot.processes import ASSISTANT, FRONT, Process, Supervisor, check_port
from bot.settings import Settings

__all__ = ["run"]


def _wait_for(url: str, supervisor: Supervisor, seconds: float) -> bool:
    """Whether ``url`` answers 200 within ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not supervisor.wait(0.1):
        try:
            if httpx.get(url, timeout=2.0, trust_env=False).status_code == 200:
                return True
        except httpx.HTTPError:
            continue
    return False


def _addresses(settings: Settings) -> None:
    from handoff.accounts import Accounts
    from handoff.database import Database

    base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    click.echo(f"Trò chuyện:  {base}/")
    click.echo(f"Bàn trực:    {base}/desk")
    database = Database(settings.database)
    try:
        token = Accounts(database, settings.secret).first_admin_token()
    finally:
        database.close()
    if token:
        click.echo(f"Quản trị đầu tiên (liên kết dùng một lần): {base}/desk/invite/{token}")


def _channels(settings: Settings) -> None:
    telegram = "bật" if settings.telegram_token else "tắt (chưa đặt TINCAY_TELEGRAM_TOKEN)"
    zalo_needs = ("zalo_app_id", "zalo_oa_secret", "zalo_app_secret", "zalo_refresh_token")
    missing = [f"TINCAY_{name.upper()}" for name in zalo_needs if not getattr(settings, name)]
    zalo = f"tắt (chưa đặt {', '.join(missing)})" if missing else "bật"
    click.echo(f"Telegram: {telegram} · Zalo: {zalo}")


@click.command()
def run() -> None:
    """Chạy mọi thứ: mặt trước, bàn trực và trợ lý; Ctrl-C để dừng."""
    settings = Settings()
    check_port(settings.host, settings.port, "mặt trước", "TINCAY_PORT")
    check_port("127.0.0.1", settings.rasa_port, "trợ lý", "TINCAY_RASA_PORT")
    preparation = Preparation(settings, click.echo)
    preparation.check_disk()
    supervisor = Supervisor(click.echo)
    supervisor.handle_signals()
    try:
        # the front first: it answers emergencies while everything else is still being prepared
        supervisor.start(Process("Mặt trước", FRONT))
        health = f"http://{settings.host}:{settings.port}/api/health"
        if not _wait_for(health, supervisor, 60):
            if supervisor.stopping:
                return
            raise OperatorError("Mặt trước không khởi động được; xem dòng lỗi phía trên.")
        _addresses(settings)
        _channels(settings)
        supervisor.do(preparation.prepare_index)  # the index before stays until the new is whole
        if not supervisor.stopping:
            preparation.train(lambda: supervisor.stopping)
        if supervisor.stopping:
            return
        click.echo("Đang mở trợ lý…")
        supervisor.start(Process("Trợ lý", ASSISTANT))
        if _wait_for(f"{settings.assistant_url}/", supervisor, 180):
            click.echo("Trợ lý sẵn sàng. Ctrl-C để dừng.")
        supervisor.watch()
    finally:
        supervisor.stop()
        click.echo("Đã dừng.")
