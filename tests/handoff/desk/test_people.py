from __future__ import annotations

from handoff.case import CaseState
from handoff.telling import telling


def test_supervisors_keep_the_roster_and_staff_see_it(world):
    mai, hoa = world.sign_in("mai"), world.sign_in("hoa")
    shift = {"staff": str(hoa.id), "weekday": "4", "start": "22:00", "end": "06:00"}
    assert hoa.post("/desk/roster", script=False, **shift).status_code == 403
    assert mai.post("/desk/roster", script=False, **shift).status_code == 303
    text = hoa.get("/desk/roster").text
    assert "Thứ Sáu hằng tuần" in text and "22:00–06:00 hôm sau" in text
    for wrong in (
        shift | {"start": "x"}, shift | {"weekday": ""}, shift | {"staff": "99"},
        shift | {"end": "22:00"}, shift | {"day": "2027-13-01"},
    ):  # fmt: skip
        assert mai.post("/desk/roster", script=False, **wrong).status_code == 422
    assert mai.post("/desk/roster", script=False, do="remove", shift="1").status_code == 303
    assert "Chưa có lịch" in hoa.get("/desk/roster").text


def test_an_admin_changes_role_and_capacity(world):
    lan, hoa = world.sign_in("lan"), world.people["hoa"]
    change = {"do": "change", "account": str(hoa.id), "role": "supervisor", "capacity": "2"}
    assert lan.post("/desk/staff", script=False, **change).status_code == 303
    with world.database.reading() as tx:
        changed = world.accounts.get(tx, hoa.id)
    assert (changed.role, changed.capacity) == ("supervisor", 2)
    for wrong in ({"role": "king"}, {"capacity": "0"}, {"account": "99"}, {"account": ""}):
        assert lan.post("/desk/staff", script=False, **change | wrong).status_code == 422


def test_all_cases_are_handed_over_at_the_end_of_a_shift(world):
    held = [world.emergency(f"web:{number}") for number in range(2)]
    hoa, tam = world.sign_in("hoa"), world.sign_in("tam")
    assert "Bàn giao" not in hoa.get("/desk/roster").text
    for case in held:
        hoa.act(case, "accept")
    assert "Bạn đang giữ 2 ca" in hoa.get("/desk/roster").text
    for to in ("", "999", str(hoa.id), str(world.people["mai"].id)):
        assert hoa.post("/desk/handover", script=False, to=to).status_code == 422
    with world.database.atomic() as tx:
        world.accounts.change(tx, world.people["lan"], tam.id, capacity=1)
    refused = hoa.post("/desk/handover", script=False, to=str(tam.id))
    assert "chỉ còn nhận được 1 ca" in refused.text
    assert [world.case(case).owner for case in held] == [hoa.id, hoa.id]
    with world.database.atomic() as tx:
        world.accounts.change(tx, world.people["lan"], tam.id, capacity=2)
    assert hoa.post("/desk/handover", script=False, to=str(tam.id)).status_code == 303
    assert {world.case(case).owner for case in held} == {tam.id}
    assert {world.case(case).state for case in held} == {CaseState.TRANSFERRED}
    tam.act(held[0], "accept")
    assert tam.post("/desk/handover", script=False, to="queue").status_code == 303
    assert {world.case(case).state for case in held} == {CaseState.WAITING}
    assert [reply.text for _, reply in world.sent].count(telling("released", held[0])) == 2
