from __future__ import annotations

import dataclasses

import pytest

from knowledge.answer import Answerer
from knowledge.answer.compose import says
from knowledge.building import build
from knowledge.corpus import understand
from knowledge.reading import Document
from knowledge.reading.plain import blocks_of
from tests.knowledge.fake_encoder import FakeEncoder

TEXT = (
    "KẾ HOẠCH\n\nPhòng ngừa bạo lực trên địa bàn phường Bình An năm 2026\n\nI. NHẬN TIN\n\n"
    "1. Số nhận tin của phường: (0277) 3888 127 do Công an phường trực suốt ngày đêm; số "
    "O277.3888.l31 của Phòng Văn hóa - Xã hội chỉ nghe trong giờ hành chính.\n\n"
    "2. Trạm Y tế phường bố trí 02 giường tạm lánh, thời gian lưu không quá 07 ngày.\n\n"
    "3. Người bị bạo lực không phải trả tiền xe cứu thương.\n\n"
    "4. Thành lập Tổ phản ứng nhanh do Trưởng Công an phường làm tổ trưởng.\n\n"
    "5. Kiểm tra liên ngành tại 12 khu phố, tổ dân phố trong quý III.\n\n"
    "6. Có người trực nói được tiếng Êđê.\n\n"
    "II. BÁO CÁO\n\n"
    "1. Các trường báo cáo học kỳ I trước ngày l0/01/2027 về Phòng Văn hóa - Xã hội."
)


@pytest.fixture(scope="module")
def ward(tmp_path_factory):
    home = tmp_path_factory.mktemp("ward")
    plan = dataclasses.replace(
        understand(Document("x", tuple(blocks_of(TEXT)))), place_id="can-tho"
    )
    build(home, {"x": plan}, "v1", FakeEncoder())
    return Answerer(home, FakeEncoder())


@pytest.mark.parametrize(
    "question",
    [
        "Nhà bên cạnh đang đánh nhau ầm ầm, gọi vào số nào bây giờ?",
        "11h đêm gọi sđt nào của phường vậy ạ",
        "so dien thoai bao tin luc gio hanh chinh",
        "cho em xin hotline với",
        "số công an phường là số nào",
    ],
)
def test_the_line_of_the_place_is_told_first(ward, question):
    answer = ward.ask(question, "can-tho")
    assert answer.status == "answered"
    assert "(0277) 3888 127" in answer.text
    assert "(0277) 3888 127" in answer.citations[0].quote


def test_a_misread_number_is_quoted_and_read_out(ward):
    answer = ward.ask("hàng xóm đánh nhau, gọi vào số nào bây giờ?", "can-tho")
    assert "O277.3888.l31" in answer.citations[0].quote
    assert "đọc là 0277.3888.131" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Ai là tổ trưởng tổ phản ứng nhanh khu phố 5, tên gì, số máy bao nhiêu?",
        "xin số zalo của nhóm phụ nữ phường",
        "tổng đài quốc gia về bạo lực giới số mấy?",
        "sđt của Tòa án nhân dân là số nào?",
        "Kiểm tra liên ngành ở phường gồm những khu phố nào, danh sách 12 tổ dân phố nào?",
        "Sở Y tế được giao việc gì trong kế hoạch này?",
        "Sở Công Thương phải làm gì theo kế hoạch?",
        "Hội Nông dân phường phối hợp việc gì trong kế hoạch?",
        "cho xin sdt chủ tịch phường",
        "số điện thoại trưởng công an phường",
    ],
)
def test_what_the_plan_does_not_give(ward, question):
    assert ward.ask(question, "can-tho").status == "not_in_plans"


def test_a_body_without_work_is_named_and_nothing_of_others_is_quoted(ward):
    answer = ward.ask("Sở Y tế được giao việc gì trong kế hoạch này?", "can-tho")
    assert "không giao việc nào cho Sở Y tế" in answer.text
    assert not answer.citations


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Trạm y tế cho nằm tạm lánh có mấy giường?", "02 giường"),
        ("người bị bạo lực đi xe cứu thương có mất tiền không", "không phải trả tiền"),
        ("ai làm tổ trưởng tổ phản ứng nhanh", "Trưởng Công an phường làm tổ trưởng"),
        ("có ai trực nói được tiếng Êđê không", "tiếng Êđê"),
        ("trường nộp báo cáo học kỳ 1 hạn chót ngày nào, nộp về đâu?", "l0/01/2027"),
    ],
)
def test_facts_that_plans_rarely_give_are_told_where_one_does(ward, question, said):
    answer = ward.ask(question, "can-tho")
    assert answer.status == "answered"
    assert any(said in citation.quote for citation in answer.citations)


def test_the_number_of_a_union_is_not_that_of_the_police(ward):
    answer = ward.ask("cho xin số điện thoại hội phụ nữ phường", "can-tho")
    assert answer.status == "not_in_plans"


def test_a_date_of_a_heading_is_not_told_beside_a_clause(ward):
    plan = next(iter(ward.index.plans.values()))
    clause = next(one for one in ward.index.passages_of("x") if "Tổ phản ứng nhanh" in one.text)
    dated = dataclasses.replace(clause, heading="Việc đến tháng 12/2027")
    assert "12/2027" not in says(plan, dated, ["to"])
    named = dataclasses.replace(clause, heading="Việc của Công an phường")
    assert "Việc của Công an phường" in says(plan, named, ["to"])
