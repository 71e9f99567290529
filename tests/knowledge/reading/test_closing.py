from knowledge.corpus import understand
from knowledge.reading import Document
from knowledge.reading.closing import columns_apart
from knowledge.reading.plain import blocks_of

PAPER = """Trên đây là Kế hoạch năm 2026.

Nơi nhận:                                          TM. BAN THƯỜNG VỤ
- Đoàn Chủ tịch (để b/c);                             KT. CHỦ TỊCH
- Sở Nội vụ, Sở Y tế,                                PHÓ CHỦ TỊCH
Công an tỉnh (để p/h);
- Các ban, đơn vị;                                     (Đã ký)
- Lưu: VT.                                        Huỳnh Thị Ngọc Diễm

                                         5

PHỤ LỤC 1"""


def test_recipients_and_signature_side_by_side():
    lines = columns_apart(PAPER.splitlines())
    assert lines[2:8] == [
        "Nơi nhận:",
        "- Đoàn Chủ tịch (để b/c);",
        "- Sở Nội vụ, Sở Y tế,",
        "Công an tỉnh (để p/h);",
        "- Các ban, đơn vị;",
        "- Lưu: VT.",
    ]
    assert lines[9:14] == [
        "TM. BAN THƯỜNG VỤ",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "(Đã ký)",
        "Huỳnh Thị Ngọc Diễm",
    ]
    assert lines[-1] == "PHỤ LỤC 1"


def test_who_signed_is_known():
    head = "KẾ HOẠCH\n\nPhòng ngừa quấy rối năm 2026\n\nI. MỤC ĐÍCH\n\n1. Phòng ngừa.\n\n"
    plan = understand(Document("x", tuple(blocks_of(head + PAPER))))
    assert plan.signer == "Huỳnh Thị Ngọc Diễm"


def test_recipients_alone_stay_as_they_are():
    lines = ["Nơi nhận:", "- Như trên;   - Lưu: VT.", "", "TM. ỦY BAN NHÂN DÂN"]
    assert columns_apart(lines) == lines
