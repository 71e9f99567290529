"""What kind of answer a question asks for, and whether a passage has one."""

from __future__ import annotations

import re

from knowledge.answer.cues import cue, cues
from knowledge.phones import numbers_in
from knowledge.scan import figures

__all__ = ["UNANSWERED", "has_kind", "kind_pattern", "wants_of"]

_PATTERNS = {want: cue(phrases) for want, phrases in cues("wants").items()}

UNANSWERED = (
    "achieved",
    "fine",
    "fee",
    "money",
    "address",
    "phone",
    "person",
    "procedure",
    "form",
    "hours",
    "statistics",
    "definition",
    "duration",
    "life",
    "language",
    "link",
    "zalo",
    "stay",
    "names",
    "instance",
    "day",
    "benefit",
    "interest",
    "hospital",
)
"""Kinds of answer plans rarely give: answered only by a passage that has just that."""

_NUMBER = r"\d[\d.,]*"
_CAPITAL = f"[{''.join(letter for letter in map(chr, range(0x41, 0x1F00)) if letter.isupper())}]"
"""Any capital letter: "Êđê" begins with one too."""
_KINDS: dict[str, str] = {
    "achieved": r"\bđã (?:đạt|có|lập|thành lập|xây|mở|tổ chức|hoàn thành)\b[^.;]{0,60}\d",
    "fine": rf"phạt|{_NUMBER} năm tù|khởi tố|hình phạt",
    "fee": rf"miễn phí|lệ phí|thu phí|không thu|{_NUMBER} ?(?:đồng|triệu|nghìn)|"
    r"không (?:phải )?(?:trả|mất|đóng|nộp|tốn|chịu)\b[^.;]{0,15}(?:tiền|phí|cước)",
    "money": rf"{_NUMBER} ?(?:đồng|triệu|tỷ|tỉ|nghìn)\b",
    "address": r"[sS]ố nhà|\b[sS]ố \d+[^%]{0,12}(?:đường|phố|ngõ)|\b[đĐ]ường [A-ZĐ]|[đĐ]ịa chỉ:|"
    r"\b(?:khu (?:dân cư|phố)|tổ dân phố|ngõ|hẻm|phố|tầng) (?:số )?\d",
    "phone": r"(?<![\d/.])(?:1[89]00[\d .]{4,}|0\d[\d .]{7,}|1(?:11|13|15))(?![\d/])|@|https?://|www\.",
    "person": r"\b(?:[ôÔ]ng|[bB]à|[đĐ]ồng chí|đ/c) [A-ZĐ]\w+ [A-ZĐ]",
    "duration": r"\d+ ?(?:giờ|phút|ngày|đêm|tiếng|tuần)\b|(?<!ngày )(?<!\d)\d{1,2} ?tháng\b(?! \d)|"
    r"\d+ lần ?/|\blần (?:mỗi|trong|một) (?:tuần|tháng|quý|năm)",
    "procedure": r"thủ tục|hồ sơ|giấy tờ|mẫu đơn|trình tự|giấy giới thiệu|"
    r"không (?:yêu cầu|đòi|cần) (?:phải )?(?:có |xuất trình )?giấy",
    "form": r"biểu mẫu|mẫu số|theo mẫu",
    "hours": r"\d ?(?:giờ|h)\b|24/24|24/7|(?:suốt|cả) ngày|ngày đêm|"
    r"giờ hành chính|giờ làm việc|ngoài giờ|ngày nghỉ",
    "statistics": rf"{_NUMBER} (?:vụ|người|nạn nhân|trường hợp|ca)\b",
    "definition": r"\blà (?:hành vi|những hành vi|việc|các hành vi|tình trạng|hình thức)",
    "life": r"(?!)",
    "language": rf"tiếng (?:dân tộc|{_CAPITAL})|song ngữ|phiên dịch|ngôn ngữ",
    "link": r"@|https?://|www\.|\.vn\b|\b(?:trang|cổng) (?:thông tin|điện tử|fanpage)",
    "zalo": r"zalo|viber|messenger|facebook|mạng xã hội",
    "stay": r"ăn,? ở|bữa ăn|tiền ăn|nuôi dưỡng|đi cùng|nghỉ ngơi",
    "names": rf"(?:[xX]ã|[pP]hường|[tT]hôn|[bB]ản|[ấẤ]p|[kK]hóm|[bB]uôn|[tT]rường|[cC]ông ty)"
    rf"(?: [a-zđ]\w*){{0,3}}:? {_CAPITAL}",
    "instance": r"(?:(?<!môi )(?<!thị )(?<!hiện )[tT]rường|[bB]ệnh viện|[cC]ông ty|[tT]òa án|"
    r"[qQ]uận|[hH]uyện)"
    r"(?: [a-zđ]\w*){0,3} [A-ZĐ]",
    "interest": r"lãi suất|%/(?:năm|tháng)",
    "hospital": r"viện phí|chi phí (?:khám|chữa|điều trị)|"
    r"(?:khám|chữa|điều trị)[^.;]{0,40}miễn phí|miễn phí[^.;]{0,20}(?:khám|chữa|điều trị)",
    "benefit": r"bảo hiểm|tiền lương|hưởng lương",
    "day": r"\d{1,2}/\d{1,2}|(?:ngày|tháng) \d|quý [IV]|"
    r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|chủ nhật|(?:hằng|hàng|mỗi) (?:tuần|ngày)\b",
    "percent": r"\d ?%",
    "count": r"\d",
    "date": r"\d{1,2}/\d{1,2}|(?:ngày|tháng) \d|quý [IV]|năm \d{4}|thường xuyên|"
    r"h[ằà]ng (?:năm|tháng|quý)|định kỳ",
}
_CAPITALS = ("person", "address", "language", "names", "instance")
"""Kinds that are names: capital letters tell them."""
_HAS = {
    kind: re.compile(pattern, 0 if kind in _CAPITALS else re.IGNORECASE)
    for kind, pattern in _KINDS.items()
}


def wants_of(plain: str) -> frozenset[str]:
    """Kinds of answer that folded text asks for."""
    return frozenset(want for want, pattern in _PATTERNS.items() if pattern.search(plain))


def has_kind(kind: str, text: str) -> bool:
    """Whether plan text gives an answer of ``kind``; true for kinds that any text may give."""
    pattern = _HAS.get(kind)
    text = figures(text)  # "l2 giờ" of a scan is a duration
    if pattern is None or pattern.search(text) is not None:
        return True
    return kind == "phone" and any(numbers_in(text))


def kind_pattern(kind: str) -> re.Pattern[str]:
    """What an answer of ``kind`` looks like in plan text.

    Raises:
        KeyError: any text may be such an answer.
    """
    return _HAS[kind]
