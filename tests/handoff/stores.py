"""A clock that tests move, and a PostgreSQL of their own where one answers."""

from __future__ import annotations

import contextlib
import uuid

import pytest
import sqlalchemy as sa

from handoff.database import Database

POSTGRES = "postgresql://postgres@127.0.0.1:5432/test"


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += minutes * 60


@contextlib.contextmanager
def postgres_database():
    """A database whose tables live in a schema of their own, dropped afterwards."""
    engine = sa.create_engine(POSTGRES, connect_args={"connect_timeout": 2}, future=True)
    schema = f"handoff_{uuid.uuid4().hex[:12]}"
    try:
        with engine.begin() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    except sa.exc.OperationalError:
        engine.dispose()
        pytest.skip("no PostgreSQL answers at 127.0.0.1:5432 (database test, user postgres)")
    database = Database(f"{POSTGRES}?options=-csearch_path%3D{schema}")
    try:
        database.create()
        yield database
    finally:
        database.close()
        with engine.begin() as connection:
            connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()
