from bot.eval.noise import scanned

TEXT = "Sở Y tế chủ trì, phối hợp với Công an tỉnh mở lớp trước ngày 10/10/2026.\n" * 60


def test_the_same_seed_makes_the_same_errors():
    assert scanned(TEXT, 3) == scanned(TEXT, 3)
    assert scanned(TEXT, 3) != scanned(TEXT, 4)


def test_it_misreads_a_little_and_numbers_pages():
    noisy = scanned(TEXT, 3)
    assert "l0/" in noisy or "1O/" in noisy
    assert "\n\n" + " " * 30 + "2\n" in noisy
    assert noisy.count("Công an tỉnh") > 40


def test_rows_of_tables_keep_their_line():
    row = "| 1 | " + "việc " * 40 + "| Sở Y tế |"
    assert len(scanned(row, 1).split("\n")) == 1
