from knowledge.reading.aligned import aligned_table
from knowledge.reading.plain import blocks_of

RULED = """\
STT  Hoạt động                     Đơn vị phụ trách    Hoàn thành
---- ----------------------------  ------------------  -----------
 1   Dựng vở kịch ngắn về          Nhà Văn hóa         3O/6/2027
     chuyện nhà hàng xóm           Thanh niên
 2   Sửa đèn đường ngõ 12                              Quý IV
"""

UNRULED = """\
TT   Việc                     Chủ trì            Thời hạn
1    Mở lớp võ tự vệ          Đoàn phường        Tháng 7

2    Thăm các cụ sống         Hội Người cao      Hằng tháng
     một mình                 tuổi

V. KINH PHÍ
"""


def test_columns_under_a_rule():
    table = aligned_table(RULED.split("\n"), 0)
    assert table is not None
    assert table.rows[1:] == (
        ("1", "Dựng vở kịch ngắn về chuyện nhà hàng xóm", "Nhà Văn hóa Thanh niên", "3O/6/2027"),
        ("2", "Sửa đèn đường ngõ 12", "", "Quý IV"),
    )


def test_columns_by_their_heads_alone():
    blocks = blocks_of(UNRULED)
    assert [block.cells for block in blocks if block.kind == "row"][1:] == [
        ("1", "Mở lớp võ tự vệ", "Đoàn phường", "Tháng 7"),
        ("2", "Thăm các cụ sống một mình", "Hội Người cao tuổi", "Hằng tháng"),
    ]
    assert blocks[-1].text == "V. KINH PHÍ"


def test_a_letterhead_in_two_columns_is_no_table():
    assert aligned_table(["ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI", "XÃ A      Độc lập"], 0) is None


RAGGED = """\
TT | Việc                  Chủ trì        Phối hợp       Thời gian      Sản phẩm
                                                    xong
1   Lắp camera ở bến cảng,  Phòng Kinh tế, Hạ tầng  Công an phường; Trạm Y tế   15/3/2026   Biên bản
     cổng chợ          và Đô thị         phường         cuối cùng 20/6/2026   nghiệm thu
2 | Họp tổ        -nt-   Văn phòng HĐND và UBND    Quý III/2026     Báo cáo
     phản ứng nhanh                           phường
- 8 -
3    Phát loa      Công an phường      -nt-     20/10/2026     Danh sách
"""


def test_rows_that_a_scan_set_as_it_liked():
    table = aligned_table(RAGGED.split("\n"), 0)
    assert table is not None
    assert table.rows[0][0] == "TT" and "xong" in " ".join(table.rows[0])
    first, second, third = table.rows[1:]
    assert first[1:4] == (
        "Lắp camera ở bến cảng, cổng chợ",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Công an phường; Trạm Y tế phường",
    )
    assert second[1:4] == ("Họp tổ phản ứng nhanh", "-nt-", "Văn phòng HĐND và UBND phường")
    assert third == ("3", "Phát loa", "Công an phường", "-nt-", "20/10/2026", "Danh sách")
