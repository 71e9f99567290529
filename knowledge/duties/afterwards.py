"""What a later clause or sentence says of the work before it: who, with whom, until when."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.duties.attributes import Attributes, only_shares
from knowledge.duties.dates import APART, deadline_in
from knowledge.duties.flat import flat
from knowledge.duties.partners import helped, joining, joint_partners
from knowledge.duties.report import read_reports
from knowledge.duties.role import is_partner, read_role
from knowledge.duties.subject import Subject, read_subject
from knowledge.plan import Duty

__all__ = ["HANDED", "helped_by", "label", "with_what_it_says", "with_whom_it_names"]

HANDED = re.compile(r"\b(?:gui|nop|chuyen|bao cao)\b")
"""What says in folded text that something is handed in."""


def with_whom_it_names(found: list[Duty], text: str) -> list[Duty] | None:
    """``found`` with those a sentence or clause names for it; ``None`` where it does more.

    As in "Tập huấn cho hòa giải viên. Sở Y tế chủ trì, xong trước ngày 30/6.".
    """
    named = _named_late(text) if found else None
    return None if named is None else label(_dated_alike(found), named)


def with_what_it_says(
    found: list[Duty], clause: str, index: int, *, later: bool
) -> tuple[list[Duty], str]:
    """``found`` with what ``clause`` says of it, and the clause as far as it is work of its own.

    Args:
        found: the duties before the clause, at least one; the last of them may be put anew.
        clause: NFC.
        index: its place in its sentence.
        later: whether any clause of the paragraph stands before it.

    Returns:
        The duties, and the clause; ``""`` where it gives no work of its own.
    """
    named = with_whom_it_names(found, clause) if later else None
    if named is not None:
        return named, ""
    first = _DUE_FIRST.match(flat(clause))
    due = deadline_in(clause[: first.start("then")]) if first else None
    if first and due:
        found[-1] = replace(found[-1], deadline=_with_date(found[-1].deadline, due))
        clause = clause[first.end("then") :]
    folded = flat(clause)
    due = deadline_in(clause) if _only_due(folded) else None
    if _BY_ROUNDS.match(folded) and deadline_in(clause):
        found[-1] = replace(found[-1], deadline=clause.strip(" ."))
        return found, ""
    if due:
        found[-1] = replace(found[-1], deadline=_with_date(found[-1].deadline, due))
        return found, ""
    helping = _only_helping(clause) if index else ()
    if helping:
        found[-1] = replace(found[-1], partners=(*found[-1].partners, *helping))
        return found, ""
    if later and _hands_in(clause, index):
        work = _work_handed_in(found, clause)
        found[work] = _handed_in(found[work], clause)
    return _completed(found, clause) if later else found, clause


def _only_helping(clause: str) -> tuple[str, ...]:
    """Partners of the task before, in a clause that says no more: "phối hợp với Sở A"."""
    role = read_role(clause)
    if not is_partner(role.word) or clause[role.task_from :].strip(" .;,"):
        return joining(clause)
    return role.partners


_HANDS_IN = re.compile(
    r"(?:(?:hang|moi|truoc|cham nhat|vao|dinh ky)\b[^;:.]{0,40}, )?"
    r"(?:\w+ ){0,4}(?:gui|nop|bao cao|bao|cung cap|chuyen) (?:bao cao )?(?:ket qua|danh sach|"
    r"so lieu|so luot|so vu)\b"
    r".{0,40}\b(?:ve|cho|len|den)\b|"
    r"(?:(?:truoc|cham nhat|muon nhat|vao|hang|moi|dinh ky)\b[^,;]{0,40}? )?bao cao\b(?! vien)"
)
"""A clause that hands in, or reports, what the one before it brought about."""
_RESULT = re.compile(r"ket qua(?P<work>(?: \w+){0,3}?) (?:gui|nop|bao cao|chuyen)\b")
"""A clause, or a sentence, that says what is handed in first: "kết quả kiểm tra báo cáo …"."""


_REPORTS_ON_IT = re.compile(
    r"(?:dinh ky |hang \w+ )?bao cao "
    r"(?:ket qua|tinh hinh|tien do|so (?:luot|vu|lieu|ca))\b"
)
"""A sentence that reports on the work of the one before it."""


def _hands_in(clause: str, index: int) -> bool:
    """Whether a clause, the ``index``-th of its sentence, hands in the work before it."""
    folded = flat(clause)
    if index:
        return bool(_RESULT.match(folded) or _HANDS_IN.match(folded))
    return bool(_RESULT.match(folded) or _REPORTS_ON_IT.match(folded))


def _work_handed_in(found: list[Duty], clause: str) -> int:
    """Whose result it is: "kết quả kiểm tra báo cáo …" is that of the work that says "kiểm tra"."""
    named = _RESULT.match(flat(clause))
    work = named["work"].strip() if named else ""
    return next((at for at in range(-1, -len(found) - 1, -1) if work in flat(found[at].task)), -1)


def _handed_in(duty: Duty, clause: str) -> Duty:
    """``duty`` with the report the clause after it asks for."""
    report = next(iter(read_reports(clause)), None)
    if report is None or duty.report_to:
        return duty
    return replace(duty, report_to=report.to, report_date=report.date)


def helped_by(duty: Duty, by: str, helpers: tuple[str, ...]) -> Duty:
    """``duty`` with those whom the next clause says to help, where it has none."""
    if duty.partners or not duty.agency or by == duty.agency:
        return duty
    return replace(duty, partners=helpers)


_ONLY_DUE = re.compile(
    r"(?:hoan thanh|xong|thoi gian|thoi han|han cuoi|truoc ngay|truoc|cham nhat|muon nhat|trong "
    r"quy|trong thang|du kien|thuc hien (?=trong |truoc |vao |tu |xong |den |cham ))\b.{0,80}$"
)
_BY_ROUNDS = re.compile(
    r"(?:(?:khoa|dot|lop|lan|ky|vong) (?:thu )?(?:\d+|i+v?|mot|hai|ba|dau|cuoi|nhat)\b[^,;]{2,40}"
    r"(?:,? va |, |$|\.)){2,6}$"
)
"""When each round of the work before is due: "đợt 1 trong tháng 5, đợt 2 trong tháng 10"."""


def _only_due(folded: str) -> bool:
    """Whether a clause says when the work before it is due, and nothing to do by then."""
    return _ONLY_DUE.match(folded) is not None and HANDED.search(folded) is None


_DUE_FIRST = re.compile(
    r"(?:lam |thuc hien )?(?:hoan thanh|xong|trong)\b[^,;]{0,60}"
    r"(?P<then>, (?:(?:sau do|tu do|dong thoi) |(?=ket qua )))"
)
"""When the work before is due, and what comes then: "hoàn thành trước ngày …, sau đó công khai"."""


_COMPLETES = re.compile(
    r"(?P<begun>(?:[^,;]{4,60}, )?(?:dua (?:\w+ ){0,3}?vao (?:su dung|van hanh|hoat dong|"
    r"phuc vu)|ra mat|khai truong|khanh thanh|di vao hoat dong)\b)|"
    r"(?P<one>trinh|nghiem thu|phat hanh|cap phat|ban giao|hoan tat)\b|"
    r"(?P<all>(?!cac bao cao)\w+(?: \w+){1,6} (?:phai )?(?:hoan thanh|ket thuc|xong) "
    r"(?:truoc|trong|cham nhat|muon nhat|vao|den)\b)"
)
"""How a clause says when the work before it comes to its end."""
_BEGINS = re.compile(
    r"(?:thanh lap|xay dung|thi diem|mo|thiet lap|bo tri|to chuc|sua chua|trang bi|lap dat|duy tri|"
    r"nhan rong|cung co)\b"
)


def _completed(found: list[Duty], clause: str) -> list[Duty]:
    """``found`` with the day on which the clause after it says that the work is to be done."""
    folded = flat(clause)
    way = _COMPLETES.match(folded)
    due = deadline_in(clause) if way and len(clause) < 140 else None
    if way is None or due is None or not _DATED_BY.search(flat(due)):
        return found
    if way["all"]:
        return [replace(duty, deadline=_end_of(duty, due)) for duty in found]
    places = range(len(found) - 1, -1, -1)
    at = next((at for at in places if way["one"] or _BEGINS.match(flat(found[at].task))), None)
    if at is not None:
        found[at] = replace(found[at], deadline=_end_of(found[at], due))
    return found


_DATED_BY = re.compile(r"\d|\bquy\b")


def _end_of(duty: Duty, due: str) -> str:
    """The deadline of ``duty``; a rate ("mỗi tháng") gives way to the day the work is due."""
    had = duty.deadline
    return had if had and _DATED_BY.search(flat(had)) else due


def _with_date(had: str | None, more: str) -> str:
    """A further date of a task beside the one it had."""
    return more if had is None or had in more else had if more in had else f"{had}{APART}{more}"


def _dated_alike(found: list[Duty]) -> list[Duty]:
    """One date in an item that is one piece of work holds for all of it."""
    dates = {duty.deadline for duty in found if duty.deadline}
    if len(dates) != 1:
        return found
    return [replace(duty, deadline=duty.deadline or next(iter(dates))) for duty in found]


_TAIL_TASK = re.compile(
    r"(?:to chuc\b\s*)?(?:thuc hien|trien khai|thuc hien nhiem vu nay|trien khai thuc hien)?"
    r"[\s,;.]*"
    r"(?:(?:xong|hoan thanh|truoc|trong|thoi gian|vao)\b.*)?$"
)


def _named_late(sentence: str) -> Attributes | None:
    """A sentence that only names who does the task before it: "Sở Y tế chủ trì, xong trước …"."""
    shares = only_shares(sentence, flat(sentence))
    if shares is not None and shares.partners:
        return shares
    subject = read_subject(sentence)
    if not subject.names:
        return _done_late(sentence)
    role = read_role(subject.predicate)
    rest = subject.predicate[role.task_from :] if role.word else subject.predicate
    word = role.word or subject.given
    if re.search(r"dau moi|nong cot", flat(role.word)):
        rest = rest.removeprefix(role.word)
    if not word:
        return _in_charge(subject)
    if not _TAIL_TASK.match(flat(rest).strip(" ,.")):
        return None
    if is_partner(word) and not role.partners and "," not in rest:
        return Attributes("", partners=subject.names, deadline=deadline_in(rest))
    return Attributes("", subject.names, word, role.partners, deadline_in(rest))


_IN_CHARGE = re.compile(r"(?P<word>phu trach|dam nhiem|dam trach)\s*(?=[,.;]|$)")


def _in_charge(subject: Subject) -> Attributes | None:
    """As in "Hội A phụ trách, Hội B cùng tham gia vận động hội viên."."""
    text, folded = subject.predicate, flat(subject.predicate)
    charge = _IN_CHARGE.match(folded)
    if charge is None:
        return None
    rest = text[charge.end() :].strip(" ,.")
    partners, _ = helped(text, folded, charge.end())
    if rest and not partners:
        return None
    return Attributes("", subject.names, text[: charge.end("word")], partners)


_DONE_LATE = re.compile(
    r"(?:chuong trinh|mo hinh|hoat dong|noi dung|nhiem vu|viec|cong viec|cuoc thi|hoi thi|dien dan|"
    r"lop|chuyen muc|tai lieu)(?: nay| tren)? (?P<by>do |giao )"
)
_CHARGED_WITH = re.compile(
    r"(?P<word>chu tri|(?:lam |la )?dau moi|dam nhiem|phu trach|thuc hien|to chuc)\b[^,;.]{0,40}"
)


def _done_late(sentence: str) -> Attributes | None:
    """As in "Chương trình do Trung tâm A đảm nhiệm, có sự tham gia của Hội B."."""
    folded = flat(sentence)
    late = _DONE_LATE.match(folded)
    if late is None:
        return None
    subject = read_subject(sentence[late.start("by") :])
    does = _CHARGED_WITH.match(flat(subject.predicate)) if subject.names else None
    if does is None:
        return None
    word = subject.predicate[: does.end("word")]
    partners = joint_partners(sentence, folded, 0)
    return Attributes("", subject.names, word, partners, deadline_in(sentence))


def label(found: list[Duty], attributes: Attributes) -> list[Duty]:
    """``found`` with lead, partners and deadline the labels name."""
    out: list[Duty] = []
    for duty in found:
        duty = replace(
            duty,
            partners=attributes.partners or duty.partners,
            deadline=attributes.deadline or duty.deadline,
        )
        if attributes.lead:
            out += [
                replace(duty, agency=name, role=attributes.lead_role) for name in attributes.lead
            ]
        else:
            out.append(duty)
    return list(dict.fromkeys(out))
