"""Telegram's updates, as its JSON has them, turned into messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from channels.message import MAX_SOURCE, Incoming, clean, now_ms
from handoff.files import LIMIT

__all__ = ["addressed", "blocked_conversation", "read_update"]

_ATTACHMENTS: Final = {
    "photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "sticker": "sticker",
    "dice": "sticker",
    "location": "location",
    "venue": "location",
    "document": "file",
    "contact": "contact",
    "story": "photo",
    "poll": "file",
}
_GROUPS: Final = ("group", "supergroup")


def read_update(
    update: Mapping[str, Any], *, username: str, duty_chat: str = ""
) -> Incoming | None:
    """The message of an update, ``None`` for what is not said to us.

    Args:
        update: as the Bot API has it.
        username: of our bot, without ``@``; ``""`` while it is not known.
        duty_chat: id of the duty group, whose talk is not for us.
    """
    tap = update.get("callback_query")
    if tap:
        return _tap(tap, duty_chat)
    edited = "edited_message" in update
    message = update.get("edited_message") or update.get("message")
    if not message or "chat" not in message:
        return None
    chat = message["chat"]
    sender = message.get("from") or {}
    if sender.get("is_bot") or str(chat["id"]) == duty_chat:
        return None
    group = chat.get("type") in _GROUPS
    if chat.get("type") == "channel":
        return None
    text = str(message.get("text") or message.get("caption") or "")
    attachment = next((name for field, name in _ATTACHMENTS.items() if message.get(field)), None)
    if not text and attachment is None:
        return None  # somebody joined, a title changed, and the like
    if group:
        said = addressed(message, text, username)
        if said is None:
            return None
        text = said
    # the date too: it tells an edit from what was edited
    date = f"e{message.get('edit_date')}" if edited else message.get("date")
    return Incoming(
        channel="telegram",
        conversation=f"telegram:{chat['id']}",
        message_id=f"{chat['id']}:{date}:{message['message_id']}",
        text=clean(text),
        at=_moment(message),
        attachment=attachment,
        source=None if group else _source(message),
        group=group,
        edited=edited,
    )


def _source(message: Mapping[str, Any]) -> str | None:
    """The id of her photo, in the best size we take, or of her voice message."""
    sizes = message.get("photo")
    voice = message.get("voice") or message.get("audio")
    if isinstance(sizes, list) and sizes:
        fitting = [size for size in sizes if int(size.get("file_size") or 0) <= LIMIT]
        chosen = max(fitting or sizes[:1], key=lambda size: int(size.get("width") or 0))
    elif isinstance(voice, Mapping):
        chosen = voice
    else:
        return None
    return str(chosen.get("file_id") or "")[:MAX_SOURCE] or None


def _tap(tap: Mapping[str, Any], duty_chat: str) -> Incoming | None:
    message = tap.get("message") or {}
    chat = message.get("chat") or {}
    if not chat or not tap.get("data") or str(chat["id"]) == duty_chat:
        return None
    return Incoming(
        channel="telegram",
        conversation=f"telegram:{chat['id']}",
        message_id=f"tap:{tap['id']}",
        payload=str(tap["data"]),
        group=chat.get("type") in _GROUPS,
    )


def addressed(message: Mapping[str, Any], text: str, username: str) -> str | None:
    """What is said to us in a group, ``None`` where it is not said to us.

    Somebody speaks to us with our name, with a command, or by replying to what we said.
    """
    replied = (message.get("reply_to_message") or {}).get("from") or {}
    name = re.escape(username) or "(?!)"
    mention = re.compile(rf"@{name}\b", re.IGNORECASE)
    if text.startswith("/"):
        other = re.match(r"/\w+@(\w+)", text)
        return text if other is None or other[1].lower() == username.lower() else None
    if mention.search(text):
        return mention.sub("", text).strip(" ,:")
    if replied.get("is_bot") and str(replied.get("username", "")).lower() == username.lower():
        return text
    return None


def blocked_conversation(update: Mapping[str, Any]) -> str | None:
    """The conversation of somebody who has just blocked us, ``None`` for anything else."""
    change = update.get("my_chat_member")
    if not change:
        return None
    status = (change.get("new_chat_member") or {}).get("status")
    return f"telegram:{change['chat']['id']}" if status in ("kicked", "left") else None


def _moment(message: Mapping[str, Any]) -> int:
    """When it was sent, in milliseconds; servers other than Telegram's own send those already."""
    date = message.get("edit_date") or message.get("date")
    if not isinstance(date, int | float) or not 0 < date < 10**14:
        return now_ms()
    return int(date if date > 10**11 else date * 1000)
