"""Replies taken up again, taken back, forgotten: many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from channels.message import now_ms
from channels.outgoing import Sheet, outbox_table
from channels.sending import UNREACHED

__all__ = ["Upkeep"]

# built once: making a statement costs more than running it
_REOPEN = (
    outbox_table.update()
    .where(
        outbox_table.c.conversation == sa.bindparam("whose"),
        outbox_table.c.state == "dead",
        outbox_table.c.author == "staff",
        outbox_table.c.error.in_(UNREACHED),
    )
    .values(
        state="waiting",
        next_at=sa.bindparam("now"),
        created_at=sa.bindparam("now"),
        attempts=0,
    )
)


class Upkeep(Sheet):
    """What is done to all replies of a process, a channel, a person."""

    def reclaim(self, tx: Connection) -> int:
        """Take up what a former process left, right at the start of the only front.

        Its claims need not run out first, and what a clock that was ahead has put into the
        future is due now.

        Returns:
            The number of replies.
        """
        now = now_ms()
        table = outbox_table
        ahead = now + 60_000
        left = sa.or_(
            table.c.state == "sending",
            sa.and_(table.c.state == "waiting", table.c.created_at > ahead),
        )
        created = sa.case((table.c.created_at > ahead, now), else_=table.c.created_at)
        update = table.update().where(left).values(next_at=now, created_at=created)
        return int(tx.execute(update).rowcount)

    def shift(self, tx: Connection, by: int) -> None:
        """The machine's clock was set by ``by`` ms: nothing waits longer or dies sooner for it.

        Rows written since then have the new time already: they are told by a moment that the new
        clock would not have given. Being due too early harms nobody.
        """
        now, table = now_ms(), outbox_table
        open_ = table.update().where(table.c.state.in_(("waiting", "sending")))
        moved = table.c.created_at + by
        if by > 0:
            born = sa.case((moved > now, now), else_=moved)
            tx.execute(open_.values(created_at=born))
            return
        tx.execute(open_.where(table.c.created_at > now).values(created_at=moved))
        late = open_.where(table.c.next_at > now + self._lease)
        tx.execute(late.values(next_at=table.c.next_at + by))

    def hurry(self, tx: Connection, channel: str, errors: Iterable[str]) -> int:
        """The platform is back: what waits because of these errors is due now.

        Returns:
            The number of replies.
        """
        table = outbox_table
        waits = sa.and_(
            table.c.channel == channel,
            table.c.state == "waiting",
            table.c.error.in_(list(errors)),
        )
        return int(tx.execute(table.update().where(waits).values(next_at=now_ms())).rowcount)

    def reopen(self, tx: Connection, conversation: str) -> int:
        """She has written again: what staff told her while she could not be reached goes out.

        What the bot answered then is out of date and stays where it is.

        Returns:
            The number of replies.
        """
        return int(tx.execute(_REOPEN, {"whose": conversation, "now": now_ms()}).rowcount)

    def hush(self, tx: Connection, conversation: str) -> int:
        """Take back what the bot has not said yet, because she wants it to stop.

        Returns:
            The number of replies.
        """
        table = outbox_table
        unsaid = sa.and_(
            table.c.conversation == conversation,
            table.c.state == "waiting",
            table.c.author == "bot",
            table.c.parts_sent == 0,
            table.c.urgent.is_(False),
            table.c.farewell.is_(False),
        )
        return int(tx.execute(table.delete().where(unsaid)).rowcount)

    def revive(self, tx: Connection, ids: Sequence[int] = ()) -> int:
        """Send dead replies after all, those named or every one: the operator mended the cause."""
        chosen = outbox_table.c.state == "dead"
        if ids:
            chosen = sa.and_(chosen, outbox_table.c.id.in_(ids))
        now = now_ms()
        values = {"state": "waiting", "next_at": now, "created_at": now, "attempts": 0}
        return int(tx.execute(outbox_table.update().where(chosen).values(values)).rowcount)

    def erase(self, tx: Connection, conversations: Iterable[str]) -> int:
        """Delete every reply of conversations; what still waits is not sent.

        Returns:
            The number of replies deleted.
        """
        gone = outbox_table.c.conversation.in_(list(conversations))
        return int(tx.execute(outbox_table.delete().where(gone)).rowcount)

    def purge(self, tx: Connection, before: int, keep: Iterable[str] = ()) -> int:
        """Delete what is over and older than a moment (milliseconds since 1970 in UTC).

        Farewells nobody fetched go an hour after they were said.
        """
        table = outbox_table
        hour_ago = now_ms() - 3_600_000
        old = sa.or_(
            sa.and_(
                table.c.created_at < before,
                table.c.state.in_(("sent", "dead")),
                table.c.conversation.not_in(list(keep)),
            ),
            sa.and_(table.c.farewell, table.c.state == "sent", table.c.created_at < hour_ago),
        )
        return int(tx.execute(outbox_table.delete().where(old)).rowcount)

    def expire(self, tx: Connection, before: int, keep: Iterable[str] = ()) -> int:
        """Delete what never went out and is older than a moment (milliseconds since 1970 in UTC).

        It waits for a channel that is switched off, or nobody could deliver it in all that time:
        words are kept no longer for that. What a process is sending at this moment stays.

        Returns:
            The number of replies.
        """
        table = outbox_table
        idle = sa.or_(
            table.c.state == "waiting",
            sa.and_(table.c.state == "sending", table.c.next_at < now_ms()),
        )
        old = sa.and_(table.c.created_at < before, table.c.conversation.not_in(list(keep)))
        return int(tx.execute(table.delete().where(old, idle)).rowcount)
