from knowledge.reading.barred import barred_table

SCAN = """TT | Nội dung công việc | Đơn vị làm chính | Thời hạn
A | NĂM 2026 | |
1 | Lập mới địa chỉ tin cậy tại các tổ dân phố | Hội Liên hiệp Phụ nữ
phường | Tháng 5/2026
2 | Kiểm tra 30 khu trọ | Công an phường | Từ 05/10 đến

- 7 -
TT | Nội dung công việc | Đơn vị làm chính | Thời hạn
25/10/2026
3 | Tổng kết | Phòng Văn hóa - Xã hội | Trước 25/12/2026

Nơi nhận:""".splitlines()


def test_rows_that_a_scan_broke_over_lines_and_pages():
    table = barred_table(SCAN, 0)
    assert table is not None
    assert [row[0] for row in table.rows] == ["TT", "A", "1", "2", "3"]
    assert table.rows[2][2:] == ("Hội Liên hiệp Phụ nữ phường", "Tháng 5/2026")
    assert table.rows[3][3] == "Từ 05/10 đến 25/10/2026"
    assert SCAN[table.end :][-1] == "Nơi nhận:"


def test_a_line_with_bars_that_heads_nothing():
    assert barred_table(["Nội dung | Đơn vị | Thời hạn", "Không có bảng nào."], 0) is None
    assert barred_table(["| Nội dung | Đơn vị |", "| a | b |"], 0) is None
    assert barred_table(["một | hai | ba", "1 | 2 | 3"], 0) is None


def test_more_cells_than_heads_are_no_table():
    assert barred_table(["TT | Việc | Đơn vị", "1 | a | b | c"], 0) is None


def test_a_row_that_never_ends_is_no_table():
    assert barred_table(["TT | Việc | Đơn vị", "1 | Mở lớp tập huấn"], 0) is None
