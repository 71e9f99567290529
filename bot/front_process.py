"""The front process: ``python -m bot.front_process``. It never imports torch or TensorFlow."""

from __future__ import annotations

import gc
import importlib.util
import sys
from collections.abc import Sequence

import sqlalchemy as sa
import uvicorn

from bot import logs
from bot.errors import OperatorError
from bot.settings import Settings
from bot.store import open_store, tracker_url
from channels.config import EXIT_URL, FrontConfig
from channels.front import create_front

__all__ = ["forget_senders", "front_config", "main", "place_name"]


def front_config(settings: Settings) -> FrontConfig:
    """The settings the front needs."""
    return FrontConfig(
        database_url=settings.database,
        secret=settings.secret,
        former_secrets=settings.old_secrets,
        assistant_url=settings.assistant_url,
        redis_url=settings.redis_url,
        public_url=settings.public_url,
        timezone=settings.timezone,
        retention_days=settings.retention_days,
        case_retention_days=settings.case_retention_days,
        accept_minutes=settings.accept_minutes,
        exit_url=settings.exit_url or EXIT_URL,
        telegram_token=settings.telegram_token,
        telegram_webhook_secret=settings.telegram_webhook_secret,
        telegram_api_base=settings.telegram_api_base,
        telegram_duty_chat=settings.telegram_duty_chat,
        zalo_app_id=settings.zalo_app_id,
        zalo_app_secret=settings.zalo_app_secret,
        zalo_oa_id=settings.zalo_oa_id,
        zalo_oa_secret=settings.zalo_oa_secret,
        zalo_refresh_token=settings.zalo_refresh_token,
        zalo_api_base=settings.zalo_api_base,
        zalo_oauth_base=settings.zalo_oauth_base,
        zalo_timestamp_from=settings.zalo_timestamp_from,
        zalo_file_hosts=settings.zalo_file_hosts,
    )


def forget_senders(settings: Settings, senders: Sequence[str]) -> None:
    """Delete conversations from Rasa's tracker store, whose table ``events`` has ``sender_id``."""
    engine = sa.create_engine(
        tracker_url(settings), future=True, poolclass=sa.pool.NullPool, hide_parameters=True
    )
    try:
        if not sa.inspect(engine).has_table("events"):
            return
        table = sa.table("events", sa.column("sender_id"))
        with engine.begin() as connection:
            connection.execute(table.delete().where(table.c.sender_id.in_(list(senders))))
    finally:
        engine.dispose()


def place_name(place_id: str) -> str:
    """The Vietnamese name of a place id, the id itself where no place has it."""
    from nlu.entities import find_places

    for place in find_places(place_id.replace("-", " ")):
        if place.place_id == place_id:
            return place.name
    return place_id


def _settle() -> None:
    """Leave what was read at the start out of garbage collection for good.

    Word lists and the gazetteer are some hundred thousand objects that never go: looking through
    them stops everything for up to a quarter of a second, several times a minute under load.
    """
    gc.collect()
    gc.freeze()


def main() -> None:
    """Serve until told to stop."""
    settings = Settings()
    logs.set_up()
    try:
        with open_store(settings):
            pass
    except OperatorError as error:
        sys.exit(str(error))
    # an emergency changes threads several times: each must not wait 5 ms for a busy one
    sys.setswitchinterval(0.001)
    # httpcore looks for it anew in every lock it makes, which is slow where it is missing
    if importlib.util.find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]
    app = create_front(
        front_config(settings),
        on_loop=logs.quiet_loop,
        on_warm=_settle,
        forget=lambda senders: forget_senders(settings, senders),
        place_name=place_name,
    )
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        ws="none",  # server-sent events are enough, and Rasa pins an old websockets
        log_config=None,  # ours, which quotes nobody
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        timeout_keep_alive=30,
        backlog=4096,
    )


if __name__ == "__main__":
    main()
