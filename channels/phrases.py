"""Replies the front gives by itself, with the numbers of the person's own place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from channels import messages
from channels.reminders import Deadline, Reminder
from handoff import messages as handoff_messages
from handoff.contacts import ContactDirectory, DirectoryContact
from handoff.reply import Button, Reply

__all__ = ["Phrases", "offers", "reminder_of", "to_child"]

_TO_CHILD = (
    (re.compile(r"\bbạn\b"), "con"),
    (re.compile(r"\bBạn\b"), "Con"),
    # “gặp người trực” is what she may write, word for word
    (re.compile(r"(?<!gặp )\bngười trực\b"), "cô chú trực"),
    (re.compile(r"\bNgười trực\b"), "Cô chú trực"),
)


def offers(replies: Iterable[Reply]) -> bool:
    """Whether one of the replies asks if she wants to write with a person.

    Asking means that "no" can be answered too: a button alone is no question, and a plain "ok"
    after it no consent.
    """
    asked = {handoff_messages.CONNECT, handoff_messages.NOT_YET}
    return any(asked <= {button.payload for button in reply.buttons} for reply in replies)


def to_child(reply: Reply) -> Reply:
    """The same said to a child: "con" and "cô chú trực" all the way through."""
    text = reply.text
    for pattern, word in _TO_CHILD:
        text = pattern.sub(word, text)
    return Reply(text, reply.buttons)


def reminder_of(deadline: Deadline) -> Reply:
    """What is said when the hour of a reminder has come."""
    return Reply(messages.REMINDER.format(**_parts(deadline)))


def _parts(deadline: Deadline) -> dict[str, str]:
    """The words of a deadline, what the plan leaves open put as such."""
    to = messages.REMIND_TO.format(to=deadline.to) if deadline.to else ""
    return {
        "who": deadline.who or messages.REMIND_NOBODY,
        "to": to,
        "when": deadline.when,
        "where": ", ".join(part for part in (deadline.section, deadline.place) if part),
    }


class Phrases:
    """The fixed replies.

    Args:
        directory: where the numbers come from, the project's own by default.
    """

    def __init__(self, directory: ContactDirectory | None = None) -> None:
        """Read the directory once."""
        self._directory = directory or ContactDirectory.load()

    def start(self, province: str | None) -> Reply:
        """The first words of a conversation."""
        said = messages.START.format(numbers=_line(self._contacts(province)))
        return Reply(said, (_khancap(), Button(messages.WANT_TO_ASK, payload="/trogiup")))

    def help(self) -> Reply:
        """What one can ask."""
        return Reply(messages.HELP, (_khancap(),))

    def privacy(self, channel: str, *, consented: bool = False) -> Reply:
        """What is kept where, honestly, also of what stays on her phone.

        Args:
            channel: where she writes.
            consented: staff may read the conversation now, so she can take that back here.
        """
        more = {
            "web": messages.PRIVACY_WEB,
            "telegram": messages.PRIVACY_TELEGRAM,
            "zalo": messages.PRIVACY_ZALO,
        }.get(channel)
        text = messages.PRIVACY.format(erase=handoff_messages.ERASE, copy=handoff_messages.COPY)
        erase = Button(handoff_messages.ERASE, payload=handoff_messages.ERASE)
        copy = Button(handoff_messages.COPY, payload=handoff_messages.COPY)
        buttons = (_revoke(), copy, erase) if consented else (copy, erase)
        return Reply(f"{text}\n\n{more}" if more else text, buttons)

    def remind(self, reminder: Reminder | None, zone: dt.tzinfo, channel: str) -> Reply:
        """A reminder is set, for when and of what; or there was nothing to be reminded of."""
        if reminder is None:
            return Reply(messages.REMIND_NOTHING)
        moment = dt.datetime.fromtimestamp(reminder.due_at / 1000, zone)
        said = messages.REMIND_KNOWN if reminder.known else messages.REMIND_SET
        text = said.format(
            time=f"{moment:%H:%M}", date=f"{moment:%d/%m/%Y}", **_parts(reminder.deadline)
        )
        more = messages.REMIND_CHANNEL.get(channel)
        cancel = Button(messages.UNREMIND, payload=messages.UNREMIND)
        return Reply(f"{text} {more}" if more else text, (cancel,))

    def unremind(self, count: int) -> Reply:
        """Reminders are taken back."""
        said = messages.REMIND_CANCELLED if count else messages.REMIND_NONE
        return Reply(said.format(count=count))

    def numbers(self, province: str | None) -> Reply:
        """The numbers, at once and without a question."""
        contacts = self._contacts(province, everything=True)
        calls = tuple(
            Button(
                handoff_messages.CALL_TITLE.format(phone=contact.phone, label=contact.label),
                phone=contact.phone,
            )
            for contact in contacts[:4]
        )
        connect = Button(handoff_messages.CONNECT, payload=handoff_messages.CONNECT)
        text = messages.URGENT_NUMBERS.format(numbers=_line(contacts))
        return Reply(text, (*calls, connect))

    def wait(self, province: str | None) -> Reply:
        """The assistant is away."""
        return Reply(messages.WAIT.format(numbers=_line(self._contacts(province))))

    def sorry(self, province: str | None) -> Reply:
        """The assistant could not answer this."""
        return Reply(messages.SORRY.format(numbers=_line(self._contacts(province))))

    def connected(
        self, kind: str, province: str | None, *, child: bool, on_duty: bool | None
    ) -> Reply:
        """A case is open by her wish; the truth about who is there."""
        said = {
            (True, False): messages.CONNECTED,
            (True, True): messages.CONNECTED_CHILD,
            (False, False): messages.CONNECTED_OFF_DUTY,
            (False, True): messages.CONNECTED_OFF_DUTY_CHILD,
        }[on_duty is not False, child]
        contacts = self._directory.numbers("emergency", kind, province, child=child)
        calls = tuple(
            Button(
                handoff_messages.CALL_TITLE.format(phone=contact.phone, label=contact.label),
                phone=contact.phone,
            )
            for contact in contacts[:2]
        )
        return Reply(said.format(numbers=_line(contacts)), (*calls, _revoke()))

    def revoked(self, *, child: bool, case: bool, owned: bool) -> Reply:
        """She takes back that staff may read what was said before.

        Args:
            child: a child is writing.
            case: there is a case of hers; without one nobody could read.
            owned: a person has the conversation, and goes on seeing what she writes to them.
        """
        if not case:
            return Reply(messages.NOT_READ_CHILD if child else messages.NOT_READ)
        if owned:
            return Reply(messages.REVOKED_AT_DESK_CHILD if child else messages.REVOKED_AT_DESK)
        return Reply(messages.REVOKED_CHILD if child else messages.REVOKED)

    def offer(self, *, child: bool, on_duty: bool | None) -> Reply:
        """She asks for a person: first whether that person may read what was said."""
        said = {
            (True, False): handoff_messages.OFFER,
            (True, True): handoff_messages.OFFER_CHILD,
            (False, False): handoff_messages.OFFER_OFF_DUTY,
            (False, True): handoff_messages.OFFER_OFF_DUTY_CHILD,
        }[on_duty is not False, child]
        you = "con" if child else "bạn"
        title = handoff_messages.CONNECT_CHILD_TITLE if child else handoff_messages.CONNECT
        return Reply(
            said.format(you=you, You=you.capitalize()),
            (
                Button(title, payload=handoff_messages.CONNECT),
                Button(handoff_messages.NOT_YET, payload=handoff_messages.NOT_YET),
            ),
        )

    def not_yet(self, *, child: bool) -> Reply:
        """She does not want a person now."""
        return Reply(messages.NOT_YET_CHILD if child else messages.NOT_YET)

    def not_so(self, *, case: bool, child: bool) -> Reply:
        """She says it was not so, and is believed."""
        said = {
            (True, False): handoff_messages.WITHDRAWN,
            (True, True): handoff_messages.WITHDRAWN_CHILD,
            (False, False): messages.NOT_SO,
            (False, True): messages.NOT_SO_CHILD,
        }[case, child]
        return Reply(said)

    def stopped(self, *, child: bool, owned: bool = False) -> Reply:
        """She wants to stop; nothing is asked of her, and nothing said of who was answering."""
        erase = Button(handoff_messages.ERASE, payload=handoff_messages.ERASE)
        if owned:
            return Reply(messages.HEARD_CHILD if child else messages.HEARD, (erase,))
        return Reply(messages.STOPPED_CHILD if child else messages.STOPPED, (erase,))

    def erased(self, channel: str) -> Reply:
        """Everything is gone, apart from what her phone keeps."""
        if channel in ("telegram", "zalo"):
            return Reply(f"{messages.ERASED} {messages.ERASED_PHONE}")
        return Reply(messages.ERASED)

    def attachment(
        self, name: str, province: str | None, *, urgent: bool, seen: bool | None = None
    ) -> Reply:
        """Something other than words; with numbers and the offer when she is in trouble.

        Args:
            name: what it is.
            province: hers.
            urgent: she has told of violence.
            seen: a photo or voice message that staff may have: whether they may now, or only once
                she agrees; ``None`` where it is neither.
        """
        said = messages.ATTACHMENT.get(name, messages.WORDLESS)
        if not urgent:
            return Reply(said)
        numbers = messages.ATTACHMENT_URGENT.format(numbers=_line(self._contacts(province)))
        if seen:
            return Reply(f"{messages.FILE_SEEN[name]} {numbers}", (_khancap(),))
        offered = messages.ATTACHMENT_OFFER if seen is None else messages.FILE_OFFER[name]
        text = f"{said} {numbers} {offered}"
        return Reply(
            text,
            (
                Button(handoff_messages.CONNECT, payload=handoff_messages.CONNECT),
                Button(handoff_messages.NOT_YET, payload=handoff_messages.NOT_YET),
            ),
        )

    def wordless(self) -> Reply:
        """Emoji or signs alone."""
        ask = Button(messages.WANT_TO_ASK, payload="/trogiup")
        return Reply(messages.WORDLESS, (_khancap(), ask))

    def _contacts(
        self, province: str | None, *, everything: bool = False
    ) -> tuple[DirectoryContact, ...]:
        contacts = self._directory.numbers("emergency", "other", province)
        if not everything:
            return contacts
        # nobody has said what happened: the child line belongs here too
        with_child = self._directory.numbers("emergency", "other", province, child=True)
        return (*contacts, *(contact for contact in with_child if contact not in contacts))


def _revoke() -> Button:
    return Button(handoff_messages.REVOKE, payload=handoff_messages.REVOKE)


def _khancap() -> Button:
    return Button(messages.NEED_HELP_NOW, payload="/khancap")


def _line(contacts: Iterable[DirectoryContact]) -> str:
    return " · ".join(
        handoff_messages.NUMBER.format(phone=contact.phone, label=contact.label)
        for contact in contacts
    )
