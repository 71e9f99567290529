import pytest

from knowledge.mending import Mender

PAPER = (
    "Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an phường mở lớp trước ngày l5/4/2026",
    "Cong an phường trực đêm, truớc ngày 05/5 hằng năm báo cáo phòng Văn hóa - Xã hội",
    "Công an phường phôi hợp với Trạm Y tế phường; các truờng học có tổ tư vấn",
    "trường học của phường; Trung târn Y tế nhận người bị nạn trong 12 giờ",
)


@pytest.fixture(scope="module")
def mender():
    return Mender(PAPER, usual=("phối hợp với", "Trung tâm Y tế"))


@pytest.mark.parametrize(
    ("scan", "read"),
    [
        ("l2 giờ, ngày 3O/6/2O26", "12 giờ, ngày 30/6/2026"),
        ("Cong an phường", "Công an phường"),
        ("báo cáo truớc ngày 01/6", "báo cáo trước ngày 01/6"),
        ("Phôi hợp với Trạm Y tế", "Phối hợp với Trạm Y tế"),
        ("TRUNG TÂRN Y TẾ", "TRUNG TÂM Y TẾ"),
        ("các trư ờng học", "các trường học"),
        ("Côngan phường", "Công an phường"),
        ("các phòng vàcác khu phố", "các phòng và các khu phố"),
        ("báo cáo qúy IV", "báo cáo quý IV"),
    ],
)
def test_what_a_scan_misread(mender, scan, read):
    assert mender.mended(scan) == read


@pytest.mark.parametrize(
    "text",
    [
        "Mỗi trường có một góc tư vấn",
        "Chi hội Phụ nữ thôn Tả Phìn, UBND xã Y Tý và Zalo, clip, ĐVT",
        "bảo vệ bào thai, báo tin, bạo lực",
        "Nhà văn hóa thôn Lủng Cú, bà Sùng Thị Mỷ",
        "",
        "😀 ---",
    ],
)
def test_what_is_right_stays(mender, text):
    assert mender.mended(text) == text


def test_a_clean_paper_is_no_scan():
    assert not Mender(
        ["Công an xã trực ban 24/24 giờ, số 0912.", "Buôn Đôn, Ea Súp, Đắk Lắk"]
    ).scanned
    assert Mender(PAPER).scanned


def test_a_word_that_comes_again_is_no_slip():
    mender = Mender([*PAPER, "chợ Kỳ Lừa họp sớm", "quanh chợ Kỳ Lừa"])
    assert mender.mended("Ban Quản lý chợ Kỳ Lừa") == "Ban Quản lý chợ Kỳ Lừa"


def test_a_persons_name_stays_as_the_scan_has_it(mender):
    assert mender.mended("Chị Thạch Thị Sà Vươl trực") == "Chị Thạch Thị Sà Vươl trực"
    assert mender.mended("Bà Đào Thị Truớc trực") == "Bà Đào Thị Truớc trực"
    assert mender.mended("Truớc ngày bà Đào Thị Mai trực") == "Trước ngày bà Đào Thị Mai trực"


def test_a_figure_run_together_with_a_word(mender):
    assert mender.mended("chậm nhất15 ngày") == "chậm nhất 15 ngày"
