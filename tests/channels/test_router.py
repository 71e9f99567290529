"""The way of a message through the front."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels import messages, reception
from channels.config import FrontConfig
from channels.inbox import inbox_table
from channels.outbox import outbox_table
from handoff import messages as handoff_messages
from handoff.cases import cases_table
from handoff.telling import telling
from tests.channels.conftest import Desk, FakeAssistant, Started, say, until


async def test_ordinary_message_goes_to_assistant_with_triage(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (_front, client):
        answer = await say(client, "quyền của tôi là gì", place="can-tho")
    assert answer == {
        "replies": [{"text": "trả lời: quyền của tôi là gì", "buttons": []}],
        "level": "none",
    }
    metadata = assistant.asked[0]["metadata"]
    assert metadata["place"] == "can-tho"
    assert metadata["surface"] == "api"
    assert metadata["triage"]["level"] == "none"
    assert "lan" not in assistant.asked[0]["sender"]


async def test_emergency_gets_numbers_first_and_a_case_without_assistant(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with running() as (front, client):
        answer = await say(client, "anh ta cầm dao", place="can-tho")
        assert answer["level"] == "emergency"
        assert answer["case"] == "CT-0001"
        text = answer["replies"][0]["text"]
        assert "113" in text.splitlines()[0]
        assert "18008065" in text
        assert {"113", "115"} <= {b.get("phone") for b in answer["replies"][0]["buttons"]}
        said = Desk(front).transcript("api:lan")
    assert said[0] == ("citizen", "anh ta cầm dao")
    assert said[1][0] == "bot"


@pytest.mark.parametrize("typed", ["/gapnguoi ", "/sos ", "/phutrach ", "/", "/ ", "//", "/abc "])
async def test_an_emergency_behind_a_slash_is_heard(
    running: Started, assistant: FakeAssistant, typed: str
) -> None:
    async with running() as (_front, client):
        answer = await say(client, f"{typed}anh ta cầm dao")
        assert answer["level"] == "emergency" and answer["case"] == "CT-0001"
        assert "113" in answer["replies"][0]["text"].splitlines()[0]
    assert assistant.asked == []


async def test_place_named_in_the_message_is_used_and_kept(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (_front, client):
        await say(client, "mình ở Cần Thơ, hỏi chút")
        answer = await say(client, "anh ta cầm dao")
    assert "18008065" in answer["replies"][0]["text"]
    assert assistant.asked[0]["metadata"]["place"] == "can-tho"


async def test_no_number_of_another_place(running: Started) -> None:
    async with running() as (_front, client):
        answer = await say(client, "anh ta cầm dao", place="lai-chau")
    assert "18008065" not in answer["replies"][0]["text"]


async def test_previous_turns_count(running: Started) -> None:
    async with running() as (_front, client):
        assert (await say(client, "cứu"))["level"] == "none"
        await say(client, "có dao")
        assert (await say(client, "cứu"))["level"] == "emergency"


async def test_previous_turns_are_read_from_the_store_after_a_restart(running: Started) -> None:
    async with running() as (_front, client):
        await say(client, "có dao")
    async with running() as (_front, client):
        assert (await say(client, "cứu"))["level"] == "emergency"


async def test_person_owns_conversation_bot_is_silent(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (front, client):
        await say(client, "có dao")
        desk = Desk(front)
        case_id = await desk.accept("api:lan")
        asked = len(assistant.asked)
        for text in ("chị ơi", "anh ta có dao", "/khancap", handoff_messages.NOT_SO, "😀"):
            assert (await say(client, text))["replies"] == []
        assert len(assistant.asked) == asked
        assert ("citizen", "chị ơi") in desk.transcript("api:lan")
        await desk.give_back(case_id)
        assert (await say(client, "hỏi tiếp"))["replies"][0]["text"] == "trả lời: hỏi tiếp"


async def test_person_comes_while_the_assistant_thinks(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (front, client):
        await say(client, "có dao")
        assistant.gate = asyncio.Event()
        asking = asyncio.create_task(say(client, "còn gì nữa không"))
        await until(lambda: assistant.asked)
        await Desk(front).accept("api:lan")
        assistant.gate.set()
        assert (await asking)["replies"] == []


async def test_disclosure_goes_to_assistant(running: Started, assistant: FakeAssistant) -> None:
    async with running() as (_front, client):
        answer = await say(client, "anh ấy đánh em")
    assert answer["level"] == "disclosure"
    assert "case" not in answer
    assert assistant.asked[0]["metadata"]["triage"]["kind"] == "partner"


async def test_child_is_called_con(running: Started, assistant: FakeAssistant) -> None:
    assistant.alive = False
    async with running() as (_front, client):
        answer = await say(client, "bố đánh con")
        assert "bạn" not in answer["replies"][0]["text"].lower()
        answer = await say(client, handoff_messages.CONNECT)
    assert "con" in answer["replies"][0]["text"].split()


async def test_assistant_away_is_said_once_and_replayed(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with running() as (front, client):
        first = await say(client, "câu một")
        assert "trả lời ngay khi có thể" in first["replies"][0]["text"]
        assert (await say(client, "câu hai"))["replies"] == []
        assistant.alive = True
        await front.assistant.probe()
        await until(lambda: len(assistant.asked) == 2)
        assert [body["message"] for body in assistant.asked] == ["câu một", "câu hai"]

        def replies() -> list[str]:
            with front.database.reading() as tx:
                return [o.reply.text for o in front.outbox.last(tx, "api:lan")]

        said = await until(lambda: replies() if len(replies()) == 3 else None)
        assert said[1:] == ["trả lời: câu một", "trả lời: câu hai"]


async def test_parked_messages_survive_a_restart(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with running() as (_front, client):
        await say(client, "câu một")
    assistant.alive = True
    async with running() as (_front, _client):
        await until(lambda: assistant.asked)
    assert len(assistant.asked) == 1


async def test_assistant_error_is_told(running: Started, assistant: FakeAssistant) -> None:
    assistant.status = 500
    async with running() as (_front, client):
        answer = await say(client, "câu một")
    assert "chưa trả lời được" in answer["replies"][0]["text"]


async def test_erase_leaves_nothing(running: Started, assistant: FakeAssistant) -> None:
    forgotten: list[str] = []
    async with running(forget=forgotten.extend) as (front, client):
        await say(client, "tên tôi là Lan, anh ấy có dao")
        await say(client, "ở Cần Thơ")
        answer = await say(client, "/xoa")
        assert answer["replies"][0]["text"].startswith("Mình đã xoá")
        await front.keeping.errands()
        assert forgotten == [front.cipher.fingerprint("api:lan")]
        assert Desk(front).transcript("api:lan") == []
        with front.database.reading() as tx:
            rows = tx.execute(sa.select(inbox_table)).all()
            assert {row.state for row in rows} == {"erased"}
            assert all(row.body is None and row.conversation == "" for row in rows)
            assert tx.execute(sa.select(outbox_table)).all()[0].farewell
            assert front.cases.current(tx, "api:lan") is None
        # a replay of an erased message does nothing
        assert (await say(client, "lại đây"))["level"] == "none"


async def test_erase_asked_for_by_the_assistant(running: Started, assistant: FakeAssistant) -> None:
    assistant.answer = lambda _body: [{"text": "Ừ.", "custom": {"privacy": "erase"}}]
    async with running() as (front, client):
        answer = await say(client, "xoá giúp mình")
        assert answer["replies"][0]["text"].startswith("Mình đã xoá")
        assert Desk(front).transcript("api:lan") == []


async def test_same_message_id_is_handled_once(running: Started, assistant: FakeAssistant) -> None:
    async with running() as (_front, client):
        first = await say(client, "xin chào", message_id="m1")
        assert await say(client, "xin chào", message_id="m1") == first
    async with running() as (_front, client):
        assert await say(client, "xin chào", message_id="m1") == first
    assert len(assistant.asked) == 1


async def test_order_within_a_conversation(running: Started, assistant: FakeAssistant) -> None:
    assistant.gate = asyncio.Event()
    async with running() as (_front, client):
        asking = []
        for number in range(5):
            asking.append(asyncio.create_task(say(client, f"câu {number}")))
            await asyncio.sleep(0.03)
        await until(lambda: assistant.asked)
        assert len(assistant.asked) == 1
        assistant.gate.set()
        await asyncio.gather(*asking)
    assert [body["message"] for body in assistant.asked] == [f"câu {n}" for n in range(5)]


async def test_emergency_overtakes_waiting_messages(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.gate = asyncio.Event()
    async with running() as (_front, client):
        asking = [
            asyncio.create_task(say(client, "câu", conversation=f"người {number}"))
            for number in range(40)
        ]
        mine = asyncio.create_task(say(client, "câu trước"))
        await until(lambda: len(assistant.asked) == 16)
        answer = await asyncio.wait_for(say(client, "có dao"), 5)
        assert answer["level"] == "emergency"
        assistant.gate.set()
        await asyncio.gather(*asking, mine)


async def test_disclosures_pass_others_at_the_turnstile(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.gate = asyncio.Event()
    async with running() as (_front, client):
        asking = [
            asyncio.create_task(say(client, f"câu {number}", conversation=f"người {number}"))
            for number in range(20)
        ]
        await until(lambda: len(assistant.asked) == 16)
        asking.append(asyncio.create_task(say(client, "anh ấy đánh em")))
        await asyncio.sleep(0.1)
        assistant.gate.set()
        await asyncio.gather(*asking)
    assert assistant.asked[16]["message"] == "anh ấy đánh em"


async def test_triage_that_breaks_is_a_disclosure(
    running: Started, assistant: FakeAssistant
) -> None:
    def broken(text: str, previous: object) -> None:
        raise RuntimeError("no model")

    assistant.alive = False
    async with running(assess=broken) as (_front, client):
        answer = await say(client, "gì đó")
    assert answer["level"] == "disclosure"
    assert "113" in answer["replies"][0]["text"]


async def test_emergency_is_answered_while_the_store_is_locked(
    running: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reception, "STORE_SECONDS", 0.5)
    async with running() as (front, client):
        with front.database.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")  # BEGIN IMMEDIATE: nobody else can write
            answer = await say(client, "anh ta cầm dao")
            assert "113" in answer["replies"][0]["text"]
            refused = await client.post(
                "/api/messages", json={"conversation": "lan", "text": "chào"}
            )
            assert refused.status_code == 503
            connection.rollback()

        def opened() -> object:
            with front.database.reading() as tx:
                return front.cases.current(tx, "api:lan")

        await until(opened)  # it was stored after all, and the case opened


async def test_asking_about_another_place_does_not_move_her(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (_front, client):
        await say(client, "mình đang ở Cần Thơ")
        await say(client, "còn Lai Châu thì sao?")
        assert "18008065" in (await say(client, "anh ta cầm dao"))["replies"][0]["text"]
        await say(client, "mình về Lai Châu rồi")
        assert "18008065" not in (await say(client, "anh ta cầm dao"))["replies"][0]["text"]


async def test_alerts_go_wider_each_time(running: Started, config: FrontConfig) -> None:
    groups = replace(config, telegram_duty_chat="-1, -2,-3")
    async with running(config=groups) as (front, client):
        await say(client, "anh ta cầm dao")

        def told() -> list[tuple[str, str]]:
            with front.database.reading() as tx:
                rows = tx.execute(sa.select(outbox_table.c.id).order_by(outbox_table.c.id)).all()
                sent = [front.outbox.get(tx, row.id) for row in rows]
            return [
                (one.conversation, one.reply.text)
                for one in sent
                if one is not None and one.conversation.startswith("telegram:")
            ]

        assert [chat for chat, _ in told()] == ["telegram:-1"]
        for times, chats in ((1, ["-1"]), (2, ["-1", "-2"]), (3, ["-1", "-2", "-3"])):
            before = len(told())

            def wait(tx: Connection) -> int:
                tx.execute(cases_table.update().values(alerted_at=0.0))
                return front.keeping.alert(tx)

            assert await front.writer.write(wait) == 1
            new = told()[before:]
            assert [chat for chat, _ in new] == [f"telegram:{chat}" for chat in chats]
            words = messages.ALERT_AGAIN[times - 1].split("·")[-1].split("(")[0].strip()
            assert all("CT-0001" in text and words in text for _, text in new)
        assert all("dao" not in text for _, text in told())


async def test_other_processes_are_told_where_redis_is_set(
    running: Started, config: FrontConfig
) -> None:
    async with running() as (front, _client):
        assert front.bell is None
    async with running(config=replace(config, redis_url="redis://127.0.0.1:1/0")) as (
        front,
        client,
    ):
        rung = []
        front.database.listeners.append(lambda: rung.append(1))
        assert front.bell is not None and front.bell.ring in front.database.listeners
        assert (await say(client, "anh ta cầm dao"))["case"] == "CT-0001"
        assert rung, "a commit rings even while Redis is away"


async def test_a_follow_up_is_alerted_by_its_number_alone(
    running: Started, config: FrontConfig
) -> None:
    async with running(config=replace(config, telegram_duty_chat="-1")) as (front, client):
        await say(client, "anh ta cầm dao")
        case_id = await Desk(front).accept("api:lan")

        def due(tx: Connection) -> int:
            front.cases.follow_up(tx, case_id, 1, time.time() - 60)
            return front.keeping.alert(tx)

        assert await front.writer.write(due) == 1
        assert await front.writer.write(front.keeping.alert) == 0
        with front.database.reading() as tx:
            (last,) = front.outbox.last(tx, "telegram:-1", most=1)
    assert last.reply.text == messages.ALERT["due"].format(number="CT-0001")


async def test_a_transfer_nobody_confirms_is_told_to_her(running: Started) -> None:
    async with running() as (front, client):
        await say(client, "anh ta cầm dao")
        case_id = await Desk(front).accept("api:lan")

        def unconfirmed(tx: Connection) -> int:
            front.cases.transfer(tx, case_id, 1, 2)
            tx.execute(cases_table.update().values(alerted_at=0.0))
            return front.keeping.alert(tx)

        assert await front.writer.write(unconfirmed) == 1
        assert await front.writer.write(front.keeping.alert) == 0
        with front.database.reading() as tx:
            told = [one.reply.text for one in front.outbox.last(tx, "api:lan", most=10)]
            case = front.cases.get(tx, case_id)
    assert told.count(telling("released", case)) == 1


async def test_a_child_is_called_con_when_the_assistant_fails(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (_front, client):
        await say(client, "bố đánh con")
        assistant.status = 500
        sorry = await say(client, "rồi sao nữa")
        photo = await say(client, "/riengtu")
    for answer in (sorry, photo):
        text = answer["replies"][0]["text"]
        assert "bạn" not in text.lower() and "con" in text.lower()
