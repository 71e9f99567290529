"""A store of an older program is completed, one of a newer program refused."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from handoff.database import Database, metadata
from handoff.schema import VERSION, SchemaError, upgrade


def tables(*columns, index=False):
    """The next declaration of a table."""
    declared = sa.MetaData()
    table = sa.Table("things", declared, sa.Column("id", sa.Integer, primary_key=True), *columns)
    if index:
        sa.Index("things_name", table.c.name)
    return declared


def name(nullable=True):
    return sa.Column("name", sa.String(20), nullable=nullable)


def test_what_is_new_is_added_and_what_is_there_stays(any_database):
    with any_database.atomic() as tx:
        assert upgrade(tx, tables(name())) == []
        tx.execute(sa.text("INSERT INTO things (id, name) VALUES (1, 'một')"))
    newer = tables(
        name(),
        sa.Column("note", sa.Text),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("seen", sa.Boolean, nullable=False, default=True),
        sa.Column("word", sa.String(5), nullable=False, default="it's"),
        index=True,
    )
    with any_database.atomic() as tx:
        added = upgrade(tx, newer)
        assert added == [
            *("things.note", "things.count", "things.seen", "things.word", "things.things_name"),
        ]
        row = tx.execute(sa.select(newer.tables["things"])).one()
        assert tuple(row) == (1, "một", None, 0, True, "it's")
    with any_database.atomic() as tx:
        assert upgrade(tx, newer) == []


def test_a_store_from_before_the_stamps(any_database):
    """The first release had no stamps, and lacked what came later."""
    any_database.create()
    with any_database.atomic() as tx:
        tx.execute(sa.text("DROP TABLE schema_stamps"))
        tx.execute(sa.text("ALTER TABLE cases DROP COLUMN withdrawn_at"))
    any_database.create()
    with any_database.atomic() as tx:
        columns = {column["name"] for column in sa.inspect(tx).get_columns("cases")}
    assert columns == set(metadata.tables["cases"].columns.keys())


def test_every_declared_column_could_be_added():
    """Whoever adds a column that no store takes must raise the version and write how."""
    database = Database("sqlite://")
    with database.atomic() as tx:
        upgrade(tx, metadata)
        stamped = {row.name for row in tx.execute(sa.text("SELECT name FROM schema_stamps"))}
    assert stamped == {"*", *metadata.tables}


def test_a_newer_store_is_refused(database):
    with database.atomic() as tx:
        tx.execute(sa.text(f"UPDATE schema_stamps SET version = {VERSION + 1} WHERE name = '*'"))
    with pytest.raises(SchemaError, match="mới hơn"):
        database.create()


def test_a_column_nobody_fills_is_refused(database):
    with database.atomic() as tx:
        upgrade(tx, tables(name(), sa.Column("must", sa.Integer, nullable=False)))
    with database.atomic() as tx, pytest.raises(SchemaError, match=r"things có cột must"):
        upgrade(tx, tables(name()))


def test_a_key_is_not_added_silently(database):
    with database.atomic() as tx:
        upgrade(tx, tables())
    with database.atomic() as tx, pytest.raises(SchemaError, match=r"things\.key"):
        upgrade(tx, tables(sa.Column("key", sa.String(5), unique=True)))


def test_errors_of_the_store_name_nobody(database):
    with pytest.raises(sa.exc.IntegrityError) as caught, database.atomic() as tx:
        for _ in range(2):
            tx.execute(metadata.tables["audit"].insert().values(id=7, at=0, action="telegram:42"))
    assert "telegram:42" not in str(caught.value)
