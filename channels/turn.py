"""One message on its way through the front, with everything known about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from channels import commands, messages
from channels.inbox import Stored
from channels.message import now_ms
from channels.state import State
from channels.whereabouts import Whereabouts
from handoff.case import Case
from handoff.reply import Reply
from nlu.triage.result import Triage

__all__ = ["Turn", "entry", "facts", "question"]

FOR_ASSISTANT: Final = 4_000
"""Characters of a message that the assistant gets."""


@dataclass(slots=True)
class Turn:
    """One message, judged, with what is known of its conversation.

    Attributes:
        stored: the message.
        triage: its judgement.
        state: of the conversation, already with what this message adds.
        said: what it means to the front.
        where: the place it names.
        case: the open case of the conversation, also one that this message opens.
        kept: the state as it was stored.
        before: what is in the outbox already and stands before the replies to it.
    """

    stored: Stored
    triage: Triage
    state: State
    said: commands.Said
    where: Whereabouts | None
    case: Case | None = None
    kept: State | None = None
    before: list[tuple[int, Reply]] = field(default_factory=list)

    @property
    def conversation(self) -> str:
        """Whose message it is."""
        return self.stored.incoming.conversation

    @property
    def child(self) -> bool:
        """Whether a child is writing."""
        return "child" in (self.triage.speaker, self.state.speaker)

    @property
    def consent(self) -> bool | None:
        """What she has said to staff reading along; ``None`` while she was not asked."""
        if self.case is not None and self.case.consent is not None:
            return self.case.consent
        return False if self.state.declined else None

    @property
    def revoked(self) -> bool:
        """Whether she has taken back that staff may read the conversation."""
        return self.case is not None and self.case.consent is False

    @property
    def owned(self) -> bool:
        """Whether a person has the conversation, so that the bot is silent."""
        at_desk = self.case is not None and self.case.state.owned
        return at_desk or self.state.staffed_until > now_ms()


def entry(turn: Turn) -> str:
    """The message as the transcript has it."""
    message = turn.stored.incoming
    kept = messages.ATTACHMENT_ENTRY.get(message.attachment or "")
    return " ".join(part for part in (kept, message.text or message.payload) if part)


def question(turn: Turn) -> str:
    """The message as the assistant gets it."""
    if turn.said.command == "phutrach":
        return messages.DUTY_QUESTION.format(rest=turn.said.rest)[:FOR_ASSISTANT]
    if turn.said.command == "hanbaocao":
        return messages.REPORT_QUESTION.format(rest=turn.said.rest)[:FOR_ASSISTANT]
    return turn.said.rest[:FOR_ASSISTANT]


def facts(turn: Turn) -> dict[str, Any]:
    """What the assistant is told along with the message."""
    triage = turn.triage
    return {
        "triage": {
            "level": str(triage.level),
            "kind": triage.kind,
            "who": triage.who,
            "score": triage.score,
            "reasons": list(triage.reasons),
            "speaker": str(triage.speaker),
            "watched": triage.watched,
        },
        "place": turn.state.place,
        "surface": turn.stored.incoming.channel,
        "history_level": turn.state.level,
        "consent": turn.consent,
        "case_open": turn.case is not None,
        "group": turn.stored.incoming.group,
    }
