"""Rasa's endpoints as our settings want them, in place of ``endpoints.yml``."""

from __future__ import annotations

from urllib.parse import urlsplit

from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig

from bot.assistant.local_actions import LocalActions
from bot.settings import Settings

__all__ = ["available_endpoints"]


def available_endpoints(settings: Settings) -> AvailableEndpoints:
    """Local actions, the encrypted tracker store, and Redis and RabbitMQ where they are set."""
    return AvailableEndpoints(
        action=LocalActions("bot.actions"),
        tracker_store=_tracker_store(settings),
        lock_store=_lock_store(settings.redis_url) if settings.redis_url else None,
        event_broker=_event_broker(settings.broker_url) if settings.broker_url else None,
    )


def _tracker_store(settings: Settings) -> EndpointConfig:
    url = settings.database_url or f"sqlite:///{settings.home / 'rasa.db'}"
    return EndpointConfig(
        type="bot.assistant.tracker_store.EncryptedTrackerStore",
        url=url,
        secret=settings.secret,
        former_secrets=",".join(settings.old_secrets),
    )


def _lock_store(url: str) -> EndpointConfig:
    parts = urlsplit(url)
    return EndpointConfig(
        type="redis",
        url=parts.hostname or "localhost",
        port=parts.port or 6379,
        db=int(parts.path.strip("/") or 0),
        password=parts.password,
        use_ssl=parts.scheme == "rediss",
        key_prefix="tincay",
    )


def _event_broker(url: str) -> EndpointConfig:
    parts = urlsplit(url)
    return EndpointConfig(
        type="pika",
        url=parts.hostname or "localhost",
        port=parts.port or 5672,
        username=parts.username or "guest",
        password=parts.password or "guest",
        queues=["tincay_events"],
    )
