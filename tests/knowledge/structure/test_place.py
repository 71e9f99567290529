"""Which place a plan speaks for."""

from __future__ import annotations

import pytest

from knowledge.structure.place import read_place


@pytest.mark.parametrize("issuer", ["Ban Thường vụ Tỉnh đoàn", "Ban Chấp hành Xã đoàn"])
def test_a_union_of_a_level_is_no_place(issuer: str) -> None:
    assert read_place([issuer], "", []) == ("", "")
    assert read_place([issuer], "Thanh Hoá", []) == ("Thanh Hoá", "thanh-hoa")


def test_a_place_only_the_head_of_the_page_names() -> None:
    found = read_place(["Ban Thường vụ Tỉnh đoàn"], "", ["BAN CHẤP HÀNH TỈNH THANH HOÁ"])
    assert found == ("tỉnh Thanh Hoá", "thanh-hoa")


def test_the_republic_is_no_commune() -> None:
    head = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Cộng hòa Xã Hội Chủ Nghĩa Việt Nam"]
    assert read_place([], "", head) == ("", "")
    assert read_place([], "Tuyên Quang", head) == ("Tuyên Quang", "tuyen-quang")


def test_what_follows_a_name_in_small_letters_is_not_of_it() -> None:
    assert read_place(["UBND xã Bình Khê được giao"], "", ["tỉnh Gia Lai"]) == (
        "xã Bình Khê, tỉnh Gia Lai",
        "binh-khe",
    )
