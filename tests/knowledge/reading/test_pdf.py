from pathlib import Path

import matplotlib
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
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


def test_locked_file_is_named_as_such(tmp_path):
    path = tmp_path / "khoa.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("mot", "hai"))
    canvas.drawString(100, 700, "Noi dung")
    canvas.save()
    with pytest.raises(PlanError, match="có mật khẩu"):
        read_document(path)


def test_old_letters_are_converted(tmp_path):
    path = tmp_path / "tcvn3.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for row in range(12):
        canvas.drawString(
            60, 760 - 20 * row, "KÕ ho¹ch cña ñy ban nh©n d©n x· vÒ thùc hiÖn n¨m 2025"
        )
    canvas.save()
    document = read_document(path)
    assert "Kế hoạch của ủy ban nhân dân xã về thực hiện năm 2025" in document.blocks[0].text
    assert "TCVN3" in document.warnings[0]


def test_some_pages_scanned_are_told(tmp_path, font):
    path = tmp_path / "lan.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(font, 11)
    canvas.drawString(60, 700, "Trang này có chữ, trang sau chỉ có hình quét.")
    canvas.showPage()
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    assert "Trang 2 không có lớp chữ" in read_document(path).warnings[0]


def test_half_a_file_is_named_as_such(tmp_path, font):
    path = tmp_path / "nua.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(font, 11)
    canvas.drawString(60, 700, "Kế hoạch phòng ngừa bạo lực trên địa bàn xã")
    canvas.save()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    with pytest.raises(PlanError, match=r"nua\.pdf"):
        read_document(path)


def test_row_broken_by_the_page_without_a_second_header(tmp_path, font):
    path = tmp_path / "xa-binh-an.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    edges = [50, 80, 300, 420, 540]

    def row(top, height, cells):
        canvas.setFont(font, 8)
        for left, right, cell in zip(edges, edges[1:], cells, strict=False):
            canvas.rect(left, top - height, right - left, height)
            for number, line in enumerate(cell.split("\n")):
                canvas.drawString(left + 3, top - 11 - 10 * number, line)

    canvas.setFont(font, 11)
    for number, line in enumerate(
        ["Số: 7/KH-UBND", "KẾ HOẠCH", "Phòng ngừa bạo lực xã Bình An 2026"]
    ):
        canvas.drawString(60, 780 - 20 * number, line)
    row(170, 30, ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"])
    row(140, 40, ["1", "Tập huấn cho hòa giải viên ở cơ sở và", "Trạm Y tế xã", "Quý II"])
    canvas.showPage()
    row(780, 30, ["", "người có uy tín trong cộng đồng", "", ""])
    row(750, 30, ["2", "Rà soát địa chỉ tin cậy", "Công an xã", "Quý III"])
    canvas.save()
    duties = read_plan(path).duties
    assert [(duty.agency, duty.deadline) for duty in duties] == [
        ("Trạm Y tế xã", "Quý II"),
        ("Công an xã", "Quý III"),
    ]
    assert "hòa giải viên ở cơ sở và người có uy tín" in duties[0].quote


def test_a_row_the_page_cut_before_its_rule(tmp_path, font):
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(font, 9)
    columns, rows = (60, 90, 270, 390, 500), (760, 735, 710)
    canvas.grid(columns, rows)
    cells = [
        ("TT", "Việc", "Chủ trì", "Thời hạn"),
        ("1", "Vá mái nhà tạm lánh", "Đội Thợ nề", "Tháng 3"),
        ("2", "Dựng hàng rào quanh sân", "Đoàn xã", "Tháng 4"),
    ]
    for row, top in zip(cells, (760, 735, 710), strict=True):
        for text, left in zip(row, columns, strict=False):
            canvas.drawString(left + 4, top - 15, text)
    canvas.drawString(60, 600, "Kế hoạch này được gửi đến từng nhà trong thôn để mọi người biết.")
    canvas.save()
    blocks = read_document(path).blocks
    assert [block.cells for block in blocks if block.kind == "row"] == cells
    assert blocks[-1].text.startswith("Kế hoạch này")


def test_lines_of_an_item_hang_behind_its_bullet(tmp_path, font):
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(font, 11)
    canvas.drawString(60, 760, "Trạm Y tế xã làm những việc sau đây trong suốt cả năm hai nghìn")
    canvas.drawString(60, 745, "không trăm hai mươi bảy theo sự chỉ dẫn của huyện đội và các nơi:")
    canvas.drawString(70, 730, "• Khám cho người bị đánh rồi đưa họ lên Bệnh viện Đa khoa Bình")
    canvas.drawString(84, 715, "An bằng xe của trạm.")
    canvas.save()
    assert read_document(path).blocks[-1].wrapped


def test_letters_borrowed_of_another_font_stay_in_their_word(tmp_path, font):
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    at = 40.0
    for text, name in (("Ph", "Times-Roman"), ("ườ", font), ("ng x", "Times-Roman"), ("ã", font)):
        canvas.setFont(name, 110)
        canvas.drawString(at, 600, text)
        at += pdfmetrics.stringWidth(text, name, 110)
    canvas.setFont(font, 11)
    canvas.drawString(60, 500, "Ủy ban nhân dân phường ban hành kế hoạch này")
    canvas.save()
    assert read_document(path).blocks[0].text == "Phường xã"
