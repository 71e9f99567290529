from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy.engine import Connection

from channels.config import FrontConfig
from channels.rotation import OURS
from handoff.cases import cases_table
from handoff.cipher import UnreadableTextError
from handoff.rotation import rotate
from tests.channels.conftest import FakeAssistant, Started, say, until


async def test_after_a_change_of_key_everything_is_read_and_written_anew(
    running: Started, config: FrontConfig
) -> None:
    async with running() as (_front, client):
        await say(client, "có dao")
        await say(client, "xoá tôi", conversation="mai")
        await say(client, "/xoa", conversation="mai")
    changed = dataclasses.replace(config, secret="khoá mới", former_secrets=(config.secret,))
    async with running(config=changed) as (front, client):
        assert (await say(client, "cứu"))["level"] == "emergency"  # the turn before was readable
        written = rotate(front.database, front.cipher, OURS)
        assert written["inbox.body"] >= 2 and written["outbox.body"] >= 2
    alone = dataclasses.replace(config, secret="khoá mới")
    async with running(config=alone) as (front, _client):
        with front.database.reading() as tx:
            assert front.inbox.turns(tx, "api:lan")[0].incoming.text == "có dao"
    async with running(config=dataclasses.replace(config, secret="khoá lạ")) as (front, _client):
        with front.database.reading() as tx, pytest.raises(UnreadableTextError):
            front.inbox.turns(tx, "api:lan")


async def test_erasing_after_a_change_of_key_reaches_what_was_written_before(
    running: Started, config: FrontConfig
) -> None:
    changed = dataclasses.replace(config, secret="khoá mới", former_secrets=(config.secret,))
    forgotten: list[str] = []
    async with running(config=changed, forget=forgotten.extend) as (front, client):
        await say(client, "/xoa")
        await front.keeping.errands()
    assert len(forgotten) == 2


async def test_a_lost_key_does_not_keep_the_front_from_starting(
    running: Started, config: FrontConfig, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with running() as (_front, client):
        await say(client, "câu một")
    assistant.alive = True
    other = dataclasses.replace(config, secret="khoá lạ")
    async with running(config=other) as (front, client):

        def failed() -> bool:
            with front.database.reading() as tx:
                return front.inbox.count(tx).get("failed") == 1

        await until(failed)
        assert (await say(client, "chào", conversation="mai"))["replies"]


async def test_a_lost_key_keeps_nobody_from_being_helped_or_forgotten(
    running: Started, config: FrontConfig
) -> None:
    async with running() as (front, client):
        for who in ("lan", "mai"):
            await say(client, "anh ta cầm dao", conversation=who)
        await front.writer.write(lambda tx: front.cases.close(tx, 2, 1, "other"))
    other = dataclasses.replace(config, secret="khoá lạ")
    async with running(config=other) as (front, client):
        assert (await say(client, "lại cầm dao"))["case"] == "CT-0001"
        assert "case" in await say(client, "cầm dao", conversation="hoa")

        def long_ago(tx: Connection) -> int:
            tx.execute(cases_table.update().values(alerted_at=0.0))
            tx.execute(cases_table.update().where(cases_table.c.id == 2).values(closed_at=1.0))
            return front.keeping.alert(tx)

        assert await front.writer.write(long_ago) == 2
        assert (await front.writer.write(front.keeping.purge))["desk"] >= 1
        assert (await say(client, "/xoa"))["replies"][0]["text"].startswith("Mình đã xoá")
        with front.database.reading() as tx:
            assert [case.erased for case in front.cases.select(tx)] == [False, True, True]
