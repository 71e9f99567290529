import pytest

from knowledge.duties.wording import line
from knowledge.plan import Duty


@pytest.mark.parametrize(
    ("role", "quote", "word"),
    [
        ("thực hiện", "Sở A cùng Hội B mở lớp tập huấn.", "cùng tham gia: Hội B"),
        ("chủ trì", "Sở A chủ trì, phối hợp với Hội B mở lớp.", "phối hợp: Hội B"),
        ("chủ trì", "1 | Mở lớp tập huấn | Sở A | Hội B", "phối hợp: Hội B"),
    ],
)
def test_partners_are_told_in_no_stronger_word_than_the_plans(role, quote, word):
    duty = Duty("p", "I.1", "Sở A", role, "mở lớp tập huấn", ("Hội B",), quote=quote)
    assert word in line(duty)
