from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from prometheus_client import REGISTRY

from handoff import messages
from handoff.case import CaseState
from handoff.telling import telling


def test_accept_answer_and_close(world):
    case = world.emergency()
    hoa = world.sign_in("hoa")
    assert hoa.act(case, "accept").json() == {"ok": True, "message": "Bạn đã nhận ca."}
    assert hoa.act(case, "accept").json()["ok"], "a second click is harmless"
    assert [reply.text for _, reply in world.sent] == [telling("joined", case)]
    assert hoa.act(case, "reply", text="Chị đây", nonce="n1").status_code == 200
    assert hoa.act(case, "reply", text="Chị đây", nonce="n1").status_code == 200
    assert [reply.text for _, reply in world.sent] == [telling("joined", case), "Chị đây"]
    assert world.sent[0][0] == "web:0123456789"
    assert hoa.act(case, "close").status_code == 422
    assert hoa.act(case, "close", outcome="supported").status_code == 200
    assert world.case(case).outcome == "supported"
    assert world.sent[-1][1].text == telling("closed", case)


def test_two_accept_one_wins_and_the_other_is_told(world):
    case = world.emergency()
    hoa, tam = world.sign_in("hoa"), world.sign_in("tam")
    assert hoa.act(case, "accept").status_code == 200
    answer = tam.act(case, "accept")
    assert answer.status_code == 409
    assert answer.json()["message"] == "Hoà đã nhận ca này trước."
    answer = tam.act(case, "accept", script=False)
    assert answer.status_code == 409 and "Hoà đã nhận" in answer.text
    assert len(world.sent) == 1


def test_only_the_owner_answers(world):
    case = world.emergency()
    hoa, tam = world.sign_in("hoa"), world.sign_in("tam")
    assert hoa.act(case, "reply", text="x").status_code == 409
    hoa.act(case, "accept")
    assert tam.act(case, "reply", text="x").status_code == 409
    assert hoa.act(case, "reply", text=" ").status_code == 422
    assert hoa.act(case, "reply", text="x" * 2001).status_code == 422
    assert len(world.sent) == 1


def test_without_script_the_browser_is_sent_back(world):
    case = world.emergency()
    answer = world.sign_in("hoa").act(case, "accept", script=False)
    assert answer.status_code == 303 and answer.headers["location"] == f"/desk/cases/{case.id}"


def test_transfer_checks_that_the_colleague_is_on_and_has_room(world):
    case = world.emergency()
    hoa = world.sign_in("hoa")
    hoa.act(case, "accept")
    tam = world.people["tam"]
    answer = hoa.act(case, "transfer", to=str(tam.id))
    assert answer.status_code == 422 and "Tâm đang không trực" in answer.json()["message"]
    page = world.sign_in("tam")
    assert hoa.act(case, "transfer", to=str(tam.id)).status_code == 200
    assert world.case(case).state is CaseState.TRANSFERRED
    assert hoa.act(case, "reply", text="x").status_code == 409
    assert page.act(case, "accept").status_code == 200
    assert world.sent[-1][1].text == telling("transferred", case)
    assert page.act(case, "transfer", to="99").status_code == 422
    assert page.act(case, "transfer", to="queue").status_code == 200
    assert world.case(case).owner is None


def test_a_full_colleague_gets_no_more(world):
    hoa, tam = world.sign_in("hoa"), world.sign_in("tam")
    for number in range(5):
        tam.act(world.emergency(f"web:x{number}"), "accept")
    case = world.emergency()
    hoa.act(case, "accept")
    assert hoa.act(case, "transfer", to=str(tam.id)).status_code == 422


def test_hand_back_to_the_bot_is_told_to_both(world):
    case = world.emergency()
    hoa = world.sign_in("hoa")
    hoa.act(case, "accept")
    hoa.act(case, "return")
    assert world.case(case).state is CaseState.RETURNED
    assert world.sent[-1][1].text == telling("returned", case)
    assert "Hoà trả cuộc trò chuyện cho trợ lý" in hoa.get(f"/desk/cases/{case.id}/talk").text


def test_notes_are_seen_by_staff_only(world):
    case = world.emergency()
    hoa = world.sign_in("hoa")
    assert hoa.act(case, "note", text="đã gọi công an phường").status_code == 200
    assert "đã gọi công an phường" in hoa.get(f"/desk/cases/{case.id}/side").text
    assert world.sent == []


def test_only_supervisors_take_over_and_unmask(world):
    case = world.emergency()
    hoa, tam, mai = (world.sign_in(login) for login in ("hoa", "tam", "mai"))
    hoa.act(case, "accept")
    assert tam.act(case, "take").status_code == 422
    assert tam.act(case, "unmask").status_code == 403
    assert mai.act(case, "unmask").json()["conversation"] == "web:0123456789"
    assert mai.act(case, "take").status_code == 200
    assert world.case(case).owner == mai.id
    trail = world.sign_in("lan").get("/desk/trail?action=unmasked").text
    assert "Mai mở mã người nhắn" in trail and "0123456789" not in trail


def test_consent_buttons_come_with_the_question(world):
    case = world.emergency()
    hoa = world.sign_in("hoa")
    hoa.act(case, "accept")
    hoa.act(case, "reply", text="Mình xin đọc đoạn trước nhé?", canned="consent")
    buttons = world.sent[-1][1].buttons
    assert [b.payload for b in buttons] == [messages.CONNECT, messages.NOT_YET]


def test_follow_up_only_in_the_future(world):
    case = world.emergency()
    hoa = world.sign_in("hoa")
    hoa.act(case, "accept")
    assert hoa.act(case, "follow", at="2020-01-01T10:00", agreed="1").status_code == 422
    assert hoa.act(case, "follow", at="tomorrow", agreed="1").status_code == 422
    assert hoa.act(case, "follow", at="2030-01-01T10:00").status_code == 422, "without her consent"
    assert hoa.act(case, "follow", at="2030-01-01T10:00", agreed="1").status_code == 200
    assert world.case(case).follow_up_at
    assert hoa.act(case, "follow", at="").status_code == 200
    assert world.case(case).follow_up_at is None
    assert world.sign_in("tam").act(case, "follow", at="").status_code == 409


def test_an_action_that_is_not_there(world):
    assert world.sign_in("hoa").act(world.emergency(), "explode").status_code == 404


def test_a_colleague_whose_laptop_died_can_be_relieved(world):
    case = world.emergency()
    hoa, tam = world.sign_in("hoa"), world.sign_in("tam")
    hoa.act(case, "accept")
    with world.database.atomic() as tx:
        world.cases.say(tx, "web:0123456789", "citizen", "còn ai không")
    assert tam.act(case, "take").status_code == 422, "she is still there"
    world.clock.pass_minutes(3)
    assert "Tiếp quản" in tam.get(f"/desk/cases/{case.id}").text
    assert tam.act(case, "take").status_code == 200
    assert world.case(case).owner == tam.id


def test_a_follow_up_that_is_due_is_shown_and_taken_up(world):
    case = world.emergency()
    hoa = world.sign_in("hoa")
    hoa.act(case, "accept")
    at = dt.datetime.fromtimestamp(world.clock() + 3600, ZoneInfo("Asia/Ho_Chi_Minh"))
    hoa.act(case, "follow", at=at.strftime("%Y-%m-%dT%H:%M"), agreed="1")
    hoa.act(case, "close", outcome="supported")
    assert "Đến hẹn hỏi thăm" not in hoa.get("/desk/queue").text
    world.clock.pass_minutes(61)
    assert "Đến hẹn hỏi thăm" in hoa.get("/desk/queue").text
    assert "Nhận ca" in hoa.get(f"/desk/cases/{case.id}").text
    assert hoa.act(case, "accept").status_code == 200
    assert world.case(case).state is CaseState.ACCEPTED
    assert "Đến hẹn hỏi thăm" not in hoa.get("/desk/queue").text


def test_a_revoked_consent_hides_what_came_before(world):
    case = world.emergency(consent=True)
    hoa = world.sign_in("hoa")
    hoa.act(case, "accept")
    with world.database.atomic() as tx:
        world.cases.say(tx, case.conversation, "citizen", "dạ em đây")
    assert "cứu em với" in hoa.get(f"/desk/cases/{case.id}/talk").text
    with world.database.atomic() as tx:
        world.cases.consent(tx, case.conversation, False)
    talk = hoa.get(f"/desk/cases/{case.id}/talk").text
    assert "cứu em với" not in talk and "dạ em đây" in talk
    assert "đã rút lại đồng ý" in talk and "Người nhắn rút lại đồng ý" in talk
    assert "đã rút lại đồng ý" in hoa.get(f"/desk/cases/{case.id}/side").text


def test_a_case_that_may_be_watched_says_so_and_is_told_little(world):
    case = world.emergency(watched=True)
    hoa = world.sign_in("hoa")
    page = hoa.get(f"/desk/cases/{case.id}").text
    assert "Có thể đang bị theo dõi" in page and "bị theo dõi?" in page
    assert "có thể đang bị theo dõi" in hoa.get(f"/desk/cases/{case.id}/referral").text
    hoa.act(case, "accept")
    hoa.act(case, "close", outcome="supported")
    assert not any("trực" in reply.text for _, reply in world.sent)


def test_the_time_to_accept_is_measured_once_a_case(world):
    name, labels = "tincay_case_accept_seconds", {"level": "emergency"}

    def measured():
        return [REGISTRY.get_sample_value(f"{name}_{end}", labels) or 0 for end in ("count", "sum")]

    before = measured()
    case = world.emergency()
    world.clock.pass_minutes(2)
    hoa, tam = world.sign_in("hoa"), world.sign_in("tam")
    hoa.act(case, "accept")
    hoa.act(case, "transfer", to=str(tam.id))
    tam.act(case, "accept")
    count, seconds = (new - old for new, old in zip(measured(), before, strict=True))
    assert (count, seconds) == (1, 120)


def test_what_staff_say_holds_nothing_unseen(world):
    case, hoa = world.emergency(), world.sign_in("hoa")
    hoa.act(case, "accept")
    hoa.act(case, "reply", text="gọi \u202e113\u202c\x07 nhé\r\nem")
    assert world.sent[-1][1].text == "gọi 113 nhé\nem"
