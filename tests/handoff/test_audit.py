from handoff.audit import record, rows_of_case, trail


def test_newest_first_by_action_case_and_page(database, clock):
    with database.atomic() as tx:
        for number in range(5):
            record(tx, "opened", case_id=number % 2 + 1, at=clock())
        record(tx, "closed", case_id=1, staff_id=7, at=clock(), outcome="supported")
        rows = trail(tx, limit=3)
        assert [row.id for row in rows] == [6, 5, 4]
        assert [row.id for row in trail(tx, before=4)] == [3, 2, 1]
        assert [row.id for row in trail(tx, action="closed")] == [6]
        assert [row.id for row in trail(tx, staff_id=7)] == [6]
        assert [row.id for row in trail(tx, case_id=2)] == [4, 2]
        assert rows_of_case(tx, 1)[-1].detail == {"outcome": "supported"}
