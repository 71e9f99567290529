"""Bringing the tables of an older installation up to what this program declares.

Each table's declaration is stamped into the store as a digest. Where it differs, what is missing
is added: tables, columns, indexes. Nothing is ever dropped or rewritten, so the step is short and
an older program still finds its columns. A store made by a newer program that this one cannot
write to is refused with one clear sentence.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateIndex, CreateTable

__all__ = ["VERSION", "SchemaError", "upgrade"]

logger = logging.getLogger(__name__)

VERSION: Final = 1
"""Raised when older programs must not touch the store any more."""

_STORE: Final = "*"
_LOCK: Final = 0x71_6E_63_61_79

# not on the metadata of the rooms: it describes them
_stamps = sa.Table(
    "schema_stamps",
    sa.MetaData(),
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)


class SchemaError(Exception):
    """The store does not fit this program; its text is one sentence for the operator."""


def upgrade(tx: Connection, metadata: sa.MetaData) -> list[str]:
    """Create and complete the tables of ``metadata``.

    Returns:
        What was added to tables that were there before, as ``table.column``.

    Raises:
        SchemaError: a newer program made the store, or a column cannot be added by itself.
    """
    if tx.dialect.name == "postgresql":  # several processes may start at once
        tx.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    _stamps.create(tx, checkfirst=True)
    stamps = {row.name: row for row in tx.execute(sa.select(_stamps))}
    if _STORE in stamps and stamps[_STORE].version > VERSION:
        raise SchemaError(
            "Cơ sở dữ liệu do một bản Tin Cậy mới hơn tạo ra "
            f"(phiên bản {stamps[_STORE].version}, bản này biết {VERSION}). "
            "Hãy dùng bản mới, hoặc khôi phục bản sao lưu."
        )
    before = set(sa.inspect(tx).get_table_names())
    metadata.create_all(tx)
    added: list[str] = []
    for table in metadata.sorted_tables:
        digest = _digest(table)
        if table.name in stamps and stamps[table.name].digest == digest:
            continue
        if table.name in before:
            added += _complete(tx, table)
        _stamp(tx, table.name, digest, known=table.name in stamps)
    if _STORE not in stamps or stamps[_STORE].version < VERSION:
        _stamp(tx, _STORE, "", known=_STORE in stamps)
    if added:
        logger.warning("added to the store: %s", ", ".join(added))
    return added


def _stamp(tx: Connection, name: str, digest: str, *, known: bool) -> None:
    values = {"version": VERSION, "digest": digest}
    if known:
        tx.execute(_stamps.update().where(_stamps.c.name == name).values(values))
    else:
        tx.execute(_stamps.insert().values(name=name, **values))


def _digest(table: sa.Table) -> str:
    """A hash of how a table is declared, the same on every store."""
    said = [str(CreateTable(table).compile())]
    said += sorted(str(CreateIndex(index).compile()) for index in table.indexes)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _complete(tx: Connection, table: sa.Table) -> list[str]:
    """Add the columns and indexes that a table of an older program lacks."""
    there = {column["name"]: column for column in sa.inspect(tx).get_columns(table.name)}
    for name, column in there.items():
        strange = name not in table.columns and not column["nullable"]
        if strange and column.get("default") is None:
            raise SchemaError(
                f"Bảng {table.name} có cột {name} mà bản Tin Cậy này không biết ghi: cơ sở dữ "
                "liệu do một bản khác tạo ra. Hãy dùng bản mới, hoặc khôi phục bản sao lưu."
            )
    added = []
    for column in table.columns:
        if column.name not in there:
            tx.execute(sa.text(_adding(tx, column)))
            added.append(f"{table.name}.{column.name}")
    have = {index["name"] for index in sa.inspect(tx).get_indexes(table.name)}
    for index in table.indexes:
        if index.name not in have:
            index.create(tx)
            added.append(f"{table.name}.{index.name}")
    return added


def _adding(tx: Connection, column: sa.Column) -> str:
    """The statement that adds a column; existing rows get its default, or an empty value.

    Raises:
        SchemaError: the column is a key, which no store adds to rows that exist.
    """
    if column.primary_key or column.unique:
        raise SchemaError(
            f"Cột {column.table.name}.{column.name} không tự thêm được vào dữ liệu cũ: hãy sao "
            "lưu rồi dùng bản Tin Cậy trước, và báo cho người làm phần mềm."
        )
    kind = column.type.compile(tx.dialect)
    prepare = tx.dialect.identifier_preparer
    said = f"ALTER TABLE {prepare.format_table(column.table)} ADD COLUMN "
    said += f"{prepare.format_column(column)} {kind}"
    if column.nullable:
        return said
    default = column.default.arg if column.default is not None else None
    if default is None or callable(default):
        default = _empty(column.type)
    literal = sa.literal(default, column.type).compile(
        dialect=tx.dialect, compile_kwargs={"literal_binds": True}
    )
    return f"{said} NOT NULL DEFAULT {literal}"


def _empty(kind: sa.types.TypeEngine) -> object:
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer | sa.Float | sa.Numeric):
        return 0
    return ""
