"""Number, date, title, issuer, legal bases: what stands before the first section."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.plan import Period
from knowledge.reading.block import Block
from knowledge.scan import figures
from nlu.text import fold

__all__ = ["Letterhead", "read_letterhead", "read_period"]

_NUMBER = re.compile(
    r"(?i:s[ốôồổỗộoóò])\s*:?\s*(?P<number>\d{1,5}(?:\s?\d)?)?\s*[-/]\s*"
    r"(?P<sign>[A-ZĐ]{2,}[A-ZĐ0-9&.\-–/]*(?:\s*[-–/]\s*[A-ZĐ]{2,}[A-ZĐ0-9&.]*)*|KH)"
)
_DATE = re.compile(
    r"ng[aà]y\s*(?P<day>\d{1,2}|[.…_ ]*)\s*th[aá]ng\s*(?P<month>\d{1,2}|[.…_ "
    r"]*)\s*n[aă]m\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(?:ke hoach(?: so .*)?|chuong trinh|de an|quyet dinh|huong dan|cong van|thong bao|phuong "
    r"an|chi thi)$"
)
_TITLE_START = re.compile(r"(?:kế hoạch|KẾ HOẠCH)\s+(?=\S)", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:can cu|thuc hien (?:quyet dinh|ke hoach|chi thi|nghi quyet|cong van|luat|nghi dinh)|de "
    r"(?:trien khai|thuc hien|tiep tuc|cu the)|"
    r"nham (?:trien khai|thuc hien|tiep tuc)|tren co so|theo de nghi|xet de nghi|thuc hien "
    r".{0,60}so \d)"
)
_SLOGAN = re.compile(
    r"\s*(?:CỘNG H[OÒ][AÀ] XÃ HỘI|C[ộo]ng h[oò][aà] x[ãa] h[ộo]i|Độc lập\s*[-–]).*$", re.DOTALL
)
_ISSUES = re.compile(
    r"(?P<issuer>(?:Ủy ban|Uỷ ban|UBND|Ban|Hội|Sở|Bộ|Công an|Tỉnh|Thành|Huyện|Đoàn|Liên|Phòng|"
    r"Trung tâm|Cục|Viện|Tòa|Đảng|Chi|Trường|Bệnh|BCH)"
    r"[^.;:]{0,110}?)\s*,?\s+(?:ban hành|xây dựng|triển khai|đề ra|lập|phát "
    r"động)\s+(?:và\s+\S+\s+\S+\s+)?(?:Kế hoạch|kế hoạch|Chương trình|Đề án)"
)
_YEARS = re.compile(
    r"(?:giai đoạn|thời kỳ|từ năm|hai năm|các năm)?\s*\b(20\d\d)\s*(?:[-–—]|đến(?: năm)?|và|"
    r"tới)\s*(20\d\d)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\bn[aă]m\s+(20\d\d)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the head of a document says; a field is ``None`` or empty where it does not."""

    title: str
    issuer: str
    number: str | None
    date: str | None
    date_place: str
    period: Period | None
    bases: tuple[str, ...]
    opening: str


def read_letterhead(head: list[Block]) -> Letterhead:
    """The letterhead in the blocks before the first section."""
    lines = [block.text for block in head]
    number, date, place = _number(lines), None, ""
    for line in lines[:15]:
        plain = figures(line)  # a scan's "l6" is a day too; as long as the line itself
        slashed = _SLASHED.search(plain)
        if slashed and len(line) < 120 and not _OPENING.match(fold(line)):
            date, place = line[slice(*slashed.span())], _date_place(line[: slashed.start()])
            break
        found = _DATE.search(plain)
        if found and len(line) < 200 and not _OPENING.match(fold(line)):
            date = _date_as_written(found, line)
            place = _date_place(line[: found.start()])
            break
    start = _title_line(head)
    title, opening_from = _title(head, start)
    rest = lines[opening_from:]
    bases = tuple(_basis(line) for line in rest if _OPENING.match(fold(line)))
    opening = next((line for line in reversed(rest) if len(line) > 40), "")
    issuer = _issuer(rest) or _issuer_line(lines[:start])
    return Letterhead(
        title, issuer, number, date, place, read_period(title, opening), bases, opening
    )


def _basis(line: str) -> str:
    """A legal basis without the sentence in which the issuer takes over."""
    issuer = _issuer([line])
    at = line.rfind(issuer) if issuer else -1
    return (line[:at] if at > 20 else line).rstrip(";., ")


def read_period(title: str, opening: str = "") -> Period | None:
    """Years the plan itself covers; years inside quotation marks belong to what it carries out."""
    for text in (_QUOTED.sub(" ", title), title, _QUOTED.sub(" ", opening)):
        single = list(_YEAR.finditer(text))
        years = list(_YEARS.finditer(text))
        if single and (not years or single[-1].start() > years[-1].end()):
            year = int(single[-1][1])
            return Period(year, year)
        if years:
            start, end = int(years[-1][1]), int(years[-1][2])
            if start <= end <= start + 30:
                return Period(start, end)
        bare = re.findall(r"\b(20[1-4]\d)\b", text)
        if bare and text is not opening:
            return Period(int(bare[-1]), int(bare[-1]))
    return None


def _number(lines: list[str]) -> str | None:
    for line in lines[:20]:
        if _OPENING.match(fold(line)):
            break
        found = _NUMBER.search(line)
        if found and found.start() < 60:
            if not found["number"]:
                return None
            sign = re.sub(r"\s+", "", found["sign"].split("  ")[0])
            sign = re.split(r"(?:CỘNG|Độc|C[ộo]ng)", sign)[0]
            return f"{found['number'].replace(' ', '')}/{sign}"
    return None


_SLASHED = re.compile(r"ng[aà]y\s+\d{1,2}\s*[/-]\s*\d{1,2}\s*[/-]\s*\d{4}", re.IGNORECASE)


def _date_as_written(found: re.Match[str], line: str) -> str:
    parts = []
    for word, key in (("ngày", "day"), ("tháng", "month"), ("năm", "year")):
        value = line[slice(*found.span(key))].strip(" .…_")
        if value and (word != "ngày" or found["month"].strip(" .…_")):
            parts.append(f"{word} {value}")
    return " ".join(parts)


def _date_place(before: str) -> str:
    name = re.search(r"([^\W\d_][\w .–-]*?)\s*,\s*$", before)
    words = name[1].split() if name else []
    # the number may stand on the same printed line: keep the capitalised words at the end
    kept: list[str] = []
    for word in reversed(words):
        if not word[:1].isupper() or "/" in word or (word.isupper() and len(word) > 3):
            break
        kept.insert(0, word)
    return " ".join(kept)


def _title_line(head: list[Block]) -> int:
    """Index of the line that says what kind of document this is, or of the title itself."""
    for index, block in enumerate(head):
        if _KIND.match(fold(block.text).rstrip(" .:")):
            return index
    for index, block in enumerate(head):
        if (
            _TITLE_START.match(block.text)
            and len(block.text) < 400
            and not _OPENING.match(fold(block.text))
        ):
            return index
    for index, block in enumerate(head):
        if block.kind == "heading":
            return index
    for index, block in enumerate(head):
        if len(block.text) > 25 and not _NUMBER.search(block.text) and not _DATE.search(block.text):
            return index
    return 0


def _title(head: list[Block], start: int) -> tuple[str, int]:
    """The title and the index of the first line after it."""
    if not head:
        return "", 0
    parts: list[str] = []
    first = head[start].text
    if not _KIND.match(fold(first).rstrip(" .:")):
        parts.append(_TITLE_START.sub("", first, count=1))
    index = start + 1
    while index < len(head):
        text = head[index].text
        folded = fold(text)
        opening = _OPENING.match(folded) and parts
        if (
            opening
            or folded.endswith(":")
            or len(text) > 330
            or _NUMBER.match(text)
            or ((_DATE.search(text) or _SLASHED.search(text)) and len(text) < 80)
        ):
            break
        if _ISSUES.search(text) and parts:
            break
        if parts and not _title_goes_on(parts[-1], head[index], head[index - 1]):
            break
        parts.append(text)
        index += 1
    title = re.sub(r"\s+", " ", " ".join(parts)).strip(" .*")
    return title, index


def _title_goes_on(last: str, block: Block, before: Block) -> bool:
    if block.kind == "heading" and before.kind == "heading" and block.level == before.level:
        return True
    if last.isupper() and block.text.isupper():
        return True
    if block.text[:1] in '(“"':
        return len(block.text) < 150
    return block.wrapped or block.text[:1].islower()


def _issuer(lines: list[str]) -> str:
    """Who says "ban hành Kế hoạch" in the opening."""
    for line in reversed(lines):
        best = ""
        for found in _ISSUES.finditer(line):
            best = found["issuer"]
        if not best:
            continue
        # the agency named last before the verb is the one that issues
        pieces = re.split(r"[;,.]\s+|\bvề việc\b.*?,\s*", best)
        tail = pieces[-1].strip()
        starts = [
            m.start()
            for m in re.finditer(
                r"\b(?:Ủy ban|Uỷ ban|UBND|Ban Thường vụ|Ban Chấp hành|Ban|Hội|Sở|Bộ|Công an|Đoàn|"
                r"Phòng|Liên đoàn)\b",
                tail,
            )
        ]
        return tail[starts[0] :] if starts else tail
    return ""


def _issuer_line(lines: list[str]) -> str:
    """The issuer in the top left corner, in ordinary letters."""
    caps: list[str] = []
    for line in lines:
        line = _SLOGAN.sub("", line).strip()
        if not line:
            continue  # the motto, set between the lines of the other column
        if line.isupper() and not _NUMBER.search(line) and len(line) < 120:
            caps.append(line)
        elif caps:
            break
    return sentence_case(" ".join(caps)) if caps else ""


def sentence_case(text: str) -> str:
    """``ỦY BAN NHÂN DÂN TỈNH X`` as it is written in a sentence."""
    common = {
        "ban nhân dân", "liên hiệp phụ nữ", "nhân dân", "đồng nhân dân", "thường vụ", "chấp hành",
        "chỉ đạo", "thường trực",
    }  # fmt: skip
    words = text.lower().split()
    units = {"tỉnh", "thành", "phố", "quận", "huyện", "phường", "xã", "thị", "trấn", "đặc", "khu"}
    lowered = {word for phrase in common for word in phrase.split()} | units | {"và", "các", "của"}
    out = []
    for index, word in enumerate(words):
        small = index > 0 and word in lowered
        out.append(word if small else word[:1].upper() + word[1:])
    return " ".join(out)
