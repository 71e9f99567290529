import pytest

from knowledge.reading.plain import blocks_of
from knowledge.reading.tabbed import tabbed_table

TABLE = [
    "STT\tNội dung công việc\tChủ trì\tPhối hợp\tThời gian",
    "1\tTập huấn trưởng thôn\tCông an xã\t\tTháng 4/2026",
    "2\tKhảo sát 400 hộ\t\tChi hội Phụ nữ,",
    "Chi đoàn các thôn\tTháng 10",
    "",
    "V. KINH PHÍ",
]


def test_a_tab_parts_cells_and_a_broken_row_is_one_row():
    table = tabbed_table(TABLE, 0)
    assert table is not None
    assert table.rows[1:] == (
        ("1", "Tập huấn trưởng thôn", "Công an xã", "", "Tháng 4/2026"),
        ("2", "Khảo sát 400 hộ", "", "Chi hội Phụ nữ,\nChi đoàn các thôn", "Tháng 10"),
    )
    assert table.end == 4


@pytest.mark.parametrize(
    "lines",
    [
        ["UBND XÃ A\tCỘNG HÒA XÃ HỘI"],
        ["TT\tNội dung\tThời gian"],
        ["TT\tNội dung\tThời gian", "1\tmột\thai\tba"],
        ["Buôn A\tBuôn B\tBuôn C", "x\ty\tz"],
        [],
    ],
)
def test_what_is_no_table(lines):
    assert tabbed_table(lines, 0) is None


def test_one_tab_is_a_gap():
    texts = [block.text for block in blocks_of("UBND XÃ A\tĐộc lập\nSố: 1/KH\tA, ngày 1 tháng 2")]
    assert not any("\t" in text for text in texts)
