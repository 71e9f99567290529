"""What her words do to a case: it is opened, agreed to, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.engine import Connection

from channels.judging import Recent
from channels.phrases import Phrases
from channels.turn import Turn
from handoff.case import Case, CaseState
from handoff.cases import Cases
from handoff.files import KINDS
from handoff.reply import Reply

__all__ = ["Casework"]


class Casework:
    """Opens cases and changes them, from her side.

    Args:
        cases: the table.
        phrases: what is said to her then.
        recent: the turns triage looks back on.
        on_duty: whether somebody is on the roster now; ``None`` where that is not known.
        alert: tells the duty group of a case that was ``"opened"`` or ``"raised"``, or in which
            she is in danger ``"again"`` after taking the alarm back.
    """

    def __init__(
        self,
        cases: Cases,
        phrases: Phrases,
        recent: Recent,
        on_duty: Callable[[Connection], bool | None],
        alert: Callable[[Connection, Case, str], None],
    ) -> None:
        """Keep the parts."""
        self._cases, self._phrases, self._recent = cases, phrases, recent
        self._on_duty, self._alert = on_duty, alert

    def offer_file(self, tx: Connection, turn: Turn) -> None:
        """Note a photo or voice message of somebody who needs help, for staff who may see it."""
        message = turn.stored.incoming
        if message.source is None or message.attachment not in KINDS:
            return
        if turn.state.level != "none" or turn.case is not None:
            name = str(turn.stored.id)
            self._cases.files.offer(tx, turn.conversation, name, message.attachment)

    def offer(self, tx: Connection, turn: Turn) -> Reply:
        """Ask whether she wants a person."""
        return self._phrases.offer(child=turn.child, on_duty=self._on_duty(tx))

    def connect(self, tx: Connection, turn: Turn) -> Reply:
        """She wants a person: a case, with her consent."""
        on_duty = self._on_duty(tx)
        self.open(tx, turn, consent=True)
        turn.state = replace(turn.state, declined=False)
        return self._phrases.connected(
            turn.state.kind, turn.state.province, child=turn.child, on_duty=on_duty
        )

    def revoke(self, tx: Connection, turn: Turn) -> Reply:
        """Staff no longer read what came before; the desk sees that too."""
        turn.case = self._cases.consent(tx, turn.conversation, False)
        case = turn.case is not None or self._cases.had(tx, turn.conversation)
        return self._phrases.revoked(child=turn.child, case=case, owned=turn.owned)

    def open(self, tx: Connection, turn: Turn, *, consent: bool | None) -> None:
        """Open a case or bring the open one up to date, and alert where that is new."""
        state, triage = turn.state, turn.triage
        case = self._cases.open(
            tx,
            turn.conversation,
            channel=turn.stored.incoming.channel,
            level=state.level,
            kind=state.kind,
            who=state.who,
            speaker=state.speaker,
            place=state.place,
            province=state.province,
            reasons=triage.reasons,
            consent=consent,
            message_id=str(turn.stored.id),
            watched=state.watched,
        )
        before, turn.case = turn.case, case
        if before is None or before.state is CaseState.RETURNED:
            self._alert(tx, case, "opened")
        elif before.level != case.level and not case.state.owned:
            self._alert(tx, case, "raised")
        elif before.withdrawn_at and not case.withdrawn_at and not case.state.owned:
            self._alert(tx, case, "again")

    def withdraw(self, tx: Connection, turn: Turn, note: str) -> None:
        """Believe her: later messages are judged afresh, but the case keeps its level."""
        if turn.case is not None:
            self._cases.withdraw(tx, turn.conversation)
            self._cases.say(tx, turn.conversation, "system", note)
        self._recent.forget(turn.conversation)
