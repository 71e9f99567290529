"""Numbers said aloud, as voice typing writes them: "một tám không không" for 1800."""

from __future__ import annotations

import re

__all__ = ["written_numbers"]

_DIGITS = {
    "không": "0", "khong": "0", "một": "1", "mot": "1", "mốt": "1", "hai": "2", "ba": "3",
    "bốn": "4", "bon": "4", "tư": "4", "tu": "4", "năm": "5", "nam": "5", "lăm": "5",
    "lam": "5", "sáu": "6", "sau": "6", "bảy": "7", "bẩy": "7", "bay": "7", "tám": "8",
    "tam": "8", "chín": "9", "chin": "9",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+|\d+")
_TENS = re.compile(
    r"\b(một|hai|ba|bốn|năm|sáu|bảy|tám|chín)?\s*(?:mươi|chục)(?:\s+(một|mốt|hai|ba|bốn|tư|năm|lăm|"
    r"sáu|bảy|tám|chín)(?!\s+mươi))?\b"
)
_TEEN = re.compile(r"\bmười(?:\s+(một|hai|ba|bốn|lăm|sáu|bảy|tám|chín)\b)?")
_HUNDRED = re.compile(r"\bmột trăm(?= phần trăm)")
_MONTHS = re.compile(r"\b(ba|sáu|chín)(?= tháng\b)")
_SHARES = {
    r"\b(?:một nửa|phân nửa|nửa(?= (?:số|tổng)\b))": "50%",
    r"\b(?:ba phần tư|3/4)(?= (?:số|tổng)\b)": "75%",
    r"\b(?:một phần tư|1/4)(?= (?:số|tổng)\b)": "25%",
}
_PERCENT = re.compile(r"(?<=\d) phần trăm")


def written_numbers(text: str) -> str:
    """``text`` (lower case) with runs of spoken digits and tens in digits.

    A share in words becomes its percentage ("một nửa": "50%"), as plans write their targets.
    Three or more digit words in a row become a number ("một một một" gives "111"); a "năm" that
    begins such a run of five is the word for year ("năm hai không hai tư": "năm 2024").
    """
    for words, share in _SHARES.items():
        text = re.sub(words, share, text)
    text = _MONTHS.sub(lambda m: _DIGITS[m[1]], text)
    return _PERCENT.sub("%", _HUNDRED.sub("100", _tens(_runs(text))))


def _runs(text: str) -> str:
    words = list(_WORD.finditer(text))
    parts: list[str] = []
    at = 0
    index = 0
    while index < len(words):
        end = index
        while (
            end < len(words)
            and words[end].group() in _DIGITS
            and (end == index or not text[words[end - 1].end() : words[end].start()].strip())
        ):
            end += 1
        run = words[index:end]
        if len(run) >= 4 and run[0].group() in ("năm", "nam") and run[1].group() in ("hai",):
            index += 1
            continue
        if len(run) >= 3:
            parts += text[at : run[0].start()], "".join(_DIGITS[word.group()] for word in run)
            at = run[-1].end()
        index = max(end, index + 1)
    return "".join([*parts, text[at:]])


def _tens(text: str) -> str:
    text = _TEEN.sub(lambda m: "1" + (_DIGITS[m[1]] if m[1] else "0"), text)
    return _TENS.sub(
        lambda m: (_DIGITS[m[1]] if m[1] else "1") + (_DIGITS[m[2]] if m[2] else "0"), text
    )
