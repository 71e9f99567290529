import pytest

from knowledge.duties.clash import DEADLINE, REPORT, SHARE, TARGET, WORK, apart, point_of
from knowledge.plan import Duty


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("trước ngày 15/5", "trước ngày 30/6", True),
        ("trước ngày 15/5", "quý II", False),
        ("trước 30/6/2026", "Quý IV năm 2026", True),
        ("tháng 6/2026", "tháng 6/2027", True),
        ("trước 10/6; trước 10/12", "trước ngày 10 tháng 12", False),
        ("Thường xuyên", "quý II", False),
    ],
)
def test_times_apart(first, second, expected):
    assert apart(first, second) is expected
    assert apart(second, first) is expected


def test_what_two_clauses_disagree_on():
    work = Duty("x", "I", "Công an xã", "chủ trì", "rà soát hộ")
    assert point_of(work, Duty("x", "II", "Trạm Y tế", "chủ trì", "rà soát hộ")) == WORK
    assert point_of(work, Duty("x", "II", "Công an xã", "chủ trì", "rà soát hộ")) == DEADLINE
    target = Duty("x", "I", "", TARGET, "80% người")
    assert point_of(target, target) == SHARE
    first, second = (
        Duty("x", "I", "Công an xã", "thực hiện", "báo cáo", report_date=date)
        for date in ("trước 10/11", "trước 10/12")
    )
    assert point_of(first, second) == REPORT
