"""Reminders: offered, set, said once at the promised hour, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels import messages
from channels.front import Front
from channels.reminders import (
    Deadline,
    Reminders,
    next_moment,
    read_deadline,
    reminders_table,
)
from handoff.cipher import Cipher
from handoff.database import Database
from tests.channels.conftest import Desk, FakeAssistant, Started, say

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=ZONE)
EFFECT = {
    "who": "Các đơn vị",
    "to": "phòng Văn hóa – Xã hội",
    "when": "ngày 10 tháng 11",
    "place": "kế hoạch phường Thành Sen 2026–2030",
    "section": "mục VI",
    "days": [[10, 11, None]],
    "before": False,
}
DEADLINE = read_deadline(EFFECT)
assert DEADLINE is not None


def at(year: int, month: int, day: int, hour: int = 8) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("days", "before", "now", "then"),
    [
        (((10, 12, None),), False, NOW, at(2026, 12, 10)),
        (((10, 12, None),), True, NOW, at(2026, 12, 9)),
        (((10, 11, None),), False, NOW, at(2027, 11, 10)),
        (((30, 5, None), (30, 11, None)), True, NOW, at(2026, 11, 29)),
        (((1, 1, None),), True, NOW, at(2026, 12, 31)),
        (((22, 11, None),), False, NOW, at(2027, 11, 22)),
        (((22, 11, None),), False, at(2026, 11, 22, 7), at(2026, 11, 22)),
        (((29, 2, None),), False, NOW, at(2028, 2, 29)),
        (((15, 12, 2026),), False, NOW, at(2026, 12, 15)),
        (((15, 12, 2024),), False, NOW, None),
    ],
)
def test_the_next_moment(days, before, now, then) -> None:  # type: ignore[no-untyped-def]
    assert next_moment(replace(DEADLINE, days=days, before=before), now) == then


def test_strange_effects_are_no_deadlines() -> None:
    for days in (None, [], "10/11", [[10]], [[31, 2, None]], [["x", 1, None]], [[1, 1, -5]]):
        assert read_deadline({**EFFECT, "days": days}) is None
    long = read_deadline({**EFFECT, "who": "x" * 5000})
    assert long is not None
    assert len(long.who) == 300


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Connection]:
    database = Database(f"sqlite:///{tmp_path / 'front.db'}")
    database.create()
    with database.atomic() as transaction:
        yield transaction


@pytest.fixture
def reminders() -> Reminders:
    return Reminders(Cipher("khoá"), "Asia/Ho_Chi_Minh")


def test_only_the_nearest_is_offered_and_the_last_offer_counts(
    tx: Connection, reminders: Reminders
) -> None:
    later = replace(DEADLINE, days=((9, 11, None),), when="ngày 9 tháng 11")
    sooner = replace(DEADLINE, days=((1, 12, None),), when="ngày 1 tháng 12")
    assert reminders.offer(tx, "web:a", [later], NOW)
    assert reminders.offer(tx, "web:a", [later, sooner], NOW)
    reminder = reminders.accept(tx, "web:a", NOW)
    assert reminder is not None
    assert reminder.deadline == sooner
    assert reminder.due_at == at(2026, 12, 1).timestamp() * 1000
    assert reminders.accept(tx, "web:b", NOW) is None


def test_what_is_past_is_not_offered(tx: Connection, reminders: Reminders) -> None:
    assert not reminders.offer(tx, "web:a", [replace(DEADLINE, days=((1, 1, 2024),))], NOW)
    assert reminders.accept(tx, "web:a", NOW) is None


def test_said_twice_is_set_once(tx: Connection, reminders: Reminders) -> None:
    reminders.offer(tx, "web:a", [DEADLINE], NOW)
    first, second = reminders.accept(tx, "web:a", NOW), reminders.accept(tx, "web:a", NOW)
    assert first is not None
    assert second is not None
    assert (first.known, second.known) == (False, True)
    assert len(reminders.due(tx, first.due_at)) == 1


def test_nothing_is_due_before_its_hour(tx: Connection, reminders: Reminders) -> None:
    reminders.offer(tx, "web:a", [DEADLINE], NOW)
    reminder = reminders.accept(tx, "web:a", NOW)
    assert reminder is not None
    assert reminders.due(tx, reminder.due_at - 1) == []
    assert reminders.due(tx, reminder.due_at)[0].deadline == DEADLINE


def test_words_are_encrypted(tx: Connection, reminders: Reminders) -> None:
    reminders.offer(tx, "web:a", [DEADLINE], NOW)
    stored = tx.execute(sa.select(reminders_table.c.body)).scalar_one()
    assert "Thành Sen" not in stored
    assert "VI" not in stored or len(stored) > 100


def test_cancel_erase_and_purge(tx: Connection, reminders: Reminders) -> None:
    for conversation in ("web:a", "web:b"):
        reminders.offer(tx, conversation, [DEADLINE], NOW)
        reminders.accept(tx, conversation, NOW)
    assert reminders.cancel(tx, "web:a") == 1
    assert reminders.cancel(tx, "web:a") == 0
    reminders.erase(tx, ["web:b"])
    assert reminders.due(tx, 2**60) == []
    assert reminders.purge(tx, 2**60) == 1  # the offer of web:a
    assert tx.execute(sa.select(sa.func.count()).select_from(reminders_table)).scalar() == 0


def answering(assistant: FakeAssistant) -> None:
    assistant.answer = lambda _body: [{"text": "Hạn: 10/11", "custom": {"deadlines": [EFFECT]}}]


async def pass_the_hour(front: Front) -> int:
    """The hour of everything set has come."""

    def work(tx: Connection) -> int:
        tx.execute(reminders_table.update().values(due_at=1))
        return front.keeping.remind(tx)

    return await front.writer.write(work)


def told(front: Front, conversation: str = "api:lan") -> list[str]:
    with front.database.reading() as tx:
        return [one.reply.text for one in front.outbox.last(tx, conversation)]


async def test_offered_set_and_said_once_also_after_a_restart(
    running: Started, assistant: FakeAssistant
) -> None:
    answering(assistant)
    async with running() as (_front, client):
        answer = await say(client, "Thành Sen báo cáo trước ngày nào?")
        assert messages.REMIND in [b["title"] for b in answer["replies"][0]["buttons"]]
        assistant.alive = False  # the word needs no assistant
        answer = await say(client, "nhắc tôi")
        text = answer["replies"][0]["text"]
        assert "08:00 ngày 10/11/20" in text
        assert "mục VI" in text
        assert "phường Thành Sen" in text
    async with running() as (front, _client):
        assert await pass_the_hour(front) == 1
        assert await pass_the_hour(front) == 0
        said = told(front)
    assert said[-1].startswith("Nhắc bạn về hạn: Các đơn vị")
    assert "ngày 10 tháng 11" in said[-1]
    assert sum(text.startswith("Nhắc bạn") for text in said) == 1


async def test_taken_back(running: Started, assistant: FakeAssistant) -> None:
    answering(assistant)
    async with running() as (front, client):
        await say(client, "hạn?")
        await say(client, "đặt nhắc giúp mình nhé")
        answer = await say(client, "huỷ nhắc")
        assert answer["replies"][0]["text"] == messages.REMIND_CANCELLED.format(count=1)
        assert await pass_the_hour(front) == 0
        answer = await say(client, "hủy nhắc")
        assert answer["replies"][0]["text"] == messages.REMIND_NONE


async def test_who_says_stop_is_not_reminded(running: Started, assistant: FakeAssistant) -> None:
    answering(assistant)
    async with running() as (front, client):
        await say(client, "hạn?")
        await say(client, "đặt nhắc giúp mình nhé")
        await say(client, "dừng")
        assert await pass_the_hour(front) == 0


async def test_nothing_to_be_reminded_of(running: Started) -> None:
    async with running() as (_front, client):
        answer = await say(client, "nhắc tôi")
    assert answer["replies"][0]["text"] == messages.REMIND_NOTHING


async def test_a_question_with_the_word_goes_to_the_assistant(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (_front, client):
        await say(client, "kế hoạch nào nhắc tới tô cam?")
        await say(client, "nhắc lại số điện thoại")
    assert len(assistant.asked) == 2


async def test_while_a_person_has_the_conversation_it_waits(
    running: Started, assistant: FakeAssistant
) -> None:
    answering(assistant)
    async with running() as (front, client):
        await say(client, "hạn?")
        await say(client, "nhắc tôi")
        await say(client, "anh ta cầm dao")
        case = await Desk(front).accept("api:lan")
        assert await pass_the_hour(front) == 0
        await Desk(front).give_back(case)
        assert await pass_the_hour(front) == 1


async def test_erasing_takes_reminders_along(running: Started, assistant: FakeAssistant) -> None:
    answering(assistant)
    async with running() as (front, client):
        await say(client, "hạn?")
        await say(client, "nhắc tôi")
        await say(client, "/xoa")
        assert await pass_the_hour(front) == 0


def test_a_deadline_without_names_is_still_a_sentence() -> None:
    from channels.phrases import reminder_of

    bare = Deadline("", "", "ngày 10/11", "kế hoạch A", "", ((10, 11, None),))
    assert reminder_of(bare).text == "Nhắc bạn về hạn: các đơn vị, ngày 10/11 (kế hoạch A)."
