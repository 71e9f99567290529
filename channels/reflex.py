"""Replies that need no assistant: commands, buttons, what has no words."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.engine import Connection

from channels import messages
from channels.casework import Casework
from channels.copy import Copy
from channels.inbox import Inbox
from channels.outbox import Outbox
from channels.phrases import Phrases
from channels.reminders import Reminders
from channels.turn import Turn
from handoff.cases import Cases
from handoff.reply import Reply

__all__ = ["Reflex"]


class Reflex:
    """Answers by itself.

    Args:
        inbox, outbox, reminders, cases: the tables.
        casework: what her words do to a case.
        phrases: what is said.
    """

    def __init__(
        self,
        *,
        inbox: Inbox,
        outbox: Outbox,
        reminders: Reminders,
        cases: Cases,
        casework: Casework,
        phrases: Phrases,
    ) -> None:
        """Keep the parts."""
        self._inbox, self._outbox, self._cases = inbox, outbox, cases
        self._reminders, self._casework, self._phrases = reminders, casework, phrases
        self._copy = Copy(inbox, outbox, cases)

    def replies(self, tx: Connection, turn: Turn) -> list[Reply] | None:
        """Replies that need no assistant; ``None`` where it should be asked."""
        phrases, state, message = self._phrases, turn.state, turn.stored.incoming
        match turn.said.command:
            case "start":
                return [phrases.start(state.province)]
            case "trogiup":
                return [phrases.help()]
            case "riengtu":
                consented = turn.case is not None and turn.case.consent is True
                return [phrases.privacy(message.channel, consented=consented)]
            case "revoke":
                return [self._casework.revoke(tx, turn)]
            case "banluu":
                turn.before, last = self._copy.give(tx, turn.conversation, turn.stored.id)
                return [last]
            case "khancap":
                return [phrases.numbers(state.province)]
            case "phutrach" if not turn.said.rest:
                return [Reply(messages.ASK_DUTY)]
            case "hanbaocao" if not turn.said.rest:
                return [Reply(messages.ASK_REPORT)]
            case "gapnguoi" if not state.offered and (turn.case is None or turn.revoked):
                return [self._casework.offer(tx, turn)]
            case "gapnguoi" | "connect":
                return [self._casework.connect(tx, turn)]
            case "not_yet":
                if turn.case is not None:
                    self._cases.say(tx, turn.conversation, "system", messages.ENTRY_DECLINED)
                turn.state = replace(state, declined=True)
                return [phrases.not_yet(child=turn.child)]
            case "remind":
                reminder = self._reminders.accept(tx, turn.conversation)
                return [phrases.remind(reminder, self._reminders.zone, message.channel)]
            case "unremind":
                return [phrases.unremind(self._reminders.cancel(tx, turn.conversation))]
            case "stop":
                self.stop(tx, turn)
                return [phrases.stopped(child=turn.child)]
            case "not_so":
                self._casework.withdraw(tx, turn, messages.ENTRY_WITHDRAWN)
                return [phrases.not_so(case=turn.case is not None, child=turn.child)]
        if message.attachment is not None and not message.text:
            urgent = state.level != "none" or turn.case is not None
            seen = None
            if message.source is not None and urgent:
                seen = turn.case is not None and turn.case.visible_after is not None
            return [
                phrases.attachment(message.attachment, state.province, urgent=urgent, seen=seen)
            ]
        if not message.text and message.payload is None:
            return [Reply(messages.EMPTY)]
        if turn.said.command is None and not any(sign.isalnum() for sign in turn.said.rest):
            return [phrases.wordless()]
        return None

    def stop(self, tx: Connection, turn: Turn) -> None:
        """Take back what was still to come."""
        self._inbox.let_rest(tx, turn.conversation)
        self._outbox.hush(tx, turn.conversation)
        self._reminders.cancel(tx, turn.conversation)
