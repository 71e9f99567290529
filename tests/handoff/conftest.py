from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from handoff.accounts import Accounts
from handoff.cases import Cases
from handoff.cipher import Cipher
from handoff.database import Database
from tests.handoff.stores import Clock, postgres_database

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    database.create()
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request, tmp_path):
    if request.param == "postgresql":
        with postgres_database() as database:
            yield database
        return
    database = Database(f"sqlite:///{tmp_path / 'any.db'}")
    database.create()
    yield database
    database.close()


@pytest.fixture
def cases(database, clock) -> Cases:
    return Cases(database, Cipher("a secret"), clock)


@pytest.fixture
def accounts(database, clock) -> Accounts:
    return Accounts(database, "a secret", clock, CHEAP)
