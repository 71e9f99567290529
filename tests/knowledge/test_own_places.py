"""Places that plans speak for and the gazetteer does not know."""

from __future__ import annotations

from dataclasses import replace

from knowledge.own_places import own_places, places_of


def test_places_of_the_gazetteer_are_not_named_twice(plans):
    assert own_places(plans.values()) == {}


def test_a_new_ward_lies_in_the_province_its_plan_names(plans):
    plan = next(iter(plans.values()))
    ward = replace(plan, place="phường Bình Phú Đông, tỉnh An Giang", place_id="binh-phu-dong")
    (words, place), *others = own_places([ward]).items()
    assert not others
    assert words == ("binh", "phu", "dong")
    assert (place.name, place.province_id, place.kind) == ("Bình Phú Đông", "an-giang", "ward")
    (found,) = places_of("bên p. Bình Phú Đông có nhà tạm lánh không", [ward])
    assert found.place_id == "binh-phu-dong"


def test_one_syllable_alone_names_no_place(plans):
    plan = next(iter(plans.values()))
    assert own_places([replace(plan, place="xã Mới", place_id="moi")]) == {}
    assert own_places([replace(plan, place="", place_id="")]) == {}


def test_a_ward_with_a_plan_is_known_by_its_bare_name(plans):
    plan = next(iter(plans.values()))
    island = replace(plan, place="đặc khu Lý Sơn, tỉnh Quảng Ngãi", place_id="ly-son")
    for text in ("sđt đường dây nóng lý sơn", "ly son goi so nao", "ở Lý Sơn có ai trực không"):
        (found,) = places_of(text, [island])
        assert (found.place_id, found.province_id) == ("ly-son", "quang-ngai")
    assert places_of("lý do sơn nhà", [island]) == ()
    assert places_of("lỵ sờn gì đó", [island]) == ()


def test_names_that_are_words_too_need_more(plans):
    plan = next(iter(plans.values()))
    ward = replace(plan, place="phường Hòa Bình, tỉnh Phú Thọ", place_id="hoa-binh")
    assert all(place.kind != "ward" for place in places_of("mong nhà mình hòa bình", [ward]))
