"""The units of a scanned plan as they are to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.mending import Mender
from knowledge.structure.unit import Unit
from nlu.entities import agency_names

__all__ = ["mended"]

_WORDING = (
    "chủ trì, phối hợp với", "chủ trì", "phối hợp", "tham mưu", "đầu mối", "đề nghị", "giao",
    "có trách nhiệm", "trước ngày", "chậm nhất", "hằng năm", "hàng năm", "hằng tháng", "hằng quý",
    "báo cáo", "gửi về", "trong tháng", "trong quý", "tổ chức thực hiện", "kế hoạch", "ban hành",
    "Ủy ban nhân dân tỉnh", "Ủy ban nhân dân xã", "Ủy ban nhân dân phường", "UBND tỉnh",
    "Công an tỉnh", "Công an xã", "Công an phường", "Trạm Y tế xã", "Trạm Y tế phường",
    "Mặt trận Tổ quốc Việt Nam", "các cơ quan, đơn vị", "các xã, phường",
)  # fmt: skip
"""How plans put who does what until when."""


def mended(units: Sequence[Unit]) -> Sequence[Unit]:
    """The units with what a scan misread put right; the very same where nothing looks scanned."""
    mender = Mender(_texts(units), (*agency_names().values(), *_WORDING))
    return [_mended(unit, mender) for unit in units] if mender.scanned else units


def _texts(units: Sequence[Unit]) -> Iterator[str]:
    for unit in units:
        yield from (unit.text,) if unit.row is None else unit.row.cells


def _mended(unit: Unit, mender: Mender) -> Unit:
    row = unit.row
    if row is not None:
        cells = tuple(map(mender.mended, row.cells))
        row = replace(row, cells=cells, scan=row.scan or row.cells)
    return replace(unit, text=mender.mended(unit.text), scan=unit.scan or unit.text, row=row)
