"""What the desk does: exactly one colleague holds a case, and the store decides who."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from handoff import audit
from handoff.case import (
    OUTCOMES,
    AlreadyTakenError,
    Case,
    CaseState,
    NoSuchCaseError,
    NotOwnerError,
)
from handoff.casebook import Casebook, cases_table
from handoff.live import DESK, publish

__all__ = ["Custody"]


class Custody(Casebook):
    """Who holds a case, and what she does with it."""

    def accept(
        self, tx: Connection, case_id: int, staff_id: int, *, take_over: bool = False
    ) -> Case:
        """Become the one owner.

        Args:
            tx: a transaction.
            case_id: which case.
            staff_id: who accepts.
            take_over: also from the colleague who owns it now (for supervisors).

        Raises:
            AlreadyTakenError: somebody was first.
            NoSuchCaseError: there is no such case.
        """
        before = self.get(tx, case_id, lock=True)
        now = self._clock()
        values = {
            "state": CaseState.ACCEPTED.value,
            "owner": staff_id,
            "accepted_at": now if before.accepted_at is None else before.accepted_at,
            "alerted_at": now,
        }
        if before.state is CaseState.ACCEPTED and before.owner == staff_id:
            return before  # a second click
        followed = self._followed(tx, before)
        if followed:
            values.update(outcome=None, closed_at=None, follow_up_at=None, follow_up_told=False)
        elif not self._free(before, staff_id, take_over):
            raise AlreadyTakenError(before)
        if before.accepted_after is None:
            values["accepted_after"] = self.transcript.newest(tx, before.conversation)
        changed = tx.execute(
            cases_table.update()
            .where(cases_table.c.id == case_id, cases_table.c.state == before.state.value)
            .values(**values)
        )
        if changed.rowcount != 1:
            raise AlreadyTakenError(self.get(tx, case_id))
        action = "followed_up" if followed else "taken_over" if take_over else "accepted"
        self._moved(tx, before, action, staff_id, owned=True)
        return self.get(tx, case_id)

    def _free(self, case: Case, staff_id: int, take_over: bool) -> bool:
        """Whether this colleague may become the owner now."""
        if case.state.waits or case.state is CaseState.RETURNED:
            return True
        offered = case.state is CaseState.TRANSFERRED and case.owner == staff_id
        return offered or (take_over and case.state.owned)

    def _followed(self, tx: Connection, case: Case) -> bool:
        """Whether a closed case may be taken up again, because she agreed to be asked after."""
        return (
            case.state is CaseState.CLOSED
            and case.follow_up_at is not None
            and self.current(tx, case.conversation) is None
        )

    def reply(
        self,
        tx: Connection,
        case_id: int,
        staff_id: int,
        text: str,
        message_id: str | None = None,
    ) -> Case | None:
        """Write what staff says into the transcript; the caller sends it to the citizen.

        Returns:
            The case; ``None`` when that ``message_id`` was written before and must not be sent
            a second time.

        Raises:
            NotOwnerError: the case belongs to somebody else, or to nobody.
        """
        case = self._owned(tx, case_id, staff_id)
        now = self._clock()
        if case.state is CaseState.TRANSFERRED:
            case = self.accept(tx, case_id, staff_id)
        entry = self.transcript.append(tx, case.conversation, "staff", text, message_id, staff_id)
        if entry is None:
            return None
        values: dict[str, float | bool | None] = {"answered_at": now}
        if case.follow_up_at is not None and case.follow_up_at <= now:
            values.update(follow_up_at=None, follow_up_told=False)  # she has been asked after
        self._set(tx, case_id, values)
        publish(tx, DESK, "said", {"case": case_id, "entry": entry, "author": "staff"})
        return self.get(tx, case_id)

    def note(self, tx: Connection, case_id: int, staff_id: int, text: str) -> None:
        """Add an internal note: any colleague may, the citizen never sees it."""
        case = self.get(tx, case_id)
        if case.erased:
            raise NoSuchCaseError(str(case_id))
        self.notes.add(tx, case_id, staff_id, text)
        audit.record(tx, "noted", staff_id=staff_id, case_id=case_id, at=self._clock())
        publish(tx, DESK, "noted", {"case": case_id})

    def transfer(
        self, tx: Connection, case_id: int, staff_id: int, to: int | None, *, force: bool = False
    ) -> Case:
        """Hand the case to a colleague, or back to the queue (``to=None``).

        The colleague owns it at once, so the bot stays silent and nobody falls between two
        chairs; when she does not confirm in time it goes to everybody (:meth:`escalate`).

        Raises:
            NotOwnerError: only the owner may, or anybody with ``force`` (for supervisors).
        """
        case = self.get(tx, case_id, lock=True) if force else self._owned(tx, case_id, staff_id)
        if not case.open or to == case.owner:
            return case
        now = self._clock()
        state = CaseState.WAITING if to is None else CaseState.TRANSFERRED
        self._set(tx, case_id, {"state": state.value, "owner": to, "alerted_at": now})
        self._moved(
            tx, case, "released" if to is None else "transferred", staff_id, owned=to is not None,
            to=to,
        )  # fmt: skip
        return self.get(tx, case_id)

    def return_to_bot(self, tx: Connection, case_id: int, staff_id: int) -> Case:
        """Give the conversation back to the bot; the case stays open until it is closed.

        Raises:
            NotOwnerError: only the owner may.
        """
        case = self._owned(tx, case_id, staff_id)
        self._set(tx, case_id, {"state": CaseState.RETURNED.value, "owner": None})
        self._moved(tx, case, "returned", staff_id, owned=False)
        return self.get(tx, case_id)

    def close(
        self, tx: Connection, case_id: int, staff_id: int, outcome: str, *, force: bool = False
    ) -> Case:
        """End the case.

        Raises:
            NotOwnerError: a colleague owns it (``force`` for supervisors); a case nobody owns
                may be closed by anybody.
            ValueError: no such outcome.
        """
        if outcome not in OUTCOMES:
            raise ValueError(f"no such outcome: {outcome!r}")
        case = self.get(tx, case_id, lock=True)
        if not case.open:
            return case
        if case.owner not in (None, staff_id) and not force:
            raise NotOwnerError(case.number)
        now = self._clock()
        values = {"state": CaseState.CLOSED.value, "outcome": outcome, "closed_at": now}
        self._set(tx, case_id, values)
        self._moved(tx, case, "closed", staff_id, owned=False, outcome=outcome)
        return self.get(tx, case_id)

    def follow_up(self, tx: Connection, case_id: int, staff_id: int, at: float | None) -> Case:
        """Set when she agreed to be written to again; ``None`` takes it back."""
        self._set(tx, case_id, {"follow_up_at": at, "follow_up_told": False})
        action = "follow_up_set" if at is not None else "follow_up_cleared"
        audit.record(tx, action, staff_id=staff_id, case_id=case_id, at=self._clock())
        publish(tx, DESK, "changed", {"case": case_id})
        return self.get(tx, case_id)
