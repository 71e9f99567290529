from knowledge.reading.plain import blocks_of
from knowledge.structure.tables import column_of, read_rows

HEADER = "| TT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |\n|--|--|--|--|--|\n"


def rows(text):
    return read_rows([block for block in blocks_of(text) if block.kind == "row"])


def test_columns():
    assert column_of("Cơ quan, địa phương phối hợp") == "partner"
    assert column_of("Đơn vị thực hiện") == "lead"
    assert column_of("Nhiệm vụ, giải pháp") == "task"
    assert column_of("Thời gian hoàn thành") == "deadline"
    assert column_of("Ghi chú") == "product"


def test_columns_in_other_words():
    assert column_of("Người chịu trách nhiệm chính") == "lead"
    assert column_of("Bộ phận cùng làm") == "partner"
    assert column_of("Khi nào xong") == "deadline"
    assert column_of("Việc phải làm") == "task"


def test_columns_by_what_they_hold():
    found = rows(
        "| Việc phải làm | Đầu tàu | Tiếp sức | Chốt |\n|--|--|--|--|\n"
        "| Treo biển số máy ở bến xe | Công an phường | Hội Phụ nữ phường | Tháng 4 |\n"
        "| Chia sổ tay cho nhà trọ | Trạm Y tế phường | Đoàn Thanh niên phường | Tháng 5 |"
    )
    assert found[0].columns == ("task", "lead", "partner", "deadline")


def test_blank_lead_beside_partners_is_nobody():
    found = rows(HEADER + "| 1 | Một | Sở A | Sở B | Quý I |\n| 2 | Hai | | Sở C | Quý II |")
    assert found[1].cells[2] == ""


def test_row_broken_by_the_page_and_repeated_header():
    text = (
        HEADER
        + "| 1 | Việc một, | Sở A | Sở B | Quý I |\n\n"
        + HEADER
        + "| | tiếp theo. | | | |\n| 2 | Hai | Sở C | | |"
    )
    found = rows(text)
    assert [row.number for row in found] == ["1", "2"]
    assert found[0].cells[1] == "Việc một, tiếp theo."


def test_as_above_marks():
    found = rows(
        HEADER
        + '| 1 | Một | Sở A | Sở B | Quý I |\n| 2 | Hai | -nt- | nt | " |\n| 3 | Ba | | Sở D | '
        "Quý II |"
    )
    assert found[1].cells[2:] == ("Sở A", "Sở B", "Quý I")
    assert found[1].filled == (2, 3, 4)
    # where the table marks "as above", a blank cell is blank on purpose
    assert found[2].cells[2] == ""


def test_blank_cells_without_marks_mean_as_above():
    found = rows(HEADER + "| 1 | Một | Sở A | Sở B | Quý I |\n| 2 | Hai | | | |")
    assert found[1].cells[2:] == ("Sở A", "Sở B", "Quý I")


def test_rows_with_numbers_of_their_own_stay_apart_under_any_heads():
    found = rows(
        "| TT | Chỉ tiêu | Đơn vị tính | Năm 2026 |\n|--|--|--|--|\n"
        "| 1 | Tin báo được xử lý đúng hạn | phần trăm | 85 |\n"
        "| 2 | Địa chỉ tin cậy đang mở cửa | địa chỉ | 9 |\n| 3 | Nơi tạm lánh | cơ sở | 1 |"
    )
    assert [row.cells[0] for row in found][-3:] == ["1", "2", "3"]
