"""Exports read back by the libraries officers' programs use."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io

from icalendar import Calendar
from openpyxl import load_workbook

from bot.export import calendar, spreadsheet
from knowledge.plan import Duty, Period, Plan, ReportDeadline

PLAN = Plan(
    name="thu",
    title="Thực hiện Chương trình thử",
    issuer="Ủy ban nhân dân xã Thử",
    number=None,
    date=None,
    period=Period(2026, 2028),
    place="xã Thử",
    place_id="thu",
    signer=None,
    duties=(
        Duty("thu", "III.1", "Công an xã", "chủ trì", "=can thiệp kịp thời", ("Trạm Y tế",)),
        Duty("thu", "III.2", "Hội Phụ nữ", "Phối hợp", "truyền thông", deadline="Thường xuyên"),
    ),
    report_deadlines=(
        ReportDeadline("các thôn", "UBND xã", "trước ngày 15 tháng 12 hàng năm", "IV"),
        ReportDeadline("các thôn", "UBND xã", "trước 31/2", "IV"),
    ),
)


def test_the_workbook_holds_every_duty_and_no_formula() -> None:
    sheet = load_workbook(io.BytesIO(spreadsheet.workbook([PLAN]))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == spreadsheet.COLUMNS
    assert rows[1][1:4] == ("III.1", "Công an xã", "chủ trì")
    assert rows[1][4] == "'=can thiệp kịp thời"
    assert sheet["E2"].data_type == "s"
    assert len(rows) == 3


def test_the_table_opens_in_excel_with_accents() -> None:
    content = spreadsheet.table([PLAN])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[2][6] == "Thường xuyên"


def test_deadlines_repeat_each_year_of_the_plan_and_remind() -> None:
    events = Calendar.from_ical(calendar.deadlines([PLAN])).walk("VEVENT")
    assert len(events) == 1  # the 31st of February is no day
    event = events[0]
    assert event["DTSTART"].dt == dt.date(2026, 12, 15)
    assert event["RRULE"]["UNTIL"] == [dt.date(2028, 12, 31)]
    assert event.walk("VALARM")[0]["TRIGGER"].dt == dt.timedelta(days=-7)


def test_every_day_of_a_deadline_is_an_event_that_comes_again() -> None:
    plan = dataclasses.replace(
        PLAN,
        duties=(
            Duty("thu", "III.1", "Trạm Y tế", "chủ trì", "tập huấn", deadline="trước 30/6/2027"),
        ),
        report_deadlines=(ReportDeadline("các thôn", "UBND xã", "trước 20/6; trước 20/12", "IV"),),
    )
    events = Calendar.from_ical(calendar.deadlines([plan])).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [
        dt.date(2026, 6, 20),
        dt.date(2026, 12, 20),
        dt.date(2027, 6, 30),
    ]
    assert ["RRULE" in event for event in events] == [True, True, False]
    assert events[2]["SUMMARY"] == "Đến hạn: Trạm Y tế – tập huấn"
    assert len({event["UID"] for event in events}) == 3
