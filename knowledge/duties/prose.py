"""Duties in running text: subject, role, partners, deadline and report of every clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge.duties.agency import begins_verb
from knowledge.duties.attributes import Attributes, only_shares, read_attributes
from knowledge.duties.clause import clauses, sentences
from knowledge.duties.dates import APART, deadline_in, is_time, report_date_in
from knowledge.duties.doers import done_by, given_to, spelled_out, subject_inside, whole_name
from knowledge.duties.flat import flat
from knowledge.duties.partners import helped, helper_of, joining, joint_partners
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
_HANDED = re.compile(r"\b(?:gui|nop|chuyen|bao cao)\b")
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
        late = _named_late(sentence)
        if late is not None and found:
            found = label(_dated_alike(found), late)
            continue
        state = _Sentence(agencies, asked=below.asked, request=request, named=named)
        state.given = given if not number else ""
        if not named or number:
            state.role, state.partners = ("", ()) if named else (context.role, context.partners)
        for index, clause in enumerate(clauses(sentence)):
            clause = spelled_out(clause, state.agencies)
            if opens and body.rstrip(" :").endswith(clause.rstrip(" :.")) and _only_opens(clause):
                continue
            charged = _named_late(clause) if (index or number) and found else None
            if charged is not None:
                found = label(_dated_alike(found), charged)
                continue
            first = _DUE_FIRST.match(flat(clause)) if found else None
            due = deadline_in(clause[: first.start("then")]) if first else None
            if first and due:
                found[-1] = replace(found[-1], deadline=_with_date(found[-1].deadline, due))
                clause = clause[first.end("then") :]
            due = deadline_in(clause) if _only_due(flat(clause)) else None
            if found and _BY_ROUNDS.match(flat(clause)) and deadline_in(clause):
                found[-1] = replace(found[-1], deadline=clause.strip(" ."))
                continue
            if due and found:
                found[-1] = replace(found[-1], deadline=_with_date(found[-1].deadline, due))
                continue
            helping = _only_helping(clause) if index and found else ()
            if helping:
                found[-1] = replace(found[-1], partners=(*found[-1].partners, *helping))
                continue
            if (index or number) and found and _hands_in(clause, index):
                work = _work_handed_in(found, clause)
                found[work] = _handed_in(found[work], clause)
            if (index or number) and found:
                found = _completed(found, clause)
            made = _duty(plan, unit, clause, state, index, bool(state.role) and index == 0, context)
            helpers = helper_of(clause) if index and made and found else ()
            if helpers:
                found[-1] = _helped_by(found[-1], made[0].agency, helpers)
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


def _helped_by(duty: Duty, by: str, helpers: tuple[str, ...]) -> Duty:
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
    return _ONLY_DUE.match(folded) is not None and _HANDED.search(folded) is None


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
        handed = _HANDED.search(flat(text))  # the work may have a date of its own before it
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
