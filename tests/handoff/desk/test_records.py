from __future__ import annotations

import io

from openpyxl import load_workbook

from handoff.audit import record


def test_search_by_number_place_kind_and_day(world):
    case = world.emergency()
    with world.database.atomic() as tx:
        world.cases.open(
            tx, "web:b", channel="web", level="disclosure", kind="elder", place="lai-chau",
            consent=True,
        )  # fmt: skip
    page = world.sign_in("hoa")

    def found(**query):
        return page.get("/desk/search", params=query).text.count('href="/desk/cases/')

    assert found() == 2
    assert found(number="ct-1") == 1 and found(number="abc") == 0
    assert found(place="lai-chau") == 1 and found(kind="elder", place="can-tho") == 0
    assert found(day="2020-01-01") == 0 and found(day="nonsense") == 2
    assert "cứu em" not in page.get("/desk/search").text
    assert case.conversation not in page.get("/desk/search").text


def test_the_summary_for_111_is_audited_and_needs_the_right_to_read(world):
    case = world.emergency()
    hoa = world.sign_in("hoa")
    text = hoa.get(f"/desk/cases/{case.id}/referral").text
    assert "cứu em với" in text and ">111<" in text and case.conversation not in text
    hoa.act(case, "accept")
    assert world.sign_in("tam").get(f"/desk/cases/{case.id}/referral").status_code == 404
    assert "Hoà mở bản tóm tắt 111" in world.sign_in("lan").get("/desk/trail").text


def test_numbers_hide_small_counts_also_in_the_file(world):
    for number in range(7):
        world.emergency(f"web:n{number}")
    with world.database.atomic() as tx:
        world.cases.open(
            tx, "web:b", channel="zalo", level="disclosure", kind="elder", consent=True
        )
    mai = world.sign_in("mai")
    span = {"since": "2027-01-01", "until": "2027-12-31"}
    page = mai.get("/desk/numbers", params=span).text
    assert ">8<" in page and "&lt;5" in page
    answer = mai.get("/desk/numbers.xlsx", params=span)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    assert cells["Tổng số ca"] == 8
    assert cells["Người cao tuổi"] == "<5" and cells["Vợ chồng, người yêu"] == "<5"
    assert "Mai tải bảng thống kê" in world.sign_in("lan").get("/desk/trail").text


def test_the_trail_has_no_words_and_no_identity(world):
    case = world.emergency()
    hoa = world.sign_in("hoa")
    hoa.act(case, "accept")
    hoa.act(case, "reply", text="Chị nghe em đây")
    hoa.act(case, "note", text="ghi chú kín")
    trail = world.sign_in("lan").get("/desk/trail").text
    for words in ("cứu em", "nghe em", "ghi chú kín", "0123456789"):
        assert words not in trail
    assert "Hoà nhận ca" in trail


def test_the_trail_says_how_much_was_deleted_before_it_was_sent(world):
    with world.database.atomic() as tx:
        record(tx, "expired", replies=3, messages=2)
    trail = world.sign_in("lan").get("/desk/trail").text
    assert "Xoá tin còn chờ đã hết hạn giữ: 3 câu chưa gửi, 2 tin chưa trả lời" in trail
