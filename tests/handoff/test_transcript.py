import pytest

from handoff.cipher import Cipher
from handoff.transcript import Transcript


@pytest.fixture
def transcript(clock):
    return Transcript(Cipher("a secret"), clock)


def test_the_newest_come_last_and_only_so_many(transcript, database):
    with database.atomic() as tx:
        for number in range(6):
            transcript.append(tx, "web:a", "citizen" if number % 2 else "bot", str(number))
        transcript.append(tx, "web:b", "citizen", "khác")
        assert [e.text for e in transcript.read(tx, "web:a", limit=3)] == ["3", "4", "5"]
        assert [e.text for e in transcript.read(tx, "web:a", after=4)] == ["4", "5"]
        assert transcript.newest(tx, "web:a") == 6
        assert transcript.newest(tx, "web:a", "bot") == 5
        assert transcript.newest(tx, "web:none") == 0
        assert transcript.count(tx, "web:a", 4) == 4
        assert transcript.erase(tx, "web:a") == 6
        assert [e.text for e in transcript.read(tx, "web:b")] == ["khác"]


def test_a_message_is_found_by_its_id(transcript, database):
    with database.atomic() as tx:
        entry = transcript.append(tx, "web:a", "citizen", "a", "m1")
        assert transcript.append(tx, "web:a", "citizen", "a", "m1") is None
        assert transcript.append(tx, "web:b", "citizen", "a", "m1")
        assert transcript.find(tx, "web:a", "m1") == entry
        assert transcript.find(tx, "web:a", "m2") is None


def test_repeats_are_dropped_on_every_store(any_database):
    transcript = Transcript(Cipher("a secret"))
    with any_database.atomic() as tx:
        assert transcript.append(tx, "web:a", "citizen", "a", "m1")
        assert transcript.append(tx, "web:a", "citizen", "a", "m1") is None
        assert transcript.append(tx, "web:a", "citizen", "b", "m2")
        assert [e.text for e in transcript.read(tx, "web:a")] == ["a", "b"]
