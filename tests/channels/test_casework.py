"""Cases as she opens them, agrees to them and takes them back."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from channels import messages
from channels.config import FrontConfig
from handoff import messages as handoff_messages
from handoff.audit import rows_of_case
from handoff.cases import cases_table
from handoff.live import events
from nlu.triage.result import Level, Triage
from tests.channels.conftest import Desk, FakeAssistant, Started, say


async def test_not_so_is_believed_but_nothing_is_lowered_silently(running: Started) -> None:
    async with running() as (front, client):
        await say(client, "có dao")
        answer = await say(client, handoff_messages.NOT_SO)
        assert answer["replies"][0]["text"] == handoff_messages.WITHDRAWN
        assert answer["case"] == "CT-0001"
        assert (await say(client, "cứu"))["level"] == "none"
        with front.database.reading() as tx:
            case = front.cases.current(tx, "api:lan")
        assert case is not None and case.level == "emergency" and case.withdrawn_at is not None
        assert ("system", messages.ENTRY_WITHDRAWN) in Desk(front).transcript("api:lan")
    async with running() as (_front, client):  # also when the turns are read anew
        assert (await say(client, "cứu"))["level"] == "none"


async def test_disclosure_without_assistant_and_consent_by_button(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with running() as (front, client):
        answer = await say(client, "anh ấy đánh em")
        payloads = [button.get("payload") for button in answer["replies"][0]["buttons"]]
        assert handoff_messages.CONNECT in payloads
        assert "case" not in answer
        answer = await say(client, handoff_messages.CONNECT)
        assert answer["case"] == "CT-0001"
        assert "chưa có người trực" in answer["replies"][0]["text"]
        with front.database.reading() as tx:
            case = front.cases.current(tx, "api:lan")
        assert case is not None and case.consent and case.level == "disclosure"
        assert case.kind == "partner"


async def test_plain_yes_answers_the_offer_and_only_then(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with running() as (_front, client):
        assert "case" not in await say(client, "có")
        await say(client, "anh ấy đánh em")
        assert "case" in await say(client, "dạ có")


@pytest.mark.parametrize("word", ["Rút lại đồng ý.", "/rutlai", "dung cho ai doc nua"])
async def test_consent_can_be_taken_back_and_is_asked_for_anew(running: Started, word: str) -> None:
    async with running() as (front, client):
        await say(client, "anh ấy đánh em")
        await say(client, handoff_messages.CONNECT)
        answer = await say(client, word)
        assert answer["replies"][0]["text"] == messages.REVOKED
        with front.database.reading() as tx:
            rows = rows_of_case(tx, 1)
        assert "consent_revoked" in [row.action for row in rows], "staff see it in the timeline"

        def consent() -> bool | None:
            with front.database.reading() as tx:
                case = front.cases.current(tx, "api:lan")
            assert case is not None
            return case.consent

        assert consent() is False
        offered = await say(client, "/gapnguoi")
        assert handoff_messages.CONNECT in [
            button.get("payload") for button in offered["replies"][0]["buttons"]
        ]
        assert consent() is False
        await say(client, "có")
        assert consent() is True
        await Desk(front).accept("api:lan")
        (told,) = (await say(client, word))["replies"]
        assert told["text"] == messages.REVOKED_AT_DESK, "she sees it, whoever has her case"
        assert consent() is False


async def test_declining_the_offer(running: Started, assistant: FakeAssistant) -> None:
    assistant.alive = False
    async with running() as (_front, client):
        await say(client, "anh ấy đánh em")
        answer = await say(client, handoff_messages.NOT_YET)
    assert answer["replies"][0]["text"] == messages.NOT_YET
    assert "case" not in answer


async def test_effects_open_case(running: Started, assistant: FakeAssistant) -> None:
    assistant.answer = lambda _body: [
        {"text": "Mình chuyển nhé."},
        {"custom": {"handoff": {"request": "open_case", "consent": True}}},
    ]
    async with running() as (_front, client):
        answer = await say(client, "cho mình gặp người")
    assert answer["case"] == "CT-0001"
    assert answer["replies"][0]["text"] == "Mình chuyển nhé."
    assert "chưa có người trực" in answer["replies"][1]["text"]


async def test_effects_without_consent_open_nothing(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.answer = lambda _body: [
        {"text": "Ừ.", "custom": {"handoff": {"request": "open_case", "consent": False}}},
    ]
    async with running() as (_front, client):
        assert "case" not in await say(client, "cho mình gặp người")


async def test_safe_word_leaves_a_note(running: Started, assistant: FakeAssistant) -> None:
    assistant.answer = lambda _body: [
        {"text": "Ừ.", "custom": {"handoff": {"request": "withdraw"}}}
    ]
    async with running() as (front, client):
        await say(client, "có dao")
        await say(client, "mình ổn rồi")
        assert ("system", messages.ENTRY_SAFE_WORD) in Desk(front).transcript("api:lan")
        with front.database.reading() as tx:
            case = front.cases.current(tx, "api:lan")
        assert case is not None and case.level == "emergency"


async def test_asking_for_a_person_asks_for_consent_first(
    running: Started, assistant: FakeAssistant
) -> None:
    assistant.alive = False
    async with running() as (_front, client):
        for conversation, words in (("lan", "/gapnguoi"), ("mai", "cho tôi gặp người trực")):
            answer = await say(client, words, conversation=conversation)
            assert "case" not in answer
            assert "đọc" in answer["replies"][0]["text"] or "trực" in answer["replies"][0]["text"]
            answer = await say(client, "có", conversation=conversation)
            assert answer["case"]


async def test_consent_is_taken_back_and_both_sides_see_it(
    running: Started, assistant: FakeAssistant
) -> None:
    async with running() as (front, client):
        await say(client, "có dao")
        await say(client, "gặp người trực")
        answer = await say(client, handoff_messages.CONNECT)
        titles = [button["title"] for button in answer["replies"][0]["buttons"]]
        assert handoff_messages.REVOKE in titles
        case_id = await Desk(front).accept("api:lan")
        assistant.asked.clear()
        answer = await say(client, "em rút lại đồng ý")
        assert answer["replies"][0]["text"] == messages.REVOKED_AT_DESK
        assert assistant.asked == []
        with front.database.reading() as tx:
            case = front.cases.get(tx, case_id)
            entries, hidden = front.cases.visible(tx, case)
            actions = [row.action for row in rows_of_case(tx, case_id)]
        assert case.consent is False
        assert "consent_revoked" in actions
        said = [entry.text for entry in entries]
        assert "có dao" not in said and "em rút lại đồng ý" in said
        assert hidden > 0


async def test_taking_back_what_was_never_given(running: Started) -> None:
    async with running() as (_front, client):
        answer = await say(client, "Rút lại đồng ý cho đọc")
    assert answer["replies"][0]["text"] == messages.NOT_READ


async def test_danger_after_not_so_alerts_anew(running: Started, config: FrontConfig) -> None:
    """Whoever looked at the first alarm saw it taken back: nobody waits for the next round."""
    chosen = replace(config, telegram_duty_chat="-1")
    async with running(config=chosen) as (front, client):
        await say(client, "anh ta cầm dao")
        await say(client, handoff_messages.NOT_SO)
        await front.writer.write(lambda tx: tx.execute(cases_table.update().values(alerted_at=0.0)))
        await say(client, "anh ta lại cầm dao")
        await say(client, "vẫn cầm dao")
        with front.database.reading() as tx:
            told = [one.reply.text for one in front.outbox.last(tx, "telegram:-1")]
            case = front.cases.current(tx, "api:lan")
            assert case is not None
            rows = [row.action for row in rows_of_case(tx, case.id)]
            kinds = tx.execute(sa.select(events.c.kind)).scalars().all()
    assert len(told) == 2 and told[1] == messages.ALERT["again"].format(
        number="CT-0001", level=messages.LEVELS["emergency"]
    )
    assert rows == ["opened", "withdrawn", "in_danger_again"]
    assert kinds.count("raised") == 1, "the desk rings"
    assert case.withdrawn_at is None and case.alerted_at > 0


async def test_taking_back_after_the_case_has_ended(running: Started) -> None:
    async with running() as (front, client):
        await say(client, "anh ấy đánh em")
        await say(client, handoff_messages.CONNECT)
        case_id = await Desk(front).accept("api:lan")
        await front.writer.write(lambda tx: front.cases.close(tx, case_id, 1, "supported"))
        answer = await say(client, "Rút lại đồng ý cho đọc")
        assert answer["replies"][0]["text"] == messages.REVOKED
        with front.database.reading() as tx:
            assert front.cases.get(tx, case_id).consent is False


async def test_a_hint_of_being_watched_reaches_the_case_that_is_opened_later(
    running: Started,
) -> None:
    def watched(text: str, previous: object = ()) -> Triage:
        if "đọc trộm" in text:
            return Triage(Level.DISCLOSURE, "partner", "self", 0.9, watched=True)
        return Triage(Level.NONE)

    async with running(assess=watched) as (front, client):
        await say(client, "anh ấy hay đọc trộm")
        await say(client, handoff_messages.CONNECT)
        with front.database.reading() as tx:
            case = front.cases.current(tx, "api:lan")
    assert case is not None and case.watched


async def test_consent_is_asked_once(running: Started, assistant: FakeAssistant) -> None:
    async with running() as (front, client):
        assistant.status = 500  # the front answers disclosures itself
        first = await say(client, "anh ấy đánh em")
        titles = [button["title"] for button in first["replies"][0]["buttons"]]
        assert handoff_messages.NOT_YET in titles
        await say(client, handoff_messages.NOT_YET)
        again = await say(client, "hôm qua lại đánh")
        assert "Nếu bạn đồng ý" not in again["replies"][0]["text"]
        titles = [button["title"] for button in again["replies"][0]["buttons"]]
        assert handoff_messages.CONNECT in titles and handoff_messages.NOT_YET not in titles
        plain = await say(client, "ok")
        assert "case" not in plain, "no question was asked, so nothing was agreed to"
        connected = await say(client, handoff_messages.CONNECT)
        assert connected["case"] == "CT-0001"
        told = await say(client, "anh ấy còn đánh cả con")
        assert (
            "đọc được tin này" in told["replies"][0]["text"]
            or "ca tới đọc" in (told["replies"][0]["text"])
        )
        assistant.status = 200
        await front.assistant.probe()
        await say(client, "xin chào")
    assert assistant.asked[-1]["metadata"]["consent"] is True
