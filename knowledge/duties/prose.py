"""Duties in running text: subject, role, partners, deadline and report of every clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge.duties.afterwards import (
    HANDED,
    helped_by,
    label,
    with_what_it_says,
    with_whom_it_names,
)
from knowledge.duties.agency import begins_verb
from knowledge.duties.attributes import Attributes, read_attributes
from knowledge.duties.clause import clauses, sentences
from knowledge.duties.dates import deadline_in, is_time, report_date_in
from knowledge.duties.doers import done_by, given_to, spelled_out, subject_inside, whole_name
from knowledge.duties.flat import flat
from knowledge.duties.partners import helper_of
from knowledge.duties.report import read_reports
from knowledge.duties.role import PLAIN, Role, is_lead, is_partner, read_role
from knowledge.duties.subject import Subject, labelled_body, read_subject
from knowledge.passages import cut
from knowledge.plan import Duty
from knowledge.structure.unit import Unit

__all__ = ["CARRIED", "Context", "duties_of_unit", "is_money"]

CARRIED = "Vai trò lấy từ câu mở đầu của mục, không ghi lại ở ý này."
FOLLOWED = "Cơ quan ghi ở câu ngay sau, trong cùng mục."
SAME_SENTENCE = "Vai trò ghi ở đầu câu, cách ý này bằng dấu chấm phẩy."

_MONEY = re.compile(r"kinh phi|ngan sach|du toan|nguon von|nguon luc tai chinh|thanh quyet toan")
_GOES_ON = re.compile(
    r"(?:bao cao )?(?:nam|quy|thang|6 thang|06 thang|9 thang|so ket|tong ket|dinh ky|dot xuat|ca "
    r"nam|01 nam)\b.{0,60}\d"
)
_REPORT_TASK = re.compile(r"(?:\w+ ){0,4}bao cao")
_OTHER_WORK = re.compile(
    r"(?!bao cao|gui|nop|thuc hien)(?:\w+ ){4,}\w*,? ?(?:va )?(?:bao cao|gui|nop)\b"
)
"""Work of its own before the report, due the same day: "tổng hợp kết quả …, báo cáo …"."""
_RESETS = re.compile(
    r"dong thoi|ben canh do|ngoai ra|dinh ky|hang nam|hang quy|hang thang|thuc hien che do"
)
_EMPTY = re.compile(
    r"(?:co trach nhiem|chiu trach nhiem|co nhiem vu|thuc hien(?: cac)?(?: nhiem vu| noi "
    r"dung| viec| cong viec)?(?: sau)?(?: day)?|cac nhiem vu(?: sau)?|nhu sau|thuc hien tot|"
    r"(?:trong pham vi|theo chuc "
    r"nang|can cu chuc nang)[^:.;]{0,60}(?:cua minh|duoc giao|phan cong)|[\s,])*[\s:,.]*$"
)
_DUTY_LEAD_IN = re.compile(
    r"[\s,]*(?:và\s+)?(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|thực hiện (?:các |tốt các "
    r")?(?:nhiệm vụ|nội dung|công việc)(?: sau(?: đây)?)?|như sau)?\s*:\s*$",
    re.IGNORECASE,
)
_OPENING_ADVERB = re.compile(
    r"(?:theo (?:chuc nang|nhiem vu)[^;:.]{0,60}?(?:cua minh|duoc giao|phan cong|cua nganh|cua "
    r"don vi)|trong pham vi[^;:.]{0,60}?(?:cua minh|duoc giao|quan ly)|"
    r"can cu (?:vao )?(?:chuc nang,? nhiem vu(?: duoc giao| cua minh)?|kha nang ngan sach))[\s,]*"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a unit inherits from those above it.

    Attributes:
        agencies: whom the unit's tasks fall to unless it names another.
        role: role word carried down, ``""`` for none.
        partners: partners carried down.
        asked: ``"Đề nghị"`` inside a block of requests.
        part: what the section is about: ``"task"``, ``"org"``, ``"goal"``, ``"funding"``,
            ``"report"`` or ``"other"``.
        topic: heading words above the unit, for tasks that name only a detail.
        deadline: the time a heading sets for all under it ("Quý II/2026:"), as written.
    """

    agencies: tuple[str, ...] = ()
    role: str = ""
    partners: tuple[str, ...] = ()
    asked: str = ""
    part: str = "other"
    topic: str = ""
    deadline: str | None = None


@dataclass
class _Sentence:
    """What the clauses of one sentence share."""

    agencies: tuple[str, ...]
    role: str = ""
    partners: tuple[str, ...] = ()
    asked: str = ""
    report_to: str | None = None
    given: str = ""
    """The word that gives the body its task ("Giao"), for a task without a role word."""
    request: bool = False
    """The request ("Đề nghị …") stands in this very paragraph."""
    named: bool = False
    """Whether the paragraph names its own agencies."""
    found: list[Duty] = field(default_factory=list)


def is_money(text: str) -> bool:
    """Whether a task is about money."""
    return _MONEY.search(flat(text)) is not None


def duties_of_unit(plan: str, unit: Unit, context: Context) -> tuple[list[Duty], Context]:
    """The duties a paragraph gives, and what the units under it inherit."""
    attributes = read_attributes(unit.text)
    text = attributes.before if attributes.any else unit.text
    subject = read_subject(text)
    if subject.given and _is_staff(subject) and _may_order(context.agencies):
        subject = Subject((), "", text)  # "Phân công ông A …" under an office: its own work too
    if not subject.names and context.part == "org" and not context.agencies and not unit.heading:
        subject = labelled_body(text) or subject
    if subject.lead_in and attributes.any is False:
        text = text[len(subject.lead_in) :].lstrip(" :")
    if subject.names:
        below = replace(
            context,
            agencies=subject.names,
            role="",
            partners=(),
            asked=subject.request or context.asked,
        )
    else:
        below = context
    predicate = subject.predicate if subject.names else text
    opens = unit.text.rstrip().endswith(":") or unit.heading
    if subject.names and opens:
        role = _opening_role(predicate)
        below = replace(
            below,
            role=role.word if _carries(role.word) else "",
            partners=role.partners,
        )
    elif opens and not subject.names and context.agencies:
        role = _opening_role(predicate)
        if _carries(role.word):
            below = replace(below, role=role.word, partners=role.partners or below.partners)
    if opens and is_time(unit.text):
        return [], replace(below, deadline=unit.text.strip(" .:;"))
    if unit.heading and not subject.names:
        return [], replace(below, topic=unit.text)
    agencies = subject.names or context.agencies
    found = _duties(plan, unit, predicate, agencies, below, context, opens, subject.given)
    if subject.lead_in:
        found = [replace(duty, task=f"{subject.lead_in}: {duty.task}") for duty in found]
    if attributes.any:
        found = _apply(plan, unit, found, attributes, text)
    if context.deadline:
        found = [
            duty if duty.deadline or duty.report_date else replace(duty, deadline=context.deadline)
            for duty in found
        ]
    return found, below


def _opening_role(predicate: str) -> Role:
    """The role an opening line ends with: "là đầu mối …; chủ trì, phối hợp với … thực hiện:"."""
    roles = [read_role(clause) for clause in clauses(predicate)]
    return next((role for role in reversed(roles) if is_lead(role.word)), read_role(predicate))


def _carries(word: str) -> bool:
    """Whether an opening line's role word holds for the items under it."""
    return is_lead(word) or is_partner(word) or re.search(r"dau moi", flat(word)) is not None


def _duties(
    plan: str,
    unit: Unit,
    predicate: str,
    agencies: tuple[str, ...],
    below: Context,
    context: Context,
    opens: bool,
    given: str = "",
) -> list[Duty]:
    found: list[Duty] = []
    leading = 0
    named = bool(agencies) and agencies != context.agencies
    request = named and bool(below.asked) and below.asked != context.asked
    body = _DUTY_LEAD_IN.sub("", predicate) if opens else predicate
    if _EMPTY.match(flat(body)) or len(body.strip(" .;:")) < 8:
        return []
    for number, sentence in enumerate(sentences(body)):
        named_now = with_whom_it_names(found, sentence)
        if named_now is not None:
            found = named_now
            continue
        state = _Sentence(agencies, asked=below.asked, request=request, named=named)
        state.given = given if not number else ""
        if not named or number:
            state.role, state.partners = ("", ()) if named else (context.role, context.partners)
        for index, clause in enumerate(clauses(sentence)):
            clause = spelled_out(clause, state.agencies)
            if opens and body.rstrip(" :").endswith(clause.rstrip(" :.")) and _only_opens(clause):
                continue
            if found:
                found, clause = with_what_it_says(found, clause, index, later=bool(index or number))
                if not clause:
                    continue
            made = _duty(plan, unit, clause, state, index, bool(state.role) and index == 0, context)
            helpers = helper_of(clause) if index and made and found else ()
            if helpers:
                found[-1] = helped_by(found[-1], made[0].agency, helpers)
            found += made
        leading = leading or len(found)
    parted = bool(unit.marker) or begins_verb(flat(body))
    return _led_after(found, leading, body) if parted and not agencies else found


def _led_after(found: list[Duty], leading: int, text: str) -> list[Duty]:
    """The first sentence of a clause with the lead that the next one names for a part of it.

    As in "a) Thí điểm phòng một cửa tại bệnh viện. Sở Y tế chủ trì, phối hợp với Công an tỉnh xây
    dựng đề án": whoever asks who leads the pilot must hear of Sở Y tế. Not where several lead.
    """
    first, after = found[:leading], found[leading:]
    if not after or any(duty.agency for duty in first):
        return found
    lead = after[0]
    others = {duty.agency for duty in after if duty.agency}
    leads = is_lead(lead.role) or "nong cot" in flat(lead.role)
    begins = lead.agency and leads and others == {lead.agency}
    if not begins or not _begins_sentence(lead.agency, text):
        return found
    return [
        replace(
            duty,
            agency=lead.agency,
            role=lead.role,
            partners=duty.partners or lead.partners,
            deadline=duty.deadline or lead.deadline,
            doubts=(*duty.doubts, FOLLOWED),
        )
        for duty in first
    ] + after


def _begins_sentence(agency: str, text: str) -> bool:
    """Whether a sentence begins with a body: no "do Sở A chủ trì"."""
    return re.search(rf"(?:[.;]|^)\s*{re.escape(agency)}\s", text) is not None


_SOCIETY = re.compile(
    r"(?:cac )?(?:hoi|doan|mat tran|uy ban mat tran|ubmttq|lien doan|cong doan|doan the|to chuc)\b"
)
"""Bodies a committee asks but cannot order: a heading that asks one of them asks them all."""


_OWN_BODY = re.compile(
    r"(?:van phong (?:hdnd|ubnd|hoi dong|uy ban|hoi)|phong (?!giao dich)|cong chuc|tram y te|ubnd|"
    r"uy ban nhan dan|ban nhan dan|truong (?:thon|khom|ap)|trung tam (?:dich vu|cung ung|phuc vu))"
)
"""Bodies under a committee's own orders: named behind a request, they are not asked."""


def _only_opens(clause: str) -> bool:
    """Whether a clause in front of a colon gives a role and nothing to do but what follows."""
    role = read_role(clause)
    if not role.word or (is_partner(role.word) and not role.partners):
        return False
    rest = clause[role.task_from :].strip(" ,.;:/")
    return len(rest) < 10 or _EMPTY.match(flat(rest)) is not None


def _duty(
    plan: str,
    unit: Unit,
    clause: str,
    state: _Sentence,
    index: int,
    inherited: bool,
    context: Context,
) -> list[Duty]:
    agencies, asked, given = state.agencies, state.asked, state.given
    doubts: list[str] = []
    inner = read_subject(clause)
    text = clause
    told: Subject | None = None
    shared = state.named or _is_staff(inner)
    if inner.given and shared and not index and _may_order(state.agencies):
        told, inner = inner, replace(inner, names=())  # "Sở A: giao Trung tâm B …" binds both
    if inner.names and inner.names == agencies and inner.predicate and not index:
        asked = inner.request or asked
        inner, text = replace(inner, names=()), inner.predicate
    if inner.names and context.agencies:
        names = tuple(whole_name(name, context.agencies) for name in inner.names)
        inner = replace(inner, names=names)
    if inner.names and inner.predicate and (index or not agencies or inner.names != agencies):
        agencies, text = inner.names, inner.predicate
        named_again = agencies == state.agencies
        alike = bool(context.asked) and _SOCIETY.match(flat(agencies[0])) is not None
        alike = alike or (state.request and _OWN_BODY.match(flat(agencies[0])) is None)
        asked = inner.request or (asked if named_again or alike else "")
        given = inner.given
        role = read_role(text)
        word, partners = role.word, role.partners
        if index == 0:
            state.agencies, state.role, state.partners, state.asked = agencies, "", (), asked
            state.given = given
    else:
        role = read_role(text)
        word, partners = role.word, role.partners
        if not word and state.role:
            if index and (
                _RESETS.match(flat(text))
                or (text[:1].isupper() and not inherited and not context.role)
            ):
                state.role, state.partners = "", ()
            else:
                word, partners = state.role, partners or state.partners
                doubts.append(CARRIED if inherited else SAME_SENTENCE)
        elif word and not inherited and is_partner(word) and partners:
            state.role, state.partners = word, partners
        elif word:
            # the opening line's role holds again for what comes after
            state.role, state.partners = (
                ("", ()) if state.named else (context.role, context.partners)
            )
    advises = word and not is_lead(word) and not is_partner(word)
    if advises and not partners and not inner.names and is_lead(context.role):
        partners = context.partners  # the opening line's partners help with this as well
    if not inner.names and not agencies:
        agencies = subject_inside(text)
        if agencies:
            word = word or "chủ trì"
    if not inner.names and not word:
        agencies = done_by(text) or agencies
    if not agencies and not word:
        agencies = given_to(text)
        given = "giao" if agencies else given
    here = state.request or inner.request
    if (
        asked
        and not is_lead(word)
        and not re.search(r"dau moi|nong cot", flat(word))
        and (here or not is_partner(word))
    ):
        word = asked
    elif asked and word and word != asked:
        word = f"{asked} {word}"  # asked, not ordered, to lead or take part
    keeps = word == asked and role.word != ""
    task = text if keeps else text[role.task_from :]
    task = task.strip(" ,;.:/") if role.word else text.strip(" ;./")
    task = _without_adverb(task)
    if len(task) < 10:
        task = text.strip(" ;./")
    reports = read_reports(text)
    plainly = reports and re.search(r"bao cao|phan anh", flat(text))
    deadline = None if plainly else deadline_in(text)
    first = next((report for report in reports if not report.onward), None)
    report_to = first.to if first else None
    report_date = first.date if first else None
    if first is None and state.report_to and _GOES_ON.match(flat(text)):
        report_to, report_date, deadline = state.report_to, report_date_in(text), None
    elif first is not None and deadline and deadline == report_date:
        handed = HANDED.search(flat(text))  # the work may have a date of its own before it
        deadline = (deadline_in(text[: handed.start()]) if handed else None) or deadline
    elif plainly and report_date and _OTHER_WORK.match(flat(task)):
        deadline = report_date
    elif first is None and deadline and _REPORT_TASK.match(flat(text)):
        report_date = report_date_in(text)
    state.report_to = report_to or state.report_to
    quote = _quote(unit, clause)
    made = [
        Duty(
            plan=plan,
            section=unit.path,
            agency=agency,
            role=word or given or PLAIN,
            task=task,
            partners=partners,
            deadline=deadline,
            report_to=report_to,
            report_date=report_date,
            funding=is_money(task) or context.part == "funding",
            quote=quote,
            doubts=tuple(doubts),
        )
        for agency in (agencies or ("",))
    ]
    if told is not None and made:
        work = told.predicate.strip(" ,;.:/")
        made += [replace(made[0], agency=name, role=told.given, task=work) for name in told.names]
    for report in reports:
        if report.onward and report.by:
            made.append(
                Duty(
                    plan,
                    unit.path,
                    report.by,
                    PLAIN,
                    report.task,
                    report_to=report.to,
                    report_date=report.date,
                    quote=quote,
                )
            )
    return made


_COMMITTEE = re.compile(r"(?:ubnd|uy ban nhan dan|chu tich|hdnd|thuong truc|ban chi dao)\b")


_STAFF = re.compile(r"(?:\d+ )?(?:can bo|cong chuc|vien chuc|nhan vien|giao vien|chuyen vien)\b")


def _is_staff(subject: Subject) -> bool:
    """Whether those who are given work are people of an office, no body of their own."""
    return bool(subject.names) and _STAFF.match(flat(subject.names[0])) is not None


def _may_order(agencies: tuple[str, ...]) -> bool:
    """Whether a body with a task of its own gives it on to one below it; a committee orders all."""
    return len(agencies) == 1 and _COMMITTEE.match(flat(agencies[0])) is None


_TASK_LABEL = re.compile(
    r"^(?:nội dung|nhiệm vụ|công việc|việc|việc làm|hoạt động|việc cần làm)\s*:\s*", re.IGNORECASE
)


def _without_adverb(task: str) -> str:
    task = _TASK_LABEL.sub("", task)
    task = re.sub(r"^(?:đồng thời|có trách nhiệm|chịu trách nhiệm),?\s+", "", task, flags=re.I)
    match = _OPENING_ADVERB.match(flat(task))
    if match and len(task) - match.end() > 15:
        return task[match.end() :]
    return task


def _quote(unit: Unit, clause: str) -> str:
    pieces = cut(unit.written)
    if not pieces:
        return clause[:1200]
    read = cut(unit.read)
    at = next((at for at, piece in enumerate(read) if clause[:60] in piece), 0)
    return pieces[at] if len(read) == len(pieces) else pieces[0]


def _apply(
    plan: str, unit: Unit, found: list[Duty], attributes: Attributes, text: str
) -> list[Duty]:
    """Put labels ("Cơ quan chủ trì: …") on the tasks in front of them."""
    quote = cut(unit.written)[0]
    if not found and len(text.strip()) >= 10:
        found = [
            Duty(
                plan, unit.path, "", PLAIN, text.strip(" .;:"), quote=quote, funding=is_money(text)
            )
        ]
    return label(found, attributes)
