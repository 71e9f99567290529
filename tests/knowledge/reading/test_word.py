import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from knowledge.corpus import read_plan
from knowledge.reading import read_document


def number(document, kinds):
    """A numbering definition with one level for each (format, text); its id."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for level, (kind, text) in enumerate(kinds):
        one = OxmlElement("w:lvl")
        one.set(qn("w:ilvl"), str(level))
        for tag, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            one.append(child)
        abstract.append(one)
    root.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "91")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "90")
    num.append(link)
    root.append(num)


def numbered(document, text, level):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    found = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", str(level)), ("w:numId", "91")):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        found.append(child)
    properties.append(found)


@pytest.fixture
def word(tmp_path):
    document = docx.Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ BÌNH AN\nSố: 15/KH-UBND"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBình An, ngày 05 tháng 3 năm 2026"
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Phòng ngừa bạo lực gia đình trên địa bàn xã Bình An năm 2026")
    number(document, [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")])
    numbered(document, "MỤC TIÊU", 0)
    numbered(document, "Giảm số vụ bạo lực gia đình.", 1)
    numbered(document, "TỔ CHỨC THỰC HIỆN", 0)
    numbered(document, "Trạm Y tế xã", 1)
    numbered(document, "Chủ trì, phối hợp với Công an xã tiếp nhận nạn nhân;", 2)
    numbered(document, "Báo cáo Ủy ban nhân dân xã trước ngày 10/12 hằng năm.", 2)
    document.sections[0].header.paragraphs[0].text = "ĐẦU TRANG"
    table = document.add_table(3, 4)
    rows = (
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"),
        ("1", "Tổ chức tập huấn cho hòa giải viên", "Phòng Văn hóa - Xã hội", "Quý II/2026"),
        ("2", "Rà soát địa chỉ tin cậy", "", "Quý III/2026"),
    )
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    merged = table.cell(1, 2).merge(table.cell(2, 2))
    merged.text = "Phòng Văn hóa - Xã hội"
    path = tmp_path / "xa-binh-an.docx"
    document.save(path)
    return path


def test_automatic_numbering_becomes_clauses(word):
    plan = read_plan(word)
    assert plan.number == "15/KH-UBND"
    assert plan.date == "ngày 05 tháng 3 năm 2026"
    assert plan.place == "xã Bình An"
    paths = [section.path for section in plan.sections]
    assert paths[:5] == ["I", "I.1", "II", "II.1", "II.1.a"]
    lead = plan.duties[0]
    assert (lead.section, lead.agency, lead.role) == ("II.1.a", "Trạm Y tế xã", "Chủ trì, phối hợp")
    assert lead.partners == ("Công an xã",)
    report = plan.duties[1]
    assert report.report_to == "Ủy ban nhân dân xã"
    assert report.report_date == "trước ngày 10/12 hằng năm"


def test_cells_merged_over_rows_are_repeated(word):
    rows = [duty for duty in read_plan(word).duties if "TT" in duty.section]
    assert [(duty.agency, duty.deadline) for duty in rows] == [
        ("Phòng Văn hóa - Xã hội", "Quý II/2026"),
        ("Phòng Văn hóa - Xã hội", "Quý III/2026"),
    ]


def test_headers_are_left_out(word):
    assert not any("ĐẦU TRANG" in block.text for block in read_document(word).blocks)
