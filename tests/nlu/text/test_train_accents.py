import lzma

import pytest

from nlu.text.accents import AccentRestorer
from nlu.text.train_accents import chat_lines, train


def test_a_model_learns_from_a_folder(tmp_path):
    with lzma.open(tmp_path / "general.txt.xz", "wt", encoding="utf-8") as file:
        file.write("Chồng đánh tôi.\nDanh sách có tội phạm.\nTội phạm bị bắt.\n" * 20)
    chat = tmp_path / "chat.yml"
    chat.write_text("nlu:\n- intent: x\n  examples: |\n    - chồng đánh tôi\n", encoding="utf-8")
    target = tmp_path / "model.npz"
    report = train(tmp_path, [chat], target)
    assert report["bytes"] == target.stat().st_size
    restorer = AccentRestorer(target)
    assert restorer.restore("chong danh toi") == "chồng đánh tôi"
    assert restorer.restore("toi pham bi bat") == "tội phạm bị bắt"


def test_a_folder_without_text_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        train(tmp_path, [], tmp_path / "model.npz")


def test_chat_lines_are_those_with_accents_and_lose_their_marks(tmp_path):
    path = tmp_path / "data.yml"
    path.write_text(
        "nlu:\n- intent: ask\n  examples: |\n"
        "    - kế hoạch của [Cần Thơ](place) thế nào\n"
        "    - ke hoach cua can tho\n"
        '    - hỏi [sở y tế]{"entity": "agency"} nhé\n',
        encoding="utf-8",
    )
    assert list(chat_lines(path)) == ["kế hoạch của Cần Thơ thế nào", "hỏi sở y tế nhé"]
    plain = tmp_path / "chat.txt"
    plain.write_text("# nguồn\nchồng đánh em\nchong danh em\n", encoding="utf-8")
    assert list(chat_lines(plain)) == ["chồng đánh em"]
