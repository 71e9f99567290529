"""Telegram against a strict fake: nothing lost, nothing doubled, no disclosure in a group."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from channels import messages
from channels.config import FrontConfig
from channels.front import Front
from channels.message import now_ms
from channels.telegram_update import read_update
from handoff import messages as handoff_messages
from handoff.reply import Button, Reply
from tests.channels.conftest import Desk, FakeAssistant, Started, until
from tests.channels.fake_telegram import TOKEN, FakeTelegram, broken, flood
from tests.channels.loopback import serving

Polling = Any


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    fake = FakeTelegram()
    async with serving(fake.app) as address:
        fake.address = address  # type: ignore[attr-defined]
        yield fake


@pytest.fixture
def polling(running: Started, config: FrontConfig, telegram: FakeTelegram) -> Polling:
    @asynccontextmanager
    async def start(**options: Any) -> AsyncIterator[tuple[Front, httpx.AsyncClient]]:
        chosen = replace(
            config,
            telegram_token=TOKEN,
            telegram_api_base=telegram.address,  # type: ignore[attr-defined]
            **options,
        )
        async with running(config=chosen) as started:
            yield started

    return start


async def test_message_in_reply_out(polling: Polling, telegram: FakeTelegram) -> None:
    async with polling():
        telegram.write("quyền của tôi")
        await until(lambda: telegram.texts() == ["trả lời: quyền của tôi"])
    assert "setMyCommands" in [method for method, _ in telegram.calls]


async def test_emergency_numbers_and_case(
    polling: Polling, telegram: FakeTelegram, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with polling() as (front, _client):
        telegram.write("anh ta cầm dao, mình ở Cần Thơ")
        await until(telegram.texts)
        text = telegram.texts()[0]
        assert "113" in text.splitlines()[0] and "18008065" in text
        assert telegram.sent[0]["protect_content"] in (True, "true", "True")
        keys = telegram.keyboard()
        assert {key["callback_data"] for key in keys} == {"Không phải vậy", "Xoá hết"}
        with front.database.reading() as tx:
            assert front.cases.current(tx, "telegram:7") is not None


async def test_milliseconds_in_dates(polling: Polling, telegram: FakeTelegram) -> None:
    telegram.millis = True
    async with polling():
        telegram.write("quyền của tôi")
        await until(lambda: telegram.texts() == ["trả lời: quyền của tôi"])


async def test_same_update_twice(
    polling: Polling, telegram: FakeTelegram, assistant: FakeAssistant
) -> None:
    async with polling():
        update = telegram.write("một")
        await until(telegram.texts)
        telegram.give({"message": update["message"]})
        telegram.write("hai")
        await until(lambda: len(telegram.texts()) == 2)
    assert telegram.texts() == ["trả lời: một", "trả lời: hai"]


async def test_buttons_long_payloads_and_taps(
    polling: Polling, telegram: FakeTelegram, assistant: FakeAssistant
) -> None:
    payload = '/choose_place{"place": "phuong-thanh-sen-tinh-ha-tinh", "again": "và một chuỗi dài"}'
    assistant.answer = lambda body: [
        {
            "text": f"bạn nói {body['message']}",
            "buttons": [
                {"title": "Thành Sen", "payload": payload},
                {"title": "Nơi khác", "payload": "/other"},
            ],
        }
    ]
    async with polling():
        telegram.write("ở đâu")
        await until(telegram.texts)
        data = telegram.keyboard()[0]["callback_data"]
        assert len(data.encode()) <= 64
        telegram.tap(data)
        await until(lambda: len(telegram.texts()) == 2)
    assert assistant.asked[1]["message"] == payload
    methods = [method for method, _ in telegram.calls]
    assert "answerCallbackQuery" in methods and "editMessageReplyMarkup" in methods


async def test_not_so_by_tap(
    polling: Polling, telegram: FakeTelegram, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with polling():
        telegram.write("có dao")
        await until(telegram.texts)
        telegram.tap("Không phải vậy")
        await until(lambda: len(telegram.texts()) == 2)
    assert telegram.texts()[1] == handoff_messages.WITHDRAWN


async def test_call_buttons_become_text(polling: Polling, telegram: FakeTelegram) -> None:
    async with polling() as (front, _client):
        reply = Reply("Bạn gọi nhé.", (Button("Gọi 113 (công an)", phone="113"),))
        await front.writer.write(lambda tx: front.send(tx, "telegram:7", reply))
        await until(telegram.texts)
    assert telegram.texts() == ["Bạn gọi nhé.\nGọi 113 (công an)"]
    assert telegram.keyboard() == []


async def test_long_reply_is_split_at_sentences(
    polling: Polling, telegram: FakeTelegram, assistant: FakeAssistant
) -> None:
    sentence = "Đây là một câu trả lời khá dài 😀 để thử. "
    assistant.answer = lambda _body: [
        {"text": sentence * 250, "buttons": [{"title": "Tiếp", "payload": "/next"}]}
    ]
    async with polling():
        telegram.write("kể dài")
        await until(lambda: len(telegram.texts()) == 3)
    texts = telegram.texts()
    assert all(text.endswith("thử.") for text in texts)
    assert " ".join(texts) == (sentence * 250).strip()
    assert len(telegram.keyboard()) == 1


async def test_flood_is_waited_out(polling: Polling, telegram: FakeTelegram) -> None:
    telegram.failures = [flood(1), broken()]
    async with polling():
        telegram.write("một")
        await until(telegram.texts, 10)
    sends = [method for method, _ in telegram.calls if method == "sendMessage"]
    assert len(sends) == 3 and telegram.texts() == ["trả lời: một"]


async def test_blocked_by_user(polling: Polling, telegram: FakeTelegram) -> None:
    telegram.blocked.add(7)
    async with polling() as (front, _client):
        telegram.write("có dao")

        def dead() -> Any:
            with front.database.reading() as tx:
                return front.outbox.dead_letters(tx)

        letters = await until(dead)
        assert letters[0].error == "blocked_by_user"
        note = messages.ENTRY_UNDELIVERED.format(error="blocked_by_user")
        assert ("system", note) in Desk(front).transcript("telegram:7")


async def test_a_case_that_cannot_be_told_does_not_hold_the_outbox_up(
    polling: Polling, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_desk(*_args: Any) -> None:
        raise ValueError("our own mistake")

    telegram.blocked.add(7)
    async with polling() as (front, _client):
        for delivery in front.deliveries:
            monkeypatch.setattr(delivery, "_undelivered", broken_desk)
        telegram.write("có dao")

        def dead() -> Any:
            with front.database.reading() as tx:
                return front.outbox.dead_letters(tx)

        await until(dead)
        telegram.write("chào", chat=8)
        await until(lambda: telegram.texts(8))


async def test_staff_reaches_her_again_once_she_unblocks_and_writes(
    polling: Polling, telegram: FakeTelegram
) -> None:
    async with polling() as (front, _client):
        telegram.write("có dao")
        await until(telegram.texts)
        await Desk(front).accept("telegram:7")
        telegram.blocked.add(7)
        change = {"new_chat_member": {"status": "kicked"}, "chat": {"id": 7}}
        telegram.give({"my_chat_member": change})
        await front.writer.write(lambda tx: front.send(tx, "telegram:7", Reply("Em có ổn không?")))
        front.nudge()

        def dead() -> Any:
            with front.database.reading() as tx:
                return front.outbox.dead_letters(tx)

        await until(dead)
        telegram.blocked.clear()
        telegram.write("em đây")
        await until(lambda: len(telegram.texts()) == 2)
    assert telegram.texts()[1] == "Em có ổn không?"


async def test_order_and_no_double_after_restart(polling: Polling, telegram: FakeTelegram) -> None:
    async with polling() as (front, _client):
        telegram.failures = [broken()] * 50
        telegram.write("một")
        await until(lambda: len(telegram.failures) < 50)
        telegram.write("hai")

        def stored() -> bool:
            with front.database.reading() as tx:
                return len(front.outbox.last(tx, "telegram:7")) == 2

        await until(stored)
        assert telegram.texts() == []
    telegram.failures = []
    async with polling():
        await until(lambda: len(telegram.texts()) == 2, 15)
    assert telegram.texts() == ["trả lời: một", "trả lời: hai"]


async def test_erase_deletes_on_telegram_too(polling: Polling, telegram: FakeTelegram) -> None:
    async with polling() as (front, _client):
        update = telegram.write("tên tôi là Lan")
        await until(telegram.texts)
        telegram.tap("/khancap")  # has an id of its own kind, which is no message's
        await until(lambda: len(telegram.texts()) == 2)
        telegram.write("/xoa")
        await until(lambda: len(telegram.texts()) == 3)
        ours = telegram.sent[0]["message_id"]
        assert {update["message"]["message_id"], ours} <= set(telegram.deleted)

        def outbox() -> int:
            with front.database.reading() as tx:
                return len(front.outbox.last(tx, "telegram:7"))

        await until(lambda: outbox() == 0)


async def test_edit_counts_as_said_anew(polling: Polling, telegram: FakeTelegram) -> None:
    async with polling():
        update = telegram.write("xin chào")
        await until(telegram.texts)
        edited = {**update["message"], "text": "có dao", "edit_date": now_ms() // 1000}
        telegram.give({"edited_message": edited})
        await until(lambda: len(telegram.texts()) == 2)
    assert "113" in telegram.texts()[1]


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("photo", [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}], "photo"),
        ("voice", {"file_id": "a", "file_unique_id": "b", "duration": 1}, "voice"),
        ("location", {"latitude": 10.0, "longitude": 105.0}, "location"),
        ("sticker", {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}, "sticker"),
        ("video_note", {"file_id": "a", "file_unique_id": "b", "duration": 1}, "video"),
        ("document", {"file_id": "a", "file_unique_id": "b"}, "file"),
        ("contact", {"phone_number": "1", "first_name": "Lan"}, "contact"),
    ],
)
async def test_attachments(
    polling: Polling,
    telegram: FakeTelegram,
    assistant: FakeAssistant,
    field: str,
    value: Any,
    name: str,
) -> None:
    assistant.alive = False
    async with polling() as (front, _client):
        telegram.write(**{field: value})
        await until(telegram.texts)
        assert telegram.texts()[0] == messages.ATTACHMENT[name]
        telegram.write("anh ấy đánh em")
        await until(lambda: len(telegram.texts()) == 2)
        telegram.write(**{field: value})
        await until(lambda: len(telegram.texts()) == 3)
        assert "113" in telegram.texts()[2]
        assert handoff_messages.CONNECT in [key["callback_data"] for key in telegram.keyboard()]
        entry = messages.ATTACHMENT_ENTRY[name]
        assert ("citizen", entry) in Desk(front).transcript("telegram:7")


async def test_groups(polling: Polling, telegram: FakeTelegram, assistant: FakeAssistant) -> None:
    async with polling() as (front, _client):
        telegram.write("anh ta có dao", chat=-100)  # not said to us
        telegram.write("@TinCayBot anh ta có dao", chat=-100)
        await until(lambda: telegram.texts(-100))
        telegram.write("@TinCayBot ai chủ trì", chat=-100)
        await until(lambda: len(telegram.texts(-100)) == 2)
        telegram.write("/phutrach@KhacBot gì đó", chat=-100)
        telegram.write("chào", chat=7)
        await until(lambda: telegram.texts(7))
        with front.database.reading() as tx:
            assert front.cases.current(tx, "telegram:-100") is None
        assert Desk(front).transcript("telegram:-100") == []
    assert telegram.texts(-100) == [messages.GROUP_PRIVATE, "trả lời: ai chủ trì"]
    assert telegram.sent[0]["reply_markup"]["inline_keyboard"][0][0]["url"] == (
        "https://t.me/TinCayBot"
    )


async def test_duty_group_gets_number_and_level_only(
    polling: Polling, telegram: FakeTelegram
) -> None:
    async with polling(telegram_duty_chat="-55") as (_front, _client):
        telegram.write("anh ta có dao ở nhà Lan")
        await until(lambda: telegram.texts(-55))
        assert "CT-0001" in telegram.texts(-55)[0] and "KHẨN CẤP" in telegram.texts(-55)[0]
        assert "dao" not in telegram.texts(-55)[0]
        telegram.write("chúng tôi nhận", chat=-55)
        telegram.write("/khancap", chat=-55)
        telegram.write("chào", chat=7)
        await until(lambda: len(telegram.texts(7)) == 2)
    assert len(telegram.texts(-55)) == 1


@pytest.mark.parametrize("date", [float("inf"), float("nan"), 10**40, -1, "x"])
def test_a_date_that_is_none_is_now(date: object) -> None:
    message = {"message_id": 1, "chat": {"id": 5}, "text": "a", "date": date}
    told = read_update({"message": message}, username="")
    assert told is not None and 0 <= now_ms() - told.at < 60_000


async def test_webhook_checks_the_secret(polling: Polling, telegram: FakeTelegram) -> None:
    options = {"telegram_webhook_secret": "bi-mat_1", "public_url": "https://tincay.example"}
    async with polling(**options) as (_front, client):
        await until(lambda: telegram.webhook == "https://tincay.example/webhooks/telegram")
        update = telegram.write("một")
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "sai"}):
            response = await client.post("/webhooks/telegram", json=update, headers=headers)
            assert response.status_code == 403
        headers = {"X-Telegram-Bot-Api-Secret-Token": "bi-mat_1"}
        for _ in range(3):  # replays
            response = await client.post("/webhooks/telegram", json=update, headers=headers)
            assert response.status_code == 200
        for junk in (b"{}", b'{"message": 3}', b'{"message": {"chat": {}}}'):
            response = await client.post("/webhooks/telegram", content=junk, headers=headers)
            assert response.status_code == 200
        await until(telegram.texts)
    assert telegram.texts() == ["trả lời: một"]


async def test_channel_without_token_is_off(running: Started) -> None:
    async with running() as (_front, client):
        response = await client.post("/webhooks/telegram", json={})
    assert response.status_code == 404
    assert response.json() == {"error": messages.CHANNEL_OFF}


async def test_a_copy_of_what_is_kept(polling: Polling, telegram: FakeTelegram) -> None:
    async with polling():
        telegram.write("xin chào nhé")
        await until(lambda: telegram.texts())
        telegram.write("/banluu")
        await until(lambda: messages.COPY_GIVEN in telegram.texts(), 10)
    assert any("Bạn: xin chào nhé" in text for text in telegram.texts())


async def test_what_is_on_its_way_at_a_stop_arrives_once(
    polling: Polling, telegram: FakeTelegram
) -> None:
    telegram.send_seconds = 0.5
    async with polling():
        telegram.write("quyền của tôi")
        await until(telegram.texts)
    telegram.send_seconds = 0.0
    async with polling() as (front, _client):
        with front.database.reading() as tx:
            assert [one.state for one in front.outbox.last(tx, "telegram:7")] == ["sent"]
    assert len(telegram.texts()) == 1
