"""The words of a look-up's answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from knowledge.duties.clash import DEADLINE, REPORT, SHARE, TARGET, point_of
from knowledge.duties.role import PLAIN, REQUEST, is_lead, is_partner
from knowledge.plan import Duty, Plan
from knowledge.validity import cautions_for, validity_words
from nlu.text import fold

__all__ = [
    "ask_place", "caution", "conflict_lines", "line", "name_of", "no_lead", "not_in", "opening",
    "report_line", "shorten",
]  # fmt: skip

NO_PLAN = "Chưa có kế hoạch nào của {place} nên mình không tra được. Đang có: {plans}."
ASK_PLACE = "Bạn hỏi theo kế hoạch nào? {plans}"
NOTHING = "Không tìm thấy: {plan} không giao việc này cho cơ quan nào."
NO_BODY = "Không có: {plan} không giao nhiệm vụ nào cho {body}."
MENTIONED = "Kế hoạch chỉ nhắc tới {body} ở {sections}."
NOT_IN_ANNEX = "Không có: phụ lục của {plan} không có dòng nào giao {body}; ngoài phụ lục có:"
NO_ROLE = "Không có: {plan} không giao {body} chủ trì việc nào."
NO_ROLE_OTHER = "Không có: {plan} không ghi việc nào {body} {role}."
DOES_INSTEAD = "{body} có các việc sau:"
COMMITTEE_OF = {
    "district": "UBND quận, huyện",
    "ward": "UBND xã, phường",
    "province": "UBND tỉnh, thành phố",
}
ROLES = {
    "lead": "chủ trì",
    "partner": "phối hợp",
    "advise": "tham mưu hoặc làm đầu mối",
    "ask": "được đề nghị",
}
NOWHERE = "Không có: các kế hoạch mình đang có đều không ghi việc bạn hỏi."
ONLY_RECEIVES = "{body} chỉ là nơi nhận báo cáo, không được giao việc trong {plan}: {reports}"
DUE = "{count} việc đến hạn trong {plan}:"
DUE_AS = "{count} việc ghi thời hạn “{deadline}” trong {plan}:"
GIVEN_TO_NOBODY = "{count} việc trong {plan} không nêu cơ quan nào chủ trì:"
ALL_GIVEN = "Không có: mọi việc trong {plan} đều nêu cơ quan."
DUTIES_OF = "{body} có {count} việc trong {plan}, vai trò: {roles}."
NO_REPORT = "Không có: {plan} không ghi hạn hay nơi nhận báo cáo cho {body}."
NO_REPORT_AT_ALL = "Không có: {plan} không ghi chế độ báo cáo như bạn hỏi."
NO_REPORT_OF = "Không có: {plan} không ghi báo cáo {period}; chỉ ghi:"
REPORT_ONLY = "Kế hoạch chỉ ghi việc này cho {who} ({section})."
NO_REPORT_DATE = "Không có: {plan} không ghi ngày báo cáo cho việc này."
LED_BY = " Cơ quan {role}: {agency}."
LEADS_NOT = "Không, {body} không chủ trì việc này."
ROLE_NOT = "Không, kế hoạch không ghi {body} {role}."
ROLE_LIST = "{count} việc có vai trò như bạn hỏi trong {plan}:"
CONFLICTS_IN = "có {count} chỗ hai điều khoản không thống nhất trong {plan}:"
MONEY = "Kinh phí theo {plan}: {said} ({section})."
MORE_MONEY = "Các nội dung khác về kinh phí:"
NONE_OF_THEM = "Không có kế hoạch nào như bạn hỏi; từng kế hoạch ghi:"
IN_PLANS = "Có trong {count} kế hoạch: {plans}."
LEADS_IN = "{body} chủ trì trong: {plans}."
LEADS_NOWHERE = "{body} không chủ trì việc nào trong các kế hoạch mình đang có."
NO_DATES = "Không có: {plan} không ghi thời hạn nào cho {body}."
DATES_OF = "{body} có {count} việc ghi thời hạn trong {plan}:"
NO_DEADLINE = "Không có: {plan} không ghi thời hạn cho việc này ({task}, {section})."
TARGETS = "Chỉ tiêu theo {plan}:"
TARGET_LINE = "- “{task}”{until} ({section})."
NO_FUNDING = "Không có: {plan} không ghi nội dung kinh phí như bạn hỏi."
NO_LEAD = "{plan} không nêu cơ quan chủ trì việc này; chỉ ghi: {task} ({section})."
CONFLICT = "Lưu ý, hai điều khoản giao việc giống nhau cho hai cơ quan:"
DATES = "Lưu ý, hai điều khoản ghi hạn khác nhau:"
SHARES = "Lưu ý, hai điều khoản ghi tỷ lệ khác nhau cho cùng một chỉ tiêu:"
NO_CONFLICT = "Không thấy hai điều khoản nào giao trùng việc này ở {plan}."
NO_CONFLICT_AT_ALL = "Không thấy hai điều khoản nào không thống nhất ở {plan}."
CAUTION = "Lưu ý: {words}"
ENDED = "kế hoạch {validity}, cần hỏi văn bản thay thế."


def clause(section: str) -> str:
    """How a clause is called: ``"mục IV.1"``, but ``"Điều 6.a"``, ``"Phụ lục TT 2"``."""
    named = section.startswith(("Điều", "Mục", "Phần", "Chương", "Phụ lục"))
    return section if named or not section else f"mục {section}"


def shorten(text: str, limit: int) -> str:
    """``text`` cut at a word so that it has at most ``limit`` characters."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def name_of(plan: Plan) -> str:
    """What a reply calls a plan: ``"kế hoạch thành phố Cần Thơ 2024"``."""
    years = ""
    if plan.period is not None:
        years = (
            f" {plan.period.start}"
            if plan.period.start == plan.period.end
            else f" {plan.period.start}–{plan.period.end}"
        )
    place = plan.place.split(",")[0]
    union = (
        "Hội LHPN "
        if "hoi" in fold(plan.issuer) and "phu nu" in fold(plan.issuer).replace("lhpn", "phu nu")
        else ""
    )
    return f"kế hoạch {union}{place or plan.name}{years}"


def opening(duty: Duty, plan: Plan, limit: int = 420) -> str:
    """The sentence that answers "who": body, role as written, partners, deadline, clause."""
    task = shorten(duty.task, limit)
    where = f"({clause(duty.section)}, {name_of(plan)})"
    if not duty.agency:
        said = NO_LEAD.format(plan=_capital(name_of(plan)), task=task, section=clause(duty.section))
        partners = (
            f" Cơ quan tham gia, phối hợp: {'; '.join(duty.partners)}." if duty.partners else ""
        )
        return said + partners + _when(duty)
    said = f"{_capital(duty.agency)} {_verb(duty)}: {task} {where}."
    return said + _partners(duty) + _when(duty) + _report(duty)


def _verb(duty: Duty) -> str:
    role = duty.role[:1].lower() + duty.role[1:]
    if is_lead(duty.role):
        return role
    if duty.role == REQUEST:
        return "được đề nghị thực hiện"
    if is_partner(duty.role):
        return role
    if duty.role == PLAIN or fold(duty.role) in _GIVEN:
        return "được giao thực hiện"
    if fold(duty.task).startswith(fold(duty.role)):
        return f"được giao ({role})"
    return role


_GIVEN = ("giao", "giao cho", "duoc giao", "phan cong")
"""Role words that say only that the work is given."""


def _partners(duty: Duty) -> str:
    if not duty.partners:
        return ""
    word = "Phối hợp với" if _coordinates(duty) else "Cùng tham gia"
    return f" {word}: {'; '.join(duty.partners)}."


def _coordinates(duty: Duty) -> bool:
    """Whether the plan says "phối hợp" of the partners: no reply says more than the plan."""
    in_row = " | " in duty.quote  # the word stands in the head of the column
    return in_row or not duty.quote or "phoi hop" in fold(f"{duty.role} {duty.quote}")


def _when(duty: Duty) -> str:
    return f" Thời gian: {duty.deadline}." if duty.deadline else ""


def _report(duty: Duty) -> str:
    if duty.report_to and duty.report_date:
        return f" Báo cáo gửi {duty.report_to}, {duty.report_date}."
    if duty.report_to:
        return f" Báo cáo gửi {duty.report_to}."
    return f" Hạn báo cáo: {duty.report_date}." if duty.report_date else ""


def line(duty: Duty, limit: int = 260, *, with_agency: bool = True) -> str:
    """One duty as a line of a list."""
    if duty.role == TARGET:
        return f"{shorten(duty.task, limit)} ({clause(duty.section)})"
    who = f"{duty.agency or 'Không nêu cơ quan'} – " if with_agency else ""
    parts = [f"{who}{_role_words(duty)}: {shorten(duty.task, limit)}"]
    if duty.partners:
        word = "phối hợp" if _coordinates(duty) else "cùng tham gia"
        parts.append(f"{word}: {'; '.join(duty.partners)}")
    if duty.deadline:
        parts.append(f"thời gian: {duty.deadline}")
    if duty.report_to:
        parts.append(
            f"báo cáo {duty.report_to}" + (f" {duty.report_date}" if duty.report_date else "")
        )
    elif duty.report_date:
        parts.append(f"hạn báo cáo: {duty.report_date}")
    return f"{'; '.join(parts)} ({clause(duty.section)})"


def _role_words(duty: Duty) -> str:
    if duty.role == REQUEST:
        return "Đề nghị thực hiện"
    return duty.role


def report_line(duty: Duty, plan: Plan) -> str:
    """Who reports to whom by when."""
    who = duty.agency or "Các đơn vị"
    verb = "phản ánh vướng mắc về" if "phan anh" in fold(duty.task)[:60] else "gửi báo cáo về"
    to = f" {verb} {duty.report_to}" if duty.report_to else " thực hiện báo cáo"
    when = f", thời hạn: {duty.report_date}" if duty.report_date else " (không ghi ngày cụ thể)"
    return f"{_capital(who)}{to}{when} ({clause(duty.section)}, {name_of(plan)})."


def no_lead(plan: Plan, body: str) -> str:
    """The body leads nothing in the plan."""
    return NO_ROLE.format(plan=_capital_not(name_of(plan)), body=body)


def not_in(plan: Plan, body: str, sections: Sequence[str]) -> str:
    """The plan gives the body nothing; where it is mentioned all the same."""
    said = NO_BODY.format(plan=name_of(plan), body=body)
    if sections:
        said += " " + MENTIONED.format(
            body=body, sections=", ".join(clause(section) for section in sections[:4])
        )
    return said


def money_lines(duties: Iterable[Duty]) -> str:
    """What else the plan says of money."""
    return "\n".join(["", MORE_MONEY, *(f"- {line(duty, 240)}" for duty in duties)])


def ask_place(plans: Iterable[Plan]) -> str:
    """The question about the place."""
    return ASK_PLACE.format(plans="; ".join(_capital(name_of(plan)) for plan in plans) + ".")


def conflict_lines(pairs: Iterable[tuple[Duty, Duty]]) -> str:
    """Both sides of each disagreement."""
    lines: list[str] = []
    for first, second in pairs:
        lines.append(_CLASHES.get(point_of(first, second), CONFLICT))
        lines += [f"- {line(first, 200)}", f"- {line(second, 200)}"]
    return "\n".join(lines)


_CLASHES = {REPORT: DATES, DEADLINE: DATES, SHARE: SHARES}


def caution(plan: Plan, duties: Sequence[Duty], today: dt.date | None = None) -> str:
    """What to know of the plan's validity and of bodies that no longer exist."""
    words = []
    validity = validity_words(plan, today)
    if validity.startswith(("đã hết", "chưa tới")):
        words.append(
            ENDED.format(validity=validity)
            if validity.startswith("đã hết")
            else f"kế hoạch {validity}."
        )
    words += cautions_for(
        text for duty in duties for text in (duty.agency, duty.report_to or "", *duty.partners)
    )
    return "\n".join(CAUTION.format(words=word) for word in words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _capital_not(text: str) -> str:
    return text
