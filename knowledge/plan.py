"""What a plan (kế hoạch) is once it has been read.

Everything here is a frozen value: reading makes them, the index stores them, answers quote
them. Text fields are NFC-normalised Vietnamese exactly as the document has it (scanning errors
included), with runs of white space collapsed to one space.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "Contact",
    "Duty",
    "Passage",
    "Period",
    "Plan",
    "ReportDeadline",
    "Section",
]


@dataclass(frozen=True, slots=True)
class Period:
    """Years a plan covers, both ends included; one year: ``Period(2024, 2024)``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a plan.

    Attributes:
        path: the clause as people cite it, outermost first, joined with dots: ``"IV.8.c"``,
            ``"III.2.9"``, ``"Phụ lục TT 2"``. Unique in a plan; the body before the first
            number is ``""``.
        title: the heading's own words, without its number; ``""`` where it has none.
        level: depth in the tree, 1 for the outermost.
    """

    path: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotable piece of a plan: one paragraph, list item, table row cell or letterhead line.

    Attributes:
        id: ``"<plan>#<number>"``, stable while the plan's text does not change.
        plan: the plan's name (file stem).
        section: the ``Section.path`` it stands in.
        text: verbatim text (page-break and line-break damage joined), never longer than 1,200
            characters: a longer paragraph becomes several passages cut at sentence ends.
        heading: titles of the sections above it, outermost first, joined with `` › ``: context
            for search, never quoted as the plan's words.
        kind: ``"body"``, ``"heading"``, ``"table"``, ``"letterhead"`` (number, date, title),
            ``"basis"`` (legal bases), ``"signature"`` or ``"recipients"``.
        internal: marked in the plan as for staff only: never shown to citizens.
    """

    id: str
    plan: str
    section: str
    text: str
    heading: str = ""
    kind: str = "body"
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """A task the plan gives to an agency (nhiệm vụ được giao).

    Attributes:
        plan: the plan's name.
        section: clause that gives the task, e.g. ``"IV.1.b"`` or ``"Phụ lục TT 2"``.
        agency: as written: ``"Sở Lao động - Thương binh và Xã hội"``; ``""`` where the plan
            names nobody.
        role: the role word as written, with the partner word when there is one: ``"chủ trì"``,
            ``"Chủ trì, phối hợp"``, ``"Phối hợp"``, ``"tham mưu"``, ``"đầu mối"``,
            ``"Đề nghị"`` (``"Đề nghị chủ trì"`` where it is asked to lead), a scan's errors kept;
            ``"thực hiện"`` where the plan uses no role word.
        task: what is to be done, as written.
        partners: who coordinates, as written, in order.
        deadline: as written (``"Quý III, IV hằng năm"``, ``"Thường xuyên"``) or ``None``; dates
            that stand apart follow after ``"; "`` (``"trong tháng 3; trong tháng 9"``).
        report_to: agencies that receive the report, as written, or ``None``.
        report_date: as written (``"trước ngày 15 tháng 12 hàng năm"``) or ``None``; several as
            in ``deadline``.
        funding: whether the task is about money for the plan.
        quote: verbatim plan text that gives the task to the agency, at most 1,200 characters.
        doubts: why a reader should check the clause, in Vietnamese; empty when sure.
    """

    plan: str
    section: str
    agency: str
    role: str
    task: str
    partners: tuple[str, ...] = ()
    deadline: str | None = None
    report_to: str | None = None
    report_date: str | None = None
    funding: bool = False
    quote: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone number or address the plan itself gives.

    ``internal`` is true where the plan marks it as for staff; such contacts are never shown to
    citizens.
    """

    name: str
    phone: str
    internal: bool
    section: str
    quote: str


@dataclass(frozen=True, slots=True)
class ReportDeadline:
    """Who reports to whom by when, all as written; ``section`` is the clause that says so."""

    who: str
    to: str
    when: str
    section: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One indexed plan.

    Attributes:
        name: file stem under ``knowledge/plans/``.
        title: the document's title without the word "Kế hoạch".
        issuer: as written: ``"Ủy ban nhân dân thành phố Cần Thơ"``.
        number: as written (``"80/KH-UBND"``); ``None`` where the document has none.
        date: as written with what is missing left out (``"tháng 4 năm 2021"``), or ``None``.
        period: years covered, or ``None`` where the plan does not say.
        place: name of the place the plan speaks for: ``"phường Thành Sen, tỉnh Hà Tĩnh"``.
        place_id: short id for filters and buttons: ``"can-tho"``, ``"thanh-sen"``.
        signer: name of the person who signed, or ``None``.
        signer_title: capacity as written: ``"KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"``, or ``None``.
        bases: documents the plan says it rests on, as written.
        warnings: doubts found while reading, in Vietnamese.
    """

    name: str
    title: str
    issuer: str
    number: str | None
    date: str | None
    period: Period | None
    place: str
    place_id: str
    signer: str | None
    signer_title: str | None = None
    bases: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    duties: tuple[Duty, ...] = ()
    contacts: tuple[Contact, ...] = ()
    report_deadlines: tuple[ReportDeadline, ...] = ()
    recipients: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())
