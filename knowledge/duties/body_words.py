"""Words, folded, with which the name of a body begins; nothing here lists real bodies."""

from __future__ import annotations

import re

__all__ = ["CAPITAL_HEAD", "HEAD", "NOT_A_NAME", "OFFICE_HOLDER"]

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
    r"luc luong (?:bao ve|cong an|dan quan|an ninh|bien phong|tham gia bao ve)",
    r"khoi (?:van phong|truong|co quan)", r"thanh tra (?:tinh|thanh pho|huyen|so)", r"kho bac",
    r"bao hiem xa hoi",
    r"bhxh", r"tram y te", r"tram truyen thanh",
    r"trung tam (?:y te|van hoa|van hoa|dich vu|cong tac|tro giup|phuc vu|giao duc|boi duong|"
    r"hanh chinh|cong nghe)", r"ttyt", r"tyt", r"benh vien",
    r"dai (?:phat thanh|truyen thanh|truyen hinh|pt)", r"cong (?:thong tin|ttdt)",
    r"trang thong tin dien tu", r"hieu truong", r"thu truong",
    r"chu tich", r"nguoi dung dau", r"bi thu",
    r"truong (?:cac )?(?:phong|ban|thon|khu|to|ap|khom|buon|xom|lang|cong an)\b",
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
    r"(?:uy vien|truong) ban\b",
    r"(?:pho )?(?:to|doi|khoi|nhom|khoa|xa|ca) truong\b", r"(?:pho )?chu nhiem\b(?! vu)",
    r"pho (?:tong giam doc|giam doc|hieu truong|chu tich|bi thu|truong|quan doc|vien truong)\b",
    r"quan doc\b", r"chanh (?:an|van phong|thanh tra)\b", r"(?:vien|cuc|vu|chi huy) truong\b",
    r"truong (?:chuyen|xuong|bo phan|ban dieu hanh|khu tro)\b", r"ban quan tri\b",
    r"chu (?:ho|tro)\b",
    r"tong phu trach", r"giao vien (?:chu nhiem|tong phu trach|phu trach|bo mon|tu van)",
    r"nhan vien (?:y te|tu van|cong tac|bao ve|xa hoi|thu vien|truc)", r"ke toan\b", r"bac si\b",
    r"dieu duong (?:truong|vien)", r"can bo (?:dau moi|truc|phong|khoa|thu vien)",
    r"cong chuc (?:xa|phuong|phu trach|lam cong tac)", r"gioi chu",
    r"chu (?:doanh nghiep|tau|co so|nha tro)\b",
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
HEAD = re.compile("|".join((_GENERIC, *_HEADS)))
OFFICE_HOLDER = re.compile("|".join(_PERSONS))
CAPITAL_HEAD = re.compile(rf"(?:{'|'.join(sorted(_CAPITAL_HEADS, key=len, reverse=True))})\s+")
NOT_A_NAME = re.compile(
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
