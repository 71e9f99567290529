"""Events of Zalo's webhook turned into messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from channels.message import MAX_SOURCE, Incoming, clean, now_ms
from handoff.files import KINDS

__all__ = ["anonymous", "read_event"]

_ATTACHMENTS: Final = {
    "image": "photo",
    "gif": "photo",
    "audio": "voice",
    "video": "video",
    "sticker": "sticker",
    "location": "location",
    "business_card": "contact",
    "file": "file",
}
_GREETED: Final = ("follow", "user_click_chatnow")
_SILENT: Final = (
    "unfollow",
    "user_seen_message",
    "user_received_message",
    "user_submit_info",  # what she fills in there is not asked for and not kept
)


def read_event(event: Mapping[str, Any]) -> Incoming | None:
    """The message of an event, ``None`` for what needs nothing done.

    Raises:
        KeyError, TypeError: it has not the shape of an event.
    """
    name = str(event["event_name"])
    if name in _SILENT:
        return None
    if name == "user_withdraw":
        return _about(event, _person(event), "erase")
    if name in _GREETED:
        return _about(event, _person(event), "message", payload="/start")
    if name.startswith("oa_send_"):
        return _echo(event)
    for prefix in ("user_send_", "anonymous_send_"):
        if name.startswith(prefix):
            return _message(event, name.removeprefix(prefix), prefix == "anonymous_send_")
    return None


def anonymous(person: str, conversation_id: str) -> str:
    """The conversation of somebody who writes without a Zalo account of hers being shown."""
    return f"zalo:anonymous:{person}:{conversation_id}"


def _message(event: Mapping[str, Any], what: str, nameless: bool) -> Incoming:
    message, person = event["message"], str(event["sender"]["id"])
    conversation = f"zalo:{person}"
    if nameless:
        conversation = anonymous(person, str(message.get("conversation_id", "")))
    text = str(message.get("text") or "")
    if what == "link" and not text:
        text = _link(message)
    attachment = _ATTACHMENTS.get(what)
    return Incoming(
        channel="zalo",
        conversation=conversation,
        message_id=str(message["msg_id"]),
        text=clean(text),
        at=_moment(event),
        attachment=attachment,
        source=_source(message) if attachment in KINDS else None,
    )


def _source(message: Mapping[str, Any]) -> str | None:
    """Where Zalo says that her photo or voice message is."""
    for attachment in message.get("attachments") or ():
        url = (attachment.get("payload") or {}).get("url")
        if url:
            return str(url)[:MAX_SOURCE]
    return None


def _link(message: Mapping[str, Any]) -> str:
    for attachment in message.get("attachments") or ():
        payload = attachment.get("payload") or {}
        words = [str(payload[name]) for name in ("description", "url") if payload.get(name)]
        if words:
            return " ".join(words)
    return ""


def _echo(event: Mapping[str, Any]) -> Incoming | None:
    """What was sent in the OA's name: by us, or by a person in Zalo's own tool."""
    sender, message = event.get("sender") or {}, event.get("message") or {}
    if not sender.get("admin_id"):
        return None
    person = str(event["recipient"]["id"])
    return Incoming(
        channel="zalo",
        conversation=f"zalo:{person}",
        message_id=f"echo:{message.get('msg_id') or _once(event, person)}",
        text=clean(str(message.get("text") or "")),
        at=_moment(event),
        kind="takeover",
    )


def _about(
    event: Mapping[str, Any], person: str, kind: Any, payload: str | None = None
) -> Incoming:
    return Incoming(
        channel="zalo",
        conversation=f"zalo:{person}",
        message_id=_once(event, person),
        at=_moment(event),
        kind=kind,
        payload=payload,
    )


def _once(event: Mapping[str, Any], person: str) -> str:
    """What tells an event without a message id from others: a retry has the same timestamp."""
    return f"{event['event_name']}:{person}:{event.get('timestamp', '')}"


def _person(event: Mapping[str, Any]) -> str:
    for holder in ("follower", "sender", "user"):
        found = event.get(holder)
        if isinstance(found, Mapping) and found.get("id"):
            return str(found["id"])
    return str(event.get("user_id") or event["user_id_by_app"])


def _moment(event: Mapping[str, Any]) -> int:
    try:
        return int(event["timestamp"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return now_ms()
