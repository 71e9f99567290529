"""A copy of what is kept, in chat."""

from __future__ import annotations

from channels import messages
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


async def test_a_long_copy_comes_in_parts(running: Started) -> None:
    async with running() as (_front, client):
        for number in range(3):
            await say(client, f"{number} " + "chuyện dài " * 150)
        answer = await say(client, "/banluu")
    assert len(answer["replies"]) > 3
    assert all(len(reply["text"]) <= 1_900 for reply in answer["replies"])
