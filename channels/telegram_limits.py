"""Telegram's limits, from https://core.telegram.org/bots/api and its FAQ."""

from __future__ import annotations

from typing import Final

__all__: list[str] = []

TEXT: Final = 4096
"""UTF-16 units of a message."""

CALLBACK_DATA: Final = 64
"""Bytes a button can carry."""

DELETE_AT_ONCE: Final = 100
"""Messages one ``deleteMessages`` takes; it deletes those of the last 48 hours."""

MESSAGES_PER_SECOND: Final = 28.0
"""Telegram allows 30 overall."""

PRIVATE_PER_SECOND: Final = 1.0
PRIVATE_BURST: Final = 3.0
GROUP_PER_SECOND: Final = 20 / 60
GROUP_BURST: Final = 5.0

POLL_SECONDS: Final = 25
"""How long one ``getUpdates`` waits."""

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
