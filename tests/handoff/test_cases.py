from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from handoff.audit import rows_of_case
from handoff.case import (
    AlreadyTakenError,
    CaseState,
    ConsentMissingError,
    NoSuchCaseError,
    NotOwnerError,
    parse_number,
)
from handoff.cases import Cases
from handoff.cipher import Cipher
from handoff.live import events
from handoff.transcript import entries_table

HER = "web:0123456789"
LAN, MAI, HOA = 1, 2, 3


def emergency(cases, tx, conversation=HER, **values):
    cases.say(tx, conversation, "citizen", "cứu em với", f"m{cases.transcript.newest(tx, HER)}")
    return cases.open(
        tx, conversation, channel="web", level="emergency", kind="partner", who="self", **values
    )


def actions(tx, case):
    return [row.action for row in rows_of_case(tx, case.id)]


def test_an_emergency_opens_one_case_however_often(cases, database):
    with database.atomic() as tx:
        first = emergency(cases, tx, reasons=["nói đang bị khoá trong phòng"])
        second = emergency(cases, tx, reasons=["nói có dao"])
        assert first.id == second.id
        assert first.number == "CT-0001" and parse_number(" ct 1") == 1
        assert second.reasons == ("nói có dao", "nói đang bị khoá trong phòng")
        assert cases.owner(tx, HER) is None
        assert actions(tx, first) == ["opened"]


def test_the_level_is_raised_and_never_lowered(cases, database):
    with database.atomic() as tx:
        case = cases.open(tx, HER, channel="web", level="disclosure", kind="other", consent=True)
        case = cases.open(tx, HER, channel="web", level="emergency", kind="child", who="self")
        assert (case.level, case.kind) == ("emergency", "child")
        case = cases.open(tx, HER, channel="web", level="disclosure", kind="elder", consent=True)
        assert (case.level, case.kind) == ("emergency", "child")
        assert actions(tx, case) == ["opened", "consent_given", "raised"]


def test_below_emergency_a_case_needs_consent(cases, database):
    with database.atomic() as tx:
        for level in ("disclosure", "none"):
            with pytest.raises(ConsentMissingError):
                cases.open(tx, HER, channel="web", level=level)
        with pytest.raises(ValueError, match="level"):
            cases.open(tx, HER, channel="web", level="urgent")
        assert cases.queue(tx) == []


def test_the_queue_puts_danger_first_then_waiting_time(cases, database, clock):
    def opened(name, level):
        clock.pass_minutes(1)
        with database.atomic() as tx:
            return cases.open(tx, f"web:{name}", channel="web", level=level, consent=True).id

    calm, old, withdrawn, new = (
        opened("a", "disclosure"), opened("b", "emergency"),
        opened("c", "emergency"), opened("d", "emergency"),
    )  # fmt: skip
    with database.atomic() as tx:
        cases.withdraw(tx, "web:c")
        assert [case.id for case in cases.queue(tx)] == [old, new, withdrawn, calm]
        cases.accept(tx, old, LAN)
        assert [case.id for case in cases.queue(tx)] == [new, withdrawn, calm, old]


def test_a_child_goes_before_who_came_a_little_earlier_and_not_before_who_waits_long(
    cases, database, clock
):
    def opened(name, kind, level="emergency"):
        with database.atomic() as tx:
            return cases.open(
                tx, f"web:{name}", channel="web", level=level, kind=kind, consent=True
            ).id

    early = opened("early", "partner")
    clock.pass_minutes(4)
    late = opened("late", "partner")
    clock.pass_minutes(3)
    child = opened("child", "child")
    calm = opened("calm", "child", "disclosure")
    with database.reading() as tx:
        assert [case.id for case in cases.queue(tx)] == [early, child, late, calm]


def test_the_whole_life(cases, database):
    with database.atomic() as tx:
        case = emergency(cases, tx)
        case = cases.accept(tx, case.id, LAN)
        assert case.state is CaseState.ACCEPTED
        assert cases.owner(tx, HER) == case
        assert cases.accept(tx, case.id, LAN) == case
        case = cases.reply(tx, case.id, LAN, "Chị nghe em đây")
        assert not case.unanswered
        case = cases.transfer(tx, case.id, LAN, MAI)
        assert (case.state, case.owner) == (CaseState.TRANSFERRED, MAI)
        assert cases.owner(tx, HER) is not None, "nobody falls between two chairs"
        with pytest.raises(NotOwnerError):
            cases.reply(tx, case.id, LAN, "còn tôi")
        case = cases.reply(tx, case.id, MAI, "Chị Mai đây")
        assert case.state is CaseState.ACCEPTED
        case = cases.return_to_bot(tx, case.id, MAI)
        assert cases.owner(tx, HER) is None and case.open
        case = cases.close(tx, case.id, LAN, "supported")
        assert case.outcome == "supported" and not case.open
        assert actions(tx, case) == [
            "opened", "accepted", "transferred", "accepted", "returned", "closed",
        ]  # fmt: skip
        again = emergency(cases, tx)
        assert again.id != case.id


def test_a_returned_case_waits_again_when_she_is_in_danger_again(cases, database):
    with database.atomic() as tx:
        case = emergency(cases, tx)
        cases.accept(tx, case.id, LAN)
        cases.return_to_bot(tx, case.id, LAN)
        case = emergency(cases, tx)
        assert case.state is CaseState.WAITING
        assert actions(tx, case)[-1] == "reopened"


def test_nobody_else_may_close_hand_back_or_answer(cases, database):
    with database.atomic() as tx:
        case = emergency(cases, tx)
        with pytest.raises(NotOwnerError):
            cases.reply(tx, case.id, LAN, "x")
        cases.accept(tx, case.id, LAN)
        for act in (
            lambda: cases.close(tx, case.id, MAI, "other"),
            lambda: cases.return_to_bot(tx, case.id, MAI),
            lambda: cases.transfer(tx, case.id, MAI, HOA),
        ):
            with pytest.raises(NotOwnerError):
                act()
        with pytest.raises(AlreadyTakenError) as caught:
            cases.accept(tx, case.id, MAI)
        assert caught.value.case.owner == LAN
        assert cases.accept(tx, case.id, MAI, take_over=True).owner == MAI
        with pytest.raises(ValueError, match="outcome"):
            cases.close(tx, case.id, MAI, "done")
        with pytest.raises(NoSuchCaseError):
            cases.get(tx, 99)


def test_withdrawing_marks_and_lowers_nothing(cases, database):
    with database.atomic() as tx:
        assert cases.withdraw(tx, HER) is None
        emergency(cases, tx)
        case = cases.withdraw(tx, HER)
        assert case.withdrawn_at and case.level == "emergency" and case.state is CaseState.WAITING
        case = emergency(cases, tx)
        assert case.withdrawn_at is None, "in danger again"


class TestWhatStaffMayRead:
    def said(self, cases, tx, text, author="citizen"):
        cases.say(tx, HER, author, text)

    def texts(self, cases, tx, case):
        entries, hidden = cases.visible(tx, case)
        return [entry.text for entry in entries], hidden

    def test_an_emergency_shows_the_message_that_raised_it_and_what_follows(self, cases, database):
        with database.atomic() as tx:
            self.said(cases, tx, "chào")
            self.said(cases, tx, "Chào bạn", "bot")
            self.said(cases, tx, "cứu em")
            case = cases.open(tx, HER, channel="web", level="emergency", kind="partner")
            self.said(cases, tx, "Gọi ngay", "bot")
            assert self.texts(cases, tx, case) == (["cứu em", "Gọi ngay"], 2)
            case = cases.consent(tx, HER, True)
            assert self.texts(cases, tx, case)[1] == 0
            case = cases.consent(tx, HER, False)
            assert self.texts(cases, tx, case) == ([], 4)
            cases.accept(tx, case.id, LAN)
            cases.reply(tx, case.id, LAN, "Chị đây")
            self.said(cases, tx, "dạ")
            assert self.texts(cases, tx, cases.get(tx, case.id)) == (["Chị đây", "dạ"], 4)

    def test_the_trigger_is_found_by_its_id(self, cases, database):
        with database.atomic() as tx:
            cases.say(tx, HER, "citizen", "riêng tư", "m1")
            case = cases.open(tx, HER, channel="web", level="emergency", message_id="m2")
            assert self.texts(cases, tx, case) == ([], 1)
            cases.say(tx, HER, "citizen", "cứu em", "m2")
            assert self.texts(cases, tx, case) == (["cứu em"], 1)

    def test_consent_shows_everything(self, cases, database):
        with database.atomic() as tx:
            self.said(cases, tx, "chồng em")
            case = cases.open(tx, HER, channel="web", level="disclosure", consent=True)
            assert self.texts(cases, tx, case) == (["chồng em"], 0)

    def test_what_is_said_after_the_end_is_not_read(self, cases, database, clock):
        with database.atomic() as tx:
            self.said(cases, tx, "chồng em")
            case = cases.open(tx, HER, channel="web", level="disclosure", consent=True)
            cases.say(tx, HER, "citizen", "[ảnh]", "m1")
            cases.accept(tx, case.id, LAN)
            closed = cases.close(tx, case.id, LAN, "supported")
            clock.pass_minutes(1)
            self.said(cases, tx, "chuyện khác")
            cases.say(tx, HER, "citizen", "[ảnh]", "m2")
            cases.files.offer(tx, HER, "m1", "photo")
            cases.files.offer(tx, HER, "m2", "photo")
            assert self.texts(cases, tx, closed) == (["chồng em", "[ảnh]"], 0)
            files = cases.files.of(tx, HER)
            assert cases.may_show(tx, closed, files["m1"])
            assert not cases.may_show(tx, closed, files["m2"])

    def test_revoking_reaches_cases_that_are_closed(self, cases, database):
        with database.atomic() as tx:
            self.said(cases, tx, "chồng em")
            case = cases.open(tx, HER, channel="web", level="disclosure", consent=True)
            cases.close(tx, case.id, LAN, "other")
            assert cases.consent(tx, HER, False) is None
            assert self.texts(cases, tx, cases.get(tx, case.id)) == ([], 1)
            assert actions(tx, case)[-1] == "consent_revoked"
            cases.consent(tx, HER, False)
            assert actions(tx, case).count("consent_revoked") == 1

    def test_revoking_keeps_no_photo_that_nobody_may_see(self, cases, database):
        with database.atomic() as tx:
            cases.say(tx, HER, "citizen", "[ảnh]", "m1")
            case = cases.open(tx, HER, channel="web", level="disclosure", consent=True)
            cases.accept(tx, case.id, LAN)
            cases.say(tx, HER, "citizen", "[ảnh]", "m2")
            for name in ("m1", "m2"):
                cases.files.offer(tx, HER, name, "photo")
                file = cases.files.of(tx, HER)[name]
                assert cases.files.keep(tx, file, cases.files.sealed(b"x"), "image/png")
            cases.consent(tx, HER, False)
            files = cases.files.of(tx, HER)
            assert cases.files.read(tx, files["m1"].id) is None
            assert files["m1"].state == "offered" and files["m1"].media_type is None
            assert cases.files.read(tx, files["m2"].id), "sent to the person who answered her"
            assert [file.message_id for file in cases.wanted_files(tx)] == []
            cases.consent(tx, HER, True)
            assert [file.message_id for file in cases.wanted_files(tx)] == ["m1"]


def test_a_repeated_message_is_written_once(cases, database):
    with database.atomic() as tx:
        assert cases.say(tx, HER, "citizen", "a", "m1")
        assert cases.say(tx, HER, "citizen", "a", "m1") is None
        assert cases.say(tx, HER, "bot", "a", "m1"), "another author's id is another id"
        with pytest.raises(ValueError, match="author"):
            cases.say(tx, HER, "robot", "a")


def test_words_are_encrypted_in_the_store(cases, database):
    with database.atomic() as tx:
        case = emergency(cases, tx, reasons=["nói có dao"])
        cases.note(tx, case.id, LAN, "ghi chú kín")
        assert [note.text for note in cases.notes.read(tx, case.id)] == ["ghi chú kín"]
    path = Path(database.url.database)
    raw = b"".join(path.with_name(path.name + end).read_bytes() for end in ("", "-wal"))
    for words in ("cứu em với", "nói có dao", "ghi chú kín"):
        assert words.encode() not in raw


def test_nobody_accepting_alerts_again_and_wider(cases, database, clock):
    with database.atomic() as tx:
        case = emergency(cases, tx)
        assert cases.escalate(tx, 3) == []
        clock.pass_minutes(3)
        assert [c.escalations for c in cases.escalate(tx, 3)] == [1]
        assert cases.escalate(tx, 3) == []
        clock.pass_minutes(3)
        assert [c.escalations for c in cases.escalate(tx, 3)] == [2]
        cases.withdraw(tx, HER)
        clock.pass_minutes(60)
        assert cases.escalate(tx, 3) == []
        cases.accept(tx, case.id, LAN)
        clock.pass_minutes(60)
        assert cases.escalate(tx, 3) == []


def test_a_clock_set_back_delays_no_alert(cases, database, clock):
    with database.atomic() as tx:
        waits = emergency(cases, tx)
        held = emergency(cases, tx, "web:mai")
        cases.accept(tx, held.id, LAN)
        cases.reply(tx, held.id, LAN, "Chị đây")
        cases.files.offer(tx, HER, "m0", "photo")
        clock.pass_minutes(-24 * 60)
        cases.shift(tx, -24 * 3600_000)
        assert [file.kind for file in cases.files.due(tx)] == ["photo"]
        clock.pass_minutes(1)
        cases.say(tx, "web:mai", "citizen", "em sợ")
        assert cases.get(tx, held.id).unanswered
        clock.pass_minutes(3)
        assert [case.id for case in cases.escalate(tx, 3)] == [waits.id]
        clock.pass_minutes(10)
        assert {case.id for case in cases.escalate(tx, 3)} == {waits.id, held.id}


def test_consent_given_with_a_case_is_in_the_trail(cases, database):
    with database.atomic() as tx:
        cases.say(tx, HER, "citizen", "chồng em")
        case = cases.open(tx, HER, channel="web", level="disclosure", consent=True)
        assert actions(tx, case) == ["opened", "consent_given"]
        cases.consent(tx, HER, False)
        cases.open(tx, HER, channel="web", level="disclosure", consent=True)
        cases.open(tx, HER, channel="web", level="disclosure", consent=True)
        assert actions(tx, case)[2:] == ["consent_revoked", "consent_given"]


def test_a_transfer_nobody_confirms_goes_back_to_everybody(cases, database, clock):
    with database.atomic() as tx:
        case = emergency(cases, tx)
        cases.accept(tx, case.id, LAN)
        cases.transfer(tx, case.id, LAN, MAI)
        clock.pass_minutes(4)
        (case,) = cases.escalate(tx, 3)
        assert case.owner is None and case.state is CaseState.ESCALATED
        assert cases.accept(tx, case.id, HOA).owner == HOA


def test_erasing_leaves_only_what_statistics_need(cases, database):
    with database.atomic() as tx:
        case = emergency(cases, tx, place="can-tho", reasons=["nói có dao"])
        cases.accept(tx, case.id, LAN)
        cases.note(tx, case.id, LAN, "n")
        assert cases.erase(tx, HER) == {
            "entries": 1,
            "notes": 1,
            "files": 0,
            "cases": 1,
        }
        case = cases.get(tx, case.id)
        assert (case.erased, case.reasons, case.outcome) == (True, (), "erased")
        assert (case.level, case.place) == ("emergency", "can-tho")
        assert cases.visible(tx, case) == ([], 0)
        assert cases.owner(tx, HER) is None
        with pytest.raises(NoSuchCaseError):
            cases.note(tx, case.id, LAN, "x")
        assert tx.execute(sa.select(entries_table.c.conversation)).all() == []
        assert all(HER not in row.topic for row in tx.execute(sa.select(events.c.topic)))


def test_events_carry_no_words(cases, database):
    with database.atomic() as tx:
        case = emergency(cases, tx)
        cases.accept(tx, case.id, LAN)
        cases.reply(tx, case.id, LAN, "Chị nghe em đây")
        told = " ".join(row.data for row in tx.execute(sa.select(events)))
    assert "nghe" not in told and "cứu" not in told and HER not in told


def test_two_accepting_at_once_one_wins(any_database):
    cases = Cases(any_database, Cipher("a secret"))
    for _ in range(5):
        with any_database.atomic() as tx:
            case = cases.open(tx, f"web:{_}", channel="web", level="emergency")
        gate, won, lost = threading.Barrier(4), [], []

        def accept(staff, case=case, gate=gate, won=won, lost=lost):
            gate.wait()
            try:
                with any_database.atomic() as tx:
                    won.append(cases.accept(tx, case.id, staff).owner)
            except AlreadyTakenError as error:
                lost.append(error.case.owner)

        threads = [threading.Thread(target=accept, args=(n,)) for n in range(1, 5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == 1 and lost == won * 3


def test_opening_at_once_opens_one(any_database):
    cases = Cases(any_database, Cipher("a secret"))
    gate, found = threading.Barrier(4), []

    def opening():
        gate.wait()
        with any_database.atomic() as tx:
            found.append(cases.open(tx, HER, channel="web", level="emergency").id)

    threads = [threading.Thread(target=opening) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and len(set(found)) == 1


def test_the_whole_life_on_every_store(any_database):
    cases = Cases(any_database, Cipher("a secret"))
    with any_database.atomic() as tx:
        case = emergency(cases, tx)
        assert cases.say(tx, HER, "citizen", "x", "m0") is None
        cases.accept(tx, case.id, LAN)
        cases.note(tx, case.id, LAN, "n")
        cases.transfer(tx, case.id, LAN, None)
        cases.accept(tx, case.id, MAI)
        cases.close(tx, case.id, MAI, "supported")
        emergency(cases, tx)
        assert cases.erase(tx, HER)["cases"] == 2


def test_an_owner_who_goes_silent_is_alerted_about_but_keeps_the_case(cases, database, clock):
    with database.atomic() as tx:
        case = emergency(cases, tx)
        cases.accept(tx, case.id, LAN)
        cases.reply(tx, case.id, LAN, "Chị đây")
        clock.pass_minutes(30)
        assert cases.escalate(tx, 3) == []
        cases.say(tx, HER, "citizen", "chị ơi")
        clock.pass_minutes(8)
        assert cases.escalate(tx, 3) == []
        clock.pass_minutes(1)
        (stalled,) = cases.escalate(tx, 3)
        assert stalled.owner == LAN and stalled.state is CaseState.ACCEPTED
        assert cases.escalate(tx, 3) == []
        assert actions(tx, case)[-1] == "stalled"


def test_a_follow_up_does_not_take_up_a_case_while_another_is_open(cases, database, clock):
    with database.atomic() as tx:
        old = emergency(cases, tx)
        cases.follow_up(tx, old.id, LAN, clock() + 60)
        cases.close(tx, old.id, LAN, "supported")
        with pytest.raises(AlreadyTakenError):
            emergency(cases, tx)
            cases.accept(tx, old.id, LAN)


ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def closed_with_follow_up(cases, database, at):
    with database.atomic() as tx:
        case = emergency(cases, tx)
        cases.accept(tx, case.id, 1)
        cases.follow_up(tx, case.id, 1, at)
        return cases.close(tx, case.id, 1, "supported")


def test_a_follow_up_is_told_once_at_the_hour_she_chose(cases, database, clock):
    clock.now = dt.datetime(2026, 11, 20, 22, 0, tzinfo=ZONE).timestamp()
    case = closed_with_follow_up(cases, database, clock.now + 3600)
    with database.atomic() as tx:
        assert cases.remind(tx, ZONE) == []
        clock.pass_minutes(61)
        assert [one.id for one in cases.remind(tx, ZONE)] == [case.id], "23:00 is what she chose"
        assert cases.remind(tx, ZONE) == []
        kinds = tx.execute(sa.select(events.c.kind, events.c.data).where(events.c.kind == "due"))
        assert [json.loads(row.data) for row in kinds] == [{"case": case.id}]


def test_a_late_follow_up_waits_for_the_morning(cases, database, clock):
    clock.now = dt.datetime(2026, 11, 20, 20, 0, tzinfo=ZONE).timestamp()
    case = closed_with_follow_up(cases, database, clock.now + 60)
    clock.now = dt.datetime(2026, 11, 21, 2, 0, tzinfo=ZONE).timestamp()
    with database.atomic() as tx:
        assert cases.remind(tx, ZONE) == [], "the system was down at eight; nobody is woken at two"
        clock.now = dt.datetime(2026, 11, 21, 7, 0, tzinfo=ZONE).timestamp()
        assert [one.id for one in cases.remind(tx, ZONE)] == [case.id]


def test_a_new_date_is_told_again_and_an_answer_ends_it(cases, database, clock):
    clock.now = dt.datetime(2026, 11, 20, 9, 0, tzinfo=ZONE).timestamp()
    with database.atomic() as tx:
        case = emergency(cases, tx)
        cases.accept(tx, case.id, 1)
        for _ in range(2):
            cases.follow_up(tx, case.id, 1, clock.now + 60)
            clock.pass_minutes(2)
            assert [one.id for one in cases.remind(tx, ZONE)] == [case.id]
        assert cases.reply(tx, case.id, 1, "Hôm nay bạn sao rồi?").follow_up_at is None


def test_revoking_takes_back_what_was_shown_until_she_is_in_danger_again(cases, database):
    with database.atomic() as tx:
        cases.say(tx, HER, "citizen", "chuyện cũ")
        case = emergency(cases, tx)
        cases.consent(tx, HER, True)
        case = cases.consent(tx, HER, False)
        assert [entry.text for entry in cases.visible(tx, case)[0]] == []
        cases.say(tx, HER, "citizen", "cứu em", "2")
        case = cases.open(tx, HER, channel="web", level="emergency", message_id="2")
        assert [entry.text for entry in cases.visible(tx, case)[0]] == ["cứu em"]


def test_a_hint_that_she_is_watched_stays_with_the_case(cases, database):
    with database.atomic() as tx:
        assert not emergency(cases, tx).watched
        assert cases.open(tx, HER, channel="web", level="emergency", watched=True).watched
        assert emergency(cases, tx).watched
