from knowledge.answer.compose import says
from knowledge.corpus import understand
from knowledge.reading import Document
from knowledge.reading.plain import blocks_of


def test_a_date_of_a_row_is_told_as_the_scan_has_it():
    plan = understand(
        Document(
            "x",
            tuple(
                blocks_of(
                    "KẾ HOẠCH\n\nPhòng ngừa quấy rối năm 2026\n\nI. CÁC VIỆC\n\n"
                    "| TT | Nội dung | Chủ trì | Thời gian |\n|--|--|--|--|\n"
                    "| 1 | Khảo sát nữ công nhân qua điện thoại | Công đoàn tỉnh | 3l/7/2O26 |\n"
                    "| 2 | Mở lớp tập huấn cho cán bộ | Sở Y tế | Trước 15/9/2026 |"
                )
            ),
        )
    )
    rows = [passage for passage in plan.passages if passage.kind == "table"]
    assert "Thời gian: 3l/7/2O26." in says(plan, rows[0], ["khao", "sat"])
    assert "Thời gian: Trước 15/9/2026." in says(plan, rows[1], ["tap", "huan"])
