"""Names that only the plans know, beside those of the gazetteer."""

from __future__ import annotations

import pytest

from nlu.entities import Place, find_places, with_own_places

OWN = {
    ("binh", "phu", "dong"): Place(
        "Bình Phú Đông", "binh-phu-dong", "An Giang", "an-giang", "ward", 0, 0
    )
}


def _named(text: str) -> list[tuple[str, str]]:
    found = with_own_places(text, find_places(text), OWN)
    return [(place.place_id, text[place.start : place.end]) for place in found]


@pytest.mark.parametrize(
    "text",
    [
        "Phường Bình Phú Đông có ai trực đêm không?",
        "o phuong binh phu dong co duoc lo an khong",
        "em o binh phu dong, goi ai",
    ],
)
def test_a_name_of_a_plan_goes_before_a_shorter_one_in_it(text: str) -> None:
    assert [place_id for place_id, _ in _named(text)] == ["binh-phu-dong"]


def test_the_gazetteers_places_stay_in_their_order() -> None:
    assert _named("Cần Thơ hay Bình Phú Đông, còn Lai Châu?") == [
        ("can-tho", "Cần Thơ"),
        ("binh-phu-dong", "Bình Phú Đông"),
        ("lai-chau", "Lai Châu"),
    ]


def test_a_shorter_name_alone_is_another_place() -> None:
    assert all(place_id != "binh-phu-dong" for place_id, _ in _named("phường Bình Phú ở đâu"))


def test_decomposed_letters_keep_their_places() -> None:
    text = "Bi\u0300nh Phu\u0301 Đông gọi số nào"
    assert _named(text) == [("binh-phu-dong", "Bi\u0300nh Phu\u0301 Đông")]


def test_without_names_nothing_changes() -> None:
    places = find_places("ở Cần Thơ")
    assert with_own_places("ở Cần Thơ", places, {}) == places


def test_a_small_letter_before_a_capital_is_no_name() -> None:
    own = {("ly", "son"): Place("Lý Sơn", "ly-son", "Quảng Ngãi", "quang-ngai", "ward", 0, 0)}
    text = "Trợ giúp pháp lý Sơn La số mấy"
    assert [one.place_id for one in with_own_places(text, find_places(text), own)] == ["son-la"]
    assert [one.place_id for one in with_own_places("lý sơn gọi ai", (), own)] == ["ly-son"]
