import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from knowledge.corpus import read_plan
from knowledge.reading import PlanError, read_document


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
    return paragraph


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


SPACES = (
    f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(document, tmp_path):
    path = tmp_path / "a.docx"
    document.save(path)
    return path


def texts(path):
    return [block.text for block in read_document(path).blocks]


def put(document, xml):
    """Put XML where the next paragraph would stand."""
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def run(text, tag="t"):
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def test_tracked_changes_are_accepted(tmp_path):
    document = docx.Document()
    put(
        document,
        f"<w:p {SPACES}>{run('Báo cáo trước ngày ')}<w:del>{run('10/12', 'delText')}</w:del>"
        f"<w:ins>{run('15/12')}</w:ins><w:moveFrom>{run(' tại xã')}</w:moveFrom></w:p>",
    )
    put(document, f"<w:p {SPACES}><w:moveTo>{run('Dời xuống đây')}</w:moveTo></w:p>")
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "Hàng còn lại", "Hàng đã xoá"
    table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    assert texts(saved(document, tmp_path)) == [
        "Báo cáo trước ngày 15/12",
        "Dời xuống đây",
        "Hàng còn lại",
    ]


def test_a_clause_that_was_deleted_takes_no_number(tmp_path):
    document = docx.Document()
    number(document, [("decimal", "%1.")])
    for text in ("Việc thứ nhất của xã", "Việc bị bỏ", "Việc thứ hai của xã"):
        numbered(document, text, 0)
    gone = document.paragraphs[1]._p
    mark = parse_xml(f"<w:rPr {SPACES}><w:del/></w:rPr>")
    gone.pPr.append(mark)
    gone.remove(gone.r_lst[0])
    gone.append(parse_xml(f"<w:del {SPACES}>{run('Việc bị bỏ', 'delText')}</w:del>"))
    blocks = read_document(saved(document, tmp_path)).blocks
    assert [(block.label, block.text) for block in blocks] == [
        ("1.", "Việc thứ nhất của xã"),
        ("2.", "Việc thứ hai của xã"),
    ]


def test_text_boxes_come_once_after_their_paragraph(tmp_path):
    document = docx.Document()
    box = f"<w:txbxContent><w:p>{run('Đường dây nóng: 18001234')}</w:p></w:txbxContent>"
    put(
        document,
        f"<w:p {SPACES}>{run('Đoạn có khung.')}<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
    )
    document.add_paragraph("Đoạn sau khung.")
    assert texts(saved(document, tmp_path)) == [
        "Đoạn có khung.",
        "Đường dây nóng: 18001234",
        "Đoạn sau khung.",
    ]


def test_footnotes_follow_their_clause_but_not_the_title(tmp_path):
    document = docx.Document()
    notes = (
        f"<w:footnotes {SPACES}>"
        f'<w:footnote w:type="separator" w:id="0"><w:p>{run("vạch")}</w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p>{run("Chú thích của tên.")}</w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p>{run("Theo Luật năm 2022.")}</w:p></w:footnote></w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), None)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    for id, text in (("1", "KẾ HOẠCH"), ("", "Phòng ngừa bạo lực"), ("2", "1. Nhận tin báo")):
        paragraph = document.add_paragraph(text)
        if id:
            mark = f'<w:r {SPACES}><w:footnoteReference w:id="{id}"/></w:r>'
            paragraph._p.append(parse_xml(mark))
    document.add_paragraph("2. Hỗ trợ")
    assert texts(saved(document, tmp_path)) == [
        "KẾ HOẠCH",
        "Phòng ngừa bạo lực",
        "1. Nhận tin báo",
        "Chú thích của tên.",
        "Theo Luật năm 2022.",
        "2. Hỗ trợ",
    ]


def test_rows_and_text_in_content_controls_are_kept(tmp_path):
    document = docx.Document()
    put(
        document,
        f"<w:sdt {SPACES}><w:sdtContent><w:p>{run('Đoạn trong ô điền.')}</w:p>"
        "</w:sdtContent></w:sdt>",
    )
    table = document.add_table(2, 2)
    for row, line in zip(table.rows, (("a", "b"), ("c", "d")), strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = f"Ô {text} của bảng"
    last = table.rows[1]._tr
    control = parse_xml(f"<w:sdt {SPACES}><w:sdtContent/></w:sdt>")
    last.addprevious(control)
    control[0].append(last)
    assert texts(saved(document, tmp_path)) == [
        "Đoạn trong ô điền.",
        "Ô a của bảng | Ô b của bảng",
        "Ô c của bảng | Ô d của bảng",
    ]


def test_a_table_in_a_cell_is_read_with_its_cell(tmp_path):
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 0)
    cell.text = "Trạm Y tế"
    inner = cell.add_table(2, 2)
    inner.cell(0, 0).merge(inner.cell(0, 1)).text = "Phối hợp"
    inner.cell(1, 0).text, inner.cell(1, 1).text = "Công an xã", "Hội phụ nữ"
    document.tables[0].cell(0, 1).text = "Quý II"
    assert texts(saved(document, tmp_path)) == ["Trạm Y tế Phối hợp Công an xã Hội phụ nữ | Quý II"]


def test_a_broken_table_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("knowledge.reading.word._rows", lambda *_all: [][1])
    document = docx.Document()
    document.add_table(1, 1)
    with pytest.raises(PlanError, match=r"a\.docx bị hỏng"):
        read_document(saved(document, tmp_path))


def test_the_number_of_a_row_may_be_all_its_cell_has(tmp_path):
    document = docx.Document()
    number(document, [("decimal", "%1.")])
    table = document.add_table(3, 3)
    for cell, text in zip(table.rows[0].cells, ("TT", "Việc", "Giao cho"), strict=True):
        cell.text = text
    for row, (work, body) in zip(
        table.rows[1:],
        (("Mở lớp tập huấn", "Trạm Y tế xã"), ("In tờ gấp", "Công an xã")),
        strict=True,
    ):
        row.cells[1].text, row.cells[2].text = work, body
        paragraph = numbered(document, "", 0)
        row.cells[0].paragraphs[0]._p.addnext(paragraph._p)
    document.save(tmp_path / "plan.docx")
    rows = [block.cells for block in read_document(tmp_path / "plan.docx").blocks if block.cells]
    assert [row[0] for row in rows] == ["TT", "1.", "2."]
