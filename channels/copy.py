"""What is kept of a conversation, in words she can take home."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy.engine import Connection

from channels import messages
from channels.inbox import Inbox
from channels.message import now_ms
from channels.outbox import Outbox
from handoff.cases import Cases
from handoff.reply import Reply

__all__ = ["COPY", "Copy"]

COPY: Final = "copy"
"""Author of replies that only repeat what was said: they are in no copy themselves."""

TURNS: Final = 200
REPLIES: Final = 400
PART: Final = 1_900
"""Characters of a message: every platform takes it whole."""

PARTS: Final = 30
"""Messages of one copy; of a longer conversation it has the end, and says so."""

_ZONE: Final = dt.timezone(dt.timedelta(hours=7))


class Copy:
    """Reads a conversation back.

    Args:
        inbox, outbox, cases: where it is kept.
    """

    def __init__(self, inbox: Inbox, outbox: Outbox, cases: Cases) -> None:
        """Nothing is read yet."""
        self._inbox, self._outbox, self._cases = inbox, outbox, cases

    def lines(self, tx: Connection, conversation: str) -> list[str]:
        """What was said, oldest first, and what else is kept of her."""
        lines, whole = self._read(tx, conversation)
        return lines if whole else [messages.COPY_OLDER, *lines]

    def _read(self, tx: Connection, conversation: str) -> tuple[list[str], bool]:
        """The lines, and whether they are all: older ones than a turn or reply left out are too."""
        turns = self._inbox.turns(tx, conversation, most=TURNS + 1)
        replies = self._outbox.last(tx, conversation, most=REPLIES + 1, besides=COPY)
        since = 0
        if len(turns) > TURNS:
            since = turns[1].received_at
        if len(replies) > REPLIES:
            since = max(since, replies[1].created_at)
        said = [
            (
                turn.received_at,
                0,
                turn.id,
                "me",
                _words(turn.incoming.attachment, turn.incoming.text),
            )
            for turn in turns
            if turn.incoming.kind == "message"
        ]
        said += [(one.created_at, 1, one.id, one.author, one.reply.text) for one in replies]
        said = [one for one in said if one[0] >= since]
        lines = [
            f"[{_clock(at)}] {messages.AUTHORS[author]}: {text}"
            for at, _, _, author, text in sorted(said)
        ]
        case = self._cases.current(tx, conversation)
        if case is not None:
            answer = messages.COPY_CONSENT[case.consent]
            lines.append(messages.COPY_CASE.format(number=case.number, consent=answer))
        return lines, since == 0

    def give(
        self, tx: Connection, conversation: str, answers: int
    ) -> tuple[list[tuple[int, Reply]], Reply]:
        """Put a copy into the outbox.

        Returns:
            Its parts with their ids in the outbox, and what is said after them.
        """
        lines, whole = self._read(tx, conversation)
        parts = _parts(lines)
        kept = parts[-PARTS:]
        given = []
        for number, text in enumerate(kept, 100):  # after every reply of our own to it
            reply = Reply(text)
            id = self._outbox.put(
                tx, conversation, reply, author=COPY, answers=answers, part=number
            )
            given.append((id, reply))
        whole = whole and len(kept) == len(parts)
        return given, Reply(messages.COPY_GIVEN if whole else messages.COPY_CUT)


def _parts(lines: list[str]) -> list[str]:
    """Lines in as few texts as hold them."""
    parts: list[str] = []
    for line in lines:
        for at in range(0, len(line), PART):
            piece = line[at : at + PART]
            if parts and len(parts[-1]) + 2 + len(piece) <= PART:
                parts[-1] += f"\n\n{piece}"
            else:
                parts.append(piece)
    return parts


def _words(attachment: str | None, text: str) -> str:
    kept = messages.ATTACHMENT_ENTRY.get(attachment or "")
    return " ".join(part for part in (kept, text) if part)


def _clock(at: int) -> str:
    """A moment as people in Vietnam read it."""
    return dt.datetime.fromtimestamp(min(at, now_ms()) / 1000, _ZONE).strftime("%d/%m/%Y %H:%M")
