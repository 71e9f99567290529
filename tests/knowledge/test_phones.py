import pytest

from knowledge.phones import digits, numbers_in, repaired


@pytest.mark.parametrize(
    ("text", "written", "bare"),
    [
        ("Đường dây nóng 0225.3OOO.ll9 nghe máy", "0225.3OOO.ll9", "02253000119"),
        ("qua số o255.0662.115 do cán bộ trực", "o255.0662.115", "02550662115"),
        ("nhận tin: (0296) 3000 127 do Công an", "(0296) 3000 127", "02963000127"),
        ("trợ giúp 1800.0147 (miễn phí)", "1800.0147", "18000147"),
    ],
)
def test_numbers_as_plans_write_them(text, written, bare):
    (found,) = numbers_in(text)
    assert (found[0], digits(found[0])) == (written, bare)


@pytest.mark.parametrize("text", ["loll lollll olll", "trước ngày 05/12/2026", "2026 - 2028"])
def test_words_dates_and_years_are_no_numbers(text):
    assert list(numbers_in(text)) == []


def test_stops_stay_where_letters_are_put_right():
    assert repaired("0225.3OOO.ll9") == "0225.3000.119"
