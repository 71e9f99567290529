import pytest

from knowledge.reading import PlanError, read_document
from knowledge.reading.plain import blocks_of

OLE = b"\xd0\xcf\x11\xe0" + b"x" * 100
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"


def test_lines_wrapped_by_the_page_are_marked():
    blocks = blocks_of("Dòng một của đoạn\ndòng hai\n\nĐoạn khác")
    assert [(block.text, block.wrapped) for block in blocks] == [
        ("Dòng một của đoạn", False),
        ("dòng hai", True),
        ("Đoạn khác", False),
    ]


def test_markdown_marks_go_away():
    blocks = blocks_of("#### **III. KINH PHÍ**\n\n- **Số:** 12/KH-UBND  \n\n\\- Chủ trì")
    assert [block.text for block in blocks] == ["III. KINH PHÍ", "- Số: 12/KH-UBND", "- Chủ trì"]
    assert blocks[0].kind == "heading" and blocks[0].level == 4


def test_table_cells_keep_their_items():
    rows = blocks_of(
        "| TT | Nội dung | Chủ trì |\n|---|:--|---|\n"
        '| 1 | <ul style="x"> - Việc một. - Việc hai; | Phòng Văn hóa – Xã hội |\n'
        "| 2 | Việc ba<br>Việc bốn | -nt- |"
    )
    assert [row.table for row in rows] == [1, 1, 1]
    assert rows[1].cells == ("1", "Việc một.\nViệc hai;", "Phòng Văn hóa – Xã hội")
    assert rows[2].cells == ("2", "Việc ba\nViệc bốn", "-nt-")


def test_html_table_inside_markdown():
    rows = blocks_of("<table><tr><td>5.7. Sở A</td>\n<td>Phối hợp.</td></tr></table>")
    assert rows[0].cells == ("5.7. Sở A", "Phối hợp.")


def test_old_encodings(tmp_path):
    text = (
        "Uûy ban nhaân daân phöôøng ban haønh keá hoaïch thöïc hieän coâng taùc naêm 2025 "
        "cuûa phöôøng. "
    )
    vni = tmp_path / "vni.txt"
    vni.write_text(text * 20)
    document = read_document(vni)
    assert "Ủy ban nhân dân phường ban hành kế hoạch" in document.blocks[0].text
    assert "VNI" in document.warnings[0]
    tcvn = tmp_path / "tcvn.txt"
    tcvn.write_bytes(
        "KÕ ho¹ch cña ñy ban nh©n d©n ph­êng vÒ thùc hiÖn n¨m 2025 ".encode("cp1252") * 20
    )
    assert "của ủy ban nhân dân phường về thực hiện" in read_document(tcvn).blocks[0].text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "không có chữ"),
        ("a.txt", b"\x00\x01\x02\x03" * 50, "bảng mã chữ"),
        ("a.xyz", b"abc", "chưa đọc được định dạng"),
        ("a.doc", b"abc", "lưu lại thành .docx"),
        ("a.docx", b"not a zip", "Word"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "Word đời cũ"),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 26 + OPEN_DOCUMENT, "OpenDocument"),
        ("a.odt", b"PK\x03\x04", "OpenDocument"),
        *((f"a{suffix}", b"", "không có chữ") for suffix in (".md", ".docx", ".pdf", ".html")),
        ("a.pdf", b"not a pdf at all", "PDF"),
        ("a.html", b"   ", "không có thẻ"),
    ],
)
def test_broken_files_are_named(tmp_path, name, data, says):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PlanError, match=says):
        read_document(path)


def test_missing_file(tmp_path):
    with pytest.raises(PlanError, match="Không thấy tệp"):
        read_document(tmp_path / "x.txt")


def test_heaps_of_marks_in_a_file_are_thinned() -> None:
    (block,) = blocks_of("Sở Y tế" + "\u0323\u0301" * 50_000 + " chủ trì")
    assert len(block.text) < 60 and block.text.endswith(" chủ trì")


TEXT = "I. MỤC TIÊU\n\nGiảm số vụ bạo lực gia đình trên địa bàn xã.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_and_without_its_mark(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    document = read_document(path)
    assert [block.text for block in document.blocks] == TEXT.split("\n")[::2][:2]
    assert not document.warnings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_old_letters_saved_as_unicode(tmp_path, encoding):
    path = tmp_path / "a.txt"
    old = "KÕ ho¹ch cña ñy ban nh©n d©n ph\u00adêng vÒ thùc hiÖn n¨m 2025 "
    path.write_bytes((old * 20).encode(encoding))
    document = read_document(path)
    assert "của ủy ban nhân dân" in document.blocks[0].text
    assert "TCVN3" in document.warnings[0]


def test_a_table_drawn_with_bars_and_rules():
    blocks = blocks_of(
        "TT | Việc | Chịu trách nhiệm chính | Thời hạn\n---+------+---+--- -+--\n"
        "| 1 | Vá mái nhà tạm lánh | Đội Thợ nề | Tháng 3 |\n2 | Thay khóa | | Tháng 4"
    )
    assert [block.cells for block in blocks] == [
        ("TT", "Việc", "Chịu trách nhiệm chính", "Thời hạn"),
        ("1", "Vá mái nhà tạm lánh", "Đội Thợ nề", "Tháng 3"),
        ("2", "Thay khóa", "", "Tháng 4"),
    ]
