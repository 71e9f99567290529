"""Duties in a table: one for each task and each lead of a row."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.duties.agency import begins_name, split_names
from knowledge.duties.attributes import read_attributes
from knowledge.duties.dates import months_in
from knowledge.duties.flat import flat
from knowledge.duties.prose import is_money
from knowledge.duties.report import Report, read_reports
from knowledge.duties.role import PLAIN
from knowledge.passages import row_texts
from knowledge.plan import Duty
from knowledge.structure.unit import Unit

__all__ = ["duties_of_row"]

AS_ABOVE = "Ô để trống hoặc ghi “-nt-”, lấy theo dòng trên."


_REPORTS = re.compile(r"(?:nop |gui |lap )?bao cao\b(?! vien)")
"""A row whose work is itself a report."""
_REPORT_MADE = re.compile(r"(?:\d+ )?(?:ban )?(?:bao cao|bien ban|danh sach|so lieu)\b(?! vien)")
"""A product that is handed in to somebody: "02 báo cáo kiểm tra gửi Sở A"."""
_HELPS = re.compile(r"\s*(?:(?:cung )?(?:phoi hop|tham gia)(?: thuc hien| trien khai)?|ho tro)\s*$")
"""Behind a name in the column of those who lead: this one only helps."""


def duties_of_row(plan: str, unit: Unit) -> list[Duty]:
    """The duties a table row gives; none where the table is no list of tasks."""
    row = unit.row
    if row is None or unit.heading or not row.header:
        return []
    columns = row.columns
    tasks = [
        i
        for i, column in enumerate(columns)
        if column == "task" and i < len(row.cells) and row.cells[i].strip()
    ]
    if not tasks:
        return []
    leads = [i for i, column in enumerate(columns) if column == "lead"]
    # a column whose head says who leads goes before one that only names an office
    leads.sort(key=lambda i: role_of_head(row.header[i]) == PLAIN)
    task_column = max(tasks, key=lambda i: ("\n" in row.cells[i], len(row.cells[i])))
    if not leads and "partner" not in columns and "deadline" not in columns:
        return []
    role, names, partners = _lead(row.header, row.cells, leads)
    told: list[Report] = []
    for i, column in enumerate(columns):
        if column == "partner" and row.cells[i].strip(" -"):
            cell, reports_of_row = _without_reports(row.cells[i])
            partners += split_names(cell)
            told += reports_of_row
    deadline = next(
        (
            row.cells[i].replace("\n", "; ").strip()
            for i, column in enumerate(columns)
            if column == "deadline" and row.cells[i].strip(" -")
        ),
        None,
    )
    product = next((row.cells[i] for i, column in enumerate(columns) if column == "product"), "")
    money = " ".join(row.cells[i] for i, column in enumerate(columns) if column == "funding")
    doubts = (AS_ABOVE,) if any(i in row.filled for i in leads) else ()
    quotes = row_texts(replace(row, cells=row.scan) if row.scan else row)
    items = row.cells[task_column].split("\n")
    written = row.scan[task_column].split("\n") if row.scan else items
    found: list[Duty] = []
    for place, item in enumerate(items):
        task = item.strip(" -;.")
        if len(task) < 4:
            continue
        stands = written[place].strip() if len(written) == len(items) else item.strip()
        quote = next((text for text in quotes if stands in text), quotes[0])[:1200]
        reports = read_reports(item) or told
        if not reports and (_REPORTS.match(flat(task)) or _REPORT_MADE.match(flat(product))):
            reports = read_reports(product)
        report_date = reports[0].date if reports else None
        reporting = reports or _REPORTS.match(flat(task))
        if reporting and report_date is None and deadline and months_in(deadline):
            report_date = deadline  # the column says when a row's report is due
        for agency in names or ("",):
            found.append(
                Duty(
                    plan=plan,
                    section=unit.path,
                    agency=agency,
                    role=role if agency else PLAIN,
                    task=task,
                    partners=partners,
                    deadline=deadline,
                    report_to=reports[0].to if reports else None,
                    report_date=report_date,
                    funding=is_money(task) or bool(re.search(r"\d", money) and is_money(task)),
                    quote=quote,
                    doubts=doubts,
                )
            )
    return found


def _without_reports(cell: str) -> tuple[str, list[Report]]:
    """The lines of a cell of partners that name bodies, and the reports the others ask for."""
    lines, reports = list[str](), list[Report]()
    for line in cell.split("\n"):
        asked = [] if begins_name(line, 0) else read_reports(line)
        reports += asked
        if not asked:
            lines.append(line)
    return "\n".join(lines), reports


def _lead(
    header: tuple[str, ...], cells: tuple[str, ...], leads: list[int]
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Role word, agencies and partners the lead columns give."""
    for i in leads:
        cell = cells[i].strip(" -") if i < len(cells) else ""
        if not cell:
            continue
        helping = _helping(cell)
        if helping is not None:
            return role_of_head(header[i]), *helping
        inside = read_attributes(cell.replace("\n", "; "))
        if inside.lead or inside.partners:
            return (
                inside.lead_role or PLAIN,
                inside.lead or split_names(inside.before),
                inside.partners,
            )
        names = split_names(cell)
        if re.search(r"chu tri.*phoi hop", flat(header[i])) and len(names) > 1:
            return role_of_head(header[i]), names[:1], names[1:]
        return role_of_head(header[i]), names, ()
    return PLAIN, (), ()


def _helping(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Leads and partners of "Hội A; Hội B phối hợp", ``None`` of any other cell."""
    leads, partners = list[str](), list[str]()
    for part in re.split(r"[;\n]", cell):
        helps = _HELPS.search(flat(part))
        names = split_names(part[: helps.start()] if helps else part)
        (partners if helps else leads).extend(names)
    return (tuple(leads), tuple(partners)) if leads and partners else None


_ROLE_IN_HEAD = re.compile(
    r"(?:chiu trach nhiem|thuc hien|phu trach|lam|dam nhiem) chinh|chiu trach nhiem(?= thuc "
    r"hien|$)|"
    r"chu tri|tham muu|dau moi|phu trach|theo doi|\blo$|giao cho|duoc giao|nong cot"
)


def role_of_head(head: str) -> str:
    """The role word in the head of a column as written there: "Đơn vị chủ trì" → "chủ trì"."""
    found = _ROLE_IN_HEAD.search(flat(head))
    if found is None:
        return PLAIN
    word = head[found.start() : found.end()]
    return word if word.isupper() is False and found.start() else word.lower()
