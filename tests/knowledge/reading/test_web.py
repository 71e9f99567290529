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
