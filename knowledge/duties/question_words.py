"""The words of a question's frame: what kind of answer it wants, which role, which topic."""

from __future__ import annotations

import re

from knowledge.duties.ranking import spell_out
from nlu.text import fold

__all__ = ["ACROSS", "NO_LEAD", "REVERSE", "ROLE", "WHICH", "asks_duty", "kind_of", "topic_of"]

ACROSS = re.compile(
    r"\b(?:ke hoach|dia phuong|tinh|noi|thanh pho|plan) nao\b(?!.*\bcua ke hoach nay)|\bcac ke "
    r"hoach\b|\bnhung (?:ke hoach|dia phuong|noi|tinh)\b|\bo nhung dau\b|"
    r"\bso sanh\b|\b(?:ca|bon|4|hai|ba) (?:bon |4 |hai |ba )?(?:ke hoach|plan|dia phuong|noi|"
    r"tinh)\b|(?<!dau )\bmoi (?:ke hoach|noi|dia phuong)\b|\btat ca cac ke hoach|\bke hoach khac"
)
_WHO = (
    r"(?:\bai\b|\b(?:co quan|don vi|so|phong|ban|ben|to chuc|noi|nganh|nguoi|cho|bo phan|hoi|"
    r"doan the|ong|truong|cap)(?: chuc nang| chuyen mon)? (?:nao|mo)\b|\b(?:so|phong|ban|co quan|"
    r"don vi|ben) dau\b|\bdon vi gi\b|\bco quan "
    r"gi\b|\bso gi\b|\bthang nao\b|\bnhung ai\b|\bphong gi\b|\bdau moi la\b)"
)
REVERSE = re.compile(
    r"\blam (?:nhung |duoc )?(?:cong viec |viec )?gi\b|\b(?:nhung |cac |co |bao nhieu |mot so "
    r")?(?:nhiem vu|viec|trach nhiem|cong viec|phan viec|viec gi)(?: gi| nao| chi| ra sao| cu "
    r"the)\b|\bnhung (?:nhiem vu|viec|trach nhiem)\b|\bduoc giao (?:gi|nhung gi|viec gi|lam gi)|"
    r"\b(?:phu trach|chiu trach nhiem|dam nhan|dam nhiem|ganh|nhan|giu|lo|lam) "
    r"(?:nhung |cac |ve )?(?:gi|(?:viec|khoan|mang|phan|muc|chuyen|mon|noi dung|linh vuc|cong "
    r"doan) (?:gi|nao))\b|\b(?:chu tri|phoi hop|tham muu|dau moi|thuc hien|de nghi|bao cao|"
    r"huong dan|to chuc)(?: lam| thuc hien)? (?:nhung )?(?:gi|viec gi|viec nao|nhung gi|"
    r"nhung viec|cai gi|"
    r"nhiem vu gi|nhiem vu nao|nhung nhiem vu|hoat dong gi|noi dung nao|noi dung gi|chuyen "
    r"gi)\b|"
    r"\b(?:liet ke|ke ra|tom tat|neu|cho biet|cho xem)\b.*\b(?:nhiem vu|viec|trach nhiem)|\bphai "
    r"lam\b|\blam (?:chi|j|nhung)\b|\b(?:nhiem vu|trach nhiem) cua\b|\bviec cua\b|\bcan lam\b|"
    r"\bphan nao\b|\bphan cong (?:nhung )?(?:gi|viec gi|viec nao|the nao)|\bco (?:phan )?viec "
    r"(?:gi|nao)\b|\bgiao (?:nhung )?(?:viec|nhiem vu|phan viec) (?:gi|nao)|\bduoc (?:de nghi|"
    r"yeu cau|phan cong)(?: lam| nhung)? (?:gi|viec gi|viec nao|nhung gi)"
)
ROLE = re.compile(
    r"\bvai tro\b|\bvai (?:gi|nao|chinh|phu)\b|\b(?:chu tri|dung dau|"
    r"lead)\b.{0,30}\bhay\b.{0,30}\b(?:phoi hop|tham muu|thuc hien|ho tro|chi|dau moi)|\bchu tri "
    r"hay\b|\bphoi "
    r"hop hay chu tri\b|\bphoi hop hay\b|\bco phai\b.{0,60}\b(?:chu tri|phoi hop|dau moi|tham "
    r"muu)|"
    r"\bco (?:duoc )?(?:(?:ghi|neu|giao|phan cong|goi|xem|coi|viet|noi)(?: ro)?(?: la| lam| vai)? "
    r")?"
    r"(?:co quan )?(?:chu tri|phoi hop|dau moi|tham muu)\b.{0,80}\bkhong\b|"
    r"\b(?:duoc |la |hay (?:la )?|bi )+(?:de nghi|giao|yeu cau|moi|phan cong)\b.{0,20}\bhay\b"
    r".{0,12}\b(?:giao|de nghi|yeu cau|bat buoc|phan cong|moi)\b|"
    r"\btu cach gi\b|\bco chu tri\b|\bdong "
    r"vai\b|\btham gia (?:voi )?(?:vai|tu cach)\b|\bchu tri .{0,60}(?:dung|phai|a) khong\b"
)
_REPORT = re.compile(
    r"\bbao cao\b.{0,60}(?:\bai\b|\bdau\b|\bkhi nao\b|\bbao gio\b|\bngay nao\b|\bhan\b|\bnoi "
    r"nao\b|\bcho\b|\bgui\b|\bve\b|\bthang\b|\bmay lan\b|\btruoc\b|\bdinh ky\b|\bngay may\b|"
    r"\bday\b|\bhom nao\b|\bluc nao\b|\bthoi (?:gian|han|diem)\b)|"
    r"\b(?:gui|nop|han|thoi han|ngay|ai|lich|ky|che do|moc)\b.{0,60}\bbao cao\b|\b(?:phan anh|"
    r"gui) ve dau\b|\bnhan bao cao\b|\bbao cao\b.{0,20}$|\bkho khan,? vuong mac\b|\bvuong "
    r"mac\b.{0,60}(?:\bai\b|\bdau\b)"
)
_DEADLINE = re.compile(
    r"\bkhi nao\b|\bbao gio\b|\bquy (?:may|nao)\b|\bthang (?:may|nao)\b|\bngay (?:nao|may)\b|"
    r"\bthoi gian\b|\bthoi han\b|\bhan (?:chot|cuoi|hoan thanh|xong|la|den)?\b|\bchung nao\b|"
    r"\bluc nao\b|\bhom nao\b|\bnam nao\b|\bxong truoc\b|\bdeadline\b|\btien do\b|\bmay (?:gio|"
    r"thang)\b|\bdinh ky\b|\bthuong xuyen (?:hay|khong)\b|\bthoi diem\b"
)
_FUNDING = re.compile(
    r"\bkinh phi\b|\bngan sach\b|\bnguon (?:tien|von|luc tai chinh)\b|\btien (?:dau|o dau|lay)\b|"
    r"\bdu toan\b|\bai chi (?:tien|tra)\b|\bcap tien\b|\btien thuc hien\b|\b(?:lo|cap|chi|bo tri|"
    r"xin|lay|can|rot|xuat|bo|do|tra|tinh|kiem|gop) (?:\w+ )?(?:tien|quy|von)\b"
    r"(?! (?:do|hanh|bo|toi|si))|\bbo tri tien\b|"
    r"\btien (?:nong|bac|cua|tu|dau ra)\b|\btui (?:tien )?(?:nao|ai)\b|\bkhoan (?:chi|tien)\b|"
    r"\bnguon (?:nao|gi|o dau|tu dau)\b|\btien\b.{0,12}\blay\b.{0,8}\bdau\b"
)
_WHOSE_PLAN = re.compile(
    r"\b(?:ke hoach|van ban|de an)?\s*(?:cua|o|tai|trong)? (?:noi|dia phuong|tinh|thanh pho) nao\b"
)
_CONFLICT = re.compile(
    r"\bmau thuan\b|\bchong cheo\b|\btrung (?:nhau|lap)\b|\bxung dot\b|\bkhac nhau\b|\bkhong "
    r"thong nhat\b|\b(?:co|khong) (?:khop|thong nhat|dong nhat)\b|\bkhop nhau\b|\blech nhau\b|"
    r"\bda nhau\b|\b(?:trai|nguoc|venh) nhau\b|"
    r"\bchong len nhau\b|\bbat nhat\b|\btien hau\b|"
    r"\bhai (?:noi|co quan|dieu khoan|muc) .*cung\b|\bgiao (?:cho )?hai\b|\btrung "
    r"(?:viec|nhiem vu|noi dung)\b|\bgiao trung\b"
)
_LEAD = re.compile(r"\bchu tri\b|\bdung dau\b|\bcam (?:trich|dau)\b|\blead\b")
_PARTNER = re.compile(r"\bphoi hop\b|\bcung (?:lam|ai)\b|\bho tro ai\b")
_ADVISE = re.compile(r"\btham muu\b|\bdau moi\b")
_REQUESTED = re.compile(r"\bde nghi\b")
_ASKS_LEAD = re.compile(
    r"\b(?:co quan|don vi|ben|phong|so) (?:chu tri|phoi hop|thuc hien|dau moi|phu trach)\b|\bchu "
    r"tri(?:,? (?:va )?phoi hop)?\s*[?.]*$|\bphoi hop\s*[?.]*$|\bgiao (?:cho )?ai\b"
)
_ASKED_OR_TOLD = re.compile(
    r"\b(?:de nghi|giao|yeu cau|phan cong)\b.{0,20}\bhay\b.{0,12}"
    r"\b(?:giao|de nghi|yeu cau|bat buoc|phan cong)\b"
)
_EITHER = re.compile(r"\b(?:hay(?: la)?|hoac)\b(?! (?:phoi hop|tham muu|thuc hien|chi\b))")
_WITH_WHOM = re.compile(
    rf"\b(?:(?:phoi hop|lam|ket hop|lam viec)(?: chung| them)? (?:voi|cung)|phoi hop|cung)(?: "
    rf"nhung| cac)? (?:{_WHO})"
)


_WHERE_NAMED = re.compile(
    r"\b(?:o|tai|trong|khac(?: nhau)?(?: o)?) (?:nhung |cac |may )?(?:cho|muc|phan|dieu|dieu khoan)"
    r" nao\b"
)
_DIFFER = re.compile(r"\b(?:khac|giong)(?: nhau| gi| o)?\b|\bso (?:voi|sanh)\b|^so \w+")
_NO_REPORT = re.compile(r"\bthong ke(?: ?,)? (?:va )?bao cao\b|\bbao cao vien\b")
"""Work with the word "báo cáo" in its name."""


def kind_of(folded: str, bodies: int, across: bool) -> tuple[str, str]:
    """What is asked and about which role.

    Args:
        folded: the question, folded, abbreviations spelled out.
        bodies: how many agencies it names.
        across: whether it asks over plans.
    """
    body = bodies > 0
    role = (
        "lead"
        if _LEAD.search(folded)
        else "advise"
        if _ADVISE.search(folded)
        else "ask"
        if _REQUESTED.search(folded)
        else "partner"
        if _PARTNER.search(folded)
        else ""
    )
    plain = (
        _WHOSE_PLAN.sub(" ", _WITH_WHOM.sub(" phoi hop voi_ai ", folded))
        if across
        else (_WITH_WHOM.sub(" phoi hop voi_ai ", folded))
    )
    if body:
        plain = _WHERE_NAMED.sub(" ", plain)
    who = re.search(_WHO, plain) is not None
    if _CONFLICT.search(folded) and not across:
        return "conflict", role
    if role == "advise" and who and not re.search(r"\bbao cao\b|\bphan anh\b", folded):
        return "forward", role
    if _REPORT.search(_NO_REPORT.sub(" ", folded)):
        return "report", role
    if body and across and _DIFFER.search(folded):
        return "reverse", role
    if bodies > 1 and _EITHER.search(folded) and not _ASKED_OR_TOLD.search(folded):
        return "forward", role
    if ROLE.search(folded) and (not who or re.search(r"\bhay\b", folded) or (across and body)):
        return "role", role
    if _FUNDING.search(folded):
        return "funding", role
    if body and across and not who and not REVERSE.search(plain):
        return "role", role
    if REVERSE.search(plain) and not who:
        return "reverse", role
    if _DEADLINE.search(folded) and not who:
        return "deadline", role
    if who or "voi_ai" in plain or (_ASKS_LEAD.search(folded) and not REVERSE.search(plain)):
        return "forward", role
    if body:
        return "reverse", role
    return "forward", role


_WHEN_ASKED = re.compile(
    r"\b20[1-4]\d\b|\b(?:(?:vao|trong) )?(?:quy (?:i{1,3}v?|iv|[1-4])|thang \d{1,2})"
    r"(?:(?: ?,)? (?:va )?(?:i{1,3}v?|iv|[1-4])\b)*"
)
WHICH = re.compile(
    r"\b(?:viec|nhiem vu|hoat dong|noi dung|khoan|muc|dong|phan|dau viec|mang) (?:nao|gi)\b|"
    r"\b(?:nhung|bao nhieu|may) (?:viec|nhiem vu|khoan|muc|dong)\b"
)
NO_LEAD = re.compile(
    r"\b(?:khong|chua|thieu|ko|k)(?: (?:co|ghi|neu|giao|phan|ro|thay|noi|cong|ai|cho|la))*"
    r"(?: (?:co quan|don vi|ben|nguoi|ai))*(?: nao)? (?:chu tri|dung dau|phu trach)\b"
)
"""Tasks for which nobody is named are asked for."""
_FRAME = re.compile(
    rf"{_WHO}|\b(?:chu tri|phoi hop|tham muu|dau moi|lam gi|nhiem vu gi|vai tro|bao cao|khi nao|"
    rf"bao gio|quy may|thang may|ngay nao|giao cho|duoc giao|kinh phi|"
    r"ke hoach nao|thoi gian|thoi han|han chot|(?:chiu )?trach nhiem(?: gi)?|"
    r"(?:mang|khoan|phan|viec) gi|lo gi|phu trach|dam nhan|dam nhiem|lo phan|"
    r"(?:lam )?truong (?:doan|nhom)|(?:di|tham gia) cung|di theo|giao(?= cho\b| so\b|$)|"
    r"de nghi|cam trich|dung dau|cho hoi|cho minh hoi|vui long|theo ke hoach|trong ke hoach)\b"
)


def topic_of(text: str) -> str:
    """The words left once place, bodies and the question's frame are taken out."""
    words = _WHEN_ASKED.sub(" ", _FRAME.sub(" ", spell_out(text)))
    return re.sub(r"\s+", " ", words).strip(" ?.,:")


_SO_MANY_WORDS = re.compile(
    r"\b(?:ai|(?:co quan|don vi|ben|so|phong|ban|nganh|to chuc) nao|so ban nganh nao)"
    r" (?:se |phai |la |duoc giao |dung ra )*"
    r"(?:chu tri|phoi hop|tham muu|lam dau moi|chiu trach nhiem)\b"
    r"|\b(?:chu tri|phoi hop|dau moi|bao cao) (?:la |voi |cho |gui )*"
    r"(?:ai|nhung ai|(?:co quan|don vi|ben) nao)\b"
)


def asks_duty(text: str) -> bool:
    """Whether a message asks in so many words who leads, helps or is reported to."""
    return _SO_MANY_WORDS.search(fold(text)) is not None
