from __future__ import annotations

import pytest
import sqlalchemy as sa

from handoff import rotation
from handoff.cases import Cases
from handoff.cipher import Cipher, UnreadableTextError
from handoff.transcript import entries_table


def filled(database, secret):
    cases = Cases(database, Cipher(secret))
    with database.atomic() as tx:
        for number in range(5):
            cases.say(tx, "web:a", "citizen", f"tin {number}")
        case = cases.open(tx, "web:a", channel="web", level="emergency", reasons=["nói có dao"])
        cases.note(tx, case.id, 1, "ghi chú")
        cases.files.offer(tx, "web:a", "1", "photo")
        [file] = cases.files.of(tx, "web:a").values()
        cases.files.keep(tx, file, cases.files.sealed(b"anh"), "image/png")


def test_everything_reads_under_the_new_key_alone(database, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    filled(database, "old")
    counts = rotation.rotate(database, Cipher("new", ["old"]))
    assert counts == {
        "transcript.secret_text": 5,
        "case_notes.secret_text": 1,
        "cases.secret_reasons": 1,
        "staff.secret_totp": 0,
        "files.secret_body": 1,
    }
    cases = Cases(database, Cipher("new"))
    with database.reading() as tx:
        case = cases.get(tx, 1)
        assert case.reasons == ("nói có dao",)
        assert [note.text for note in cases.notes.read(tx, 1)] == ["ghi chú"]
        assert cases.transcript.read(tx, "web:a")[0].text == "tin 0"
        assert cases.files.read(tx, 1)[1] == b"anh"
    lost = Cases(database, Cipher("old"))
    with database.reading() as tx:
        assert not any(entry.readable for entry in lost.transcript.read(tx, "web:a"))
        assert not any(note.readable for note in lost.notes.read(tx, 1))
        assert lost.get(tx, 1).reasons == ()


def test_a_lost_key_changes_nothing(database):
    filled(database, "old")
    with database.reading() as tx:
        before = tx.execute(sa.select(entries_table.c.secret_text)).all()
    with pytest.raises(UnreadableTextError):
        rotation.rotate(database, Cipher("new", ["other"]))
    with database.reading() as tx:
        assert tx.execute(sa.select(entries_table.c.secret_text)).all() == before
