"""Zalo against a fake that checks what Zalo checks."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.responses import JSONResponse, Response

from channels import dispatch, messages, zalo_errors, zalo_token
from channels.config import FrontConfig
from channels.front import Front
from channels.message import now_ms
from channels.sending import RefusedError, TryLaterError, UnreachableError
from channels.zalo_event import read_event
from channels.zalo_signature import signature, valid
from channels.zalo_token import Standing, ZaloToken, ZaloTokenError, standing
from handoff import messages as handoff_messages
from handoff.reply import Button, Reply
from tests.channels.conftest import Desk, FakeAssistant, Started, until
from tests.channels.fake_zalo import (
    APP_ID,
    APP_SECRET,
    FIRST_REFRESH,
    OA_ID,
    OA_SECRET,
    FakeZalo,
    night,
    sign,
)
from tests.channels.loopback import serving


@pytest.fixture
async def zalo(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeZalo]:
    monkeypatch.setattr(dispatch, "BACKOFF_MS", (50, 400))
    fake = FakeZalo()
    async with serving(fake.app) as address:
        fake.address = address  # type: ignore[attr-defined]
        yield fake


@pytest.fixture
def open_oa(running: Started, config: FrontConfig, zalo: FakeZalo) -> Any:
    @asynccontextmanager
    async def start(**options: Any) -> AsyncIterator[tuple[Front, httpx.AsyncClient]]:
        chosen = replace(
            config,
            zalo_app_id=APP_ID,
            zalo_app_secret=APP_SECRET,
            zalo_oa_id=OA_ID,
            zalo_oa_secret=OA_SECRET,
            zalo_refresh_token=options.pop("seed", FIRST_REFRESH),
            zalo_api_base=zalo.address,  # type: ignore[attr-defined]
            zalo_oauth_base=zalo.address,  # type: ignore[attr-defined]
        )
        async with running(config=chosen) as started:
            yield started

    return start


async def post(client: httpx.AsyncClient, event: tuple[bytes, dict[str, str]]) -> httpx.Response:
    return await client.post("/webhooks/zalo", content=event[0], headers=event[1])


def dead(front: Front) -> list[str | None]:
    with front.database.reading() as tx:
        return [letter.error for letter in front.outbox.dead_letters(tx)]


def test_signature_is_plain_sha256() -> None:
    expected = hashlib.sha256(b"app" + b"{}" + b"17" + b"khoa").hexdigest()
    assert signature("app", b"{}", "17", "khoa") == expected


@pytest.mark.parametrize("timestamp", ['"1700000000000"', "1700000000000"])
@pytest.mark.parametrize("prefix", ["mac=", ""])
def test_signature_forms(timestamp: str, prefix: str) -> None:
    body = f'{{"timestamp": {timestamp}, "x": "điều này"}}'.encode()
    mac = signature(APP_ID, body, "1700000000000", OA_SECRET)
    assert valid(prefix + mac, body, app_id=APP_ID, secret=OA_SECRET)
    assert valid(prefix + mac.upper(), body, app_id=APP_ID, secret=OA_SECRET)
    assert not valid(prefix + mac, body + b" ", app_id=APP_ID, secret=OA_SECRET)
    assert not valid("", body, app_id=APP_ID, secret=OA_SECRET)
    assert not valid("mac=\u00e9", body, app_id=APP_ID, secret=OA_SECRET)
    for odd in (rb'{"timestamp": "\ud800"}', b'{"timestamp": 1e999}', b'{"timestamp": [[]]}'):
        assert not valid(mac, odd, app_id=APP_ID, secret=OA_SECRET)


def test_signature_with_the_timestamp_of_a_header() -> None:
    mac = signature(APP_ID, b"{}", "17", OA_SECRET)
    given = {"app_id": APP_ID, "secret": OA_SECRET, "header_timestamp": "17"}
    assert valid(mac, b"{}", timestamp_from="header", **given)  # type: ignore[arg-type]
    assert not valid(mac, b"{}", **given)  # type: ignore[arg-type]


async def test_text_in_reply_out(open_oa: Any, zalo: FakeZalo) -> None:
    async with open_oa() as (_front, client):
        assert (await post(client, zalo.text("quyền của tôi"))).status_code == 200
        await until(lambda: zalo.texts() == ["trả lời: quyền của tôi"])


async def test_forged_events_are_refused(
    open_oa: Any, zalo: FakeZalo, assistant: FakeAssistant
) -> None:
    async with open_oa() as (_front, client):
        raw, headers = zalo.text("có dao")
        assert (await post(client, (raw, {}))).status_code == 403
        assert (await post(client, (raw.replace(b"dao", b"gao"), headers))).status_code == 403
        other = sign(json.loads(raw), secret=APP_SECRET)
        assert (await post(client, other)).status_code == 403
    assert zalo.sent == [] and assistant.asked == []


async def test_unsigned_probe(open_oa: Any, zalo: FakeZalo) -> None:
    async with open_oa() as (_front, client):
        assert (await post(client, (b"", {}))).status_code == 200
        assert (await post(client, (b"{}", {}))).status_code == 200


async def test_replays_are_dropped(open_oa: Any, zalo: FakeZalo, assistant: FakeAssistant) -> None:
    async with open_oa() as (_front, client):
        event = zalo.text("một")
        for _ in range(3):
            assert (await post(client, event)).status_code == 200
        await until(zalo.texts)
    async with open_oa() as (_front, client):
        await post(client, event)
        await post(client, zalo.text("hai"))
        await until(lambda: len(zalo.texts()) == 2)
    assert zalo.texts() == ["trả lời: một", "trả lời: hai"]


async def test_events_of_another_account_are_ignored(open_oa: Any, zalo: FakeZalo) -> None:
    async with open_oa() as (_front, client):
        event = zalo.text("có dao", recipient={"id": "999"})
        assert (await post(client, event)).status_code == 200
        await post(client, zalo.text("chào", "mai"))
        await until(lambda: zalo.texts("mai"))
    assert zalo.texts("lan") == []


async def test_emergency_has_call_buttons(
    open_oa: Any, zalo: FakeZalo, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with open_oa() as (front, client):
        await post(client, zalo.text("anh ta cầm dao, mình ở Cần Thơ"))
        await until(zalo.texts)
        assert "113" in zalo.texts()[0].splitlines()[0]
        phones = [
            button["payload"]["phone_code"]
            for button in zalo.buttons()
            if button["type"] == "oa.open.phone"
        ]
        assert "113" in phones and "18008065" in phones
        with front.database.reading() as tx:
            assert front.cases.current(tx, "zalo:lan") is not None
        # a tap arrives as text
        await post(client, zalo.text(handoff_messages.NOT_SO))
        await until(lambda: len(zalo.texts()) == 2)
    assert zalo.texts()[1] == handoff_messages.WITHDRAWN


async def test_buttons(open_oa: Any, zalo: FakeZalo, assistant: FakeAssistant) -> None:
    assistant.answer = lambda body: [
        {
            "text": f"bạn nói {body['message']}",
            "buttons": [{"title": f"Nơi {n}", "payload": f'/at{{"n": {n}}}'} for n in range(7)],
        }
    ]
    async with open_oa() as (_front, client):
        await post(client, zalo.text("ở đâu"))
        await until(lambda: len(zalo.sent) == 2)
        assert [len(s["message"]["attachment"]["payload"]["buttons"]) for s in zalo.sent] == [5, 2]
        assert zalo.buttons()[0]["type"] == "oa.query.hide"
        await post(client, zalo.text(zalo.buttons()[0]["payload"]))
        await until(lambda: len(assistant.asked) == 2)
    assert assistant.asked[1]["message"] == '/at{"n": 5}'


async def test_long_reply_is_split(open_oa: Any, zalo: FakeZalo, assistant: FakeAssistant) -> None:
    assistant.answer = lambda _body: [{"text": "Một câu dài vừa phải để thử 😀. " * 150}]
    async with open_oa() as (_front, client):
        await post(client, zalo.text("kể"))
        await until(lambda: len(zalo.texts()) == 3)
    assert all(text.endswith(".") for text in zalo.texts())


async def test_token_is_refreshed_once_and_stored_before_use(open_oa: Any, zalo: FakeZalo) -> None:
    zalo.refresh_seconds = 0.2
    async with open_oa() as (front, client):
        for number in range(8):
            await post(client, zalo.text("chào", f"người{number}"))
        await until(lambda: len(zalo.sent) == 8)
        assert zalo.refreshes == [FIRST_REFRESH]
        with front.database.reading() as tx:
            row = tx.exec_driver_sql("SELECT * FROM zalo_tokens").first()
        assert front.cipher.decrypt(row.refresh_token) == zalo.refresh_token
        assert zalo.refresh_token not in row.refresh_token
    async with open_oa() as (_front, client):  # the next process goes on with what is stored
        await post(client, zalo.text("lại chào"))
        await until(lambda: len(zalo.sent) == 9)
    assert zalo.refreshes == [FIRST_REFRESH]


@pytest.mark.parametrize("how", ["invalid", "expired"])
async def test_bad_token_is_renewed_and_the_reply_sent(
    open_oa: Any, zalo: FakeZalo, how: str
) -> None:
    async with open_oa() as (_front, client):
        await post(client, zalo.text("một"))
        await until(zalo.texts)
        if how == "invalid":
            zalo.access = "khác"
        else:
            zalo.access_until = 0
        await post(client, zalo.text("hai"))
        await until(lambda: len(zalo.texts()) == 2)
    assert zalo.texts() == ["trả lời: một", "trả lời: hai"]
    assert len(zalo.refreshes) == 2


async def test_used_refresh_token_waits_for_the_operator(open_oa: Any, zalo: FakeZalo) -> None:
    zalo.used.add(FIRST_REFRESH)
    async with open_oa() as (front, client):
        await post(client, zalo.text("một"))

        def waits() -> bool:
            with front.database.reading() as tx:
                said = front.outbox.last(tx, "zalo:lan")
            return bool(said) and said[0].error == "refresh_token_used"

        await until(waits)
    zalo.refresh_token = "refresh-mới"
    async with open_oa(seed="refresh-mới") as (front, client):
        await front.writer.write(
            lambda tx: tx.exec_driver_sql("UPDATE outbox SET next_at = 0") and None
        )
        front.nudge()
        await until(zalo.texts)


async def test_tokens_that_are_always_refused_are_not_spent_one_after_the_other(
    open_oa: Any, zalo: FakeZalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(zalo_errors._LATER, -216, ("token_invalid", 0.01, False))
    zalo.failures = [-216] * 1000
    async with open_oa() as (front, client):
        await post(client, zalo.text("một"))

        def waits() -> bool:
            with front.database.reading() as tx:
                said = front.outbox.last(tx, "zalo:lan")
            return bool(said) and said[0].error == "token_refused"

        await until(waits, 10)
    assert len(zalo.refreshes) == 5


async def test_oauth_failing_is_tried_again(open_oa: Any, zalo: FakeZalo) -> None:
    zalo.refresh_failures = [Response("<html>", 502)]
    async with open_oa() as (_front, client):
        await post(client, zalo.text("một"))
        await until(zalo.texts, 15)


@pytest.mark.parametrize("code", [-200, -32, -999, 502])
async def test_failures_that_pass(
    open_oa: Any, zalo: FakeZalo, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(zalo_errors._LATER, -32, ("rate_limit", 0.2, True))
    failure: int | Response = code
    if code > 0:
        failure = Response("Bad gateway", code)
    zalo.failures = [failure, failure]
    async with open_oa() as (_front, client):
        await post(client, zalo.text("một"))
        await until(zalo.texts)
    assert zalo.texts() == ["trả lời: một"] and zalo.calls == 3


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (-201, "bad_parameter"),
        (-213, "not_a_follower"),
        (-224, "tier_too_low"),
        (-227, "user_banned_or_idle"),
        (-230, "out_of_window"),
        (-232, "out_of_window"),
        (-240, "api_version_gone"),
        (-244, "restricted_by_user"),
    ],
)
async def test_failures_that_stay(open_oa: Any, zalo: FakeZalo, code: int, name: str) -> None:
    zalo.failures = [code]
    async with open_oa() as (front, client):
        await post(client, zalo.text("một"))
        await until(lambda: dead(front))
        assert dead(front) == [name]
        # what the operator mends can be sent after all
        await front.writer.write(lambda tx: front.outbox.revive(tx))
        front.nudge()
        await until(zalo.texts)


def test_every_listed_error_has_a_meaning() -> None:
    kinds = {
        TryLaterError: (-32, -200, -204, -205, -211, -216, -218, -220, -234, -12345),
        UnreachableError: (-213, -227, -230, -232, -244),
        RefusedError: (-201, -224, -233, -240),
    }
    for kind, codes in kinds.items():
        for code in codes:
            assert type(zalo_errors.named(code)) is kind, code


@pytest.mark.parametrize(("hour", "hours"), [(22, 7.5), (0, 5.5), (5, 0.5), (12, 17.5)])
def test_night_ends_at_six(hour: int, hours: float) -> None:
    seconds = zalo_errors.until_morning(night(hour))
    assert hours * 3600 < seconds <= hours * 3600 + 60


async def test_night_rule_keeps_the_reply_until_morning(open_oa: Any, zalo: FakeZalo) -> None:
    zalo.failures = [-234]
    async with open_oa() as (front, client):
        await post(client, zalo.text("một"))

        def waiting() -> Any:
            with front.database.reading() as tx:
                said = front.outbox.last(tx, "zalo:lan")
            return said and said[0].error == "not_at_night" and said[0].state == "waiting"

        await until(waiting)
        assert zalo.calls == 1


async def test_buttons_that_are_not_taken_become_words(open_oa: Any, zalo: FakeZalo) -> None:
    zalo.failures = [-233]
    async with open_oa() as (front, client):
        await post(client, zalo.text("/start"))
        await until(zalo.texts)
        reply = Reply("Gọi nhé", (Button("Gọi công an", phone="113"),))
        zalo.failures = [-233]
        await front.writer.write(lambda tx: front.send(tx, "zalo:lan", reply))
        await until(lambda: len(zalo.texts()) == 2)
    assert zalo.texts()[1] == "Gọi nhé\nGọi công an: 113"


async def test_follow_greets_and_reading_does_not(open_oa: Any, zalo: FakeZalo) -> None:
    async with open_oa() as (_front, client):
        await post(client, zalo.event("follow", "lan", follower={"id": "lan"}))
        await until(zalo.texts)
        for name in ("unfollow", "user_seen_message", "user_received_message", "user_submit_info"):
            event = zalo.event(name, info={"phone": "1"}, message={"msg_ids": ["1"]})
            assert (await post(client, event)).status_code == 200
        assert (await post(client, zalo.event("một_sự_kiện_lạ"))).status_code == 200
        await post(client, zalo.text("chào"))
        await until(lambda: len(zalo.texts()) == 2)


@pytest.mark.parametrize(
    "what", ["image", "audio", "video", "sticker", "location", "file", "business_card"]
)
async def test_attachments(open_oa: Any, zalo: FakeZalo, what: str) -> None:
    async with open_oa() as (_front, client):
        message = {"msg_id": f"a-{what}", "attachments": [{"type": what, "payload": {"url": "x"}}]}
        await post(client, zalo.event(f"user_send_{what}", message=message))
        await until(zalo.texts)
    assert zalo.texts()[0] in messages.ATTACHMENT.values()


async def test_nameless_people_are_answered_without_buttons(
    open_oa: Any, zalo: FakeZalo, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with open_oa() as (_front, client):
        message = {"msg_id": "x1", "text": "có dao", "conversation_id": "c9"}
        await post(client, zalo.event("anonymous_send_text", "ai-đó", message=message))
        await until(lambda: zalo.sent)
    assert zalo.sent[0]["recipient"] == {"anonymous_id": "ai-đó", "conversation_id": "c9"}
    assert "113" in zalo.sent[0]["message"]["text"]


async def test_human_in_zalos_own_tool_takes_over(
    open_oa: Any, zalo: FakeZalo, assistant: FakeAssistant
) -> None:
    async with open_oa() as (front, client):
        ours = {"sender": {"id": OA_ID}, "recipient": {"id": "lan"}}
        await post(
            client, zalo.event("oa_send_text", message={"msg_id": "e1", "text": "máy"}, **ours)
        )
        await post(client, zalo.text("một"))
        await until(zalo.texts)
        human = {"sender": {"id": OA_ID, "admin_id": "77"}, "recipient": {"id": "lan"}}
        event = zalo.event("oa_send_text", message={"msg_id": "e2", "text": "chị đây em"}, **human)
        assert (await post(client, event)).status_code == 200
        await post(client, zalo.text("dạ chị"))
        await until(lambda: ("citizen", "dạ chị") in Desk(front).transcript("zalo:lan"))
        assert ("staff", "chị đây em") in Desk(front).transcript("zalo:lan")
    assert len(assistant.asked) == 1 and len(zalo.texts()) == 1


async def test_an_echo_of_our_own_words_is_no_takeover(
    open_oa: Any, zalo: FakeZalo, assistant: FakeAssistant
) -> None:
    async with open_oa() as (front, client):
        await post(client, zalo.text("một"))
        await until(zalo.texts)
        human = {"sender": {"id": OA_ID, "admin_id": "77"}, "recipient": {"id": "lan"}}
        message = {"msg_id": "x", "text": "trả lời: một"}
        await post(client, zalo.event("oa_send_text", message=message, **human))

        def ids() -> Any:
            with front.database.reading() as tx:
                return front.outbox.last(tx, "zalo:lan")[0].platform_ids

        await until(ids)
        message = {"msg_id": ids()[0], "text": "…"}
        await post(client, zalo.event("oa_send_image", message=message, **human))
        await post(client, zalo.text("hai"))
        await until(lambda: len(assistant.asked) == 2)


async def test_words_of_staff_after_the_window_arrive_when_she_writes_again(
    open_oa: Any, zalo: FakeZalo
) -> None:
    async with open_oa() as (front, client):
        await post(client, zalo.text("có dao"))
        await until(zalo.texts)
        await Desk(front).accept("zalo:lan")
        zalo.spoken["lan"] -= 8 * 24 * 3600
        for words in ("Em có ổn không?", "Chị vẫn ở đây."):
            await front.writer.write(
                lambda tx, words=words: front.send(tx, "zalo:lan", Reply(words))
            )
        front.nudge()
        await until(lambda: len(dead(front)) == 2)
        assert set(dead(front)) == {"out_of_window"}
        await post(client, zalo.text("em đây"))
        await until(lambda: len(zalo.texts()) == 3)
        note = messages.ENTRY_SENT_AGAIN.format(count=2)
        assert ("system", note) in Desk(front).transcript("zalo:lan")
        assert dead(front) == []
    assert zalo.texts()[1:] == ["Em có ổn không?", "Chị vẫn ở đây."]


async def test_answers_of_the_bot_after_the_window_are_out_of_date(
    open_oa: Any, zalo: FakeZalo
) -> None:
    zalo.failures = [-230]
    async with open_oa() as (front, client):
        await post(client, zalo.text("một"))
        await until(lambda: dead(front))
        await post(client, zalo.text("hai"))
        await until(zalo.texts)
    assert zalo.texts() == ["trả lời: hai"]


async def test_token_is_there_before_anybody_writes(open_oa: Any, zalo: FakeZalo) -> None:
    async with open_oa():
        await until(lambda: zalo.access)
    assert zalo.refreshes == [FIRST_REFRESH]


async def test_withdraw_erases(open_oa: Any, zalo: FakeZalo) -> None:
    async with open_oa() as (front, client):
        await post(client, zalo.text("tên tôi là Lan, có dao"))
        await until(zalo.texts)
        body, headers = zalo.event("user_withdraw")
        assert (await post(client, (body, headers))).status_code == 200

        def forgotten() -> bool:
            with front.database.reading() as tx:
                return (
                    not front.outbox.last(tx, "zalo:lan")
                    and not front.inbox.turns(tx, "zalo:lan")
                    and front.cases.current(tx, "zalo:lan") is None
                )

        await until(forgotten)
        assert Desk(front).transcript("zalo:lan") == []
    assert len(zalo.texts()) == 1


async def test_erasing_by_button(open_oa: Any, zalo: FakeZalo) -> None:
    async with open_oa() as (front, client):
        await post(client, zalo.text("có dao"))
        await until(zalo.texts)
        await post(client, zalo.text(handoff_messages.ERASE))
        await until(lambda: len(zalo.texts()) == 2)

        def gone() -> bool:
            with front.database.reading() as tx:
                return not front.outbox.last(tx, "zalo:lan")

        await until(gone)


async def test_acknowledged_while_zalo_is_down(open_oa: Any, zalo: FakeZalo) -> None:
    zalo.failures = [JSONResponse({}, 503)] * 6
    async with open_oa() as (_front, client):
        for number in range(3):
            assert (await post(client, zalo.text(f"câu {number}"))).status_code == 200
        await until(lambda: len(zalo.texts()) == 3, 15)
    assert zalo.texts() == [f"trả lời: câu {number}" for number in range(3)]


def test_events_of_a_strange_shape_raise_or_are_nothing() -> None:
    for event in (
        {},
        {"event_name": "user_send_text"},
        {"event_name": "user_send_text", "sender": 3},
    ):
        with pytest.raises((KeyError, TypeError)):
            read_event(event)
    assert read_event({"event_name": "gì đó"}) is None
    endless = {"event_name": "follow", "follower": {"id": "1"}, "timestamp": float("inf")}
    told = read_event(endless)
    assert told is not None and 0 < told.at <= now_ms()


async def test_signed_nonsense_is_acknowledged(open_oa: Any, zalo: FakeZalo) -> None:
    async with open_oa() as (_front, client):
        for body in ({"timestamp": "1"}, {"timestamp": "1", "event_name": "user_send_text"}):
            assert (await post(client, sign(body))).status_code == 200
        await asyncio.sleep(0)


async def test_a_copy_of_what_is_kept(open_oa: Any, zalo: FakeZalo) -> None:
    async with open_oa() as (_front, client):
        await post(client, zalo.text("xin chào nhé"))
        await until(lambda: zalo.texts())
        await post(client, zalo.text("gửi tôi bản lưu"))
        await until(lambda: messages.COPY_GIVEN in zalo.texts())
    assert any("Bạn: xin chào nhé" in text for text in zalo.texts())


def token_of(front: Front) -> Standing:
    with front.database.reading() as tx:
        return standing(tx, APP_ID)


async def test_dying_between_zalos_answer_and_our_commit(
    open_oa: Any, zalo: FakeZalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zalo has spent the old token and we never saw the new one: that is told, not hidden."""
    monkeypatch.setattr(zalo_token, "LEASE_MS", 300)  # what a dead process holds, nobody waits for
    zalo.lost_refreshes = 1
    async with open_oa() as (front, _client):
        await until(lambda: zalo.used)
        assert token_of(front).begun_at is not None, "noted before Zalo is asked"
    async with open_oa() as (front, client):
        await post(client, zalo.text("xin chào"))
        found = await until(lambda: token_of(front).problem and token_of(front))
        assert found.problem == "refresh_interrupted"
    zalo.refresh_token = "tay"  # the operator takes a new one from the admin page
    async with open_oa(seed="tay") as (front, client):
        await until(lambda: zalo.texts())
        assert token_of(front) == Standing(token_of(front).expires_at)


async def test_dying_before_zalo_heard_costs_nothing(
    open_oa: Any, zalo: FakeZalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zalo_token, "LEASE_MS", 300)
    zalo.refresh_seconds = 30.0
    async with open_oa() as (front, _client):
        await until(lambda: zalo.refreshes)
        assert token_of(front).begun_at is not None
    zalo.refresh_seconds = 0.0
    async with open_oa() as (front, client):
        await post(client, zalo.text("xin chào"))
        await until(lambda: zalo.texts())
        assert token_of(front).begun_at is None and token_of(front).problem is None


async def test_a_token_that_cannot_be_stored_is_not_used_and_not_lost(
    open_oa: Any, zalo: FakeZalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, refused = ZaloToken._store, [1, 1]

    def away(self: ZaloToken, *values: Any) -> None:
        if refused:
            refused.pop()
            raise sa.exc.OperationalError("disk", {}, Exception())
        store(self, *values)

    monkeypatch.setattr(ZaloToken, "_store", away)
    async with open_oa() as (front, _client):
        await until(lambda: len(refused) == 1)
        assert zalo.sent == []
        for _ in range(2):
            with contextlib.suppress(ZaloTokenError):
                await front.zalo.token.get()
        assert await front.zalo.token.get() == zalo.access
        assert token_of(front).expires_at is not None and len(zalo.refreshes) == 1


async def test_a_renewal_that_has_begun_is_not_broken_off_by_a_stop(
    open_oa: Any, zalo: FakeZalo
) -> None:
    """Zalo has spent the old token the moment it answers: the new one must be stored."""
    zalo.refresh_seconds = 0.5
    async with open_oa():
        await until(lambda: zalo.refreshes)
    zalo.refresh_seconds = 0.0
    async with open_oa() as (front, _client):
        assert await front.zalo.token.get() == zalo.access
        assert token_of(front).problem is None and len(zalo.refreshes) == 1


async def test_whoever_gives_up_waiting_does_not_break_off_the_renewal(
    open_oa: Any, zalo: FakeZalo
) -> None:
    zalo.refresh_seconds = 0.3
    async with open_oa() as (front, _client):
        await until(lambda: zalo.refreshes)
        asking = [asyncio.ensure_future(front.zalo.token.get()) for _ in range(3)]
        await asyncio.sleep(0.05)
        asking[0].cancel()
        assert await asyncio.gather(*asking[1:]) == [zalo.access] * 2
        assert len(zalo.refreshes) == 1
