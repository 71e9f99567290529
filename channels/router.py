"""The way of a message: to a person, to the fixed reply, to the assistant."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.engine import Connection

from channels import commands, messages, whereabouts
from channels.assistant import Answer, AssistantAwayError, AssistantClient, AssistantFailedError
from channels.casework import Casework
from channels.conclusion import Conclusion
from channels.effects import wishes
from channels.erasure import Erasure
from channels.inbox import Inbox, Stored
from channels.judging import Recent
from channels.message import Incoming, now_ms
from channels.metrics import ANSWERED, LEVELS
from channels.outbox import FETCHED, Outbox
from channels.outcome import Outcome, OutOfTurnError
from channels.phrases import Phrases, to_child
from channels.reflex import Reflex
from channels.reminders import Reminders
from channels.state import State, States
from channels.turn import Turn, entry, facts, question
from channels.turnstile import Turnstile
from channels.whereabouts import Whereabouts
from channels.writer import Rank, Writer
from handoff.case import Case
from handoff.cases import Cases
from handoff.cipher import Cipher
from handoff.reply import Button, Reply
from handoff.urgent import reply_to
from nlu.triage.result import Level, Triage

__all__ = ["Router"]

logger = logging.getLogger(__name__)

AT_ONCE: Final = 16
"""Messages the assistant works on at the same time."""

DISCLOSURE_SECONDS: Final = 6.0
"""How long a disclosure waits for the assistant before the front answers it by itself."""

TELEGRAM_SELF: Final = "https://t.me/"
"""Stands for the private chat with us; the channel knows our name there."""

IN_GROUPS: Final = (None, "trogiup", "phutrach", "hanbaocao", "remind", "unremind")
"""What is answered in a group; everything else is for a private chat."""

STAFFED_MS: Final = 2 * 3600 * 1000
"""How long after a reply with the platform's own tool the bot stays silent."""


class _Erase:
    """She asked for it: another transaction does it."""


class _Later:
    """An earlier message goes first."""


class _Ask:
    """The assistant has to be asked."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn


class Router:
    """Decides about messages and carries each decision out in one transaction.

    Args:
        inbox, outbox, states, reminders, cases, erasure: the tables and what erases them.
        writer: runs the transactions.
        assistant: Rasa.
        cipher: names conversations at Rasa without giving identifiers away.
        recent: the turns triage looks back on.
        phrases: replies of the front itself.
        on_duty: whether somebody is on the roster now; ``None`` where that is not known.
        alert: tells the duty group of a case, see :class:`channels.casework.Casework`.
        told: the urgent reply a message got while the store was away, ``None`` for none.
    """

    def __init__(
        self,
        *,
        inbox: Inbox,
        outbox: Outbox,
        states: States,
        reminders: Reminders,
        cases: Cases,
        erasure: Erasure,
        writer: Writer,
        assistant: AssistantClient,
        cipher: Cipher,
        recent: Recent,
        phrases: Phrases,
        on_duty: Callable[[Connection], bool | None] = lambda _tx: None,
        alert: Callable[[Connection, Case, str], None] = lambda _tx, _case, _what: None,
        told: Callable[[Incoming], Reply | None] = lambda _incoming: None,
    ) -> None:
        """Nothing happens before the first message."""
        self._inbox, self._outbox, self._states, self._cases = inbox, outbox, states, cases
        self._reminders = reminders
        self._erasure, self._writer, self._assistant = erasure, writer, assistant
        self._cipher, self._recent, self._on_duty = cipher, recent, on_duty
        self._told, self._phrases = told, phrases
        self._casework = Casework(cases, phrases, recent, on_duty, alert)
        self._reflex = Reflex(
            inbox=inbox,
            outbox=outbox,
            reminders=reminders,
            cases=cases,
            casework=self._casework,
            phrases=phrases,
        )
        self._end = Conclusion(inbox, outbox, states, cases)
        self._turnstile = Turnstile(AT_ONCE)

    async def handle(
        self, stored: Stored, triage: Triage, where: Whereabouts | None = None
    ) -> Outcome | None:
        """Handle a message once.

        Args:
            stored: the message.
            triage: its judgement.
            where: the place it names or comes with.

        Returns:
            What became of it; ``None`` when it was handled before, by whoever.

        Raises:
            OutOfTurnError: an earlier message must be handled first; nothing has happened.
            SQLAlchemyError: the store is away; nothing has happened, call again later.
        """
        rank = Rank.EMERGENCY if triage.level is Level.EMERGENCY else Rank.USUAL
        result: Outcome | _Ask | _Later | _Erase | None = await self._writer.write(
            lambda tx: self._at_once(tx, stored, triage, where), rank
        )
        if isinstance(result, _Later):
            raise OutOfTurnError
        if isinstance(result, _Ask):
            result = await self._ask(result.turn)
        if isinstance(result, _Erase):
            result = await self._writer.write(lambda tx: self._erase(tx, stored, triage))
            self._recent.forget(stored.incoming.conversation)
        if result is not None:
            LEVELS.labels(result.level).inc()
            seconds = max(0, now_ms() - stored.received_at) / 1000
            ANSWERED.labels(result.level).observe(seconds)
        return result

    def _turn(
        self, tx: Connection, stored: Stored, triage: Triage, where: Whereabouts | None
    ) -> Turn | None:
        """The turn as the store has it now; ``None`` when somebody has handled it."""
        if not self._inbox.take(tx, stored.id):
            return None
        message = stored.incoming
        kept = self._states.get(tx, message.conversation)
        state = _at(kept, message, triage, where)
        if triage.urgent and not message.group:
            level = max(Level(state.level), triage.level, key=lambda level: level.rank)
            state = replace(
                state,
                level=level,
                kind=triage.kind,
                who=triage.who,
                speaker=triage.speaker,
                watched=state.watched or triage.watched,
            )
        said = commands.read(message.text, message.payload, offered=state.offered)
        case = None if message.group else self._cases.current(tx, message.conversation)
        return Turn(stored, triage, state, said, where, case, kept)

    def _at_once(
        self, tx: Connection, stored: Stored, triage: Triage, where: Whereabouts | None
    ) -> Outcome | _Ask | _Later | _Erase | None:
        """Do everything that does not need the assistant."""
        message = stored.incoming
        if message.kind == "erase":
            return _Erase() if self._inbox.take(tx, stored.id) else None
        turn = self._turn(tx, stored, triage, where)
        if turn is None:
            return None
        if message.group:
            private = triage.urgent or turn.said.command not in IN_GROUPS
            return self._end.finish(tx, turn, [_private()]) if private else self._rest(tx, turn)
        if message.kind == "takeover":
            return self._taken_over(tx, turn)
        self._reopen(tx, turn)
        if turn.said.command == "xoa":
            return _Erase()
        self._cases.say(tx, turn.conversation, "citizen", entry(turn), str(stored.id))
        self._casework.offer_file(tx, turn)
        if turn.owned:
            return self._to_person(tx, turn)
        if triage.level is Level.EMERGENCY and (turn.said.command is None or turn.said.rest):
            return self._emergency(tx, turn)
        return self._rest(tx, turn)

    def _rest(self, tx: Connection, turn: Turn) -> Outcome | _Ask | _Later:
        replies = self._reflex.replies(tx, turn)
        if replies is not None and turn.child:
            replies = [to_child(reply) for reply in replies]
        if replies is None:
            if self._assistant.up and self._inbox.out_of_turn(tx, turn.stored):
                return _Later()
            return _Ask(turn)
        return self._end.finish(tx, turn, replies)

    def _reopen(self, tx: Connection, turn: Turn) -> None:
        """She can be reached again: what staff said meanwhile goes out after all."""
        if turn.stored.incoming.channel in FETCHED:
            return
        count = self._outbox.reopen(tx, turn.conversation)
        if count and turn.case is not None:
            note = messages.ENTRY_SENT_AGAIN.format(count=count)
            self._cases.say(tx, turn.conversation, "system", note)

    def _to_person(self, tx: Connection, turn: Turn) -> Outcome:
        """The conversation belongs to a person: not a word from us, but nothing is missed."""
        if turn.triage.level is Level.EMERGENCY:
            self._casework.open(tx, turn, consent=None)
        if turn.said.command == "not_so":
            self._casework.withdraw(tx, turn, messages.ENTRY_WITHDRAWN)
        elif turn.said.command == "connect":
            self._cases.consent(tx, turn.conversation, True)
            turn.state = replace(turn.state, declined=False)
        elif turn.said.command == "stop":  # the one safe word: heard at once, whoever answers
            self._reflex.stop(tx, turn)
            self._cases.say(tx, turn.conversation, "system", messages.ENTRY_STOPPED)
            return self._end.finish(tx, turn, [self._phrases.stopped(child=turn.child, owned=True)])
        elif turn.said.command == "revoke":  # what she may read is for her, whoever answers
            return self._end.finish(tx, turn, [self._casework.revoke(tx, turn)])
        return self._end.finish(tx, turn, [])

    def _taken_over(self, tx: Connection, turn: Turn) -> Outcome:
        """A person wrote with the platform's own tool, unless the words are our own."""
        message = turn.stored.incoming
        if self._outbox.said(
            tx, turn.conversation, message.message_id.removeprefix("echo:"), message.text
        ):
            return self._end.finish(tx, turn, [])
        state = replace(turn.state, staffed_until=now_ms() + STAFFED_MS)
        if turn.state.staffed_until < now_ms():
            self._cases.say(tx, turn.conversation, "system", messages.ENTRY_TAKEOVER)
        if turn.stored.incoming.text:
            self._cases.say(
                tx, turn.conversation, "staff", turn.stored.incoming.text, str(turn.stored.id)
            )
        return self._end.finish(tx, replace(turn, state=state), [])

    def _emergency(self, tx: Connection, turn: Turn) -> Outcome:
        """Numbers and a case, in this very transaction."""
        told = self._told(turn.stored.incoming)
        reply = told or self._urgent(turn, "emergency", self._on_duty(tx))
        self._casework.open(tx, turn, consent=None)
        return self._end.finish(tx, turn, [reply], urgent=True, told=told is not None)

    def _urgent(self, turn: Turn, level: str, on_duty: bool | None) -> Reply:
        return reply_to(
            turn.triage,
            level=level,
            place_id=turn.state.province,
            on_duty=on_duty,
            consent=turn.consent,
        )

    async def _ask(self, turn: Turn) -> Outcome | _Erase | None:
        patience = DISCLOSURE_SECONDS if turn.triage.urgent else None
        try:
            async with asyncio.timeout(patience):
                async with self._turnstile.pass_as(turn.triage.level.rank):
                    answer = await self._assistant.ask(
                        self._cipher.fingerprint(turn.conversation), question(turn), facts(turn)
                    )
        except AssistantAwayError:
            return await self._writer.write(lambda tx: self._without(tx, turn, away=True))
        except (AssistantFailedError, TimeoutError) as error:
            logger.warning("assistant: %s", str(error) or type(error).__name__)
            return await self._writer.write(lambda tx: self._without(tx, turn, away=False))
        return await self._writer.write(lambda tx: self._with(tx, turn, answer))

    def _again(self, tx: Connection, turn: Turn) -> Turn | None:
        """The same turn after a wait, in which a person may have taken the conversation."""
        return self._turn(tx, turn.stored, turn.triage, turn.where)

    def _without(self, tx: Connection, turn: Turn, *, away: bool) -> Outcome | None:
        """The assistant cannot help: a disclosure is answered all the same, the rest may wait."""
        now = self._again(tx, turn)
        if now is None:
            return None
        if now.owned:
            return self._to_person(tx, now)
        if now.triage.urgent and not now.stored.incoming.group:
            told = self._told(now.stored.incoming)
            reply = told or self._urgent(now, "disclosure", self._on_duty(tx))
            return self._end.finish(tx, now, [reply], urgent=True, told=told is not None)
        if commands.wants_person(now.said.rest) and not now.stored.incoming.group:
            return self._end.finish(tx, now, [self._casework.offer(tx, now)])
        fitted = to_child if now.child else lambda reply: reply
        if not away:
            return self._end.finish(tx, now, [fitted(self._phrases.sorry(now.state.province))])
        self._inbox.park(tx, now.stored.id, now.triage.level)
        self._states.put(tx, replace(now.state, told_to_wait=True))
        if now.state.told_to_wait:
            return Outcome(now.triage.level, case=now.case.number if now.case else None)
        return self._end.outcome(
            tx, now, [fitted(self._phrases.wait(now.state.province))], first=-1
        )

    def _with(self, tx: Connection, turn: Turn, answer: Answer) -> Outcome | _Erase | None:
        """Carry out the assistant's answer."""
        now = self._again(tx, turn)
        if now is None:
            return None
        if now.owned:  # a person came while it was thinking: its words are not said
            return self._to_person(tx, now)
        wished = wishes(answer.effects)
        if wished.erase:
            return _Erase()
        replies = list(answer.replies)
        state = replace(now.state, told_to_wait=False)
        if wished.withdraw:
            self._casework.withdraw(tx, now, messages.ENTRY_SAFE_WORD)
            state = replace(state, level="none", kind="none", who="none")
        if wished.deadlines and self._reminders.offer(tx, now.conversation, wished.deadlines):
            replies = _with_button(replies, messages.REMIND)
        if wished.decline:
            state = replace(state, declined=True)
            if now.case is not None:
                self._cases.say(tx, now.conversation, "system", messages.ENTRY_DECLINED)
        now = replace(now, state=state)
        if wished.open_case and (wished.consent or state.level == "emergency"):
            connected = self._casework.connect(tx, now)
            if not replies or self._on_duty(tx) is False:
                replies.append(connected)
        if not replies:
            replies.append(Reply(messages.NOTHING_SAID))
        return self._end.finish(tx, now, replies, urgent=now.triage.urgent)

    def _erase(self, tx: Connection, stored: Stored, triage: Triage) -> Outcome | None:
        if not self._inbox.take(tx, stored.id):
            return None
        message = stored.incoming
        self._inbox.handled(tx, stored.id, triage.level)
        ids = self._erasure.erase(tx, message.conversation)
        if message.kind == "erase":  # the platform told us: nobody is there to read a reply
            return Outcome(triage.level, erased=True)
        reply = self._phrases.erased(message.channel)
        said = self._outbox.put(tx, message.conversation, reply, delete=ids, farewell=True)
        return Outcome(triage.level, ((said, reply),), erased=True)

    def give_up(self, tx: Connection, stored: Stored, triage: Triage) -> None:
        """A message that our own code cannot handle: noted as failed, and she is told.

        As little as possible is asked of the store: what is broken may be among the rest.
        """
        self._inbox.fail(tx, stored.id)
        message = stored.incoming
        if message.kind != "message" or message.group:
            return
        reply = self._phrases.sorry(message.place)
        if triage.urgent:
            reply = reply_to(triage, place_id=message.place)
        self._outbox.put(
            tx, message.conversation, reply, answers=stored.id, part=-2, urgent=triage.urgent
        )


def _at(state: State, message: Incoming, triage: Triage, where: Whereabouts | None) -> State:
    """The state with her place: a question about another place does not move her there."""
    if where is None:
        return state
    hers = message.place or state.place is None or triage.urgent
    if not hers and not whereabouts.says_where(message.text):
        return state
    return replace(state, place=where.place, province=where.province)


def _with_button(replies: Sequence[Reply], title: str) -> list[Reply]:
    """The replies, a button added to the last one."""
    if not replies:
        return []
    *others, last = replies
    return [*others, Reply(last.text, (*last.buttons, Button(title, payload=title)))]


def _private() -> Reply:
    return Reply(messages.GROUP_PRIVATE, (Button(messages.GROUP_BUTTON, url=TELEGRAM_SELF),))
