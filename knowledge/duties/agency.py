"""Agency names in running text: where they begin, where they end, how a list of them splits.

A name begins with a word for a kind of body ("Sở", "Ủy ban", "các cơ quan") and ends where the
predicate begins, a verb in small letters, or at a connective. Nothing here lists real agencies.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass

from knowledge.duties.body_words import CAPITAL_HEAD, HEAD, NOT_A_NAME, OFFICE_HOLDER
from knowledge.duties.flat import flat
from knowledge.duties.pattern import bounded
from knowledge.duties.predicate_words import BEFORE_NOUN, END, NOUN_AFTER, SPELLED, VERB
from nlu.text import strip_accents

__all__ = [
    "KNOWN",
    "Names",
    "begins_name",
    "begins_verb",
    "names_at",
    "split_names",
]


@dataclass(frozen=True, slots=True)
class Names:
    """Agency names as written, and where the text goes on after the list."""

    names: tuple[str, ...]
    end: int


_PERSON = re.compile(r"(?:Ông|Bà|Chị|Anh|Đồng chí|đồng chí|Đ/c)\s+[^\W\d_a-zà-ỹ]")
"""A person the plan names with a form of address."""


_EACH = re.compile(r"[Mm](?:ỗi|ời)\s")
"""Each of many is whom a task is spread over, nobody it is given to; "mời" is a verb."""
_BARE_HEAD = re.compile(
    r"(?:van phong|nha truong|cong doan|doan truong|thu vien|phong|ban|to|hoi|khoa)\s+"
)
_BARE_LABEL = re.compile(
    r"(?:van phong|nha truong|cong doan|thu vien|doan truong|ke toan|bao ve|y te|to|phong)\s?:"
)
_OF_LEVEL = re.compile(
    r"(?:doan|hoi|chi hoi|chi doan|doi|to|tram|khoa|ban)\s+(?:cac|cap|co so|khoi|truong|xa|phuong|"
    r"tinh|thon|khom|ap|huyen|khoa|benh vien)(?:,\s|\s)(?!hoi\b)"
)
"""A body called by its level alone: "Đoàn các trường", "Hội cấp xã"."""
_BARE_VERB = re.compile(
    r"(?:chu tri|tham muu|phoi hop|co trach nhiem|chiu trach nhiem|lam dau moi|la dau moi|bo tri|"
    r"theo doi|tong hop|huong dan|cap phat|chuan bi|thanh toan)\b"
)


def _stands_bare(folded: str, at: int) -> bool:
    """Whether a bare word for an office stands as a subject: "Văn phòng tham mưu …"."""
    head = _BARE_HEAD.match(folded, at)
    return head is not None and _BARE_VERB.match(folded, head.end()) is not None


def begins_name(text: str, at: int, folded: str | None = None) -> bool:
    """Whether an agency name begins at ``text[at]``."""
    folded = flat(text) if folded is None else folded
    if at >= len(text) or (at and (folded[at - 1].isalnum())):
        return False
    if NOT_A_NAME.match(folded, at) or _EACH.match(text, at):
        return False
    if HEAD.match(folded, at) or _PERSON.match(text, at):
        return True
    if text[at].isupper() and (_BARE_LABEL.match(folded, at) or _OF_LEVEL.match(folded, at)):
        return True
    if text[at].isupper() and OFFICE_HOLDER.match(folded, at):
        return True
    if _BARE_HEAD.match(folded, at) and text[at].isupper() and _stands_bare(folded, at):
        return True
    capital = CAPITAL_HEAD.match(folded, at)
    if capital is None:
        return False
    after = text[capital.end() : capital.end() + 1]
    if not after.isupper():
        return False
    if capital[0].startswith("bao ") and begins_name(text, capital.end(), folded):
        return False  # "Báo Công an phường" tells the police, it is no newspaper
    # "Hội" or "Tổ" in small letters before a capital is rarely a body of its own
    return text[at].isupper() or folded.startswith(
        ("so ", "phong ", "ban ", "bo ", "trung tam ", "hoi ", "van phong ", "cdcs ", "ldld "), at
    )


def names_at(
    text: str, at: int, *, any_name: bool = False, folded: str | None = None
) -> Names | None:
    """The list of agency names that begins at ``text[at]``, or ``None``.

    Args:
        text: NFC text.
        at: where to look.
        any_name: take what stands there for a name even where no known kind of body begins it,
            as after "phối hợp với".
        folded: ``flat(text)`` where the caller has it.
    """
    folded = flat(text) if folded is None else folded
    if not any_name and not begins_name(text, at, folded):
        return None
    end = _end_of(text, folded, at)
    end = _before_joint(text, at, end)
    if end <= at:
        return None
    return Names(split_names(text[at:end]), end)


_JOINTS = (",", ";", " và", " -", " –")


def _before_joint(text: str, at: int, end: int) -> int:
    """Where ``text[at:end]`` ends without the marks and the "và" that hang on to it."""
    while True:
        while end > at and (text[end - 1].isspace() or text[end - 1] == ","):
            end -= 1
        joint = next((sign for sign in _JOINTS if text.endswith(sign, at, end)), None)
        if joint is None:
            return end
        end -= len(joint)


def begins_verb(folded: str) -> bool:
    """Whether folded text begins with a word a predicate begins with."""
    return VERB.match(folded) is not None


KNOWN: ContextVar[tuple[str, ...]] = ContextVar("KNOWN", default=())
"""Names (folded) the document itself uses whole, as headings or in tables: never cut inside."""


def _whole(folded: str, at: int, start: int) -> int:
    """Where the known name around ``start`` ends, ``start`` where none is."""
    for name in KNOWN.get():
        begin = folded.rfind(name, max(at, start - len(name)), start + len(name))
        if begin >= 0 and begin < start < begin + len(name):
            return begin + len(name)
    return start


_WORD = re.compile(r"\w+")
_BEFORE = 24
"""Longer than anything :data:`BEFORE_NOUN` matches."""
_COMPOUND = re.compile(
    r"(?:\b(?:quy|chuong|cong|tien|lo|giao|hanh|qua) trinh\s?|\bphong ke hoach tong hop|"
    r"\b(?:thuong|dieu|hanh) (?:truc|chinh)\s?|\b(?:duong|viec) lam\s?|\btro giup\s?|"
    r"\btrat tu\s?)$"
)
"""Nouns whose second word looks like a verb: "quy trình", "Phòng Kế hoạch tổng hợp"."""
_NOUN_TOO = (
    "to chuc", "quan ly", "tong hop", "cham soc", "tu van", "ho tro", "bao ve", "cung cap",
    "hoa giai",
)  # fmt: skip
"""Verbs that are nouns behind what :data:`BEFORE_NOUN` matches."""
_ORGANISATIONS = bounded(r"to chuc\s*(?:,|va|$|\.|;)")
_LISTED = re.compile(r"(?:[,;]|\b(?:va|cac|moi|nhung|cua|hoac|nhieu))\s*$")
"""What "tổ chức" stands behind where it is a noun: "các cơ quan, tổ chức"; else it is a verb."""


_SCOPE = re.compile(
    r"(?<=\s)(?:phường|xã(?! hội)|tỉnh|thành phố|khóm|ấp|thôn|huyện|quận|thị trấn|thị xã|đặc khu|"
    r"khu phố|tổ dân phố|buôn|trường(?! (?:học|tiểu|trung|mầm|thpt|thcs|nghề|đại|cao|dân|phổ))|"
    r"cơ sở(?! (?:dữ|vật|y|giáo|khám|trợ|bảo|cung|hạ|đào|sản|kinh))|công ty)\s+(?=[^\W\d_A-ZĐÀ-Ỹ])"
)
"""Where a name that ends with its place goes on in small letters: "Trạm Y tế phường | sơ cứu"."""
_MORE_SCOPE = re.compile(
    r"(?:và|cùng|của|thuộc|trên|có|liên|trực|ở|tại|số(?! liệu| vụ| ca)|nơi|này|khác|cấp|nhà|theo|"
    r"trong|đã|do|hoặc|"
    r"phường|xã|tỉnh|thành|khóm|ấp|thôn|huyện|quận|thị|đặc|khu|tổ|buôn|trường|cơ|công|lân|vừa|"
    r"biên|bãi|được chọn|miền|vùng|giáp|với)\b"
)
_MANY = re.compile(r"(?:các|những|hai|ba|mỗi|mọi|từng|nhiều|và|,)\s+(?:\S+,\s+)*$")


def _end_of_place(text: str, at: int) -> int:
    """Where a name that ends with the kind of its place ends, the text's length where none does."""
    if not text[at : at + 1].isupper():
        return len(text)
    low = text[at : at + 200].lower()
    if len(low) != len(text[at : at + 200]):
        return len(text)
    for match in _SCOPE.finditer(low, 2, 160):
        after = at + match.end()
        if not text[at + match.start()].islower() or not text[after].islower():
            continue
        if _MANY.search(text, at, at + match.start()) or _MORE_SCOPE.match(text, after):
            continue
        return after
    return len(text)


def _end_of(text: str, folded: str, at: int) -> int:
    return min(_end_of_place(text, at), _end_of_words(text, folded, at))


def _end_of_words(text: str, folded: str, at: int) -> int:
    field = _FIELD.match(folded, at)
    position = field.end() if field else at + 1
    accented: bool | None = None
    while True:
        match = END.search(folded, position)
        if match is None:
            return len(text)
        start = match.start()
        past = _whole(folded, at, start)
        if past > start:
            position = past
            continue
        if folded[start] in "(":
            close = folded.find(")", start)
            inside = folded[start:close]
            if 0 < close - start <= 60 and not re.search(r"chu tri|phoi hop|thuc hien", inside):
                position = close + 1
                continue
            return start
        if folded[start] == "." and _goes_on_small(text, start):
            position = start + 1  # a speck: "Công an. phường"
            continue
        if not folded[start].isalpha():
            return start
        if _COMPOUND.search(folded, max(0, start - _BEFORE), match.end()):
            position = match.end()
            continue
        capital = text[start].isupper()
        word = _WORD.match(folded, start)
        spelled = SPELLED.get(word[0]) if word else None
        if spelled and word and match[0].strip() == word[0]:
            written = text[start : word.end()].lower()
            if accented is None:
                accented = strip_accents(text) != text
            if written not in spelled and (written != word[0] or accented):
                position = match.end()
                continue
        noun = (
            NOUN_AFTER.match(folded, start)
            or text.startswith("cùng cấp", start)  # "cung cấp" is a verb
            or (
                folded.startswith(_NOUN_TOO, start)
                and BEFORE_NOUN.search(folded[max(0, start - _BEFORE) : start])
            )
        )
        inside_list = _ORGANISATIONS.match(folded, start) and _LISTED.search(folded, at, start)
        if not capital and not noun and not inside_list:
            return start
        position = match.end()


_FIELD = re.compile(
    r"(?:can bo|cong chuc|vien chuc|nhan vien|nguoi|lanh dao|giao vien) "
    r"(?:duoc (?:giao|phan cong) )?(?:lam cong tac|phu trach|lam nhiem vu) "
)
"""Someone named by the field they have, whose verb is none of the sentence's."""


def _goes_on_small(text: str, at: int) -> bool:
    """Whether small letters follow the full stop at ``at``."""
    return text[at + 1 : at + 3].strip()[:1].islower()


_BRACKETS = bounded(r"\s*\([^()]*\)\s*$")
_SEPARATOR = bounded(
    r"\s*[;\n]\s*(?:va\s+)?|\s*,\s*(?:va\s+)?|\s+(?:va|cung voi|cung|hoac|va/hoac)\s+"
)


def split_names(raw: str) -> tuple[str, ...]:
    """The names in a list: cut at commas and "và" only where a new name begins."""
    folded = flat(raw)
    cuts = [0]
    for match in _SEPARATOR.finditer(folded):
        if match.start() == 0:
            continue
        hard = "\n" in match[0]
        if (begins_name(raw, match.end(), folded) and not _joins(folded, match, cuts[-1])) or hard:
            cuts += [match.start(), match.end()]
    cuts.append(len(raw))
    names = [
        _BRACKETS.sub("", raw[start:end]).strip(" ,;.-–\n")
        for start, end in zip(cuts[::2], cuts[1::2], strict=True)
    ]
    return tuple(name for name in names if name)


_TAIL = 200
"""Characters before a separator that tell whether it only joins parts of a name."""
_PLURAL = re.compile(r"(?:dai dien (?:cua )?)?(?:cac|nhung|moi|tat ca cac)\s")
_BARE = re.compile(r"(?:uy ban nhan dan|ubnd|hdnd|hoi dong nhan dan)$")


def _joins(folded: str, match: re.Match[str], start: int) -> bool:
    """Whether the separator only joins parts of one plural name: "các cơ quan, đơn vị"."""
    while start < match.start() and folded[start].isspace():
        start += 1
    tail = folded[max(start, match.start() - _TAIL) : match.start()].rstrip()
    after = folded[match.end() : match.end() + 60]
    if match[0].strip() == "va" and _BARE.search(tail):
        return True
    if _PLURAL.match(folded, start) is None:
        whole = match.start() - start <= _TAIL
        return whole and tail in ("so", "co quan", "don vi", "doan the")
    small = re.match(
        r"(?:co quan|don vi|dia phuong|doan the|to chuc|doanh nghiep|to dan pho|ban,? nganh|"
        r"chinh quyen|thon|khu pho|nganh)\b",
        after,
    )
    return (
        bool(small)
        and not after.startswith("cac ")
        and not tail.endswith("lien quan")
        and "tren dia ban " not in tail
    )
