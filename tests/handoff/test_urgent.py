import itertools
import re

import pytest

from handoff import messages
from handoff.contacts import ContactDirectory
from handoff.datafile import DataFileError
from handoff.urgent import load_words, urgent_reply

KINDS = (
    "partner", "child", "sexual", "self_harm", "trafficking", "harassment", "elder", "other",
)  # fmt: skip
SPEAKERS = ("adult", "child", "witness", "harmer")
EVERY = list(
    itertools.product(
        ("emergency", "disclosure"), KINDS, ("self", "third_party"), SPEAKERS,
        (False, True), ("can-tho", "lai-chau", None), (True, False, None),
    )
)  # fmt: skip


def replies():
    for level, kind, who, speaker, watched, place, duty in EVERY:
        yield (
            (level, kind, who, speaker, watched, place, duty),
            urgent_reply(
                level, kind, who, speaker=speaker, watched=watched, place_id=place, on_duty=duty
            ),
        )


def test_no_reply_gives_a_number_outside_the_directory_or_of_another_place():
    known = {contact.phone for contact in ContactDirectory.load().contacts}
    for case, reply in replies():
        said = set(re.findall(r"\d{3,}", reply.text)) | {b.phone for b in reply.buttons if b.phone}
        assert said <= known, case
        assert ("18008065" in said) <= (case[5] == "can-tho"), case


def test_every_reply_fits_every_platform():
    for case, reply in replies():
        assert len(reply.text) <= 500, (case, len(reply.text))
        assert len(reply.buttons) <= 5, case
        assert all(len(button.title) <= 40 for button in reply.buttons), case
        assert "{" not in reply.text, case


def test_emergencies_begin_with_the_numbers():
    for case, reply in replies():
        if case[0] == "emergency":
            first = reply.text.splitlines()[0]
            assert "113" in first and "115" in first, case
            if case[5] == "can-tho":
                assert "18008065" in first, case
            assert reply.buttons[0].phone, case
            assert "?" not in reply.text, case


def test_disclosures_begin_with_belief_and_offer_a_person():
    for case, reply in replies():
        payloads = [button.payload for button in reply.buttons]
        assert messages.NOT_SO in payloads and messages.ERASE in payloads, case
        if case[0] == "disclosure":
            assert messages.CONNECT in payloads, case
            if not case[4]:
                assert not re.search(r"\d{3}", reply.text.split(".")[0]), case


def test_nothing_blames_promises_or_advises_on_the_law():
    never = re.compile(
        r"ly hôn|ly dị|sẽ có người|chắc chắn sẽ|tại sao bạn|lẽ ra|đáng lẽ|do bạn|luật sư|kiện"
    )
    for case, reply in replies():
        assert not never.search(reply.text.lower()), case


def test_children_are_called_con_throughout():
    for case, reply in replies():
        if case[3] == "child":
            assert not re.search(r"\bbạn\b", reply.text, re.I), case
            assert "111" in reply.text, case


def test_an_adult_who_tells_of_her_childhood_is_spoken_to_as_an_adult():
    for case, reply in replies():
        if case[2:4] == ("self", "adult"):
            assert not re.search(r"\bcon (nói|kể|gọi|chạy|không)|\bCon\b", reply.text), case


def test_a_watched_reply_is_short_and_tells_nothing():
    telling = re.compile(r"bạo lực|công an|đánh|chồng|hỗ trợ|cấp cứu|trẻ em|lỗi")
    for case, reply in replies():
        if case[4]:
            assert len(reply.text) <= 140, case
            assert not telling.search(reply.text), case
            assert not any(telling.search(b.title) for b in reply.buttons), case


def test_every_reply_names_the_safe_word_and_the_way_to_correct_it():
    for case, reply in replies():
        assert messages.NOT_SO in [button.payload for button in reply.buttons], case
        # with the store away there is no turn that could be stopped
        if case[0] == "disclosure" or case[4] or case[6] is not None:
            assert "“dừng”" in reply.text, case


def test_the_truth_about_who_reads():
    on = urgent_reply("emergency", "partner", "self", on_duty=True).text
    off = urgent_reply("emergency", "partner", "self", on_duty=False).text
    unknown = urgent_reply("emergency", "partner", "self", on_duty=None).text
    assert "đã báo người trực" in on
    assert "chưa có người trực" in off
    assert "người trực" not in unknown


@pytest.mark.parametrize(
    ("kind", "who", "speaker", "words"),
    [
        ("sexual", "self", "adult", "quần áo"),
        ("self_harm", "self", "adult", "Đừng ở một mình"),
        ("partner", "third_party", "adult", "Đừng lao vào can một mình"),
        ("partner", "third_party", "child", "Con đừng chen vào giữa"),
        ("partner", "third_party", "harmer", "bước ra khỏi nhà"),
        ("trafficking", "self", "adult", "nước ngoài"),
        ("elder", "third_party", "adult", "cụ"),
    ],
)
def test_the_step_fits_the_kind(kind, who, speaker, words):
    assert words in urgent_reply("emergency", kind, who, speaker=speaker).text


def test_an_unknown_kind_still_gets_the_numbers():
    assert urgent_reply("emergency", "none", "none").text.startswith("Gọi ngay: 113")
    with pytest.raises(ValueError, match="level"):
        urgent_reply("none", "none", "none")


def test_the_words_are_checked(tmp_path):
    path = tmp_path / "urgent.yml"
    row = "replies:\n  - level: emergency\n    kind: any\n    voice: self\n    lead: a\n"
    row += "    step: {}\n"
    path.write_text(row.format("Sẽ có người đến"), encoding="utf-8")
    with pytest.raises(DataFileError, match="dòng 6"):
        load_words(path)
    path.write_text(row.format("b"), encoding="utf-8")
    with pytest.raises(DataFileError, match="thiếu emergency / any / child"):
        load_words(path)
    path.write_text(row.format("b").replace("any", "dog"), encoding="utf-8")
    with pytest.raises(DataFileError, match="dòng 3"):
        load_words(path)


@pytest.mark.parametrize("speaker", ["adult", "child"])
@pytest.mark.parametrize("on_duty", [True, False, None])
def test_consent_is_asked_once(speaker, on_duty):
    def reply(consent):
        return urgent_reply(
            "disclosure", "partner", "self", speaker=speaker, on_duty=on_duty, consent=consent
        )

    def payloads(consent):
        return {button.payload for button in reply(consent).buttons}

    assert messages.NOT_YET in payloads(None)
    for answered in (True, False):
        assert "?" not in reply(answered).text and messages.NOT_YET not in payloads(answered)
        assert len(reply(answered).text) <= 500
    assert messages.CONNECT in payloads(False), "she can still change her mind"
    assert messages.CONNECT not in payloads(True)
    assert "trực" in reply(True).text.splitlines()[-1]
