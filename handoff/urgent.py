"""The fixed reply to a person in danger, or to one who has just told what happened to her.

Deterministic and independent: it needs two small files read at start and nothing else, no
database, no model, no network. The words are in ``urgent.yml``; the numbers come from the
contact directory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from handoff import messages
from handoff.contacts import ContactDirectory, DirectoryContact
from handoff.datafile import DataFileError, read_records
from handoff.reply import Button, Reply

__all__ = ["Judged", "UrgentWords", "load_words", "reply_to", "urgent_reply"]

CALL_BUTTONS: Final = 3
"""Call buttons of an emergency: with the two quick replies that makes five, Zalo's limit."""

_OURS = Path(__file__).with_name("urgent.yml")
_LEVELS = ("emergency", "disclosure")
_VOICES = ("self", "child", "child_other", "other", "harmer")
_KINDS = (
    "any",
    "partner",
    "child",
    "sexual",
    "self_harm",
    "trafficking",
    "harassment",
    "elder",
    "other",
)
_NEVER = ("sẽ có người đến", "ly hôn", "ly dị")


@dataclass(frozen=True, slots=True)
class UrgentWords:
    """What is said besides the numbers: the first warm line and one safe next step."""

    lead: str
    step: str


Words = Mapping[tuple[str, str, str], UrgentWords]


class Judged(Protocol):
    """How a message was judged: what the reply needs of triage's result."""

    @property
    def level(self) -> str:
        """``"emergency"`` or ``"disclosure"``."""

    @property
    def kind(self) -> str:
        """Kind of violence."""

    @property
    def who(self) -> str:
        """``"self"`` or ``"third_party"``."""

    @property
    def speaker(self) -> str:
        """Who writes."""

    @property
    def watched(self) -> bool:
        """Somebody may be reading along."""


def load_words(path: Path = _OURS) -> Words:
    """Read and check the words, keyed by level, kind (or ``"any"``) and voice.

    Raises:
        DataFileError: names the file, the line and the field that is wrong.
    """
    words: dict[tuple[str, str, str], UrgentWords] = {}
    for row in read_records(path, "replies"):
        row.allow("level", "kind", "voice", "lead", "step")
        key = (row.text("level"), row.text("kind"), row.text("voice"))
        for field, value, allowed in zip(
            ("level", "kind", "voice"), key, (_LEVELS, _KINDS, _VOICES), strict=True
        ):
            if value not in allowed:
                raise row.error(field, f"phải là một trong: {', '.join(allowed)}")
        if key in words:
            raise row.error("level", "đã có lời cho cấp, loại và giọng này ở trên")
        said = UrgentWords(row.text("lead"), row.text("step"))
        for phrase in _NEVER:
            if phrase in f"{said.lead} {said.step}".lower():
                raise row.error("step", f"không được nói “{phrase}”")
        words[key] = said
    for level in _LEVELS:
        for voice in _VOICES:
            if (level, "any", voice) not in words:
                raise DataFileError(path, None, "replies", f"thiếu {level} / any / {voice}")
    return words


@lru_cache(maxsize=1)
def _words() -> Words:
    return load_words()


@lru_cache(maxsize=1)
def _directory() -> ContactDirectory:
    return ContactDirectory.load()


def _voice(kind: str, who: str, speaker: str) -> str:
    if speaker == "harmer":
        return "harmer"
    about_another = who == "third_party" or speaker == "witness"
    if speaker == "child":
        return "child_other" if about_another and kind != "child" else "child"
    # an adult who tells of her childhood is spoken to as the adult she is now
    return "other" if about_another else "self"


def reply_to(
    judged: Judged,
    *,
    level: str | None = None,
    place_id: str | None = None,
    on_duty: bool | None = None,
    consent: bool | None = None,
) -> Reply:
    """:func:`urgent_reply` to a message as it was judged; ``level`` where another one counts."""
    return urgent_reply(
        str(level or judged.level),
        judged.kind,
        judged.who,
        speaker=str(judged.speaker),
        watched=judged.watched,
        place_id=place_id,
        on_duty=on_duty,
        consent=consent,
    )


def urgent_reply(
    level: str,
    kind: str,
    who: str,
    *,
    speaker: str = "adult",
    watched: bool = False,
    place_id: str | None = None,
    on_duty: bool | None = None,
    consent: bool | None = None,
    directory: ContactDirectory | None = None,
) -> Reply:
    """The reply to an urgent message.

    Args:
        level: ``"emergency"`` or ``"disclosure"``.
        kind: what the violence is about, one of ``nlu.triage``'s kinds.
        who: ``"self"`` or ``"third_party"``.
        speaker: ``"adult"``, ``"child"``, ``"witness"`` or ``"harmer"``.
        watched: somebody may read along: very short and without telling words.
        place_id: id of her province; ``None`` when unknown.
        on_duty: whether a person is on the roster now and has been alerted; ``None`` when that
            is not known (the store is down), and then nothing is said about it.
        consent: what she has answered when asked whether staff may read the conversation;
            ``None``, and only then, asks her (an emergency never does).
        directory: contacts to use, the project's own by default.

    Raises:
        ValueError: ``level`` is not one of the two.
    """
    if level not in _LEVELS:
        raise ValueError(f"no urgent reply for level {level!r}")
    voice = _voice(kind, who, speaker)
    young = voice in ("child", "child_other")
    contacts = (directory or _directory()).numbers(level, kind, place_id, child=young)
    if watched:
        return _quiet(level, young, contacts)
    said = _words().get((level, kind, voice)) or _words()[level, "any", voice]
    you = "con" if young else "bác" if (kind, voice) == ("elder", "self") else "bạn"
    asks_place = place_id is None
    if level == "emergency":
        return _emergency(said, voice, you, contacts, on_duty, asks_place)
    return _disclosure(said, you, contacts, on_duty, asks_place, consent)


def _emergency(
    said: UrgentWords,
    voice: str,
    you: str,
    contacts: tuple[DirectoryContact, ...],
    on_duty: bool | None,
    asks_place: bool,
) -> Reply:
    young = you == "con"
    numbers = " · ".join(
        messages.NUMBER.format(phone=contact.phone, label=contact.label) for contact in contacts
    )
    first = messages.NUMBERS_EMERGENCY_CHILD if young else messages.NUMBERS_EMERGENCY
    lines = [first.format(numbers=numbers), said.lead, said.step]
    closing = []
    if voice == "self" and on_duty is not True:
        closing.append(messages.EMERGENCY_TEXT_HINT)
    if on_duty is not None:
        truth = {
            (True, False): messages.EMERGENCY_ON_DUTY,
            (True, True): messages.EMERGENCY_ON_DUTY_CHILD,
            (False, False): messages.EMERGENCY_OFF_DUTY,
            (False, True): messages.EMERGENCY_OFF_DUTY_CHILD,
        }[on_duty, young]
        closing.append(truth)
    elif asks_place:
        closing.append(messages.ASK_PLACE_CHILD if young else messages.ASK_PLACE)
    if closing:
        lines.append(" ".join(closing).format(you=you, You=you.capitalize()))
    return Reply("\n".join(lines), (*_calls(contacts, CALL_BUTTONS), _not_so(), _erase()))


def _disclosure(
    said: UrgentWords,
    you: str,
    contacts: tuple[DirectoryContact, ...],
    on_duty: bool | None,
    asks_place: bool,
    consent: bool | None,
) -> Reply:
    young = you == "con"
    numbers = " · ".join(
        (messages.NUMBER_IN_DANGER if contact.purpose == "police" else messages.NUMBER).format(
            phone=contact.phone, label=contact.label
        )
        for contact in contacts
    )
    first = messages.NUMBERS_DISCLOSURE_CHILD if young else messages.NUMBERS_DISCLOSURE
    ask = (messages.ASK_PLACE_CHILD if young else messages.ASK_PLACE) if asks_place else ""
    lines = [
        f"{said.lead} {said.step}",
        f"{first.format(numbers=numbers)} {ask}".strip(),
        _person(young, on_duty, consent),
    ]
    text = "\n".join(lines).format(you=you, You=you.capitalize())
    title = messages.CONNECT_CHILD_TITLE if young else messages.CONNECT
    connect = Button(title, payload=messages.CONNECT)
    not_yet = Button(messages.NOT_YET, payload=messages.NOT_YET)
    answers = {None: (connect, not_yet), False: (connect,), True: ()}[consent]
    return Reply(text, (*answers, *_calls(contacts, 1), _not_so(), _erase()))


def _person(young: bool, on_duty: bool | None, consent: bool | None) -> str:
    """The line about a person at the desk: a question once, afterwards how things stand."""
    if consent:
        adult, child = (
            (messages.WAITS_FOR_SHIFT, messages.WAITS_FOR_SHIFT_CHILD)
            if on_duty is False
            else (messages.IS_READ, messages.IS_READ_CHILD)
        )
    elif consent is False:
        adult, child = messages.STILL_POSSIBLE, messages.STILL_POSSIBLE_CHILD
    elif on_duty is False:
        adult, child = messages.OFFER_OFF_DUTY, messages.OFFER_OFF_DUTY_CHILD
    else:
        adult, child = messages.OFFER, messages.OFFER_CHILD
    return child if young else adult


def _quiet(level: str, young: bool, contacts: tuple[DirectoryContact, ...]) -> Reply:
    """Numbers alone and a neutral line: nothing that tells a passing eye what this is about."""
    words = {
        ("emergency", False): messages.WATCHED_EMERGENCY,
        ("emergency", True): messages.WATCHED_EMERGENCY_CHILD,
        ("disclosure", False): messages.WATCHED_DISCLOSURE,
        ("disclosure", True): messages.WATCHED_DISCLOSURE_CHILD,
    }[level, young]
    text = words.format(numbers=" · ".join(contact.phone for contact in contacts))
    calls = _calls(contacts, CALL_BUTTONS if level == "emergency" else 1, neutral=True)
    if level == "emergency":
        return Reply(text, (*calls, _not_so(), _erase()))
    connect = Button(messages.CONNECT, payload=messages.CONNECT)
    return Reply(text, (*calls, connect, _not_so(), _erase()))


def _calls(
    contacts: tuple[DirectoryContact, ...], most: int, *, neutral: bool = False
) -> tuple[Button, ...]:
    title = messages.CALL_TITLE_NEUTRAL if neutral else messages.CALL_TITLE
    chosen = contacts[:most]
    own = [contact for contact in contacts[most:] if contact.places]
    if own and len(chosen) == most > 1:  # the line of her own place keeps its button
        chosen = (*chosen[:-1], own[0])
    return tuple(
        Button(title.format(phone=contact.phone, label=contact.label), phone=contact.phone)
        for contact in chosen
    )


def _not_so() -> Button:
    return Button(messages.NOT_SO, payload=messages.NOT_SO)


def _erase() -> Button:
    return Button(messages.ERASE, payload=messages.ERASE)
