from pathlib import Path

import pytest

from knowledge.corpus import Corpus, load_plans, read_plan
from knowledge.plan import Period
from knowledge.reading import PlanError

PLANS = Path(__file__).parents[2] / "knowledge" / "plans"


@pytest.fixture(scope="module")
def plans():
    return load_plans(PLANS)


def test_letterhead_of_each_plan(plans):
    can_tho = plans["can-tho-2024"]
    assert can_tho.number == "80/KH-UBND"
    assert can_tho.date == "ngày 10 tháng 4 năm 2024"
    assert can_tho.issuer == "Ủy ban nhân dân thành phố Cần Thơ"
    assert can_tho.period == Period(2024, 2024)
    assert can_tho.place_id == "can-tho"
    assert can_tho.signer == "Nguyễn Thực Hiện"
    assert len(can_tho.bases) == 2
    lai_chau = plans["lai-chau-2021-2025"]
    assert lai_chau.number is None
    assert lai_chau.date == "tháng 4 năm 2021"
    assert lai_chau.issuer == "Ủy ban nhân dân tỉnh Lai Châu"
    assert lai_chau.period == Period(2021, 2025)
    thanh_sen = plans["thanh-sen-2026-2030"]
    assert thanh_sen.number is None
    assert thanh_sen.place == "phường Thành Sen, tỉnh Hà Tĩnh"
    assert thanh_sen.place_id == "thanh-sen"
    ha_noi = plans["ha-noi-phu-nu-2024"]
    assert ha_noi.number is None and ha_noi.date is None
    assert ha_noi.period == Period(2024, 2024)
    assert ha_noi.issuer == "Ban Thường vụ Hội LHPN Hà Nội"


def test_passages_are_short_numbered_and_placed(plans):
    for plan in plans.values():
        paths = {section.path for section in plan.sections}
        assert len(paths) == len(plan.sections)
        for number, passage in enumerate(plan.passages):
            assert passage.id == f"{plan.name}#{number}"
            assert 0 < len(passage.text) <= 1200
            assert passage.section == "" or passage.section in paths


def test_sentence_broken_by_a_page_is_joined(plans):
    texts = [passage.text for passage in plans["ha-noi-phu-nu-2024"].passages]
    assert any("các cấp Hội tập trung tổ chức hoạt động" in text for text in texts)
    assert any(
        "hệ thống thông tin cơ sở tích cực thông tin, tuyên truyền" in text for text in texts
    )


def test_annex_rows_carry_their_columns(plans):
    rows = [p for p in plans["thanh-sen-2026-2030"].passages if p.kind == "table"]
    last = [row for row in rows if row.section == "Phụ lục TT 4"][-1]
    assert "xác định nội dung, phương thức tập huấn phù hợp" in last.text
    assert last.text.endswith("Quý II, III hằng năm")
    assert {row.section for row in rows} == {f"Phụ lục TT {n}" for n in range(1, 6)}


def test_contacts_keep_their_clause(plans):
    found = {(c.phone, c.section) for c in plans["can-tho-2024"].contacts}
    assert found == {("18008065", "I.2.c"), ("111", "I.2.c"), ("18008065", "II.2.e")}
    assert plans["lai-chau-2021-2025"].contacts == ()


def test_add_replace_remove(tmp_path):
    folder = tmp_path / "plans"
    source = tmp_path / "xa-a-2025.txt"
    source.write_text(
        "KẾ HOẠCH\nPhòng ngừa bạo lực trên địa bàn xã Bình An năm 2025\n\nI. MỤC TIÊU\n\n1. Giảm "
        "bạo lực."
    )
    corpus = Corpus(folder)
    before = corpus.version
    held = corpus.plans
    assert corpus.add(source).period == Period(2025, 2025)
    assert corpus.version != before
    assert held == {} and list(corpus) == ["xa-a-2025"]
    with pytest.raises(PlanError):
        corpus.add(source, replace=False)
    markdown = tmp_path / "xa-a-2025.md"
    markdown.write_text(
        "# KẾ HOẠCH\n\n## Phòng ngừa năm 2026\n\n### I. MỤC TIÊU\n\n1. Giảm bạo lực."
    )
    assert corpus.add(markdown).period == Period(2026, 2026)
    assert [path.name for path in folder.iterdir()] == ["xa-a-2025.md"]
    corpus.remove("xa-a-2025")
    assert len(corpus) == 0
    with pytest.raises(PlanError):
        corpus.remove("xa-a-2025")


def test_broken_file_leaves_the_corpus_as_it_was(tmp_path):
    corpus = Corpus(tmp_path)
    empty = tmp_path / "other" / "trong.txt"
    empty.parent.mkdir()
    empty.write_text("")
    with pytest.raises(PlanError, match="không có chữ"):
        corpus.add(empty)
    with pytest.raises(PlanError, match="Không thấy tệp"):
        read_plan(tmp_path / "khong-co.txt")
    assert dict(corpus) == {}


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("Ủy ban nhân dân ban hành Kế hoạch như sau:", "Ủy ban nhân dân xã Tân Lạc"),
        ("Ban Thường vụ Hội (LHPN) xã lập Kế hoạch như sau:", "Ban Thường vụ Hội xã Tân Lạc"),
    ],
)
def test_an_issuer_has_the_name_of_its_place(tmp_path, line, issuer):
    path = tmp_path / "tan-lac.txt"
    path.write_text(
        "Số: 5/KH-BTV\n\nTân Lạc, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\n\nPhòng ngừa bạo lực trên "
        f"địa bàn xã Tân Lạc năm 2026\n\n{line}\n\nI. MỤC TIÊU\n\nGiảm bạo lực.\n",
        encoding="utf-8",
    )
    assert read_plan(path).issuer == issuer
