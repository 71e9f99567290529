"""Zalo OA's limits and rules."""

from __future__ import annotations

import datetime as dt
from typing import Final

__all__: list[str] = []

TEXT: Final = 2000
"""Characters of a message; counted in UTF-16 units to be safe with emoji."""

BUTTONS: Final = 5
BUTTON_TITLE: Final = 100
BUTTON_PAYLOAD: Final = 1000

MESSAGES_PER_SECOND: Final = 60.0
"""Zalo allows 4,000 a minute for an app."""

FILE_HOSTS: Final = ("zdn.vn", "zadn.vn", "zalo.me")
"""Where photos and voice messages of people lie, as public code that reads them shows."""

NIGHT_ENDS: Final = dt.time(6, 0)
"""From 22:00 to here some messages are not delivered (error -234)."""

ZONE: Final = dt.timezone(dt.timedelta(hours=7))
"""Zalo's clock: Vietnam has no summer time."""

ACCESS_TOKEN_HOURS: Final = 25
REFRESH_BEFORE_SECONDS: Final = 1800
"""A token is refreshed when it has less than this left."""
