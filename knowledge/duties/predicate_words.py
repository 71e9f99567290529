"""Words, folded, at which the name of a body ends and what it is to do begins."""

from __future__ import annotations

import re

__all__ = ["BEFORE_NOUN", "END", "NOUN_AFTER", "SPELLED", "VERB"]

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
    "chia se", "phu trach", "dam nhiem", "dam nhan",
    "duoc (?:giao|de nghi|phan cong|moi|yeu cau)", "thong nhat", "can ", "phai ", "co ke hoach",
    "co giai phap", "co bien phap", "gan ",
    "quy dinh", "yeu cau", "de nghi", "cung co", "truyen thong", "giao duc(?! va dao tao)",
    "thanh tra", "quan he", "nghiem tuc", "khan truong", "som ", "tu ", "bien tap", "san xuat",
    "cham soc", "kham", "chua tri", "dieu tri", "phan loai", "sang loc", "tiep don", "tiep dan",
    "hoa giai", "ngan chan", "phong ngua", "phong, chong", "phong chong", "dau tranh",
    "xac dinh", "kiem sat(?! nhan dan)", "nam tinh", "bao cong", "ap dung", "tap trung", "lam tot",
    "cho (?:vay|muon|thue|phep|mien)", "du toan", "phat (?!thanh|trien)", r"soan\b", "truc ",
    "so cuu", "tuan tra", "cham ", "treo ",
    "niem yet", "day ", "nhac ", "ghi ", "lay ", "ve tranh", "viet ", "don ", "thu gom", "tham hoi",
    "vui choi", "khuyen ", "bao ngay", "bao cho", "bao ve (?!thuc vat)", "khoi to", "xu phat",
    "cap giay",
    "chi ", "trich ", "tuyen ", "chon ", "giup ", "dung ", "lam ", "kiem tra", "thu ",
    "len ke hoach",
    "ra soat", "cung co", "phoi hop", "dang ky", "xay ", "chup ", "quay ", "nhan dien", "cong nhan",
    "nam (?:tung|ro|sat|danh|so|thong)", "cap (?:lai|doi|moi|the|giay|ma)", "gop y", "kien nghi",
    "cai dat", "cai ", "sua ", "dat ", "chuyen giao", "ra mat",
    "cam ket", "moi (?:giang|chuyen gia|bao cao vien|dai dien|luat su|nghe nhan|can bo|bac si)",
    "chia se", "tang ", "trao ", "dong hanh", "tich hop", "xuat ban", "len ", "don ve", "bien che",
    "lua chon", "ky ket", "de ra", "chap hanh",
    "tien hanh", "tinh toan", "trinh ", "thong bao", "cong khai", "sap xep", "dau tu", "mua sam",
    "chi tra", "cap phat", "cap kinh phi", "luu tru", "bao mat", "lam viec",
    "nhan (?!dan)", "tim ", "tao ", "to giac", "len tieng", "vao cuoc", "quyet liet", "phan cap",
    "dieu chinh", "doi moi", "mo rong", "trang bi", "gan ket", "chuyen ", "don tiep", "bo tri",
    "lo ", "chot ", "ghe ", "dung ra", "di ", "hop ", "gap ", "ngoi ", "ra (?:tung|lai)",
    "doi chieu", "duoc (?:[a-z]+ ){1,6}giao", "dong gui ", "dong kinh gui ", "bao tinh hinh",
    "bao tin ", "huong ung", "co mat",
    "cung (?:tham|di|lam|du|phoi|thuc|trien|ho tro|giup|ngoi|ban|chia|chung|vao|to chuc|ky|dieu)",
)  # fmt: skip
_CONNECTIVES = (
    r"trong \d", r"(?:sang|chieu|toi) thu (?:hai|ba|tu|nam|sau|bay|\d)", "trong viec",
    r"trong (?:ngay|dem|tuan|buoi)", "trong thang", "trong quy", "trong nam", "trong vong",
    "truoc ", "cham nhat",
    "muon nhat", "trong cong tac", "trong qua trinh", "trong trien khai", "trong thuc hien", "de ",
    "nham ", "ve viec", "ve cong tac", "ve ", "khi ", "thong qua",
    r"ngay (?:khi|sau|trong|lap tuc)\b", "co su ",
    "duoi su", "gop phan", "dong thoi", "tu do", "tai cac", "nhu:", "bang ",
    "voi cac hinh thuc", "voi su", "qua ", "do ", "vao ", "tu nguon", "theo quy dinh",
    "theo ke hoach", "theo dung", "theo huong dan", "theo phan", "theo noi dung",
)  # fmt: skip
END = re.compile(
    rf"(?<=[\s,])(?:{'|'.join((*_VERBS, *_CONNECTIVES))})(?=\b|(?<=\s))|[:;()]|\.(?:\s|$)|"
    rf"(?<=\s)-\s(?=(?:chu tri|phoi hop))"
)
NOUN_AFTER = re.compile(
    r"(?:to chuc (?:chinh tri|xa hoi|doan the|thanh vien|phi chinh phu|lien quan|co lien quan|"
    r"khac|,|va|tin dung)|quan ly nha nuoc|quan ly thi truong|"
    r"cung cap dich vu|thanh tra (?:tinh|thanh pho|so|huyen)|kham benh|kham,? chua|bao ve (?:tre "
    r"em|nguoi|phu nu|chinh tri|rung)|ho tro (?:phu nu|nguoi|nan nhan)|giao duc (?:nghe|mam non|"
    r"pho thong|thuong xuyen|nghe nghiep)|phong,? chong (?:ma tuy|toi pham)|"
    r"bao chi|truyen thong(?:,| va| dai chung)|tu van (?:phap luat|tam ly)|tro giup (?:phap ly|"
    r"xa hoi)|hoa giai o|cham soc (?:tre|nguoi)|su dung lao dong|dang (?:doan|uy|bo|vien)|xet "
    r"xu|dieu tra,|dao tao(?:,| va| nghe)|tro giup vien|(?:tham gia )?bao ve an ninh|"
    r"chi (?:hoi|doan|bo|cuc|nhanh)\b|duoc (?:giao|phan cong)(?: nhiem vu)? va |"
    r"su dung (?:cong nghe cao|ma tuy)|"
    r"phu trach (?:dia ban|khu vuc|linh vuc|cum|khom|ap|thon|khoi|mang)"
    r"(?= (?:huong dan|to chuc|bao cao|theo doi|giup|chiu|chu tri|phoi hop|co trach|kiem tra|lap)))"
)
SPELLED = {
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
    "lo": ("lo",), "chot": ("chốt",), "ghe": ("ghé",), "di": ("đi",), "hop": ("họp",),
    "gap": ("gặp",), "ngoi": ("ngồi",), "som": ("sớm",), "trinh": ("trình",),
    "nop": ("nộp",), "dua": ("đưa",), "chuyen": ("chuyển",),
}  # fmt: skip
"""Short words whose folded form is many words: what they look like with accents."""
BEFORE_NOUN = re.compile(
    r"(?:\bcac|\bcua|\bnhung|\bmoi|\bcap|\bnganh|\bcong tac|\bdich vu|\bva co quan|\bco so|\bphu "
    r"trach|\blam|\bto|\bdoi|\bban|\bnhiem vu)\s$"
)
VERB = re.compile(rf"(?:{'|'.join(_VERBS)})")
"""What a predicate begins with."""
