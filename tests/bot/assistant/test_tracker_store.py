from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.assistant.tracker_store import EncryptedTrackerStore

DOMAIN = Domain.from_yaml(
    """
    version: "3.1"
    intents: [greet]
    slots:
      whereabouts:
        type: text
        mappings: [{type: custom}]
    """
)
WORDS = "chồng em hay đánh em"


def store(path: Path, secret: str = "key", former: str = "") -> EncryptedTrackerStore:
    return EncryptedTrackerStore(
        domain=DOMAIN, host=f"sqlite:///{path}", secret=secret, former_secrets=former
    )


def conversation(sender: str = "her") -> DialogueStateTracker:
    tracker = DialogueStateTracker(sender, DOMAIN.slots)
    tracker.update(ActionExecuted("action_session_start"))
    tracker.update(SessionStarted())
    tracker.update(UserUttered(WORDS, {"name": "greet", "confidence": 1.0}))
    tracker.update(SlotSet("whereabouts", "can-tho"))
    return tracker


async def test_a_conversation_comes_back(tmp_path: Path) -> None:
    await store(tmp_path / "rasa.db").save(conversation())
    read = await store(tmp_path / "rasa.db").retrieve("her")
    assert read is not None
    assert read.latest_message.text == WORDS
    assert read.get_slot("whereabouts") == "can-tho"
    assert await store(tmp_path / "rasa.db").retrieve("somebody else") is None


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_no_word_of_hers_is_readable_in_the_file(tmp_path: Path) -> None:
    kept = store(tmp_path / "rasa.db")
    await kept.save(conversation())
    kept.engine.dispose()
    content = written(tmp_path)
    assert WORDS.encode() not in content
    assert b"can-tho" not in content
    with sqlite3.connect(tmp_path / "rasa.db") as connection:
        assert connection.execute("select count(intent_name) from events").fetchone() == (0,)


async def test_only_new_events_are_added(tmp_path: Path) -> None:
    kept = store(tmp_path / "rasa.db")
    await kept.save(conversation())
    read = await kept.retrieve("her")
    assert read is not None
    before = len(read.events)
    read.update(UserUttered("còn nữa", {"name": "greet"}))
    await kept.save(read)
    await kept.save(read)
    again = await kept.retrieve("her")
    assert again is not None
    assert len(again.events) == before + 1
    assert again.latest_message.text == "còn nữa"


async def test_only_the_present_session_is_read(tmp_path: Path) -> None:
    kept = store(tmp_path / "rasa.db")
    tracker = conversation()
    await kept.save(tracker)
    tracker.update(ActionExecuted("action_session_start"))
    tracker.update(SessionStarted())
    tracker.update(UserUttered("hôm nay", {"name": "greet"}))
    await kept.save(tracker)
    present = await kept.retrieve("her")
    everything = await kept.retrieve_full_tracker("her")
    assert present is not None
    assert everything is not None
    assert [event.text for event in present.events if isinstance(event, UserUttered)] == ["hôm nay"]
    assert len(everything.events) == len(tracker.events)


async def test_deleting_forgets_one_person(tmp_path: Path) -> None:
    kept = store(tmp_path / "rasa.db")
    await kept.save(conversation("her"))
    await kept.save(conversation("him"))
    await kept.delete("her")
    assert await kept.retrieve("her") is None
    assert await kept.retrieve("him") is not None


async def test_a_former_key_still_reads(tmp_path: Path) -> None:
    await store(tmp_path / "rasa.db", "old").save(conversation())
    read = await store(tmp_path / "rasa.db", "new", former="older,old").retrieve("her")
    assert read is not None
    assert read.latest_message.text == WORDS


def test_a_store_without_a_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="secret"):
        store(tmp_path / "rasa.db", "")
