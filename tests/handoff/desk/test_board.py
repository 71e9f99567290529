from __future__ import annotations

from handoff.audit import rows_of_case
from handoff.cases import Cases
from handoff.cipher import Cipher
from handoff.transcript import entries_table


def test_danger_stands_first_with_its_place_and_time(world):
    with world.database.atomic() as tx:
        world.cases.open(tx, "web:calm", channel="web", level="disclosure", consent=True)
    world.clock.pass_minutes(4)
    world.emergency()
    text = world.sign_in("hoa").get("/desk/queue").text
    assert text.index("Nguy hiểm") < text.index("Cần giúp")
    assert "Cần Thơ" in text and "4 phút" in text and "Chưa rõ nơi" in text
    assert 'data-waiting="2" data-danger="1"' in text


def test_a_waiting_emergency_can_be_read_before_accepting(world):
    with world.database.atomic() as tx:
        world.cases.say(tx, "web:0123456789", "citizen", "chuyện riêng trước đó")
    case = world.emergency()
    page = world.sign_in("hoa").get(f"/desk/cases/{case.id}").text
    assert "cứu em với" in page and "chuyện riêng" not in page
    assert "1 tin trước đó không hiện" in page
    assert "nói đang bị khoá trong phòng" in page
    assert "18008065" in page
    assert "0123456789" not in page and "web:•••89" in page


def test_a_colleagues_case_shows_its_summary_only(world):
    case = world.emergency()
    world.sign_in("hoa").act(case, "accept")
    page = world.sign_in("tam").get(f"/desk/cases/{case.id}").text
    assert "cứu em với" not in page and "Ca này do đồng nghiệp giữ" in page
    assert world.sign_in("tam").act(case, "note", text="x").status_code == 422
    page = world.sign_in("mai").get(f"/desk/cases/{case.id}").text
    assert "cứu em với" in page and "Tiếp quản" in page


def test_looking_is_audited(world):
    case = world.emergency()
    world.sign_in("hoa").get(f"/desk/cases/{case.id}")
    trail = world.sign_in("lan").get(f"/desk/trail?case={case.number}").text
    assert "Hoà xem ca" in trail


def test_looking_at_a_part_alone_is_audited_once(world):
    case, page = world.emergency(), world.sign_in("hoa")
    for _ in range(3):
        for part in ("talk", "side", "head"):
            assert page.get(f"/desk/cases/{case.id}/{part}").status_code == 200
    with world.database.reading() as tx:
        assert [row.action for row in rows_of_case(tx, case.id)].count("viewed") == 1
    page = world.sign_in("tam")
    page.get(f"/desk/cases/{case.id}")
    page.get(f"/desk/cases/{case.id}/talk")
    with world.database.reading() as tx:
        assert [row.action for row in rows_of_case(tx, case.id)].count("viewed") == 2


def test_markup_in_a_message_is_only_text(world):
    case = world.emergency(text="<script>alert(1)</script>")
    page = world.sign_in("hoa").get(f"/desk/cases/{case.id}").text
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_a_case_that_is_not_there(world):
    page = world.sign_in("hoa")
    assert page.get("/desk/cases/99").status_code == 404
    assert page.get("/desk/cases/99/talk").status_code == 404
    assert page.post("/desk/cases/99/accept").status_code == 404


def test_nobody_on_duty_is_said(world):
    page = world.sign_in("hoa")
    assert "Chưa có ai trực" not in page.get("/desk/queue").text
    world.clock.pass_minutes(10)
    assert "Chưa có ai trực" in page.get("/desk/queue").text


def test_the_canned_replies_carry_the_numbers_of_her_place(world):
    case = world.emergency()
    page = world.sign_in("hoa").get(f"/desk/cases/{case.id}").text
    assert "đường dây hỗ trợ 18008065" in page
    with world.database.atomic() as tx:
        elsewhere = world.cases.open(
            tx, "web:other", channel="web", level="emergency", place="lai-chau", speaker="child"
        )
    page = world.sign_in("hoa").get(f"/desk/cases/{elsewhere.id}").text
    assert "18008065" not in page
    assert "Chào con" in page and "Bạn ở đâu" not in page


def test_a_case_under_a_lost_key_opens_with_what_can_be_read(world):
    case, page = world.emergency(), world.sign_in("hoa")
    page.act(case, "accept")
    page.act(case, "note", text="ghi chú còn đọc được")
    lost = Cases(world.database, Cipher("khoá đã mất"), world.clock)
    with world.database.atomic() as tx:
        for author in ("citizen", "bot"):
            lost.say(tx, case.conversation, author, "dòng đã mất")
        lost.note(tx, case.id, page.id, "ghi chú đã mất")
    told = "2 dòng không đọc được bằng khoá hiện nay"
    for part in ("", "/talk"):
        answer = page.get(f"/desk/cases/{case.id}{part}")
        assert answer.status_code == 200
        assert told in answer.text and "cứu em với" in answer.text and "đã mất" not in answer.text
        assert answer.text.count('<article class="said') == 1
    side = page.get(f"/desk/cases/{case.id}/side").text
    assert "1 ghi chú không đọc được" in side and "ghi chú còn đọc được" in side
    summary = page.get(f"/desk/cases/{case.id}/referral").text
    assert "1 dòng không đọc được" in summary and "cứu em với" in summary


def test_a_case_of_which_nothing_can_be_read_opens_too(world):
    case = world.emergency()
    with world.database.atomic() as tx:
        tx.execute(entries_table.update().values(secret_text="x"))
    page = world.sign_in("hoa")
    text = page.get(f"/desk/cases/{case.id}").text
    assert "1 dòng không đọc được" in text and "Chưa có tin nào" not in text
    summary = page.get(f"/desk/cases/{case.id}/referral")
    assert summary.status_code == 200 and "được phép đọc" not in summary.text
