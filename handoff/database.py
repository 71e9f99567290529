"""The store every room writes to: one engine, one metadata, one way to open a transaction.

SQLite (WAL) on one machine, PostgreSQL in production; the URL decides. Tables are declared beside
the code that owns them, on :data:`metadata`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from handoff.schema import upgrade

__all__ = ["TOLD", "Database", "metadata"]

TOLD = "tincay_told"
"""Key in ``Connection.info``: this transaction has something for :attr:`Database.listeners`."""

metadata = sa.MetaData()


class Database:
    """An engine with our pragmas and :meth:`atomic`.

    Args:
        url: SQLAlchemy URL, ``sqlite:///path`` or ``postgresql://…``.

    Attributes:
        listeners: called, in the thread that committed, after each transaction that had something
            to tell (:func:`handoff.live.publish`); they must neither wait nor raise.
    """

    def __init__(self, url: str) -> None:
        """Connect lazily; the folder of a SQLite file is created."""
        self.url = sa.engine.make_url(url)
        self.listeners: list[Callable[[], None]] = []
        # parameters hold names of people at the platforms: no error may show them
        options: dict[str, Any] = {"future": True, "hide_parameters": True}
        if self.sqlite:
            if self.url.database and self.url.database != ":memory:":
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
                options["poolclass"] = sa.pool.QueuePool
            else:
                options["poolclass"] = sa.pool.StaticPool
            options["connect_args"] = {"check_same_thread": False, "timeout": 30}
        else:
            options["pool_pre_ping"] = True
        self.engine: Engine = sa.create_engine(self.url, **options)
        if self.sqlite:
            sa.event.listen(self.engine, "connect", _sqlite_connect)
            sa.event.listen(self.engine, "begin", _sqlite_begin)

    @property
    def sqlite(self) -> bool:
        """Whether this is SQLite."""
        return bool(self.url.get_backend_name() == "sqlite")

    def create(self) -> None:
        """Create the tables that do not exist yet, and add what older ones lack.

        Raises:
            SchemaError: the store was made by a program this one does not understand.
        """
        with self.atomic() as tx:
            upgrade(tx, metadata)

    @contextmanager
    def atomic(self) -> Iterator[Connection]:
        """One write transaction: commits on leaving, rolls back when anything raises.

        On SQLite it takes the write lock at once (``BEGIN IMMEDIATE``), so a transaction that
        reads first and writes later cannot fail half way because another process wrote.
        """
        with self.engine.begin() as connection:
            connection.info.pop(TOLD, None)  # left by one that was rolled back
            yield connection
            told = connection.info.pop(TOLD, False)
        if told:
            for listener in tuple(self.listeners):
                listener()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reads only: it never waits for a writer."""
        with self.engine.connect().execution_options(tincay_read=True) as connection:
            yield connection

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def _sqlite_connect(connection: Any, _record: Any) -> None:
    # pysqlite's own transaction handling would start BEGIN DEFERRED behind our back
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("tincay_read")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
