"""Photos and voice messages a person sends, for the staff who may read her: encrypted at rest.

A row is ``offered`` when she sends the file: nothing is fetched yet, and nothing of it kept but
that it came. It is fetched once staff may read her message, by her consent or because it is an
emergency, and is ``kept`` then; ``lost`` where it cannot be had.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff.cipher import Cipher
from handoff.database import metadata
from handoff.store import insert_once

__all__ = ["KINDS", "LIMIT", "File", "Files", "files_table", "media_type"]

KINDS: Final = ("photo", "voice")
LIMIT: Final = 5_000_000
"""Bytes of a file that is kept: a photo of a phone, some minutes of speech."""

MOST: Final = 40
"""Files of one conversation that are kept: nobody fills the disk by sending photos."""

LEASE: Final = 120.0
"""Seconds until another process may try to fetch what one has begun to."""

files_table = sa.Table(
    "files",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(300), nullable=False, index=True),
    sa.Column("message_id", sa.String(300), nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("state", sa.String(10), nullable=False, index=True),
    sa.Column("media_type", sa.String(40)),
    sa.Column("secret_body", sa.Text),
    sa.Column("problem", sa.String(40)),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", sa.Float, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.UniqueConstraint("conversation", "message_id"),
    sqlite_autoincrement=True,
)

_BEGINNINGS: Final = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"#!AMR", "audio/amr"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftyp", "audio/mp4"),
)


def media_type(kind: str, body: bytes) -> str | None:
    """What a file is by its first bytes; ``None``: nothing that may be shown as that kind.

    What the sender says of it counts for nothing: a page would be a page, whatever its name.
    """
    wanted = "image/" if kind == "photo" else "audio/"
    for at, sign, name in _BEGINNINGS:
        if body.startswith(sign, at):
            return name if name.startswith(wanted) else None
    return None


@dataclass(frozen=True, slots=True)
class File:
    """A file as far as it has come; ``message_id`` is that of its entry in the transcript."""

    id: int
    conversation: str
    message_id: str
    kind: str
    state: str
    media_type: str | None
    problem: str | None
    attempts: int


class Files:
    """The table of files.

    Args:
        cipher: encrypts them.
        clock: seconds since the epoch.
    """

    def __init__(self, cipher: Cipher, clock: Callable[[], float] = time.time) -> None:
        """Nothing is read yet."""
        self._cipher, self._clock = cipher, clock

    def offer(self, tx: Connection, conversation: str, message_id: str, kind: str) -> None:
        """Note that she has sent one."""
        now = self._clock()
        values: dict[str, Any] = {
            "conversation": conversation,
            "message_id": message_id,
            "kind": kind,
            "state": "offered",
            "attempts": 0,
            "next_at": now,
            "at": now,
        }
        mine = files_table.c.conversation == conversation
        count = sa.select(sa.func.count()).select_from(files_table).where(mine)
        if int(tx.execute(count).scalar_one()) >= MOST:
            values.update(state="lost", problem="too_many")
        insert_once(tx, files_table, values)

    def due(self, tx: Connection, *conditions: Any, most: int = 500) -> list[File]:
        """Files for which the conditions hold and that may be fetched now, oldest first."""
        table = files_table
        query = sa.select(table).where(
            table.c.state == "offered", table.c.next_at <= self._clock(), *conditions
        )
        return [_file(row) for row in tx.execute(query.order_by(table.c.id).limit(most))]

    def sealed(self, body: bytes) -> str:
        """A file encrypted, for :meth:`keep`; takes its time, so not within a transaction."""
        return self._cipher.encrypt_bytes(body)

    def begin(self, tx: Connection, file: File) -> bool:
        """Claim the fetching of a file; false where another process was first."""
        table = files_table
        mine = sa.and_(
            table.c.id == file.id, table.c.state == "offered", table.c.next_at <= self._clock()
        )
        values = {"next_at": self._clock() + LEASE, "attempts": table.c.attempts + 1}
        return int(tx.execute(table.update().where(mine).values(values)).rowcount) == 1

    def keep(self, tx: Connection, file: File, sealed: str, kind: str) -> bool:
        """Keep a file; false where she has been forgotten meanwhile."""
        return self._become(tx, file, state="kept", media_type=kind, secret_body=sealed)

    def again(self, tx: Connection, file: File, after: float) -> None:
        """Try to fetch it again after so many seconds."""
        self._become(tx, file, next_at=self._clock() + after)

    def lose(self, tx: Connection, file: File, problem: str) -> bool:
        """It cannot be had; ``problem`` is a short name."""
        return self._become(tx, file, state="lost", problem=problem[:40])

    def shift(self, tx: Connection, by: int) -> None:
        """The machine's clock was set back by ``-by`` ms: nothing is fetched later for it."""
        due = files_table.c.next_at
        ahead = sa.and_(files_table.c.state == "offered", due > self._clock())
        tx.execute(files_table.update().where(ahead).values(next_at=due + by / 1000))

    def release(self, tx: Connection, file: File) -> None:
        """Keep a file no longer: it is as it was before it was fetched, and may be again."""
        values: dict[str, Any] = {"state": "offered", "media_type": None, "secret_body": None}
        kept = sa.and_(files_table.c.id == file.id, files_table.c.state == "kept")
        values.update(attempts=0, next_at=self._clock())
        tx.execute(files_table.update().where(kept).values(values))

    def _become(self, tx: Connection, file: File, **values: object) -> bool:
        mine = sa.and_(files_table.c.id == file.id, files_table.c.state == "offered")
        return int(tx.execute(files_table.update().where(mine).values(values)).rowcount) == 1

    def of(self, tx: Connection, conversation: str) -> dict[str, File]:
        """The files of a conversation by the id of their messages, without what is in them."""
        table = files_table
        columns = [column for column in table.c if column.name != "secret_body"]
        rows = tx.execute(sa.select(*columns).where(table.c.conversation == conversation))
        return {row.message_id: _file(row) for row in rows}

    def read(self, tx: Connection, id: int) -> tuple[File, bytes] | None:
        """A file that is kept, and what is in it."""
        row = tx.execute(sa.select(files_table).where(files_table.c.id == id)).one_or_none()
        if row is None or row.state != "kept" or not row.secret_body:
            return None
        return _file(row), self._cipher.decrypt_bytes(row.secret_body)

    def erase(
        self, tx: Connection, conversations: Iterable[str], before: float | None = None
    ) -> int:
        """Delete the files of conversations, only those sent up to ``before`` when given."""
        gone = files_table.c.conversation.in_(list(conversations))
        if before is not None:
            gone = sa.and_(gone, files_table.c.at <= before)
        return int(tx.execute(files_table.delete().where(gone)).rowcount)


def _file(row: sa.engine.Row) -> File:
    return File(
        row.id,
        row.conversation,
        row.message_id,
        row.kind,
        row.state,
        row.media_type,
        row.problem,
        row.attempts,
    )
