"""The danger lexicon: what it finds, what it lets pass, how it complains."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.lexicons.check import LexiconError
from nlu.text import fold
from nlu.triage import Level
from nlu.triage.lexicon import PATH, load_lexicon


def reasons(text: str) -> list[str]:
    return [sign.reason for sign in load_lexicon().find(fold(text)).signs]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Chồng em đang nhốt em trong phòng", "nói đang bị khoá, bị nhốt hoặc bị giữ"),
        ("nó bóp cổ em", "nói bị bóp cổ hoặc bị làm cho ngạt"),
        ("anh ta dọa giết cả nhà", "nói bị dọa giết"),
        ("máu chảy nhiều quá", "nói đang chảy máu hoặc bị thương nặng"),
        ("tôi định nhảy cầu", "nói muốn chết hoặc tìm cách chết"),
        ("ổng giữ hết giấy tờ của tui", "kể bị kiểm soát tiền, giấy tờ, điện thoại hoặc đi lại"),
    ],
)
def test_signs(text: str, reason: str) -> None:
    assert reason in reasons(text)


@pytest.mark.parametrize(
    "text", ["anh ấy cầm dao thái thịt", "em đánh răng", "mệt muốn chết", "tải bản kế hoạch"]
)
def test_harmless_neighbours_of_the_signs(text: str) -> None:
    assert not reasons(text)


def test_a_sign_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert "nói người kia có hung khí" in reasons("anh ấy đang cầm dao")
    assert "nói người kia có hung khí" not in reasons("anh ấy cầm. Dao ở bếp")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("em làm bài tập môn luật", "study"),
        ("xem phim tối qua", "story"),
        ("em nhắn nhầm", "mistaken"),
        ("tôi nghiệm thu phần mềm", "test"),
        ("tôi soạn báo cáo quý", "work"),
    ],
)
def test_contexts(text: str, name: str) -> None:
    assert name in load_lexicon().find(fold(text)).contexts


def test_every_sign_has_words_for_staff() -> None:
    lexicon = load_lexicon()
    assert len({sign.reason for sign in lexicon.signs}) == len(lexicon.signs)
    assert {sign.level for sign in lexicon.signs} == {Level.EMERGENCY, Level.DISCLOSURE}


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("level: emergency", "level: urgent", "patterns[0].level"),
        ('"bop (co|hong)"', '"bóp cổ"', "patterns[2].any[0]"),
        ('"bop (co|hong)"', '"bop (co"', "patterns[2].any[0]"),
        ('"bop (co|hong)"', '"{ai} bop co"', "patterns[2].any[0]"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    broken = tmp_path / "triage.yml"
    source = PATH.read_text(encoding="utf-8").replace(old, new, 1)
    broken.write_text(source, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        load_lexicon(broken)
    assert caught.value.path == broken
    assert caught.value.field == field
    assert new.split(":")[0].strip('"') in source.splitlines()[caught.value.line - 1]
