from knowledge.reading.plain import blocks_of
from knowledge.structure.outline import outline


def paths(text):
    return [
        (unit.path, unit.written) for unit in outline(tuple(blocks_of(text))).units if unit.path
    ]


HEAD = "KẾ HOẠCH\n\nPhòng ngừa bạo lực năm 2026\n\n"


def test_nested_numbers_and_bullets():
    found = paths(
        HEAD + "I. MỘT\n\n1. Việc\n\na) Ý a;\n\n- gạch\n\n+ cộng\n\n2. Khác\n\n2.1. Con\n\nII. "
        "HAI\n\n1. Mới"
    )
    assert [path for path, _ in found] == [
        "I", "I.1", "I.1.a", "I.1.a", "I.1.a", "I.2", "I.2.1", "II", "II.1",
    ]  # fmt: skip


def test_part_headings_and_whole_numbers():
    found = paths(HEAD + "PHẦN III\n\nNHIỆM VỤ\n\n3.1. Một\n\n3.2. Hai")
    assert found[0] == ("Phần III", "PHẦN III NHIỆM VỤ")
    assert [path for path, _ in found[1:]] == ["3.1", "3.2"]


def test_headings_without_numbers():
    text = (
        "# Kế hoạch phòng ngừa bạo lực năm 2026\n\n## Nhiệm vụ\n\n- Một việc\n\n## Tổ "
        "chức\n\n### Trạm Y tế\n\n- Khám"
    )
    assert [path for path, _ in paths(text)] == [
        "Nhiệm vụ", "Nhiệm vụ", "Tổ chức", "Tổ chức.Trạm Y tế", "Tổ chức.Trạm Y tế",
    ]  # fmt: skip


def test_annex_after_the_signature():
    out = outline(
        tuple(
            blocks_of(
                HEAD + "I. MỘT\n\n1. Việc ./.\n\nNơi nhận:\n\n- Sở Y tế;\n- Lưu: VT.\n\nTM. ỦY BAN "
                "NHÂN DÂN\n"
                "CHỦ TỊCH\n\nTrần Văn An\n\nPHỤ LỤC\n\n| STT | Việc | Chủ trì |\n|--|--|--|\n| 1 "
                "| Làm | Sở A |\n"
            )
        )
    )
    assert out.recipients == ["Sở Y tế;", "Lưu: VT."]
    assert out.signature[-1] == "Trần Văn An"
    assert out.units[-1].path == "Phụ lục STT 1"
    assert out.units[-1].kind == "table"


def test_sentence_broken_by_page_number():
    text = HEAD + "I. MỘT\n\n1. Các cấp Hội tập trung tổ\n\n12\n\nchức hoạt động tuyên truyền."
    assert paths(text)[-1] == ("I.1", "1. Các cấp Hội tập trung tổ chức hoạt động tuyên truyền.")


def test_hard_wrapped_lines_become_paragraphs():
    line = "Sở Y tế chủ trì, phối hợp với Công an tỉnh và các cơ quan liên quan tổ chức"
    text = (
        HEAD
        + "I. MỘT\n"
        + "\n".join(f"{n}. {line}\ntiếp nhận nạn nhân bị bạo lực trong năm." for n in range(1, 20))
    )
    found = paths(text)
    assert len(found) == 20
    assert found[5][1].endswith("tổ chức tiếp nhận nạn nhân bị bạo lực trong năm.")


def test_letters_counted_anew_inside_a_numeral():
    found = paths(HEAD + "I. MỘT\n\nA. Ý đầu\n\n1. Việc\n\nB. Ý sau\n\nII. HAI\n\n1. Việc")
    assert [path for path, _ in found] == ["I", "I.A", "I.A.1", "I.B", "II", "II.1"]


def test_items_hang_under_the_opening_line_before_them():
    text = HEAD + "I. MỘT\n\n1. Tổ Dân vận\n\nNhận các việc:\n\na) Ý a;\n\nb) Ý b."
    units = outline(tuple(blocks_of(text))).units
    (opening,) = [index for index, unit in enumerate(units) if unit.text == "Nhận các việc:"]
    assert [unit.parent for unit in units if unit.style == "letter"] == [opening, opening]
