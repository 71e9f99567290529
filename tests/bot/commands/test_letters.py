from __future__ import annotations

import pytest
from click.testing import CliRunner

from bot.commands.letters import letters
from bot.settings import Settings
from channels.inbox import Inbox
from channels.message import Incoming
from channels.outbox import Outbox
from handoff.cipher import Cipher
from handoff.database import Database
from handoff.reply import Reply


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("TINCAY_HOME", str(tmp_path))
    settings = Settings()
    database = Database(settings.database)
    database.create()
    yield (
        database,
        Inbox(database, Cipher(settings.secret)),
        Outbox(database, Cipher(settings.secret)),
    )
    database.close()


def test_nothing_to_show(store):
    assert CliRunner().invoke(letters, ["list"]).output == "Không có thư chết.\n"


def test_shown_without_words_or_names_and_sent_again(store):
    database, inbox, outbox = store
    with database.atomic() as tx:
        for text in ("chị Lan ơi", "chị Mai ơi"):
            outbox.put(tx, "zalo:579745", Reply(text), author="staff")
        for found in outbox.due(tx, "zalo", 1):
            outbox.dead(tx, found, "tier_too_low")
        outbox.unreachable(tx, "zalo:579745", "out_of_window")
        stored = inbox.store(tx, Incoming("zalo", "zalo:579745", "m1", "chị Lan"))
        inbox.fail(tx, stored.id)
    said = CliRunner().invoke(letters, ["list"])
    assert said.exit_code == 0
    for part in ("tier_too_low", "out_of_window", "người trực", "zalo", f"nhận {stored.id}"):
        assert part in said.output
    assert "Lan" not in said.output and "579745" not in said.output
    first = min(int(line.split("\t")[0]) for line in said.output.splitlines() if line[0].isdigit())
    said = CliRunner().invoke(letters, ["retry", str(first)])
    assert said.output.startswith("Sẽ gửi lại 1 câu, xử lý lại 0 tin")
    said = CliRunner().invoke(letters, ["retry"])
    assert said.output.startswith("Sẽ gửi lại 1 câu, xử lý lại 1 tin")
    with database.reading() as tx:
        assert outbox.count(tx) == {("zalo", "waiting"): 2}
        assert inbox.count(tx) == {"received": 1}
