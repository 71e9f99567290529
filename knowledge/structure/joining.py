"""Mending what the page did to paragraphs: broken lines, page numbers, running headers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from knowledge.reading.block import Block
from knowledge.scan import figures
from knowledge.structure.marker import read_marker
from nlu.text import fold

__all__ = ["join_broken"]

_PAGE_NUMBER = re.compile(
    r"(?:[-–(\[]?\s*\d{1,3}\s*[-–)\]]?|(?:trang|page)\s*\d{1,3}(?:\s*/\s*\d{1,3})?)$", re.IGNORECASE
)
_RUNNING_HEAD = re.compile(r"[~_|.=]+\s*[^\W\d_][^.;:]{3,60}?\s*[-–~_|=]+\s*$")
"""A scanned running head between specks: "~ UBND TỈNH … -"."""
_STAMP = re.compile(
    r"(?:sao y|ky (?:boi|so)|(?:nguoi|ngay|thoi gian) ky|chu ky so)\b.{0,90}\d{1,2}:\d{2}:\d{2}"
)
"""What signing or copying in an office system puts on a page: "Ký bởi: … 10/02/2026 08:52:19"."""
_ENDED = re.compile(r"(?:[.;:!?…]|\./\.|\.”|;”)\s*[\"”)]?$")
_DANGLING = re.compile(
    r"(?:,|\b(?:của|và|với|các|những|về|cho|trong|là|tại|từ|do|để|bằng|theo|đến|nhằm|được|bị|có|"
    r"cùng|trên|hoặc|"
    r"phối hợp|thực hiện|tổ chức))$",
    re.IGNORECASE,
)
_NEVER_JOINED = re.compile(
    r"(?:noi nhan|tm[.,]|kt[.,]|tl[.,]|tuq[.,]|so ?:|can cu|kinh gui|tren day la|trong qua trinh "
    r"(?:to chuc|thuc hien|trien khai)|"
    r"(?:co quan|don vi|thoi gian|thoi han|kinh phi|san pham|phan cong|nguon kinh "
    r"phi)[^:.;]{0,40}:|phu luc|ke hoach$|cong hoa "
    r"xa hoi|doc lap|"
    r"[^,]{2,40}, ngay [\d ./…]*thang|luu ?:)"
)
_LABEL_LAST = re.compile(
    r"[.;] (?:(?:co quan|don vi) )?(?:phoi hop|chu tri|thuc hien|thoi (?:gian|han)|kinh phi)"
    r"[^:.;]{0,20}:$"
)
"""A label at the end of a printed line, its value on the next: "… chủ trì: Sở A. Phối hợp:"."""
_LONG = 24
"""A shorter line is a heading or a signature, not a sentence the page broke."""


def join_broken(blocks: tuple[Block, ...]) -> list[Block]:
    """Blocks with page furniture dropped and paragraphs broken by a line or a page joined."""
    kept = _without_furniture(blocks)
    width = _line_width(kept)
    joined: list[Block] = []
    tail = ""
    for block in kept:
        if joined and _continues(joined[-1], tail, block, width):
            last = joined[-1]
            joined[-1] = replace(last, text=f"{last.text} {block.text}")
        else:
            joined.append(block)
        tail = block.text
    return joined


def _continues(last: Block, tail: str, block: Block, width: int) -> bool:
    """Whether ``block`` goes on with the paragraph ``last``, whose last line is ``tail``."""
    if last.kind != "text" or block.kind != "text" or block.label:
        return False
    if _dash_inside(tail, block, width):
        return True
    goes_on = block.text.startswith("căn cứ")  # a legal basis begins with a capital
    if read_marker(block.text) is not None or (
        _NEVER_JOINED.match(fold(block.text)) and not goes_on
    ):
        return False
    if last.text.isupper() or fold(last.text).startswith("noi nhan"):
        return False
    lower = block.text[0].islower() or (block.text[0] in ",;)" and len(block.text) > 1)
    ended = _ENDED.search(tail) is not None and not _LABEL_LAST.search(fold(tail))
    if block.wrapped and width:
        if ended:
            return len(tail) >= 0.85 * width and not last.text.endswith(("./.", ":"))
        if lower or block.text[0].isdigit():
            return len(tail) >= 0.4 * width or (lower and len(last.text) >= 40)
        full = len(tail) >= 0.75 * width
        return full or (len(tail) >= 0.5 * width and _DANGLING.search(tail) is not None)
    if ended or (len(tail) < _LONG and not (lower and _DANGLING.search(tail))):
        return False
    return lower or _DANGLING.search(tail) is not None


def _dash_inside(tail: str, block: Block, width: int) -> bool:
    """As in "chính trị" / "- xã hội": a dash at the head of a printed line that is no bullet."""
    return bool(
        block.wrapped
        and width
        and re.match(r"[-–] [^\W\d_]", block.text)
        and block.text[2].islower()
        and len(tail) >= 0.75 * width
        and not _ENDED.search(tail)
    )


def _without_furniture(blocks: tuple[Block, ...]) -> list[Block]:
    """Blocks without page numbers, running headers and stray single letters."""
    counts = Counter(_running_key(block) for block in blocks if block.kind != "row")
    kept = []
    for block in blocks:
        if block.kind != "row":
            key = _running_key(block)
            letters = sum(map(str.isalnum, block.text))
            repeated = (
                counts[key] >= 3
                and len(key) < 90
                and read_marker(block.text) is None
                and not block.label
                and not block.wrapped
                and not _ENDED.search(block.text)
            )
            head = _RUNNING_HEAD.match(block.text) or _STAMP.match(fold(figures(block.text)))
            if _PAGE_NUMBER.match(block.text) or letters < 2 or repeated or head:
                continue
        kept.append(block)
    return kept


def _running_key(block: Block) -> str:
    """The same for all lines that differ only in numbers, signs and accents, as scans read them."""
    return re.sub(r"[\W\d_]+", " ", fold(figures(block.text)))


def _line_width(blocks: list[Block]) -> int:
    """Usual length of a full line where lines are broken by the page width, else 0."""
    lengths = sorted(
        len(first.text)
        for first, second in pairwise(blocks)
        if second.wrapped and first.kind == "text" and second.kind == "text"
    )
    if len(lengths) < 15:
        return 0
    width = lengths[int(len(lengths) * 0.85)]
    return width if 40 <= width <= 200 else 0
