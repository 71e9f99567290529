import pytest

from knowledge.structure.marker import read_marker


@pytest.mark.parametrize(
    ("text", "style", "values"),
    [
        ("IV. TỔ CHỨC THỰC HIỆN", "roman", ("IV",)),
        ("1. Sở Y tế", "arabic", ("1",)),
        ("2.10. Ủy ban MTTQ", "second", ("2", "10")),
        ("3.1.2 Sân khấu hóa", "third", ("3", "1", "2")),
        ("đ) Tăng cường", "letter", ("đ",)),
        ("- a) Xây dựng", "letter", ("a",)),
        ("- 100% cán bộ", "dash", ()),
        ("+ Rà soát", "plus", ()),
        ("Điều 6. Phòng Văn hóa", "article", ("Điều 6",)),
        ("PHẦN II", "part", ("Phần II",)),
        ("Phần thứ ba", "part", ("Phần III",)),
        ("(2) Bước hai", "(arabic)", ("2",)),
        ("l.3. Phòng Đào tạo", "second", ("1", "3")),
        ("l. Khoa Dược", "arabic", ("1",)),
        ("3. 45 phòng trọ", "arabic", ("3",)),
        ("Hoạt động 2: Treo áp phích", "article", ("Hoạt động 2",)),
        ("Khoản 4. Thư viện trường", "arabic", ("4",)),
        ("B/ Việc của xã", "capital", ("B",)),
        ("II- VIỆC CỦA XÃ", "roman", ("II",)),
        ("PHẦN lI. VIỆC CỦA XÃ", "part", ("Phần II",)),
    ],
)
def test_styles(text, style, values):
    marker = read_marker(text)
    assert marker is not None
    assert (marker.style, marker.values) == (style, values)


@pytest.mark.parametrize(
    "text",
    [
        "Điều 5 của Luật này",
        "10/12 hằng năm",
        "100% người bị bạo lực",
        "2026 là năm đầu",
        "Vì sao",
        "6 tháng đầu năm",
        "31/ NQ-HĐND ngày 29 tháng 4 năm 2026",
    ],
)
def test_running_text_has_no_marker(text):
    assert read_marker(text) is None


@pytest.mark.parametrize(
    ("text", "style", "values"),
    [
        ("2O. Đề nghị Hội Luật gia tỉnh", "arabic", ("20",)),
        ("IlI. Hội xã, phường", "roman", ("III",)),
    ],
)
def test_letters_a_scan_takes_for_figures(text, style, values):
    marker = read_marker(text)
    assert (marker.style, marker.values) == (style, values)
