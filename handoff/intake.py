"""What the citizen's side does: a case is opened, raised, consented to, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Connection

from handoff import audit
from handoff.case import LEVELS, Case, CaseState, ConsentMissingError, NoSuchCaseError
from handoff.casebook import Casebook, cases_table
from handoff.live import DESK, publish
from handoff.store import insert_once

__all__ = ["Intake"]


class Intake(Casebook):
    """How cases come in."""

    def open(
        self,
        tx: Connection,
        conversation: str,
        *,
        channel: str,
        level: str,
        kind: str = "none",
        who: str = "none",
        speaker: str = "adult",
        place: str | None = None,
        province: str | None = None,
        reasons: Sequence[str] = (),
        consent: bool | None = None,
        message_id: str | None = None,
        watched: bool = False,
    ) -> Case:
        """Open a case, or bring the open one up to date: raises its level, never lowers it.

        Call :meth:`say` with the triggering message first, in the same transaction: an emergency
        shows staff that message and what follows.

        Args:
            tx: a transaction.
            conversation: opaque ``"channel:id"``.
            channel: ``"web"``, ``"telegram"``, ``"zalo"``…
            level: triage level; ``"none"`` where a person simply asked for somebody.
            kind: triage kind.
            who: triage who.
            speaker: triage speaker.
            place: place id, when known.
            province: province id, when known (its contacts are offered to staff).
            reasons: triage's reasons.
            consent: ``True`` when she agreed that staff read the conversation.
            message_id: the triggering message; the newest of hers when not given.
            watched: somebody may read along on her phone.

        Raises:
            ConsentMissingError: below emergency without consent.
            ValueError: no such level.
        """
        if level not in LEVELS:
            raise ValueError(f"no such level: {level!r}")
        if level != "emergency" and not consent:
            raise ConsentMissingError(level)
        shown = self._shown_after(tx, conversation, message_id) if level == "emergency" else None
        now = self._clock()
        case_id = insert_once(
            tx,
            cases_table,
            {
                "conversation": conversation,
                "channel": channel,
                "level": level,
                "kind": kind,
                "who": who,
                "speaker": speaker,
                "place": place,
                "province": province or place,
                "secret_reasons": self._secret(reasons),
                "state": CaseState.WAITING.value,
                "consent": consent,
                "opened_at": now,
                "alerted_at": now,
                "escalations": 0,
                "shown_after": shown,
                "erased": False,
                "heard_at": now,
                "watched": watched,
                "follow_up_told": False,
            },
        )
        if case_id is None:
            update = {
                "level": level,
                "kind": kind,
                "who": who,
                "speaker": speaker,
                "place": place,
                "province": province or place,
                "reasons": tuple(reasons),
                "consent": consent,
                "shown_after": shown,
                "watched": watched,
            }
            return self._raise(tx, conversation, update)
        audit.record(tx, "opened", case_id=case_id, at=now, level=level, kind=kind)
        if consent:
            audit.record(tx, "consent_given", case_id=case_id, at=now)
        publish(tx, DESK, "opened", {"case": case_id, "level": level})
        return self.get(tx, case_id)

    def _shown_after(self, tx: Connection, conversation: str, message_id: str | None) -> int:
        if message_id is None:
            return max(0, self.transcript.newest(tx, conversation, "citizen") - 1)
        found = self.transcript.find(tx, conversation, message_id)
        return self.transcript.newest(tx, conversation) if found is None else found - 1

    def _raise(self, tx: Connection, conversation: str, update: dict[str, Any]) -> Case:
        case = self.current(tx, conversation, lock=True)
        if case is None:  # closed between the two statements by another process
            raise NoSuchCaseError(conversation)
        now = self._clock()
        values: dict[str, Any] = {}
        raised = LEVELS.index(update["level"]) > LEVELS.index(case.level)
        # she was in danger again after "không phải vậy"
        again = update["level"] == "emergency" and case.withdrawn_at is not None
        if raised:
            values["level"] = update["level"]
        if raised or case.kind == "none":
            values.update({key: update[key] for key in ("kind", "who", "speaker")})
        elif update["speaker"] == "child" and case.speaker == "adult":
            values["speaker"] = "child"  # the words to her depend on it
        merged = tuple(dict.fromkeys((*update["reasons"], *case.reasons)))
        if merged != case.reasons:
            values["secret_reasons"] = self._secret(merged)
        if update["place"] and update["place"] != case.place:
            values.update(place=update["place"], province=update["province"])
        if update["consent"] and not case.consent:
            values["consent"] = True
            audit.record(tx, "consent_given", case_id=case.id, at=now)
        if update["shown_after"] is not None and case.shown_after is None:
            values["shown_after"] = update["shown_after"]
        if update["watched"] and not case.watched:
            values["watched"] = True
        if again:
            values["withdrawn_at"] = None
        if case.state is CaseState.RETURNED:
            values.update(state=CaseState.WAITING.value, opened_at=now, escalations=0)
        if (raised or again or case.state is CaseState.RETURNED) and not case.state.owned:
            values["alerted_at"] = now
        if values:
            self._set(tx, case.id, values)
        if case.state is CaseState.RETURNED:
            audit.record(tx, "reopened", case_id=case.id, at=now, level=update["level"])
            publish(tx, DESK, "opened", {"case": case.id, "level": update["level"]})
        elif raised or again:
            action = "raised" if raised else "in_danger_again"
            audit.record(tx, action, case_id=case.id, at=now, level=update["level"])
            publish(tx, DESK, "raised", {"case": case.id, "level": update["level"]})
        elif values:
            publish(tx, DESK, "changed", {"case": case.id})
        return self.get(tx, case.id)

    def say(
        self,
        tx: Connection,
        conversation: str,
        author: str,
        text: str,
        message_id: str | None = None,
    ) -> int | None:
        """Add what ``author`` said to the transcript; a repeated ``message_id`` adds nothing.

        Returns:
            The entry's id, or ``None`` when it was there already.
        """
        entry = self.transcript.append(tx, conversation, author, text, message_id)
        if entry is None:
            return None
        case = self.current(tx, conversation)
        if case is not None:
            if author == "citizen":
                self._set(tx, case.id, {"heard_at": self._clock()})
            publish(tx, DESK, "said", {"case": case.id, "entry": entry, "author": author})
        return entry

    def withdraw(self, tx: Connection, conversation: str) -> Case | None:
        """The citizen says "không phải vậy": staff see the mark, nothing is lowered or closed."""
        case = self.current(tx, conversation)
        if case is None:
            return None
        now = self._clock()
        self._set(tx, case.id, {"withdrawn_at": now})
        audit.record(tx, "withdrawn", case_id=case.id, at=now)
        publish(tx, DESK, "withdrawn", {"case": case.id})
        return self.get(tx, case.id)

    def consent(self, tx: Connection, conversation: str, given: bool) -> Case | None:
        """Note that she lets staff read the conversation, or no longer does.

        Revoking also takes back what an emergency showed so far, and what cases that are closed
        show: staff keep what was exchanged with them, and see a later emergency from its message
        on. Photos and voice messages nobody may see any more are kept no longer.
        """
        if not given:
            self._shut_closed(tx, conversation)
        case = self.current(tx, conversation, lock=True)
        if case is not None and case.consent is not given:
            self._consented(tx, case, given)
            case = self.get(tx, case.id)
        if not given:
            self._release_files(tx, conversation)
        return case

    def _consented(self, tx: Connection, case: Case, given: bool) -> None:
        values = {"consent": True} if given else {"consent": False, "shown_after": None}
        self._set(tx, case.id, values)
        action = "consent_given" if given else "consent_revoked"
        audit.record(tx, action, case_id=case.id, at=self._clock())
        publish(tx, DESK, "consent", {"case": case.id})

    def _shut_closed(self, tx: Connection, conversation: str) -> None:
        for case in self.select(tx, *_closed(conversation)):
            if case.consent is not False:
                self._consented(tx, case, False)

    def _release_files(self, tx: Connection, conversation: str) -> None:
        cases = self.select(tx, cases_table.c.conversation == conversation)
        for file in self.files.of(tx, conversation).values():
            if not any(self.may_show(tx, case, file) for case in cases):
                self.files.release(tx, file)

    def had(self, tx: Connection, conversation: str) -> bool:
        """Whether staff have had a case of this conversation that is closed."""
        return bool(self.select(tx, *_closed(conversation), limit=1))


def _closed(conversation: str) -> tuple[Any, ...]:
    table = cases_table
    return table.c.conversation == conversation, table.c.state == CaseState.CLOSED.value
