from knowledge.reading.flattened import flattened_table
from knowledge.reading.plain import blocks_of

TABLE = [
    "STT Công việc Chủ trì Phối hợp Thời gian",
    "1 Lập danh sách tổ trưởng Chi hội phụ nữ các ấp Trưởng ấp",
    "Tháng 2",
    "2 Phát tờ rơi tại chợ nhân Ngày Gia đình Thường trực Hội Hội Luật gia",
    "- 7 -",
    "xã, Công an xã Từ ngày 10 đến ngáy 16/4",
    "A Mô hình",
    "3 Đối chiếu số vụ với Công an xã Văn phòng Hội -nt- Ngày 2S/11",
    "4 Họp tổng kết Ủy ban MTTQ Việt Nam xã - Quý IV",
    "",
    "PHỤ LỤC 2",
]


def test_cells_that_only_a_space_parts():
    table = flattened_table(TABLE, 0)
    assert table is not None
    assert table.rows == (
        ("STT", "Công việc", "Chủ trì", "Phối hợp", "Thời gian"),
        ("1", "Lập danh sách tổ trưởng", "Chi hội phụ nữ các ấp", "Trưởng ấp", "Tháng 2"),
        (
            "2",
            "Phát tờ rơi tại chợ nhân Ngày Gia đình",
            "Thường trực Hội",
            "Hội Luật gia xã, Công an xã",
            "Từ ngày 10 đến ngáy 16/4",
        ),
        ("A", "Mô hình", "", "", ""),
        ("3", "Đối chiếu số vụ với Công an xã", "Văn phòng Hội", "-nt-", "Ngày 2S/11"),
        ("4", "Họp tổng kết", "Ủy ban MTTQ Việt Nam xã", "", "Quý IV"),
    )
    assert TABLE[table.end :] == ["", "PHỤ LỤC 2"]


def test_numbered_lines_without_bodies_or_times_are_no_table():
    lines = ["TT Nội dung Chủ trì Thời gian", "1 Mở đầu", "2 Thân bài", "3 Kết luận"]
    assert flattened_table(lines, 0) is None
    assert flattened_table(["Công việc và thời gian"], 0) is None
    assert flattened_table([], 0) is None


def test_rows_become_blocks_of_a_table():
    rows = [block for block in blocks_of("\n".join(TABLE)) if block.kind == "row"]
    assert len(rows) == 6
    assert rows[1].cells[2] == "Chi hội phụ nữ các ấp"
