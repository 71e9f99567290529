"""The contact directory: the numbers the assistant may give, each with its source and its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from handoff.datafile import read_records

__all__ = ["PURPOSES", "ContactDirectory", "DirectoryContact"]

PURPOSES = ("police", "ambulance", "child", "support")

_FIELDS = ("id", "name", "label", "phone", "purpose", "places", "hours", "source")
_OURS = Path(__file__).with_name("contacts.yml")

_EMERGENCY = {
    "child": ("child", "police", "ambulance", "support"),
    "self_harm": ("ambulance", "police", "support"),
}
_EMERGENCY_ORDER = ("police", "ambulance", "support")
_DISCLOSURE = {"child": ("child", "support", "police"), "self_harm": ("support", "ambulance")}
_DISCLOSURE_ORDER = ("support", "police", "ambulance")


@dataclass(frozen=True, slots=True)
class DirectoryContact:
    """A number people may call.

    Attributes:
        id: short unique name.
        name: the full name of who answers.
        label: a few words that stand beside the number in a reply (``"công an"``).
        phone: digits only.
        purpose: one of :data:`PURPOSES`.
        places: ids of the places it serves; empty: the whole country.
        hours: when it is answered, as the source says; ``""`` where the source does not say.
        source: the document or office that published it.
    """

    id: str
    name: str
    label: str
    phone: str
    purpose: str
    places: tuple[str, ...]
    hours: str
    source: str

    def serves(self, place_id: str | None) -> bool:
        """Whether somebody at that place may be given it: a place's own number is never lent."""
        return not self.places or place_id in self.places


class ContactDirectory:
    """The numbers of one directory file, in the order of the file."""

    def __init__(self, contacts: Iterable[DirectoryContact]) -> None:
        """Keep the contacts; :meth:`load` is the usual way to get a directory."""
        self.contacts = tuple(contacts)

    @classmethod
    def load(cls, path: Path | None = None) -> ContactDirectory:
        """Read and check a directory file, ours by default.

        Raises:
            DataFileError: names the file, the line and the field that is wrong.
        """
        path = path or _OURS
        contacts: dict[str, DirectoryContact] = {}
        for row in read_records(path, "contacts"):
            row.allow(*_FIELDS)
            contact = DirectoryContact(
                id=row.text("id"),
                name=row.text("name"),
                label=row.text("label"),
                phone=row.text("phone"),
                purpose=row.text("purpose"),
                places=row.texts("places"),
                hours=row.text("hours", ""),
                source=row.text("source"),
            )
            if contact.id in contacts:
                raise row.error("id", f"trùng “{contact.id}”")
            if not contact.phone.isascii() or not contact.phone.isdigit():
                raise row.error("phone", "chỉ gồm chữ số, không dấu cách, không dấu chấm")
            if contact.purpose not in PURPOSES:
                raise row.error("purpose", f"phải là một trong: {', '.join(PURPOSES)}")
            contacts[contact.id] = contact
        return cls(contacts.values())

    def for_place(self, place_id: str | None) -> tuple[DirectoryContact, ...]:
        """Every contact for a place (province id; ``None``: unknown), its own ones first."""
        serving = [contact for contact in self.contacts if contact.serves(place_id)]
        return tuple(sorted(serving, key=lambda contact: not contact.places))

    def numbers(
        self, level: str, kind: str, place_id: str | None, *, child: bool = False
    ) -> tuple[DirectoryContact, ...]:
        """The numbers to give, the first to call first.

        Args:
            level: ``"emergency"`` or ``"disclosure"`` (anything else is taken as the latter).
            kind: what the violence is about.
            place_id: id of the person's province, ``None`` when unknown.
            child: a child is writing, so the child line comes along whatever the kind.
        """
        if level == "emergency":
            order = _EMERGENCY.get(kind, _EMERGENCY_ORDER)
            if child and "child" not in order:
                order = (
                    (*order[:1], "child", *order[1:]) if kind == "self_harm" else ("child", *order)
                )
        else:
            order = _DISCLOSURE.get(kind, _DISCLOSURE_ORDER)
            if child and "child" not in order:
                order = ("child", *order)
        serving = self.for_place(place_id)
        return tuple(c for purpose in order for c in serving if c.purpose == purpose)
