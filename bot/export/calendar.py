"""Report deadlines as an iCalendar file, repeating every year where the plan says so."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence

from icalendar import Alarm, Calendar, Event

from knowledge.deadlines import days_in
from knowledge.plan import Plan, ReportDeadline

__all__ = ["days_of", "deadlines"]

_YEARLY = re.compile(r"h[aằ]ng năm|hàng năm|01 năm|mỗi năm", re.IGNORECASE)
_REMINDER = dt.timedelta(days=-7)


def days_of(deadline: ReportDeadline, year: int) -> list[dt.date]:
    """Days a deadline names ("trước ngày 15 tháng 12"), in ``year``; impossible ones left out."""
    days = []
    for day, month, named in days_in(deadline.when):
        try:
            days.append(dt.date(named or year, month, day))
        except ValueError:
            continue
    return days


def _event(plan: Plan, deadline: ReportDeadline, day: dt.date, yearly: bool) -> Event:
    event = Event()
    identity = f"{plan.name}|{deadline.section}|{deadline.who}|{day:%m%d}"
    event.add("uid", hashlib.sha256(identity.encode()).hexdigest()[:24] + "@tincay")
    event.add("summary", f"Báo cáo: {deadline.who} → {deadline.to}")
    event.add(
        "description", f"{deadline.quote or deadline.when}\n{plan.title}, mục {deadline.section}"
    )
    event.add("dtstart", day)
    event.add("dtstamp", dt.datetime(day.year, 1, 1, tzinfo=dt.UTC))
    if yearly and plan.period is not None:
        event.add("rrule", {"freq": "yearly", "until": dt.date(plan.period.end, 12, 31)})
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"Còn 7 ngày: báo cáo gửi {deadline.to}")
    alarm.add("trigger", _REMINDER)
    event.add_component(alarm)
    return event


def deadlines(plans: Sequence[Plan]) -> bytes:
    """An .ics file: one event a deadline with a day, a reminder seven days before.

    A deadline starts in the plan's first year; one without a period stands in the present year.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Tin Cậy//hạn báo cáo//VI")
    calendar.add("version", "2.0")
    for plan in plans:
        year = plan.period.start if plan.period else dt.date.today().year
        for deadline in plan.report_deadlines:
            yearly = bool(_YEARLY.search(deadline.when)) or plan.period is None
            for day in days_of(deadline, year):
                calendar.add_component(_event(plan, deadline, day, yearly))
    content: bytes = calendar.to_ical()
    return content
