"""Roles given as labels: "Cơ quan chủ trì: …", "Thời gian: …", "(Sở Y tế chủ trì)"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.duties.agency import begins_name, names_at, split_names
from knowledge.duties.dates import DATE, deadline_in
from knowledge.duties.flat import flat
from knowledge.duties.role import read_role
from knowledge.duties.shares import read_shares
from knowledge.duties.subject import read_subject

__all__ = ["Attributes", "only_shares", "read_attributes"]

_BODY = (
    r"(?:(?:co quan|don vi|bo phan|phong,? ban|ban,? nganh|nganh|noi|co quan,? don vi|to "
    r"chuc)\s*,?\s*)?"
)
_LABEL = re.compile(
    rf"(?P<lead>{_BODY}(?:chu tri)(?: thuc hien| tham muu| trien khai)?|giao chu tri)\s*(?::|-\s|"
    rf"–\s|la\s)|"
    rf"(?P<partner>{_BODY}phoi hop(?: thuc hien| trien khai)?|(?:{_BODY}|nguoi )cung (?:thuc "
    rf"hien|lam|tham gia|phoi hop)|don vi tham gia|{_BODY}ho tro)\s*(?::|-\s|–\s)|"
    rf"(?P<doer>{_BODY}(?:thuc hien|tham muu|dau moi|phu trach|lam|chiu trach nhiem|trien khai)(?: "
    rf"chinh)?|phan cong(?: thuc hien)?|nguoi (?:phu trach|lam|thuc hien)|ai (?:lam|lo)|giao(?: "
    rf"cho)?|don vi|co quan)\s*:\s|"
    r"(?P<deadline>thoi gian(?: thuc hien| hoan thanh| trien khai| to chuc)?|thoi han(?: hoan "
    r"thanh)?|tien do(?: thuc hien)?|han hoan thanh|hoan thanh|lo trinh|thoi diem|han(?: cuoi|"
    r" chot)?|xong(?: "
    r"truoc)?|khi nao(?: xong)?|moc(?: thoi gian)?|lich|thoi gian xong)\s*:\s*|"
    r"(?P<funding>(?:nguon )?kinh phi(?: thuc hien)?|nguon luc)\s*:\s*|"
    r"(?P<product>san pham(?: dau ra)?|ket qua(?: dau ra)?|dia diem|doi tuong|ghi chu|so "
    r"luong)\s*:\s*"
)
_ASIDE = re.compile(r"\((?P<inside>[^()]{8,250})\)")
_IN_ASIDE = re.compile(
    r"(?P<names>.+?)\s+(?P<role>chu tri|phoi hop|tham muu|thuc hien|dau moi|phu trach|ho tro|"
    r"chiu trach nhiem chinh|lam chinh|cung lam|tham gia|cung (?:thuc hien|tham gia|phoi hop)|"
    r"(?:lam )?nong cot|dam nhiem|lam dau moi)(?=$|[,;.]|"
    r"\s+(?:thuc hien|trien khai|va|truoc|trong|xong))"
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What labels in or after a task say; empty where they say nothing.

    ``before`` is the text in front of the first label.
    """

    before: str
    lead: tuple[str, ...] = ()
    lead_role: str = ""
    partners: tuple[str, ...] = ()
    deadline: str | None = None
    funding: str | None = None

    @property
    def any(self) -> bool:
        """Whether a label was found."""
        return bool(self.lead or self.partners or self.deadline or self.funding)


def read_attributes(text: str) -> Attributes:
    """The labels in ``text``; ``before`` is all of it where it has none."""
    folded = flat(text)
    shares = read_shares(text) if "(" in text[:200] and not text.endswith(":") else None
    if shares is not None and len(shares.rest.strip(" .;")) < 4:
        return Attributes("", shares.lead, shares.role, shares.partners)
    only = only_shares(text, folded)
    if only is not None:
        return only
    labels = [match for match in _LABEL.finditer(folded) if _label_start(folded, match.start())]
    if not labels:
        return _aside(text, folded)
    found = Attributes(text[: labels[0].start()].strip(" .;,-–(\n|"))
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        kind = label.lastgroup or ""
        value = text[label.end() : end].strip(" ;,-–\n|")
        value = value.rstrip(".").strip()
        if value.endswith(")") and value.count(")") > value.count("("):
            value = value[:-1]
        found = _with(found, kind, value, text[label.start() : label.end()])
    return found


_TIME_LEFT = re.compile(
    r"[\s.,;]*(?:(?:xong|hoan thanh|thuc hien|trien khai|(?:moi|hang) (?:quy|thang|nam|tuan))\b"
    r".{0,60}|$)[\s.]*$"
)


def only_shares(text: str, folded: str) -> Attributes | None:
    """A paragraph or clause that says no more than who does it: "A phụ trách; B hỗ trợ."."""
    if len(text) > 200 or not begins_name(text, 0, folded):
        return None
    first = re.match(r"[^.]+", text)
    shares = _shared_out(first[0] if first else text)
    if not shares.lead or first is None:
        return None
    position = 0
    while position < first.end():
        at = position + len(folded[position:]) - len(folded[position:].lstrip(" ,;"))
        found = _IN_ASIDE.match(folded, at, first.end())
        names = names_at(text, at, folded=folded) if found else None
        if not found or names is None or names.end < found.end("names"):
            break
        position = found.end()
    if position == 0 or not _TIME_LEFT.match(folded, position):
        return None
    return replace(shares, before="", deadline=shares.deadline or deadline_in(text[position:]))


def _label_start(folded: str, at: int) -> bool:
    before = folded[:at].rstrip()
    return not before or before[-1] in ".;,:(|-–\n)" or folded[at - 1] == "\n"


def _with(found: Attributes, kind: str, value: str, label: str) -> Attributes:
    if not value:
        return found
    if kind == "lead":
        return replace(found, lead=split_names(value), lead_role="chủ trì")
    if kind == "doer" and not found.lead:
        shared = _shared_out(value)
        if shared.any:
            return replace(shared, before=found.before, deadline=shared.deadline or found.deadline)
        word = _word_of(label)
        return replace(found, lead=split_names(value), lead_role=word)
    if kind == "partner":
        return replace(found, partners=(*found.partners, *split_names(value)))
    if kind == "deadline":
        return replace(found, deadline=value)
    if kind == "funding":
        return replace(found, funding=value)
    return found


_WORD = re.compile(
    r"tham muu|dau moi|(?:chiu trach nhiem|phu trach|thuc hien|lam) chinh|chiu trach nhiem"
)


def _word_of(label: str) -> str:
    """The role word in a label as written: "Đơn vị chịu trách nhiệm chính" → its last words."""
    found = _WORD.search(flat(label))
    return label[found.start() : found.end()].lower() if found else "thực hiện"


def _aside(text: str, folded: str) -> Attributes:
    """As in "(Sở Y tế chủ trì, Sở Tư pháp phối hợp, xong trước 30/6)" after a task."""
    for match in _ASIDE.finditer(text):
        inside = match["inside"]
        low = flat(inside)
        if not re.search(r"chu tri|phoi hop|thuc hien|phu trach|dau moi", low):
            continue
        before = (text[: match.start()] + text[match.end() :]).strip(" .;")
        found = _shared_out(re.sub(r"^do\s+", "", inside, flags=re.IGNORECASE))
        if found.any:
            return replace(found, before=before, deadline=found.deadline or deadline_in(before))
    return Attributes(text)


def _shared_out(text: str) -> Attributes:
    """Who does what in "Sở Y tế chủ trì, phối hợp với …" or "A chủ trì; B, C phối hợp; xong …"."""
    folded = flat(text)
    subject = read_subject(text)
    role = read_role(subject.predicate) if subject.names else None
    if role is not None and role.word and role.partners:
        return Attributes("", subject.names, role.word, role.partners, deadline_in(text))
    lead: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    word = ""
    position = 0
    while position < len(text):
        at = position + len(folded[position:]) - len(folded[position:].lstrip(" ,;."))
        found = _IN_ASIDE.match(folded, at)
        if not found or not begins_name(text, at, folded):
            break
        names = split_names(text[at : found.end("names")].strip(" ,;"))
        if found["role"] in ("phoi hop", "ho tro", "tham gia") or found["role"].startswith("cung "):
            partners = names
        else:
            lead, word = names, text[found.start("role") : found.end("role")]
        position = found.end()
    time = DATE.search(folded, position)
    deadline = text[time.start() : time.end()] if time and (lead or partners) else None
    return Attributes("", lead, word, partners, deadline)
