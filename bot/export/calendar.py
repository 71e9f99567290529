"""Deadlines as an iCalendar file: reports, and work that is due on a day.

A day without a year comes again every year of the plan.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from icalendar import Alarm, Calendar, Event

from knowledge.deadlines import days_in
from knowledge.plan import Duty, Plan, ReportDeadline

__all__ = ["days_of", "deadlines"]

_YEARLY = re.compile(r"h[aằ]ng năm|hàng năm|01 năm|mỗi năm", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LONGEST = 90
"""Characters of a task in the title of an event."""
_REMINDER = dt.timedelta(days=-7)


def days_of(when: str, year: int) -> list[dt.date]:
    """Days a deadline names ("trước ngày 15 tháng 12"), in ``year``; impossible ones left out."""
    days = []
    for day, month, named in days_in(when):
        try:
            days.append(dt.date(named or year, month, day))
        except ValueError:
            continue
    return days


def _event(plan: Plan, words: _Words, day: dt.date, yearly: bool) -> Event:
    event = Event()
    identity = f"{plan.name}|{words.identity}|{day:%m%d}"
    event.add("uid", hashlib.sha256(identity.encode()).hexdigest()[:24] + "@tincay")
    event.add("summary", words.summary)
    event.add("description", words.description)
    event.add("dtstart", day)
    event.add("dtstamp", dt.datetime(day.year, 1, 1, tzinfo=dt.UTC))
    if yearly and plan.period is not None:
        event.add("rrule", {"freq": "yearly", "until": dt.date(plan.period.end, 12, 31)})
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.alarm)
    alarm.add("trigger", _REMINDER)
    event.add_component(alarm)
    return event


@dataclass(frozen=True, slots=True)
class _Words:
    """What an event says.

    Attributes:
        when: the deadline as written, which may name several days.
        identity: tells it from the plan's other events of the same day.
    """

    when: str
    identity: str
    summary: str
    description: str
    alarm: str


def _of_report(plan: Plan, deadline: ReportDeadline) -> _Words:
    return _Words(
        deadline.when,
        f"{deadline.section}|{deadline.who}",
        f"Báo cáo: {deadline.who} → {deadline.to}",
        f"{deadline.quote or deadline.when}\n{plan.title}, mục {deadline.section}",
        f"Còn 7 ngày: báo cáo gửi {deadline.to}",
    )


def _of_work(plan: Plan, duty: Duty) -> _Words:
    task = duty.task if len(duty.task) <= _LONGEST else f"{duty.task[: _LONGEST - 1]}…"
    who = duty.agency or "Không nêu cơ quan"
    return _Words(
        duty.deadline or "",
        f"{duty.section}|{duty.agency}|{duty.task}",
        f"Đến hạn: {who} – {task}",
        f"{duty.quote or duty.task}\n{plan.title}, mục {duty.section}",
        f"Còn 7 ngày: {task}",
    )


def deadlines(plans: Sequence[Plan]) -> bytes:
    """An .ics file: one event for each day a deadline names, a reminder seven days before.

    A deadline starts in the plan's first year; one without a period stands in the present year.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Tin Cậy//hạn báo cáo//VI")
    calendar.add("version", "2.0")
    for plan in plans:
        year = plan.period.start if plan.period else dt.date.today().year
        due = [_of_report(plan, deadline) for deadline in plan.report_deadlines]
        due += [_of_work(plan, duty) for duty in plan.duties if duty.deadline]
        for words in due:
            yearly = bool(_YEARLY.search(words.when)) or _YEAR.search(words.when) is None
            for day in days_of(words.when, year):
                calendar.add_component(_event(plan, words, day, yearly))
    content: bytes = calendar.to_ical()
    return content
