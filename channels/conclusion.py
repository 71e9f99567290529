"""The end of a turn: what is said and what is remembered, in the transaction of the message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection

from channels.inbox import Inbox
from channels.outbox import Outbox
from channels.outcome import Outcome
from channels.phrases import offers
from channels.state import States
from channels.turn import Turn
from handoff.cases import Cases
from handoff.reply import Reply

__all__ = ["Conclusion"]


class Conclusion:
    """Ends turns.

    Args:
        inbox, outbox, states, cases: the tables.
    """

    def __init__(self, inbox: Inbox, outbox: Outbox, states: States, cases: Cases) -> None:
        """Keep the tables."""
        self._inbox, self._outbox, self._states, self._cases = inbox, outbox, states, cases

    def finish(
        self,
        tx: Connection,
        turn: Turn,
        replies: Sequence[Reply],
        *,
        urgent: bool = False,
        told: bool = False,
    ) -> Outcome:
        """Store what is said, and that the message is handled."""
        self._inbox.handled(tx, turn.stored.id, turn.triage.level)
        state = turn.state
        if turn.said.command == "not_so":
            state = replace(state, level="none", kind="none", who="none")
        if replies:
            state = replace(state, offered=offers(replies))
        if state != turn.kept:
            self._states.put(tx, state)
        return self.outcome(tx, turn, replies, urgent=urgent, told=told)

    def outcome(
        self,
        tx: Connection,
        turn: Turn,
        replies: Sequence[Reply],
        *,
        first: int = 0,
        urgent: bool = False,
        told: bool = False,
    ) -> Outcome:
        """Store what is said; the message stays as it is."""
        said = list(turn.before)
        message = turn.stored.incoming
        for part, reply in enumerate(replies, first):
            id = self._outbox.put(
                tx,
                turn.conversation,
                reply,
                answers=turn.stored.id,
                part=part,
                urgent=urgent,
                told=told,
            )
            if not message.group:
                name = f"{turn.stored.id}:{part}"
                self._cases.say(tx, turn.conversation, "bot", reply.text, name)
            said.append((id, reply))
        owned = turn.case is not None and turn.case.state.owned
        number = turn.case.number if turn.case else None
        return Outcome(turn.triage.level, tuple(said), number, owned)
