import threading

import pytest
import sqlalchemy as sa

from handoff.audit import audit, record
from handoff.database import Database


def count(database):
    with database.reading() as tx:
        return tx.execute(sa.select(sa.func.count()).select_from(audit)).scalar_one()


def test_a_transaction_is_whole_or_not_at_all(any_database):
    with pytest.raises(RuntimeError), any_database.atomic() as tx:
        record(tx, "opened")
        raise RuntimeError
    assert count(any_database) == 0
    with any_database.atomic() as tx:
        record(tx, "opened")
    assert count(any_database) == 1


def test_reading_does_not_wait_for_a_writer(any_database):
    with any_database.atomic() as tx:
        record(tx, "opened")
        assert count(any_database) == 0
    assert count(any_database) == 1


def test_writers_queue_up_and_none_is_lost(any_database):
    def write():
        for _ in range(10):
            with any_database.atomic() as tx:
                tx.execute(sa.select(sa.func.count()).select_from(audit)).scalar_one()
                record(tx, "opened")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(any_database) == 40


def test_the_folder_of_a_file_is_made(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'a' / 'b.db'}")
    database.create()
    assert count(database) == 0
    database.close()
