"""What is answered without the assistant: commands, buttons, the safe word."""

from __future__ import annotations

import asyncio

import pytest

from channels import messages
from channels.message import Incoming
from handoff import messages as handoff_messages
from handoff.reply import Reply
from tests.channels.conftest import Desk, FakeAssistant, Started, say


@pytest.mark.parametrize("word", ["dừng", "/stop", "Dừng lại!"])
async def test_stop_takes_back_what_was_still_to_come(
    running: Started, assistant: FakeAssistant, word: str
) -> None:
    async with running() as (front, client):
        assistant.alive = False
        await front.assistant.probe()
        await say(client, "quyền của tôi")
        answer = await say(client, word)
        assert answer["replies"][0]["text"] == messages.STOPPED
        # erasing is offered, never done for a word that may only mean "enough"
        assert answer["replies"][0]["buttons"][0]["payload"] == handoff_messages.ERASE
        assistant.alive = True
        await front.assistant.probe()
        await asyncio.sleep(0.2)
        assert assistant.asked == []
        with front.database.reading() as tx:
            assert len(front.inbox.turns(tx, "api:lan")) == 2


async def test_stop_takes_back_replies_that_wait_for_the_platform(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (front, _client):
        ids = await front.writer.write(
            lambda tx: [
                front.outbox.put(tx, "telegram:7", Reply("câu trả lời")),
                front.outbox.put(tx, "telegram:7", Reply("gọi 113"), urgent=True),
                front.outbox.put(tx, "telegram:7", Reply("chị đây"), author="staff"),
            ]
        )
        received = await front.reception.receive(Incoming("telegram", "telegram:7", "1", "dừng"))
        await received.outcome
        with front.database.reading() as tx:
            left = [said.id for said in front.outbox.last(tx, "telegram:7")]
    assert left[:2] == ids[1:] and len(left) == 3


async def test_commands_work_without_the_assistant(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with running() as (_front, client):
        assert "113" in (await say(client, "/khancap"))["replies"][0]["text"].splitlines()[0]
        assert (await say(client, "/trogiup"))["replies"][0]["text"] == messages.HELP
        assert "Tin Cậy" in (await say(client, "/start"))["replies"][0]["text"]
        assert handoff_messages.ERASE in (await say(client, "/riengtu"))["replies"][0]["text"]
    assert assistant.asked == []


async def test_commands_with_words_become_questions(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (_front, client):
        await say(client, "/phutrach nơi tạm lánh Thành Sen")
        await say(client, "/hanbaocao Lai Châu")
        assert (await say(client, "/phutrach"))["replies"][0]["text"] == messages.ASK_DUTY
    assert "nơi tạm lánh Thành Sen" in assistant.asked[0]["message"]
    assert "báo cáo" in assistant.asked[1]["message"]


async def test_strange_messages(running: Started, assistant: FakeAssistant) -> None:
    async with running() as (_front, client):
        assert (await say(client, ""))["replies"][0]["text"] == messages.EMPTY
        assert (await say(client, "\x00\x07\u202e"))["replies"][0]["text"] == messages.EMPTY
        assert (await say(client, "😭😭"))["replies"][0]["text"] == messages.WORDLESS
        half = b'{"conversation": "lan\\ud800", "text": "\\ud800 xin"}'
        assert (await client.post("/api/messages", content=half)).status_code == 200
        long = await say(client, "bla " * 24_000 + "anh ta có dao")
        assert long["level"] == "emergency"
        await say(client, "dài " * 25_000)
    assert len(assistant.asked[-1]["message"]) == 4000


async def test_raw_intents_of_the_machine_are_not_passed_on(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (_front, client):
        await say(client, "/restart")
        await say(client, '/inform{"place": "can-tho"}')
    assert assistant.asked[0]["message"] == "restart"
    assert assistant.asked[1]["message"].startswith("/inform{")


async def test_privacy_offers_to_take_consent_back_only_where_it_was_given(
    running: Started,
) -> None:
    async with running() as (_front, client):
        before = await say(client, "/riengtu")
        await say(client, handoff_messages.CONNECT)
        after = await say(client, "/riengtu")
    titles = [
        [button["title"] for button in one["replies"][0]["buttons"]] for one in (before, after)
    ]
    assert [handoff_messages.REVOKE in one for one in titles] == [False, True]


async def test_the_safe_word_is_heard_while_a_person_answers(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (front, client):
        await say(client, "có dao")
        await Desk(front).accept("api:lan")
        assert (await say(client, "cảm ơn chị"))["replies"] == []
        answer = await say(client, "dừng")
        assert [reply["text"] for reply in answer["replies"]] == [messages.HEARD]
        assert "trực" not in messages.HEARD  # somebody else may hold the phone
        said = Desk(front).transcript("api:lan")
        assert ("citizen", "dừng") in said and ("system", messages.ENTRY_STOPPED) in said
        assert (await say(client, "em đây"))["replies"] == []
    assert assistant.asked == []
