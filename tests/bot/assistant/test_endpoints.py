from __future__ import annotations

from pathlib import Path

from bot.assistant.endpoints import available_endpoints
from bot.assistant.environment import export
from bot.settings import Settings


def test_one_machine_needs_no_servers(tmp_path: Path) -> None:
    endpoints = available_endpoints(Settings(home=tmp_path, secret_key="k"))
    assert endpoints.tracker_store.url == f"sqlite:///{tmp_path / 'rasa.db'}"
    assert endpoints.tracker_store.kwargs["secret"] == "k"
    assert endpoints.lock_store is None
    assert endpoints.event_broker is None


def test_servers_come_from_the_settings(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path,
        secret_key="k",
        database_url="postgresql://db/tincay",
        redis_url="rediss://:pw@redis:6380/2",
        broker_url="amqp://me:pw@rabbit:5673",
    )
    endpoints = available_endpoints(settings)
    assert endpoints.tracker_store.url == "postgresql://db/tincay"
    lock = endpoints.lock_store
    assert (lock.url, lock.kwargs["port"], lock.kwargs["db"]) == ("redis", 6380, 2)
    assert (lock.kwargs["password"], lock.kwargs["use_ssl"]) == ("pw", True)
    broker = endpoints.event_broker
    assert (broker.url, broker.kwargs["port"], broker.kwargs["username"]) == ("rabbit", 5673, "me")


def test_the_environment_is_what_the_settings_say(tmp_path: Path, monkeypatch) -> None:
    for name in ("TINCAY_HOME", "TINCAY_ENCODER", "HF_HUB_OFFLINE", "RASA_TELEMETRY_ENABLED"):
        monkeypatch.setenv(name, "x")
        monkeypatch.delenv(name)
    import os

    export(Settings(home=tmp_path, encoder="some/model"))
    assert os.environ["TINCAY_HOME"] == str(tmp_path)
    assert os.environ["TINCAY_ENCODER"] == "some/model"
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"
    assert "HF_HUB_OFFLINE" not in os.environ
    export(Settings(home=tmp_path, encoder=""))
    assert os.environ["HF_HUB_OFFLINE"] == "1"
