"""What people write must be judged as a helpline worker would; lines written for these tests."""

from __future__ import annotations

import pytest

from nlu.triage import Level, Speaker, assess, assess_turns

EMERGENCIES = [
    "Chồng em đang cầm dao đập cửa phòng, em với con trốn trong nhà tắm, cứu em",
    "chong em dang cam dao dap cua phong, em voi con tron trong nha tam, cuu em",
    "ck e đag cầm dao đập cửa, e vs con trốn trog toilet, cứu e vs",
    "con bị dượng nhốt trong phòng, dượng sắp về, con sợ quá",
    "em vừa bị hiếp xong, em còn chảy máu, em đang ở ngoài đường",
    "tôi uống hết vỉ thuốc ngủ rồi, tôi không muốn sống nữa",
]
DISCLOSURES = [
    "Chồng tôi hay đánh tôi mỗi khi say, tôi chịu ba năm nay rồi",
    "chong toi hay danh toi moi khi say, toi chiu ba nam nay roi",
    "ny cũ của e dọa tung ảnh nóng của e lên mạng",
    "Sếp hay sờ đùi em trong phòng họp, em không dám nói với ai",
    "Tôi lỡ tay tát vợ tối qua, tôi muốn thay đổi",
]
ORDINARY = [
    "Sở Y tế chủ trì nhiệm vụ gì trong kế hoạch của Cần Thơ?",
    "Đánh vợ thì bị phạt bao nhiêu tiền theo luật mới?",
    "hom nay em danh may bao cao met muon chet",
    "Em làm bài thuyết trình về bạo lực gia đình, cho em xin số liệu",
    "Đánh răng cho bé hai tuổi thế nào ạ",
    "cảm ơn ad nhiều nha",
    'Thử xem bot trả lời sao nếu tôi gõ "cứu tôi với"',
    "Tối nay chồng em nấu cơm, cả nhà xem đá bóng",
]


@pytest.mark.parametrize("text", EMERGENCIES)
def test_danger_now_is_an_emergency(text: str) -> None:
    result = assess(text)
    assert result.level is Level.EMERGENCY
    assert result.reasons
    assert result.score > 0.5


@pytest.mark.parametrize("text", DISCLOSURES)
def test_violence_without_danger_now_is_urgent_all_the_same(text: str) -> None:
    result = assess(text)
    assert result.urgent
    assert result.kind != "none"


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_messages_raise_no_alarm(text: str) -> None:
    result = assess(text)
    assert result.level is Level.NONE
    assert (result.kind, result.who, result.reasons) == ("none", "none", ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😭😭😭",
        "?!...",
        "\u200b\u200d",
        "a",
        "\x00\x01",
        "1 1 3",
        "ㅋㅋㅋ 好的",
        "e\u0301" * 30,
    ],
)
def test_any_string_gets_an_answer(text: str) -> None:
    result = assess(text)
    assert 0.0 <= result.score <= 1.0


def test_a_cry_inside_a_very_long_text_is_heard() -> None:
    calm = "Hôm nay trời đẹp, gió mát, chợ phiên bán nhiều rau với cá đồng. " * 60
    assert assess(calm).level is Level.NONE
    assert assess(calm + EMERGENCIES[0] + " " + calm).level is Level.EMERGENCY


@pytest.mark.parametrize("cry", EMERGENCIES)
def test_a_cry_between_calm_sentences_is_heard(cry: str) -> None:
    calm = "Hôm nay trời đẹp, gió mát, chợ phiên bán nhiều rau với cá đồng. " * 5
    assert assess(calm + calm).level is Level.NONE
    assert assess(f"{calm}{cry.rstrip('.')}. {calm}").level is Level.EMERGENCY
    shelter = "Cho em hỏi nhà tạm lánh ở phường mình mở mấy giờ ạ?"
    assert assess(f"{calm}{cry.rstrip('.')}. {calm}", [shelter]).urgent


def test_a_hundred_thousand_characters_are_bounded_work() -> None:
    assert assess("x" * 100_000).level is Level.NONE
    assert assess("an com chua " * 9_000).level is Level.NONE


def test_the_same_message_gets_the_same_answer() -> None:
    assert assess(EMERGENCIES[0]) == assess(EMERGENCIES[0])


def test_kind_and_who() -> None:
    partner = assess(DISCLOSURES[0])
    assert (partner.kind, partner.who) == ("partner", "self")
    assert assess(EMERGENCIES[5]).kind == "self_harm"
    neighbour = assess("Nhà hàng xóm đang đánh đứa con nhỏ, nó khóc thét, tôi phải gọi ai")
    assert (neighbour.kind, neighbour.who) == ("child", "third_party")
    assert neighbour.speaker is Speaker.WITNESS


def test_who_speaks() -> None:
    assert assess(DISCLOSURES[4]).speaker is Speaker.HARMER
    assert assess(DISCLOSURES[4]).who == "third_party"
    child = assess("con 11 tuổi, ba con đánh con bằng dây điện, con đau lắm")
    assert child.speaker is Speaker.CHILD
    assert assess(DISCLOSURES[0]).speaker is Speaker.ADULT


def test_who_tells_of_her_childhood_is_no_child() -> None:
    for text in (
        "Hồi nhỏ tôi bị chú ruột sàm sỡ nhiều năm, giờ tôi đã có chồng mà vẫn nằm mơ thấy",
        "Hồi lớp 5 em bị thầy sờ soạng, năm nay em 28 tuổi rồi, em chưa kể với ai",
    ):
        told = assess(text)
        assert told.urgent and told.speaker is Speaker.ADULT
    assert (
        assess("con học lớp 4, hồi nhỏ ba đánh con hoài, giờ ba vẫn đánh").speaker is Speaker.CHILD
    )


def test_somebody_may_be_reading_along() -> None:
    watched = assess("em nhắn lén, anh ấy đang ngồi ngay cạnh em, anh ấy đánh em tối qua")
    assert watched.watched
    assert "có thể đang có người đọc hoặc nghe cùng" in watched.reasons
    assert not assess(DISCLOSURES[0]).watched
    assert not assess("chồng em đang cầm dao đòi giết em").watched


def test_reasons_never_repeat_the_message() -> None:
    text = "chồng em tên Quách Thành Lợi đang bóp cổ em ở nhà số 47"
    assert not any("Quách" in reason or "47" in reason for reason in assess(text).reasons)
    assert "nói bị bóp cổ hoặc bị làm cho ngạt" in assess(text).reasons


def test_an_urgent_turn_is_remembered() -> None:
    turns = assess_turns([DISCLOSURES[0], "dạ", "em cảm ơn"])
    assert [turn.urgent for turn in turns] == [True, True, True]
    assert turns[1].kind == turns[0].kind
    assert turns[1].score < 0.5  # said to be its own, so that others can tell
    assert "các lượt trước đã nói chuyện nguy hiểm hoặc bị hại" in turns[1].reasons


def test_a_withdrawal_is_seen_by_staff() -> None:
    last = assess_turns([EMERGENCIES[0], "em nhắn nhầm ạ, không có gì đâu"])[-1]
    assert last.urgent
    assert "vừa nói là nhắn nhầm hoặc rút lại, sau một lượt đáng lo" in last.reasons


def test_calm_talk_stays_calm() -> None:
    turns = assess_turns(
        ["Kế hoạch của Lai Châu có hiệu lực tới năm nào?", "Ai chủ trì?", "Em cảm ơn, em chép rồi"]
    )
    assert not any(turn.urgent for turn in turns)


def test_turns_are_judged_as_messages_with_previous_are() -> None:
    turns = ["Cho hỏi nhà tạm lánh ở đâu", *DISCLOSURES[:2]]
    assert assess_turns(turns)[-1] == assess(turns[-1], turns[:-1])
