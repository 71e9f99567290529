"""Zalo's error codes by name, and what each means for a reply in the outbox."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from channels import zalo_limits
from channels.sending import RefusedError, SendError, TryLaterError, UnreachableError

__all__ = ["REFRESH_TOKEN_USED", "TOKEN_ERRORS", "UNSUPPORTED_TYPE", "named", "until_morning"]

TOKEN_ERRORS: Final = {-216: "token_invalid", -220: "token_expired"}
"""The access token has to be refreshed."""

UNSUPPORTED_TYPE: Final = -233
REFRESH_TOKEN_USED: Final = -14020

_LATER: Final[dict[int, tuple[str, float | None, bool]]] = {
    # code: name, seconds to wait (None: the outbox's own backoff), whether for everybody
    -32: ("rate_limit", 15.0, True),
    -200: ("send_failed", None, False),
    -204: ("oa_disabled", 600.0, True),
    -205: ("oa_unknown", 600.0, True),
    -211: ("quota_of_oa", 900.0, True),
    -218: ("quota_of_user", 3600.0, False),
    -216: ("token_invalid", 1.0, False),
    -220: ("token_expired", 1.0, False),
}
_UNREACHABLE: Final = {
    -213: "not_a_follower",
    -227: "user_banned_or_idle",
    -230: "out_of_window",
    -232: "out_of_window",
    -244: "restricted_by_user",
}
_REFUSED: Final = {
    -201: "bad_parameter",
    -224: "tier_too_low",
    UNSUPPORTED_TYPE: "type_not_supported",
    -240: "api_version_gone",
}
_NIGHT: Final = -234


def named(code: int, now: dt.datetime | None = None) -> SendError:
    """The error for the outbox.

    Args:
        code: Zalo's ``error``, not 0.
        now: the moment, for the rule of the night.
    """
    if code == _NIGHT:
        return TryLaterError("not_at_night", until_morning(now))
    if code in _LATER:
        name, after, everybody = _LATER[code]
        return TryLaterError(name, after, everybody=everybody)
    if code in _UNREACHABLE:
        return UnreachableError(_UNREACHABLE[code])
    if code in _REFUSED:
        return RefusedError(_REFUSED[code])
    return TryLaterError(f"error_{code}")


def until_morning(now: dt.datetime | None = None) -> float:
    """Seconds until the night is over in Vietnam, and up to a minute more so that not all wake."""
    now = (now or dt.datetime.now(dt.UTC)).astimezone(zalo_limits.ZONE)
    morning = dt.datetime.combine(now.date(), zalo_limits.NIGHT_ENDS, zalo_limits.ZONE)
    if morning <= now:
        morning += dt.timedelta(days=1)
    return (morning - now).total_seconds() + random.uniform(1, 60)
