"""What reading a plan tells the operator: doubts and refusals, in Vietnamese."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from knowledge.duties.clash import DEADLINE, REPORT, SHARE, WORK, point_of
from knowledge.plan import Duty
from knowledge.structure.letterhead import Letterhead
from knowledge.structure.outline import Outline

TAKEN = "Đã có kế hoạch tên {name}. Dùng --replace để thay bản cũ."
UNKNOWN = "Không có kế hoạch nào tên {name}. Đang có: {known}."
NONE = "(chưa có kế hoạch nào)"
NO_TITLE = "Không thấy tên kế hoạch (dòng KẾ HOẠCH)."
NO_NUMBER = "Văn bản không ghi số."
NO_DATE = "Văn bản không ghi ngày, tháng, năm."
PART_DATE = "Ngày ban hành ghi thiếu: {date}."
NO_ISSUER = "Không rõ cơ quan ban hành."
NO_PLACE = "Không rõ địa bàn của kế hoạch."
NO_PERIOD = "Không rõ giai đoạn hoặc năm của kế hoạch."
NO_SIGNER = "Không thấy người ký."
NO_SECTIONS = "Không nhận ra mục nào: văn bản không đánh số hoặc bị vỡ dòng."


CONFLICT = "{first} và {second} giao việc giống nhau cho {a} và {b}, cần kiểm tra."
TWO_DATES = "{first} và {second} ghi hạn báo cáo khác nhau: {a} / {b}."
TWO_TIMES = "{first} và {second} ghi thời hạn khác nhau cho cùng một việc: {a} / {b}."
TWO_SHARES = "{first} và {second} ghi tỷ lệ khác nhau cho cùng một chỉ tiêu: “{a}” / “{b}”."
_CLASHES: dict[str, tuple[str, Callable[[Duty], str]]] = {
    REPORT: (TWO_DATES, lambda duty: duty.report_date or ""),
    DEADLINE: (TWO_TIMES, lambda duty: duty.deadline or ""),
    SHARE: (TWO_SHARES, lambda duty: duty.task),
    WORK: (CONFLICT, lambda duty: duty.agency),
}
NO_DUTIES = "Không nhận ra nhiệm vụ nào được giao cho cơ quan."


def clashes(pairs: Iterable[tuple[Duty, Duty]]) -> list[str]:
    """The clauses that disagree, one line for each two of them."""
    found = []
    for first, second in pairs:
        words, side = _CLASHES[point_of(first, second)]
        sections = _clause(first.section), _clause(second.section)
        found.append(
            words.format(first=sections[0], second=sections[1], a=side(first), b=side(second))
        )
    return list(dict.fromkeys(found))


def _clause(section: str) -> str:
    named = section.startswith(("Điều", "Mục", "Phần", "Chương", "Phụ lục"))
    return section if named else f"Mục {section}"


def doubts(
    head: Letterhead, issuer: str, place: str, signer: str | None, out: Outline
) -> list[str]:
    """What a reader should know the document does not say or could not be understood to say."""
    found: list[str] = []
    if not head.title:
        found.append(NO_TITLE)
    if head.number is None:
        found.append(NO_NUMBER)
    if head.date is None:
        found.append(NO_DATE)
    elif not head.date.startswith("ngày"):
        found.append(PART_DATE.format(date=head.date))
    if not issuer:
        found.append(NO_ISSUER)
    if not place:
        found.append(NO_PLACE)
    if head.period is None:
        found.append(NO_PERIOD)
    if signer is None:
        found.append(NO_SIGNER)
    if not out.sections:
        found.append(NO_SECTIONS)
    return found
