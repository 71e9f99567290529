"""The signature of Zalo's webhook: plain SHA-256 of a concatenation, not HMAC.

``mac = sha256(app id + raw body + timestamp + OA secret key)`` in the header
``X-ZEvent-Signature``, written ``mac=<hex>`` or as the bare digits. The timestamp is the body's
field as text; one source reads a header instead, so it is a choice.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Final, Literal

__all__ = ["HEADER", "TIMESTAMP_HEADER", "TimestampFrom", "signature", "valid"]

HEADER: Final = "x-zevent-signature"
TIMESTAMP_HEADER: Final = "x-zevent-timestamp"

TimestampFrom = Literal["body", "header"]


def signature(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """The hexadecimal digest of a raw body."""
    signed = app_id.encode() + body + timestamp.encode("utf-8", "replace") + secret.encode()
    return hashlib.sha256(signed).hexdigest()


def valid(
    given: str,
    body: bytes,
    *,
    app_id: str,
    secret: str,
    header_timestamp: str = "",
    timestamp_from: TimestampFrom = "body",
) -> bool:
    """Whether the header ``given`` signs ``body``; compared in constant time.

    Args:
        given: value of :data:`HEADER`.
        body: the bytes as they came.
        app_id: of our app.
        secret: the OA secret key (not the app secret).
        header_timestamp: value of :data:`TIMESTAMP_HEADER`.
        timestamp_from: where the timestamp is.
    """
    timestamp = header_timestamp if timestamp_from == "header" else _timestamp(body)
    mac = given.strip().removeprefix("mac=").lower()
    expected = signature(app_id, body, timestamp, secret)
    # both are compared as bytes: a header may hold anything
    return hmac.compare_digest(mac.encode("utf-8", "replace"), expected.encode())


def _timestamp(body: bytes) -> str:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    value = event.get("timestamp", "") if isinstance(event, dict) else ""
    return value if isinstance(value, str) else str(value)
