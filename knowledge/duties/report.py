"""Who reports to whom by when, inside one clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.duties.agency import begins_name, names_at
from knowledge.duties.dates import report_date_in
from knowledge.duties.flat import flat

__all__ = ["Report", "read_reports"]

_REPORTS = re.compile(
    r"bao cao|\bgui\b|\bnop\b|phan anh|che do thong tin|"
    r"\b(?:cung cap|bao|chuyen) (?:so lieu|so luot|so vu|so ca|danh sach|ket qua|tinh hinh)"
)
_TELLS = re.compile(
    r"(?<!\bthông )(?<!\btin )(?<!\btình )\bbáo(?= (?:tin|ngay|cho|về|lên|nhanh|gấp|kịp thời|"
    r"Công an|UBND|Ủy ban|Sở|Phòng|Ban|Bộ|Hội|Tổ|Trạm|Trung tâm|Chủ tịch|Thường trực)\b)",
    re.IGNORECASE,
)
"""A case told to a body; written with its accent, for "bảo" and "bạo" are other words."""
_TO = re.compile(
    r"(?:(?:gui|nop|bao cao|phan anh|(?<!thong )bao)"
    r"(?:\s+(?:bao cao|ket qua|kip thoi|bang van ban|day du|"
    r"dung han|truc tiep|nhanh|ngay|gap|khan|dot xuat|dinh ky|so bo|tong hop|tien "
    r"do))*(?:\s*,?\s*(?:ve|cho|den|toi|voi|len|ra|,))?|"
    r"\bve|\bvoi|\bcho|\bden|\btoi|\blen)\s+$"
)
_PLAIN_TO = re.compile(r"(?:\bve|\bvoi|\bcho|\bden|\btoi|\blen)\s+$")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_ONWARD = re.compile(r"(?:de |\(?de |, |qua do |; )?(?:tong hop|theo doi,? tong hop|xem xet)\b")
_THROUGH = re.compile(r"\s*\(?(?:qua|thong qua)\s+")


@dataclass(frozen=True, slots=True)
class Report:
    """One hop of a report.

    Attributes:
        to: names as written joined as written: ``"Bộ …, Ủy ban nhân dân thành phố"``.
        date: as written, or ``None``.
        onward: whether the body that received the report passes it on.
        by: for an onward hop, who does so.
        task: the words of the hop.
    """

    to: str
    date: str | None
    onward: bool
    by: str
    task: str


def read_reports(clause: str) -> list[Report]:
    """The hops of the report a clause asks for, first the one its subject makes."""
    folded = flat(clause)
    tells = _TELLS.search(clause)
    if not _REPORTS.search(folded) and tells is None:
        return []
    hops: list[Report] = []
    position = 0
    previous_end = 0
    while position < len(clause):
        if not begins_name(clause, position, folded):
            position += 1
            continue
        before = folded[:position]
        to = _TO.search(before)
        if to is None or (
            _PLAIN_TO.search(before)
            and not _REPORTS.search(before[max(0, position - 160) :])
            and (tells is None or not tells.start() < position <= tells.start() + 160)
        ):
            names = names_at(clause, position, folded=folded)
            position = max(position + 1, names.end if names else position + 1)
            continue
        names = names_at(clause, position, folded=folded)
        if names is None:
            position += 1
            continue
        between = folded[previous_end:position]
        onward = bool(hops) and _ONWARD.search(between) is not None
        start = _task_start(folded, previous_end, position) if onward else 0
        if _PLAIN_TO.search(before) and not onward and hops:
            position = names.end
            continue
        to_text = _BRACKETS.sub("", clause[position : names.end]).strip(" ,;./")
        through = _THROUGH.match(folded, names.end)
        end = names.end
        if through:
            via = names_at(clause, through.end(), folded=folded)
            end = via.end if via else end
        hops.append(
            Report(
                to_text,
                None,
                onward,
                _last_name(hops) if onward else "",
                clause[start:end].strip(" ,;."),
            )
        )
        position = previous_end = end
    if not hops:
        hops = _unusual(clause, folded)
    return [
        Report(hop.to, _date_of(clause, hop, hops), hop.onward, hop.by, hop.task) for hop in hops
    ]


_DIRECT = re.compile(
    r"(?:bao cao|gui|nop|bao)(?:\s+(?:bao cao|ket qua|so lieu|nhanh|ngay|kip thoi|bang van "
    r"ban|day du|"
    r"truc tiep|dinh ky))*(?:\s+(?:ve|cho|den|toi|len))?\s+"
)


def _unusual(clause: str, folded: str) -> list[Report]:
    """A report to a body no usual word begins: "báo cáo Sở (qua Phòng …)"."""
    for match in _DIRECT.finditer(folded):
        if not clause[match.end() : match.end() + 1].isupper():
            continue
        names = names_at(clause, match.end(), any_name=True, folded=folded)
        if names is None or names.end - match.end() > 90:
            continue
        to = clause[match.end() : names.end].split("(")[0].strip(" ,;./")
        return [Report(to, None, False, "", clause.strip(" ,;."))]
    return []


def _date_of(clause: str, hop: Report, hops: list[Report]) -> str | None:
    """The date of a hop: one in front of "để tổng hợp" binds only who reports first."""
    onward = next((other for other in hops if other.onward), None)
    if onward is None or not hop.onward:
        before = clause[: clause.find(onward.task)] if onward is not None else clause
        return report_date_in(before) or report_date_in(clause)
    return report_date_in(clause[clause.find(onward.task) :])


def _task_start(folded: str, start: int, end: int) -> int:
    match = re.search(r"(?:theo doi,? )?tong hop|xem xet|de xuat|bao cao", folded[start:end])
    return start + match.start() if match else start


def _last_name(hops: list[Report]) -> str:
    return hops[-1].to
