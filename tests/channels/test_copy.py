"""A copy of what is kept, in chat."""

from __future__ import annotations

import pytest

from channels import copy, messages
from handoff import messages as handoff_messages
from tests.channels.conftest import FakeAssistant, Started, say


async def test_a_copy_of_what_is_kept(running: Started, assistant: FakeAssistant) -> None:
    async with running() as (_front, client):
        await say(client, "anh ta cầm dao")
        answer = await say(client, handoff_messages.COPY)
        said = [reply["text"] for reply in answer["replies"]]
        assert "Bạn: anh ta cầm dao" in said[0] and "Tin Cậy: Gọi ngay" in said[0]
        assert "CT-0001" in said[0] and said[-1] == messages.COPY_GIVEN
        again = await say(client, "/banluu")
        assert "".join(reply["text"] for reply in again["replies"]).count("cầm dao") == 1
    assert assistant.asked == []


async def test_a_copy_that_is_not_all_says_so(
    running: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many short messages take few parts; what is older than the last of them is left out."""
    monkeypatch.setattr(copy, "TURNS", 3)
    async with running() as (_front, client):
        for number in range(3):
            await say(client, f"câu {number}")
        answer = await say(client, "/banluu")
        said = [reply["text"] for reply in answer["replies"]]
        assert "Bạn: câu 0" not in said[0] and said[-1] == messages.COPY_CUT
        assert "trả lời: câu 0" not in said[0], "no answer without its question"
        export = (await client.get("/chat/export")).text
        assert export.strip() == ""


async def test_copies_take_no_room_in_copies(
    running: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy, "REPLIES", 4)
    async with running() as (_front, client):
        await say(client, "câu một")
        for _ in range(3):
            answer = await say(client, "/banluu")
        assert "Tin Cậy: trả lời: câu một" in answer["replies"][0]["text"]


async def test_a_long_copy_comes_in_parts(running: Started) -> None:
    async with running() as (_front, client):
        for number in range(3):
            await say(client, f"{number} " + "chuyện dài " * 150)
        answer = await say(client, "/banluu")
    assert len(answer["replies"]) > 3
    assert all(len(reply["text"]) <= 1_900 for reply in answer["replies"])
