from knowledge.reading import read_document


def test_page_with_list_and_table(tmp_path):
    path = tmp_path / "k.html"
    path.write_text(
        "<html><head><title>x</title><script>var a</script></head><body><h2>KẾ HOẠCH</h2>"
        "<p>Căn cứ <b>Luật</b> Bình đẳng giới;</p><ol type='a'><li>Việc một</li><li>Việc "
        "hai</li></ol>"
        "<table><tr><th>TT</th><th>Chủ trì</th></tr><tr><td>1</td><td rowspan='2'>Sở Y tế</td></tr>"
        "<tr><td>2</td></tr></table></body></html>",
        encoding="utf-8",
    )
    blocks = read_document(path).blocks
    assert [(block.kind, block.text, block.label) for block in blocks[:4]] == [
        ("heading", "KẾ HOẠCH", ""),
        ("text", "Căn cứ Luật Bình đẳng giới;", ""),
        ("text", "Việc một", "a)"),
        ("text", "Việc hai", "b)"),
    ]
    assert [block.cells for block in blocks[4:]] == [
        ("TT", "Chủ trì"),
        ("1", "Sở Y tế"),
        ("2", "Sở Y tế"),
    ]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8"><!--[if gte mso 9]><xml>
<o:OfficeDocumentSettings/></xml><![endif]--><style>p.MsoNormal {margin:0}</style></head>
<body lang=VI><div class=WordSection1>
<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Trạm Y tế xã chủ trì,
phối hợp với Công an xã tiếp nhận
nạn nhân<del cite="mailto:x">, người thân</del>.<o:p></o:p></p>
<!--[if gte vml 1]><v:shape>HÌNH</v:shape><![endif]-->
<p class=MsoNormal>Dòng một<br>Dòng hai</p>
<table class=MsoTableGrid><tr><td>Nội dung
<!--[if !supportMisalignedColumns]>-->việc làm<!--<![endif]--></td><td>Quý II</td></tr></table>
</div></body></html>"""


def test_page_that_word_wrote(tmp_path):
    path = tmp_path / "k.html"
    path.write_text(WORD, encoding="utf-8")
    assert [block.text for block in read_document(path).blocks] == [
        "1. Trạm Y tế xã chủ trì, phối hợp với Công an xã tiếp nhận nạn nhân.",
        "Dòng một",
        "Dòng hai",
        "Nội dung việc làm | Quý II",
    ]


def test_preformatted_text_keeps_its_lines(tmp_path):
    path = tmp_path / "k.html"
    path.write_text("<pre>Dòng một của đoạn\nDòng hai của đoạn</pre>", encoding="utf-8")
    texts = [block.text for block in read_document(path).blocks]
    assert texts == ["Dòng một của đoạn", "Dòng hai của đoạn"]
