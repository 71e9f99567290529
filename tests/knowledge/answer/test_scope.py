from dataclasses import replace

import pytest

from knowledge.answer.question import understand
from knowledge.answer.scope import place_key, scope_of
from knowledge.own_places import own_places

CAN_THO, LAI_CHAU = "can-tho-2024", "lai-chau-2021-2025"
THANH_SEN, HA_NOI = "thanh-sen-2026-2030", "ha-noi-phu-nu-2024"


def scope(plans, question, place=None):
    return scope_of(understand(question), plans, place)


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("can-tho", ("can-tho", "can-tho")),
        ("Cần Thơ", ("can-tho", "can-tho")),
        ("thanh-sen", ("thanh-sen", "ha-tinh")),
        ("phường Thành Sen", ("thanh-sen", "ha-tinh")),
    ],
)
def test_place_by_id_or_name(place, key):
    assert place_key(place) == key


def test_a_ward_only_its_plan_knows(plans):
    own = replace(
        plans[THANH_SEN], place="phường Bình Phú Đông, tỉnh An Giang", place_id="binh-phu-dong"
    )
    some = {**plans, "binh-phu-dong": own}
    question = understand("Ở phường Bình Phú Đông gọi số nào?", (), (), own_places(some.values()))
    assert scope_of(question, some, None).plans == {"binh-phu-dong"}
    assert place_key("Bình Phú Đông", some) == ("binh-phu-dong", "an-giang")
    assert scope_of(understand("gọi số nào?"), some, "bình phú đông").plans == {"binh-phu-dong"}
    elsewhere = understand("Ở phường Bình Phú gọi số nào?", (), (), own_places(some.values()))
    assert "binh-phu-dong" not in scope_of(elsewhere, some, None).plans


def test_the_named_place_goes_before_the_persons(plans):
    assert scope(plans, "Lai Châu báo cáo khi nào?", "can-tho").plans == {LAI_CHAU}


def test_the_persons_place_when_none_is_named(plans):
    found = scope(plans, "báo cáo khi nào?", "ha-noi")
    assert found.plans == {HA_NOI}
    assert found.known


def test_unknown_place_leaves_all_plans(plans):
    found = scope(plans, "báo cáo khi nào?")
    assert found.plans == set(plans)
    assert not found.known


def test_a_place_without_a_plan_is_missing(plans):
    assert scope(plans, "Đà Nẵng có tổng đài không?").missing == "Đà Nẵng"
    assert scope(plans, "có tổng đài không?", "da-nang").missing == "da-nang"


def test_a_merged_province_is_not_spoken_for(plans):
    assert scope(plans, "Sóc Trăng có tổng đài không?").missing == "Sóc Trăng"


def test_a_place_to_compare_with_does_not_answer_for_another(plans):
    assert scope(plans, "Điện Biên có kế hoạch như Lai Châu không?").missing == "Điện Biên"
    assert scope(plans, "Cần Thơ có làm giống Lai Châu không?").plans == {CAN_THO, LAI_CHAU}


def test_wards_resolve_to_their_province(plans):
    assert scope(plans, "phường Ninh Kiều, Cần Thơ gọi số nào?").plans == {CAN_THO}


def test_the_province_of_her_ward_means_her_ward(plans):
    assert scope(plans, "ở Hà Tĩnh gọi số nào?", "thanh-sen").plans == {THANH_SEN}


def test_another_ward_of_that_province_has_no_plan(plans):
    assert scope(plans, "phường Trần Phú, Hà Tĩnh có nơi tạm lánh không?").missing


def test_several_places_are_compared(plans):
    found = scope(plans, "Cần Thơ và Lai Châu khác nhau thế nào?")
    assert found.plans == {CAN_THO, LAI_CHAU}
    assert found.across
    assert found.several


def test_which_plan_looks_into_all(plans):
    found = scope(plans, "kế hoạch nào có nói về hòa giải?")
    assert found.across
    assert found.plans == set(plans)
