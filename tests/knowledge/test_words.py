from knowledge.words import folded, written


def test_words_as_written_and_folded_stand_one_for_one():
    words = written("Sở Y tế: 3 đường dây, 24/7!")
    assert words == ["sở", "y", "tế", "3", "đường", "dây", "24", "7"]
    assert folded(words) == ["so", "y", "te", "3", "duong", "day", "24", "7"]


def test_composed_and_loose_marks_are_the_same_word():
    assert written("Ba\u0323o") == written("Bạo")
