"""A reply to a citizen, before any channel renders it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Button", "Reply"]


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply, a call button or a link; exactly one of the three targets is set.

    Attributes:
        title: what the person sees, at most 40 characters so that every platform shows it whole.
        payload: text sent back as her message when tapped.
        phone: number to call, digits only.
        url: page to open.
    """

    title: str
    payload: str | None = None
    phone: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        """Refuse a button with no target or several."""
        if sum(target is not None for target in (self.payload, self.phone, self.url)) != 1:
            raise ValueError(f"button {self.title!r} needs exactly one of payload, phone, url")


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person: plain text (no markup) and its buttons."""

    text: str
    buttons: tuple[Button, ...] = ()
