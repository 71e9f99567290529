import pytest

from knowledge.duties.agency import names_at


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        (
            "Sở Tài chính, các ngành liên quan, hàng năm xây dựng",
            ("Sở Tài chính", "các ngành liên quan"),
            ", hàng năm",
        ),
        (
            "Sở Văn hóa, Thể thao và Du lịch thực hiện",
            ("Sở Văn hóa, Thể thao và Du lịch",),
            " thực hiện",
        ),
        (
            "các cơ sở khám bệnh, chữa bệnh và các cơ quan liên quan trong việc tiếp nhận",
            ("các cơ sở khám bệnh, chữa bệnh", "các cơ quan liên quan"),
            " trong việc",
        ),
        (
            "Trung tâm Dịch vụ tổng hợp phường; các đơn vị",
            ("Trung tâm Dịch vụ tổng hợp phường",),
            "; các đơn vị",
        ),
        (
            "Ủy ban nhân dân và Hội LHPN các quận, huyện",
            ("Ủy ban nhân dân và Hội LHPN các quận, huyện",),
            "",
        ),
        (
            "các sở, ngành, UBND các huyện, thành phố thu thập",
            ("các sở, ngành", "UBND các huyện, thành phố"),
            " thu thập",
        ),
    ],
)
def test_list_of_names(text, names, rest):
    found = names_at(text, 0)
    assert found is not None
    assert found.names[: len(names)] == names
    assert text[found.end :].startswith(rest) or found.names != names


@pytest.mark.parametrize(
    "text", ["Tổ chức hội nghị", "Hội nghị tổng kết", "Phòng, chống bạo lực", "Báo cáo kết quả"]
)
def test_ordinary_words_are_no_agencies(text):
    assert names_at(text, 0) is None
