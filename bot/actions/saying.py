"""How actions say things: replies, quick-reply buttons, effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot.actions import messages
from handoff.reply import Reply

__all__ = ["effect", "human", "numbers", "quick", "say", "say_reply"]

Quick = Mapping[str, str]


def quick(title: str, words: str | None = None) -> Quick:
    """A quick-reply button; ``words`` are what it sends, by default its title."""
    return {"title": title, "payload": words or title}


def human() -> Quick:
    """The button that asks for a person."""
    return quick(messages.WANT_HUMAN)


def say(
    dispatcher: CollectingDispatcher,
    text: str,
    buttons: Sequence[Quick] = (),
    custom: Mapping[str, Any] | None = None,
) -> None:
    """One message, with its buttons and data for the front."""
    dispatcher.utter_message(
        text=text,
        buttons=[dict(button) for button in buttons] or None,
        json_message=dict(custom) if custom else None,
    )


def say_reply(
    dispatcher: CollectingDispatcher, reply: Reply, custom: Mapping[str, Any] | None = None
) -> None:
    """A reply of the handoff room: its call buttons travel as data."""
    buttons = [quick(button.title, button.payload) for button in reply.buttons if button.payload]
    calls = [
        {"title": button.title, "phone": button.phone} for button in reply.buttons if button.phone
    ]
    data = {**({"call": calls} if calls else {}), **(custom or {})}
    say(dispatcher, reply.text, buttons, data)


def effect(dispatcher: CollectingDispatcher, custom: Mapping[str, Any]) -> None:
    """Ask the front to do something, without words of our own."""
    dispatcher.utter_message(json_message=dict(custom))


def numbers(contacts: Iterable[Any]) -> str:
    """Contacts in one line."""
    return " · ".join(
        messages.NUMBER.format(phone=contact.phone, label=contact.label) for contact in contacts
    )
