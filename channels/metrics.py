"""What is counted, for Prometheus: never words, never identifiers."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

__all__ = [
    "ACCEPT",
    "ACKNOWLEDGED",
    "ANSWERED",
    "ASSISTANT_UP",
    "CASES",
    "FILES",
    "INBOX",
    "LEVELS",
    "OUTBOX",
    "OUTBOX_AGE",
    "RECEIVED",
    "REJECTED",
    "SENDING_ERRORS",
    "SENT",
    "UNSTORED",
    "WAITING_AGE",
]

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

RECEIVED = Counter("tincay_messages_received", "Messages stored", ["channel"])
REJECTED = Counter("tincay_webhook_rejected", "Webhook calls refused", ["channel", "reason"])
UNSTORED = Counter("tincay_messages_unstored", "Messages the store could not take", ["channel"])
LEVELS = Counter("tincay_messages_handled", "Messages handled by triage level", ["level"])
ACKNOWLEDGED = Histogram(
    "tincay_acknowledge_seconds", "From arrival to acknowledgement", ["channel"], buckets=_SECONDS
)
ANSWERED = Histogram(
    "tincay_handle_seconds", "From storing to handled, by level", ["level"], buckets=_SECONDS
)
SENT = Counter("tincay_replies_sent", "Replies a platform has taken", ["channel"])
FILES = Counter("tincay_files", "Photos and voice messages fetched for the desk", ["result"])
SENDING_ERRORS = Counter("tincay_sending_errors", "Failed sendings", ["channel", "error"])
ASSISTANT_UP = Gauge("tincay_assistant_up", "1 while the assistant answers")
INBOX = Gauge("tincay_inbox", "Messages in the inbox that are not handled", ["state"])
OUTBOX = Gauge("tincay_outbox", "Replies in the outbox that are not sent", ["channel", "state"])
OUTBOX_AGE = Gauge("tincay_outbox_oldest_seconds", "Age of the oldest reply that still waits")
CASES = Gauge("tincay_cases", "Cases that are not closed", ["state", "level"])
ACCEPT = Gauge("tincay_accept_seconds", "Median time to accept of the last day's cases, in seconds")
WAITING_AGE = Gauge("tincay_case_waiting_seconds", "How long the oldest case has waited")
