from __future__ import annotations

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from bot.commands.keys import keys
from bot.errors import OperatorError
from bot.settings import Settings
from bot.store import open_store, tracker_url
from channels.outbox import Outbox
from handoff.cipher import Cipher
from handoff.database import Database
from handoff.reply import Reply


@pytest.fixture
def old_store(tmp_path, monkeypatch):
    """A store and a tracker store written under the key "cũ"."""
    monkeypatch.setenv("TINCAY_HOME", str(tmp_path))
    monkeypatch.setenv("TINCAY_SECRET_KEY", "mới")
    cipher, settings = Cipher("cũ"), Settings()
    with open_store(settings) as database, database.atomic() as tx:
        Outbox(database, cipher).put(tx, "web:a", Reply("chào"))
    tracker = Database(tracker_url(settings))
    with tracker.atomic() as tx:
        tx.execute(sa.text("CREATE TABLE events (id INTEGER PRIMARY KEY, data TEXT)"))
        tx.execute(sa.text("INSERT INTO events (data) VALUES (:d)"), {"d": cipher.encrypt("{}")})
    tracker.close()


def test_everything_reads_under_the_new_key_alone(old_store, monkeypatch):
    monkeypatch.setenv("TINCAY_PREVIOUS_SECRET_KEYS", "cũ")
    said = CliRunner().invoke(keys, ["rotate"])
    assert said.exit_code == 0 and "outbox.body\t1" in said.output
    assert "events.data\t1" in said.output
    settings = Settings()
    with open_store(settings) as database, database.reading() as tx:
        assert Outbox(database, Cipher("mới")).last(tx, "web:a")[0].reply.text == "chào"
    tracker = Database(tracker_url(settings))
    with tracker.reading() as tx:
        assert (
            Cipher("mới").decrypt(tx.execute(sa.text("SELECT data FROM events")).scalar()) == "{}"
        )
    tracker.close()


def test_a_key_that_is_missing_is_asked_for(old_store):
    with pytest.raises(OperatorError, match="TINCAY_PREVIOUS_SECRET_KEYS"):
        CliRunner().invoke(keys, ["rotate"], catch_exceptions=False)
