"""What the front remembers of a conversation between two messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.inbox import inbox_table
from channels.message import now_ms
from channels.outgoing import outbox_table
from handoff.database import metadata

__all__ = ["State", "States", "state_table"]

state_table = sa.Table(
    "conversation_state",
    metadata,
    sa.Column("conversation", sa.String(160), primary_key=True),
    sa.Column("place", sa.String(64)),
    sa.Column("province", sa.String(64)),
    sa.Column("level", sa.String(10), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("who", sa.String(16), nullable=False),
    sa.Column("speaker", sa.String(16), nullable=False),
    sa.Column("offered", sa.Boolean, nullable=False),
    sa.Column("told_to_wait", sa.Boolean, nullable=False),
    sa.Column("declined", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("watched", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("staffed_until", sa.BigInteger, nullable=False),
    sa.Column("updated_at", sa.BigInteger, nullable=False),
    sa.Index("conversation_state_updated", "updated_at"),
)


# built once: making a statement costs more than running it
_GET = sa.select(state_table).where(state_table.c.conversation == sa.bindparam("conversation"))
_PUT = (
    state_table.update()
    .where(state_table.c.conversation == sa.bindparam("whose"))
    .values(
        {
            column.name: sa.bindparam(f"new_{column.name}")
            for column in state_table.c
            if column.name != "conversation"
        }
    )
)
_INSERT = state_table.insert()


@dataclass(frozen=True, slots=True)
class State:
    """A conversation so far.

    Attributes:
        conversation: its name.
        place: id of the person's place once she has said it.
        province: id of its province.
        level: highest triage level so far, lowered only when she says it was not so.
        kind: of the message that raised the level last.
        who: the same.
        speaker: the same.
        offered: the last reply offered a person and she has not answered yet.
        told_to_wait: she has been told that the assistant is away, this time.
        declined: asked whether a person may read and answer, she did not want that.
        watched: somebody may read along on her phone.
        staffed_until: until then a member of staff writes to her with the platform's own tool and
            the bot is silent; milliseconds since 1970 in UTC, 0 for nobody.
    """

    conversation: str
    place: str | None = None
    province: str | None = None
    level: str = "none"
    kind: str = "none"
    who: str = "none"
    speaker: str = "adult"
    offered: bool = False
    told_to_wait: bool = False
    declined: bool = False
    watched: bool = False
    staffed_until: int = 0


class States:
    """The table of conversation states."""

    def get(self, tx: Connection, conversation: str) -> State:
        """The state of a conversation, a fresh one when nothing is known."""
        row = tx.execute(_GET, {"conversation": conversation}).first()
        if row is None:
            return State(conversation)
        values = dict(row._mapping)
        del values["updated_at"]
        return State(**values)

    def put(self, tx: Connection, state: State) -> None:
        """Store a state in place of the one before."""
        values = {field.name: getattr(state, field.name) for field in fields(state)}
        values["updated_at"] = now_ms()
        new = {f"new_{name}": value for name, value in values.items() if name != "conversation"}
        if tx.execute(_PUT, {"whose": state.conversation, **new}).rowcount == 0:
            tx.execute(_INSERT, values)

    def erase(self, tx: Connection, conversations: Iterable[str]) -> None:
        """Forget conversations."""
        gone = state_table.c.conversation.in_(list(conversations))
        tx.execute(state_table.delete().where(gone))

    def purge(self, tx: Connection, before: int) -> int:
        """Forget conversations silent since a moment (milliseconds since 1970 in UTC).

        Its last message counts, not the last change: who writes every day stays known as watched.
        """
        whose = state_table.c.conversation
        heard = sa.exists().where(
            inbox_table.c.conversation == whose, inbox_table.c.received_at >= before
        )
        told = sa.exists().where(
            outbox_table.c.conversation == whose, outbox_table.c.created_at >= before
        )
        silent = sa.and_(state_table.c.updated_at < before, sa.not_(heard), sa.not_(told))
        return int(tx.execute(state_table.delete().where(silent)).rowcount)
