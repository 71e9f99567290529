"""One message from a person, whatever platform it came from."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final, Literal

from handoff.cleaning import visible
from nlu.text.composed import nfc

__all__ = ["MAX_CONVERSATION", "MAX_PAYLOAD", "MAX_TEXT", "Incoming", "Kind", "clean", "now_ms"]

MAX_TEXT: Final = 100_000
"""Characters of a message that are kept; no platform of ours lets a person send more."""

MAX_CONVERSATION: Final = 160
"""Characters of the name of a conversation, as the store's column has it."""

MAX_SOURCE: Final = 2_000
"""Characters of what names a file at a platform."""

MAX_PAYLOAD: Final = 1_000
"""Characters of what a tapped button carries; ours are far shorter, a forged one may not be."""

Kind = Literal["message", "erase", "takeover", "seen"]
"""``message``: words or an attachment. ``erase``: the person asks the platform to be forgotten.
``takeover``: a member of staff wrote to her with the platform's own tool."""


def now_ms() -> int:
    """Milliseconds since 1970 in UTC."""
    return time.time_ns() // 1_000_000


def clean(text: str) -> str:
    """Text as it is kept: NFC, no control or bidirectional-override characters, cut at the end."""
    # first what is dropped: it may have stood between a letter and its marks
    return nfc(visible(text[: MAX_TEXT * 2]))[:MAX_TEXT].strip()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as a channel hands it over.

    Attributes:
        channel: ``"web"``, ``"telegram"``, ``"zalo"``, ``"api"`` or ``"terminal"``.
        conversation: channel and the person's id there, such as ``"telegram:42"``.
        message_id: what the platform calls this message; with the channel it is unique.
        text: what she wrote, cleaned; ``""`` for an attachment without a caption.
        at: when she sent it, milliseconds since 1970 in UTC.
        payload: what a tapped button carries, ``None`` for typed text.
        place: id of her province when the channel knows it.
        attachment: ``"photo"``, ``"voice"``, ``"video"``, ``"sticker"``, ``"location"``,
            ``"file"`` or ``"contact"``; ``None`` for words alone.
        source: where the platform has that photo or voice message, ``None`` for nothing of ours.
        group: written in a group, where others read along.
        edited: a corrected version of an earlier message.
        kind: what it is; see :data:`Kind`.
    """

    channel: str
    conversation: str
    message_id: str
    text: str = ""
    at: int = field(default_factory=now_ms)
    payload: str | None = None
    place: str | None = None
    attachment: str | None = None
    source: str | None = None
    group: bool = False
    edited: bool = False
    kind: Kind = "message"

    def __post_init__(self) -> None:
        """Refuse a conversation no store takes, rather than have it sent again without end.

        Raises:
            ValueError: its name is too long, or holds half a surrogate pair.
        """
        self.conversation.encode()  # raises for half a pair
        if len(self.conversation) > MAX_CONVERSATION:
            raise ValueError("the name of a conversation is too long")
