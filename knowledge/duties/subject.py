"""Who a sentence speaks of: the agency in front of the predicate, or the one it is asked of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.duties.agency import begins_name, begins_verb, flat, names_at, split_names

__all__ = ["Subject", "read_subject"]

_REQUEST = re.compile(
    r"(?:(?P<ask>(?:tran trong |kinh )?(?:de nghi|kien nghi|moi|tran trong moi))|"
    r"(?P<give>giao(?: nhiem vu)?(?: cho)?|phan cong(?: cho)?|yeu cau|uy quyen(?: cho)?))\s+"
)
_ADVERB = re.compile(
    r"(?:hang (?:nam|quy|thang)|dinh ky[^,]{0,40}|can cu|tren co so|trong|khi|nhan dip|vao|de(?! "
    r"xuat| nghi| an\b)|nham|theo(?! doi)|truoc|sau|doi voi|voi|ngoai|dong thoi|rieng)\b"
)
_SMALL_ADVERB = re.compile(r"(?:dong thoi|rieng|ben canh do|ngoai ra)\s*,?\s*")
_ASKS_ANOTHER = re.compile(
    r"\s*(?:tinh |thanh pho |phuong |xa )?(?P<verb>yeu cau|de nghi|giao(?: cho)?)\s+"
)
_LABEL_END = re.compile(r"\s*[:\-–]\s*")


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a sentence.

    Attributes:
        names: agencies as written; empty where the sentence names none in front.
        request: ``"Đề nghị"`` where the plan asks rather than orders, else ``""``.
        predicate: the rest of the sentence (with its opening adverb put back in front).
        lead_in: words before the subject that name the task: ``"Mô hình …"`` before a colon.
    """

    names: tuple[str, ...]
    request: str
    predicate: str
    lead_in: str = ""


def read_subject(text: str) -> Subject:
    """The subject of ``text`` (NFC, one sentence or heading)."""
    folded = flat(text)
    at = 0
    request = ""
    asked = _REQUEST.match(folded)
    if asked and begins_name(text, asked.end(), folded):
        at = asked.end()
        request = "Đề nghị" if asked["ask"] else ""
        return _after_names(text, folded, at, request, ordered=not asked["ask"])
    several = _several(text, folded)
    if several is not None:
        return several
    small = _SMALL_ADVERB.match(folded)
    if small:
        at = small.end()
    if begins_name(text, at, folded):
        found = _after_names(text, folded, at, "")
        if found.names:
            return found
    if _ADVERB.match(folded):
        inner = _after_adverb(text, folded)
        if inner is not None:
            return inner
    topic = _after_topic(text, folded)
    if topic is not None:
        return topic
    return Subject((), "", text)


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
    rest = text[names.end :]
    another = _ASKS_ANOTHER.match(folded, names.end)
    if another and begins_name(text, another.end(), folded):
        ask = "Đề nghị" if another["verb"] == "de nghi" else ""
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


def _after_adverb(text: str, folded: str) -> Subject | None:
    """As in "Hằng năm, các sở … thu thập": the subject stands after the opening adverb."""
    limit = min(len(text), 600)
    for match in re.finditer(r"[,:;]\s+|\b(?:hang|moi) nam\s*(?:\([^)]*\)\s*)?", folded[:limit]):
        at = match.end()
        if begins_name(text, at, folded) and not _inside_list(text, folded, at):
            found = _after_names(text, folded, at, "")
            if found.names and found.predicate and _is_predicate(found.predicate):
                adverb = text[:at].strip(" ,")
                short = adverb if len(adverb) < 60 else ""
                return Subject(
                    found.names, "", f"{short}, {found.predicate}" if short else found.predicate
                )
        asked = _REQUEST.match(folded, at)
        if asked and begins_name(text, asked.end(), folded):
            return _after_names(
                text, folded, asked.end(), "Đề nghị" if asked["ask"] else "", ordered=True
            )
    return None


def _inside_list(text: str, folded: str, at: int) -> bool:
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
    if found.names and re.match(
        r"(?:chu tri|phoi hop|tham muu|chiu trach nhiem|lam dau moi|la (?:co quan|don vi)|co "
        r"trach nhiem|thuc hien|trien khai|to chuc|chu dong)",
        predicate,
    ):
        return Subject(found.names, "", found.predicate, text[: colon.start()].strip())
    return None
