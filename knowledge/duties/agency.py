"""Agency names in running text: where they begin, where they end, how a list of them splits.

A name begins with a word for a kind of body ("Sở", "Ủy ban", "các cơ quan") and ends where the
predicate begins, a verb in small letters, or at a connective. Nothing here lists real agencies.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from knowledge.duties.pattern import bounded
from knowledge.scan import figures, whole_phrases
from nlu.text import strip_accents

__all__ = [
    "KNOWN",
    "Names",
    "begins_name",
    "begins_verb",
    "flat",
    "names_at",
    "split_names",
]

_CAPITAL_HEADS = (
    "so", "bo", "ban", "phong", "hoi", "vien", "cuc", "chi cuc", "tong cuc", "trung tam",
    "van phong", "bao", "doan", "to",
    "thanh tra", "tap chi", "quy", "tong dai", "nha", "khoa", "hiep hoi", "lien hiep", "lien minh",
    "cong ty", "ngan hang",
    "cung", "clb", "cau lac bo", "nghiep doan", "lien doi", "lop", "nhom", "xi nghiep", "tap doan",
    "tong cong ty", "chi nhanh", "phong giao dich", "hoc vien", "phan hieu", "hop tac xa", "htx",
    "nha may", "thu vien", "bao tang", "dang bo", "chi bo", "hoi quan", "nha van hoa", "don",
    "don tri", "tram", "xuong", "phan xuong", "ld", "ldld", "cd", "cdcs", "truong", "vu", "thon",
    "ap", "khom", "ban tri su", "giao xu", "giao ho", "chua", "ban tri", "diem", "lien hoi",
    "buu dien",
    "buu cuc", "kho bac", "thue", "thong ke", "hai quan", "cang vu",
    "dang uy", "chi hoi", "chi doan", "doi", "hat", "dai", "trai", "co so", "mat tran", "lang",
    "khu",
)  # fmt: skip
"""Need a capital letter or an abbreviation after them: "Sở Y tế", not "sở hữu"."""
_HEADS = (
    r"uy ban(?: nhan dan| mat tran| mttq| kiem tra| dan so)?", r"ubnd", r"hdnd", r"ub\s?mttq\w*",
    r"mttq\w*", r"hoi dong nhan dan",
    r"hoi dong", r"mat tran to quoc",
    r"hoi (?:lien hiep|lhpn|phu nu|nong dan|cuu chien binh|nguoi|chu thap do|luat gia|khuyen hoc|"
    r"bao)",
    r"lien doan lao dong", r"ldld", r"doan thanh nien", r"doan tncs",
    r"(?:tinh|thanh|huyen|quan|thi|xa|phuong) doan\b", r"tinh doan",
    r"cong doan", r"cong an", r"toa an", r"tand", r"vien kiem sat", r"vks\w*", r"vksnd",
    r"bo chi huy", r"bo doi bien phong",
    r"don bien phong", r"ban chi huy", r"ban chi dao", r"ban quan ly", r"ban giam hieu",
    r"ban giam doc", r"ban cong tac", r"ban nhan dan",
    r"ban van dong", r"ban dai dien", r"ban tri su", r"ban giam khao", r"ban to chuc",
    r"ban bien tap", r"hoi dong", r"cdcs\b", r"ldld\b", r"nghiep doan",
    r"luc luong (?:bao ve|cong an|dan quan|an ninh|bien phong)",
    r"khoi (?:van phong|truong|co quan)", r"thanh tra (?:tinh|thanh pho|huyen|so)", r"kho bac",
    r"bao hiem xa hoi",
    r"bhxh", r"tram y te", r"tram truyen thanh",
    r"trung tam (?:y te|van hoa|van hoa|dich vu|cong tac|tro giup|phuc vu|giao duc|boi duong|"
    r"hanh chinh|cong nghe)", r"ttyt", r"tyt", r"benh vien",
    r"dai (?:phat thanh|truyen thanh|truyen hinh|pt)", r"cong (?:thong tin|ttdt)",
    r"trang thong tin dien tu", r"hieu truong", r"thu truong",
    r"chu tich", r"nguoi dung dau", r"bi thu", r"truong (?:phong|ban|thon|khu|to|ap|ban|cong an)\b",
    r"giam doc",
    r"truong (?:hoc|thpt|thcs|tieu hoc|mam non|dai hoc|cao dang|pho thong|trung hoc)",
    r"nha truong", r"van phong (?:hdnd|ubnd|dang|thanh uy|tinh uy|uy ban)",
    r"phong,? ban", r"so,? (?:ban|nganh)",
    r"to (?:phan ung|xung kich|can thiep)\b",
    r"to (?:dan pho|hoa giai|tu van|cong tac|truyen thong|giup viec|lien gia)", r"tdp\b",
    r"thon,? ", r"khu pho", r"ap,? ",
    r"ban,? nganh",
    r"nganh (?:giao duc|y te|cong an|tu phap|van hoa|toa an|kiem sat|lao dong|noi vu)",
    r"doanh nghiep", r"don vi\b(?! tinh\b)",
    r"co quan\b(?! diem)", r"dia phuong", r"chinh quyen", r"cap uy", r"dang uy", r"cac? cap hoi",
    r"cac cap (?:hoi|uy|chinh quyen|bo|nganh)",
    r"lanh dao", r"doan the",
    r"to chuc (?:chinh tri|xa hoi|doan the|phi chinh phu|lien quan|co lien quan|thanh vien)",
    r"co so (?:kham|y te|giao duc|cung cap|tro giup|bao tro|xa hoi|dao tao)",
    r"thuong truc", r"mat tran", r"ban dieu hanh", r"vp\b", r"tong dai", r"bo phan",
    r"trung uong hoi", r"tw hoi", r"bao va (?:dai|phat thanh)", r"chi hoi", r"gia lang",
    r"truong buon",
    r"nguoi co uy tin", r"hoi co so", r"can bo (?:phu trach|van hoa|tu phap|lao dong)",
    r"cong chuc (?:van hoa|tu phap|phu trach|lao dong)",
)  # fmt: skip
_PERSONS = (
    r"(?:pho )?(?:to|doi|khoi|nhom|khoa|xa|ca) truong\b", r"(?:pho )?chu nhiem\b(?! vu)",
    r"pho (?:tong giam doc|giam doc|hieu truong|chu tich|bi thu|truong|quan doc|vien truong)\b",
    r"quan doc\b", r"chanh (?:an|van phong|thanh tra)\b", r"(?:vien|cuc|vu|chi huy) truong\b",
    r"truong (?:chuyen|xuong|bo phan|ban dieu hanh|khu tro)\b", r"ban quan tri\b",
    r"chu (?:ho|tro)\b",
    r"tong phu trach", r"giao vien (?:chu nhiem|tong phu trach|phu trach|bo mon|tu van)",
    r"nhan vien (?:y te|tu van|cong tac|bao ve|xa hoi|thu vien|truc)", r"ke toan\b", r"bac si\b",
    r"dieu duong (?:truong|vien)", r"can bo (?:dau moi|truc|phong|khoa|thu vien)",
    r"cong chuc (?:xa|phuong|phu trach)", r"gioi chu", r"chu (?:doanh nghiep|tau|co so|nha tro)\b",
    r"cong tac vien", r"hoa giai vien", r"tuyen truyen vien", r"thuyen truong", r"phu huynh",
    r"cha me hoc sinh", r"truong (?:khom|buon|xom|lang|doan|ca|kip|nhom|khoa|doi|chi|dai|tram)\b",
)  # fmt: skip
"""People by their office: a body of the plan only where they begin a sentence or a heading."""
_GENERIC = (
    r"(?:cac|nhung|moi|tat ca(?: cac)?)\s+(?:so|co quan|don vi|dia phuong|ban|nganh|doan the|to "
    r"chuc|hoi|phong|cap|to|thon|ap|doanh nghiep|co so|xa|phuong|"
    r"huyen|quan|truong|khu|trung tam|bo|thanh vien|ben|luc luong|nha|hop tac xa|khoi|benh vien|"
    r"tram|cong ty|cum|chi hoi|ban|vien|cau lac bo|khoa|bao|dai|to chuc)\b"
)
_HEAD = re.compile("|".join((_GENERIC, *_HEADS)))
_OFFICE_HOLDER = re.compile("|".join(_PERSONS))
_CAPITAL_HEAD = re.compile(rf"(?:{'|'.join(sorted(_CAPITAL_HEADS, key=len, reverse=True))})\s+")
_NOT_A_NAME = re.compile(
    r"(?:phong ngua|phong,? ?chong|ban hanh|bao cao|bao luc|bao dam|bao ve|to chuc(?! (?:chinh "
    r"tri|xa hoi|doan the|phi chinh phu|lien quan|co lien quan|thanh vien))|"
    r"hoi nghi|hoi thao|hoi thi|hoi vien|hoi nhap|hoi dong giam dinh|bo luat|bo tieu chi|bo tai "
    r"lieu|bo quy|bo nhan dien|doan vien|doan kiem tra|doan ket|vien chuc|vien tro|"
    r"dia phuong hoa|co so du lieu|co so vat chat|co so giam|quy dinh|quy trinh|quy che|quy "
    r"[ivx]+\b|quy \d|quy ho tro|cong chuc,|can bo,|truong hop|dai dien|khu vuc|co quan diem|"
    r"nha tam lanh|nha nuoc|don vi tinh|"
    r"trung tam cua|thanh tra,|thanh tra va|to cao|so lieu|so hoa|so nguoi|so vu|so luong|chu "
    r"tich nuoc|doanh nghiep vua)"
)
_VERBS = (
    "chu tri", "chu dong", "phoi hop", "tham muu", "chi dao", "huong dan", "to chuc", "trien khai",
    "thuc hien", "xay dung",
    "tang cuong", "day manh", "tiep tuc", "thuong xuyen", "tich cuc", "co trach nhiem",
    "chiu trach nhiem", "co nhiem vu",
    "la (?:co quan|don vi|dau moi|thuong truc|noi)", "lam (?:dau moi|co quan)", "can cu",
    "tren co so", "theo chuc nang", "theo nhiem vu", "theo tham quyen",
    "trong pham vi", "long ghep", "bo tri", "can doi", "ra soat", "kiem tra", "giam sat",
    "theo doi", "don doc", "tong hop",
    "bao cao", "tuyen truyen", "pho bien", "van dong", "nang cao", "phat huy", "bao dam", "dam bao",
    "cung cap", "ho tro",
    "tiep nhan", "quan ly", "cu can bo", "cu ", "tham gia", "khuyen khich", "dua ", "nghien cuu",
    "de xuat", "hang nam", "hang quy", "hang thang", "dinh ky",
    "truoc ngay", "chuan bi", "lap ", "ban hanh", "quan triet", "cap nhat", "duy tri", "mo ",
    "thanh lap", "phat hien", "tap huan",
    "dao tao", "boi duong", "thong ke", "thu thap", "gui ", "nop ", "chu trong", "quan tam",
    "xu ly", "giai quyet", "can thiep", "bao ve",
    "phan cong", "giao ", "tao dieu kien", "thong tin kip thoi", "tu van", "tro giup", "kip thoi",
    "phan bo", "tham dinh", "huy dong", "xac minh",
    "dieu tra", "truy to", "xet xu", "nam tinh hinh", "nam bat", "nam chac", "tiep can", "ket noi",
    "gioi thieu", "bien soan", "in an", "phat hanh",
    "dang tai", "phat song", "dang ", "viet bai", "van hanh", "ung dung", "thi diem", "nhan rong",
    "dap ung", "khao sat", "danh gia",
    "so ket", "tong ket", "khen thuong", "bieu duong", "nhac nho", "cong bo", "phe duyet",
    "xem xet", "phan dau", "phan anh",
    "thuc day", "khai thac", "su dung", "keu goi", "thiet lap", "bo sung", "hoan thien",
    "hoan thanh", "dieu phoi", "lien he", "trao doi",
    "chia se", "phu trach", "dam nhiem", "dam nhan", "duoc giao", "can ", "phai ", "co ke hoach",
    "co giai phap", "co bien phap", "gan ",
    "quy dinh", "yeu cau", "de nghi", "cung co", "truyen thong", "giao duc(?! va dao tao)",
    "thanh tra", "quan he", "nghiem tuc", "khan truong", "som ", "tu ", "bien tap", "san xuat",
    "cham soc", "kham", "chua tri", "dieu tri", "phan loai", "sang loc", "tiep don", "tiep dan",
    "hoa giai", "ngan chan", "phong ngua", "phong, chong", "phong chong", "dau tranh",
    "xac dinh", "kiem sat(?! nhan dan)", "nam tinh", "bao cong", "ap dung", "tap trung", "lam tot",
    "cho (?:vay|muon|thue|phep|mien)", "du toan", "phat (?!thanh|trien)", "soan ", "truc ",
    "so cuu", "tuan tra", "cham ", "treo ",
    "niem yet", "day ", "nhac ", "ghi ", "lay ", "ve tranh", "viet ", "don ", "thu gom", "tham hoi",
    "vui choi", "khuyen ", "bao ngay", "bao cho", "bao ve (?!thuc vat)", "khoi to", "xu phat",
    "cap giay",
    "chi ", "trich ", "tuyen ", "chon ", "giup ", "dung ", "lam ", "kiem tra", "thu ",
    "len ke hoach",
    "ra soat", "cung co", "phoi hop", "dang ky", "xay ", "chup ", "quay ", "nhan dien", "cong nhan",
    "nam (?:tung|ro|sat|danh|so|thong)", "cap (?:lai|doi|moi|the|giay|ma)", "gop y", "kien nghi",
    "cai dat", "cai ", "sua ", "dat ", "chuyen giao", "ra mat",
    "cam ket",
    "chia se", "tang ", "trao ", "dong hanh", "tich hop", "xuat ban", "len ", "don ve", "bien che",
    "lua chon", "ky ket", "de ra", "chap hanh",
    "tien hanh", "tinh toan", "trinh ", "thong bao", "cong khai", "sap xep", "dau tu", "mua sam",
    "chi tra", "cap phat", "cap kinh phi", "luu tru", "bao mat", "lam viec",
    "nhan (?!dan)", "tim ", "tao ", "to giac", "len tieng", "vao cuoc", "quyet liet", "phan cap",
    "dieu chinh", "doi moi", "mo rong", "trang bi", "gan ket", "chuyen ", "don tiep", "bo tri",
)  # fmt: skip
_CONNECTIVES = (
    r"trong \d", r"(?:sang|chieu|toi) thu (?:hai|ba|tu|nam|sau|bay|\d)", "trong viec",
    r"trong (?:ngay|dem|tuan|buoi)", "trong thang", "trong quy", "trong nam", "trong vong",
    "truoc ", "cham nhat",
    "muon nhat", "trong cong tac", "trong qua trinh", "trong trien khai", "trong thuc hien", "de ",
    "nham ", "ve viec", "ve cong tac", "ve ", "khi ", "thong qua",
    "duoi su", "gop phan", "dong thoi", "tu do", "tai cac", "nhu:", "bang ", "voi cac hinh thuc",
    "voi su", "qua ", "do ", "vao ", "tu nguon", "theo quy dinh", "theo ke hoach", "theo dung",
    "theo huong dan", "theo phan", "theo noi dung",
)  # fmt: skip
_END = re.compile(
    rf"(?<=[\s,])(?:{'|'.join((*_VERBS, *_CONNECTIVES))})(?=\b|(?<=\s))|[:;()]|\.(?:\s|$)|"
    rf"(?<=\s)-\s(?=(?:chu tri|phoi hop))"
)
_NOUN_AFTER = re.compile(
    r"(?:to chuc (?:chinh tri|xa hoi|doan the|thanh vien|phi chinh phu|lien quan|co lien quan|"
    r"khac|,|va|tin dung)|quan ly nha nuoc|quan ly thi truong|"
    r"cung cap dich vu|thanh tra (?:tinh|thanh pho|so|huyen)|kham benh|kham,? chua|bao ve (?:tre "
    r"em|nguoi|phu nu|chinh tri|rung)|ho tro (?:phu nu|nguoi|nan nhan)|giao duc (?:nghe|mam non|"
    r"pho thong|thuong xuyen|nghe nghiep)|phong,? chong (?:ma tuy|toi pham)|"
    r"bao chi|truyen thong(?:,| va| dai chung)|tu van (?:phap luat|tam ly)|tro giup (?:phap ly|"
    r"xa hoi)|hoa giai o|cham soc (?:tre|nguoi)|su dung lao dong|dang (?:doan|uy|bo|vien)|xet "
    r"xu|dieu tra,|dao tao(?:,| va| nghe))"
)
_SPELLED = {
    "cai": ("cài",), "sua": ("sửa",), "dat": ("đặt",), "tang": ("tặng", "tăng"),
    "trao": ("trao",), "len": ("lên",),
    "phat": ("phát",), "soan": ("soạn",), "truc": ("trực",), "cham": ("chấm",), "treo": ("treo",),
    "day": ("dạy",), "nhac": ("nhắc",), "ghi": ("ghi",), "lay": ("lấy",), "viet": ("viết",),
    "don": ("đón",), "khuyen": ("khuyên",), "chi": ("chi",), "trich": ("trích",),
    "tuyen": ("tuyển",), "chon": ("chọn",), "giup": ("giúp",), "dung": ("dựng", "dùng"),
    "lam": ("làm",), "thu": ("thu",), "xay": ("xây",), "chup": ("chụp",), "quay": ("quay",),
    "nhan": ("nhận",), "do": ("do",), "de": ("để",), "cu": ("cử",), "can": ("cần", "cân"),
    "tu": ("từ", "tự"), "qua": ("qua",), "mo": ("mở",), "lap": ("lập", "lắp"), "gan": ("gắn",),
    "ve": ("về",), "vao": ("vào",), "khi": ("khi",), "bang": ("bằng",), "dang": ("đăng",),
    "tao": ("tạo",), "tim": ("tìm",), "giao": ("giao",), "gui": ("gửi",), "phai": ("phải",),
    "som": ("sớm",), "trinh": ("trình",), "nop": ("nộp",), "dua": ("đưa",), "chuyen": ("chuyển",),
}  # fmt: skip
"""Short words whose folded form is many words: what they look like with accents."""
_BEFORE_NOUN = re.compile(
    r"(?:\bcac|\bcua|\bnhung|\bmoi|\bcap|\bnganh|\bcong tac|\bdich vu|\bva co quan|\bco so|\bphu "
    r"trach|\blam|\bto|\bdoi|\bban|\bnhiem vu)\s$"
)


_KEY_PHRASES = ("chu tri", "phoi hop", "tham muu", "de nghi", "dau moi", "bao cao", "trach nhiem")


_BREAKABLE = ("phoi hop voi", *_KEY_PHRASES)


def _one_off(phrase: str) -> str:
    """A pattern for ``phrase`` with any one letter misread."""
    forms = (
        f"{re.escape(phrase[:at])}[a-z0-9]{re.escape(phrase[at + 1 :])}"
        for at in range(len(phrase))
        if phrase[at] != " "
    )
    return rf"(?<![a-z0-9])(?:{'|'.join(forms)})(?![a-z0-9])"


_SCANNED = re.compile(
    "|".join(f"(?P<p{index}>{_one_off(phrase)})" for index, phrase in enumerate(_KEY_PHRASES))
)


def _mended(folded: str) -> str:
    """Folded text with one-letter scanning errors in role words put right, same length."""
    return _SCANNED.sub(lambda found: _KEY_PHRASES[int((found.lastgroup or "p0")[1:])], folded)


_STRAY = re.compile(r"(?<=[a-z])'(?=\s)")
"""A speck behind a word that a scan takes for an apostrophe."""
_CAE = re.compile(r"(?<![a-z])cae(?![a-z])")


@lru_cache(maxsize=16384)
def flat(text: str) -> str:
    """``text`` without accents and in small letters; every character keeps its place (NFC text)."""
    plain = strip_accents(figures(text)).lower()
    if "'" in plain or "cae" in plain:
        plain = _STRAY.sub(" ", _CAE.sub("cac", plain))
    plain = _mended(whole_phrases(plain, _BREAKABLE))
    return (
        plain
        if len(plain) == len(text)
        else "".join((strip_accents(sign).lower() or " ")[0] for sign in text)
    )


@dataclass(frozen=True, slots=True)
class Names:
    """Agency names as written, and where the text goes on after the list."""

    names: tuple[str, ...]
    end: int


_PERSON = re.compile(r"(?:Ông|Bà|Chị|Anh|Đồng chí|đồng chí|Đ/c)\s+[^\W\d_a-zà-ỹ]")
"""A person the plan names with a form of address."""


_EACH = re.compile(r"[Mm]ỗi\s")
"""Each of many is whom a task is spread over, nobody it is given to."""
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
    if _NOT_A_NAME.match(folded, at) or _EACH.match(text, at):
        return False
    if _HEAD.match(folded, at) or _PERSON.match(text, at):
        return True
    if text[at].isupper() and (_BARE_LABEL.match(folded, at) or _OF_LEVEL.match(folded, at)):
        return True
    if text[at].isupper() and _OFFICE_HOLDER.match(folded, at):
        return True
    if _BARE_HEAD.match(folded, at) and text[at].isupper() and _stands_bare(folded, at):
        return True
    capital = _CAPITAL_HEAD.match(folded, at)
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


_VERB = re.compile(rf"(?:{'|'.join(_VERBS)})")


def begins_verb(folded: str) -> bool:
    """Whether folded text begins with a word a predicate begins with."""
    return _VERB.match(folded) is not None


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
"""Longer than anything :data:`_BEFORE_NOUN` matches."""
_COMPOUND = re.compile(
    r"(?:\b(?:quy|chuong|cong|tien|lo|giao|hanh|qua) trinh\s?|\bphong ke hoach tong hop|"
    r"\b(?:thuong|dieu|hanh) (?:truc|chinh)\s?|\bduong lam\s?|\bviec lam\s?)$"
)
"""Nouns whose second word looks like a verb: "quy trình", "Phòng Kế hoạch tổng hợp"."""
_ORGANISATIONS = bounded(r"to chuc\s*(?:,|va|$|\.|;)")


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
    position = at + 1
    accented: bool | None = None
    while True:
        match = _END.search(folded, position)
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
        spelled = _SPELLED.get(word[0]) if word else None
        if spelled and word and match[0].strip() == word[0]:
            written = text[start : word.end()].lower()
            if accented is None:
                accented = strip_accents(text) != text
            if written not in spelled and (written != word[0] or accented):
                position = match.end()
                continue
        noun = _NOUN_AFTER.match(folded, start) or (
            folded.startswith(
                (
                    "to chuc",
                    "quan ly",
                    "tong hop",
                    "cham soc",
                    "tu van",
                    "ho tro",
                    "bao ve",
                    "cung cap",
                ),
                start,
            )
            and _BEFORE_NOUN.search(folded[max(0, start - _BEFORE) : start])
        )
        inside_list = _ORGANISATIONS.match(folded, start)
        if not capital and not noun and not inside_list:
            return start
        position = match.end()


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
