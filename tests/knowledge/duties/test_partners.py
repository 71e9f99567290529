import pytest

from knowledge.duties.flat import flat
from knowledge.duties.partners import helper_of, joining, joint_partners


@pytest.mark.parametrize(
    ("clause", "partners"),
    [
        ("mở lớp tập huấn, phối hợp với Sở Y tế", ("Sở Y tế",)),
        ("ngồi lại với Công an xã và Trạm Y tế xã rà từng vụ việc", ("Công an xã", "Trạm Y tế xã")),
        ("cùng Hội Phụ nữ phường đi từng khu trọ", ("Hội Phụ nữ phường",)),
        ("soạn quy trình, lấy ý kiến Sở Tư pháp, trình ký", ("Sở Tư pháp",)),
        ("hướng dẫn nội quy với sự vào cuộc của Công đoàn phường", ("Công đoàn phường",)),
        ("việc trông chừng có Trưởng xóm giúp sức", ("Trưởng xóm",)),
        ("mời già làng góp ý về cách nói", ("già làng",)),
        ("mỗi thôn lập một tổ, mọi người cùng làm", ()),
        ("rà soát cùng lúc nhiều hộ", ()),
        ("cung cấp số liệu", ()),
    ],
)
def test_who_works_with_the_lead(clause, partners):
    assert joint_partners(clause, flat(clause), 0) == partners


@pytest.mark.parametrize(
    ("clause", "helpers"),
    [
        ("Hội Liên hiệp Phụ nữ tỉnh giúp tập huấn", ("Hội Liên hiệp Phụ nữ tỉnh",)),
        ("Công an tỉnh cử người đến làm việc", ("Công an tỉnh",)),
        ("Công an tỉnh báo cáo hằng quý", ()),
        ("giúp người bị bạo lực", ()),
    ],
)
def test_a_clause_that_says_who_helps(clause, helpers):
    assert helper_of(clause) == helpers


@pytest.mark.parametrize(
    ("clause", "partners"),
    [
        ("riêng tại hai xã đảo có thêm Đồn Biên phòng 12 cùng tham gia", ("Đồn Biên phòng 12",)),
        ("có thêm Công an xã cùng đi", ("Công an xã",)),
        ("tại các ấp có Công an xã tham gia trực đêm ba tháng", ()),
        ("có thêm hai lớp học", ()),
    ],
)
def test_who_joins_in_the_work_before(clause, partners):
    assert joining(clause) == partners
