"""What ``tincay doctor`` says of an installation, without the network."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

import channels.zalo_token
from bot import diagnosis
from bot.settings import Settings
from handoff.audit import record
from handoff.database import Database

Answers = dict[str, Any]


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Telegram's answers by method, to be changed by the test."""
    answers: Answers = {"getMe": {"username": "bot"}, "getWebhookInfo": {"url": ""}}

    def get(url: str, **options: Any) -> httpx.Response:
        method = url.rsplit("/", 1)[-1]
        if method == "getChat":
            found = options["params"]["chat_id"] in answers.get("groups", ())
            return httpx.Response(200, json={"ok": found})
        return httpx.Response(200, json={"ok": True, "result": answers[method]})

    monkeypatch.setattr(diagnosis.httpx, "get", get)
    return answers


def settings(home: Path, **values: Any) -> Settings:
    return Settings(_env_file=None, home=home, **values)


def told(findings: Any) -> dict[str, tuple[str, str]]:
    return {one.subject: (one.state, one.text) for one in findings}


def test_a_webhook_that_points_elsewhere_is_told(telegram: Answers, tmp_path: Path) -> None:
    ours = settings(
        tmp_path,
        telegram_token="1:a",
        telegram_webhook_secret="s",
        public_url="https://tincay.vn",
        telegram_duty_chat="-1",
    )
    telegram["groups"] = ("-1",)
    assert told(diagnosis._telegram(ours))["Webhook Telegram"][0] == "warn"
    telegram["getWebhookInfo"] = {
        "url": "https://tincay.vn/webhooks/telegram",
        "pending_update_count": 3,
    }
    state, text = told(diagnosis._telegram(ours))["Webhook Telegram"]
    assert state == "ok" and "3 tin đang chờ" in text
    telegram["getWebhookInfo"]["last_error_message"] = "Wrong response from the webhook"
    assert told(diagnosis._telegram(ours))["Webhook Telegram"][0] == "warn"


def test_each_duty_group_is_tried(telegram: Answers, tmp_path: Path) -> None:
    telegram["groups"] = ("-1",)
    ours = settings(tmp_path, telegram_token="1:a", telegram_duty_chat="-1,-2")
    states = [one.state for one in diagnosis._telegram(ours) if one.subject == "Nhóm trực"]
    assert states == ["ok", "warn"]
    ours = settings(tmp_path, telegram_token="1:a")
    assert told(diagnosis._telegram(ours))["Nhóm trực"][0] == "warn"


def test_the_age_of_zalos_token_the_clock_and_the_roster(tmp_path: Path) -> None:
    ours = settings(tmp_path, zalo_app_id="7", zalo_refresh_token="r")
    database = Database(ours.database)
    database.create()
    found = told(diagnosis._stored(ours))
    assert [found[name][0] for name in ("Token Zalo", "Đồng hồ", "Lịch trực")] == [
        "warn",
        "ok",
        "warn",
    ]
    with database.atomic() as tx:
        tx.execute(
            channels.zalo_token.zalo_tokens_table.insert().values(
                app_id="7",
                seed="s",
                expires_at=int((time.time() + 3600 * 20) * 1000),
                refresh_token="secret-token",
                leased_until=0,
            )
        )
        record(tx, "opened", at=time.time() + 3600)
    found = told(diagnosis._stored(ours))
    assert found["Token Zalo"][0] == "ok" and "secret" not in found["Token Zalo"][1]
    assert found["Đồng hồ"][0] == "fail"
    with database.atomic() as tx:
        tx.execute(channels.zalo_token.zalo_tokens_table.update().values(expires_at=0))
    assert told(diagnosis._stored(ours))["Token Zalo"][0] == "warn"
    database.close()


def test_a_store_that_cannot_be_opened_is_one_finding_not_a_crash(tmp_path: Path) -> None:
    ours = settings(tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none")
    assert diagnosis._database(ours).state == "fail"
