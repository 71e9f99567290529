from __future__ import annotations

from handoff.audit import trail
from handoff.retention import purge

DAY = 24 * 60


def test_only_what_is_past_its_time_goes(cases, database, clock):
    with database.atomic() as tx:
        cases.say(tx, "web:calm", "citizen", "hỏi luật")
        for who in ("web:calm", "web:open", "web:done"):
            cases.files.offer(tx, who, "1", "photo")
        cases.say(tx, "web:open", "citizen", "cứu em")
        cases.open(tx, "web:open", channel="web", level="emergency")
        cases.say(tx, "web:done", "citizen", "cứu em")
        done = cases.open(tx, "web:done", channel="web", level="emergency", place="can-tho")
        cases.accept(tx, done.id, 1)
        cases.note(tx, done.id, 1, "n")
        cases.close(tx, done.id, 1, "supported")
        purged = purge(tx, cases, message_days=30, case_days=365, now=clock())
        assert (purged.entries, purged.notes, purged.cases, purged.sessions) == (0, 0, 0, 0)

        clock.pass_minutes(31 * DAY)
        purged = purge(tx, cases, message_days=30, case_days=365, now=clock())
        assert (purged.entries, purged.files, purged.cases) == (1, 1, 0)
        assert not cases.files.of(tx, "web:calm") and cases.files.of(tx, "web:done")
        assert cases.transcript.newest(tx, "web:done") and cases.transcript.newest(tx, "web:open")

        clock.pass_minutes(335 * DAY)
        purged = purge(tx, cases, message_days=30, case_days=365, now=clock())
        assert (purged.entries, purged.notes, purged.cases) == (1, 1, 1)
        case = cases.get(tx, done.id)
        assert case.erased and case.place == "can-tho" and case.outcome == "supported"
        assert "web:done" not in case.conversation
        assert not cases.files.of(tx, "web:done") and cases.files.of(tx, "web:open")
        assert cases.transcript.newest(tx, "web:open"), "an open case keeps its words"
        assert [row.action for row in trail(tx, action="purged")] == ["purged", "purged"]


def test_a_new_case_of_the_same_person_keeps_its_own_words(cases, database, clock):
    with database.atomic() as tx:
        cases.say(tx, "web:a", "citizen", "lần trước")
        old = cases.open(tx, "web:a", channel="web", level="emergency")
        cases.close(tx, old.id, 1, "supported")
        clock.pass_minutes(366 * DAY)
        cases.say(tx, "web:a", "citizen", "lần này")
        cases.open(tx, "web:a", channel="web", level="emergency")
        purge(tx, cases, message_days=30, case_days=365, now=clock())
        assert [entry.text for entry in cases.transcript.read(tx, "web:a")] == ["lần này"]
