"""Duties as a workbook or a CSV table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from knowledge.plan import Plan

__all__ = ["COLUMNS", "table", "workbook"]

COLUMNS = (
    "Kế hoạch",
    "Mục",
    "Cơ quan",
    "Vai trò",
    "Nhiệm vụ",
    "Phối hợp",
    "Thời hạn",
    "Báo cáo gửi",
    "Hạn báo cáo",
    "Trích nguyên văn",
    "Chỗ cần kiểm tra",
)
_WIDTHS = (22, 14, 30, 16, 60, 36, 20, 28, 24, 70, 24)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def _cell(text: str) -> str:
    """Text a spreadsheet cannot take for a formula: plan files come from outside."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _rows(plans: Sequence[Plan]) -> Iterator[list[str]]:
    for plan in plans:
        for duty in plan.duties:
            yield [
                _cell(value)
                for value in (
                    duty.plan,
                    duty.section,
                    duty.agency,
                    duty.role,
                    duty.task,
                    "; ".join(duty.partners),
                    duty.deadline or "",
                    duty.report_to or "",
                    duty.report_date or "",
                    duty.quote,
                    "; ".join(duty.doubts),
                )
            ]


def table(plans: Sequence[Plan]) -> bytes:
    """CSV in UTF-8 with a byte-order mark, so that Excel shows Vietnamese as it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(plans))
    return text.getvalue().encode("utf-8-sig")


def workbook(plans: Sequence[Plan]) -> bytes:
    """An .xlsx file with one sheet of duties: frozen header, filters, wrapped text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Nhiệm vụ")
    sheet.append(list(COLUMNS))
    for row in _rows(plans):
        sheet.append(row)
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number).font = Font(bold=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = wrapped
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
