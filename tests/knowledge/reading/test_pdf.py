from pathlib import Path

import matplotlib
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from knowledge.corpus import read_plan
from knowledge.reading import PlanError, read_document

FONT = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"


@pytest.fixture
def font():
    pdfmetrics.registerFont(TTFont("V", str(FONT)))
    return "V"


def make(path, font, flow):
    def furniture(canvas, document):
        canvas.setFont(font, 8)
        canvas.drawString(60, 820, "Kế hoạch phòng ngừa bạo lực")
        canvas.drawCentredString(300, 20, str(document.page))

    SimpleDocTemplate(str(path), pagesize=A4).build(
        flow, onFirstPage=furniture, onLaterPages=furniture
    )


def test_running_header_page_number_and_table_over_two_pages(tmp_path, font):
    body = ParagraphStyle("b", fontName=font, fontSize=11, leading=15, firstLineIndent=18)
    small = ParagraphStyle("s", fontName=font, fontSize=8, leading=10)
    lines = ["Số: 7/KH-UBND", "Bình An, ngày 05 tháng 3 năm 2026", "KẾ HOẠCH"]
    lines += ["Phòng ngừa bạo lực trên địa bàn xã Bình An năm 2026", "I. NHIỆM VỤ"]
    lines += [
        f"{n}. Tổ chức truyền thông lần thứ {n} tại các thôn, tổ dân phố trên địa bàn xã, "
        "chú trọng sự tham gia của người có uy tín trong cộng đồng."
        for n in range(1, 22)
    ]
    rows = [["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"]]
    rows += [
        [
            str(n),
            f"Tập huấn lớp {n} cho hòa giải viên ở cơ sở",
            "Trạm Y tế xã",
            "Công an xã",
            "Quý II",
        ]
        for n in range(1, 30)
    ]
    table = Table(
        [[Paragraph(cell, small) for cell in row] for row in rows],
        colWidths=[25, 180, 80, 80, 60],
        repeatRows=1,
        style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]),
    )
    path = tmp_path / "xa-binh-an.pdf"
    make(path, font, [*(Paragraph(line, body) for line in lines), table])
    plan = read_plan(path)
    assert plan.number == "7/KH-UBND"
    assert plan.place == "xã Bình An"
    assert not any(
        "phòng ngừa bạo lực" in passage.text for passage in plan.passages if passage.section
    )
    tasks = [duty for duty in plan.duties if "TT" in duty.section]
    assert len(tasks) == 29
    assert {duty.agency for duty in tasks} == {"Trạm Y tế xã"}
    assert {duty.partners for duty in tasks} == {("Công an xã",)}
    assert sum(section.path.startswith("I.") for section in plan.sections) >= 21


def test_scan_is_named_as_such(tmp_path):
    path = tmp_path / "quet.pdf"
    canvas = Canvas(str(path))
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    with pytest.raises(PlanError, match="bản quét"):
        read_document(path)


def test_two_columns_are_read_one_after_the_other(tmp_path, font):
    path = tmp_path / "hai-cot.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(font, 9)
    for row in range(30):
        canvas.drawString(50, 760 - 14 * row, f"Cột trái dòng {row} nói về truyền thông xã")
        canvas.drawString(320, 760 - 14 * row, f"Cột phải dòng {row} nói về dịch vụ hỗ trợ")
    canvas.save()
    text = " ".join(block.text for block in read_document(path).blocks)
    assert text.index("Cột trái dòng 29") < text.index("Cột phải dòng 0")
