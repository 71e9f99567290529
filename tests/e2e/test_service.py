"""The whole path: messages in, replies and cases out, processes killed in between."""

from __future__ import annotations

import os
import signal

import psutil
import pytest

from tests.e2e.conftest import Installation, until

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(600)]


def test_a_citizen_gets_a_cited_answer(installation: Installation) -> None:
    text = installation.said("c1", "Ở Cần Thơ có tổng đài nào hỗ trợ người bị bạo lực giới không?")
    assert "18008065" in text
    assert "II.2.e" in text or "I.2.c" in text


def test_the_place_is_asked_once_and_the_question_goes_on(installation: Installation) -> None:
    first = installation.send("c2", "ai chủ trì thí điểm các mô hình?")
    titles = [button["title"] for reply in first["replies"] for button in reply["buttons"]]
    assert any("Cần Thơ" in title for title in titles)
    text = installation.said("c2", "Lai Châu")
    assert "Sở Lao động - Thương binh và Xã hội" in text


def test_what_the_plans_do_not_say_is_said(installation: Installation) -> None:
    text = installation.said("c3", "Ly hôn ở Cần Thơ hết bao nhiêu tiền án phí?")
    assert "không có trong các kế hoạch" in text.lower()


def test_an_officer_gets_lead_partners_and_clause(installation: Installation) -> None:
    text = installation.said("c4", "Thành Sen: ai chủ trì xây dựng văn bản phối hợp liên ngành?")
    assert "Phòng Văn hóa – Xã hội" in text
    assert "Phụ lục TT 3" in text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("anh ta đang đập cửa đòi giết tôi", "113"),
        ("toi dang bi chong nhot trong nha kho, dao ke co", "113"),
        ("con ở nhà một mình, dượng đang cởi đồ con", "111"),
    ],
)
def test_an_emergency_gets_numbers_in_the_first_line_and_a_case(
    installation: Installation, text: str, number: str
) -> None:
    answer = installation.send(f"e-{number}-{len(text)}", text, place="can-tho")
    assert answer["level"] == "emergency"
    assert answer["case"]
    assert number in answer["replies"][0]["text"].splitlines()[0]


def test_a_disclosure_is_believed_and_a_case_waits_for_consent(installation: Installation) -> None:
    conversation = "d1"
    answer = installation.send(
        conversation, "chồng em hay đánh em mỗi khi nhậu về", place="can-tho"
    )
    text = "\n".join(reply["text"] for reply in answer["replies"])
    assert answer["level"] == "disclosure"
    assert "18008065" in text
    assert not answer.get("case")
    buttons = [button for reply in answer["replies"] for button in reply["buttons"]]
    yes = next(button for button in buttons if "gặp" in button["title"].lower())
    assert installation.send(conversation, yes["payload"])["case"]


def test_the_emergency_path_answers_without_the_assistant(installation: Installation) -> None:
    assistant = installation.child("bot.assistant_process")
    # stopped, not killed: the supervisor would start it again before we have looked
    os.kill(assistant.pid, signal.SIGSTOP)
    try:
        answer = installation.send("e-frozen", "cứu em, nó đang cầm dao ngoài cửa", place="can-tho")
        assert answer["level"] == "emergency"
        assert "18008065" in answer["replies"][0]["text"]
        assert answer["case"]
    finally:
        os.kill(assistant.pid, signal.SIGCONT)
    installation.wait_for_assistant()


def test_a_killed_assistant_comes_back_and_emergencies_never_wait(
    installation: Installation,
) -> None:
    assistant = installation.child("bot.assistant_process")
    assistant.kill()
    answer = installation.send("e-killed", "anh ấy đang bóp cổ tôi", place="can-tho")
    assert answer["level"] == "emergency"
    assert "113" in answer["replies"][0]["text"].splitlines()[0]
    disclosure = installation.said(
        "d-killed", "chồng tôi đánh tôi suốt ba năm nay", place="can-tho"
    )
    assert "18008065" in disclosure
    until(lambda: installation.child("bot.assistant_process").pid != assistant.pid)
    installation.wait_for_assistant()
    assert "18008065" in installation.said("c-after", "tổng đài ở Cần Thơ số mấy?")


def test_a_killed_front_comes_back_with_its_cases(installation: Installation) -> None:
    before = installation.send("e-front", "ông ấy đang đuổi theo con, con trốn sau nhà")["case"]
    installation.child("bot.front_process").kill()
    until(installation.health)
    again = installation.send("e-front", "ông ấy đang phá cửa")
    assert again["case"] == before
    installation.wait_for_assistant()


def test_nothing_of_a_message_is_in_the_log(installation: Installation) -> None:
    installation.send("secret-id-4711", "chữ-lạ-không-ai-viết hôm nay trời đẹp")
    log = "\n".join(installation.lines)
    assert "chữ-lạ" not in log
    assert "secret-id-4711" not in log


def test_ctrl_c_stops_everything(prepared, tmp_path) -> None:  # type: ignore[no-untyped-def]
    for path in prepared.iterdir():
        if path.name.startswith("encoder") or path.name in ("index", "models"):
            (tmp_path / path.name).symlink_to(path)
    running = Installation(tmp_path)
    running.start()
    running.wait_for_assistant()
    assert running.process is not None
    children = psutil.Process(running.process.pid).children(recursive=True)
    assert running.stop() == 0
    assert running.lines[-1] == "Đã dừng."
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []
