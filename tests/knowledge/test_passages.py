from knowledge.passages import MAX_LENGTH, cut, headings_above


def test_long_text_is_cut_at_sentence_ends():
    text = " ".join(f"Câu số {n} nói về việc phòng ngừa bạo lực tại cộng đồng." for n in range(60))
    pieces = cut(text)
    assert " ".join(pieces) == text
    assert all(len(piece) <= MAX_LENGTH and piece.endswith(".") for piece in pieces)


def test_a_sentence_without_end_is_cut_at_words():
    pieces = cut("bạo lực " * 400)
    assert all(len(piece) <= MAX_LENGTH for piece in pieces)
    assert " ".join(pieces).split() == ("bạo lực " * 400).split()


def test_headings_above():
    titles = {"IV": "TỔ CHỨC", "IV.2": "Sở, ngành", "IV.2.5": "Sở TT&TT", "Phụ lục": "BẢNG"}
    assert headings_above("IV.2.5", titles) == "TỔ CHỨC › Sở, ngành"
    assert headings_above("Phụ lục TT 2", titles) == "BẢNG"
    assert headings_above("IV", titles) == ""
