"""Who a sentence speaks of: the agency in front of the predicate, or the one it is asked of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.duties.agency import Names, begins_name, begins_verb, names_at, split_names
from knowledge.duties.body_words import OFFICE_HOLDER
from knowledge.duties.flat import flat
from knowledge.duties.role import REQUEST
from knowledge.duties.shares import read_shares

__all__ = ["BY_WHOM", "Subject", "inside_list", "labelled_body", "read_subject"]

_REQUEST = re.compile(
    r"(?:(?P<ask>(?:tran trong |kinh )?(?:de nghi|kien nghi|moi|tran trong moi))|"
    r"(?P<give>giao(?: nhiem vu)?(?: cho)?|phan cong(?: cho)?|yeu cau|uy quyen(?: cho)?))\s+"
)
_ADVERB = re.compile(
    r"(?:(?:hang|moi) (?:nam|quy|thang|tuan)|cac nam|(?:tu |den |trong )?nam (?:20\d\d|nay|"
    r"sau)|cuoi nam|"
    r"dau nam|tiep do|sau do|dinh ky[^,]{0,40}|can cu|tren co so|trong|khi|nhan dip|vao|de(?! "
    r"xuat| nghi| an\b)|nham|theo(?! doi)|truoc|sau|doi voi|voi|ngoai|dong thoi|rieng|"
    r"tai|o (?:cac|nhung|noi|vung)|ban (?:dem|ngay)|buoi (?:sang|chieu|toi)|ngoai gio|"
    r"(?:cham|muon) nhat|neu|truong hop|(?:qua|het) thoi (?:gian|han)|"
    r"la (?:co quan|don vi|bo phan))\b"
)
_WHAT_IT_IS = re.compile(r"la (?:co quan|don vi|bo phan)\b")
"""An opening that only says what the body is: the role is what follows."""
_BY = re.compile(r"do\s+")
"""As in "Do Ban A chủ trì": who does the work the heading names."""
BY_WHOM = re.compile(r"\bdo\s+")
"""The same inside a sentence."""
_TOLD = re.compile(r"(?:chi dao|phan cong|huong dan)\s+")
_LEADS_AFTER = re.compile(r"\s*,?\s*(?:chu tri|lam dau moi|la dau moi|chiu trach nhiem chinh)\b")
"""As in "Chỉ đạo Trung tâm B chủ trì …": the body told leads."""
_SMALL_ADVERB = re.compile(r"(?:dong thoi|rieng|ben canh do|ngoai ra)\s*,?\s*")
_STANDING = re.compile(
    r"(?:la )?(?:co quan|don vi|bo phan) (?:thuong truc|dau moi)\s*,\s*"
    r"(?=chu tri|phoi hop|tham muu|theo doi|co trach nhiem|chiu trach nhiem)"
)
"""As in "Cơ quan thường trực, chủ trì …": what the body above is, no body of its own."""
_ASKS_ANOTHER = re.compile(
    r"\s*(?:tinh |thanh pho |phuong |xa )?(?P<verb>yeu cau|de nghi|giao(?: cho)?)\s+"
)
_NAMED_LABEL = re.compile(r"(?P<name>[^\W\d_][^:;.,()“\"\d]{2,50}):\s+(?=[^\W\d_])")
_LABEL_END = re.compile(r"\s*[:\-–]\s*")


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a sentence.

    Attributes:
        names: agencies as written; empty where the sentence names none in front.
        request: ``"Đề nghị"`` where the plan asks rather than orders, else ``""``.
        predicate: the rest of the sentence (with its opening adverb put back in front).
        lead_in: words before the subject that name the task: ``"Mô hình …"`` before a colon.
        given: the word that gives the body its task, as written: ``"Giao"``; else ``""``.
    """

    names: tuple[str, ...]
    request: str
    predicate: str
    lead_in: str = ""
    given: str = ""


def read_subject(text: str) -> Subject:
    """The subject of ``text`` (NFC, one sentence or heading)."""
    folded = flat(text)
    shares = read_shares(text) if "(" in text[:200] else None
    if shares is not None:
        joint = f", phối hợp với {', '.join(shares.partners)}:" if shares.partners else ""
        rest = shares.rest.lstrip(" :")
        return Subject(shares.lead, "", f"{shares.role}{joint} {rest}".strip())
    at = 0
    request = ""
    by = _BY.match(folded)
    if by and begins_name(text, by.end(), folded):
        return _after_names(text, folded, by.end(), "", ordered=True)
    told = _TOLD.match(folded)
    if told and begins_name(text, told.end(), folded):
        charged = names_at(text, told.end(), folded=folded)
        if charged and _LEADS_AFTER.match(folded, charged.end):
            return Subject(charged.names, "", text[charged.end :].strip(" ,"))
    asked = _asked(text, folded, 0)
    if asked and asked["ask"] and not begins_name(text, asked.end(), folded):
        unusual = _unusual(text, folded, asked.end(), _asked_word(text, asked))
        if unusual is not None:
            return unusual
    if asked and begins_name(text, asked.end(), folded):
        at = asked.end()
        request = _asked_word(text, asked)
        found = _after_names(text, folded, at, request, ordered=not asked["ask"])
        return replace(found, given=_given_word(text, asked))
    several = _several(text, folded)
    if several is not None:
        return several
    small = _SMALL_ADVERB.match(folded)
    if small:
        at = small.end()
    if _STANDING.match(folded, at):
        return Subject((), "", text)
    if begins_name(text, at, folded):
        found = _after_names(text, folded, at, "")
        if found.names:
            return found
    if _ADVERB.match(folded):
        inner = _after_adverb(text, folded)
        if inner is not None:
            return inner
    topic = (
        _after_topic(text, folded) or _after_case(text, folded) or _after_condition(text, folded)
    )
    if topic is not None:
        return topic
    return _unusual(text, folded, at, "") or Subject((), "", text)


def _asked(text: str, folded: str, at: int) -> re.Match[str] | None:
    """The request or order that begins at ``at``; "mỗi" and "mọi" are no "mời"."""
    found = _REQUEST.match(folded, at)
    if found and found["ask"] and found["ask"].endswith("moi"):
        word = text[found.start("ask") : found.end("ask")].lower()
        return found if word.endswith(("mời", "moi")) else None
    return found


def _asked_word(text: str, asked: re.Match[str]) -> str:
    return _as_request(text[asked.start("ask") : asked.end("ask")]) if asked["ask"] else ""


def _given_word(text: str, asked: re.Match[str]) -> str:
    """The word "giao" of an order, also where a scan misread it; ``""`` where the text asks."""
    if not asked["give"] or not asked["give"].startswith(("giao", "phan cong")):
        return ""
    word = "giao" if asked["give"].startswith("giao") else "phân công"
    return word.capitalize() if text[asked.start("give")].isupper() else word


def _as_request(written: str) -> str:
    """The request as written where it is a misread "Đề nghị", else :data:`REQUEST` itself."""
    word = written.strip()
    if flat(word) == flat(REQUEST) and word.lower() != REQUEST.lower():
        return word[:1].upper() + word[1:]
    return REQUEST


_ROLE_AFTER = re.compile(
    r"\s*(?:,\s*)?(?:co trach nhiem|chiu trach nhiem|co nhiem vu|chu tri|phoi hop (?:voi|"
    r"cung)|tham "
    r"muu|(?:la|lam) (?:co quan |don vi )?(?:dau moi|thuong truc))\b"
)
_ROLE_WORD = re.compile(r"(?<=\s)(?=(?:co|chiu|chu|phoi|tham|la|lam)\s)")
_NO_NAME = re.compile(
    r"(?:viec|cong tac|noi dung|nhiem vu|mo hinh|ke hoach|chuong trinh|nguoi bi|nan nhan|kinh phi|"
    r"vai tro|dong thoi|ben canh|trong|khi|hang|moi|truoc|sau|theo|can cu|ngoai|cac hoat dong|"
    r"thoi gian|dia diem|san pham|la|neu|de|nham)\b"
)
_LONGEST_NAME = 90


def _unusual(text: str, folded: str, at: int, request: str) -> Subject | None:
    """A body no usual word begins, known by its place: before "chủ trì", after "Đề nghị"."""
    if not text[at : at + 1].isupper() or begins_verb(folded[at:]) or _NO_NAME.match(folded, at):
        return None
    if not request:
        found = next(
            (
                match
                for match in _ROLE_WORD.finditer(folded, at + 1, at + _LONGEST_NAME + 40)
                if _ROLE_AFTER.match(folded, match.start())
            ),
            None,
        )
        if found is None or found.start() - at > _LONGEST_NAME:
            return None
        name = text[at : found.start()].rstrip(" ,")
        if re.search(r"[.;:()“”\"]|\d{3}", name) or _done_by(text, folded, at, found.start()):
            return None
        return Subject(split_names(name), "", text[found.start() :].strip(" ,"))
    names = names_at(text, at, any_name=True, folded=folded)
    if names is None or names.end - at > _LONGEST_NAME or names.end >= len(text.rstrip(" .;:")):
        return None
    return Subject(names.names, request, text[names.end :].strip(" ,"))


def _done_by(text: str, folded: str, start: int, end: int) -> bool:
    """Whether a body is named behind "do": "Lễ mít tinh do Sở A chủ trì"."""
    return any(
        begins_name(text, match.end(), folded) for match in BY_WHOM.finditer(folded, start + 1, end)
    )


def _several(text: str, folded: str) -> Subject | None:
    """As in "Sở A; Sở B; Sở C: theo chức năng …": names with semicolons before a colon."""
    colon = text.find(":", 0, 400)
    if colon < 0 or ";" not in text[:colon]:
        return None
    starts = [0, *(match.end() for match in re.finditer(r";\s*(?:và\s+)?", text[:colon]))]
    if not all(begins_name(text, start, folded) for start in starts):
        return None
    if re.search(r"chu tri|phoi hop|tham muu|bao cao", folded[:colon]):
        return None
    return Subject(split_names(text[:colon]), "", text[colon + 1 :].strip())


def _after_names(text: str, folded: str, at: int, request: str, ordered: bool = False) -> Subject:
    names = names_at(text, at, folded=folded)
    if names is None:
        return Subject((), "", text)
    names = _before_company(text, folded, at, names)
    rest = text[names.end :]
    another = _ASKS_ANOTHER.match(folded, names.end)
    if another and begins_name(text, another.end(), folded):
        verb = text[another.start("verb") : another.end("verb")]
        ask = _as_request(verb) if another["verb"] == "de nghi" else ""
        return _after_names(text, folded, another.end(), ask, ordered=not ask)
    label = _LABEL_END.match(rest)
    if label and (not label[0].strip() or label[0].strip() == ":"):
        return Subject(
            names.names, request, rest[label.end() :].strip() if ":" in label[0] else rest.strip()
        )
    rest = rest.strip(" ,")
    if not rest.strip(" .;:"):
        return Subject(names.names, request, "")
    if rest[:1] in ".;":
        return Subject((), "", text)
    # a predicate starts in small letters; a capital here means the name was cut short
    if not rest[:1].islower() and rest[:1].isalpha() and not (request or ordered):
        return Subject((), "", text)
    return Subject(names.names, request, rest)


_CHARGED = re.compile(r"\s(?:chiu trach nhiem|co trach nhiem|co nhiem vu)\b")
"""What follows an official in small letters who is the subject."""
_COMPANY = re.compile(r"\s+(?=(?P<word>cung (?:voi )?))")


def _before_company(text: str, folded: str, at: int, names: Names) -> Names:
    """The names in front of "cùng": in "Công an cùng Hội A đi từng nhà" the police leads."""
    found = _COMPANY.search(folded, at, names.end)
    if found is None or not begins_name(text, found.end("word"), folded):
        return names
    return Names(split_names(text[at : found.start()]), found.start())


_SENTENCE_END = re.compile(r"(?<=[^\W\d_A-ZĐ]{2})\.\s+(?=[A-ZĐÀ-Ỹ])")


def _after_adverb(text: str, folded: str) -> Subject | None:
    """As in "Hằng năm, các sở … thu thập": the subject stands after the opening adverb."""
    stop = _SENTENCE_END.search(text)
    limit = min(stop.start() if stop else len(text), 600)
    for match in re.finditer(
        r"[,:;]\s+|\b(?:(?:hang|moi) nam|cac nam (?:sau|tiep theo)|nam (?:20\d\d|nay|sau))\s*"
        r"(?:\([^)]*\)\s*)?",
        folded[:limit],
    ):
        at = match.end()
        first = _WHAT_IT_IS.match(folded) and text.find(",") == match.start()
        if begins_name(text, at, folded) and (first or not inside_list(text, folded, at)):
            found = _after_names(text, folded, at, "")
            if found.names and found.predicate and _is_predicate(found.predicate):
                adverb = text[:at].strip(" ,")
                short = adverb if len(adverb) < 60 and not _WHAT_IT_IS.match(folded) else ""
                return Subject(
                    found.names, "", f"{short}, {found.predicate}" if short else found.predicate
                )
        holder = OFFICE_HOLDER.match(folded, at)
        charged = _CHARGED.search(folded, at, at + _LONGEST_NAME) if holder else None
        if charged and not re.search(r"[,;:]", folded[at : charged.start()]):
            who = text[at : charged.start()].strip()
            return Subject((who,), "", text[charged.start() :].strip())
        asked = _asked(text, folded, at)
        if asked and begins_name(text, asked.end(), folded):
            found = _after_names(text, folded, asked.end(), _asked_word(text, asked), ordered=True)
            return replace(found, given=_given_word(text, asked))
    return None


def inside_list(text: str, folded: str, at: int) -> bool:
    """Whether the name at ``at`` only goes on with a list of names begun before it."""
    for start in range(at - 1, -1, -1):
        if begins_name(text, start, folded):
            names = names_at(text, start, folded=folded)
            if names is not None and names.end > at:
                return True
    return False


def _is_predicate(text: str) -> bool:
    folded = flat(text)
    return begins_verb(folded) and not re.match(r"truoc ngay|hang|dinh ky", folded)


def _after_topic(text: str, folded: str) -> Subject | None:
    """As in "Mô hình …: Sở A chủ trì, phối hợp …": the task is named before the colon."""
    colon = re.search(r":\s+", folded[:200])
    if colon is None or not begins_name(text, colon.end(), folded):
        return None
    found = _after_names(text, folded, colon.end(), "")
    predicate = flat(found.predicate)
    if found.names and found.predicate[:1].islower() and _is_predicate(found.predicate):
        return Subject(found.names, "", found.predicate, text[: colon.start()].strip())
    if found.names and re.match(
        r"(?:chu tri|phoi hop|tham muu|chiu trach nhiem|lam dau moi|la (?:co quan|don vi)|co "
        r"trach nhiem|thuc hien|trien khai|to chuc|chu dong)",
        predicate,
    ):
        return Subject(found.names, "", found.predicate, text[: colon.start()].strip())
    return None


_LABEL_OF_CASE = re.compile(r"[^.:;]{4,60}:\s+(?=(?:khi|neu|truong hop|doi voi|trong|sau khi)\b)")


def _after_case(text: str, folded: str) -> Subject | None:
    """As in "Cấm tiếp xúc: khi có đề nghị của người bị bạo lực, Công an xã tham mưu …"."""
    label = _LABEL_OF_CASE.match(folded)
    if label is None:
        return None
    rest, plain = text[label.end() :], folded[label.end() :]
    found = _after_adverb(rest, plain) or _last_of_list(rest, plain)
    if found is None:
        return None
    topic = text[: label.end()].strip(" :")
    return replace(found, lead_in=f"{topic}: {found.lead_in}" if found.lead_in else topic)


def _last_of_list(text: str, folded: str) -> Subject | None:
    """The body in front of the predicate, where those before it are of the case: "khi A, B làm"."""
    stop = _SENTENCE_END.search(text)
    for match in re.finditer(r",\s+", folded[: stop.start() if stop else len(text)]):
        if not begins_name(text, match.end(), folded):
            continue
        found = _after_names(text, folded, match.end(), "")
        if found.names and _is_predicate(found.predicate) and "," not in " ".join(found.names):
            return replace(found, lead_in=text[: match.start()].strip())
    return None


_THEN = re.compile(r"\bthi\s+")


def _after_condition(text: str, folded: str) -> Subject | None:
    """As in "Cán bộ không dự được lớp nào thì Ủy viên A hướng dẫn lại": who acts in that case."""
    stop = _SENTENCE_END.search(text)
    for match in _THEN.finditer(folded, 1, stop.start() if stop else len(text)):
        at = match.end()
        if not text.startswith("thì", match.start()):
            continue
        if not begins_name(text, at, folded):
            return None
        found = _after_names(text, folded, at, "")
        if not found.names or not _is_predicate(found.predicate):
            return None
        condition = text[: match.start()].strip(" ,")
        return replace(found, predicate=f"{condition}, {found.predicate}")
    return None


def labelled_body(text: str) -> Subject | None:
    """Whoever a line of a list of duties begins with: "Đội múa lân: gác cổng …".

    For lines under a heading that shares out work: elsewhere a label names the work itself.
    """
    found = _NAMED_LABEL.match(text)
    if found is None or not text[:1].isupper():
        return None
    folded, rest = flat(text), text[found.end() :]
    if begins_verb(folded) or _NO_NAME.match(folded) or not begins_verb(flat(rest)):
        return None
    return Subject((found["name"].strip(),), "", rest)
