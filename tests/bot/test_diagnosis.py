"""What ``tincay doctor`` says of channels and the store."""

from __future__ import annotations

import time

import httpx
import pytest
import sqlalchemy as sa

from bot import diagnosis
from bot.settings import Settings
from bot.store import open_store
from channels.inbox import Inbox
from channels.message import Incoming
from channels.outbox import Outbox
from channels.zalo_token import zalo_tokens_table
from handoff.audit import record
from handoff.cipher import Cipher
from handoff.reply import Reply
from handoff.schema import VERSION

ZALO = {
    "zalo_app_id": "1",
    "zalo_app_secret": "b",
    "zalo_oa_secret": "c",
    "zalo_refresh_token": "d",
}


@pytest.fixture
def telegram(monkeypatch):
    """What the Bot API answers, by method."""
    answers = {"getMe": {"id": 42}, "getWebhookInfo": {}, "groups": ()}

    def get(url, **options):
        method = url.rsplit("/", 1)[1]
        if method == "getChat":
            known = options["params"]["chat_id"] in answers["groups"]
            return httpx.Response(200, json={"ok": known})
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
        body = {"ok": True, "result": answers[method]}
        return httpx.Response(200, json=body, headers={"date": date})

    monkeypatch.setattr(diagnosis.httpx, "get", get)
    return answers


def found(findings, subject):
    return next(one for one in findings if one.subject == subject)


@pytest.mark.parametrize(
    ("info", "state"),
    [
        ({"url": "https://a.vn/webhooks/telegram", "pending_update_count": 0}, "ok"),
        ({"url": "", "pending_update_count": 7}, "fail"),
        ({"url": "https://a.vn/webhooks/telegram", "last_error_date": 4e9}, "warn"),
    ],
)
def test_webhook_of_telegram(tmp_path, telegram, info, state):
    telegram["getWebhookInfo"] = info
    settings = Settings(
        home=tmp_path,
        telegram_token="42:x",
        telegram_webhook_secret="s",
        public_url="https://a.vn",
        telegram_duty_chat="-1",
    )
    findings = list(diagnosis._telegram(settings))
    assert found(findings, "Webhook Telegram").state == state
    assert found(findings, "Telegram").state == "ok" and found(findings, "Đồng hồ").state == "ok"
    assert all("42:x" not in one.text for one in findings)


@pytest.mark.parametrize(("hours", "state"), [(None, "warn"), (20, "ok"), (-1, "fail")])
def test_token_of_zalo(tmp_path, hours, state):
    settings = Settings(home=tmp_path, **ZALO)
    with open_store(settings) as database, database.atomic() as tx:
        if hours is not None:
            row = {"app_id": "1", "seed": "", "refresh_token": "r", "leased_until": 0}
            until = int((time.time() + hours * 3600) * 1000)
            tx.execute(zalo_tokens_table.insert().values(access_token="a", expires_at=until, **row))
    assert next(diagnosis._zalo(settings)).state == state


@pytest.mark.parametrize(
    ("values", "state", "words"),
    [
        ({"problem": "refresh_interrupted"}, "fail", "TINCAY_ZALO_REFRESH_TOKEN"),
        ({"problem": "refresh_token_used"}, "fail", "refresh_token_used"),
        ({"begun_at": 1}, "warn", "ngắt giữa chừng"),
        ({"begun_at": 4 * 10**12}, "ok", "còn"),  # it goes on at this moment
    ],
)
def test_a_broken_renewal_of_zalo_says_what_to_do(tmp_path, values, state, words):
    settings = Settings(home=tmp_path, **ZALO)
    with open_store(settings) as database, database.atomic() as tx:
        row = {"app_id": "1", "seed": "", "refresh_token": "r", "leased_until": 0, **values}
        until = int((time.time() + 3600) * 1000)
        tx.execute(zalo_tokens_table.insert().values(access_token="a", expires_at=until, **row))
    found = next(diagnosis._zalo(settings))
    assert found.state == state and words in found.text


def test_a_store_of_a_newer_program(tmp_path):
    settings = Settings(home=tmp_path)
    with open_store(settings) as database, database.atomic() as tx:
        tx.execute(sa.text(f"UPDATE schema_stamps SET version = {VERSION + 1} WHERE name = '*'"))
    assert "mới hơn" in diagnosis._database(settings).text
    assert diagnosis._letters(settings).state == "fail"
    assert diagnosis._roster(settings).state == "fail"


def test_letters_are_counted(tmp_path):
    assert diagnosis._letters(Settings(home=tmp_path)).text == "không có"


def test_messages_that_wait_on_a_channel_that_is_off_are_told_before_they_go(tmp_path):
    settings = Settings(home=tmp_path, retention_days=9)
    assert diagnosis._stranded(settings).state == "ok"
    with open_store(settings) as database, database.atomic() as tx:
        cipher = Cipher(settings.secret)
        outbox, inbox = Outbox(database, cipher), Inbox(database, cipher)
        for who in ("zalo:1", "zalo:2", "telegram:1", "web:1"):
            outbox.put(tx, who, Reply("x"))
        stored = inbox.store(tx, Incoming("telegram", "telegram:1", "1", "x"))
        inbox.park(tx, stored.id, "none")
    told = diagnosis._stranded(settings)
    assert told.state == "warn" and "9 ngày" in told.text
    assert "Telegram: 1 câu chưa gửi, 1 tin chưa trả lời" in told.text
    assert "Zalo: 2 câu chưa gửi, 0 tin" in told.text
    told = diagnosis._stranded(Settings(home=tmp_path, telegram_token="42:x"))
    assert "Telegram" not in told.text and "Zalo" in told.text
    on = Settings(home=tmp_path, telegram_token="42:x", **ZALO)
    assert diagnosis._stranded(on).state == "ok"


def test_each_duty_group_is_tried(tmp_path, telegram):
    telegram["groups"] = ("-1",)
    settings = Settings(home=tmp_path, telegram_token="42:x", telegram_duty_chat="-1,-2")
    groups = [one for one in diagnosis._telegram(settings) if one.subject == "Nhóm trực"]
    assert [one.state for one in groups] == ["ok", "warn"]


def test_a_clock_that_went_back_is_told(tmp_path):
    settings = Settings(home=tmp_path)
    assert diagnosis._past(settings).state == "ok"
    with open_store(settings) as database, database.atomic() as tx:
        record(tx, "opened", at=time.time() + 3600)
    assert diagnosis._past(settings).state == "fail"
