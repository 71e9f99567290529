"""The table of cases and what is read from it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from handoff import audit
from handoff.case import LEVELS, Case, CaseState, NoSuchCaseError, NotOwnerError
from handoff.cipher import Cipher
from handoff.database import Database, metadata
from handoff.files import File, Files, files_table
from handoff.live import DESK, conversation_topic, publish
from handoff.notes import Notes
from handoff.transcript import Entry, Transcript, entries_table

__all__ = ["OWNED", "WAITING", "Casebook", "cases_table"]

_OPEN = sa.text("state <> 'closed'")
WAITING: Final = (CaseState.WAITING.value, CaseState.ESCALATED.value)
OWNED: Final = (CaseState.ACCEPTED.value, CaseState.TRANSFERRED.value)

HEAD_START: Final = {"child": 300.0, "self_harm": 300.0, "sexual": 120.0, "trafficking": 120.0}
"""Seconds of waiting a case of this kind counts as having behind it when it comes. Few enough
that nobody of the same level is passed over again and again.
"""

cases_table = sa.Table(
    "cases",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", sa.String(300), nullable=False),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("level", sa.String(12), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("who", sa.String(20), nullable=False),
    sa.Column("speaker", sa.String(12), nullable=False),
    sa.Column("place", sa.String(80)),
    sa.Column("province", sa.String(80)),
    sa.Column("secret_reasons", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False, index=True),
    sa.Column("owner", sa.Integer, index=True),
    sa.Column("consent", sa.Boolean),
    sa.Column("opened_at", sa.Float, nullable=False, index=True),
    sa.Column("accepted_at", sa.Float),
    sa.Column("closed_at", sa.Float, index=True),
    sa.Column("withdrawn_at", sa.Float),
    sa.Column("alerted_at", sa.Float, nullable=False),
    sa.Column("escalations", sa.Integer, nullable=False),
    sa.Column("shown_after", sa.Integer),
    sa.Column("accepted_after", sa.Integer),
    sa.Column("outcome", sa.String(20)),
    sa.Column("follow_up_at", sa.Float),
    sa.Column("erased", sa.Boolean, nullable=False),
    sa.Column("heard_at", sa.Float),
    sa.Column("answered_at", sa.Float),
    sa.Column("watched", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("follow_up_told", sa.Boolean, nullable=False, server_default=sa.false()),
    # one open case a conversation, whoever opens it
    sa.Index(
        "one_open_case", "conversation", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    ),
    sqlite_autoincrement=True,
)

# built once: making a statement costs more than running it, and every message asks
_CURRENT = sa.select(cases_table).where(
    cases_table.c.conversation == sa.bindparam("whose"),
    cases_table.c.state != CaseState.CLOSED.value,
)
_CURRENT_LOCKED = _CURRENT.with_for_update()


class Casebook:
    """Reads cases, and holds what every part of :class:`handoff.cases.Cases` writes with.

    Args:
        database: the store (its tables are made by :meth:`Database.create`).
        cipher: encrypts transcript, notes and reasons.
        clock: seconds since the epoch.
    """

    def __init__(
        self, database: Database, cipher: Cipher, clock: Callable[[], float] = time.time
    ) -> None:
        """Nothing is read yet."""
        self.database = database
        self.transcript = Transcript(cipher, clock)
        self.notes = Notes(cipher, clock)
        self.files = Files(cipher, clock)
        self._cipher = cipher
        self._clock = clock

    def _case(self, row: Any, *, brief: bool = False) -> Case:
        values = dict(row._mapping)
        secret = values.pop("secret_reasons")
        values["reasons"] = () if brief else self._reasons(secret)
        values["state"] = CaseState(values["state"])
        return Case(**values)

    def _reasons(self, secret: str) -> tuple[str, ...]:
        """None where they were written under a key that is gone: it is a case all the same."""
        text = self._cipher.opened(secret)
        return () if text is None else tuple(json.loads(text))

    def select(self, tx: Connection, *conditions: Any, limit: int = 200) -> list[Case]:
        """Cases for which all conditions on :data:`cases_table` hold, newest first."""
        query = sa.select(cases_table).where(*conditions).order_by(cases_table.c.id.desc())
        return [self._case(row) for row in tx.execute(query.limit(limit))]

    def get(self, tx: Connection, case_id: int, *, lock: bool = False) -> Case:
        """One case; with ``lock`` nobody else changes it before ``tx`` ends.

        Raises:
            NoSuchCaseError: there is none with that id.
        """
        query = sa.select(cases_table).where(cases_table.c.id == case_id)
        row = tx.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise NoSuchCaseError(str(case_id))
        return self._case(row)

    def current(self, tx: Connection, conversation: str, *, lock: bool = False) -> Case | None:
        """The open case of a conversation, whoever has it."""
        query = _CURRENT_LOCKED if lock else _CURRENT
        row = tx.execute(query, {"whose": conversation}).one_or_none()
        return None if row is None else self._case(row)

    def owner(self, tx: Connection, conversation: str) -> Case | None:
        """The case whose owner, a person, has the conversation: the bot must be silent."""
        case = self.current(tx, conversation)
        return case if case is not None and case.state.owned else None

    def queue(self, tx: Connection) -> list[Case]:
        """Every case that waits or is owned, the one to take first at the front.

        Their reasons are left out: a long queue is read often, and shows none.
        """
        table = cases_table
        query = sa.select(table).where(table.c.state.in_((*WAITING, *OWNED)))
        found = [self._case(row, brief=True) for row in tx.execute(query)]
        return sorted(found, key=_urgency)

    def due(self, tx: Connection) -> list[Case]:
        """Cases whose agreed follow-up has come, the longest due first, without their reasons."""
        table = cases_table
        query = sa.select(table).where(
            table.c.follow_up_at <= self._clock(), table.c.erased.is_(False)
        )
        rows = tx.execute(query.order_by(table.c.follow_up_at))
        return [self._case(row, brief=True) for row in rows]

    def visible(
        self, tx: Connection, case: Case, after: int = 0, limit: int = 1000
    ) -> tuple[list[Entry], int]:
        """Entries staff may read, those above ``after``, and how many earlier ones stay hidden.

        What she has said since a case was closed does not belong to it: nobody asked her.
        """
        start, end = case.visible_after, case.closed_at
        if start is None:
            hidden = self.transcript.newest(tx, case.conversation)
            return [], self.transcript.count(tx, case.conversation, hidden, end)
        entries = self.transcript.read(tx, case.conversation, max(after, start), limit, end)
        return entries, self.transcript.count(tx, case.conversation, start)

    def wanted_files(self, tx: Connection) -> list[File]:
        """Files to fetch now: staff may read the messages they came with."""
        table, said = cases_table, entries_table
        readable = (
            sa.select(table.c.id)
            .where(
                table.c.conversation == files_table.c.conversation,
                table.c.state != CaseState.CLOSED.value,
                said.c.conversation == files_table.c.conversation,
                said.c.author == "citizen",
                said.c.message_id == files_table.c.message_id,
                # as Case.visible_after has it
                sa.or_(
                    table.c.consent.is_(True),
                    said.c.id > table.c.shown_after,
                    said.c.id > table.c.accepted_after,
                ),
            )
            .exists()
        )
        return self.files.due(tx, readable)

    def wants(self, tx: Connection, file: File) -> bool:
        """Whether staff may still read the message that a file came with."""
        case = self.current(tx, file.conversation)
        return case is not None and self.may_show(tx, case, file)

    def may_show(self, tx: Connection, case: Case, file: File) -> bool:
        """Whether staff may read the message of this case that a file came with."""
        if case.visible_after is None or case.conversation != file.conversation:
            return False
        entry = self.transcript.find(tx, file.conversation, file.message_id, case.closed_at)
        return entry is not None and entry > case.visible_after

    def _secret(self, reasons: Sequence[str]) -> str:
        return self._cipher.encrypt(json.dumps(list(reasons), ensure_ascii=False))

    def _owned(self, tx: Connection, case_id: int, staff_id: int) -> Case:
        case = self.get(tx, case_id, lock=True)
        if not case.state.owned or case.owner != staff_id:
            raise NotOwnerError(case.number)
        return case

    def _set(self, tx: Connection, case_id: int, values: dict[str, Any]) -> None:
        tx.execute(cases_table.update().where(cases_table.c.id == case_id).values(**values))

    def _moved(
        self,
        tx: Connection,
        case: Case,
        action: str,
        staff_id: int | None,
        *,
        owned: bool,
        **detail: str | int | None,
    ) -> None:
        at = self._clock()
        audit.record(tx, action, staff_id=staff_id, case_id=case.id, at=at, **detail)
        publish(tx, DESK, action, {"case": case.id, "staff": staff_id, **detail})
        publish(tx, conversation_topic(case.conversation), "owner", {"owned": owned})


def _urgency(case: Case) -> tuple[Any, ...]:
    """Sort key: waiting before owned, danger first, an alarm taken back later, then who has waited
    longest, with a start for those who can least help themselves (:data:`HEAD_START`).
    """
    return (
        case.state.owned and case.state is not CaseState.TRANSFERRED,
        -LEVELS.index(case.level),
        case.withdrawn_at is not None,
        case.opened_at - HEAD_START.get(case.kind, 0.0),
        case.id,
    )
