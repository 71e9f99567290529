from knowledge.reading.plain import blocks_of
from knowledge.reading.stacked import stacked_table

STACK = """\
TT   Nội dung            Chủ trì            Phối hợp          Thời gian
1
Mở lớp võ tự vệ
Đoàn phường
Hội Cựu giáo chức
Tháng 7/2026
2
Sửa đèn đường ngõ 12

Tổ dân phố số 4
Quý IV
3
Thăm các cụ sống một mình
Hội Người cao tuổi
-nt-
Từ tháng 3 đến
tháng l1/2026

V. KINH PHÍ
"""


def test_each_row_stands_under_its_number():
    table = stacked_table(STACK.split("\n"), 0)
    assert table is not None
    assert table.rows == (
        ("TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"),
        ("1", "Mở lớp võ tự vệ", "Đoàn phường", "Hội Cựu giáo chức", "Tháng 7/2026"),
        ("2", "Sửa đèn đường ngõ 12", "", "Tổ dân phố số 4", "Quý IV"),
        (
            "3", "Thăm các cụ sống một mình", "Hội Người cao tuổi", "-nt-",
            "Từ tháng 3 đến tháng l1/2026",
        ),
    )  # fmt: skip


def test_what_follows_is_no_part_of_it():
    blocks = blocks_of(STACK)
    assert blocks[-1].text == "V. KINH PHÍ"
    assert sum(block.kind == "row" for block in blocks) == 4


def test_a_row_with_too_many_lines_ends_the_table():
    lines = ["STT   Nội dung   Chủ trì", "1", "Việc A", "Sở A", "2", *(f"Dòng {n}" for n in "abcd")]
    table = stacked_table(lines, 0)
    assert table is not None
    assert len(table.rows) == 2


def test_no_number_no_table():
    assert stacked_table(["TT   Nội dung   Chủ trì", "Mở lớp", "Sở Y tế"], 0) is None
    assert stacked_table(["Nội dung   Chủ trì   Thời gian", "1", "Mở lớp"], 0) is None


def test_a_calendar_whose_heads_stand_one_a_line():
    lines = """Ngày
Việc
Ai lo
Ai giúp
20/11
Họp báo cáo viên
Phòng Văn hóa - Xã hội
Công an phường

Sáng 12/12
Phiên tòa giả định về vụ cố ý
gây thương tích
Văn phòng Ủy ban
Đoàn Thanh niên phường
15/12
Họp rút kinh nghiệm
Phòng Văn hóa - Xã hội
Các đơn vị""".splitlines()
    table = stacked_table(lines, 0)
    assert table is not None
    assert table.rows[0] == ("Ngày", "Việc", "Ai lo", "Ai giúp")
    assert [row[0] for row in table.rows[1:]] == ["20/11", "Sáng 12/12", "15/12"]
    assert table.rows[2][1:3] == (
        "Phiên tòa giả định về vụ cố ý gây thương tích",
        "Văn phòng Ủy ban",
    )
    assert table.end == len(lines)


def test_lines_under_heads_that_begin_with_no_date():
    assert stacked_table(["Ngày", "Việc", "Ai lo", "Không có gì", "ở đây"], 0) is None


def test_numbered_rows_under_heads_that_stand_one_a_line():
    lines = """TT
Nội dung công việc
Đơn vị chủ trì
Thời gian
1
Khảo sát bằng phiếu ẩn danh người lao
động
Ban Chính sách
Tháng 3/2026
2
Hội nghị sơ kết
Văn phòng

                     6

Tháng 12/2026

PHỤ LỤC 2
Lớp học""".splitlines()
    table = stacked_table(lines, 0)
    assert table is not None
    assert table.rows[1:] == (
        ("1", "Khảo sát bằng phiếu ẩn danh người lao động", "Ban Chính sách", "Tháng 3/2026"),
        ("2", "Hội nghị sơ kết", "Văn phòng", "Tháng 12/2026"),
    )
    assert lines[table.end] == "PHỤ LỤC 2"
